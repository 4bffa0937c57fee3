"""``klagepunkt annual``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from classifier.cli.console import note
from classifier.cli.database import has_database, read_tables
from classifier.cli.options import Force, Home, TaxonomyFile
from classifier.cli.reports import Lang, check_files, report_language, write_all, writers

if TYPE_CHECKING:
    from classifier.annual import AnnualStatistics, Period, Rates, Register
    from classifier.settings import Settings
    from classifier.taxonomy import Taxonomy

__all__ = ["command"]

_CASES = {"area": ("område", "opgaveområde"), "cases": ("sager", "antal sager")}
_RECOMMENDATIONS = {
    "recommendation": ("anbefaling",),
    "addressee": ("modtager", "adressat"),
    "status": (),
    "follow_up": ("opfølgning", "opfølgning på sidste år", "sidste års opfølgning"),
}
_STORIES = {
    "title": ("titel", "overskrift"),
    "text": ("tekst",),
    "area": ("område",),
    "outcome": ("udfald", "resultat"),
}


def command(
    year: Annotated[int, typer.Option(help="The year that is reported.", min=1990, max=2100)],
    letters: Annotated[
        list[Path] | None,
        typer.Option(help="Tables of letters with confirmed labels, of any years; may be repeated. Default: database."),
    ] = None,
    previous: Annotated[
        Path | None, typer.Option(help="The year before: a table of letters, or the JSON of last year's report.")
    ] = None,
    out: Annotated[Path | None, typer.Option("-o", "--output", help="The report as one HTML file.")] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="The figures as JSON.")] = None,
    xlsx: Annotated[Path | None, typer.Option("--xlsx", help="The tables as an Excel workbook.")] = None,
    quarter: Annotated[int | None, typer.Option(min=1, max=4, help="A quarter instead of the whole year.")] = None,
    area: Annotated[str | None, typer.Option(help="One area only, as its director sees it (id or name).")] = None,
    months: Annotated[
        int | None, typer.Option(min=1, max=12, help="Months that the letters cover. Default: 12, or 3 of a quarter.")
    ] = None,
    previous_months: Annotated[
        int | None,
        typer.Option(min=1, max=12, help="The same of the year before. Default: as many."),
    ] = None,
    cases: Annotated[Path | None, typer.Option(help="A table with area and number of cases.")] = None,
    themes: Annotated[Path | None, typer.Option(help="Themes (TOML). Default: those of klagepunkt.")] = None,
    text: Annotated[list[Path] | None, typer.Option(help="The office's own text in Markdown; may be repeated.")] = None,
    recommendations: Annotated[
        Path | None, typer.Option(help="A table with recommendation, addressee, status, follow_up.")
    ] = None,
    stories: Annotated[Path | None, typer.Option(help="A table of anonymised cases: title, text, outcome.")] = None,
    publish: Annotated[bool, typer.Option("--publish", help="Hide small numbers, for publication.")] = False,
    lang: Lang = None,
    taxonomy: TaxonomyFile = None,
    home: Home = None,
    force: Force = False,
) -> None:
    """Count a year of confirmed letters, and write the annual report.

    Example: klagepunkt annual --year 2024 --letters data/2024.csv -o tal.html

    Without --letters it counts what was decided on the review page, with the year before beside it where that is known.
    Exit codes: 0 written, 2 something cannot be used and nothing was written.
    """
    from classifier.annual import Period, compared, count_year, read_register, read_themes
    from classifier.annual import publish as published
    from classifier.errors import InputError
    from classifier.settings import read_settings
    from classifier.taxonomy import read_taxonomy

    check_files({".html": out, ".json": json_file, ".xlsx": xlsx}, force=force)
    if not (out or json_file or xlsx):
        raise InputError(
            "There is nothing to write.", remedy="Add -o beretning.html, --json tal.json or --xlsx tal.xlsx."
        )
    settings = read_settings(home)
    of_database = not letters and has_database(settings)
    tables = letters or ([Path("database")] if of_database else [])
    if not tables:
        raise InputError("There are no letters to count.", remedy="Add --letters FILE with confirmed labels.")
    language = report_language(lang, settings.text("language"))
    book = read_taxonomy(taxonomy)
    period = Period(
        year,
        quarter,
        months or (3 if quarter else 12),
        book.read_area(area, "--area") if area else "",
        settings.text("contact_unit"),
    )
    register = read_register(read_tables(tables, book, settings, needs_text=False), book)
    statistics = count_year(
        register, book, period, themes=read_themes(themes), cases=_numbers_of_cases(cases, book) if cases else None
    )
    before = None
    if previous is not None:
        before = _previous(previous, book, period, previous_months, settings)
    elif of_database:
        before = _year_before(register, book, period, previous_months)
    if before is not None:
        statistics = compared(statistics, before)
    _remark(register, period)
    model, rates = _unconfirmed(register, period, settings.home)
    figures = statistics.figures()
    if rates is not None:
        figures["details"]["estimate"] = _estimate(statistics, rates, register, book, period)
    if publish:
        figures = published(figures, book)

    from classifier.report import AnnualInput, annual_document

    texts = _own_texts(text or [])
    document = annual_document(
        AnnualInput(
            figures=figures,
            taxonomy=book,
            language=language,
            made=_today(),
            texts=texts,
            recommendations=_recommendations(recommendations),
            stories=_stories(stories, language),
            model=model,
        )
    )
    write_all(writers(document, out, json_file, xlsx), force=force)
    contacts, points = (
        "an unpublished number of" if figures[part]["total"] is None else figures[part]["total"]
        for part in ("contacts", "points")
    )
    note(f"{contacts} contacts and {points} complaint points of {year} counted.")


def _today() -> Any:
    from datetime import date

    return date.today()


def _numbers_of_cases(path: Path, book: Taxonomy) -> dict[str, float]:
    from classifier.errors import InputError
    from classifier.ingest.side_tables import read_side_table

    found: dict[str, float] = {}
    for where, row in read_side_table(path, _CASES, ("area", "cases")):
        area = book.read_area(row["area"], where)
        digits = row["cases"].replace(".", "").replace(" ", "")
        if not digits.isdecimal() or not int(digits):
            raise InputError("The number of cases is no whole number above 0.", where)
        if area in found:
            raise InputError(f"The area {area} stands twice.", where)
        found[area] = int(digits)
    return {known.id: found[known.id] for known in book.areas if known.id in found}


def _previous(path: Path, book: Taxonomy, period: Period, months: int | None, settings: Settings) -> dict[str, Any]:
    import json

    from classifier.annual import previous_from, read_register
    from classifier.errors import InputError

    if path.suffix.lower() == ".json":
        try:
            content = json.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as error:
            raise InputError(f"It cannot be read: {error.strerror}.", str(path)) from error
        except (ValueError, RecursionError) as error:
            raise InputError("It is no valid JSON.", str(path)) from error
        if months and isinstance(content, dict):
            content = {**content, "months": months}
        return previous_from(content, book, str(path), period.area)
    register = read_register(read_tables([path], book, settings, needs_text=False), book)
    found = _year_before(register, book, period, months)
    if found is None:
        years = ", ".join(map(str, register.years)) or "none"
        raise InputError(f"It holds no letter of {period.year - 1} (years: {years}).", str(path))
    return found


def _year_before(register: Register, book: Taxonomy, period: Period, months: int | None) -> dict[str, Any] | None:
    """Count the year before; None where there is no letter of it."""
    from classifier.annual import as_previous, count_year

    before = replace(period, year=period.year - 1, months=months or period.months)
    return as_previous(count_year(register, book, before)) if before.entries(register) else None


def _remark(register: Register, period: Period) -> None:
    """Name what is left out, on standard error."""
    if not period.entries(register):
        years = ", ".join(map(str, register.years)) or "none"
        note(f"No letter of the period was found; the letters are of these years: {years}.")
    for ids, what in (
        (register.undated, "have neither a year nor a date"),
        (period.without_month(register), "have a year but no date, and belong to no quarter"),
        (register.passages, "are passages of a corpus, no letters"),
    ):
        if ids:
            shown = ", ".join(ids[:5]) + (" …" if len(ids) > 5 else "")
            note(f"{len(ids)} letters {what} and are not counted: {shown}.")


def _unconfirmed(register: Register, period: Period, home: Path) -> tuple[str, Rates | None]:
    """Find the model whose suggestions are counted unconfirmed, and what is known of its errors."""
    from classifier.annual import Rates
    from classifier.store import ModelStore

    labels = sorted({entry.model for entry in period.entries(register) if entry.model})
    if not labels:
        return "", None
    number = sum(not entry.confirmed for entry in period.entries(register))
    note(f"{number} letters carry suggestions that no person has confirmed: the report says so.")
    name = labels[0].partition("@")[0]
    facts = next((each.manifest for each in ModelStore(home).models() if each.name == name), {})
    return ", ".join(labels), Rates.from_facts(facts) if len(labels) == 1 else None


def _estimate(
    statistics: AnnualStatistics, rates: Rates, register: Register, book: Taxonomy, period: Period
) -> dict[str, Any]:
    from classifier.annual import count_year, estimate

    confirmed = replace(register, entries=tuple(entry for entry in register.entries if entry.confirmed))
    return estimate(statistics.points, rates, count_year(confirmed, book, period).points)


def _own_texts(paths: Sequence[Path]) -> tuple[Any, ...]:
    from classifier.report.prose import read_prose

    return tuple(read_prose(path) for path in paths)


def _recommendations(path: Path | None) -> tuple[dict[str, str], ...]:
    from classifier.ingest.side_tables import read_side_table

    if path is None:
        return ()
    return tuple(row for _, row in read_side_table(path, _RECOMMENDATIONS, ("recommendation", "addressee")))


def _stories(path: Path | None, language: str) -> tuple[Any, ...]:
    from classifier.ingest.side_tables import read_side_table
    from classifier.report.document import Box

    if path is None:
        return ()
    outcome = "Udfald" if language == "da" else "Outcome"
    return tuple(
        Box(
            row["title"],
            row["text"],
            " · ".join(filter(None, (row["area"], f"{outcome}: {row['outcome']}" if row["outcome"] else ""))),
        )
        for _, row in read_side_table(path, _STORIES, ("title", "text"))
    )


command.__name__ = "annual"
