"""Build the starter model from data/ into models/starter; the same data and versions give the same model.

Usage: python scripts/build_starter.py [--output FOLDER] [--jobs N]
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

from classifier.examples import examples_of
from classifier.ingest import read_corpus
from classifier.store import STARTER, save_folder
from classifier.taxonomy import read_taxonomy
from classifier.training import train

ROOT = Path(__file__).resolve().parent.parent


def main() -> None:
    """Train on the starter corpus and save."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--output", type=Path, default=ROOT / "models" / STARTER)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    options = parser.parse_args()
    taxonomy = read_taxonomy(ROOT / "data" / "taxonomy.toml")
    examples = examples_of(read_corpus(ROOT / "data" / "corpus", taxonomy), taxonomy)
    model, evaluation = train(
        examples, taxonomy, STARTER, jobs=options.jobs, progress=lambda step: print(step, file=sys.stderr)
    )
    options.output.mkdir(parents=True, exist_ok=True)
    digest = save_folder(model, options.output)
    size = sum(path.stat().st_size for path in options.output.iterdir())
    for name, figure in evaluation.figures().items():
        print(f"{name}: {figure:.3f}" if isinstance(figure, float) else f"{name}: {figure}")
    print(f"{options.output.name}@{digest[:12]}: {size / 1e6:.1f} MB, {len(model.vectorizer.vocabulary_)} features")


if __name__ == "__main__":
    main()
