"""Tagging in bulk: batches of letters over many processes or machines, the same rows in the same order."""

from __future__ import annotations

from classifier.bulk.engines import run
from classifier.bulk.marks import Marks, model_mark
from classifier.bulk.work import Rows, rows, suggestions

__all__ = ["Marks", "Rows", "model_mark", "rows", "run", "suggestions"]
