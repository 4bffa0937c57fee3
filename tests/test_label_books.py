"""Another municipality's label book works without touching code."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from classifier.examples import examples_of
from classifier.records import LabelledLetter, Labels
from classifier.tagging import tag
from classifier.taxonomy import read_taxonomy
from classifier.training import TrainingSettings, train

BOOK = Path(__file__).parent / "data" / "elleve-temaer.toml"
THEMES = {
    "opfoelgning": "opfoelgning-inddragelse",
    "inddragelse": "opfoelgning-inddragelse",
    "sagsbehandlingstid": "sagsbehandlingstid",
    "sagsoplysning": "sagsoplysning",
    "begrundelse": "begrundelse",
    "vejledning": "vejledning",
    "betjening": "borgerbetjening",
    "afgoerelse-hovedindhold": "afgoerelse-vilkaar",
    "manglende-hjaelp": "raadgivning",
    "enkelthed": "digital",
    "klagevejledning": "klagevejledning",
    "notatpligt": "aktindsigt-notatpligt",
}


def test_eleven_themes_train_and_tag(corpus: list[LabelledLetter]) -> None:
    """The starter texts carry over to its points by a plain mapping."""
    book = read_taxonomy(BOOK)
    assert len(book.points) == 11
    chosen = []
    for author in ("a04", "a05", "a06"):
        own = [text for text in corpus if text.group == author]
        for text in [text for text in own if not text.passage][:15] + [text for text in own if text.passage][::3]:
            evidence = {THEMES[p]: e for p, e in text.labels.evidence.items() if p in THEMES}
            points = tuple(point for point in book.point_ids if point in evidence)
            kind = {"klage": "klage", "": ""}.get(text.labels.kind, "andet")
            labels = Labels(kind, "by" if text.labels.area == "KMT" else "mennesker", "", points, evidence)
            chosen.append(replace(text, labels=labels))
    model, evaluation = train(examples_of(chosen, book), book, "elleve", TrainingSettings(folds=2))
    (tagged,) = tag([chosen[0].letter], model)
    assert list(tagged.prediction.scores) == list(book.point_ids)
    assert set(tagged.prediction.points) <= set(book.point_ids)
    assert tagged.prediction.kind in {"klage", "andet"}
    assert set(evaluation.points) == set(book.point_ids)
