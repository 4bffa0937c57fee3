"""Letters in: from tables, text files, folders and standard input."""

from __future__ import annotations

from classifier.ingest.corpus import read_corpus
from classifier.ingest.labelled import read_labelled
from classifier.ingest.letters import open_letters

__all__ = ["open_letters", "read_corpus", "read_labelled"]
