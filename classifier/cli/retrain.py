"""``klagepunkt retrain``."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from classifier.cli.books import read_forward, with_book
from classifier.cli.console import note, progress, say
from classifier.cli.options import CrosswalkFile, Force, Home, Jobs, ModelName

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from classifier.comparison import Comparison
    from classifier.model.bundle import Model
    from classifier.records import LabelledLetter
    from classifier.retraining import Retrained
    from classifier.settings import Settings

__all__ = ["command", "legal_basis"]

_SHOWN = 10


def command(
    new: Annotated[
        list[Path], typer.Option("--new", help="A table of the new year's confirmed letters, or database:2025.")
    ],
    name: Annotated[str, typer.Option(help="Name of the new model.")],
    earlier: Annotated[
        list[Path] | None, typer.Option("--with", help="A table of a former year's confirmed letters; may be repeated.")
    ] = None,
    activate: Annotated[bool, typer.Option("--activate", help="Tag with it from now on.")] = False,
    legal_basis_text: Annotated[
        str | None,
        typer.Option("--legal-basis", help="What allows training on citizens' letters; kept in the settings."),
    ] = None,
    model: ModelName = None,
    taxonomy: Annotated[
        Path | None, typer.Option("--taxonomy", help="A later edition of the label book. Default: the old model's.")
    ] = None,
    crosswalk: CrosswalkFile = None,
    corpus: Annotated[
        Path | None, typer.Option(help="A folder of invented letters to learn with. Default: the starter corpus.")
    ] = None,
    json_file: Annotated[Path | None, typer.Option("--json", help="Write the comparison here as well.")] = None,
    home: Home = None,
    jobs: Jobs = None,
    force: Force = False,
) -> None:
    """Train on a new year's confirmed letters, and say whether the new model is better than the old one, and where.

    Example: klagepunkt retrain --new data/confirmed.jsonl --name 2025

    The old model stays, and stays active without --activate. Exit codes: 0 saved, 2 nothing was saved (labels that
    contradict the label book, a name that is taken, no legal basis).
    """
    from classifier.errors import OutputError
    from classifier.settings import read_settings
    from classifier.store import ModelStore

    settings = read_settings(home)
    store = ModelStore(settings.home)
    store.check_name(name, force=force)
    if json_file is not None and json_file.exists() and not force:
        raise OutputError("The output exists already.", str(json_file), "Choose another name or add --force.")
    old = with_book(store.load(model), taxonomy, crosswalk)
    book = old.taxonomy

    from classifier.corpus_cache import CorpusCache
    from classifier.ingest.corpus import corpus_files
    from classifier.provenance import is_invented
    from classifier.retraining import check_letters, retrain

    starter, _ = read_forward(corpus_files(corpus), book, settings, crosswalk)
    former, moved_former = read_forward(earlier or [], book, settings)
    fresh, moved = read_forward(new, book, settings)
    for each in (moved_former, moved):
        if each.moved or each.lost:
            note(str(each))
    masking = settings.flag("masking")
    checked = check_letters(fresh, [*starter, *former], masking=masking)
    for repeated, first in checked.duplicates:
        note(f"Left out: {repeated} repeats {first}.")
    masked = ", ".join(f"{kind}: {number}" for kind, number in checked.masked.items())
    note(f"{len(checked.letters)} new letters; masked in them: {masked or 'nothing'}.")
    _warn_of_learned(old, checked.letters)
    real = [each.id for each in (*former, *checked.letters) if not is_invented(each)]
    basis = legal_basis(legal_basis_text, settings) if real else ""
    with progress("retraining") as report:
        result = retrain(
            checked.letters,
            former,
            starter,
            old,
            book,
            name,
            masking=masking,
            cache=CorpusCache(settings.home),
            jobs=jobs or settings.jobs,
            progress=report.step,
        )
        facts = {**result.model.facts, **({"legal_basis": basis} if basis else {})}
        saved = store.save(result.model.with_facts(facts), force=force, learned=real)
    _show(result)
    if json_file is not None:
        _write(json_file, saved.label, facts, result.new_year, force)
    if result.worse:
        note("Advarsel: den nye model er dårligere. Warning: the new model is worse.")
    if activate:
        store.activate(name)
    note(f"Saved {saved.label}. {'It is active' if activate else f'{store.active()} stays active'}.")


def _warn_of_learned(old: Model, letters: Sequence[LabelledLetter]) -> None:
    """Say where the comparison would flatter the old model."""
    from classifier.provenance import fingerprint

    data = old.facts.get("data", {})
    known = set(data.get("fingerprints", ())) if isinstance(data, dict) else set()
    if learned := sum(fingerprint(letter.letter.text) in known for letter in letters):
        note(
            f"Advarsel: {old.label} har selv lært af {learned} af de nye breve, så sammenligningen flatterer den."
            " Vælg modellen fra året før med --model."
        )


def _show(result: Retrained) -> None:
    _show_points(result.new_year)
    if result.tried:
        tried = ", ".join(f"{weight:g}: {figure:.3f}" for weight, figure in result.tried.items())
        say(f"weight of a citizen's letter: {result.weight:g} (micro-F1 on held-out new letters: {tried})")
    for flip in result.new_year.flips:
        say(f"{flip.letter}: {'+' if flip.given else '-'}{flip.point} ({'right' if flip.right else 'wrong'})")
    for language, letters, others in (
        ("da", "årets breve", "startkorpussets breve"),
        ("en", "the new year's letters", "the starter corpus's letters"),
    ):
        say(result.new_year.in_words(language, letters))
        if result.starter:
            say(result.starter.in_words(language, others))
    for suspect in result.suspects[:_SHOWN]:
        note(f"Se efter: {suspect.letter}: {suspect.reason}")
    if len(result.suspects) > _SHOWN:
        note(f"{len(result.suspects)} mærker ser forkerte ud; klagepunkt suspects viser alle.")


def _write(path: Path, label: str, facts: Mapping[str, Any], comparison: Comparison, force: bool) -> None:
    from classifier.files import replacing

    content = {"model": label, **{key: facts[key] for key in ("legal_basis", "weight", "comparison") if key in facts}}
    content["data"] = {key: value for key, value in facts["data"].items() if key != "fingerprints"}
    content["points"] = [asdict(change) for change in comparison.points]
    with replacing(path, force=force) as temporary:
        temporary.write_text(json.dumps(content, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _show_points(comparison: Comparison) -> None:
    for change in comparison.points:
        if change.support or change.old_f1 or change.new_f1:
            say(
                f"{change.point:32} F1 {change.old_f1:.3f} -> {change.new_f1:.3f}"
                f"  [{change.low:+.3f}, {change.high:+.3f}]  support {change.support}  {change.verdict}"
            )


def legal_basis(given: str | None, settings: Settings) -> str:
    """Find out what allows training on citizens' letters: the option, the setting, else a line of standard input.

    Parameters
    ----------
    given : str, optional
        As given with the option.
    settings : Settings
        Of the home; what is given or answered is kept there.

    Returns
    -------
    str
        Not empty.

    Raises
    ------
    InputError
        If there is none.
    """
    from classifier.errors import InputError
    from classifier.settings_file import keep_setting

    basis = (given or "").strip()
    if not basis and (basis := settings.text("legal_basis").strip()):
        return basis
    if not basis:
        note("Hvad er retsgrundlaget for at træne på borgernes breve? (one line)")
        basis = sys.stdin.readline().strip()
    if not basis:
        raise InputError(
            "There is no legal basis for training on citizens' letters.",
            remedy="Give --legal-basis TEXT, or write legal_basis into the settings.",
        )
    if basis != settings.text("legal_basis"):
        keep_setting(settings.home, "legal_basis", basis)
    return basis


command.__name__ = "retrain"
