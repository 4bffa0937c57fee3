"""Build the starter model from data/ into models/starter; the same data and versions give the same model.

Usage: python scripts/build_starter.py [--output FOLDER] [--jobs N] [--check]

--check builds a second time, into a folder that is thrown away, and compares what the two models say of every letter of the
corpus and every example letter: exit code 1 if a single score differs. Nothing is written.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from collections.abc import Iterable, Sequence
from pathlib import Path

from classifier.evaluation import Evaluation
from classifier.examples import examples_of
from classifier.ingest import open_letters, read_corpus
from classifier.model.bundle import Model
from classifier.records import LabelledLetter, Letter
from classifier.store import STARTER, load_folder, save_folder
from classifier.tagging import row_of, tag
from classifier.taxonomy import Taxonomy, read_taxonomy
from classifier.training import TrainingSettings, train

ROOT = Path(__file__).resolve().parent.parent


def build(
    corpus: Iterable[LabelledLetter],
    taxonomy: Taxonomy,
    output: Path,
    *,
    settings: TrainingSettings | None = None,
    jobs: int = 1,
) -> tuple[Model, Evaluation]:
    """Train on a corpus and save; return the model as it is read again, and the figures of held-out letters."""
    model, evaluation = train(
        examples_of(corpus, taxonomy),
        taxonomy,
        STARTER,
        settings,
        jobs=jobs,
        progress=lambda s: print(s, file=sys.stderr),
    )
    output.mkdir(parents=True, exist_ok=True)
    save_folder(model, output)
    return load_folder(output), evaluation


def differing(first: Model, second: Model, letters: Sequence[Letter]) -> list[str]:
    """List the ids of letters of which two models say different things: a score, a point, a passage, anything."""

    def said(model: Model) -> list[dict[str, object]]:
        return [row_of(each) | {"model": ""} for each in tag(letters, model)]

    pairs = zip(letters, said(first), said(second), strict=True)
    return [letter.id for letter, mine, other in pairs if mine != other]


def check(corpus: Sequence[LabelledLetter], taxonomy: Taxonomy, folder: Path, jobs: int) -> bool:
    """Build again and tell whether the model in a folder says the same."""
    letters = [text.letter for text in corpus if not text.passage]
    letters += [item for item in open_letters([ROOT / "data" / "examples"]) if isinstance(item, Letter)]
    with tempfile.TemporaryDirectory() as again:
        second, _ = build(corpus, taxonomy, Path(again), jobs=jobs)
        other = differing(load_folder(folder), second, letters)
    print(
        f"{len(letters)} letters, {len(other)} of them read differently by a second build. {' '.join(other[:10])}".strip()
    )
    return not other


def main() -> int:
    """Train on the starter corpus and save, or check."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=ROOT / "models" / STARTER)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    taxonomy = read_taxonomy(ROOT / "data" / "taxonomy.toml")
    corpus = read_corpus(ROOT / "data" / "corpus", taxonomy)
    if options.check:
        return 0 if check(corpus, taxonomy, options.output, options.jobs) else 1
    model, evaluation = build(corpus, taxonomy, options.output, jobs=options.jobs)
    size = sum(path.stat().st_size for path in options.output.iterdir())
    for name, figure in evaluation.figures().items():
        print(f"{name}: {figure:.3f}" if isinstance(figure, float) else f"{name}: {figure}")
    print(f"{model.label}: {size / 1e6:.1f} MB, {len(model.vectorizer.vocabulary_)} features")
    return 0


if __name__ == "__main__":
    sys.exit(main())
