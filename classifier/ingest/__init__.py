"""Letters in: from tables, text files, folders and standard input."""

from __future__ import annotations

from classifier.ingest.corpus import read_corpus
from classifier.ingest.labelled import labelled_rows, read_labelled
from classifier.ingest.letters import open_letters

__all__ = ["labelled_rows", "open_letters", "read_corpus", "read_labelled"]
