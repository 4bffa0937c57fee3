"""The starter corpus: invented letters, passages and background that come with the program."""

from __future__ import annotations

from pathlib import Path

from classifier.errors import InputError
from classifier.ingest.labelled import read_labelled
from classifier.records import LabelledLetter
from classifier.resources import shipped
from classifier.taxonomy import Taxonomy, read_taxonomy

__all__ = ["corpus_files", "read_corpus"]


def corpus_files(path: Path | None = None) -> list[Path]:
    """List the files of a corpus.

    Parameters
    ----------
    path : pathlib.Path, optional
        A folder; that of the starter corpus if None.

    Returns
    -------
    list of pathlib.Path
        ``*.jsonl``, or ``*.jsonl.gz`` as the installed package has them, by name; a file that is there both ways is
        listed once.

    Raises
    ------
    InputError
        If there is none.
    """
    folder = path or shipped("data/corpus")
    found = {file.name.removesuffix(".gz"): file for end in (".jsonl.gz", ".jsonl") for file in folder.glob(f"*{end}")}
    if not found:
        raise InputError("There is no corpus.", folder.as_posix(), "Give a folder that holds *.jsonl files.")
    return [found[name] for name in sorted(found)]


def read_corpus(path: Path | None = None, taxonomy: Taxonomy | None = None) -> list[LabelledLetter]:
    """Read a corpus whose rows have ``type`` letter, passage or background.

    Parameters
    ----------
    path : pathlib.Path, optional
        A folder; that of the starter corpus if None.
    taxonomy : Taxonomy, optional
        The label book to check it against; the shipped one if None.

    Returns
    -------
    list of LabelledLetter
        By file name, then in the order of the file. ``group`` is the author.

    Raises
    ------
    InputError
        If there is none.
    """
    return read_labelled(corpus_files(path), taxonomy or read_taxonomy())
