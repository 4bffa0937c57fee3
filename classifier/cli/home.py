"""``klagepunkt home``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.console import note, say
from classifier.cli.database import has_database, person
from classifier.cli.options import Force, Home

__all__ = ["app"]

app = typer.Typer(
    help="Back the home up, bring it back, bring it into a new version.", no_args_is_help=True, rich_markup_mode=None
)
File = Annotated[Path, typer.Argument(help="The backup, a .zip file.")]


@app.command()
def backup(file: File, home: Home = None, force: Force = False) -> None:
    """Save the whole home in one file: models, settings, key, decisions, what watch remembers.

    Example: klagepunkt home backup hjem.zip

    Others may go on working meanwhile. The file holds letters in clear text and is readable by you alone: keep it where
    citizens' letters may be kept. Exit codes: 0 saved, 1 saved but for what is named, 2 nothing was written.
    """
    from classifier.errors import DatabaseError
    from classifier.home.backup import back_up, note_place
    from classifier.settings import read_settings

    settings = read_settings(home)
    made = back_up(settings.home, file, force=force, elsewhere=bool(settings.text("database")))
    whole = not made.left_out
    for name in made.left_out:
        note(f"{name}: left out, another system could not hold this name.")
    if made.listing.elsewhere:
        note("The review database is in PostgreSQL and not in this file: save it there (pg_dump).")
    elif has_database(settings):
        # Whoever erases a citizen's letters later is told of this file.
        try:
            note_place(settings.home, person(), file)
        except DatabaseError as error:
            note(f"{error} The backup is not noted there: delete it yourself when a citizen's letters are erased.")
            whole = False
    size = sum(entry.size for entry in made.listing.entries)
    note(f"Saved {len(made.listing.entries)} files ({size / 1e6:.1f} MB) of {settings.home} in {file}.")
    if not whole:
        raise typer.Exit(1)


@app.command()
def restore(file: File, home: Home = None, force: Force = False) -> None:
    """Bring a home back from a backup, into one that is empty.

    Example: klagepunkt home restore hjem.zip --home hentet-hjem

    Every file is checked against its digest before the home changes; with --force a home that holds something is
    replaced for good. Stop review and watch first. Exit codes: 0 restored, 1 restored but a model cannot be used by
    this version (each named), 2 nothing was changed.
    """
    from classifier.home.restore import restore as bring_back
    from classifier.settings import find_home

    folder, _ = find_home(home)
    done = bring_back(file, folder, force=force)
    for name, reason in done.unusable:
        note(f"model {name}: {reason}")
    if done.listing.elsewhere:
        note("The review database was in PostgreSQL and is not in this file: restore it there.")
    note(f"Letters that were erased after {done.listing.made} are back: erase them again (klagepunkt review erase).")
    note(f"Restored {len(done.listing.entries)} files from {done.listing.made} into {folder}.")
    if done.unusable:
        raise typer.Exit(1)


@app.command()
def upgrade(home: Home = None) -> None:
    """Bring the home to the form of this version: the database forward, every model and setting checked.

    Example: klagepunkt home upgrade

    Make a backup first. Nothing is lost by it; an older version of the program no longer opens the database. Exit
    codes: 0 all can be used, 1 a model cannot (each named, with what to do), 2 settings or database cannot be used.
    """
    from classifier.home.upgrade import upgrade as bring_forward
    from classifier.settings import read_settings

    steps = bring_forward(read_settings(home))
    for step in steps:
        say(f"{step.part}: {step.told}")
    failed = sum(not step.sound for step in steps)
    note(f"{len(steps)} parts looked at, {failed} cannot be used.")
    if failed:
        raise typer.Exit(1)
