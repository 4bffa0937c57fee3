"""MaskedLetter → Tokens: the only place that imports spaCy. Nothing is downloaded."""

from __future__ import annotations

from classifier.preprocess.pipeline import Preprocessor

__all__ = ["Preprocessor"]
