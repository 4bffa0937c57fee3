"""PostgreSQL keeps what letters say apart from their rows, so that a search for a common word reads little."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Move all that is long out of the rows; those of before move when the table is next written anew."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE letters SET (toast_tuple_target = 128)")
