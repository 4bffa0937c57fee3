"""``klagepunkt drift``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import counted, note, note_skipped, progress, say
from classifier.cli.database import read_letters
from classifier.cli.options import Home, ModelName
from classifier.cli.reading import Reading

if TYPE_CHECKING:
    from classifier.drift import Drift
    from classifier.model.bundle import Model
    from classifier.profile import Profile
    from classifier.records import Tokens

    Letters = list[tuple[Tokens, str]]

__all__ = ["command"]

_WORDS = 20


def command(
    paths: Annotated[list[str], typer.Argument(help="Letters, tables and folders, as for tag.")],
    year: Annotated[int | None, typer.Option(min=1900, max=2999, help="The year of receipt. Default: all.")] = None,
    model: ModelName = None,
    home: Home = None,
) -> None:
    """Tell whether letters have moved away from what the model learned: new words, other points, less confidence.

    Example: klagepunkt drift data/confirmed.jsonl

    With --year the year's letters count; those of earlier years, if there are at least 30, stand for the past, else
    what the model learned from. Exit codes: 0 told, 1 something could not be read, 2 nothing was done.
    """
    from classifier.drift import LEAST, measure_drift, new_words
    from classifier.errors import InputError, ModelError
    from classifier.masking import mask_letter
    from classifier.preprocess import Preprocessor
    from classifier.profile import read_profile
    from classifier.settings import read_settings
    from classifier.store import ModelStore

    settings = read_settings(home)
    reading = Reading(read_letters(paths, settings))
    loaded = ModelStore(settings.home).load(model)
    preprocessor = Preprocessor()
    before: Letters = []
    now: Letters = []
    undated = 0
    with progress("reading") as report:
        for letter in counted(reading.letters(), report):
            side = _side(letter.received[:4], year)
            undated += side == "undated"
            if side in ("before", "now"):
                tokens = preprocessor.tokens(mask_letter(letter, enabled=settings.flag("masking")))
                (now if side == "now" else before).append((tokens, letter.citizen or letter.sender or letter.id))
        if not now:
            raise InputError(f"There is no letter{f' of {year}' if year else ''}.", paths[0])
        report.step("comparing")
        past = _profile(loaded, before) if len(before) >= LEAST else read_profile(loaded.facts.get("reference"))
        if past is None:
            raise ModelError(
                f"{loaded.label} does not know what its training letters looked like.",
                remedy=f"Train it again, or add at least {LEAST} letters of earlier years.",
            )
        words = new_words(loaded, [each for each, _ in now], [citizen for _, citizen in now])
        found = measure_drift(past, _profile(loaded, now), words, loaded.taxonomy)
    _show(found)
    for skipped in reading.skipped:
        note_skipped(skipped)
    note(f"{len(now)} letters compared, {reading.told()}{f', {undated} without a date' if undated else ''}.")
    if reading.failed:
        raise typer.Exit(1)


def _side(received: str, year: int | None) -> str:
    if year is None or received == str(year):
        return "now"
    if not received.isdigit():
        return "undated"
    return "before" if received < str(year) else "after"


def _profile(model: Model, letters: Letters) -> Profile:
    from classifier.profile import known_to, profile

    texts = [tokens for tokens, _ in letters]
    return profile(model, texts, model.score(texts), known_to(model))


def _show(found: Drift) -> None:
    past, today = found.before, found.now
    say(f"letters: {past.letters} before, {today.letters} now")
    for name, label in (
        ("unknown_words", "unknown words"),
        ("point_confidence", "confidence in points"),
        ("kind_confidence", "confidence in the kind"),
    ):
        say(f"{label}: {getattr(past, name):.3f} before, {getattr(today, name):.3f} now")
    for shift in found.shifts:
        say(f"{shift.what} {shift.id}: {100 * shift.before:.1f} % of the letters before, {100 * shift.now:.1f} % now")
    if found.words:
        say(f"new words: {', '.join(found.words[:_WORDS])}")
    for reason in found.reasons:
        say(reason)
    if not found.enough:
        say("For få breve til at sige noget sikkert.")
    else:
        say("Modellen bør trænes igen (klagepunkt retrain)." if found.due else "Der er ingen grund til at træne igen.")


command.__name__ = "drift"
