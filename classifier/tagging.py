"""Letters → suggestions, streaming; the one service that the command line and the review page share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any

import numpy as np

from classifier.hints import hints_of
from classifier.language import is_danish
from classifier.masking import mask_file_names, mask_letter, mask_passages
from classifier.model.bundle import LetterScores, Model
from classifier.model.places import place_classes
from classifier.preprocess import Preprocessor
from classifier.records import Letter, MaskedLetter, Prediction, Tokens

__all__ = ["BATCH", "Tagged", "Tagger", "batches", "predictions", "row_of", "tag"]

BATCH = 64
"""Letters in memory at a time; larger batches were no faster."""
UNCERTAIN = 0.12
"""A point whose probability lies this close to its cut-off calls for a person."""
KIND_UNCERTAIN = 0.75
AREA_UNCERTAIN = 0.5
TEXT_PART = "mailens tekst"


@dataclass(frozen=True, slots=True)
class Tagged:
    """A letter with its suggestions.

    Attributes
    ----------
    letter : Letter
        As read.
    masked : MaskedLetter
        What the model saw.
    prediction : Prediction
        What it suggests.
    """

    letter: Letter
    masked: MaskedLetter
    prediction: Prediction

    def passages(self, masked: bool = False) -> dict[str, tuple[str, ...]]:
        """Return the evidence of each suggested point as text.

        Parameters
        ----------
        masked : bool, default False
            True returns the passages as the model saw them.

        Returns
        -------
        dict of str to tuple of str
            Point id to passages, strongest first.
        """
        if not masked:
            text = self.letter.text
            return {
                point: tuple(text[start:end] for start, end in spans)
                for point, spans in self.prediction.evidence.items()
            }
        text = self.masked.text.text
        return {
            point: tuple(text[slice(*self.masked.text.to_masked(start, end))] for start, end in spans)
            for point, spans in self.prediction.evidence.items()
        }


def tag(letters: Iterable[Letter], model: Model, *, masking: bool = True) -> Iterator[Tagged]:
    """Suggest points, kind and area for each letter, in order.

    Parameters
    ----------
    letters : iterable of Letter
        Read lazily, a few at a time.
    model : Model
        The model.
    masking : bool, default True
        False lets the model see the letter unmasked.

    Yields
    ------
    Tagged
        One a letter.

    Notes
    -----
    A letter's suggestions do not depend on the other letters.
    """
    tagger = Tagger(model, masking=masking)
    for batch in batches(letters):
        yield from tagger.tag(batch)


class Tagger:
    """Tags batches of letters, one after the other.

    Parameters
    ----------
    model : Model
        The model.
    masking : bool, default True
        False lets the model see the letter unmasked.
    """

    def __init__(self, model: Model, *, masking: bool = True) -> None:
        self.model = model
        self._masking = masking
        self._preprocessor = Preprocessor()

    def tag(self, batch: Sequence[Letter]) -> list[Tagged]:
        """Suggest points, kind and area for each letter.

        Parameters
        ----------
        batch : sequence of Letter
            Best about BATCH of them.

        Returns
        -------
        list of Tagged
            In order.
        """
        letters = [_with_hints(letter) for letter in batch]
        masked = [mask_letter(letter, enabled=self._masking) for letter in letters]
        tokens = list(self._preprocessor.stream(masked))
        suggested = predictions(self.model, tokens, self.model.score(tokens), masked, letters)
        return [Tagged(*each) for each in zip(letters, masked, suggested, strict=True)]


def batches(letters: Iterable[Letter]) -> Iterator[list[Letter]]:
    """Cut letters into batches of BATCH, the last one shorter.

    Parameters
    ----------
    letters : iterable of Letter
        Read lazily.

    Yields
    ------
    list of Letter
        At least one.
    """
    stream = iter(letters)
    while batch := list(islice(stream, BATCH)):
        yield batch


def _with_hints(letter: Letter) -> Letter:
    return letter if letter.hints else replace(letter, hints=hints_of(letter))


def predictions(
    model: Model,
    tokens: Sequence[Tokens],
    scores: LetterScores,
    masked: Sequence[MaskedLetter] | None = None,
    letters: Sequence[Letter] | None = None,
) -> list[Prediction]:
    """Decide what is suggested.

    Parameters
    ----------
    model : Model
        The model.
    tokens : sequence of Tokens
        The letters as scored.
    scores : LetterScores
        Of the same letters, in the same order.
    masked : sequence of MaskedLetter, optional
        The same letters, to cut the evidence.
    letters : sequence of Letter, optional
        The same letters, to hand on what reading them told.

    Returns
    -------
    list of Prediction
        In order.
    """
    taxonomy, point_ids = model.taxonomy, model.taxonomy.point_ids
    places = place_classes(taxonomy)
    area_columns = {area.id: [i for i, (known, _) in enumerate(places) if known == area.id] for area in taxonomy.areas}
    # A point that is not in use is never suggested, however sure the model is.
    retired = np.array([point in taxonomy.retired() for point in point_ids])
    thresholds = np.where(retired, np.inf, model.thresholds)
    found = []
    # Rounded first: a score that is written at or above its cut-off is suggested, and one below is not.
    rounded = np.round(scores.points, 4)
    for row, letter in enumerate(tokens):
        kind_index = int(scores.kinds[row].argmax())
        kind = taxonomy.kinds[kind_index]
        points = rounded[row]
        flags = (points >= thresholds) & (kind.complaint and bool(letter.text))
        chosen = tuple(point_ids[column] for column in np.flatnonzero(flags).tolist())
        area_shares = {area: float(scores.places[row, columns].sum()) for area, columns in area_columns.items()}
        area = max(area_shares, key=lambda known: area_shares[known])
        unit = places[max(area_columns[area], key=lambda column: float(scores.places[row, column]))][1]
        reasons = list(letters[row].review_reasons) if letters else []
        reasons += _reasons(
            model,
            letter,
            points - thresholds,
            float(scores.kinds[row, kind_index]),
            area_shares[area],
            flags,
            kind.complaint,
        )
        found.append(
            Prediction(
                id=letter.id,
                kind=kind.id,
                area=area,
                unit=unit,
                points=chosen,
                groups=taxonomy.groups_of(chosen),
                scores=dict(zip(point_ids, points.tolist(), strict=True)),
                evidence=_evidence(letter, scores, row, flags, point_ids, masked[row]) if masked else {},
                review_reasons=tuple(dict.fromkeys(reasons)),
                model=model.label,
            )
        )
    return found


def _evidence(
    letter: Tokens, scores: LetterScores, row: int, flags: np.ndarray, points: Sequence[str], masked: MaskedLetter
) -> Mapping[str, tuple[tuple[int, int], ...]]:
    evidence = {}
    for column in np.flatnonzero(flags).tolist():
        first, last = int(scores.first[row, column]), int(scores.last[row, column])
        span = masked.text.to_original(letter.text[first].start, letter.text[last].end)
        evidence[points[column]] = (span,)
    return evidence


def _reasons(
    model: Model,
    letter: Tokens,
    margins: np.ndarray,
    kind_share: float,
    area_share: float,
    flags: np.ndarray,
    complaint: bool,
) -> list[str]:
    """Say in Danish why a person must look; nothing of the letter's text is in it."""
    if not letter.text:
        return ["Brevet er tomt."]
    reasons = []
    words = [word for sentence in letter.text for word in sentence.words]
    if not is_danish(words):
        reasons.append("Brevet er ikke på dansk.")
    if complaint and not flags.any():
        reasons.append("En klage uden foreslåede punkter.")
    near = np.abs(margins) < UNCERTAIN
    if complaint and near.any():
        names = [model.taxonomy.points[column].name for column in np.flatnonzero(near)]
        reasons.append("Usikkert: " + ", ".join(names) + ".")
    if kind_share < KIND_UNCERTAIN:
        reasons.append("Henvendelsens art er usikker.")
    if area_share < AREA_UNCERTAIN:
        reasons.append("Området er usikkert.")
    return reasons


def row_of(tagged: Tagged, *, masked: bool = False) -> dict[str, Any]:
    """Return a tagged letter as a row of the output contract.

    Parameters
    ----------
    tagged : Tagged
        A letter with its suggestions.
    masked : bool, default False
        True writes the evidence as the model saw it, and the passages of hints and names of files masked.

    Returns
    -------
    dict
        JSON-ready, in the order of the contract; other columns of the input last. ``tagged_parts`` says of a mail with
        attachments which of its parts the suggestions rest on.
    """
    letter, prediction = tagged.letter, tagged.prediction
    passages = [hint.passage for hint in letter.hints]
    files = [each.name for each in letter.attachments if each.read and not each.reason]
    reasons = list(prediction.review_reasons)
    if masked:
        passages = [each.text for each in mask_passages(letter, passages)]
        files = [each.text for each in mask_file_names(letter, files)]
        if letter.attachments:
            # Reasons are ours but for the names of files in them.
            reasons = [each.text for each in mask_file_names(letter, reasons)]
    row: dict[str, Any] = {
        "id": letter.id,
        "received": letter.received,
        "kind": prediction.kind,
        "area": prediction.area,
        "unit": prediction.unit,
        "points": list(prediction.points),
        "groups": list(prediction.groups),
        "scores": dict(prediction.scores),
        "evidence": {point: list(passages) for point, passages in tagged.passages(masked).items()},
        "needs_review": prediction.needs_review,
        "review_reasons": reasons,
        "hints": [
            {"kind": hint.kind, "reason": hint.reason, "passage": passage}
            for hint, passage in zip(letter.hints, passages, strict=True)
        ],
        "thread": letter.thread,
        "citizen": letter.citizen,
        "complaint_no": letter.complaint_no,
        "writer": letter.writer,
        "model": prediction.model,
    }
    if letter.attachments:
        row["tagged_parts"] = "; ".join([TEXT_PART, *files])
    row.update({name: value for name, value in letter.extra.items() if name not in row})
    return row
