"""Wrap labelled letters as mails and compare their tags with those of the bare letters.

    python scripts/score_mail.py GOLD.jsonl [--keep FOLDER]

For each way of wrapping: micro-F1 of points against the labels, its distance from the bare letters', and how many letters
got other points. ``--keep`` writes each way's suggestions as ``FOLDER/FORM.jsonl``, with the letters' own ids.
"""

from __future__ import annotations

import argparse
import html
import io
import json
import tempfile
import textwrap
from collections.abc import Callable, Mapping
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from classifier.ingest import open_letters
from classifier.model.bundle import Model
from classifier.records import Letter
from classifier.settings import find_home
from classifier.store import ModelStore
from classifier.tagging import row_of, tag

__all__ = ["FORMS", "compare", "main"]

HISTORY = """Fra: Borgerservice <svar@kommune.example>
Sendt: 3. marts 2024 10:12
Til: Inger Testesen
Emne: Kvittering

Kære borger

Vi har modtaget din henvendelse og vender tilbage. Sagsbehandlingstiden er seks uger. Du kan klage til Ankestyrelsen.

Med venlig hilsen
Borgerservice"""


def _mail(row: Mapping[str, Any], subject: str = "") -> EmailMessage:
    message = EmailMessage(policy=SMTP)
    message["From"] = "Inger Testesen <inger@mail.example>"
    message["To"] = "borgerraadgiver@kommune.example"
    message["Subject"] = f"{subject}{row.get('subject') or ''}"
    message["Date"] = "Wed, 06 Mar 2024 10:12:00 +0100"
    message["Message-ID"] = f"<{row['id']}@mail.example>"
    return message


def _html(text: str) -> str:
    parts = "".join(f"<p>{html.escape(part).replace(chr(10), '<br>')}</p>" for part in text.split("\n\n"))
    return f"<html><body>{parts}</body></html>"


def plain(row: Mapping[str, Any]) -> bytes:
    """Wrap as plain text in UTF-8."""
    message = _mail(row)
    message.set_content(row["text"])
    return message.as_bytes()


def hard(row: Mapping[str, Any]) -> bytes:
    """Wrap as plain text whose lines a mail program broke at 74 characters."""
    message = _mail(row)
    message.set_content("\n".join(textwrap.fill(line, 74) for line in row["text"].split("\n")))
    return message.as_bytes()


def hypertext(row: Mapping[str, Any]) -> bytes:
    """Wrap as HTML alone, in Windows-1252."""
    message = _mail(row)
    message.set_content(_html(row["text"]).encode("cp1252", "xmlcharrefreplace"), "text", "html")
    del message["Content-Type"]
    message["Content-Type"] = 'text/html; charset="windows-1252"'
    return message.as_bytes()


def both(row: Mapping[str, Any]) -> bytes:
    """Wrap as HTML beside a plain part."""
    message = _mail(row)
    message.set_content(row["text"])
    message.add_alternative(_html(row["text"]), subtype="html")
    return message.as_bytes()


def reply(row: Mapping[str, Any]) -> bytes:
    """Wrap as an answer written above the municipality's mail, from a phone."""
    message = _mail(row, "SV: ")
    message["In-Reply-To"] = "<kvittering@kommune.example>"
    message.set_content(f"{row['text']}\n\nSendt fra min iPhone\n\n{HISTORY}\n")
    return message.as_bytes()


def attached(row: Mapping[str, Any]) -> bytes:
    """Wrap as a Word document on a mail that only points to it."""
    import docx

    document = docx.Document()
    for line in row["text"].split("\n"):
        document.add_paragraph(line)
    held = io.BytesIO()
    document.save(held)
    message = _mail(row)
    message.set_content("Se vedhæftede klage.")
    message.add_attachment(held.getvalue(), maintype="application", subtype="octet-stream", filename="klage.docx")
    return message.as_bytes()


FORMS: Mapping[str, Callable[[Mapping[str, Any]], bytes]] = {
    form.__name__: form for form in (plain, hard, hypertext, both, reply, attached)
}
"""Ways of wrapping: a row of a gold table to the bytes of a mail."""


def compare(rows: list[dict[str, Any]], model: Model, keep: Path | None = None) -> dict[str, dict[str, float]]:
    """Tag letters bare and wrapped in each way; return the figures of each.

    Letters are matched by their id, so a mail that is lost, or renamed, raises KeyError.
    """
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder, "bare.jsonl")
        kept = ("id", "subject", "text")
        table.write_text(
            "".join(json.dumps({name: row.get(name, "") for name in kept}) + "\n" for row in rows), encoding="utf-8"
        )
        tagged = {"bare": _tag(table, model)}
        for name, form in FORMS.items():
            where = Path(folder, name)
            where.mkdir()
            for number, row in enumerate(rows):
                (where / f"{number:04}.eml").write_bytes(form(row))
            tagged[name] = _tag(where, model)
    if keep is not None:
        keep.mkdir(exist_ok=True)
        for name, found in tagged.items():
            lines = (json.dumps(row, ensure_ascii=False) + "\n" for row in found.values())
            (keep / f"{name}.jsonl").write_text("".join(lines), encoding="utf-8")
    bare = _micro_f1(rows, tagged["bare"])
    return {
        name: {
            "micro_f1": _micro_f1(rows, found),
            "distance": abs(_micro_f1(rows, found) - bare),
            "other_points": sum(found[row["id"]]["points"] != tagged["bare"][row["id"]]["points"] for row in rows),
        }
        for name, found in tagged.items()
    }


def _tag(path: Path, model: Model) -> dict[str, dict[str, Any]]:
    letters = (item for item in open_letters([path]) if isinstance(item, Letter))
    own = (replace(letter, id=letter.id.removesuffix("@mail.example")) for letter in letters)
    return {each.letter.id: row_of(each) for each in tag(own, model)}


def _micro_f1(rows: list[dict[str, Any]], tagged: Mapping[str, Mapping[str, Any]]) -> float:
    pairs = [(set(row["points"]), set(tagged[row["id"]]["points"])) for row in rows]
    hits = sum(len(gold & found) for gold, found in pairs)
    return 2 * hits / max(sum(len(gold) + len(found) for gold, found in pairs), 1)


def main() -> None:
    """Print the figures of a gold table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--keep", type=Path)
    parser.add_argument("--model")
    arguments = parser.parse_args()
    rows = [json.loads(line) for line in arguments.gold.read_text(encoding="utf-8").splitlines() if line]
    model = ModelStore(find_home()[0]).load(arguments.model)
    for name, figures in compare(rows, model, arguments.keep).items():
        print(
            f"{name:10} micro-F1 {figures['micro_f1']:.3f}  apart {figures['distance']:.3f}"
            f"  letters with other points {figures['other_points']} of {len(rows)}"
        )


if __name__ == "__main__":
    main()
