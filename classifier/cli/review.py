"""``klagepunkt review``: the page where people decide, and what they decided."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.console import note, say
from classifier.cli.database import opened, person, read_tables
from classifier.cli.duties import add_commands, apply_retention
from classifier.cli.options import Force, Home, TaxonomyFile

__all__ = ["app"]

app = typer.Typer(help="The page where people decide, and what they decided.", invoke_without_command=True)


@app.callback()
def page(
    context: typer.Context,
    host: Annotated[
        str, typer.Option(help="Address to listen on. Others than this machine's need users and HTTPS.")
    ] = ("127.0.0.1"),
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8765,
    name: Annotated[
        list[str] | None, typer.Option(help="A name that browsers reach the page under; may be repeated.")
    ] = None,
    certificate: Annotated[Path | None, typer.Option(help="Certificate for HTTPS (PEM).")] = None,
    key: Annotated[Path | None, typer.Option(help="Its private key (PEM).")] = None,
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="A proxy in front does HTTPS (docs/review.md).")
    ] = False,
    no_browser: Annotated[bool, typer.Option("--no-browser", help="Do not open the page in the browser.")] = False,
    lang: Annotated[str | None, typer.Option(help="da or en. Default: the setting language.")] = None,
    taxonomy: TaxonomyFile = None,
    home: Home = None,
) -> None:
    """Open the page on which people decide about letters, until it is stopped with Ctrl-C.

    Example: klagepunkt review

    Letters come in with tag --into-review or watch --into-review. Where the setting retention_months is not 0, texts
    past it are erased first. Exit codes: 0 stopped, 2 it cannot be opened so.
    """
    if context.invoked_subcommand is not None:
        _refuse_options(context)
        return
    from classifier.cli.reports import report_language
    from classifier.review.serve import Listening, serve
    from classifier.settings import read_settings
    from classifier.taxonomy import read_taxonomy

    settings = read_settings(home)
    language = report_language(lang, settings.text("language"))
    listening = Listening(host, port, tuple(name or ()), certificate, key, behind_proxy)
    book = read_taxonomy(taxonomy)
    with opened(settings) as database:
        if (months := int(settings.values["retention_months"].value)) > 0:
            apply_retention(database, settings, book, months)
        serve(
            database,
            book,
            settings,
            listening,
            person(),
            language,
            told=note,
            open_page=not no_browser,
        )


def _refuse_options(context: typer.Context) -> None:
    """Refuse options of the page before another command: they would count for nothing, a home least of all."""
    from classifier.errors import InputError

    command = context.invoked_subcommand
    for option in context.command.params:
        source = context.get_parameter_source(option.name or "")
        if source is not None and source.name == "COMMANDLINE":
            name = option.opts[0]
            raise InputError(
                f"{name} stands before {command}, where it belongs to the page.",
                remedy=f"Write it behind, if the command knows it: klagepunkt review {command} … {name}",
            )


@app.command("import")
def take_in(
    tables: Annotated[list[Path], typer.Argument(help="Tables of letters with confirmed labels.")],
    taxonomy: TaxonomyFile = None,
    home: Home = None,
) -> None:
    """Take letters that were confirmed elsewhere into the database.

    Example: klagepunkt review import data/confirmed.jsonl

    A letter that a person has confirmed there already is left as it is. Exit codes: 0 taken in, 2 nothing was.
    """
    from classifier.decisions.tables import import_labelled
    from classifier.settings import read_settings
    from classifier.taxonomy import read_taxonomy

    settings = read_settings(home)
    book = read_taxonomy(taxonomy)
    letters = read_tables(tables, book, settings, needs_text=None)
    with opened(settings) as database:
        taken, passages = import_labelled(database, letters, person(), book)
    for old, new in taken.renamed:
        note(f"{old}: another letter has this id in the database; kept as {new}.")
    if passages:
        note(f"{len(passages)} passages of a corpus are no letters and were left out.")
    note(f"{taken.new} letters taken in, {taken.known} were known.")


@app.command("export")
def put_out(
    out: Annotated[Path, typer.Option("-o", "--output", help="A .jsonl, .csv, .xlsx or .parquet file.")],
    which: Annotated[
        str, typer.Option("--letters", help="database, database:2025, database:blind, database:all.")
    ] = "database",
    no_text: Annotated[bool, typer.Option("--no-text", help="Every contact, without texts.")] = False,
    csv_dialect: Annotated[str | None, typer.Option(help="excel-da, excel or rfc. Default: the setting.")] = None,
    taxonomy: TaxonomyFile = None,
    home: Home = None,
    force: Force = False,
) -> None:
    """Write what people decided as a table of labelled letters.

    Example: klagepunkt review export -o afgjort.csv

    The file is remembered: erasing a citizen writes it again without them. Exit codes: 0 written, 2 nothing was.
    """
    from classifier.decisions.exports import Export, export_table
    from classifier.decisions.tables import read_selection
    from classifier.errors import InputError
    from classifier.settings import read_settings
    from classifier.taxonomy import read_taxonomy

    settings = read_settings(home)
    selection = read_selection(which)
    if selection is None:
        raise InputError("It names no letters of the database.", which, "Write database, or database:2025.")
    export = Export(out, selection, not no_text, csv_dialect or settings.text("csv_dialect"))
    with opened(settings) as database:
        number = export_table(database, export, read_taxonomy(taxonomy), force=force)
    note(f"{number} letters written.")


@app.command("user-add")
def user_add(
    name: Annotated[str, typer.Argument(help="Name of the person, as it stands beside decisions.")],
    role: Annotated[str, typer.Option(help="reader (looks), reviewer (decides), lead (decides too).")] = "reviewer",
    independent: Annotated[
        bool, typer.Option("--independent", help="Decides letters about the ombudsman's own office.")
    ] = False,
    token: Annotated[bool, typer.Option("--token", help="Make a long random password and print it.")] = False,
    home: Home = None,
) -> None:
    """Let a person log in, or give them a new password, which is read from standard input.

    Example: klagepunkt review user-add Anna --role reader

    With --token a long random password is made and printed once. Once somebody has a password, everybody needs one,
    from the next start of the page on. Exit codes: 0 added, 2 not (a password of fewer than
    10 characters, an unknown role).
    """
    import getpass
    import secrets

    from classifier.decisions.access import add_user
    from classifier.settings import read_settings

    settings = read_settings(home)
    if token:
        password = secrets.token_urlsafe(24)
    else:
        password = getpass.getpass("Adgangskode: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\r\n")
    with opened(settings) as database:
        add_user(database, name, password, role, independent=independent)
    if token:
        say(password)
    note(f"{name} can log in ({role}).")


@app.command("user-remove")
def user_remove(
    name: Annotated[str, typer.Argument(help="Name of the person.")],
    home: Home = None,
) -> None:
    """Take a person's login away; what they decided stays.

    Example: klagepunkt review user-remove Anna

    Exit code: 0.
    """
    from classifier.decisions.access import remove_user
    from classifier.settings import read_settings

    with opened(read_settings(home)) as database:
        found = remove_user(database, name)
    note(f"{name} can no longer log in." if found else f"There is no {name}.")


add_commands(app)
