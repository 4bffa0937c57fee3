"""What all tests share: the label book, the starter model, a small model trained once."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifier.examples import Example, examples_of
from classifier.ingest import read_corpus
from classifier.model.bundle import Model
from classifier.records import LabelledLetter
from classifier.store import ModelStore
from classifier.taxonomy import Taxonomy, read_taxonomy
from classifier.training import TrainingSettings, train

SMALL = TrainingSettings(folds=2)


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    """The shipped label book."""
    return read_taxonomy()


@pytest.fixture(scope="session")
def corpus(taxonomy: Taxonomy) -> list[LabelledLetter]:
    """The whole starter corpus."""
    return read_corpus(None, taxonomy)


@pytest.fixture(scope="session")
def few(corpus: list[LabelledLetter]) -> list[LabelledLetter]:
    """Some letters and passages of three hands: enough to train on in a few seconds."""
    chosen: list[LabelledLetter] = []
    for author in ("a01", "a02", "a03"):
        own = [letter for letter in corpus if letter.group == author]
        chosen += [letter for letter in own if not letter.passage][:12] + [letter for letter in own if letter.passage][
            ::3
        ]
    return chosen


@pytest.fixture(scope="session")
def examples(few: list[LabelledLetter], taxonomy: Taxonomy) -> list[Example]:
    """The same, ready to learn from."""
    return examples_of(few, taxonomy)


@pytest.fixture(scope="session")
def small_model(examples: list[Example], taxonomy: Taxonomy) -> Model:
    """A small model, not saved."""
    return train(examples, taxonomy, "small", SMALL)[0]


@pytest.fixture(scope="session")
def starter() -> Model:
    """The starter model."""
    return ModelStore(Path("nowhere")).load("starter")


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or changes the home of the person who runs it."""
    monkeypatch.setenv("KLAGEPUNKT_HOME", str(tmp_path_factory.mktemp("home")))
