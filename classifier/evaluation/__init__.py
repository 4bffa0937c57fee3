"""Gold labels against suggestions, as plain data; knows no estimator and renders nothing."""

from __future__ import annotations

from classifier.evaluation.assessment import Assessment, assess, compare
from classifier.evaluation.measures import MACRO_SUPPORT, Counts, Evaluation, Judged, evaluate, passage_hit

__all__ = [
    "MACRO_SUPPORT",
    "Assessment",
    "Counts",
    "Evaluation",
    "Judged",
    "assess",
    "compare",
    "evaluate",
    "passage_hit",
]
