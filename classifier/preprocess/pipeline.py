"""The spaCy pipeline: blank Danish tokeniser, sentence borders, lemmas; letters stream through ``nlp.pipe``."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, chain, pairwise
from operator import attrgetter
from typing import NamedTuple

import spacy
from spacy.attrs import LEMMA, NORM, ORTH, SENT_START
from spacy.language import Language
from spacy.tokenizer import Tokenizer
from spacy.tokens import Doc
from spacy.util import compile_infix_regex

from classifier.masking import KINDS
from classifier.preprocess.lemmas import lemma_of, normal_form  # their import registers the components
from classifier.preprocess.sentences import sentence_starts
from classifier.records import MaskedLetter, Sentence, Tokens

__all__ = ["Preprocessor"]

_MARKS = re.compile(r"(?:[^\w\s]|_){20,}")
"""A row of marks; spaCy's time grows with the square of its length, so that one hostile letter would take hours."""
_HEADER_LINE = r"[ \t>*]*(?:fra|sendt|til|cc|kopi til|emne|dato|from|sent|to|subject|date)[ \t*]*:[^\n]{0,70}(?:\n|\Z)"
_HEADERS = re.compile(rf"^{_HEADER_LINE}(?:{_HEADER_LINE})+", re.IGNORECASE | re.MULTILINE)
"""Two or more lines of a mail's header, as people paste them into a letter: who wrote when is no complaint."""
_WORD = re.compile(r"\w|§|[?!]")
_STOPS_WITHOUT_SPACE = (r"(?<=[a-zæøå]{3})\.(?=[a-zæøå]{2})", r"(?<=\d)\.(?=[A-ZÆØÅ])")
"""Full stops after which the writer left out the space."""
_VOCABULARY_LIMIT = 200_000
"""spaCy interns every new string; the pipeline is built anew after so many, so that an archive fits in memory."""
_PART = 100_000
"""Texts longer than this many characters are read in parts, cut at white space: spaCy's own limit is a million."""
_BLANKS = re.compile(r"(\s+)")
_CHUNK_LIMIT = 100_000
"""Chunks kept in memory."""


class _Chunk(NamedTuple):
    """What stands between two blanks, cut into tokens: a tuple each with an entry a token.

    A token without a letter or digit has no word (None). ``no_gaps`` are what stands before all but the first: nothing.
    """

    texts: tuple[str, ...]
    shifts: tuple[int, ...]
    words: tuple[str | None, ...]
    lemmas: tuple[str | None, ...]
    no_gaps: tuple[str, ...]


_TEXTS, _WORDS, _LEMMAS = attrgetter("texts"), attrgetter("words"), attrgetter("lemmas")


class Preprocessor:
    """Turns masked letters into tokens, in order and one at a time.

    Notes
    -----
    Deterministic; holds no text after a letter has passed. Sees masked text only.
    """

    def __init__(self) -> None:
        self._nlp = _pipeline()
        self._chunks: dict[str, _Chunk] = {}
        self._specials = _neighbours_in_specials(self._nlp)
        self._special_firsts = frozenset(first for first, _ in self._specials)

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
            In order; stretches without a word, and headers of pasted mails, are left out.
        """
        if len(text) > _PART:
            text = _without_rows_of_marks(text)
        if "\n" in text:
            text = _HEADERS.sub(_blank, text)
        found: list[Sentence] = []
        for offset, end in _parts(text):
            found.extend(self._part(text[offset:end], offset))
        return tuple(found)

    def _part(self, text: str, offset: int) -> Iterator[Sentence]:
        """Yield the sentences that spaCy's pipeline would cut; each chunk between blanks is cut only once."""
        parts = _BLANKS.split(text)
        # What stands before each chunk; at the ends of the text a chunk may be empty.
        blanks = ["", *parts[1::2]]
        begins = [0, *accumulate(map(len, parts))][::2]
        written = parts[::2]
        if not written[-1]:
            del written[-1]
        if written and not written[0]:
            del written[0], begins[0]
            blanks[:2] = ["".join(blanks[:2])]
        chunks = self._chunks_of(written)
        if len(chunks) < len(written):
            return self._part(_without_rows_of_marks(text), offset)
        if self._is_special(chunks, blanks):
            return _sentences(self._nlp(text), offset)
        texts = list(chain.from_iterable(map(_TEXTS, chunks)))
        words = list(chain.from_iterable(map(_WORDS, chunks)))
        lemmas = list(chain.from_iterable(map(_LEMMAS, chunks)))
        gaps: list[str] = []
        places: list[int] = []
        for gap, begin, chunk in zip(blanks, begins, chunks, strict=False):
            gaps.append(gap)
            if chunk.no_gaps:
                gaps += chunk.no_gaps
                places += [begin + shift for shift in chunk.shifts]
            else:
                places.append(begin)
        borders = [index for index, start in enumerate(sentence_starts(texts, gaps)) if start]
        return (
            Sentence(
                offset + places[first],
                offset + places[behind - 1] + len(texts[behind - 1]),
                tuple(filter(None, words[first:behind])),
                tuple(filter(None, lemmas[first:behind])),
            )
            for first, behind in pairwise([*borders, len(texts)])
            if any(words[first:behind])
        )

    def _chunks_of(self, written: Sequence[str]) -> list[_Chunk]:
        """Return chunks cut into tokens, up to the first that holds a row of marks."""
        chunks: list[_Chunk] = []
        for text, chunk in zip(written, map(self._chunks.get, written), strict=True):
            if chunk is None:
                if _MARKS.search(text):
                    break
                chunk = self._cut(text)
            chunks.append(chunk)
        return chunks

    def _is_special(self, chunks: Sequence[_Chunk], blanks: Sequence[str]) -> bool:
        """Tell whether a blank between two chunks may matter to spaCy."""
        firsts = self._special_firsts
        return any(
            chunk.texts[-1] in firsts and blank == " " and (chunk.texts[-1], following.texts[0]) in self._specials
            for chunk, following, blank in zip(chunks, chunks[1:], blanks[1:], strict=False)
        )

    def _cut(self, chunk: str) -> _Chunk:
        if len(self._nlp.vocab.strings) > _VOCABULARY_LIMIT:
            self._nlp = _pipeline()
        if len(self._chunks) >= _CHUNK_LIMIT:
            self._chunks.clear()
        tokens = self._plainly_cut(chunk) or [(token.text, token.idx) for token in self._nlp.tokenizer(chunk)]
        read = [_word(text) for text, _ in tokens]
        found = _Chunk(
            tuple(text for text, _ in tokens),
            tuple(shift for _, shift in tokens),
            tuple(word for word, _ in read),
            tuple(lemma for _, lemma in read),
            ("",) * (len(tokens) - 1),
        )
        self._chunks[chunk] = found
        return found

    def _plainly_cut(self, chunk: str) -> list[tuple[str, int]] | None:
        """Return the tokens of a plain word with at most one mark behind it, as spaCy cuts them in five times the time.

        The steps are those of its tokeniser: what it keeps whole, marks before and behind, marks inside.
        """
        tokenizer = self._nlp.tokenizer
        assert isinstance(tokenizer, Tokenizer)
        rules = tokenizer.rules
        word = chunk if chunk.isalpha() else chunk[:-1]
        if not word.isalpha() or chunk in rules or word in rules:
            return None
        if word is not chunk:
            mark = tokenizer.suffix_search(chunk)
            if mark is None or mark.start() != len(word) or tokenizer.prefix_search(chunk) or chunk[-1] in rules:
                return None
        if tokenizer.prefix_search(word) or tokenizer.suffix_search(word) or next(tokenizer.infix_finditer(word), None):
            return None
        return [(word, 0)] if word is chunk else [(word, 0), (chunk[-1], len(word))]


def _word(text: str) -> tuple[str | None, str | None]:
    """Return the word of a token and its lemma; a row of question or exclamation marks counts as one."""
    if not _WORD.search(text):
        return None, None
    form = normal_form(text)
    return (form[0], form[0]) if form[0] in "?!" else (form, lemma_of(form))


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def _without_rows_of_marks(text: str) -> str:
    """Put blanks of the same length in their place, so that offsets stay."""
    return _MARKS.sub(lambda row: row[0][:3].ljust(len(row[0])), text)


def _neighbours_in_specials(nlp: Language) -> frozenset[tuple[str, str]]:
    """Return the tokens that stand side by side in what spaCy keeps whole: a blank between them may matter to it."""
    tokenizer = nlp.tokenizer
    assert isinstance(tokenizer, Tokenizer)
    plain = Tokenizer(
        nlp.vocab,
        rules={},
        prefix_search=tokenizer.prefix_search,
        suffix_search=tokenizer.suffix_search,
        infix_finditer=tokenizer.infix_finditer,
        url_match=tokenizer.url_match,
    )
    cut = ([token.text for token in plain(special)] for special in tokenizer.rules)
    return frozenset(pair for tokens in cut for pair in pairwise(tokens))


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
