"""Which n-grams of real citizens' letters may enter a vocabulary, so that no model keeps what one person wrote.

The rule (issue 3): what the starter vocabulary has, or the invented texts alone would give, enters. Anything else is
known from real letters only, and enters where at least ``MIN_CITIZENS`` different citizens wrote it, never where it
equals a string that masking found and is no ordinary word, and never where it has the form of a number or address that
points at a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from classifier.errors import ModelError
from classifier.features import FeatureSettings, SentenceVectorizer
from classifier.masking.lexicon import Kind, kind_of, known_word
from classifier.records import Sentence
from classifier.resources import shipped

__all__ = ["MIN_CITIZENS", "Admission", "Source", "check_vocabulary", "ordinary", "personal_pattern"]

MIN_CITIZENS = 3
"""An n-gram that real letters alone hold enters only where so many citizens wrote it."""

_YEARS_OR_DATE = re.compile(r"\d{4}[-–/ ]\d{4}|\d{1,2}[-./ ]\d{1,2}[-./ ]\d{2,4}|\d{4}[-./]\d{1,2}[-./]\d{1,2}")
_PATTERNS = {
    "MAIL": re.compile(r"[^\s@]@[^\s@]"),
    "CPR": re.compile(r"(?<!\d)\d{5,6}[-–. ]?\d{4}(?!\d)"),
    "KONTO": re.compile(r"(?<!\d)\d{4}[-–. ]\d{5,}|[a-z]{2}\d{2}[ ]?\d{4}[ ]?\d{4}", re.IGNORECASE),
    "TELEFON": re.compile(r"(?<!\d)(?:\+?\d{2}[-–. ]?)?\d{2}[-–. ]?\d{2}[-–. ]?\d{2}[-–. ]?\d{2}(?!\d)|\+\d{6,}"),
}
"""Digits are zeros in a vocabulary, and a run of more than five is five: a CPR number stands as 00000-0000."""


@dataclass(frozen=True, slots=True)
class Source:
    """What one text adds to a vocabulary.

    Attributes
    ----------
    sentences : sequence of Sentence
        Of the masked text.
    citizen : str
        Key of the real citizen who wrote it; empty for an invented text.
    found : frozenset of str
        Normal forms of the strings that masking found, and of each word in them.
    """

    sentences: Sequence[Sentence]
    citizen: str = ""
    found: frozenset[str] = frozenset()


class Admission:
    """Decides n-gram by n-gram what may enter a vocabulary, and counts what may not.

    Parameters
    ----------
    sources : sequence of Source
        Everything the vocabulary is made of.
    settings : FeatureSettings
        What the vocabulary is made of.
    invented : frozenset of str, optional
        What a vocabulary of the invented texts among them would hold, where that is known.

    Attributes
    ----------
    dropped : dict of str to int
        Number of n-grams refused, by reason: ``few citizens``, ``masked``, ``pattern``.
    """

    def __init__(
        self, sources: Sequence[Source], settings: FeatureSettings, invented: frozenset[str] | None = None
    ) -> None:
        self.dropped = {"few citizens": 0, "masked": 0, "pattern": 0}
        self._real = [source for source in sources if source.citizen]
        self._exempt: frozenset[str] = frozenset()
        self._citizens: Counter[str] = Counter()
        self._found: frozenset[str] = frozenset()
        if not self._real:
            return
        if invented is None:
            texts = [sentence for source in sources if not source.citizen for sentence in source.sentences]
            invented = frozenset(SentenceVectorizer(settings).fit(texts).vocabulary_)
        self._exempt = starter_vocabulary() | invented
        self._found = frozenset(string for source in self._real for string in source.found if not ordinary(string))
        reader = SentenceVectorizer(settings)
        for citizen in sorted({source.citizen for source in self._real}):
            mine = (s for source in self._real if source.citizen == citizen for s in source.sentences)
            self._citizens.update(reader.grams(mine))

    def __call__(self, gram: str) -> bool:
        """Tell whether an n-gram may enter.

        Parameters
        ----------
        gram : str
            With its prefix, as in ``SentenceVectorizer.vocabulary_``.

        Returns
        -------
        bool
            Where all texts are invented, False for a personal pattern alone.
        """
        text = gram[1:].strip()
        reason = ""
        if personal_pattern(text):
            reason = "pattern"
        elif not self._real or gram in self._exempt:
            return True
        elif self._citizens[gram] < MIN_CITIZENS:
            reason = "few citizens"
        elif text in self._found:
            reason = "masked"
        if reason:
            self.dropped[reason] += 1
        return not reason


def starter_vocabulary() -> frozenset[str]:
    """Return the vocabulary of the starter model, which invented texts alone made.

    Returns
    -------
    frozenset of str
        Prefixed n-grams.
    """
    return frozenset(shipped("models/starter/vocabulary.txt").read_text(encoding="utf-8").split("\n"))


def ordinary(string: str) -> bool:
    """Tell whether a string that masking found is an ordinary word all the same.

    Parameters
    ----------
    string : str
        In lower case.

    Returns
    -------
    bool
        True for Bo, Per, Holm and Dam; False for what is hardly ever anything but a name, and for several words.

    Examples
    --------
    >>> ordinary("holm"), ordinary("annette"), ordinary("xqzt")
    (True, False, False)
    """
    kind = kind_of(string)
    return known_word(string) and not (kind & Kind.SURE and not kind & Kind.AMBIGUOUS)


def personal_pattern(text: str) -> str:
    """Name the kind of personal number or address that a text has the form of.

    Parameters
    ----------
    text : str
        An n-gram without its prefix; its digits may be real or zeros.

    Returns
    -------
    str
        ``CPR``, ``KONTO``, ``MAIL`` or ``TELEFON``; empty for anything else, also for dates and spans of years.

    Examples
    --------
    >>> personal_pattern("00000-0000"), personal_pattern("0000-0000"), personal_pattern("bo@post.dk")
    ('CPR', '', 'MAIL')
    """
    if "@" not in text and not any(character.isdigit() for character in text):
        return ""
    plain = _YEARS_OR_DATE.sub(" ", text) if _YEARS_OR_DATE.fullmatch(text.strip()) else text
    return next((kind for kind, pattern in _PATTERNS.items() if pattern.search(plain)), "")


def check_vocabulary(names: Iterable[str]) -> None:
    """Refuse a vocabulary that holds the form of a personal number or address.

    Parameters
    ----------
    names : iterable of str
        Prefixed n-grams.

    Raises
    ------
    ModelError
        Says how many of which kind, never which.
    """
    counts = Counter(kind for name in names if (kind := personal_pattern(name[1:])))
    if counts:
        shown = ", ".join(f"{kind}: {number}" for kind, number in sorted(counts.items()))
        raise ModelError(
            f"The vocabulary holds what has the form of personal data ({shown}), so the model was not saved.",
            remedy="Train with masking on (klagepunkt settings shows it).",
        )
