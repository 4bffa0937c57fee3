"""``klagepunkt watch``."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING, Annotated

import typer

from classifier.cli.console import note, note_skipped
from classifier.cli.database import intake, opened
from classifier.cli.options import Force, Home, ModelName
from classifier.cli.reading import told
from classifier.errors import DatabaseError, OutputError

if TYPE_CHECKING:
    from classifier.records import Skipped
    from classifier.settings import Settings
    from classifier.tagging import Tagged
    from classifier.watch import Inbox, Round

__all__ = ["command"]


def command(
    where: Annotated[str, typer.Argument(help="A folder, or a mailbox as imaps://USER@HOST/MAILBOX.")],
    out: Annotated[str, typer.Option("-o", "--output", help="A .jsonl file that grows, or a folder of tables.")],
    into_review: Annotated[
        bool, typer.Option("--into-review", help="Put letters and suggestions into the review page's database as well.")
    ] = False,
    once: Annotated[bool, typer.Option("--once", help="Look once and end.")] = False,
    every: Annotated[float, typer.Option(min=1, help="Seconds between two looks.")] = 60,
    file_format: Annotated[
        str, typer.Option("--format", help="Tables of a folder: csv, xlsx, jsonl, parquet.")
    ] = "csv",
    keyword: Annotated[str, typer.Option(help="Mailbox: set this keyword on each mail that was tagged.")] = "",
    move_to: Annotated[str, typer.Option(help="Mailbox: move each mail that was tagged to this mailbox.")] = "",
    model: ModelName = None,
    masked: Annotated[bool, typer.Option("--masked", help="Write the evidence with personal data masked.")] = False,
    home: Home = None,
    force: Force = False,
) -> None:
    """Tag letters as they arrive in a folder or a mailbox, each once, until it is stopped with Ctrl-C.

    Example: klagepunkt watch data/examples -o tagged.jsonl --once

    What lies there at the start is tagged too. A restart or a lost connection loses nothing and repeats nothing. Mail
    is never deleted, nor marked as read. The password of a mailbox comes from the keyring or KLAGEPUNKT_IMAP_PASSWORD,
    or an OAuth2 token from the command in the setting imap_token_command. Exit codes: 0 all done; 1 something could
    not be read (each is named in the list beside the output); 2 nothing was done.
    """
    from classifier.errors import InputError
    from classifier.pseudonyms import read_pseudonyms
    from classifier.settings import read_settings
    from classifier.store import ModelStore
    from classifier.watch.memory import Memory
    from classifier.watch.sink import open_sink

    settings = read_settings(home)
    inbox = _inbox(where, out, settings, keyword, move_to)
    loaded = ModelStore(settings.home).load(model)
    dialect = settings.text("csv_dialect")
    sink = open_sink(out, file_format, force=force, taxonomy=loaded.taxonomy, csv_dialect=dialect)

    from filelock import FileLock, Timeout

    from classifier.watch.watcher import Round, Watcher

    pseudonyms = read_pseudonyms(settings.home)
    total = Round()
    lock = FileLock(settings.home / f"watch-{pseudonyms.of(inbox.name)}.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise InputError("It is being watched already.", inbox.name, "Stop the other one first.") from None
    memory = Memory(settings.home, inbox.name, pseudonyms)
    stack = ExitStack()
    try:
        keep = _keeper(stack, settings) if into_review else lambda tagged: None
        hashes = pseudonyms if masked else None
        watcher = Watcher(inbox, memory, sink, loaded, settings.flag("masking"), hashes, keep, told=_tell)
        watcher.run(total, once=once, every=every)
    except KeyboardInterrupt:
        # How watching ends; all that was written is remembered.
        note("stopped")
    except InputError as error:
        if not total.tagged:
            raise
        note(f"klagepunkt: {error}")
        _close(total, loaded.label)
        raise typer.Exit(1) from None
    finally:
        stack.close()
        memory.close()
        lock.release()
    _close(total, loaded.label)
    if any(skipped.failed for skipped in total.skipped):
        raise typer.Exit(1)


def _keeper(stack: ExitStack, settings: Settings) -> Callable[[Sequence[Tagged]], None]:
    taking = intake(stack.enter_context(opened(settings)), settings)

    def keep(tagged: Sequence[Tagged]) -> None:
        try:
            for _ in taking.take(tagged):
                pass
        except DatabaseError as error:
            # The letters wait, as they do for a table that is open in Excel.
            raise OutputError(str(error)) from error
        for old, new in taking.taken.renamed:
            note(f"{old}: another letter has this id in the database; kept as {new}.")
        taking.taken.renamed.clear()

    return keep


def _inbox(where: str, out: str, settings: Settings, keyword: str, move_to: str) -> Inbox:
    from pathlib import Path

    from classifier.errors import InputError
    from classifier.settings import imap_password
    from classifier.watch.folder import FolderInbox

    if "://" in where:
        from classifier.watch.login import find_login
        from classifier.watch.mailbox import Actions, MailboxInbox, read_address

        address = read_address(where)
        command = settings.text("imap_token_command")
        return MailboxInbox(
            address,
            lambda: find_login(address.user, address.host, command=command, password=imap_password()),
            Actions(keyword, move_to),
        )
    if keyword or move_to:
        raise InputError("--keyword and --move-to are for mailboxes.", where, "Files stay where they are.")
    folder = Path(where)
    if not folder.is_dir():
        raise InputError("The folder does not exist.", where, "Make it, or check the path.")
    if Path(out).absolute().resolve().is_relative_to(folder.absolute().resolve()):
        raise InputError("The output lies in the watched folder.", out, "Put it elsewhere, or it would be read too.")
    return FolderInbox(folder)


def _tell(what: Skipped | str) -> None:
    if isinstance(what, str):
        note(what)
    else:
        note_skipped(what)


def _close(total: Round, label: str) -> None:
    note(
        f"{total.tagged} tagged, {total.known} known already, {told(total.skipped)},"
        f" {total.review} left to a person ({label})."
    )


command.__name__ = "watch"
