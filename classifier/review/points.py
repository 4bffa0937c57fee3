"""What a person types for a point: its name, its id, or enough of either."""

from __future__ import annotations

from classifier.errors import InputError
from classifier.taxonomy import Taxonomy

__all__ = ["point_of"]


def point_of(typed: str, taxonomy: Taxonomy) -> str:
    """Find the point that is meant.

    Parameters
    ----------
    typed : str
        A name, an id, or the beginning of a word of a name that no other point in use has.
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    str
        The id; what was typed where nothing fits, to be refused by whoever reads labels.

    Raises
    ------
    InputError
        If several points fit.

    Examples
    --------
    >>> from classifier.taxonomy import read_taxonomy
    >>> book = read_taxonomy()
    >>> point_of("begr", book), point_of("MAGT", book), point_of("findes ikke", book)
    ('begrundelse', 'magtanvendelse', 'findes ikke')
    """
    wanted = typed.strip().casefold()
    retired = taxonomy.retired()
    in_use = [point for point in taxonomy.points if point.id not in retired]
    if not wanted or any(wanted in (point.id.casefold(), point.name.casefold()) for point in taxonomy.points):
        return typed
    for fits in (str.startswith, _begins_a_word):
        found = [point for point in in_use if fits(point.name.casefold(), wanted)]
        if len(found) == 1:
            return found[0].id
        if found:
            names = ", ".join(point.name for point in found)
            raise InputError("Several points begin so.", remedy=f"Write more of one of these: {names}.")
    return typed


def _begins_a_word(name: str, wanted: str) -> bool:
    return any(part.startswith(wanted) for part in name.replace("/", " ").replace("(", " ").split())
