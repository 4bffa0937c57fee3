"""Papers out of the database: a case for the case system, and all that is held about a citizen, to be read by them."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from markupsafe import Markup, escape

from classifier.decisions.dossier import CASE_COLUMNS
from classifier.errors import OutputError
from classifier.files import replacing
from classifier.output import STDOUT, check_output
from classifier.output.columns import Column
from classifier.output.delimited import write_csv
from classifier.taxonomy import Taxonomy

__all__ = ["case_note", "case_table", "dossier_text", "write_case", "write_dossier"]

_STYLE = "body{font:11pt/1.45 sans-serif;max-width:42em;margin:2em auto;padding:0 1em}dt{font-weight:bold}"
_COLUMNS = tuple(Column(name, "text") for name in CASE_COLUMNS)
_HEAD = ("modtaget", "henvendelsestype", "område", "enhed", "bekræftet af", "bekræftet")


def write_case(path: Path, rows: Iterable[Mapping[str, str]], *, csv_dialect: str, force: bool) -> None:
    """Write a case: a table, or a note to print.

    Parameters
    ----------
    path : pathlib.Path
        ``.csv`` or ``.html``.
    rows : iterable of mapping
        By ``CASE_COLUMNS``, a letter's rows beside each other.
    csv_dialect : str
        As for ``tag``.
    force : bool
        True replaces a file that exists.

    Raises
    ------
    OutputError
        If the ending or the dialect is another one, or the file exists or cannot be written.
    """
    _check(path, (".csv", ".html"), force)
    # The path is checked: of standard output the dialect alone is.
    check_output(STDOUT, csv_dialect=csv_dialect)
    found = list(rows)
    with replacing(path, force=force) as temporary:
        if path.suffix.lower() == ".html":
            temporary.write_text(case_note(found), encoding="utf-8")
        else:
            write_csv(temporary, _COLUMNS, found, csv_dialect)


def case_table(rows: Iterable[Mapping[str, str]], csv_dialect: str) -> bytes:
    """Return a case as the table that ``write_case`` writes.

    Parameters
    ----------
    rows : iterable of mapping
        By ``CASE_COLUMNS``.
    csv_dialect : str
        As in the settings.

    Returns
    -------
    bytes
        A CSV file.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sag.csv"
        write_csv(path, _COLUMNS, rows, csv_dialect)
        return path.read_bytes()


def case_note(rows: Sequence[Mapping[str, str]]) -> str:
    """Write a case as a page to print, without a script, an image or a link.

    Parameters
    ----------
    rows : sequence of mapping
        By ``CASE_COLUMNS``, a letter's rows beside each other.

    Returns
    -------
    str
        HTML, in Danish; everything that is put into it is escaped.
    """
    parts = [Markup('<!doctype html><html lang="da"><head><meta charset="utf-8"><title>Registrering</title>')]
    parts.append(Markup("<style>%s</style></head><body>") % Markup(_STYLE))
    for letter, group in groupby(rows, key=lambda row: row["id"]):
        mine = list(group)
        parts.append(Markup("<h1>Registrering af henvendelse %s</h1><dl>") % letter)
        parts += [Markup("<dt>%s</dt><dd>%s</dd>") % (name, mine[0][name] or "–") for name in _HEAD]
        parts.append(Markup("</dl><h2>Klagepunkter</h2><ul>"))
        for row in mine:
            quoted = Markup("<br><q>%s</q>") % row["belæg"] if row["belæg"] else Markup("")
            parts.append(Markup("<li>%s%s</li>") % (row["klagepunkt"] or "Ingen.", quoted))
        parts.append(Markup("</ul>"))
        if mine[0]["notat"]:
            lines = Markup("<br>").join(escape(line) for line in mine[0]["notat"].splitlines())
            parts.append(Markup("<h2>Notat</h2><p>%s</p>") % lines)
        if not mine[0]["bekræftet af"]:
            parts.append(Markup("<p>Ikke bekræftet af et menneske.</p>"))
    return str(Markup("\n").join([*parts, Markup("</body></html>\n")]))


def write_dossier(path: Path, dossier: Mapping[str, Any], taxonomy: Taxonomy, *, force: bool) -> None:
    """Write all that is held about a citizen.

    Parameters
    ----------
    path : pathlib.Path
        ``.json`` for all of it, ``.txt`` for the same to be read by the citizen, without the scores.
    dossier : mapping
        As ``classifier.decisions.dossier`` gathers it.
    taxonomy : Taxonomy
        Gives points, kinds and areas their names.
    force : bool
        True replaces a file that exists.

    Raises
    ------
    OutputError
        If the ending is another one, or the file exists or cannot be written.
    """
    _check(path, (".json", ".txt"), force)
    plain = path.suffix.lower() == ".txt"
    content = dossier_text(dossier, taxonomy) if plain else json.dumps(dossier, ensure_ascii=False, indent=1) + "\n"
    with replacing(path, force=force) as temporary:
        temporary.write_text(content, encoding="utf-8", errors="replace")


def dossier_text(dossier: Mapping[str, Any], taxonomy: Taxonomy) -> str:
    """Write all that is held about a citizen as a text.

    Parameters
    ----------
    dossier : mapping
        As ``classifier.decisions.dossier`` gathers it.
    taxonomy : Taxonomy
        Gives points, kinds and areas their names.

    Returns
    -------
    str
        Danish.
    """
    lines = ["Hvad der er registreret om en borger", "", f"Nøgler: {', '.join(dossier['citizen']) or 'ingen'}"]
    lines += [f"Dannet: {dossier['made'][:10]}", f"Breve og henvendelser: {len(dossier['letters'])}"]
    for letter in dossier["letters"]:
        lines += ["", "=" * 72, *_letter_lines(letter, taxonomy)]
    if dossier["models"]:
        lines += ["", "Modeller, der har lært af brevene (de holder ord og vægte, ingen breve):"]
        lines += [f"- {name}" for name in dossier["models"]]
    if dossier["exports"]:
        lines += ["", "Filer, som databasens breve er skrevet ud i:"]
        lines += [f"- {each['path']} ({each['at'][:10]})" for each in dossier["exports"]]
    return "\n".join(lines) + "\n"


def _letter_lines(letter: Mapping[str, Any], taxonomy: Taxonomy) -> list[str]:
    names = {each.id: each.name for each in taxonomy.kinds}
    names |= {each.id: each.name for each in taxonomy.areas} | {each.id: each.name for each in taxonomy.points}
    status = {"accepted": "godkendt", "rejected": "afvist", "suggested": "foreslået af programmet"}
    lines = [
        f"Brev {letter['id']}",
        f"Modtaget: {letter['received'] or 'ukendt'}",
        f"Afsender: {letter['sender'] or 'ukendt'}",
        f"Læst fra: {letter['source'] or 'indtastet'}",
        f"Emne: {letter['subject']}",
        f"Type: {names.get(letter['kind'], letter['kind'])}; område: {names.get(letter['area'], letter['area'])};"
        f" enhed: {letter['unit'] or '–'}",
        *(f"{name}: {value}" for name, value in letter["extra"].items()),
        *(f"Klagepunkt: {names.get(each['point'], each['point'])} ({status.get(each['status'], each['status'])})"
          for each in letter["points"]),
        *(f"Bemærkning fra programmet: {reason}" for _, reason, _ in letter["hints"]),
        f"Notat: {letter['note'] or '–'}",
        "",
        letter["text"] or "(Ingen tekst.)",
        "",
    ]  # fmt: skip
    lines += [f"{each['at'][:16]} {each['user']}: {each['action']}" for each in letter["decisions"]]
    lines += [f"{each['at'][:16]} {each['user']}: {each['action']} (log)" for each in letter["audit"]]
    return lines


def _check(path: Path, endings: Sequence[str], force: bool) -> None:
    if path.suffix.lower() not in endings:
        raise OutputError("The ending is not known.", str(path), f"Known are {', '.join(endings)}.")
    if path.exists() and not force:
        raise OutputError("The output exists already.", str(path), "Choose another name or add --force.")
