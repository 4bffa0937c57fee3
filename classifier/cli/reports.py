"""What the two reports share on the command line: the language, and files that are written all or none."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from classifier.report import Document

__all__ = ["Lang", "as_json", "check_files", "report_language", "write_all", "writers"]

Lang = Annotated[str | None, typer.Option("--lang", help="Language of the report: da or en. Default: the setting.")]


def report_language(chosen: str | None, setting: str) -> str:
    """Return the language of a report.

    Parameters
    ----------
    chosen : str or None
        As given with ``--lang``.
    setting : str
        The setting ``language``.

    Returns
    -------
    str
        ``da`` or ``en``.

    Raises
    ------
    SettingsError
        If it is another.
    """
    from classifier.errors import SettingsError

    language = chosen or setting
    if language not in ("da", "en"):
        raise SettingsError(f"The language {language!r} is not known.", "--lang", "Known are da and en.")
    return language


def check_files(files: Mapping[str, Path | None], *, force: bool) -> None:
    """Refuse outputs that could not be written in the end, before anything is read.

    Parameters
    ----------
    files : mapping of str to pathlib.Path or None
        Ending, with its full stop, to file; None is not asked for. JSON may have any ending.
    force : bool
        True accepts files that exist.

    Raises
    ------
    OutputError
        If an ending is another, a folder does not exist, a file exists, or a file is named twice.
    """
    from classifier.errors import OutputError

    seen: set[Path] = set()
    for ending, path in files.items():
        if path is None:
            continue
        if ending != ".json" and path.suffix.lower() != ending:
            raise OutputError(f"Its ending is not {ending}.", str(path), f"Give a name that ends in {ending}.")
        if not path.parent.is_dir():
            raise OutputError("Its folder does not exist.", str(path), "Choose a folder that exists.")
        if path.exists() and not force:
            raise OutputError("The output exists already.", str(path), "Choose another name or add --force.")
        if path.absolute() in seen:
            raise OutputError("It is named twice.", str(path))
        seen.add(path.absolute())


def as_json(content: Mapping[str, Any]) -> Callable[[Path], object]:
    """Return what writes a JSON object.

    Parameters
    ----------
    content : mapping
        The object.

    Returns
    -------
    callable
        Takes the path.
    """
    text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    return lambda path: path.write_text(text, encoding="utf-8", newline="\n")


def writers(
    document: Document, html: Path | None, json_file: Path | None, xlsx: Path | None
) -> dict[Path, Callable[[Path], object]]:
    """Return what writes each file of a report.

    Parameters
    ----------
    document : Document
        The report.
    html : pathlib.Path or None
        The page.
    json_file : pathlib.Path or None
        Its figures.
    xlsx : pathlib.Path or None
        Its tables.

    Returns
    -------
    dict of pathlib.Path to callable
        Those that were asked for.
    """
    from classifier.report import write_html, write_xlsx

    found: dict[Path, Callable[[Path], object]] = {}
    if html is not None:
        found[html] = lambda path: write_html(document, path)
    if json_file is not None:
        found[json_file] = as_json(document.figures)
    if xlsx is not None:
        found[xlsx] = lambda path: write_xlsx(document, path)
    return found


def write_all(files: Mapping[Path, Callable[[Path], object]], *, force: bool) -> None:
    """Write files so that all are complete before the first takes its place.

    Parameters
    ----------
    files : mapping of pathlib.Path to callable
        What writes each.
    force : bool
        True replaces files that exist.
    """
    from classifier.files import replacing

    with ExitStack() as stack:
        temporary = {path: stack.enter_context(replacing(path, force=force)) for path in files}
        for path, write in files.items():
            write(temporary[path])
