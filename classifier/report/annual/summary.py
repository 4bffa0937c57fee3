"""The annual report's opening: key figures, and the change from the year before."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from classifier.report.annual.given import AnnualInput
from classifier.report.document import (
    Block,
    Cell,
    Key,
    KeyFigures,
    Section,
    Sentence,
    Table,
    at,
    label,
)
from classifier.report.language import Language

__all__ = ["summary", "warnings"]


def warnings(given: AnnualInput, say: Language) -> Iterator[Sentence]:
    """Say what the reader must know before anything else.

    Parameters
    ----------
    given : AnnualInput
        Figures and the office's own texts.
    say : Language
        Words.

    Yields
    ------
    Sentence
        One a warning.
    """
    figures = given.figures
    letters = figures["details"]["letters"]
    if not letters["counted"]:
        text = say(
            "Der er ingen breve i perioden: alle tal er nul.", "There is no letter in the period: all numbers are zero."
        )
        yield Sentence(text)
    if letters["unconfirmed"]:
        text = say(
            "{0} af {1} breve er kun mærket af modellen, og intet menneske har bekræftet dem. Tallene er forslag.",
            "{0} of {1} letters were tagged by the model alone, and no person has confirmed them. The numbers are suggestions.",
        )
        yield Sentence(text, (_letters(figures, "unconfirmed"), _letters(figures, "counted")))
        if "estimate" in figures["details"]:
            yield _estimate(figures, say, given.model)
    for name, danish, english in (
        (
            "undated",
            "{0} breve har hverken år eller dato og er ikke talt med.",
            "{0} letters have neither year nor date and are not counted.",
        ),
        (
            "without_month",
            "{0} breve har år, men ingen dato, og hører ikke til noget kvartal.",
            "{0} letters have a year but no date, and belong to no quarter.",
        ),
    ):
        if letters[name]:
            yield Sentence(say(danish, english), (_letters(figures, name),))
    if "published" in figures["details"]:
        text = say(
            "Udgave til offentliggørelse: tal under {0} er skjult, og så mange andre, at de ikke kan regnes ud.",
            "For publication: numbers below {0} are hidden, and so many others that they cannot be worked out.",
        )
        yield Sentence(text, (at(figures, "count", "details", "published", "limit"),))
    yield from (Sentence(note) for note in given.notes)


def _letters(figures: Mapping[str, Any], name: str) -> Cell:
    return at(figures, "count", "details", "letters", name)


def _estimate(figures: Mapping[str, Any], say: Language, model: str) -> Sentence:
    where = ("details", "estimate")
    text = say(
        f"Med den målte fejl for modellen {model} (præcision {{0}}, genfinding {{1}}) svarer tallet af klagepunkter til omkring "
        "{2}, med 95 % sikkerhed mellem {3} og {4}, hvis brevene ligner dem, modellen er målt på.",
        f"By the measured errors of the model {model} (precision {{0}}, recall {{1}}) the number of points stands for about "
        "{2}, with 95% confidence between {3} and {4}, if the letters are like those that it was measured on.",
    )
    rates = (at(figures, "percent", *where, "precision"), at(figures, "percent", *where, "recall"))
    total = tuple(at(figures, "count", *where, "total", name) for name in ("expected", "low", "high"))
    return Sentence(text, (*rates, *total))


def _before(given: AnnualInput, say: Language, form: Any, *path: str) -> Sentence | None:
    """Say what last year's figure was, where it is known."""
    cell = at(given.figures, form, "previous", *path)
    if cell.value is None:
        return None
    year = given.figures["previous"]["year"]
    return Sentence(say(f"{year}: {{0}}", f"{year}: {{0}}"), (cell,))


def summary(given: AnnualInput, say: Language) -> Section:
    """Lay out the key figures.

    Parameters
    ----------
    given : AnnualInput
        Figures and the office's own texts.
    say : Language
        Words.

    Returns
    -------
    Section
        With a table of changes where a year before is known.
    """
    figures = given.figures

    def key(title: str, form: Any, *path: str, beside: Sentence | None = None) -> Key:
        return Key(title, at(figures, form, *path), beside or _before(given, say, form, *path))

    kinds = [key(kind.name, "count", "contacts", "by_kind", kind.id) for kind in given.taxonomy.kinds]
    again = Sentence(
        say("{0} af dem, der klagede", "{0} of those who complained"),
        (at(figures, "percent", "details", "complainants", "again_share"),),
    )
    keys = (
        key(_contact_word(figures, say), "count", "contacts", "total"),
        *kinds,
        key(say("Klagepunkter", "Complaint points"), "count", "points", "total"),
        key(say("Klagepunkter pr. måned", "Complaint points a month"), "decimal", "points", "per_month"),
        key(
            say("Borgere, der klagede igen", "Citizens who complained again"),
            "count",
            "complainants",
            "again",
            beside=again,
        ),
        key(say("… mere end fem gange", "… more than five times"), "count", "complainants", "more_than_five"),
    )
    blocks: list[Block] = [KeyFigures(keys)]
    if figures["previous"]:
        blocks.append(_development(given, say))
    return Section("aaret", say("Perioden kort", "The period in short"), tuple(blocks))


def _contact_word(figures: Mapping[str, Any], say: Language) -> str:
    if figures["details"]["contact_unit"] == "matter":
        return say("Sager (tråde)", "Matters (threads)")
    return say("Borgere har henvendt sig", "Citizens in contact")


def _development(given: AnnualInput, say: Language) -> Table:
    figures = given.figures
    year, before = figures["year"], figures["previous"]["year"]
    rows = []
    wanted: list[tuple[str, Any, Any, tuple[str, ...]]] = [
        (_contact_word(figures, say), "count", "signed", ("contacts", "total")),
        (say("Klagepunkter", "Complaint points"), "count", "signed", ("points", "total")),
        (say("Klagepunkter pr. måned", "Complaint points a month"), "decimal", "signed", ("points", "per_month")),
        (say("Borgere, der klagede", "Citizens who complained"), "count", "signed", ("complainants", "total")),
        (
            say("Borgere, der klagede igen", "Citizens who complained again"),
            "count",
            "signed",
            ("complainants", "again"),
        ),
    ]
    comparable = figures["details"].get("comparable", True)
    for title, form, signed, path in wanted:
        change = at(figures, signed, "changes", *path)
        # Counts of eight months and of twelve cannot be subtracted; rates can.
        shown = change if comparable or path[-1] == "per_month" else Cell(None, "signed")
        rows.append((label(title, danish=False), at(figures, form, *path), at(figures, form, "previous", *path), shown))
    months = figures["previous"]["months"]
    note = (
        ""
        if comparable
        else say(
            f"{before} dækker {say.number(months)} måneder mod {say.number(figures['months'])}: kun tal pr. måned og andele kan sammenlignes.",
            f"{before} covers {say.number(months)} months, {year} {say.number(figures['months'])}: only numbers a month and shares can be compared.",
        )
    )
    columns = (say("Tal", "Figure"), str(year), str(before), say("Ændring", "Change"))
    return Table(
        "udvikling", say("Udviklingen fra året før", "Change from the year before"), columns, tuple(rows), note
    )
