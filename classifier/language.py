"""Tells whether a text is Danish, by its most common words."""

from __future__ import annotations

from collections.abc import Sequence

__all__ = ["is_danish"]

_DANISH = frozenset(
    (
        "og jeg det at en den til er som på de med han af for ikke der var mig sig men et har om vi min havde "
        "ham hun nu over da fra du ud sin dem os op man hans hvor eller hvad skal selv her alle vil blev "
        "kunne ind når være dog noget ville jo deres efter ned skulle denne end dette mit også under have dig "
        "anden hende mine alt meget sit sine vor mod disse hvis din nogle hos blive mange ad bliver hendes "
        "været thi jer sådan i vores jeres får fik siger sagde kan må ingen kommunen tak hej"
    ).split()
)
_OTHERS = (
    frozenset(
        (
            "the and of to is was you that it he she for on are with as his they be at have this from not but "
            "what were when your said there which their will would i my me we our"
        ).split()
    ),
    frozenset(
        (
            "und die der das nicht ich sie ist ein eine zu mit den von auf für dass wir mir habe hat auch aber "
            "wie ihr sich dem im"
        ).split()
    ),
    frozenset(
        (
            "och jag att det är inte en som på av ett för men har från mig nu hon eller mycket när vad kommunen "
            "vi så mina mitt min"
        ).split()
    ),
    frozenset(("je le la les de des et est une un pas que qui vous nous dans pour sur avec mon ma ce il elle").split()),
    frozenset(("nie się jest na do że to jak ale od po za dla mnie tak czy w z i").split()),
    frozenset(("el la los las de que y no en un una por con para mi me se es su lo").split()),
    frozenset(("ve bir bu da de için ben çok ne ama gibi daha var mı mi değil").split()),
)
_ENOUGH = 8


def is_danish(words: Sequence[str]) -> bool:
    """Tell whether words are Danish; a text too short to tell counts as Danish, and so does Norwegian.

    Parameters
    ----------
    words : sequence of str
        Lower-case words in order.

    Returns
    -------
    bool
        False where another language's common words outweigh the Danish ones, or where a text of some length has
        next to none.

    Examples
    --------
    >>> is_danish("jeg har skrevet til jer to gange og ingen har svaret mig".split())
    True
    >>> is_danish("i have written to you twice and nobody has answered me".split())
    False
    """
    words = [word for word in words[:2000] if word[:1].isalpha()]
    if len(words) < _ENOUGH:
        return True
    danish = sum(map(_DANISH.__contains__, words))
    other = max(sum(map(common.__contains__, words)) for common in _OTHERS)
    return danish >= 0.1 * len(words) and danish >= other
