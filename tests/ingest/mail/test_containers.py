"""Mailboxes, Maildirs, archives and Digital Post."""

from __future__ import annotations

import base64
import io
import zipfile
from pathlib import Path

import pytest

from classifier.ingest.mail import is_maildir, read_messages
from classifier.ingest.threads import ThreadBook
from classifier.records import Letter, Skipped
from tests.ingest.mail.conftest import TEXT, ReadOne, mail


def ids(path: Path) -> list[str]:
    return [item.id for item in read_messages(path, path.name) if isinstance(item, Letter)]


def test_mbox_gives_each_mail_with_its_number(tmp_path: Path) -> None:
    """A line of the text that begins with From is no new mail, quoted or not; the id is that of the single file."""
    body = "Jeg fik brevet.\n\nFrom what I know, ingen svarer.\n>From min side er det slut."
    first, second = mail("Message-ID: <1@x.example>", body=body), mail("Message-ID: <2@x.example>")
    separator = b"From aase@holm.example Wed Mar  6 10:12:00 2024\n"
    path = tmp_path / "box.mbox"
    path.write_bytes(separator + first.replace(b"\r\n", b"\n") + b"\n" + separator + second.replace(b"\r\n", b"\n"))
    letters = [item for item in read_messages(path, "arkiv/box.mbox") if isinstance(item, Letter)]
    assert [(item.id, item.source) for item in letters] == [
        ("1@x.example", "arkiv/box.mbox#1"),
        ("2@x.example", "arkiv/box.mbox#2"),
    ]
    assert "From what I know" in letters[0].text
    assert "\nFrom min side" in letters[0].text


def test_id_is_the_same_in_any_container(tmp_path: Path) -> None:
    data = mail().replace(b"\r\n", b"\n")
    (tmp_path / "a.eml").write_bytes(data)
    (tmp_path / "b.mbox").write_bytes(b"From x@y.example Wed Mar  6 10:12:00 2024\n" + data + b"\n")
    assert ids(tmp_path / "a.eml") == ids(tmp_path / "b.mbox")


@pytest.mark.parametrize(("content", "count"), [(b"", 0), (b"ingen postkasse", 1)], ids=["empty", "other"])
def test_mbox_without_mails(tmp_path: Path, content: bytes, count: int) -> None:
    path = tmp_path / "box.mbox"
    path.write_bytes(content)
    assert len([item for item in read_messages(path, "box.mbox") if isinstance(item, Skipped)]) == count


def test_maildir_with_a_folder_in_it(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / ".Klager"):
        for name in ("cur", "new", "tmp"):
            (folder / name).mkdir(parents=True)
    (tmp_path / "cur" / "1.a,S=9").write_bytes(mail("Message-ID: <1@x>"))
    (tmp_path / "new" / "2.a").write_bytes(mail("Message-ID: <2@x>"))
    (tmp_path / ".Klager" / "cur" / "3").write_bytes(mail("Message-ID: <3@x>"))
    (tmp_path / "tmp" / "4").write_bytes(mail("Message-ID: <4@x>"))
    assert is_maildir(tmp_path)
    assert not is_maildir(tmp_path / "cur")
    assert ids(tmp_path) == ["1@x", "2@x", "3@x"]


def archive(**files: bytes) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, data in files.items():
            opened.writestr(name.replace("_", "."), data)
    return held.getvalue()


def test_zip_gives_every_letter_in_it(tmp_path: Path) -> None:
    inner = archive(note_txt="Jeg venter på svar på min klage.".encode("cp1252"))
    path = tmp_path / "post.zip"
    path.write_bytes(archive(a_eml=mail("Message-ID: <1@x>"), b_zip=inner, c_exe=b"MZ", Thumbs_db=b"x"))
    items = list(read_messages(path, "post.zip"))
    assert [(item.source, item.text) for item in items if isinstance(item, Letter)] == [
        ("post.zip#a.eml", TEXT),
        ("post.zip#b.zip#note.txt", "Jeg venter på svar på min klage."),
    ]
    assert [(item.source, item.failed) for item in items if isinstance(item, Skipped)] == [
        ("post.zip#c.exe", True),
        ("post.zip#Thumbs.db", False),
    ]


def lying_archive() -> bytes:
    """Ten megabytes of zeros whose header says that they are a hundred bytes."""
    data = bytearray(archive(a_txt=b"\x00" * (10 << 20)))
    for mark, offset in ((b"PK\x01\x02", 24), (b"PK\x03\x04", 22)):
        at = data.find(mark)
        data[at + offset : at + offset + 4] = (100).to_bytes(4, "little")
    return bytes(data)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(archive(a_txt=b"\x00" * (40 << 20)), id="bomb"),
        pytest.param(lying_archive(), id="lies about its size"),
        pytest.param(archive(a_zip=archive(b_zip=archive(c_zip=archive(d_zip=archive(e_txt=b"x"))))), id="nested"),
        pytest.param(b"PK\x03\x04 rubbish", id="damaged"),
        pytest.param(b"", id="empty"),
    ],
)
def test_archives_that_are_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "post.zip"
    path.write_bytes(data)
    items = list(read_messages(path, "post.zip"))
    assert items
    assert all(isinstance(item, Skipped) and item.failed for item in items)


def memo(content: str, mime: str = "text/plain", name: str = "brev.txt", more: str = "") -> bytes:
    """A Digital Post message."""
    encoded = base64.b64encode(content.encode()).decode()
    return f"""<?xml version="1.0" encoding="UTF-8"?>
<memo:Message xmlns:memo="https://DigitalPost.dk/MeMo-1" memoVersion="1.1">
 <memo:MessageHeader><memo:messageType>DIGITALPOST</memo:messageType>
  <memo:messageUUID>8C2EA15D-61FB-4BA9-9366-42F8B194C114</memo:messageUUID><memo:label>Klage over ventetid</memo:label>
  <memo:Sender><memo:senderID>9999999999</memo:senderID><memo:idType>CPR</memo:idType>
   <memo:label>Åse Holm</memo:label></memo:Sender>
  <memo:Recipient><memo:recipientID>11111111</memo:recipientID><memo:idType>CVR</memo:idType></memo:Recipient></memo:MessageHeader>
 <memo:MessageBody><memo:createdDateTime>2024-03-06T09:12:00Z</memo:createdDateTime>
  <memo:MainDocument><memo:File><memo:encodingFormat>{mime}</memo:encodingFormat><memo:filename>{name}</memo:filename>
   <memo:inLanguage>da</memo:inLanguage><memo:content>{encoded}</memo:content></memo:File></memo:MainDocument>{more}
 </memo:MessageBody></memo:Message>""".encode()


def test_digital_post_becomes_a_letter(read_one: ReadOne) -> None:
    item = read_one(memo(TEXT), "post.xml")
    assert isinstance(item, Letter)
    assert (item.text, item.subject, item.sender) == (TEXT, "Klage over ventetid", "9999999999")
    assert item.id == "8C2EA15D-61FB-4BA9-9366-42F8B194C114"
    assert item.received == "2024-03-06T09:12:00+00:00"


def test_digital_post_with_html(read_one: ReadOne) -> None:
    item = read_one(memo("<p>Jeg <b>venter</b>.</p>", "text/html", "brev.html"), "post.xml")
    assert isinstance(item, Letter)
    assert item.text == "Jeg venter."


def test_digital_post_with_a_damaged_file(read_one: ReadOne) -> None:
    more = (
        "<memo:AdditionalDocument><memo:File><memo:encodingFormat>application/pdf</memo:encodingFormat>"
        "<memo:filename>b.pdf</memo:filename><memo:content>%%%</memo:content></memo:File></memo:AdditionalDocument>"
    )
    item = read_one(memo(TEXT, more=more), "post.xml")
    assert isinstance(item, Letter)
    assert item.review_reasons == ("Bilaget b.pdf er ikke læst: beskadiget.",)


@pytest.mark.parametrize(
    "data",
    [b"<a/>", b"<a", b"", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', b"\xff\xfe<\x00", b"<a>" * 100_000],
    ids=["other", "cut", "empty", "entity", "utf-16", "deep"],
)
def test_xml_that_is_no_digital_post(read_one: ReadOne, data: bytes) -> None:
    item = read_one(data, "post.xml")
    assert isinstance(item, Skipped)
    assert item.failed


def test_threads_join_across_files(tmp_path: Path) -> None:
    book = ThreadBook()
    found = []
    for number, headers in enumerate((["Message-ID: <1@x>"], ["Message-ID: <2@x>", "In-Reply-To: <1@x>"])):
        path = tmp_path / f"{number}.eml"
        path.write_bytes(mail(*headers))
        found += [item for item in read_messages(path, path.name, book=book) if isinstance(item, Letter)]
    assert [(item.thread, item.complaint_no) for item in found] == [("1@x", 1), ("1@x", 1)]


def test_file_that_is_gone(tmp_path: Path) -> None:
    (item,) = read_messages(tmp_path / "væk.eml", "væk.eml")
    assert isinstance(item, Skipped)
    assert item.failed
