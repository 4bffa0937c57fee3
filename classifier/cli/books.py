"""A model and the label book that a command is to use: equal, translated with what is lost said, or refused."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from classifier.cli.console import note
from classifier.cli.database import read_tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.crosswalk import Moved
    from classifier.model.bundle import Model
    from classifier.records import LabelledLetter
    from classifier.settings import Settings
    from classifier.taxonomy import Taxonomy

__all__ = ["read_forward", "with_book"]


def with_book(model: Model, taxonomy: Path | None, crosswalk: Path | None) -> Model:
    """Make a model suggest with a label book's points.

    Parameters
    ----------
    model : Model
        As loaded.
    taxonomy : pathlib.Path, optional
        The label book; the model's own if None.
    crosswalk : pathlib.Path, optional
        From the model's book to it. Without it the book must be equal, or a later edition that still has every id.

    Returns
    -------
    Model
        The same, or translated; what is lost is noted.

    Raises
    ------
    TaxonomyError
        If the books do not fit.
    """
    from classifier.errors import TaxonomyError

    if taxonomy is None:
        if crosswalk is not None:
            raise TaxonomyError("A crosswalk needs the book it leads to.", str(crosswalk), "Add --taxonomy FILE.")
        return model
    from classifier.crosswalk import between, read_crosswalk
    from classifier.taxonomy import read_taxonomy
    from classifier.translation import TranslatedModel

    book = read_taxonomy(taxonomy)
    if book.digest == model.taxonomy.digest:
        return model
    ways = read_crosswalk(crosswalk, model.taxonomy, book) if crosswalk else between(model.taxonomy, book)
    if ways.lost:
        note(f"Points of {model.taxonomy.name} that are lost: {', '.join(ways.lost)}.")
    if ways.unreached:
        note(f"Points of {book.name} that {model.label} cannot suggest: {', '.join(ways.unreached)}.")
    return TranslatedModel.of(model, ways)


def read_forward(
    data: Sequence[Path], book: Taxonomy, settings: Settings, crosswalk: Path | None = None
) -> tuple[list[LabelledLetter], Moved]:
    """Read labelled letters and map their labels forward to the points in use.

    Parameters
    ----------
    data : sequence of pathlib.Path
        Tables, or folders of them, or the database.
    book : Taxonomy
        The label book to come to.
    settings : Settings
        Says where the database is.
    crosswalk : pathlib.Path, optional
        From the shipped label book to it, where the letters are labelled with the shipped one.

    Returns
    -------
    letters : list of LabelledLetter
        Labelled with the points in use.
    moved : Moved
        What became of the labels.
    """
    from classifier.crosswalk import forwarded, read_crosswalk, within
    from classifier.taxonomy import read_taxonomy

    if crosswalk is None:
        return forwarded(read_tables(data, book, settings), within(book))
    shipped_book = read_taxonomy()
    return forwarded(read_tables(data, shipped_book, settings), read_crosswalk(crosswalk, shipped_book, book))
