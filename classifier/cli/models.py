"""``klagepunkt models``."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import typer

from classifier.cli.console import note, say
from classifier.cli.options import Home

__all__ = ["app"]

app = typer.Typer(
    help="List the models, choose the one that tags, go back, look after them.",
    no_args_is_help=True,
    rich_markup_mode=None,
)
Name = Annotated[str, typer.Argument(help="A name from the list.")]


@app.command("list")
def list_models(home: Home = None) -> None:
    """List the models with their data and figures; the active one is marked.

    Example: klagepunkt models list
    """
    for stored in _store(home).models():
        if not stored.manifest:
            say(f"{'*' if stored.active else ' '} {stored.name}: the manifest cannot be read")
            continue
        real = _data(stored.manifest)
        citizens = f", of them {real['real']} of citizens ({_years(real)})" if real.get("real") else ""
        say(
            f"{'*' if stored.active else ' '} {stored.name}: {stored.manifest.get('letters', '?')} letters,"
            f" {stored.manifest.get('passages', '?')} passages{citizens}; held out: {_figures(stored.manifest)}"
        )


@app.command()
def show(name: Name, home: Home = None) -> None:
    """Show what a model was made of, how good it is, and its card.

    Example: klagepunkt models show starter

    The model is verified first. Exit codes: 0 shown, 2 there is no such model or it is damaged.
    """
    from classifier.store import remarks

    store = _store(home)
    model = store.load(name)
    manifest = next(stored.manifest for stored in store.models() if stored.name == name)
    data = _data(manifest)
    say(f"{model.label}{' (active)' if store.active() == name else ''}")
    say(f"folder: {store.path(name)}")
    say(f"label book: {model.taxonomy.name} ({model.taxonomy.digest[:12]})")
    say(f"letters: {manifest.get('letters', '?')}, passages: {manifest.get('passages', '?')}")
    if data:
        say(f"of citizens: {data.get('real', 0)} letters of {data.get('citizens', 0)} citizens ({_years(data)})")
    for label, key in (("legal basis", "legal_basis"), ("weight of citizens' letters", "weight")):
        if manifest.get(key):
            say(f"{label}: {manifest[key]}")
    for reason, number in _mapping(manifest.get("dropped_features")).items():
        say(f"n-grams kept out ({reason}): {number}")
    say(f"cut-off: {', '.join(f'{cut:g}' for cut in sorted(set(model.thresholds.tolist())))}")
    for figure, value in _mapping(manifest.get("held_out")).items():
        say(f"{figure}: {'–' if value is None else f'{value:.3f}' if isinstance(value, float) else value}")
    say(f"versions: {', '.join(f'{k} {v}' for k, v in _mapping(manifest.get('versions')).items())}")
    for remark in remarks(manifest):
        say(remark)
    say()
    say((store.path(name) / "card.md").read_text(encoding="utf-8"))


@app.command()
def activate(name: Name, home: Home = None) -> None:
    """Make a model the one that tags from now on.

    Example: klagepunkt models activate starter

    The model is verified first. Exit codes: 0 done, 2 there is no such model or it is damaged.
    """
    switch = _store(home).activate(name)
    note(f"{name} is active." if switch.before == name else f"{name} is active; before it was {switch.before}.")


@app.command()
def rollback(home: Home = None) -> None:
    """Go back to the model that was active before.

    Example: klagepunkt models rollback

    The model is verified first. Exit codes: 0 done, 2 none was active before or it is damaged.
    """
    switch = _store(home).rollback()
    note(f"{switch.model} is active again; before it was {switch.before}.")


@app.command()
def history(home: Home = None) -> None:
    """Tell which model was made active when (UTC).

    Example: klagepunkt models history
    """
    store = _store(home)
    for switch in store.history():
        say(f"{switch.when}  {switch.action:8}  {switch.before} -> {switch.model}@{switch.digest[:12]}")
    note(f"{store.active()} is active.")


@app.command()
def verify(
    names: Annotated[list[str] | None, typer.Argument(help="Names from the list. Default: all models.")] = None,
    home: Home = None,
) -> None:
    """Check that every file of the models is the one that was saved.

    Example: klagepunkt models verify

    Exit codes: 0 all are whole, 1 some are not (each named), 2 there is no such model.
    """
    from classifier.errors import ModelError
    from classifier.store import remarks

    store = _store(home)
    manifests = {stored.name: stored.manifest for stored in store.models()}
    wanted = list(names or manifests)
    for name in wanted:
        store.path(name)
    damaged = 0
    for name in wanted:
        try:
            model = store.load(name)
        except ModelError as error:
            damaged += 1
            say(f"{name}: {error}")
            continue
        say(f"{model.label}: whole")
        for remark in remarks(manifests[name]):
            say(f"  {remark}")
    note(f"{len(wanted)} models verified, {damaged} damaged.")
    if damaged:
        raise typer.Exit(1)


@app.command()
def remove(name: Name, home: Home = None) -> None:
    """Delete a model; never the active one, nor the starter model.

    Example: klagepunkt models remove 2024

    Exit codes: 0 deleted, 2 it is active, or there is no such model.
    """
    _store(home).remove(name)
    note(f"{name} is deleted.")


@app.command()
def learned(
    letters: Annotated[list[str], typer.Argument(help="Ids of letters, or files that hold them.")],
    home: Home = None,
) -> None:
    """Name the models that learned from a letter, as when it must be erased.

    Example: klagepunkt models learned 24-0017

    A file's letters are recognised by their text, in tables also by their ids. Exit codes: 0 told, 1 a file could not
    be read.
    """
    from classifier.ingest import open_letters
    from classifier.provenance import fingerprint
    from classifier.records import Letter

    ids: list[str] = []
    texts: list[str] = []
    failed = False
    for wanted in letters:
        if not Path(wanted).exists():
            ids.append(wanted)
            continue
        for item in open_letters([wanted]):
            if isinstance(item, Letter):
                ids.append(item.id)
                texts.append(fingerprint(item.text))
            else:
                note(f"{item.source}: {item.reason}")
                failed |= item.failed
    found = _store(home).learned_from(ids, texts)
    for name, values in found.items():
        say(f"{name}: {', '.join(value if value in ids else 'a letter of this text' for value in values)}")
    note(
        "Train them again without the letter, activate the new one and remove the old: klagepunkt retrain."
        if found
        else "No model learned from it."
    )
    if failed:
        raise typer.Exit(1)


def _store(home: Path | None) -> Any:
    from classifier.settings import find_home
    from classifier.store import ModelStore

    return ModelStore(find_home(home)[0])


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _data(manifest: Mapping[str, Any]) -> Mapping[str, Any]:
    return _mapping(manifest.get("data"))


def _years(data: Mapping[str, Any]) -> str:
    return ", ".join(f"{year}: {number}" for year, number in _mapping(data.get("years")).items()) or "year unknown"


def _figures(manifest: Mapping[str, Any]) -> str:
    held_out = _mapping(manifest.get("held_out"))
    return ", ".join(
        f"{label} {held_out[key]:.3f}"
        for label, key in (
            ("micro-F1", "point_micro_f1"),
            ("macro-F1", "point_macro_f1"),
            ("kind", "kind_accuracy"),
        )
        if isinstance(held_out.get(key), float)
    )
