"""The page: self-contained, escaped, whole labels, small."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import pairwise
from typing import Any

import pytest
from lxml import html

from classifier.annual import Period, count_year, publish, read_register
from classifier.evaluation import assess
from classifier.report import AnnualInput, Document, annual_document, evaluation_document
from classifier.report.document import Box, Section
from classifier.report.page import render
from classifier.taxonomy import Taxonomy
from tests.annual.register import labelled, report_rows
from tests.report.conftest import MakeAnnual, judged_letters

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def page(make_annual: MakeAnnual) -> str:
    """The annual report in Danish."""
    return render(make_annual())


def test_needs_nothing_else(page: str) -> None:
    """No script, nothing that is loaded, no address but those of namespaces."""
    found = html.fromstring(page)
    assert not found.xpath("//script | //link | //img | //iframe | //object")
    assert not re.search(r"(?:src|href)=\"(?!#)", page)
    assert not re.search(r"@import|url\((?!#)", page)
    assert "default-src 'none'" in page


def test_says_what_the_report_says(page: str) -> None:
    """The year's figures as the office knows them, in Danish numbers."""
    text = re.sub(r"\s+", " ", html.fromstring(page).text_content())
    for told in (
        "66,6\u00a0%",
        "20,4\u00a0%",
        "38,7\u00a0%",
        "43,6\u00a0%",
        "33,9",
        "Borgerrådgiverens beretning 2024 i tal",
    ):
        assert re.sub(r"\s+", " ", told) in text
    assert "3. februar 2025" in text
    assert "2023 dækker 8 måneder mod 12" in text


def test_ids_are_unique(page: str) -> None:
    """Several charts stand in one page."""
    ids = re.findall(r"\bid=\"([^\"]+)\"", page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"(?:url\(|href=\")#([^\")]+)", page)) <= set(ids)


def test_every_chart_has_words_and_a_table(page: str) -> None:
    """Title, description, and the numbers behind it."""
    for figure in html.fromstring(page).xpath("//figure"):
        (svg,) = figure.xpath(".//svg")
        named = svg.get("aria-labelledby"), svg.get("aria-describedby")
        assert all(figure.xpath(f".//*[@id='{name}']")[0].text_content().strip() for name in named)
        assert figure.xpath(".//table//td")
        assert svg.get("role") == "img"


def test_long_labels_are_whole(page: str) -> None:
    """Over two lines, never cut."""
    (figure,) = html.fromstring(page).xpath("//figure[.//table[@id='alle-punkter']]")
    words = " ".join(text.text_content().strip() for text in figure.xpath(".//*[local-name()='text']"))
    assert "Manglende hjemmel/forkert henvisning til lovgrundlag" in words


def test_longest_bar_stands_at_the_bottom(make_annual: MakeAnnual) -> None:
    """Rarest first."""
    (section,) = [each for each in make_annual().sections if each.id == "klagepunkter"]
    chart: Any = section.blocks[0]
    totals = [row[-1].value for row in chart.table.rows]
    assert totals == sorted(totals)
    assert chart.table.rows[-1][0].value == "Manglende hjælp"


def test_hostile_text_is_shown_as_text(make_annual: MakeAnnual) -> None:
    """Whatever a table or a letter holds."""
    rows = ({"recommendation": HOSTILE, "addressee": HOSTILE, "status": "", "follow_up": ""},)
    text = render(make_annual(recommendations=rows, stories=(Box(HOSTILE, HOSTILE, HOSTILE),)))
    assert "<script" not in text
    assert "<img" not in text
    assert html.fromstring(text).xpath("count(//script)") == 0


def test_hostile_names_in_charts(make_annual: MakeAnnual, taxonomy: Taxonomy, year_figures: dict[str, Any]) -> None:
    """A label book is a file that somebody wrote: its names stay text in the drawing, dollar signs too."""
    points = tuple(replace(point, name=f"{HOSTILE} ${point.id}$") for point in taxonomy.points)
    hostile = replace(taxonomy, points=points)
    text = render(annual_document(AnnualInput(year_figures, hostile, "da", date(2025, 2, 3))))
    assert "<script" not in text
    drawn = [
        each.text_content() for each in html.fromstring(text).xpath("//*[local-name()='svg']//*[local-name()='text']")
    ]
    assert any("$betjening$" in words for words in drawn)


def test_english_page_marks_danish_words(make_annual: MakeAnnual) -> None:
    """For a screen reader."""
    found = html.fromstring(render(make_annual("en")))
    assert found.get("lang") == "en"
    names = found.xpath("//th[@lang='da']")
    assert any(name.text_content() == "Manglende hjælp" for name in names)
    assert "The period in short" in found.text_content()


def test_every_section_is_in_the_contents(page: str, make_annual: MakeAnnual) -> None:
    """With one heading each, no level left out."""
    document = make_annual()
    found = html.fromstring(page)
    assert [link.get("href")[1:] for link in found.xpath("//nav//a")] == [section.id for section in document.sections]
    levels = [int(heading.tag[1]) for heading in found.xpath("//h1 | //h2 | //h3 | //h4")]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def test_same_report_twice(page: str, make_annual: MakeAnnual) -> None:
    """The same bytes."""
    assert render(make_annual()) == page


def test_published_page_says_hidden(make_annual: MakeAnnual) -> None:
    """In a word, with the limit on top."""
    text = html.fromstring(render(make_annual(published=True))).text_content()
    assert "skjult" in text
    assert "tal under 5 er skjult" in text


def test_published_page_of_a_small_office(taxonomy: Taxonomy) -> None:
    """Where nearly all is hidden there are tables, and no chart without a bar."""
    rows = [
        {"id": f"x{number}", "kind": "klage", "area": ("SS", "KMT")[number % 2], "year": 2024,
         "points": ("vejledning", "tilsyn")}
        for number in range(4)
    ]  # fmt: skip
    period = Period(2024)
    statistics = count_year(read_register(map(labelled, rows), taxonomy), taxonomy, period, cases={"SS": 10, "KMT": 20})
    given = AnnualInput(publish(statistics.figures(), taxonomy), taxonomy, "da", date(2025, 2, 3))
    found = html.fromstring(render(annual_document(given)))
    assert not found.xpath("//figure")
    assert found.xpath("//table[@id='henvendelser']//td[normalize-space()='skjult']")


def test_year_without_letters(taxonomy: Taxonomy) -> None:
    """A page that says so, with zeros."""
    register = read_register(map(labelled, report_rows(taxonomy)), taxonomy)
    figures = count_year(register, taxonomy, Period(2019)).figures()
    text = html.fromstring(
        render(annual_document(AnnualInput(figures, taxonomy, "da", date(2025, 2, 3))))
    ).text_content()
    assert "Der er ingen breve i perioden" in text


def test_quarter_and_area(taxonomy: Taxonomy) -> None:
    """Told in the title; nothing of other areas on the page."""
    register = read_register(map(labelled, report_rows(taxonomy)), taxonomy)
    figures = count_year(register, taxonomy, Period(2024, quarter=2, months=3, area="KMT")).figures()
    text = html.fromstring(
        render(annual_document(AnnualInput(figures, taxonomy, "da", date(2025, 2, 3))))
    ).text_content()
    assert "2. kvartal 2024" in text
    assert "Kun området Klima, Miljø og Teknik" in text
    assert "Social og Sundhed" not in text


def test_unconfirmed_letters_are_warned_of(make_annual: MakeAnnual, taxonomy: Taxonomy) -> None:
    """With the interval from the model's error rates."""
    rows = [{"id": "1", "kind": "klage", "points": ("vejledning",), "year": 2024, "model": "starter@1"}]
    figures = count_year(read_register(map(labelled, rows), taxonomy), taxonomy, Period(2024)).figures()
    ends = {"low": 1, "expected": 1, "high": 2}
    figures["details"]["estimate"] = {"precision": 80.0, "recall": 75.0, "total": ends, "by_group": {}}
    given = AnnualInput(figures, taxonomy, "da", date(2025, 2, 3), model="starter@1")
    text = re.sub(r"\s+", " ", html.fromstring(render(annual_document(given))).text_content())
    assert "1 af 1 breve er kun mærket af modellen" in text
    assert "starter@1 (præcision 80,0 %, genfinding 75,0 %)" in text
    assert "mellem 1 og 2" in text


def test_letters_text_only_when_asked_for(evaluation_figures: dict[str, Any], taxonomy: Taxonomy) -> None:
    """And then marked confidential."""
    worst = evaluation_figures["worst_letters"][0]["id"]
    without = evaluation_document(evaluation_figures, taxonomy, language="da", made=date(2025, 2, 3))
    assert not without.mark
    told = evaluation_document(
        evaluation_figures, taxonomy, language="da", made=date(2025, 2, 3), texts={worst: "Ingen svarede mig."}
    )
    text = render(told)
    assert "FORTROLIGT" in text
    assert "Ingen svarede mig." in text


def test_evaluation_opens_with_the_answer(evaluation: Document) -> None:
    """How far it can be trusted, and for which points not."""
    first: Section = evaluation.sections[0]
    assert first.title == "Svaret"
    text = html.fromstring(render(evaluation)).text_content()
    assert "klagepunkter, modellen foreslår, rigtige" in text
    assert "To modeller side om side" in text


def test_one_letter(taxonomy: Taxonomy) -> None:
    """A report all the same, without intervals, with a warning."""
    figures = assess(judged_letters(1, taxonomy), taxonomy, model="m").figures()
    text = html.fromstring(render(evaluation_document(figures, taxonomy, language="da", made=date(2025, 2, 3))))
    assert "Målt på få breve (1)" in text.text_content()


def test_no_figure_where_nothing_was_measured(taxonomy: Taxonomy) -> None:
    """A point or group that no letter has and none was suggested has a dash, no F1 of zero."""
    figures = assess(judged_letters(1, taxonomy), taxonomy, model="m").figures()
    document = evaluation_document(figures, taxonomy, language="da", made=date(2025, 2, 3))
    page = html.fromstring(render(document))
    for part, names in (
        ("per_point", {point.id: point.name for point in taxonomy.points}),
        ("per_group", {group: group for group in figures["per_group"]}),
    ):
        unused = [key for key, facts in figures[part].items() if not facts["support"] and not facts["suggested"]]
        assert unused
        for key in unused:
            table = "punkterne" if part == "per_point" else "grupperne"
            rows = page.xpath(f'//*[@id="{table}"]/descendant-or-self::tr[normalize-space(th)=$name]', name=names[key])
            assert [[cell.text_content().strip() for cell in row.xpath("td")][:5] for row in rows] == [["–"] * 5]


def test_a_thousand_letters_are_at_most_two_megabytes(taxonomy: Taxonomy) -> None:
    """Whatever the number of letters, the page holds figures."""
    figures = assess(judged_letters(1000, taxonomy), taxonomy, model="m").figures()
    page = render(evaluation_document(figures, taxonomy, language="da", made=date(2025, 2, 3)))
    assert len(page.encode()) < 2_000_000
