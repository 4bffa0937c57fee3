"""The evaluation report on how sure the model is: what is left to a person, and whether its probabilities hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from classifier.report.document import Block, Cell, Chart, Section, Sentence, Table, at
from classifier.report.language import Language

__all__ = ["reliability", "review"]


def review(figures: Mapping[str, Any], say: Language) -> Section:
    """Lay out precision against the share of letters that is left to a person.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    say : Language
        Words.

    Returns
    -------
    Section
        A sentence on how it is now, a chart, and the table behind it.
    """
    now = Sentence(
        say(
            "Nu lader modellen {0} af brevene til et menneske. I resten, {1} breve, er {2} af forslagene rigtige.",
            "Now the model leaves {0} of the letters to a person. In the rest, {1} letters, {2} of the suggestions are right.",
        ),
        (
            at(figures, "share", "review", "now", "left"),
            at(figures, "count", "review", "now", "letters"),
            at(figures, "share", "review", "now", "precision"),
        ),
    )
    rows = tuple(
        (
            at(figures, "share", "review", "curve", index, "left"),
            at(figures, "count", "review", "curve", index, "letters"),
            at(figures, "share", "review", "curve", index, "precision"),
            at(figures, "share", "review", "curve", index, "recall"),
        )
        for index in range(len(figures["review"]["curve"]))
    )
    columns = (
        say("Andel overladt til et menneske", "Share left to a person"),
        say("Breve i resten", "Letters in the rest"),
        say("Præcision i resten", "Precision in the rest"),
        say("Genfinding i resten", "Recall in the rest"),
    )
    title = say("Præcision mod andelen, der overlades til et menneske", "Precision against the share left to a person")
    description = say(
        "To kurver: præcision og genfinding i de breve, der er tilbage, når de mest usikre overlades til et menneske.",
        "Two curves: precision and recall in the letters that remain when the least sure are left to a person.",
    )
    table = Table("overladt", title, columns, rows)
    chart = Chart("line", table, (0, 2, 3), description, columns[0])
    return Section("menneske", say("Hvad overlades til et menneske", "What is left to a person"), (now, chart))


def reliability(figures: Mapping[str, Any], say: Language) -> Section:
    """Lay out whether the model's probabilities hold.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    say : Language
        Words.

    Returns
    -------
    Section
        A chart with the table behind it.
    """
    rows = tuple(
        (
            Cell(f"{say.percent(100 * bin_['from'])} – {say.percent(100 * bin_['to'])}"),
            at(figures, "count", "reliability", index, "count"),
            at(figures, "share", "reliability", index, "score"),
            at(figures, "share", "reliability", index, "right"),
        )
        for index, bin_ in enumerate(figures["reliability"])
    )
    columns = (
        say("Modellens sandsynlighed", "The model's probability"),
        say("Antal", "Number"),
        say("I gennemsnit sagt", "Said on average"),
        say("Andel rigtige", "Share right"),
    )
    title = say("Holder modellens sandsynligheder?", "Do the model's probabilities hold?")
    note = say(
        "Kun sandsynligheder fra 0,1: de fleste punkter er åbenbart ikke i et brev og ville drukne tallet.",
        "Probabilities from 0.1 only: most points are plainly not in a letter and would drown the figure.",
    )
    table = Table("paalidelighed", title, columns, rows, note)
    description = say(
        "Andelen af rigtige mod den sandsynlighed, modellen siger. Jo nærmere de to tal er hinanden, jo bedre.",
        "The share that is right against the probability that the model says. The nearer the two, the better.",
    )
    error = Sentence(
        say(
            "Sandsynlighederne rammer i gennemsnit {0} ved siden af (ECE).",
            "The probabilities are {0} off on average (ECE).",
        ),
        (at(figures, "figure", "ece"),),
    )
    shown: Block = Chart(
        "line", table, (2, 3), description, columns[2], ideal=say("som modellen siger", "as the model says")
    )
    return Section("paalidelige", say("Sandsynlighederne", "The probabilities"), (error, shown))
