"""PostgreSQL keeps no statistics of what letters say: it would store samples of them where no erasure comes."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

_COLUMNS = {
    "letters": ("id", "subject", "text", "sender", "thread", "source", "note", "channel", "search"),
    "citizens": ("key",),
}


def upgrade() -> None:
    """Switch the statistics of these columns off."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, columns in _COLUMNS.items():
        for column in columns:
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {column} SET STATISTICS 0")
