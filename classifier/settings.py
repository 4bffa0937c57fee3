"""The home folder and the settings in it; the only reader of the settings file and of the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from classifier.errors import SettingsError

__all__ = ["KNOWN", "Known", "Setting", "Settings", "find_home", "imap_password", "read_settings"]

FILE_NAME = "klagepunkt.toml"


@dataclass(frozen=True, slots=True)
class Known:
    """A setting that exists.

    Attributes
    ----------
    default : str, int or bool
        Its type is the setting's type.
    choices : tuple of str
        Allowed values; empty where any value of the type is.
    meaning : str
        In Danish, for staff.
    """

    default: str | int | bool
    choices: tuple[str, ...]
    meaning: str


KNOWN: Mapping[str, Known] = MappingProxyType(
    {
        "csv_dialect": Known("excel-da", ("excel-da", "excel", "rfc"), "Skilletegn og decimaltegn i CSV-filer."),
        "masking": Known(True, (), "Om personoplysninger maskeres, før modellen ser et brev."),
        "base_rates": Known(
            "flat",
            ("flat", "office"),
            "Om forslag vægtes efter, hvor hyppige punkterne er: som trænet eller som på kontoret.",
        ),
        "confirmed": Known("", (), 'Tabel med kontorets bekræftede breve, som base_rates = "office" tæller i.'),
        "jobs": Known(
            0,
            (),
            "Processorkerner til træning og mærkning; 0 er alle, ved mærkning dog kun til mange breve og højst 8.",
        ),
        "language": Known("da", ("da", "en"), "Sproget i det, der vises."),
        "contact_unit": Known(
            "citizen", ("citizen", "matter"), "Hvad årsberetningen tæller som én henvendelse: en borger eller en sag."
        ),
        "imap_token_command": Known("", (), "Kommando, der skriver et OAuth2-token til postkassen, som watch læser."),
        "database": Known("", (), "Databasen med afgørelser: tom er en fil i hjemmet, ellers postgresql://…"),
        "database_masked": Known(False, (), "Om databasen kun gemmer breve med personoplysninger maskeret."),
        "letters_a_year": Known(200, (), "Hvor mange henvendelser et år ventes at give, så længe intet år er kendt."),
        "retention_months": Known(0, (), "Efter hvor mange måneder brevenes tekst slettes; 0 er aldrig."),
        "own_office_to": Known("", (), "Hvem der behandler breve om borgerrådgiverens egen virksomhed."),
        "legal_basis": Known("", (), "Retsgrundlaget for at træne på borgeres breve."),
    }
)
"""Every setting with its default. A new one is added here and nowhere else."""


@dataclass(frozen=True, slots=True)
class Setting:
    """A setting's value and where it comes from (``default``, the settings file, or the environment variable)."""

    value: str | int | bool
    source: str


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings of a home.

    Attributes
    ----------
    home : pathlib.Path
        The folder; it need not exist yet.
    home_source : str
        Where the home was taken from.
    values : mapping of str to Setting
        In the order of ``KNOWN``.
    """

    home: Path
    home_source: str
    values: Mapping[str, Setting]

    def text(self, name: str) -> str:
        """Return a setting that is text.

        Parameters
        ----------
        name : str
            Of ``KNOWN``.

        Returns
        -------
        str
            Its value.
        """
        return str(self.values[name].value)

    def flag(self, name: str) -> bool:
        """Return a setting that is true or false.

        Parameters
        ----------
        name : str
            Of ``KNOWN``.

        Returns
        -------
        bool
            Its value.
        """
        return bool(self.values[name].value)

    @property
    def jobs(self) -> int:
        """Number of processor cores to use, at least 1."""
        return int(self.values["jobs"].value) or os.cpu_count() or 1


def find_home(option: Path | None = None) -> tuple[Path, str]:
    """Find the folder that holds the office's own models, settings and database.

    Parameters
    ----------
    option : pathlib.Path, optional
        As given with ``--home``.

    Returns
    -------
    home : pathlib.Path
        Absolute; it need not exist yet, and nothing is created.
    source : str
        ``--home``, ``KLAGEPUNKT_HOME`` or ``default``.
    """
    if option is not None:
        return option.absolute(), "--home"
    if given := os.environ.get("KLAGEPUNKT_HOME"):
        return Path(given).absolute(), "KLAGEPUNKT_HOME"
    from platformdirs import user_data_path

    return user_data_path("klagepunkt", appauthor=False), "default"


def imap_password() -> str:
    """Return the password of a mailbox from the environment; it is no setting, so that it is never shown.

    Returns
    -------
    str
        ``KLAGEPUNKT_IMAP_PASSWORD``, empty where it is not set.
    """
    return os.environ.get("KLAGEPUNKT_IMAP_PASSWORD", "")


def read_settings(home: Path | None = None) -> Settings:
    """Read the settings of a home: the environment before the file before the default.

    Parameters
    ----------
    home : pathlib.Path, optional
        As given with ``--home``.

    Returns
    -------
    Settings
        Every known setting.

    Raises
    ------
    SettingsError
        If the file is no TOML, or a setting is unknown or has an impossible value.
    """
    folder, source = find_home(home)
    path = folder / FILE_NAME
    written = _read_file(path)
    values = {}
    for name, known in KNOWN.items():
        variable = f"KLAGEPUNKT_{name.upper()}"
        if variable in os.environ:
            values[name] = Setting(_checked(name, known, os.environ[variable], variable), variable)
        elif name in written:
            values[name] = Setting(_checked(name, known, written[name], str(path)), str(path))
        else:
            values[name] = Setting(known.default, "default")
    return Settings(folder, source, MappingProxyType(values))


def _read_file(path: Path) -> dict[str, Any]:
    try:
        text = path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("The settings file cannot be read.", str(path)) from error
    try:
        written = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SettingsError(f"The settings file is no valid TOML: {error}.", str(path)) from error
    for name in written:
        if name not in KNOWN:
            raise SettingsError(f"Unknown setting {name!r}.", str(path), f"Known are {', '.join(KNOWN)}.")
    return written


def _checked(name: str, known: Known, value: object, where: str) -> str | int | bool:
    if isinstance(value, str) and isinstance(known.default, bool):
        value = {"true": True, "1": True, "false": False, "0": False}.get(value.strip().lower(), value)
    elif isinstance(value, str) and isinstance(known.default, int) and value.strip().isdecimal():
        value = int(value)
    right = type(value) is type(known.default) and (not known.choices or value in known.choices)
    if not right or (name == "jobs" and isinstance(value, int) and value < 0):
        wanted = (
            " or ".join(known.choices)
            or {bool: "true or false", int: "a whole number", str: "a text"}[type(known.default)]
        )
        raise SettingsError(f"{name} is {value!r}.", where, f"It must be {wanted}.")
    assert isinstance(value, str | int | bool)
    return value
