"""Runs the migrations on the connection that ``open_database`` hands over."""

from __future__ import annotations

from alembic import context

from classifier.decisions.schema import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata)
with context.begin_transaction():
    if connection.dialect.name == "postgresql":
        # Two programs that start at once: the second waits, and then finds nothing to do.
        connection.exec_driver_sql("SELECT pg_advisory_xact_lock(5172301)")
    context.run_migrations()
