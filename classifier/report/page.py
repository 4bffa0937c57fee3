"""A document as one HTML file that needs nothing else: style and charts inside, no script, no network."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from classifier.report.charts import draw
from classifier.report.document import Cell, Chart, Document, Sentence, Table
from classifier.report.language import Language

__all__ = ["render", "write_html"]

_PLACES = re.compile(r"\{(\d+)\}")


def render(document: Document) -> str:
    """Render a document.

    Parameters
    ----------
    document : Document
        Everything in it is escaped but prose, which is HTML already.

    Returns
    -------
    str
        An HTML page. Each number carries its JSON Pointer (``data-figure``) and its value (``data-value``).
    """
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    language = Language(document.language)
    hidden = language("skjult", "hidden") if document.hidden else "–"
    templates = Environment(
        loader=PackageLoader("classifier.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )

    def shown(cell: Cell) -> str:
        # Of the year before it is not told whether a number is hidden or was never known.
        absent = "–" if cell.source.startswith(("/previous", "/changes")) else hidden
        return language.cell(cell, absent if cell.source else "")

    def marked(cell: Cell) -> Markup:
        """Return a cell with its attributes, for the running text."""
        text = Markup('<span data-figure="{}" data-value="{}">{}</span>')
        return text.format(cell.source, _plain(cell), shown(cell)) if cell.source else Markup("{}").format(shown(cell))

    def sentence(each: Sentence) -> Markup:
        parts = _PLACES.split(each.text)
        found = [
            marked(each.cells[int(part)]) if index % 2 else Markup("{}").format(part)
            for index, part in enumerate(parts)
        ]
        return Markup("").join(found)

    def chart(each: Chart) -> Markup:
        # Drawn by us: text in it is escaped by the drawing library.
        return Markup(draw(each, language))

    def html(text: str) -> Markup:
        # From Markdown without raw HTML.
        return Markup(text)

    templates.filters |= {"shown": shown, "plain": _plain, "sentence": sentence, "chart": chart, "html": html}
    templates.filters["numeric"] = _is_numeric
    templates.filters["kind"] = lambda block: type(block).__name__
    return templates.get_template("document.html.j2").render(document=document, say=language)


def _is_numeric(table: Table, column: int) -> bool:
    """Tell whether a column holds numbers, and so is set flush right; the first holds headings."""
    return column > 0 and any(row[column].form != "text" for row in table.rows)


def _plain(cell: Cell) -> str:
    """Return a value as JSON has it; empty where it is unknown or hidden."""
    value: Any = cell.value
    return "" if value is None else repr(value) if isinstance(value, float) else str(value)


def write_html(document: Document, path: Path) -> None:
    """Write a document as HTML.

    Parameters
    ----------
    document : Document
        The report.
    path : pathlib.Path
        Overwritten; UTF-8.
    """
    path.write_text(render(document), encoding="utf-8", newline="\n")
