"""``klagepunkt tag`` of mail and documents: every case of the contract. All letters are invented."""

from __future__ import annotations

import io
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from classifier.records import Letter
from tests.cli.conftest import LETTER, Run, read_rows
from tests.ingest.mail.test_containers import memo
from tests.ingest.test_documents import pdf, word

AUTOMATIC = (
    "From: Bo <bo@holm.example>\r\nSubject: Automatisk svar: Klage\r\nAuto-Submitted: auto-replied\r\n\r\n"
    "Jeg er på ferie.\r\n"
).encode()


def mail(text: str = LETTER, message_id: str = "1@holm.example", **attachments: bytes) -> bytes:
    """A mail; attachments by name, ``_`` for the full stop."""
    message = EmailMessage()
    message["From"] = "Bodil Holm <bodil@holm.example>"
    message["Subject"] = "Kørestolen"
    message["Date"] = "Wed, 06 Mar 2024 10:12:00 +0100"
    message["Message-ID"] = f"<{message_id}>"
    message.set_content(text)
    for name, data in attachments.items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name.replace("_", "."))
    return message.as_bytes()


def archive(**files: bytes) -> bytes:
    """A ZIP archive."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        for name, data in files.items():
            opened.writestr(name.replace("_", "."), data)
    return held.getvalue()


def mbox(*mails: bytes) -> bytes:
    """A mailbox."""
    return b"".join(b"From x@y.example Wed Mar  6 10:12:00 2024\n" + each + b"\n" for each in mails)


FILES = {
    "brev.eml": mail(),
    "brev.mbox": mbox(mail()),
    "brev.zip": archive(brev_eml=mail()),
    "brev.xml": memo(LETTER),
    "brev.docx": word(LETTER),
    "brev.pdf": pdf(LETTER),
    "brev.txt": LETTER.encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_is_tagged(name: str, run: Run, folder: Path) -> None:
    """The same letter in each gets the same point, named directly and inside a folder."""
    (folder / "post").mkdir()
    (folder / "post" / name).write_bytes(FILES[name])
    for path in (f"post/{name}", "post"):
        done = run("tag", path, "-o", "ud.jsonl", "--force")
        assert done.code == 0, done.err
        (row,) = read_rows(folder / "ud.jsonl")
        assert "sagsbehandlingstid" in row["points"]


def test_ids_of_mails_and_documents(run: Run, folder: Path) -> None:
    """A mail's is its own; a document's is its file's name, inside an archive with the archive's."""
    (folder / "a.eml").write_bytes(mail())
    (folder / "b.docx").write_bytes(word(LETTER))
    (folder / "c.zip").write_bytes(archive(b_docx=word(LETTER)))
    assert run("tag", "a.eml", "b.docx", "c.zip", "-o", "ud.jsonl").code == 0
    rows = read_rows(folder / "ud.jsonl")
    assert [row["id"] for row in rows] == ["1@holm.example", "b", "c/b"]
    assert rows[0]["citizen"] == "bodil@holm.example"
    assert (rows[0]["received"], rows[0]["complaint_no"]) == ("2024-03-06T10:12:00+01:00", 1)


def test_maildir(run: Run, folder: Path) -> None:
    """A Maildir is one source, named or found, and the files beside it are read as ever."""
    for name in ("cur", "new", "tmp"):
        (folder / "post" / "boks" / name).mkdir(parents=True)
    (folder / "post" / "boks" / "cur" / "17.a").write_bytes(mail(message_id="1@x.example"))
    (folder / "post" / "boks" / "new" / "18.a").write_bytes(mail(message_id="2@x.example"))
    (folder / "post" / "brev.txt").write_text(LETTER, encoding="utf-8")
    for path, count in (("post/boks", 2), ("post", 3)):
        done = run("tag", path, "-o", "ud.jsonl", "--force")
        assert done.code == 0, done.err
        assert len(read_rows(folder / "ud.jsonl")) == count


def test_mail_that_no_person_wrote(run: Run, folder: Path) -> None:
    """Named and counted, no row, exit code 0."""
    (folder / "ferie.eml").write_bytes(AUTOMATIC)
    done = run("tag", "ferie.eml", "god.txt", "-o", "ud.jsonl")
    assert done.code == 0, done.err
    assert [row["id"] for row in read_rows(folder / "ud.jsonl")] == ["god"]
    assert "ferie.eml: An automatic reply." in done.err
    assert "1 tagged, 1 skipped" in done.err


def test_scan_without_text(run: Run, folder: Path) -> None:
    """Named with its reason, the rest done, exit code 1."""
    (folder / "scan.pdf").write_bytes(pdf(""))
    done = run("tag", "scan.pdf", "god.txt", "-o", "ud.jsonl")
    assert done.code == 1
    assert "scan.pdf: Must be registered by hand: It is a scan without a text layer." in done.err
    assert len(read_rows(folder / "ud.jsonl")) == 1


def test_attachment_that_cannot_be_read(run: Run, folder: Path) -> None:
    """The mail is tagged and calls for a person; the attachment is named and counted, exit code 1."""
    (folder / "a.eml").write_bytes(mail(klage_pdf=pdf(""), logo_p7s=b"x"))
    done = run("tag", "a.eml", "-o", "ud.jsonl")
    assert done.code == 1
    (row,) = read_rows(folder / "ud.jsonl")
    assert row["needs_review"]
    assert "Bilaget klage.pdf er ikke læst: scannet billede uden tekst." in row["review_reasons"]
    assert "a.eml#klage.pdf: Not read" in done.err
    assert "logo" not in done.err
    assert "0 skipped or renamed, 1 attachments not read" in done.err


def test_parts_that_are_tagged_are_stated(run: Run, folder: Path) -> None:
    """A letter attached is tagged with its mail, an invoice is not; a mail without attachments says nothing."""
    invoice = word("Faktura 17. Beløb i alt 400 kr. Moms 80 kr. Forfald 1. maj.")
    text = "Se vedhæftede klage."
    (folder / "a.eml").write_bytes(mail(text, klage_docx=word(f"Jeg klager. {LETTER}"), regning_docx=invoice))
    (folder / "b.eml").write_bytes(mail(message_id="2@holm.example"))
    done = run("tag", "a.eml", "b.eml", "-o", "ud.jsonl")
    assert done.code == 0, done.err
    first, second = read_rows(folder / "ud.jsonl")
    assert first["tagged_parts"] == "mailens tekst; klage.docx"
    assert "sagsbehandlingstid" in first["points"]
    assert "Bilaget regning.docx er læst, men ikke regnet som en del af brevet." in first["review_reasons"]
    assert "tagged_parts" not in second


@pytest.mark.parametrize("name", ["tom.eml", "tom.msg", "tom.mbox", "tom.zip", "tom.xml", "tom.docx", "tom.pdf"])
def test_empty_file(name: str, run: Run, folder: Path) -> None:
    """A valid empty output, exit code 0, and the file is named."""
    (folder / name).touch()
    done = run("tag", name, "-o", "ud.jsonl")
    assert done.code == 0, done.err
    assert read_rows(folder / "ud.jsonl") == []
    assert f"{name}: It is empty." in done.err or name == "tom.mbox"


@pytest.mark.parametrize("name", ["rod.eml", "rod.msg", "rod.mbox", "rod.zip", "rod.xml", "rod.docx", "rod.pdf"])
def test_rubbish_alone(name: str, run: Run, folder: Path) -> None:
    """Named, a valid empty output, exit code 1."""
    (folder / name).write_bytes(b"\x00\x01\x02\xff\xfe" * 500)
    done = run("tag", name, "-o", "ud.jsonl")
    if name != "rod.eml":
        assert done.code == 1
        assert read_rows(folder / "ud.jsonl") == []
        assert name in done.err


def test_same_mail_twice(run: Run, folder: Path) -> None:
    """Both are kept, the second renamed and named, exit code 1."""
    (folder / "a.mbox").write_bytes(mbox(mail(), mail()))
    done = run("tag", "a.mbox", "-o", "ud.jsonl")
    assert done.code == 1
    assert [row["id"] for row in read_rows(folder / "ud.jsonl")] == ["1@holm.example", "1@holm.example#2"]
    assert "a.mbox#2: duplicate id" in done.err


def test_hints_of_every_letter(run: Run, folder: Path) -> None:
    """Of tables and texts as of mails, the passage from the letter; masked where that is asked for."""
    acute = "Fogeden kommer på torsdag og sætter Bodil Holm ud."
    (folder / "t.csv").write_text(f"id;text\n1;{acute}\n", encoding="utf-8")
    (folder / "b.txt").write_text(acute, encoding="utf-8")
    (folder / "a.eml").write_bytes(mail(acute))
    assert run("tag", "t.csv", "b.txt", "a.eml", "-o", "ud.jsonl").code == 0
    for row in read_rows(folder / "ud.jsonl"):
        assert [hint["kind"] for hint in row["hints"]] == ["acute"]
        assert row["hints"][0]["passage"] == acute
    assert run("tag", "b.txt", "-o", "ud.jsonl", "--masked", "--force").code == 0
    (row,) = read_rows(folder / "ud.jsonl")
    assert row["hints"][0]["passage"] == "Fogeden kommer på torsdag og sætter [NAVN] ud."


def test_mails_of_a_run_join(run: Run, folder: Path) -> None:
    """An answer in another file belongs to the same thread and is no new complaint."""
    (folder / "1.eml").write_bytes(mail())
    reply = mail("Jeg har stadig ikke hørt noget om min klage.", "2@holm.example")
    (folder / "2.eml").write_bytes(b"In-Reply-To: <1@holm.example>\n" + reply)
    assert run("tag", "1.eml", "2.eml", "-o", "ud.jsonl").code == 0
    rows = read_rows(folder / "ud.jsonl")
    assert {(row["thread"], row["complaint_no"]) for row in rows} == {("1@holm.example", 1)}


def test_record_says_what_came_as_mail(folder: Path) -> None:
    """So that its id can be hidden; names of files and rows are the office's own."""
    from classifier.ingest import open_letters

    (folder / "a.eml").write_bytes(mail())
    found = [item for item in open_letters([folder / "a.eml", folder / "god.txt"]) if isinstance(item, Letter)]
    assert [letter.mail for letter in found] == [True, False]
