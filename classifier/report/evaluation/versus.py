"""The evaluation report on two models side by side, and on what exactly was measured."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from classifier.report.document import Cell, Section, Sentence, Table, at, label
from classifier.report.language import Language
from classifier.taxonomy import Taxonomy

__all__ = ["against", "identity"]


def against(figures: Mapping[str, Any], taxonomy: Taxonomy, say: Language) -> Iterator[Section]:
    """Lay out another model beside this one.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    taxonomy : Taxonomy
        Names of points.
    say : Language
        Words.

    Yields
    ------
    Section
        None where no other model was asked for.
    """
    if not figures["against"]:
        return
    other = figures["against"]["model"]
    difference = ("against", "difference")
    text = say(
        f"F1 over alle klagepunkter er {{0}} i forhold til {other} (95 %-interval {{1}} til {{2}}, de samme breve).",
        f"F1 over all points is {{0}} against {other} (95% interval {{1}} to {{2}}, the same letters).",
    )
    cells = (
        _signed(figures, *difference, "micro_f1"),
        _signed(figures, *difference, "low"),
        _signed(figures, *difference, "high"),
    )
    names = {
        "point_precision": say("Klagepunkter, præcision", "Points, precision"),
        "point_recall": say("Klagepunkter, genfinding", "Points, recall"),
        "point_micro_f1": say("Klagepunkter, F1 (mikro)", "Points, F1 (micro)"),
        "point_macro_f1": say("Klagepunkter, F1 (makro)", "Points, F1 (macro)"),
        "group_micro_f1": say("Hovedgrupper, F1 (mikro)", "Main groups, F1 (micro)"),
        "exact_letters": say("Breve helt rigtige", "Letters exactly right"),
        "kind_accuracy": say("Art rigtig", "Kind right"),
        "area_accuracy": say("Område rigtigt", "Area right"),
        "lrap": say("Rangorden (LRAP)", "Ranking (LRAP)"),
        "ece": say("Sandsynlighedernes fejl (ECE; lav er god)", "Error of probabilities (ECE; low is good)"),
    }
    columns = (say("Tal", "Figure"), figures["model"], other)
    rows = tuple(
        (label(name, danish=False), at(figures, "figure", key), at(figures, "figure", "against", "figures", key))
        for key, name in names.items()
    )
    both = Table("to-modeller", say("De to modeller", "The two models"), columns, rows)
    used = [point for point in taxonomy.points if figures["per_point"][point.id]["support"]]
    point_rows = tuple(
        (
            label(point.name),
            at(figures, "figure", "per_point", point.id, "f1"),
            at(figures, "figure", "against", "per_point", point.id, "f1"),
            _signed(figures, "against", "per_point", point.id, "difference"),
        )
        for point in used
    )
    heading = (
        say("Klagepunkt", "Complaint point"),
        f"F1 {figures['model']}",
        f"F1 {other}",
        say("Forskel", "Difference"),
    )
    each = Table(
        "to-modeller-punkter",
        say("De to modeller, punkt for punkt", "The two models, point by point"),
        heading,
        point_rows,
    )
    yield Section(
        "imod", say("To modeller side om side", "Two models side by side"), (Sentence(text, cells), both, each)
    )


def _signed(figures: Mapping[str, Any], *path: str) -> Cell:
    return at(figures, "signed_figure", *path)


def identity(figures: Mapping[str, Any], say: Language) -> Section:
    """Say which model was measured on what.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    say : Language
        Words.

    Returns
    -------
    Section
        A table.
    """
    path = ("identity",)
    rows: tuple[tuple[str, Cell], ...] = (
        (say("Model", "Model"), at(figures, "text", *path, "model")),
        (say("Mærkebog", "Label book"), at(figures, "text", *path, "taxonomy", "name")),
        (say("Mærkebogens fingeraftryk", "The label book's digest"), at(figures, "text", *path, "taxonomy", "digest")),
        (say("Breve", "Letters"), at(figures, "count", *path, "letters")),
        (say("Breve med klagepunkter", "Letters with points"), at(figures, "count", *path, "letters_with_points")),
        (say("Klagepunkter", "Points"), at(figures, "count", *path, "points")),
        (say("Mærkernes fingeraftryk", "The labels' digest"), at(figures, "text", *path, "data_digest")),
    )
    table = Table(
        "maalt", say("Målt hvad på hvad", "What was measured on what"), (say("Hvad", "What"), say("Værdi", "Value")),
        tuple((label(title, danish=False), cell) for title, cell in rows),
    )  # fmt: skip
    return Section("identitet", say("Model og data", "Model and data"), (table,))
