"""Letters into the database: tagged ones with their suggestions, each once."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from classifier.decisions.blind import Draw, expected
from classifier.decisions.database import Database, now, storable
from classifier.decisions.decide import materialise
from classifier.decisions.schema import FAR, CitizenRow, LetterRow, SuggestionRow
from classifier.decisions.ways import note_key
from classifier.masking import mask_letter, mask_passages
from classifier.provenance import fingerprint
from classifier.pseudonyms import Pseudonyms
from classifier.records import Hint, Letter, MaskedLetter
from classifier.tagging import Tagged

__all__ = ["Intake", "Taken", "add_letter", "citizen_of", "find_place", "masked_copy", "masked_letter", "year_of"]

BATCH = 64


@dataclass(slots=True)
class Taken:
    """What became of tagged letters.

    Attributes
    ----------
    new, known : int
        Letters that were added; letters that were there already (a new model's suggestions are kept all the same).
    blind : int
        New letters that are to be read without suggestions first.
    renamed : list of (str, str)
        Ids that another letter already had, and the ids that were given instead.
    """

    new: int = 0
    known: int = 0
    blind: int = 0
    renamed: list[tuple[str, str]] = field(default_factory=list)


class Intake:
    """Takes tagged letters into a database.

    Parameters
    ----------
    database : Database
        Open.
    pseudonyms : Pseudonyms, optional
        Given where texts are kept with personal data masked, and keyed hashes for who sent a mail.
    expected_letters : int, default 200
        Letters of a year, where the database does not know the year before.
    """

    def __init__(
        self, database: Database, *, pseudonyms: Pseudonyms | None = None, expected_letters: int = 200
    ) -> None:
        self._database = database
        self._pseudonyms = pseudonyms
        self._expected = expected_letters
        self.taken = Taken()

    def take(self, tagged: Iterable[Tagged]) -> Iterator[Tagged]:
        """Pass tagged letters through and keep each, a batch at a time.

        Parameters
        ----------
        tagged : iterable of Tagged
            As ``tag`` gives them.

        Yields
        ------
        Tagged
            The same, after its batch is on the disk.
        """
        stream = iter(tagged)
        while batch := list(islice(stream, BATCH)):
            with self._database.writing() as session:
                draws: dict[int, Draw] = {}
                for each in batch:
                    self._keep(session, each, draws)
            yield from batch

    def _keep(self, session: Session, tagged: Tagged, draws: dict[int, Draw]) -> None:
        mark = fingerprint(storable(tagged.letter.text))
        if self._pseudonyms:
            tagged = masked_copy(tagged, self._pseudonyms)
        letter, prediction = tagged.letter, tagged.prediction
        row, new_id = find_place(session, letter.id, mark)
        if row is None:
            if new_id != letter.id:
                self.taken.renamed.append((letter.id, new_id))
            row = add_letter(session, replace(letter, id=new_id), mark, "tag", masked=self._pseudonyms is not None)
            row.review_reasons = [storable(reason) for reason in prediction.review_reasons]
            row.blind = int(self._drawn(session, row, draws))
            self.taken.new += 1
            self.taken.blind += row.blind
        else:
            self.taken.known += 1
            newest = select(SuggestionRow.model).where(SuggestionRow.letter_pk == row.pk)
            if session.scalars(newest.order_by(SuggestionRow.pk.desc())).first() == prediction.model:
                return
        session.add(
            SuggestionRow(
                letter_pk=row.pk,
                at=now(),
                model=prediction.model,
                kind=prediction.kind,
                area=prediction.area,
                unit=prediction.unit,
                points=list(prediction.points),
                scores=dict(prediction.scores),
                evidence={point: [list(span) for span in spans] for point, spans in prediction.evidence.items()},
            )
        )
        row.certainty = _certainty(prediction.points, prediction.scores)
        materialise(session, row)

    def _drawn(self, session: Session, row: LetterRow, draws: dict[int, Draw]) -> bool:
        year = row.year or 0
        if year not in draws:
            number = select(func.count()).select_from(LetterRow)
            before = session.scalar(number.where(LetterRow.year == year - 1)) or 0
            # The letter itself has been added.
            seen = session.scalar(number.where(LetterRow.year == row.year, LetterRow.pk != row.pk)) or 0
            chosen = session.scalar(number.where(LetterRow.year == row.year, LetterRow.blind > 0)) or 0
            draws[year] = Draw(expected(before, self._expected), seen, chosen)
        return draws[year].next(secrets.randbelow(1 << 30) / (1 << 30))


def find_place(session: Session, letter_id: str, mark: str) -> tuple[LetterRow | None, str]:
    """Find the same letter under its id, or an id that no other letter has."""
    wanted, number = storable(letter_id)[:480], 1
    new_id = wanted
    while (row := session.scalars(select(LetterRow).where(LetterRow.id == new_id)).first()) is not None:
        if row.fingerprint == mark:
            return row, new_id
        number += 1
        new_id = f"{wanted}#{number}"
    return None, new_id


def add_letter(session: Session, letter: Letter, mark: str, origin: str, *, masked: bool = False) -> LetterRow:
    """Add a letter that is not there.

    Parameters
    ----------
    session : sqlalchemy.orm.Session
        Writing.
    letter : Letter
        As read, or masked.
    mark : str
        Fingerprint of its text as written.
    origin : str
        ``tag``, ``import`` or ``hand``.
    masked : bool, default False
        Whether its text is masked.

    Returns
    -------
    LetterRow
        With its number, and nothing decided.
    """
    received = storable(letter.received)[:40]
    citizen = citizen_of(session, letter)
    row = LetterRow(
        id=storable(letter.id),
        fingerprint=mark,
        citizen_pk=citizen.merged_into or citizen.pk,
        origin=origin,
        subject=storable(letter.subject),
        text=storable(letter.text),
        received=received,
        year=year_of(received, letter.extra.get("year", "")),
        sender=storable(letter.sender),
        thread=storable(letter.thread),
        writer=letter.writer,
        source=storable(letter.source),
        extra={storable(name): storable(value) for name, value in letter.extra.items()},
        hints=[[hint.kind, storable(hint.reason), storable(hint.passage)] for hint in letter.hints],
        review_reasons=[],
        masked=masked,
        remit=any(hint.kind == "remit" for hint in letter.hints),
        urgency=0 if any(hint.kind == "acute" for hint in letter.hints) else 1,
        received_order=received if received[:4].isdigit() else FAR,
        complaint_no=letter.complaint_no,
    )
    session.add(row)
    session.flush()
    if citizen.merged_into:
        note_key(session, row.pk, citizen.pk, citizen.merged_into)
    return row


def citizen_of(session: Session, letter: Letter) -> CitizenRow:
    """Return the citizen of a letter's own key, merged with another or not; a new one where the key is new."""
    key = storable(letter.citizen.strip() or letter.sender.strip().casefold() or f"id:{letter.id}")[:500]
    row = session.scalars(select(CitizenRow).where(CitizenRow.key == key)).first()
    if row is None:
        row = CitizenRow(key=key)
        session.add(row)
        session.flush()
    return row


def year_of(received: str, year: str = "") -> int | None:
    """Return the year that a letter counts in: the column ``year``, else that of its receipt.

    Parameters
    ----------
    received : str
        As the letter has it.
    year : str, default ""
        The column.

    Returns
    -------
    int or None
        None where neither tells.

    Examples
    --------
    >>> year_of("2024-03-01"), year_of("", "2023"), year_of("i går")
    (2024, 2023, None)
    """
    found = year.strip() or received[:4]
    return int(found) if found.isascii() and found.isdigit() and len(found) == 4 else None


def masked_copy(tagged: Tagged, pseudonyms: Pseudonyms) -> Tagged:
    """Return a letter as the model saw it, its evidence moved to where it stands in the masked text."""
    letter, seen = tagged.letter, tagged.masked
    if not seen.text.masks and not seen.subject.masks:
        # Masking may be switched off for the model; what is kept is masked all the same.
        seen = mask_letter(letter)
    evidence: Mapping[str, Any] = {
        point: tuple(seen.text.to_masked(start, end) for start, end in spans)
        for point, spans in tagged.prediction.evidence.items()
    }
    plain = masked_letter(letter, seen)
    known = pseudonyms.letter(plain) if letter.mail else plain
    return replace(tagged, letter=known, prediction=replace(tagged.prediction, evidence=evidence))


def masked_letter(letter: Letter, seen: MaskedLetter | None = None) -> Letter:
    """Return a letter with personal data masked in its text, its subject and the passages of its hints.

    Parameters
    ----------
    letter : Letter
        As read.
    seen : MaskedLetter, optional
        Its masked text and subject, where they are known.

    Returns
    -------
    Letter
        With all else as it was.
    """
    seen = seen or mask_letter(letter)
    passages = mask_passages(letter, [hint.passage for hint in letter.hints])
    hints = tuple(Hint(h.kind, h.reason, each.text) for h, each in zip(letter.hints, passages, strict=True))
    return replace(letter, text=seen.text.text, subject=seen.subject.text, hints=hints)


def _certainty(points: Iterable[str], scores: Mapping[str, float]) -> float:
    """Tell how far apart the least likely suggested point and the likeliest other one are: -1 to 1."""
    chosen = set(points)
    inside = min((scores[point] for point in chosen), default=1.0)
    outside = max((score for point, score in scores.items() if point not in chosen), default=0.0)
    return inside - outside
