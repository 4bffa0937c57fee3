"""``klagepunkt explain``."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import note_skipped, plain
from classifier.cli.options import Home, ModelName

if TYPE_CHECKING:
    from rich.text import Text

    from classifier.tagging import Tagged
    from classifier.taxonomy import Taxonomy

__all__ = ["command"]

_COLOURS = tuple(
    f"#000000 on {colour}"
    for colour in ("#ffd166", "#8ecae6", "#b7e4a8", "#ffb3c6", "#d0bfff", "#ffc9a3", "#a8e6dc", "#dddddd")
)
"""Light grounds under black letters: readable on dark and light terminals and for the colour-blind, with the number."""
_WORDS = ((0.9, "næsten sikkert"), (0.7, "sandsynligt"), (0.5, "nok"), (0.3, "måske"), (0.0, "usandsynligt"))


def command(
    file: Annotated[str, typer.Argument(help="A file with one letter; of several, the first is explained.")],
    model: ModelName = None,
    home: Home = None,
) -> None:
    """Show one letter with its suggested points, how sure they are, and the passages that carry them.

    Example: klagepunkt explain data/examples/brev-1.txt

    Exit codes: 0 shown, 1 the file holds no letter that can be read, 2 it does not exist or the model cannot be used.
    """
    from classifier.ingest import open_letters
    from classifier.records import Letter
    from classifier.settings import read_settings
    from classifier.store import ModelStore

    settings = read_settings(home)
    items = open_letters([file])
    loaded = ModelStore(settings.home).load(model)
    letter = None
    for item in items:
        if isinstance(item, Letter):
            letter = item
            break
        note_skipped(item)
    if letter is None:
        raise typer.Exit(1)

    from rich.console import Console

    from classifier.tagging import tag

    (tagged,) = tag([letter], loaded, masking=settings.flag("masking"))
    console = Console(file=sys.stdout, highlight=False, soft_wrap=not sys.stdout.isatty())
    console.print(_heading(tagged, loaded.taxonomy))
    console.print(_highlighted(tagged, loaded.taxonomy))


def _heading(tagged: Tagged, taxonomy: Taxonomy) -> Text:
    from rich.text import Text

    prediction = tagged.prediction
    kind = next(kind.name for kind in taxonomy.kinds if kind.id == prediction.kind)
    area = next(area.name for area in taxonomy.areas if area.id == prediction.area)
    text = Text()
    text.append(f"{plain(prediction.id)}\n", style="bold")
    text.append(f"{kind} · {area}{f' · {prediction.unit}' if prediction.unit else ''}  ({prediction.model})\n\n")
    for number, point in enumerate(prediction.points):
        name = taxonomy.point(point).name
        text.append(f" {number + 1} ", style=_COLOURS[number % len(_COLOURS)])
        text.append(f" {name}: {in_words(prediction.scores[point])}  [{', '.join(taxonomy.groups_of([point]))}]\n")
    if not prediction.points:
        text.append("Ingen klagepunkter foreslået.\n")
    for reason in prediction.review_reasons:
        text.append(f"Se efter: {reason}\n", style="italic")
    return text


def _highlighted(tagged: Tagged, taxonomy: Taxonomy) -> Text:
    from rich.text import Text

    letter = tagged.letter
    text = Text(plain(letter.text))
    ends: dict[int, list[int]] = {}
    for number, point in enumerate(tagged.prediction.points):
        for start, end in tagged.prediction.evidence.get(point, ()):
            text.stylize(_COLOURS[number % len(_COLOURS)], start, end)
            ends.setdefault(end, []).append(number + 1)
    # The numbers are set behind the passages, so that the page can be read without colours.
    marked, position = Text(), 0
    for end in sorted(ends):
        marked.append(text[position:end])
        marked.append("".join(f" [{number}]" for number in ends[end]), style="bold")
        position = end
    marked.append(text[position:])
    return Text.assemble((f"{plain(letter.subject)}\n\n" if letter.subject else "", "bold"), marked)


def in_words(score: float) -> str:
    """Say in Danish how sure a score is.

    Parameters
    ----------
    score : float
        In [0, 1].

    Returns
    -------
    str
        From ``usandsynligt`` to ``næsten sikkert``.

    Examples
    --------
    >>> in_words(0.93)
    'næsten sikkert'
    """
    return next(word for least, word in _WORDS if score >= least)


command.__name__ = "explain"
