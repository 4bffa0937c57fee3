"""The year in figures: counts of labelled letters as plain data; knows no estimator and renders nothing."""

from __future__ import annotations

from classifier.annual.comparison import as_previous, compared, previous_from
from classifier.annual.estimate import Rates, estimate
from classifier.annual.period import Period, Theme
from classifier.annual.publication import publish
from classifier.annual.register import Entry, Register, read_register
from classifier.annual.statistics import AnnualStatistics, count_year
from classifier.annual.themes import read_themes

__all__ = [
    "AnnualStatistics",
    "Entry",
    "Period",
    "Rates",
    "Register",
    "Theme",
    "as_previous",
    "compared",
    "count_year",
    "estimate",
    "previous_from",
    "publish",
    "read_register",
    "read_themes",
]
