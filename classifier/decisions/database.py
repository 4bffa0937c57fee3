"""The database: SQLite in the home, or PostgreSQL by URL; opened, brought to the present form, read and written."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timezone
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, NoSuchModuleError, SQLAlchemyError
from sqlalchemy.orm import Session

from classifier.errors import DatabaseError, SettingsError
from classifier.files import make_private_folder

__all__ = ["FILE_NAME", "Database", "now", "open_database", "storable"]

FILE_NAME = "decisions.sqlite"
REVISION = "0004"
"""The newest migration. Raise it with each one that is added; a test compares models and migrations."""
_WAIT = 30


class Database:
    """An open database.

    Parameters
    ----------
    engine : sqlalchemy.Engine
        Its connections.
    """

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self._writer = engine.execution_options(writing=True)

    @property
    def is_sqlite(self) -> bool:
        """Whether it is a file."""
        return self.engine.dialect.name == "sqlite"

    @property
    def shown(self) -> str:
        """Where it is, without a password."""
        return self.engine.url.render_as_string(hide_password=True)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Yield a session that sees one state of the database.

        Yields
        ------
        sqlalchemy.orm.Session
            Nothing in it is kept.

        Raises
        ------
        DatabaseError
            If the database cannot be reached; without what a row holds.
        """
        with self._guarded(), Session(self.engine, expire_on_commit=False) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """Yield a session whose changes are kept all together when the block ends without an error.

        Yields
        ------
        sqlalchemy.orm.Session
            When the block has ended, its changes are on the disk.

        Raises
        ------
        DatabaseError
            If they could not be kept; without what a row holds.
        """
        with self._guarded(), Session(self._writer, expire_on_commit=False) as session, session.begin():
            yield session

    @contextmanager
    def bare(self) -> Iterator[Connection]:
        """Yield a connection outside any transaction, for what cannot be done inside one.

        Yields
        ------
        sqlalchemy.Connection
            Each statement is kept at once.

        Raises
        ------
        DatabaseError
            If one failed.
        """
        with self._guarded():
            options = {"bare": True} if self.is_sqlite else {"isolation_level": "AUTOCOMMIT"}
            with self.engine.execution_options(**options).connect() as connection:
                yield connection

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        try:
            yield
        except SQLAlchemyError as error:
            # The text of such an error quotes the statement's values: personal data.
            raise DatabaseError(f"The database failed: {type(error).__name__}.", self.shown) from None

    def close(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def open_database(home: Path, url: str = "") -> Database:
    """Open the office's database; make it, or bring it to the present form, where needed.

    Parameters
    ----------
    home : pathlib.Path
        The home; holds the database unless ``url`` says otherwise.
    url : str, default ""
        The setting ``database``: ``postgresql://USER:PASSWORD@HOST/NAME``, or empty.

    Returns
    -------
    Database
        Ready.

    Raises
    ------
    SettingsError
        If the URL is none, or of another kind of database.
    DatabaseError
        If it cannot be reached, or was made by a later version of the program.
    """
    database = Database(_sqlite(home / FILE_NAME) if not url else _postgresql(url))
    try:
        _migrate(database, home)
    except SQLAlchemyError as error:
        database.close()
        raise DatabaseError(
            f"The database cannot be opened: {type(error).__name__}.", database.shown, "Check the setting database."
        ) from None
    return database


def now() -> str:
    """Return the time as it is stored: UTC, ISO 8601, so that texts sort as times do."""
    return datetime.now(timezone.utc).isoformat(timespec="microseconds")  # noqa: UP017 - the same on 3.11


def storable(value: str) -> str:
    r"""Return a text as both databases can hold it.

    Parameters
    ----------
    value : str
        Anything a letter may hold.

    Returns
    -------
    str
        Of the same length, so that offsets stay: zero bytes and halves of characters are replaced.

    Examples
    --------
    >>> storable("a\x00b\ud800")
    'a\ufffdb\ufffd'
    """
    return (
        "".join("\ufffd" if char == "\0" or "\ud800" <= char <= "\udfff" else char for char in value)
        if ("\0" in value or not _encodes(value))
        else value
    )


def _encodes(value: str) -> bool:
    try:
        value.encode()
    except UnicodeEncodeError:
        return False
    return True


def _sqlite(path: Path) -> Engine:
    make_private_folder(path.parent)
    path.touch(mode=0o600)
    engine = create_engine(URL.create("sqlite", database=str(path)), connect_args={"timeout": _WAIT})

    @event.listens_for(engine, "connect")
    def _prepare(connection: Any, _: Any) -> None:
        # Transactions are begun by us, see below.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON"):
            connection.execute(f"PRAGMA {pragma}").close()

    @event.listens_for(engine, "begin")
    def _begin(connection: Any) -> None:
        # A writer takes its lock at once: two that read first and write then could not both go on.
        options = connection.get_execution_options()
        if not options.get("bare"):
            connection.exec_driver_sql("BEGIN IMMEDIATE" if options.get("writing") else "BEGIN")

    return engine


def _postgresql(url: str) -> Engine:
    try:
        parsed = make_url(url)
        if parsed.get_backend_name() != "postgresql":
            raise SettingsError("The database is neither SQLite in the home nor PostgreSQL.", "setting database")
        return create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError) as error:
        what = "The address of the database cannot be understood."
        raise SettingsError(what, "setting database", "Write postgresql://USER@HOST/NAME.") from error
    except ImportError as error:
        remedy = 'Install the extra: pip install "klagepunkt[postgresql]".'
        raise SettingsError("The driver of PostgreSQL is missing.", "setting database", remedy) from error


def _revision(database: Database) -> str | None:
    from sqlalchemy import inspect

    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return str(found) if found else None


def _migrate(database: Database, home: Path) -> None:
    if _revision(database) == REVISION:
        return
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError
    from filelock import FileLock

    configuration = Config()
    configuration.set_main_option("script_location", "classifier.decisions:migrations")
    make_private_folder(home)
    with FileLock(home / "decisions.lock", timeout=_WAIT), database.engine.connect() as connection:
        configuration.attributes["connection"] = connection
        try:
            command.upgrade(configuration, "head")
        except CommandError as error:
            remedy = "Use the version of klagepunkt that made it, or a later one."
            raise DatabaseError("The database was made by a later version.", database.shown, remedy) from error
