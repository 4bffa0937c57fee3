"""The command line: parses, calls one service, prints. Errors of the core become a message and an exit code here."""

from __future__ import annotations

import sys

import typer

from classifier.cli import (
    annual,
    drift,
    evaluate,
    explain,
    home,
    letters,
    models,
    retrain,
    review,
    select,
    settings,
    suspects,
    tag,
    taxonomy,
    train,
    watch,
)
from classifier.cli.console import note
from classifier.errors import KlagepunktError

__all__ = ["app", "main"]

app = typer.Typer(
    name="klagepunkt",
    help="Suggest the complaint points in Danish letters to a municipal ombudsman. A person decides.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
for module in (tag, watch, explain, letters, train, retrain, evaluate, suspects, select, drift, annual):
    app.command()(module.command)
app.add_typer(models.app, name="models")
app.add_typer(review.app, name="review")
app.add_typer(home.app, name="home")
for module in (taxonomy, settings):
    app.command()(module.command)


def main() -> None:
    """Run the command line and end the process with its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # A Windows console may be in a code page without æ, ø and å.
        stream.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    try:
        app(prog_name="klagepunkt")
    except KlagepunktError as error:
        note(f"klagepunkt: {error}")
        sys.exit(error.exit_code)
    except SystemExit as ended:
        if ended.code == 130:  # Typer's answer to Ctrl-C
            note("klagepunkt: stopped; no file was written.")
        raise
    except BrokenPipeError:
        # The reader of our output has gone; there is nobody left to tell.
        sys.stderr.close()
        sys.exit(1)
