"""How the annual report's numbers are counted, said on the page."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from classifier.report.document import Section, Sentence, at
from classifier.report.language import Language

__all__ = ["counting_rules"]


def counting_rules(figures: Mapping[str, Any], say: Language) -> Section:
    """State the rules of counting.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    say : Language
        Words.

    Returns
    -------
    Section
        A sentence a rule.
    """
    return Section("optaelling", say("Sådan er der talt", "How it is counted"), tuple(_rules(figures, say)))


def _rules(figures: Mapping[str, Any], say: Language) -> Iterator[Sentence]:
    matter = figures["details"]["contact_unit"] == "matter"
    yield Sentence(
        say(
            "En henvendelse er en sag (en tråd), talt én gang i perioden.",
            "A contact is a matter (a thread), counted once in the period.",
        )
        if matter
        else say(
            "En henvendelse er en borger, talt én gang i perioden, hvor mange breve der end følger.",
            "A contact is a citizen, counted once in the period, however many letters follow.",
        )
    )
    for danish, english in (
        (
            "Art og område er det første brevs. Råd og vejledning, der bliver til en klage i perioden, er en klage.",
            "Kind and area are those of the first letter. Advice that becomes a complaint in the period is a complaint.",
        ),
        (
            "Klagepunkter tælles ét for ét, hvert i sit eget område, og et punkt én gang pr. borger og tråd.",
            "Points are counted one by one, each in its own area, and a point once a citizen and thread.",
        ),
        (
            "En borger har klaget igen, når klagen er nummer to eller højere: det nummer, registret giver, eller borgerens "
            "klagebreve i hele tabellen talt op.",
            "A citizen has complained again when the complaint is number two or higher: the number that the register "
            "gives, or the citizen's complaint letters of the whole table counted.",
        ),
        (
            "Andele er procent af alle klagepunkter med én decimal, som tallene giver dem.",
            "Shares are percentages of all points with one decimal, as the counts give them.",
        ),
        (
            "Ikke registreret: medarbejdere, ledere, politikere, råd og interesseorganisationer.",
            "Not registered: staff, managers, politicians, boards and interest organisations.",
        ),
    ):
        yield Sentence(say(danish, english))
    yield Sentence(
        say(
            "Bag tallene: {0} breve i perioden. {1} rækker er ikke registreret (register = nej).",
            "Behind the numbers: {0} letters in the period. {1} rows are not registered (register = no).",
        ),
        (
            at(figures, "count", "details", "letters", "counted"),
            at(figures, "count", "details", "letters", "unregistered"),
        ),
    )
    if "area" in figures:
        yield Sentence(
            say(
                "Kun ét område: henvendelser hvis område det er, klagepunkter i området, og borgere der har klaget over det.",
                "One area only: contacts of that area, points in it, and citizens who complained about it.",
            )
        )
