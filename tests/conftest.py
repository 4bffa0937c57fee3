"""What all tests share: the label book, the starter model, a small model trained once."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
import sklearn.linear_model  # noqa: F401 - only libraries that are loaded already can be held to one thread
from threadpoolctl import threadpool_limits

from classifier.examples import Example, examples_of
from classifier.ingest import read_corpus, read_labelled
from classifier.model.bundle import Model
from classifier.records import LabelledLetter
from classifier.store import ModelStore
from classifier.taxonomy import Taxonomy, read_taxonomy
from classifier.training import TrainingSettings, train

if TYPE_CHECKING:
    from playwright.sync_api import Browser

DATA = Path(__file__).parent / "data"
SMALL = TrainingSettings(folds=2)


@pytest.fixture(scope="session", autouse=True)
def _one_thread() -> Iterator[None]:
    """On a busy machine, threads that wait for each other make small fits fifty times slower."""
    with threadpool_limits(1):
        yield


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The system's own Chromium."""
    from tests.browser import running

    with running() as started:
        yield started


@pytest.fixture(scope="session")
def taxonomy() -> Taxonomy:
    """The shipped label book."""
    return read_taxonomy()


@pytest.fixture(scope="session")
def corpus(taxonomy: Taxonomy) -> list[LabelledLetter]:
    """The whole starter corpus."""
    return read_corpus(None, taxonomy)


@pytest.fixture(scope="session")
def few(taxonomy: Taxonomy) -> list[LabelledLetter]:
    """16 letters and 39 passages of four hands (tests/data/README.md): enough to train on in a second."""
    return read_labelled([DATA / "labelled.jsonl"], taxonomy)


@pytest.fixture(scope="session")
def examples(few: list[LabelledLetter], taxonomy: Taxonomy) -> list[Example]:
    """The same, ready to learn from."""
    return examples_of(few, taxonomy)


@pytest.fixture(scope="session")
def small_model(examples: list[Example], taxonomy: Taxonomy) -> Model:
    """A small model, not saved."""
    return train(examples, taxonomy, "small", SMALL)[0]


@pytest.fixture(scope="session")
def small_home(small_model: Model, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in which the small model is saved and active; not to be changed."""
    home = tmp_path_factory.mktemp("small") / "home"
    store = ModelStore(home)
    store.save(small_model)
    store.activate("small")
    return home


@pytest.fixture
def own_home(small_home: Path, tmp_path: Path) -> Path:
    """A copy of it that a test may change."""
    return shutil.copytree(small_home, tmp_path / "own-home")


@pytest.fixture(scope="session")
def starter() -> Model:
    """The starter model."""
    return ModelStore(Path("nowhere")).load("starter")


@pytest.fixture(autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test sees or changes the home of the person who runs it."""
    monkeypatch.setenv("KLAGEPUNKT_HOME", str(tmp_path_factory.mktemp("home")))
