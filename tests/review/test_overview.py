"""The overview, the report to take along, and a citizen's page."""

from __future__ import annotations

import re

import pytest

from classifier.decisions.database import Database
from classifier.decisions.decide import decide
from classifier.decisions.schema import LetterRow
from classifier.decisions.state import Change
from classifier.records import Letter
from classifier.taxonomy import Taxonomy
from tests.decisions.conftest import TEXT, put, tagged
from tests.review.conftest import Enter, Visitor


def test_an_empty_overview(visitor: Visitor) -> None:
    """Without a letter; an unknown year is passed over."""
    page = visitor.get("/overview?year=1999999999999999999")
    assert "Der er læst for få breve i år" in page
    assert "starter" in page


@pytest.fixture
def read(base: Database, taxonomy: Taxonomy) -> None:
    """Twelve letters read without suggestions and confirmed: one point found each time, another never."""
    for number in range(12):
        letter = Letter(f"b{number}", f"{TEXT} {number}", received="2026-03-01", sender=f"s{number}@x.example")
        row = put(base, tagged(taxonomy, letter), blind=True)
        first = [Change("kind", {"kind": "klage"}), Change("area", {"area": "SS"})]
        first += [Change("add", {"point": "sagsbehandlingstid"}), Change("reveal")]
        last = [Change("reject", {"point": "venlig-optraeden"}), Change("confirm")]
        decide(base, row.pk, 0, "Anna", [*first, *last], taxonomy)


@pytest.mark.usefixtures("read")
def test_figures_and_intervals(visitor: Visitor) -> None:
    """Each share with its interval, points from ten letters."""
    page = re.sub(r"<[^>]+>", " ", visitor.get("/overview"))
    page = re.sub(r"\s+", " ", page)
    assert "12 henvendelser (Klage 12" in page
    assert "12 klagepunkter fra 12 borgere" in page
    assert "50 % af programmets forslag fandt I også" in page
    assert re.search(r"Sagsbehandlingstid og manglende svar 100 % \(76 % til 100 %\) 12 af 12", page)
    assert "0 af årets 12 punkter ville programmet alene have overset mellem 0 og 3" in page


def test_each_decision_counts_at_once(visitor: Visitor, letter: LetterRow) -> None:
    """Nothing of yesterday is shown."""
    path = f"/letters/{letter.pk}"
    for version, (action, point) in enumerate((("accept", "sagsbehandlingstid"), ("reject", "venlig-optraeden"))):
        visitor.post(path, action=action, version=version, point=point)
    assert "<strong>0</strong> klagepunkter" in visitor.get("/overview")
    visitor.post(path, action="confirm", version=2)
    assert "<strong>1</strong> klagepunkter" in visitor.get("/overview")


@pytest.mark.usefixtures("read")
def test_the_report_to_take_along(visitor: Visitor) -> None:
    """As a page and as a workbook; no other form."""
    answer = visitor.client.get("/overview/2026.html")
    assert "Borgerrådgiverens beretning 2026" in answer.text
    assert answer.headers["content-disposition"] == 'attachment; filename="beretning-2026.html"'
    assert visitor.client.get("/overview/2026.xlsx").content.startswith(b"PK")
    for path in ("/overview/2026.docx", "/overview/99999999.html", "/overview/x.html"):
        assert visitor.client.get(path).status_code == 404


def test_citizens_merged_and_split(visitor: Visitor, base: Database, taxonomy: Taxonomy, letter: LetterRow) -> None:
    """On the page of one; what cannot be is told."""
    other = put(base, tagged(taxonomy, Letter("brev-2", "Et andet.", received="2026-04-01", sender="ny@x.example")))
    path = f"/citizens/{letter.citizen_pk}"
    assert path in visitor.get(f"/letters/{letter.pk}")
    assert "Borgeren findes ikke" in visitor.post(path, 400, action="merge", key="findes ikke")
    assert visitor.post(path, action="merge", key="brev-2") == path
    page = visitor.get(path)
    assert "brev-2" in page
    assert "Skil ad igen" in page
    assert "Læg sammen" in page
    assert "Læg sammen" not in visitor.get(f"/citizens/{other.citizen_pk}")
    assert "Vælg de breve" in visitor.post(path, 400, action="split")
    elsewhere = f"/citizens/{other.citizen_pk}"
    assert "Borgeren findes ikke" in visitor.post(elsewhere, 400, action="separate", other=other.citizen_pk)
    new = visitor.post(path, action="split", letter=other.pk)
    assert new != path
    assert "brev-2" in visitor.get(new)
    assert visitor.post(path, action="separate", other=other.citizen_pk) == path
    assert "Skil ad igen" not in visitor.get(path)
    visitor.post(path, 403, action="split", letter=other.pk, csrf="forkert")
    visitor.post(path, 400, action="slet")
    visitor.post(path, 400, action="separate", other="x" * 50)
    assert visitor.client.get("/citizens/999").status_code == 404
    assert visitor.client.get(f"/citizens/{'9' * 30}").status_code == 404


def test_a_reader_looks_only(enter: Enter, letter: LetterRow) -> None:
    """No form that would change something, and no way around it."""
    reader = enter("Lise", "reader")
    page = reader.get(f"/citizens/{letter.citizen_pk}")
    assert "Læg sammen" not in page
    assert "Ny henvendelse" not in page
    reader.post(f"/citizens/{letter.citizen_pk}", 403, action="merge", key="x")
    assert "Bekræft og næste" not in reader.get(f"/letters/{letter.pk}")


def test_the_beginning_of_a_name_is_enough(visitor: Visitor, letter: LetterRow) -> None:
    """Where no other point has it; else the points that fit are named."""
    path = f"/letters/{letter.pk}"
    visitor.post(path, action="add", version=0, point="magt")
    assert "Magtanvendelsesregler" in visitor.get(path)
    refused = visitor.post(path, 400, action="add", version=1, point="sagsb")
    assert "Flere punkter passer" in refused
    assert "Sagsbehandlerskifte, borgerens initiativ" in refused
