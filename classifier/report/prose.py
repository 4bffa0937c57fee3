"""Text that the office writes itself: Markdown without raw HTML and without pictures."""

from __future__ import annotations

from pathlib import Path

from classifier.errors import InputError
from classifier.report.document import Prose

__all__ = ["read_prose", "render_markdown"]


def render_markdown(text: str) -> Prose:
    """Turn Markdown into HTML that is safe to print in a page.

    Parameters
    ----------
    text : str
        HTML in it is shown as it is written; a picture would have to be loaded and stays text. Its highest
        headings become the third level: below the report's title and the section's.

    Returns
    -------
    Prose
        HTML.
    """
    from markdown_it import MarkdownIt

    reader = MarkdownIt("commonmark", {"html": False, "typographer": False}).enable("table").disable("image")
    tokens = reader.parse(text)
    highest = min((int(token.tag[1]) for token in tokens if token.type == "heading_open"), default=1)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1]) - highest + 3, 6)}"
        elif token.type == "th_open":
            token.attrSet("scope", "col")
    return Prose(str(reader.renderer.render(tokens, reader.options, {})))


def read_prose(path: Path) -> Prose:
    """Read a file of Markdown.

    Parameters
    ----------
    path : pathlib.Path
        UTF-8.

    Returns
    -------
    Prose
        HTML.

    Raises
    ------
    InputError
        If it cannot be read or is no UTF-8.
    """
    try:
        return render_markdown(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise InputError(f"The text cannot be read: {error.strerror}.", str(path)) from error
    except UnicodeDecodeError as error:
        raise InputError("The text is no UTF-8.", str(path), "Save it as UTF-8.") from error
