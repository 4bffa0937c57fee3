"""Cleaning of a decoded mail: new text kept, quoted history and automatic parts entered in the ledger."""

from __future__ import annotations

from classifier.ingest.cleaning.body import Body, Context, Span
from classifier.ingest.cleaning.clean import clean
from classifier.ingest.cleaning.ledger import Cleaned, Cut, restores

__all__ = ["Body", "Cleaned", "Context", "Cut", "Span", "clean", "restores"]
