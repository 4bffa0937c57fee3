"""Word and PDF letters."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml import parse_xml
from hypothesis import given, settings
from hypothesis import strategies as st

from classifier.ingest.documents import NoTextError, docx_text, pdf_text, read_document
from classifier.records import Letter, Skipped

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word(*paragraphs: str) -> bytes:
    document = docx.Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    table = document.add_table(rows=1, cols=2)
    table.cell(0, 0).text, table.cell(0, 1).text = "Ansøgt", "3. januar"
    field = f"<w:sdt {W}><w:sdtContent><w:p><w:r><w:t>Udfyldt felt</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    gone = (
        f"<w:p {W}><w:del><w:r><w:delText>slettet</w:delText></w:r></w:del>"
        "<w:r><w:t>blev</w:t><w:tab/><w:t>stående</w:t></w:r></w:p>"
    )
    for xml in (field, gone):
        document.element.body.append(parse_xml(xml))
    held = io.BytesIO()
    document.save(held)
    return held.getvalue()


def pdf(*pages: str, password: str = "") -> bytes:
    """A PDF written by hand, a page a text."""
    kids = " ".join(f"{4 + 2 * number} 0 R" for number in range(len(pages)))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for number, text in enumerate(pages):
        stream = f"BT /F1 12 Tf 72 700 Td ({text}) Tj ET" if text else ""
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> "
            f"/Contents {5 + 2 * number} 0 R >>"
        )
        objects.append(f"<< /Length {len(stream.encode('cp1252'))} >>\nstream\n{stream}\nendstream")
    out = io.BytesIO(b"%PDF-1.4\n")
    out.seek(0, io.SEEK_END)
    offsets = []
    for number, content in enumerate(objects, start=1):
        offsets.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252"))
    start = out.tell()
    table = "".join(f"{offset:010} 00000 n \n" for offset in offsets)
    out.write(
        f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}trailer\n<< /Size {len(objects) + 1} /Root 1 0 R "
        f">>\nstartxref\n{start}\n%%EOF\n".encode()
    )
    if not password:
        return out.getvalue()
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(out.getvalue()))
    writer.encrypt(password, algorithm="RC4-128")
    held = io.BytesIO()
    writer.write(held)
    return held.getvalue()


def test_word_is_read_with_tables_and_form_fields() -> None:
    text = docx_text(word("Kære borgerrådgiver", "Jeg venter.")).text
    assert text == "Kære borgerrådgiver\nJeg venter.\nAnsøgt\n3. januar\nUdfyldt felt\nblev\tstående"


def test_pdf_is_read_page_by_page() -> None:
    document = pdf_text(pdf("Jeg venter på svar.", "", "Tredje side."))
    assert document.text.startswith("Jeg venter på svar.")
    assert document.text.endswith("Tredje side.")
    assert document.reasons == ("Uden læsbar tekst: side 2.",)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (pdf("", ""), "scan without a text layer"),
        (pdf("Hemmeligt", password="x"), "needs a password"),
        (b"%PDF-1.7\nrubbish", "damaged PDF|no pages"),
        (b"hej", "no PDF"),
        (b"", "no PDF"),
    ],
    ids=["scan", "password", "damaged", "other", "empty"],
)
def test_pdf_without_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NoTextError, match=reason):
        pdf_text(data)


def bomb() -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as opened:
        opened.writestr("word/document.xml", b" " * (60 << 20))
    return held.getvalue()


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"hej", "no Word document"),
        (b"\xd0\xcf\x11\xe0x", "password"),
        (bomb(), "far more"),
        (word("x")[:-200], "no Word document"),
    ],
    ids=["other", "password", "bomb", "cut"],
)
def test_word_without_text_is_refused(data: bytes, reason: str) -> None:
    with pytest.raises(NoTextError, match=reason):
        docx_text(data)


def test_document_becomes_a_letter(tmp_path: Path) -> None:
    """Its id is of its content, so a copy under another name has the same."""
    for name in ("brev.docx", "kopi.DOCX"):
        (tmp_path / name).write_bytes(word("Jeg venter."))
    first, second = (read_document(tmp_path / name, name) for name in ("brev.docx", "kopi.DOCX"))
    assert isinstance(first, Letter)
    assert isinstance(second, Letter)
    assert first.id == second.id
    assert first.source == "brev.docx"
    assert first.text.startswith("Jeg venter.")


def test_scan_and_missing_file_are_named(tmp_path: Path) -> None:
    (tmp_path / "scan.pdf").write_bytes(pdf(""))
    for name in ("scan.pdf", "væk.pdf"):
        item = read_document(tmp_path / name, name)
        assert isinstance(item, Skipped)
        assert (item.source, item.failed) == (name, True)


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=400), st.integers(0, 600))
def test_any_document_is_read_or_refused(data: bytes, at: int) -> None:
    for seed, read in ((pdf("Jeg venter."), pdf_text), (SEED, docx_text)):
        changed = bytearray(seed)
        changed[at : at + len(data) // 8] = data
        try:
            read(bytes(changed))
        except NoTextError:
            continue


SEED = word("x")
