"""The first form of the database, with full-text search over letters.

SQLite: an FTS5 index over the letters' own table, kept by triggers. PostgreSQL: a stored column in Danish word stems;
it cannot hold more than a megabyte, so letters are searched in their first 200,000 characters.
"""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

_SQLITE = (
    "CREATE VIRTUAL TABLE letter_search USING fts5(id, subject, text, note, content='letters', content_rowid='pk',"
    " tokenize='unicode61 remove_diacritics 0')",
    "CREATE TRIGGER letters_added AFTER INSERT ON letters BEGIN"
    " INSERT INTO letter_search(rowid, id, subject, text, note)"
    " VALUES (new.pk, new.id, new.subject, new.text, new.note); END",
    "CREATE TRIGGER letters_removed AFTER DELETE ON letters BEGIN"
    " INSERT INTO letter_search(letter_search, rowid, id, subject, text, note)"
    " VALUES ('delete', old.pk, old.id, old.subject, old.text, old.note); END",
    "CREATE TRIGGER letters_changed AFTER UPDATE OF id, subject, text, note ON letters BEGIN"
    " INSERT INTO letter_search(letter_search, rowid, id, subject, text, note)"
    " VALUES ('delete', old.pk, old.id, old.subject, old.text, old.note);"
    " INSERT INTO letter_search(rowid, id, subject, text, note)"
    " VALUES (new.pk, new.id, new.subject, new.text, new.note); END",
)
_POSTGRESQL = (
    "ALTER TABLE letters ADD COLUMN search tsvector GENERATED ALWAYS AS (to_tsvector('danish',"
    " left(id || ' ' || subject || ' ' || note || ' ' || text, 200000))) STORED",
    "CREATE INDEX letters_search ON letters USING gin (search)",
)


def upgrade() -> None:
    """Make all tables."""
    op.create_table(
        "citizens",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("key", sa.String(500), nullable=False, unique=True),
        sa.Column("merged_into", sa.Integer, sa.ForeignKey("citizens.pk")),
    )
    op.create_table("letters", *_letter_columns())
    order = ["urgency", "reply_order", "received_order", "certainty", "pk"]
    op.create_index("letters_order", "letters", ["done", *order])
    op.create_index("letters_area_order", "letters", ["area", "done", *order])
    op.create_index("letters_year", "letters", ["year", "blind"])
    op.create_index("ix_letters_fingerprint", "letters", ["fingerprint"])
    op.create_index("ix_letters_citizen_pk", "letters", ["citizen_pk"])
    op.create_table(
        "letter_points",
        sa.Column("letter_pk", sa.Integer, sa.ForeignKey("letters.pk"), primary_key=True),
        sa.Column("point", sa.String(100), primary_key=True),
        sa.Column("status", sa.String(10), nullable=False),
        sa.Column("area", sa.String(100), nullable=False),
        sa.Column("evidence_start", sa.Integer),
        sa.Column("evidence_end", sa.Integer),
    )
    op.create_index("letter_points_point", "letter_points", ["point", "status", "letter_pk"])
    _of_letters("suggestions", "model:200", "kind:100", "area:100", "unit:200", "points", "scores", "evidence")
    _of_letters("decisions", "user:100", "action:20", "data")
    op.create_table(
        "users",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(100), nullable=False, unique=True),
        sa.Column("password", sa.String(300), nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("independent", sa.Boolean, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("user", sa.String(100), nullable=False),
        sa.Column("csrf", sa.String(64), nullable=False),
        sa.Column("created", sa.Double, nullable=False),
        sa.Column("seen", sa.Double, nullable=False),
    )
    op.create_table(
        "audit",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("user", sa.String(100), nullable=False),
        sa.Column("action", sa.String(30), nullable=False),
        sa.Column("letter_pk", sa.Integer),
        sa.Column("detail", sa.String(200), nullable=False),
    )
    op.create_index("audit_failures", "audit", ["action", "at"])
    op.create_index("ix_audit_letter_pk", "audit", ["letter_pk"])
    op.create_table(
        "exports",
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("at", sa.String(32), nullable=False),
        sa.Column("path", sa.Text, nullable=False),
        sa.Column("options", sa.JSON, nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
    )
    for statement in _SQLITE if op.get_bind().dialect.name == "sqlite" else _POSTGRESQL:
        op.execute(statement)


def _letter_columns() -> list[sa.Column[Any]]:
    def texts(*names: str) -> list[sa.Column[Any]]:
        """Columns of a length; without one of any length."""
        pairs = [name.partition(":") for name in names]
        return [
            sa.Column(name, sa.String(int(length)) if length else sa.Text, nullable=False) for name, _, length in pairs
        ]

    return [
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("id", sa.String(500), nullable=False, unique=True),
        *texts("fingerprint:64"),
        sa.Column("citizen_pk", sa.Integer, sa.ForeignKey("citizens.pk")),
        *texts("origin:10", "subject", "text", "received:40"),
        sa.Column("year", sa.Integer),
        *texts("sender", "thread", "writer:20", "source"),
        *(sa.Column(name, sa.JSON, nullable=False) for name in ("extra", "hints", "review_reasons")),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("masked", "remit")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("done", "urgency")),
        *texts("reply_order:10", "received_order:40"),
        sa.Column("certainty", sa.Double, nullable=False),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("version", "blind")),
        *texts("kind:100", "area:100", "unit:200", "note", "channel:100"),
        sa.Column("complaint_no", sa.Integer),
        *(sa.Column(name, sa.Boolean) for name in ("complained_again", "resident", "answered_by_office")),
        *(sa.Column(name, sa.Boolean, nullable=False) for name in ("registered", "own_office")),
        *texts("answered_on:10", "decided_at:32", "decided_by:100", "erased_at:32"),
    ]


def _of_letters(table: str, *names: str) -> None:
    """Make a table of rows that belong to letters; a column without a length holds JSON."""
    pairs = [name.partition(":") for name in names]
    op.create_table(
        table,
        sa.Column("pk", sa.Integer, primary_key=True),
        sa.Column("letter_pk", sa.Integer, sa.ForeignKey("letters.pk"), nullable=False),
        sa.Column("at", sa.String(32), nullable=False),
        *(sa.Column(name, sa.String(int(length)) if length else sa.JSON, nullable=False) for name, _, length in pairs),
    )
    op.create_index(f"ix_{table}_letter_pk", table, ["letter_pk"])
