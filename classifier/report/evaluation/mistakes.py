"""The evaluation report on where the model goes wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from classifier.report.document import Block, Cell, Section, Sentence, Table, at, label
from classifier.report.language import Language
from classifier.taxonomy import Taxonomy

__all__ = ["bias", "confusions", "matrices", "worst_letters"]

SHOWN_BIAS = 10


def confusions(figures: Mapping[str, Any], taxonomy: Taxonomy, say: Language) -> Section:
    """Lay out which point is taken for which.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    taxonomy : Taxonomy
        Names of points.
    say : Language
        Words.

    Returns
    -------
    Section
        A table, or a sentence where nothing was confused.
    """
    title = say("Punkter, der forveksles", "Points that are confused")
    rows = tuple(
        (
            label(taxonomy.point(pair["missed"]).name),
            label(taxonomy.point(pair["suggested"]).name),
            at(figures, "count", "confusions", index, "letters"),
            Cell(say("ja", "yes") if pair["neighbours"] else say("nej", "no")),
        )
        for index, pair in enumerate(figures["confusions"])
    )
    if not rows:
        return Section("forvekslinger", title, (Sentence(say("Ingen.", "None.")),))
    columns = (
        say("Overset", "Missed"),
        say("Foreslået i stedet", "Suggested instead"),
        say("Breve", "Letters"),
        say("Naboer i mærkebogen", "Neighbours in the label book"),
    )
    note = say(
        "Breve, hvor det ene punkt er overset og det andet fejlagtigt foreslået.",
        "Letters in which the one point was missed and the other wrongly suggested.",
    )
    return Section("forvekslinger", title, (Table("forvekslet", title, columns, rows, note),))


def bias(figures: Mapping[str, Any], taxonomy: Taxonomy, say: Language) -> Section:
    """Lay out which points are suggested too often, and which too seldom.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    taxonomy : Taxonomy
        Names of points.
    say : Language
        Words.

    Returns
    -------
    Section
        Two tables.
    """
    ordered = sorted(taxonomy.point_ids, key=lambda point: -figures["per_point"][point]["difference"])
    over = [point for point in ordered if figures["per_point"][point]["difference"] > 0]
    under = [point for point in reversed(ordered) if figures["per_point"][point]["difference"] < 0]
    columns = (
        say("Klagepunkt", "Complaint point"),
        say("Foreslået", "Suggested"),
        say("Breve, der har det", "Letters that have it"),
        say("Forskel", "Difference"),
    )
    blocks: list[Block] = []
    for name, title, points in (
        ("for-ofte", say("Foreslås for ofte", "Suggested too often"), over),
        ("for-sjaeldent", say("Foreslås for sjældent", "Suggested too seldom"), under),
    ):
        rows = tuple(
            (
                label(taxonomy.point(point).name),
                at(figures, "count", "per_point", point, "suggested"),
                at(figures, "count", "per_point", point, "support"),
                at(figures, "signed", "per_point", point, "difference"),
            )
            for point in points[:SHOWN_BIAS]
        )
        blocks.append(Table(name, title, columns, rows) if rows else Sentence(f"{title}: {say('ingen', 'none')}."))
    return Section("skaevhed", say("For ofte og for sjældent", "Too often and too seldom"), tuple(blocks))


def matrices(figures: Mapping[str, Any], taxonomy: Taxonomy, say: Language) -> Section:
    """Lay out kind and area: what a person says against what was suggested.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    taxonomy : Taxonomy
        Names of kinds and areas.
    say : Language
        Words.

    Returns
    -------
    Section
        Two tables.
    """
    kinds = {kind.id: kind.name for kind in taxonomy.kinds}
    areas = {area.id: area.name for area in taxonomy.areas}
    tables = (
        _matrix(figures, "kind_matrix", "arter", say("Henvendelsens art", "Kind of contact"), kinds, say),
        _matrix(figures, "area_matrix", "omraaderne", say("Område", "Area"), areas, say),
    )
    return Section("art-og-omraade", say("Art og område", "Kind and area"), tables)


def _matrix(
    figures: Mapping[str, Any], part: str, name: str, title: str, names: Mapping[str, str], say: Language
) -> Table:
    given: Sequence[str] = list(next(iter(figures[part].values())))
    columns = (
        say("Et menneske siger ↓ modellen siger →", "A person says ↓ the model says →"),
        *(names.get(key, say("intet", "nothing")) for key in given),
    )
    rows = tuple(
        (label(names[gold]), *(at(figures, "count", part, gold, key) for key in given)) for gold in figures[part]
    )
    return Table(name, title, columns, rows)


def worst_letters(figures: Mapping[str, Any], taxonomy: Taxonomy, say: Language) -> Section:
    """Lay out the letters with the most mistakes, by id.

    Parameters
    ----------
    figures : mapping
        The JSON object.
    taxonomy : Taxonomy
        Names of points.
    say : Language
        Words.

    Returns
    -------
    Section
        A table without any text of the letters.
    """
    title = say("De sværeste breve", "The hardest letters")
    rows = tuple(
        (
            Cell(row["id"]),
            at(figures, "count", "worst_letters", index, "errors"),
            label("; ".join(taxonomy.point(point).name for point in row["missed"])),
            label("; ".join(taxonomy.point(point).name for point in row["wrong"])),
        )
        for index, row in enumerate(figures["worst_letters"])
    )
    if not rows:
        return Section(
            "svaerest", title, (Sentence(say("Alle breve er helt rigtige.", "All letters are exactly right.")),)
        )
    columns = (
        say("Brev", "Letter"),
        say("Fejl", "Mistakes"),
        say("Overset", "Missed"),
        say("Fejlagtigt foreslået", "Wrongly suggested"),
    )
    return Section("svaerest", title, (Table("svaereste", title, columns, rows),))
