"""Errors of the core: plain exceptions that the front end translates once into a message and an exit code."""

from __future__ import annotations

__all__ = [
    "ConflictError",
    "DatabaseError",
    "InputError",
    "KlagepunktError",
    "LabelError",
    "ModelError",
    "OutputError",
    "RefusedError",
    "SettingsError",
    "TaxonomyError",
    "TooManyError",
    "WorkerError",
]


class KlagepunktError(Exception):
    """What a user can put right: says what was wrong, where, and what to do.

    Parameters
    ----------
    what : str
        What was wrong, in one sentence. Never holds text of a letter.
    where : str, default ""
        File, row and id, as far as they are known.
    remedy : str, default ""
        What to do now.

    Attributes
    ----------
    exit_code : int
        2: nothing was done and nothing written.
    """

    exit_code = 2

    def __init__(self, what: str, where: str = "", remedy: str = "") -> None:
        super().__init__(what, where, remedy)
        self.what = what
        self.where = where
        self.remedy = remedy

    def __str__(self) -> str:
        head = f"{self.where}: {self.what}" if self.where else self.what
        return f"{head} {self.remedy}" if self.remedy else head


class InputError(KlagepunktError):
    """A path, file or table that cannot be used as letters."""


class LabelError(KlagepunktError):
    """Labelled data that contradicts the label book."""


class TaxonomyError(KlagepunktError):
    """A label book that contradicts itself."""


class SettingsError(KlagepunktError):
    """A setting that is unknown or has an impossible value."""


class ModelError(KlagepunktError):
    """A model that is missing, damaged, of an unknown format, or made for another label book."""


class OutputError(KlagepunktError):
    """An output that exists already, has an unknown ending, or cannot be written."""


class DatabaseError(KlagepunktError):
    """A database that cannot be reached or read, or that a later version of the program made."""


class ConflictError(KlagepunktError):
    """Somebody else changed the letter in the meantime; nothing was kept."""


class RefusedError(KlagepunktError):
    """Something that this person may not do, or that the letter is not ready for; nothing was kept."""


class TooManyError(RefusedError):
    """Too many attempts; later they are allowed again."""


class WorkerError(KlagepunktError):
    """A process that worked for this one has ended by itself, or cannot be reached."""
