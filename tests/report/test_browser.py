"""The reports in a real Chromium: accessible by axe, nothing loaded, nothing run, a tagged PDF."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page
from pypdf import PdfReader
from pypdf.generic import DictionaryObject

from classifier.report import Document, evaluation_document, write_html
from classifier.taxonomy import Taxonomy
from tests.browser import faults
from tests.report.conftest import MakeAnnual

REPORTS = ["annual", "annual published in English", "evaluation"]


@pytest.mark.slow
def test_every_printed_page_is_marked(
    browser: Browser, evaluation_figures: dict[str, Any], taxonomy: Taxonomy, tmp_path: Path
) -> None:
    """A page with a citizen's letter says that it is confidential, wherever the pages part."""
    worst = evaluation_figures["worst_letters"][0]["id"]
    document = evaluation_document(
        evaluation_figures, taxonomy, language="da", made=date(2025, 2, 3), texts={worst: "Ingen svarede mig. " * 900}
    )
    path = tmp_path / "report.html"
    write_html(document, path)
    opened = browser.new_page()
    opened.goto(path.as_uri())
    pages = PdfReader(io.BytesIO(opened.pdf(prefer_css_page_size=True))).pages
    opened.close()
    assert len(pages) > 5
    assert [number for number, printed in enumerate(pages, 1) if "FORTROLIGT" not in printed.extract_text()] == []


@pytest.fixture(scope="module", params=REPORTS)
def page(
    request: pytest.FixtureRequest,
    browser: Browser,
    make_annual: MakeAnnual,
    evaluation: Document,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Page]:
    """Each report, opened from disk; whatever it asks the network for is noted."""
    document = {
        "annual": lambda: make_annual(),
        "annual published in English": lambda: make_annual("en", published=True),
        "evaluation": lambda: evaluation,
    }[request.param]()
    path: Path = tmp_path_factory.mktemp("page") / "report.html"
    write_html(document, path)
    opened = browser.new_page(viewport={"width": 1100, "height": 1400})
    asked: list[str] = []
    opened.on("request", lambda sent: asked.append(sent.url))
    opened.goto(path.as_uri())
    assert asked == [path.as_uri()]
    yield opened
    opened.close()


@pytest.mark.slow
def test_axe_finds_nothing(page: Page) -> None:
    """WCAG 2.1 AA, with the tables behind the charts open, on a wide and on a narrow screen."""
    page.evaluate("document.querySelectorAll('details').forEach(each => each.open = true)")
    for width in (1100, 360):
        page.set_viewport_size({"width": width, "height": 1000})
        assert faults(page) == []
        # Wide tables scroll by themselves; the page does not.
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.mark.slow
def test_printed(page: Page) -> None:
    """A tagged PDF on A4 with title and language, whose words stand in reading order, the tables behind charts open."""
    reader = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True, tagged=True, outline=True)))
    root = reader.trailer["/Root"].get_object()
    assert isinstance(root, DictionaryObject)
    marks = root["/MarkInfo"].get_object()
    assert isinstance(marks, DictionaryObject)
    assert marks["/Marked"]
    assert "/StructTreeRoot" in root
    assert str(root["/Lang"]) == page.locator("html").get_attribute("lang")
    assert reader.metadata is not None
    assert reader.metadata.title == page.title()
    assert [round(float(side)) for side in reader.pages[0].mediabox[2:]] == [595, 842]
    text = " ".join(printed.extract_text() for printed in reader.pages)
    headings = [heading.strip() for heading in page.locator("h2").all_inner_texts()]
    places = [text.replace("\n", " ").find(heading.split(",")[0][:30]) for heading in headings]
    assert all(place >= 0 for place in places)
    assert len(reader.outline) > 0
    last_row = page.locator("figure details table tbody tr:last-child th").first.text_content()
    assert last_row is not None
    assert last_row.strip()[:12] in text
