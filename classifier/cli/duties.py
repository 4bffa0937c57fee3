"""What an office owes citizens: erasing, telling them what is held; papers for the case system, a log."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import note, say
from classifier.cli.database import opened, person, pseudonyms_of
from classifier.cli.options import Force, Home, TaxonomyFile

if TYPE_CHECKING:
    from collections.abc import Sequence

    from classifier.decisions.database import Database
    from classifier.decisions.erasure import Erasure, Rest
    from classifier.settings import Settings
    from classifier.taxonomy import Taxonomy

__all__ = ["add_commands", "apply_retention"]

_CITIZEN = "The citizen's key, as the page shows it, or the address they write from."
Yes = Annotated[bool, typer.Option("--yes", help="Do it; without it only tell what would be erased.")]


def erase(
    citizen: Annotated[str | None, typer.Argument(help=_CITIZEN)] = None,
    letters: Annotated[
        list[str] | None, typer.Option("--letter", help="The id of a single letter instead; may be repeated.")
    ] = None,
    yes: Yes = False,
    taxonomy: TaxonomyFile = None,
    home: Home = None,
) -> None:
    """Erase the working copies of a citizen's letters; what counts in the reports stays, without a name.

    Example: klagepunkt review erase --letter brev-1 --yes

    Text, notes, senders and search words go, from the free space of the database and from exports too. Backups, files
    that letters were read from, and models that learned from them are named. An erasure that was not finished is
    finished first. Exit codes: 0 erased (or told, or finished), 1 a person must do something to end it (each is named),
    2 there is no such citizen or letter.
    """
    from classifier.decisions.erasure import erase as erase_letters
    from classifier.decisions.erasure import finish, unfinished
    from classifier.decisions.lookup import citizens_named, letters_named, letters_of
    from classifier.errors import InputError
    from classifier.settings import read_settings

    if (citizen is None) == (not letters):
        raise InputError("Name a citizen, or letters with --letter.")
    settings = read_settings(home)
    book = _book(taxonomy)
    with opened(settings) as database:
        if not yes and unfinished(database):
            note("An earlier erasure is not finished: --yes ends it.")
        rest = finish(database, book, person()) if yes else None
        try:
            with database.reading() as session:
                citizens = citizens_named(session, citizen, pseudonyms_of(settings)) if citizen is not None else ()
                if citizen is not None and not citizens:
                    raise InputError("There is no such citizen in the database.", remedy="Look the key up on the page.")
                pks = letters_of(session, citizens) if citizens else letters_named(session, letters or [])
        except InputError:
            if rest is None:
                raise
            # The command was run again, as it had said: keys and ids went with the first run.
            _tell_finished(rest)
            note("Nothing else was found under that name.")
            if rest.to_do:
                raise typer.Exit(1) from None
            return
        if not yes:
            note(f"{len(pks)} letters would be erased. Nothing was; add --yes.")
            return
        done = erase_letters(database, pks, person(), book, settings.home, citizens=citizens)
    _tell(done, settings)
    if done.to_do:
        raise typer.Exit(1)


def retention(
    months: Annotated[
        int | None, typer.Option(min=1, help="Keep texts so many months. Default: the setting retention_months.")
    ] = None,
    yes: Yes = False,
    taxonomy: TaxonomyFile = None,
    home: Home = None,
) -> None:
    """Erase the texts of confirmed letters that are past the retention period.

    Example: klagepunkt review retention --months 36 --yes

    klagepunkt review does the same when it starts, where the setting retention_months is not 0. Exit codes: 0 erased
    (or told), 1 a person must do something to end it, 2 no period is set.
    """
    from classifier.decisions.erasure import unfinished
    from classifier.decisions.lookup import letters_due
    from classifier.errors import SettingsError
    from classifier.settings import read_settings

    settings = read_settings(home)
    period = months or int(settings.values["retention_months"].value)
    if period <= 0:
        raise SettingsError("No retention period is set.", remedy="Add --months, or the setting retention_months.")
    with opened(settings) as database:
        if not yes:
            if unfinished(database):
                note("An earlier erasure is not finished: --yes ends it.")
            with database.reading() as session:
                due = letters_due(session, period)
            note(
                f"{len(due.letters)} letters would be erased, {due.waiting} wait for a person. Nothing was; add --yes."
            )
            return
        rest = apply_retention(database, settings, _book(taxonomy), period)
    if rest is not None and rest.to_do:
        raise typer.Exit(1)


def apply_retention(database: Database, settings: Settings, taxonomy: Taxonomy, months: int) -> Rest | None:
    """Erase what is past the retention period, end an erasure that was not finished, and say what was done.

    Parameters
    ----------
    database : Database
        Open.
    settings : Settings
        Of the home.
    taxonomy : Taxonomy
        The label book.
    months : int
        At least 1.

    Returns
    -------
    Rest or None
        None where nothing was due or left.
    """
    from classifier.decisions.erasure import erase as erase_letters
    from classifier.decisions.erasure import finish
    from classifier.decisions.lookup import letters_due

    with database.reading() as session:
        due = letters_due(session, months)
    if due.waiting:
        note(f"{due.waiting} letters are past the retention period, but nobody has confirmed them; they stay.")
    if not due.letters:
        note(f"No confirmed letter is older than {months} months.")
        rest = finish(database, taxonomy, person())
        if rest is not None:
            _tell_finished(rest)
        return rest
    done = erase_letters(database, due.letters, person(), taxonomy, settings.home)
    _tell(done, settings)
    return done


def export_citizen(
    citizen: Annotated[str, typer.Argument(help=_CITIZEN)],
    out: Annotated[Path, typer.Option("-o", "--output", help="A .json file with all of it, or a .txt to be read.")],
    taxonomy: TaxonomyFile = None,
    home: Home = None,
    force: Force = False,
) -> None:
    """Write everything that is held about one citizen, who may ask for it.

    Example: klagepunkt review export-citizen id:brev-1 -o indsigt.txt

    The file holds personal data; it is not remembered, so delete it when it was handed over. Exit codes: 0 written,
    2 there is no such citizen, or nothing was written.
    """
    from classifier.decisions.access import audit
    from classifier.decisions.dossier import dossier
    from classifier.decisions.lookup import citizens_named
    from classifier.errors import InputError
    from classifier.review.casefile import write_dossier
    from classifier.settings import read_settings

    settings = read_settings(home)
    with opened(settings) as database:
        with database.reading() as session:
            citizens = citizens_named(session, citizen, pseudonyms_of(settings))
        if not citizens:
            raise InputError("There is no such citizen in the database.", remedy="Look the key up on the page.")
        found = dossier(database, citizens, settings.home)
        write_dossier(out, found, _book(taxonomy), force=force)
        with database.writing() as session:
            for each in found["letters"]:
                audit(session, person(), "citizen-export", each["pk"])
    note(f"{len(found['letters'])} letters written. What watch remembers, and your own files, are not in it.")


def export_case(
    case: Annotated[str, typer.Argument(help="A letter's id, or a case's number in the column case_no.")],
    out: Annotated[Path, typer.Option("-o", "--output", help="A .csv table, or an .html note to print.")],
    csv_dialect: Annotated[str | None, typer.Option(help="excel-da, excel or rfc. Default: the setting.")] = None,
    taxonomy: TaxonomyFile = None,
    home: Home = None,
    force: Force = False,
) -> None:
    """Write what was decided in a case, for the case system.

    Example: klagepunkt review export-case brev-1 -o sag.csv

    Exit codes: 0 written, 2 there is no such case, or nothing was written.
    """
    from classifier.decisions.access import audit
    from classifier.decisions.dossier import case_letters, case_rows
    from classifier.errors import InputError
    from classifier.review.casefile import write_case
    from classifier.settings import read_settings

    settings = read_settings(home)
    book = _book(taxonomy)
    with opened(settings) as database:
        with database.reading() as session:
            pks = case_letters(session, case)
            rows = [row for pk in pks for row in case_rows(session, pk, book)]
        if not pks:
            raise InputError("There is no such letter or case in the database.", case)
        write_case(out, rows, csv_dialect=csv_dialect or settings.text("csv_dialect"), force=force)
        with database.writing() as session:
            for pk in pks:
                audit(session, person(), "case-export", pk)
    note(f"{len(pks)} letters written.")


def show_log(
    last: Annotated[int, typer.Option("-n", min=1, help="How many entries, counted from the newest.")] = 50,
    user: Annotated[str | None, typer.Option(help="Only what this person did.")] = None,
    letter: Annotated[str | None, typer.Option(help="Only what was done to this letter (its id).")] = None,
    home: Home = None,
) -> None:
    """Show who looked at, decided, exported or erased what, and who logged in; never text of a letter.

    Example: klagepunkt review log -n 20

    A line an entry, oldest first: time (UTC), person, what, letter. Exit codes: 0 shown, 2 there is no such letter.
    """
    from classifier.decisions.lookup import letters_named
    from classifier.decisions.trail import trail
    from classifier.settings import read_settings

    with opened(read_settings(home)) as database, database.reading() as session:
        pk = letters_named(session, [letter])[0] if letter else None
        found = trail(session, last, user=user, letter_pk=pk)
    for entry in found:
        say("\t".join((entry.at[:19], entry.user, entry.action, entry.letter, entry.detail)))
    note(f"{len(found)} entries shown.")


def users(home: Home = None) -> None:
    """List who may log in, with their roles.

    Example: klagepunkt review users

    Exit code: 0.
    """
    from classifier.decisions.access import people
    from classifier.settings import read_settings

    with opened(read_settings(home)) as database:
        found = people(database)
    for each in found:
        say(f"{each.name}\t{each.role}{', independent' if each.independent else ''}")
    note(f"{len(found)} may log in.")


def add_commands(app: typer.Typer) -> None:
    """Add these commands to a group.

    Parameters
    ----------
    app : typer.Typer
        The group.
    """
    for name, command in (
        ("erase", erase), ("retention", retention), ("export-citizen", export_citizen), ("export-case", export_case),
        ("log", show_log), ("users", users),
    ):  # fmt: skip
        app.command(name)(command)


def _book(path: Path | None) -> Taxonomy:
    from classifier.taxonomy import read_taxonomy

    return read_taxonomy(path)


def _tell(done: Erasure, settings: Settings) -> None:
    """Say what was erased and what a person has to do."""
    _tell_exports(done)
    left: list[tuple[str, Sequence[str]]] = [
        ("They were read from here; klagepunkt changes no file of yours", done.sources),
        ("A backup or copy of the database that may hold them; delete it, or make it again", done.copies),
    ]
    if confirmed := settings.text("confirmed"):
        left.append(("The setting confirmed names a table that may hold them", (confirmed,)))
    for what, paths in left:
        for path in paths:
            note(f"{what}: {path}")
    for name in done.models:
        note(f"{name} has learned from them (words, no text): retrain without them, then models remove {name}.")
    note("Backups of the home and of the database are yours to erase, as is the case system's own record.")
    note(f"{len(done.letters)} letters erased.")
    _tell_free_space(done)


def _tell_finished(rest: Rest) -> None:
    """Say what became of an earlier erasure that was not finished."""
    _tell_exports(rest)
    if rest.whole and not rest.failed:
        note("An earlier erasure that was not finished is finished now.")
    _tell_free_space(rest)


def _tell_exports(rest: Rest) -> None:
    for what, paths in (
        ("Written again without them", rest.repeated),
        ("An export that was changed or moved since; erase them there yourself", rest.changed),
        ("An export that cannot be written now; close what has it open, then run the same command again", rest.failed),
    ):
        for path in paths:
            note(f"{what}: {path}")


def _tell_free_space(rest: Rest) -> None:
    if not rest.whole:
        note("Free space of the database still holds them: close the review page, then run the same command again.")
