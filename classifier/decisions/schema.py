"""The tables of the database, as SQLAlchemy models; how they come about stands in ``migrations/``."""

from __future__ import annotations

from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

__all__ = [
    "FAR",
    "AuditRow",
    "Base",
    "CitizenRow",
    "DecisionRow",
    "ExportRow",
    "LetterRow",
    "PointRow",
    "SessionRow",
    "SuggestionRow",
    "UserRow",
]

FAR = "9999-12-31"
"""Stands for a date that is not known where letters are put in order: they come last."""


_LIST = (
    "done", "urgency", "reply_order", "received_order", "certainty", "pk", "area", "blind", "remit", "own_office",
    "complained_again", "erased_at",
)  # fmt: skip
"""Columns of the index of the worklist: first its order, then what it is filtered by."""


class Base(DeclarativeBase):
    """All tables."""

    type_annotation_map = {dict[str, Any]: JSON, list[Any]: JSON}  # noqa: RUF012 - as SQLAlchemy wants it


class CitizenRow(Base):
    """A citizen under a pseudonymous key; ``merged_into`` where a person found that two keys are one citizen."""

    __tablename__ = "citizens"

    pk: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(500), unique=True)
    merged_into: Mapped[int | None] = mapped_column(ForeignKey("citizens.pk"))


class LetterRow(Base):
    """A letter or another contact, with what has been decided of it so far.

    ``done`` to ``certainty`` are the order of the worklist, all ascending: acute first, then the promised reply date,
    the oldest, the most uncertain. What is decided is derived from ``decisions``, the only source of it. ``blind`` is 0
    for a letter shown with its suggestions, 1 for one that waits to be read without, 2 for one that was.
    """

    __tablename__ = "letters"
    __table_args__ = (
        # Ordered as the worklist is; holds all that it is filtered by, so that the letters themselves are not read.
        Index("letters_list", *_LIST),
        Index("letters_year", "year", "blind"),
    )

    pk: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[str] = mapped_column(String(500), unique=True)
    fingerprint: Mapped[str] = mapped_column(String(64), index=True)
    citizen_pk: Mapped[int | None] = mapped_column(ForeignKey("citizens.pk"), index=True)
    origin: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(Text)
    text: Mapped[str] = mapped_column(Text)
    received: Mapped[str] = mapped_column(String(40))
    year: Mapped[int | None]
    sender: Mapped[str] = mapped_column(Text)
    thread: Mapped[str] = mapped_column(Text)
    writer: Mapped[str] = mapped_column(String(20))
    source: Mapped[str] = mapped_column(Text)
    extra: Mapped[dict[str, Any]]
    hints: Mapped[list[Any]]
    review_reasons: Mapped[list[Any]]
    masked: Mapped[bool]
    remit: Mapped[bool]

    done: Mapped[int] = mapped_column(default=0)
    urgency: Mapped[int] = mapped_column(default=1)
    reply_order: Mapped[str] = mapped_column(String(10), default=FAR)
    received_order: Mapped[str] = mapped_column(String(40), default=FAR)
    certainty: Mapped[float] = mapped_column(default=1.0)

    version: Mapped[int] = mapped_column(default=0)
    blind: Mapped[int] = mapped_column(default=0)
    kind: Mapped[str] = mapped_column(String(100), default="")
    area: Mapped[str] = mapped_column(String(100), default="")
    unit: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    channel: Mapped[str] = mapped_column(String(100), default="")
    complaint_no: Mapped[int | None]
    complained_again: Mapped[bool | None]
    resident: Mapped[bool | None]
    answered_by_office: Mapped[bool | None]
    registered: Mapped[bool] = mapped_column(default=True)
    own_office: Mapped[bool] = mapped_column(default=False)
    answered_on: Mapped[str] = mapped_column(String(10), default="")
    decided_at: Mapped[str] = mapped_column(String(32), default="")
    decided_by: Mapped[str] = mapped_column(String(100), default="")
    erased_at: Mapped[str] = mapped_column(String(32), default="")


class PointRow(Base):
    """A point of a letter: suggested, accepted or rejected; its evidence as offsets of the text."""

    __tablename__ = "letter_points"
    __table_args__ = (Index("letter_points_point", "point", "status", "letter_pk"),)

    letter_pk: Mapped[int] = mapped_column(ForeignKey("letters.pk"), primary_key=True)
    point: Mapped[str] = mapped_column(String(100), primary_key=True)
    status: Mapped[str] = mapped_column(String(10))
    area: Mapped[str] = mapped_column(String(100), default="")
    evidence_start: Mapped[int | None]
    evidence_end: Mapped[int | None]


class SuggestionRow(Base):
    """What a model suggested; the newest of a letter is shown."""

    __tablename__ = "suggestions"

    pk: Mapped[int] = mapped_column(primary_key=True)
    letter_pk: Mapped[int] = mapped_column(ForeignKey("letters.pk"), index=True)
    at: Mapped[str] = mapped_column(String(32))
    model: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(100))
    area: Mapped[str] = mapped_column(String(100))
    unit: Mapped[str] = mapped_column(String(200))
    points: Mapped[list[Any]]
    scores: Mapped[dict[str, Any]]
    evidence: Mapped[dict[str, Any]]


class DecisionRow(Base):
    """Something a person did; rows are only ever added. Erasing a citizen blanks what they quote."""

    __tablename__ = "decisions"

    pk: Mapped[int] = mapped_column(primary_key=True)
    letter_pk: Mapped[int] = mapped_column(ForeignKey("letters.pk"), index=True)
    at: Mapped[str] = mapped_column(String(32))
    user: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(20))
    data: Mapped[dict[str, Any]]


class UserRow(Base):
    """A person who may log in; the password as an Argon2 hash."""

    __tablename__ = "users"

    pk: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(100), unique=True)
    password: Mapped[str] = mapped_column(String(300))
    role: Mapped[str] = mapped_column(String(20))
    independent: Mapped[bool]


class SessionRow(Base):
    """A login; its token as a hash."""

    __tablename__ = "sessions"

    token: Mapped[str] = mapped_column(String(64), primary_key=True)
    user: Mapped[str] = mapped_column(String(100))
    csrf: Mapped[str] = mapped_column(String(64))
    created: Mapped[float]
    seen: Mapped[float]


class AuditRow(Base):
    """Who looked at, changed or exported what; never text of a letter."""

    __tablename__ = "audit"
    __table_args__ = (Index("audit_failures", "action", "at"),)

    pk: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(String(32))
    user: Mapped[str] = mapped_column(String(100))
    action: Mapped[str] = mapped_column(String(30))
    letter_pk: Mapped[int | None] = mapped_column(index=True)
    detail: Mapped[str] = mapped_column(String(200), default="")


class ExportRow(Base):
    """A file that letters were exported into, so that an erasure can find it."""

    __tablename__ = "exports"

    pk: Mapped[int] = mapped_column(primary_key=True)
    at: Mapped[str] = mapped_column(String(32))
    path: Mapped[str] = mapped_column(Text)
    options: Mapped[dict[str, Any]]
    digest: Mapped[str] = mapped_column(String(64))
