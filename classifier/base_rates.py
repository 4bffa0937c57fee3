"""How common each point is in an office's year, and a model fitted to it.

The starter corpus is balanced; a real year is not: half of its points are one of five. ``flat`` leaves the
model as it was trained. ``office`` shifts each point's log-odds by the difference between the office's rate and the
training letters' (the prior correction of Saerens, Latinne & Decaestecker, 2002), halved, since an office files rare
matters elsewhere rather than not at all.
"""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from classifier.errors import ModelError
from classifier.model.bundle import Model
from classifier.model.letter import LetterStage
from classifier.records import LabelledLetter
from classifier.resources import shipped
from classifier.taxonomy import Taxonomy

__all__ = ["ENOUGH", "confirmed_rates", "report_rates", "with_rates"]

ENOUGH = 50
"""Fewer confirmed complaints than this say less than the report of another municipality."""
STRENGTH = 0.5
_LEAST = 0.005


def report_rates(taxonomy: Taxonomy, path: Path | None = None) -> np.ndarray:
    """Return the rates of the 2024 report.

    Parameters
    ----------
    taxonomy : Taxonomy
        The label book.
    path : pathlib.Path, optional
        A table of counts (TOML); the shipped one if None.

    Returns
    -------
    numpy.ndarray, shape (n_points,), float in (0, 1)
        Share of complaints that have the point; NaN for a point that the table does not know.
    """
    table = tomllib.loads((path or shipped("data/base-rates.toml")).read_text(encoding="utf-8"))
    counts = [table["points"].get(point, np.nan) for point in taxonomy.point_ids]
    return np.array(counts, dtype=float) / float(table["complaints"])


def confirmed_rates(letters: Sequence[LabelledLetter], taxonomy: Taxonomy) -> np.ndarray | None:
    """Return the rates of an office's own confirmed complaints.

    Parameters
    ----------
    letters : sequence of LabelledLetter
        Confirmed letters of any kind.
    taxonomy : Taxonomy
        The label book.

    Returns
    -------
    numpy.ndarray, shape (n_points,), float in (0, 1), or None
        Half a letter is added to each count, so that a point nobody had is rare, not impossible; None where there are
        fewer complaints than ``ENOUGH``.
    """
    complaints = [letter for letter in letters if letter.labels.kind in taxonomy.complaint_kinds]
    if len(complaints) < ENOUGH:
        return None
    counts = [sum(point in letter.labels.points for letter in complaints) for point in taxonomy.point_ids]
    return (np.array(counts, dtype=float) + 0.5) / (len(complaints) + 1)


def with_rates(model: Model, rates: np.ndarray) -> Model:
    """Return a model fitted to other base rates.

    Parameters
    ----------
    model : Model
        As trained.
    rates : numpy.ndarray, shape (n_points,), float in (0, 1)
        Share of complaints that have each point; a point whose rate is NaN stays as it was trained.

    Returns
    -------
    Model
        A copy; its cut-offs stay.

    Raises
    ------
    ModelError
        If the model does not say how common its points were in training.
    """
    support, complaints = model.facts.get("support"), model.facts.get("complaints")
    if not isinstance(support, dict) or not complaints:
        raise ModelError(
            "The model does not say how common its points were in training.",
            model.name,
            'Train it again with this version, or set base_rates = "flat".',
        )
    trained = np.array([support.get(point, 0) for point in model.taxonomy.point_ids]) / float(complaints)
    shift = STRENGTH * (_odds(rates) - _odds(trained))
    stage = LetterStage(model.letter_stage.weights, model.letter_stage.offsets + np.nan_to_num(shift))
    return replace(model, letter_stage=stage)


def _odds(rates: np.ndarray) -> np.ndarray:
    bounded = np.clip(rates, _LEAST, 1 - _LEAST)
    result: np.ndarray = np.log(bounded / (1 - bounded))
    return result
