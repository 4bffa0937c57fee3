"""The order of the worklist, its filters, its search."""

from __future__ import annotations

import re

import pytest

from classifier.decisions.database import Database
from classifier.decisions.decide import decide
from classifier.decisions.state import Change
from classifier.records import Hint, Letter
from classifier.taxonomy import Taxonomy
from tests.decisions.conftest import put, tagged
from tests.review.conftest import Visitor


def ids(page: str) -> list[str]:
    """Ids in the order of the list."""
    return re.findall(r'<th scope="row"><a href="[^"]+">([^<]+)</a>', page)


@pytest.fixture
def many(base: Database, taxonomy: Taxonomy) -> None:
    """Five letters, put in without order."""
    acute = (Hint("acute", "Et barn.", "barnet"),)
    for letter_id, received, hints, points in (
        ("ny", "2026-05-01", (), ("begrundelse",)),
        ("gammel", "2026-01-01", (), ("vejledning",)),
        ("akut", "2026-06-01", acute, ("begrundelse", "magtanvendelse")),
        ("lovet", "2026-05-02", (), ()),
        ("udateret", "", (), ()),
    ):
        letter = Letter(letter_id, f"Om {letter_id} og cyklens ødelagte håndtag.", received=received, hints=hints)
        row = put(base, tagged(taxonomy, letter, points=points))
        if letter_id == "lovet":
            decide(base, row.pk, 0, "Anna", [Change("reply", {"date": "2026-06-01"})], taxonomy)


@pytest.mark.usefixtures("many")
def test_order(visitor: Visitor) -> None:
    """Acute, promised, oldest, what has no date last; next goes on in the same order and begins again."""
    assert ids(visitor.get("/")) == ["akut", "lovet", "gammel", "ny", "udateret"]
    first = visitor.client.get("/next", follow_redirects=False).headers["location"]
    assert "akut" in visitor.get(first)
    seen, pk = [], first.split("/")[2].split("?")[0]
    for _ in range(5):
        target = visitor.client.get(f"/next?pk={pk}", follow_redirects=False).headers["location"]
        pk = target.split("/")[2].split("?")[0]
        seen.append(re.search(r"<h1>(\w+)", visitor.get(target))[1])  # type: ignore[index]
    assert seen == ["lovet", "gammel", "ny", "udateret", "akut"]


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("point=begrundelse", ["akut", "ny"]),
        ("flag=acute", ["akut"]),
        ("since=2026-05-01&until=2026-05-01", ["ny"]),
        ("until=2026-02-01", ["gammel"]),
        ("words=ødel+cykl", ["akut", "lovet", "gammel", "ny", "udateret"]),
        ("words=gammel", ["gammel"]),
        ("words=%22+OR+%28*", []),
        ("words=findesikke", []),
        ("area=KMT", []),
        ("state=done", []),
        ("flag=findesikke", []),
        ("page=99", []),
        ("page=999999999", []),
        ("page=-1", ["akut", "lovet", "gammel", "ny", "udateret"]),
    ],
)
def test_filters(query: str, found: list[str], visitor: Visitor) -> None:
    """Each alone; what makes no sense finds nothing and breaks nothing."""
    assert ids(visitor.get(f"/?{query}")) == found
