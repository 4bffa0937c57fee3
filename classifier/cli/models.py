"""``klagepunkt models``."""

from __future__ import annotations

from typing import Annotated

import typer

from classifier.cli.console import note, say
from classifier.cli.options import Home

__all__ = ["app"]

app = typer.Typer(help="List the models and choose the one that tags.", no_args_is_help=True, rich_markup_mode=None)


@app.command("list")
def list_models(home: Home = None) -> None:
    """List the models with their figures; the active one is marked.

    Example: klagepunkt models list
    """
    from classifier.settings import find_home
    from classifier.store import ModelStore

    for stored in ModelStore(find_home(home)[0]).models():
        if not stored.manifest:
            say(f"  {stored.name}: the manifest cannot be read")
            continue
        held_out = stored.manifest.get("held_out", {})
        figures = ", ".join(
            f"{label} {held_out[key]:.3f}"
            for label, key in (
                ("micro-F1", "point_micro_f1"),
                ("macro-F1", "point_macro_f1"),
                ("kind", "kind_accuracy"),
            )
            if isinstance(held_out.get(key), float)
        )
        say(
            f"{'*' if stored.active else ' '} {stored.name}: {stored.manifest.get('letters', '?')} letters,"
            f" {stored.manifest.get('passages', '?')} passages; held out: {figures}"
        )


@app.command()
def activate(name: Annotated[str, typer.Argument(help="A name from the list.")], home: Home = None) -> None:
    """Make a model the one that tags from now on.

    Example: klagepunkt models activate starter

    The model is verified first. Exit codes: 0 done, 2 there is no such model or it is damaged.
    """
    from classifier.settings import find_home
    from classifier.store import ModelStore

    ModelStore(find_home(home)[0]).activate(name)
    note(f"{name} is active.")
