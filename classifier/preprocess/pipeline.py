"""The spaCy pipeline: blank Danish tokeniser, sentence borders, lemmas; letters stream through ``nlp.pipe``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import spacy
from spacy.attrs import LEMMA, NORM, ORTH, SENT_START
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from classifier.masking import KINDS
from classifier.preprocess import lemmas, sentences  # noqa: F401 - their import registers the components
from classifier.records import MaskedLetter, Sentence, Tokens

__all__ = ["Preprocessor"]

_MARKS = re.compile(r"(?:[^\w\s]|_){20,}")
"""A row of marks; spaCy's time grows with the square of its length, so that one hostile letter would take hours."""
_WORD = re.compile(r"\w|§|[?!]")
_STOPS_WITHOUT_SPACE = (r"(?<=[a-zæøå]{3})\.(?=[a-zæøå]{2})", r"(?<=\d)\.(?=[A-ZÆØÅ])")
"""Full stops after which the writer left out the space."""
_VOCABULARY_LIMIT = 500_000
"""spaCy interns every new string; the pipeline is built anew after so many, so that an archive fits in memory."""
_PART = 100_000
"""Texts longer than this many characters are read in parts, cut at white space: spaCy's own limit is a million."""


class Preprocessor:
    """Turns masked letters into tokens, in order and one at a time.

    Notes
    -----
    Deterministic; holds no text after a letter has passed. Sees masked text only.
    """

    def __init__(self) -> None:
        self._nlp = _pipeline()

    def stream(self, letters: Iterable[MaskedLetter]) -> Iterator[Tokens]:
        """Yield the tokens of each letter, in order.

        Parameters
        ----------
        letters : iterable of MaskedLetter
            Read lazily.

        Yields
        ------
        Tokens
            Under the letter's id; offsets refer to the masked texts.
        """
        for letter in letters:
            yield self.tokens(letter)

    def tokens(self, letter: MaskedLetter) -> Tokens:
        """Return the tokens of one letter.

        Parameters
        ----------
        letter : MaskedLetter
            Of any length.

        Returns
        -------
        Tokens
            Under the letter's id.
        """
        return Tokens(letter.id, self.sentences(letter.subject.text), self.sentences(letter.text.text))

    def sentences(self, text: str) -> tuple[Sentence, ...]:
        """Return the sentences of a masked text.

        Parameters
        ----------
        text : str
            Masked, of any length.

        Returns
        -------
        tuple of Sentence
            In order; stretches without a word are left out.
        """
        if len(self._nlp.vocab.strings) > _VOCABULARY_LIMIT:
            self._nlp = _pipeline()
        # Blanks of the same length, so that offsets stay.
        text = _MARKS.sub(lambda row: row[0][:3].ljust(len(row[0])), text)
        found: list[Sentence] = []
        parts = [(offset, text[offset:end]) for offset, end in _parts(text)]
        for (offset, _), doc in zip(parts, self._nlp.pipe(part for _, part in parts), strict=True):
            found.extend(_sentences(doc, offset))
        return tuple(found)


def _pipeline() -> Language:
    nlp = spacy.blank("da")
    # The Danish rules would cut a placeholder at its brackets.
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, Tokenizer)
    for kind in KINDS:
        tokenizer.add_special_case(f"[{kind}]", [{ORTH: f"[{kind}]"}])
    tokenizer.infix_finditer = compile_infix_regex([*(nlp.Defaults.infixes or ()), *_STOPS_WITHOUT_SPACE]).finditer
    nlp.add_pipe("klagepunkt_sentences")
    nlp.add_pipe("klagepunkt_lemmas")
    return nlp


def _parts(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    while start < len(text):
        end = start + _PART
        if end < len(text):
            late = start + _PART // 2
            cuts = (text.rfind("\n", late, end), text.rfind(" ", late, end), text.rfind("\n", start + 1, late))
            end = next((cut for cut in cuts if cut > start), end)
        yield start, min(end, len(text))
        start = end


def _sentences(doc: Doc, offset: int) -> Iterator[Sentence]:
    """Yield the sentences that hold a word. Works on arrays: this runs over every token of an archive."""
    strings = doc.vocab.strings
    rows = doc.to_array([ORTH, NORM, LEMMA, SENT_START]).tolist()
    first = last = -1
    words: list[str] = []
    lemmas_: list[str] = []
    for index, (orth, norm, lemma, start) in enumerate(rows):
        if start == 1 and words:
            yield Sentence(offset + doc[first].idx, offset + _end(doc, last), tuple(words), tuple(lemmas_))
        if start == 1:
            first, words, lemmas_ = index, [], []
        text = strings[orth]
        if not text.isspace():
            last = index
            if _WORD.search(text):
                word = strings[norm]
                is_mark = word[0] in "?!"
                words.append(word[0] if is_mark else word)
                lemmas_.append(word[0] if is_mark else strings[lemma])
    if words:
        yield Sentence(offset + doc[first].idx, offset + _end(doc, last), tuple(words), tuple(lemmas_))


def _end(doc: Doc, index: int) -> int:
    token = doc[index]
    return int(token.idx) + len(token)
