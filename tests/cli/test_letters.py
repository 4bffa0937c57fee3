"""``klagepunkt letters``: masked by default, every format, automatic mail set aside. All letters are invented."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run, content, read_rows, write_rows
from tests.cli.test_tag_mail import AUTOMATIC, FILES, archive, mail
from tests.ingest.test_documents import pdf

SECRET = "Jeg hedder Bodil Holm, mit nummer er 00 47 11 93, og mit cpr er 310299-4444. Rampen mangler."
ANSWER = "Hej Bodil\n\nDin sag er hos Birthe Tolstrup, tlf. 00 11 22 33.\n"
HEAD = "Fra: Kim Lund <kim@kommune.example>\nSendt: 3. marts 2024 10:12\nTil: Bodil Holm\nEmne: SV: Rampen"
HISTORY = f"\n\n{HEAD}\n\n{ANSWER}"
ROW = [
    "id", "source", "received", "sender", "thread", "subject", "text", "removed", "masked", "attachments", "hints",
    "citizen", "complaint_no", "writer",
]  # fmt: skip
SECRETS = ("Bodil", "Holm", "00 47", "310299", "Tolstrup", "Birthe", "Lund", "@")


def one(run: Run, folder: Path, *arguments: str) -> dict[str, object]:
    done = run("letters", *arguments, "-o", "ud.jsonl", "--force")
    assert done.code == 0, done.err
    (row,) = read_rows(folder / "ud.jsonl")
    return row


def test_masked_by_default(run: Run, folder: Path, own_home: Path) -> None:
    """Text, subject, what was cut, sender, id: no secret anywhere; counts a kind in the row and in the closing line."""
    reply = b"In-Reply-To: <0@holm.example>\n" + mail(SECRET + HISTORY).replace(b"Subject: ", b"Subject: SV: Bodil ")
    (folder / "a.eml").write_bytes(reply)
    done = run("letters", "a.eml", "-o", "ud.jsonl", "--home", str(own_home))
    assert done.code == 0, done.err
    (row,) = read_rows(folder / "ud.jsonl")
    assert list(row) == ROW
    assert row["text"].startswith("Jeg hedder [NAVN], mit nummer er [TELEFON], og mit cpr er [CPR]. Rampen mangler.")
    assert not [secret for secret in SECRETS if secret in json.dumps(row, ensure_ascii=False)]
    assert row["masked"]["CPR"] == 1
    assert row["masked"]["NAVN"] > 2
    cut = "".join(each["text"] for each in row["removed"])
    assert "[TELEFON]" in cut
    assert row["sender"] == row["citizen"]
    assert "1 letters, 0 skipped or renamed; masked: CPR 1, " in done.err
    assert not [secret for secret in SECRETS if secret in done.err]


def test_same_mail_read_twice_has_the_same_hashes(run: Run, folder: Path) -> None:
    """In another file, in another run."""
    (folder / "a.eml").write_bytes(mail())
    (folder / "b.zip").write_bytes(archive(x_eml=mail()))
    first, second = one(run, folder, "a.eml"), one(run, folder, "b.zip")
    for name in ("id", "sender", "thread", "citizen"):
        assert first[name] == second[name]
    assert first["source"] == "a.eml"
    assert second["source"] == "b.zip#x.eml"


def test_no_mask_and_no_clean(run: Run, folder: Path) -> None:
    """Each leaves away one thing; both together give the decoded text."""
    decoded = (SECRET + HISTORY).strip()
    (folder / "a.eml").write_bytes(mail(SECRET + HISTORY))
    plain = one(run, folder, "a.eml", "--no-mask")
    assert str(plain["text"]).strip() == SECRET
    assert (plain["id"], plain["sender"], plain["masked"]) == ("1@holm.example", "bodil@holm.example", {})
    assert plain["removed"]
    whole = one(run, folder, "a.eml", "--no-mask", "--no-clean")
    assert whole["text"] == decoded
    assert whole["removed"] == []
    masked = str(one(run, folder, "a.eml", "--no-clean")["text"])
    assert "[TELEFON]" in masked
    assert "Tolstrup" not in masked


@pytest.mark.parametrize("name", FILES)
def test_every_format(name: str, run: Run, folder: Path) -> None:
    """Gives its letter."""
    (folder / name).write_bytes(FILES[name])
    assert "kørestol" in str(one(run, folder, name)["text"])


def test_tables(run: Run, folder: Path) -> None:
    """Ids and administrative columns are the office's own and stay; other columns are masked; labels are left out."""
    write_rows(
        folder / "t.jsonl",
        {"id": "24/7", "text": SECRET, "case_no": "24-001234", "kontakt": "bodil@holm.example", "points": ["tilsyn"],
         "sender": "Bodil Holm", "thread": "t1"},
    )  # fmt: skip
    row = one(run, folder, "t.jsonl")
    assert (row["id"], row["case_no"], row["kontakt"]) == ("24/7", "24-001234", "[MAIL]")
    assert "points" not in row
    assert not [secret for secret in SECRETS if secret in json.dumps(row, ensure_ascii=False)]


def test_hints_and_attachments_are_masked(run: Run, folder: Path) -> None:
    """Names stand in file names and passages too."""
    data = mail("Fogeden kommer på torsdag og sætter Bodil Holm ud. Se bilag.", x_pdf=pdf(""))
    (folder / "a.eml").write_bytes(data.replace(b"x.pdf", b"klage_Bodil_Holm.pdf"))
    assert run("letters", "a.eml", "-o", "ud.jsonl").code == 1
    (row,) = read_rows(folder / "ud.jsonl")
    assert row["hints"][0]["passage"] == "Fogeden kommer på torsdag og sætter [NAVN] ud. Se bilag."
    (attachment,) = row["attachments"]
    assert (attachment["read"], attachment["reason"]) == (False, "scannet billede uden tekst")
    assert attachment["name"] == "klage_[NAVN].pdf"
    assert run("tag", "a.eml", "-o", "ud.jsonl", "--masked", "--force").code == 1
    (row,) = read_rows(folder / "ud.jsonl")
    assert "Bilaget klage_[NAVN].pdf er ikke læst: scannet billede uden tekst." in row["review_reasons"]


def test_mail_that_no_person_wrote(run: Run, folder: Path) -> None:
    """Goes to a list of its own with reason and rule, counted, exit code 0; litter of the system does not."""
    (folder / "post").mkdir()
    (folder / "post" / "ferie.eml").write_bytes(AUTOMATIC)
    (folder / "post" / "Thumbs.db").write_bytes(b"x")
    (folder / "post" / "a.eml").write_bytes(mail())
    done = run("letters", "post", "-o", "ud.csv")
    assert done.code == 0, done.err
    assert read_rows(folder / "ud.csv.skipped.jsonl") == [
        {"source": "post/ferie.eml", "reason": "An automatic reply.", "rule": "out-of-office"}
    ]
    assert "1 letters, 2 skipped" in done.err


def test_list_of_skipped_is_not_overwritten(run: Run, folder: Path) -> None:
    """Without --force nothing is done; with it the list is replaced, and goes where there is nothing to list."""
    (folder / "ferie.eml").write_bytes(AUTOMATIC)
    (folder / "ud.jsonl.skipped.jsonl").write_text("old", encoding="utf-8")
    before = content(folder)
    assert run("letters", "ferie.eml", "-o", "ud.jsonl").code == 2
    assert content(folder) == before
    assert run("letters", "ferie.eml", "-o", "ud.jsonl", "--force").code == 0
    assert len(read_rows(folder / "ud.jsonl.skipped.jsonl")) == 1
    assert run("letters", "god.txt", "-o", "ud.jsonl", "--force").code == 0
    assert not (folder / "ud.jsonl.skipped.jsonl").exists()


def test_standard_output(run: Run, folder: Path) -> None:
    """Rows alone; what is no letter is named on standard error."""
    (folder / "ferie.eml").write_bytes(AUTOMATIC)
    done = run("letters", "god.txt", "ferie.eml", "-o", "-")
    assert done.code == 0
    assert [json.loads(line)["id"] for line in done.out.splitlines()] == ["god"]
    assert "ferie.eml" in done.err


@pytest.mark.parametrize(
    "arguments", [("væk.eml", "-o", "ud.jsonl"), ("god.txt", "-o", "ud.doc"), ("god.txt", "-o", "god.csv")]
)
def test_nothing_done(arguments: tuple[str, ...], run: Run, folder: Path) -> None:
    """A missing path, an unknown ending, an output that exists: exit code 2, nothing written."""
    (folder / "god.csv").write_text("old", encoding="utf-8")
    before = content(folder)
    assert run("letters", *arguments).code == 2
    assert content(folder) == before


def test_masked_suggestions_use_the_same_hashes(run: Run, folder: Path) -> None:
    """So that rows of both commands can be put side by side."""
    (folder / "a.eml").write_bytes(mail())
    row = one(run, folder, "a.eml")
    assert run("tag", "a.eml", "-o", "ud.jsonl", "--masked", "--force").code == 0
    (tagged,) = read_rows(folder / "ud.jsonl")
    assert [tagged[name] for name in ("id", "thread", "citizen")] == [row[name] for name in ("id", "thread", "citizen")]
