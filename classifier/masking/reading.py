"""A text as words: what stands beside each, and which of them are names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from classifier.masking import cues
from classifier.masking.lexicon import Kind, kept_phrases, kind_of
from classifier.masking.spans import Span

__all__ = ["NAME", "WORD_FORM", "Reading", "Token", "base_form"]


WORD_FORM = re.compile(
    r"[^\W\d_]+(?:(?:['’´`](?=[^\W\d_]{2})|\.(?=[a-zæøåéäöü]{2})|[-–](?=[^\W\d_]))[^\W\d_]+)*(?:['’](?:s(?![^\W\d_]))?)?"
)
_WORDS = re.compile(f"({WORD_FORM.pattern})")
_ENDS_SENTENCE = re.compile(r"[.!?…:;•*\"»“(]|[-–—]\s*$|\n")
NAME = 1
_ABBREVIATIONS = frozenset(
    "f eks bl a ca kl nr hr fr dr jf pga mht osv ift evt inkl ekskl tlf stk vedr ang st sct skt chr th gl kgs pkt mv alm maks min frk fru pr d frk prof".split()
)
_BODY_HEADS = frozenset(
    "skole skolen skoles plejehjem plejecenter børnehave børnehus vuggestue hospital sygehus apotek kommune kommunes station hotel hallen bibliotek friskole privatskole gymnasium kollegium fonden fond legat stiftelse stiftelsen "
    "bøfhus auto taxa vvs bageri boghandel hjem hjemmet centret center bosted botilbud fritidshjem fritidsklub klub idrætsforening boldklub brugs spejderne bryggeri a/s aps i/s sogn kirkegård skolehjem efterskole højskole værksted syndrom sygdom sygdommen aften nytorv".split()
)


# Words before the name of a firm, a club, a ship or a scheme, told by their ending.
_BODY_ENDING = re.compile(
    r"\w*(?:firmaet|selskabet|bureauet|forlaget|butikken|kæden|mærket|hotellet|apoteket|klubben|foreningen|fonden|projekt(?:et)?|programmet|kurset|modulet|systemet|skibet|"
    r"kutteren|færgen|ensemblet|bandet|koret|bageriet|bryggeriet|caféen|pizzeriaet|orkanen|stormen|kampagnen|restauranten?|kollegiet|festivalen|opholdsstedet)"
)
# What a school, a hall or a foundation is called after a person by, with a capital.
_CAPITAL_HEAD = re.compile(
    r"\w*(?:skolen?|gymnasium|gymnasie|hallen?|center|centret|centeret|fond|fonden|legat|mindelegat|museum|museet|stiftelsen?|kollegium|institut|instituttet|klinik|klinikken|"
    r"\w{3,}(?:hjemmet|huset|gården|haven|parken|børnehaven|centret)|ungdomsklub|hospice|kirken?|kapel|forlag|prisen|metoden|skalaen?|hospital|plejehjem|børnehave|bibliotek|stadion|arena|teater|gruppen|selskabet|samlingen|spejderne)|a/s|aps|i/s|lov"
)
# What a road or a square is called after a person by: behind a genitive, with a capital.
_ROAD_HEAD = re.compile(
    r"vej|gade|allé|alle|plads|torv|park|have|stræde|minde|hus|vænge|passage|plæne|bro|gård|kvarter|gang"
)


class Token(NamedTuple):
    """A word of the text: where it stands, as written, in lower case, what it may be (bits of `Kind`), whether a name may follow."""

    start: int
    end: int
    word: str
    lower: str
    kind: int
    announces: bool


@lru_cache(maxsize=50_000)
def _looked_up(word: str) -> tuple[str, str, int, bool]:
    """Return a word as written, in lower case, what it may be, and whether a name may follow it."""
    lower = word.lower()
    return word, lower, kind_of(lower), lower in cues.ANNOUNCING or lower.endswith(cues.TITLE_ENDINGS)


def tokens_of(text: str) -> list[Token]:
    # Words stand at every second place of the parts; their ends are sums of lengths.
    parts = _WORDS.split(text)
    ends = list(accumulate(map(len, parts)))
    # Straight to the tuple: a call of Token costs more than all else in this loop.
    new = tuple.__new__
    looked_up = map(_looked_up, parts[1::2])
    return [new(Token, (start, end, *word)) for start, end, word in zip(ends[::2], ends[1::2], looked_up, strict=False)]


class Reading:
    """One reading of one text: its words, which of them are names, and what its writer does with capitals.

    Parameters
    ----------
    text : str
        The letter.

    Attributes
    ----------
    text : str
        The letter.
    tokens : list of Token
        Its words.
    named, kept : bytearray
        For each word 1 where it is a name, or part of a phrase that stays.
    capitals : list of int
        The words that begin with a capital.
    shouting, small : bool
        True for a text in capitals, or without any.
    noun_capitals : bool
        True for a writer who gives nouns a capital.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = tokens_of(text)
        self.named = bytearray(len(self.tokens))
        self.kept = bytearray(len(self.tokens))
        self.capitals = [index for index, token in enumerate(self.tokens) if token.word[0].isupper()]
        self.shouting = len(self.capitals) > 0.4 * len(self.tokens) and self._shouts()
        self.small = len(self.tokens) > 5 and len(self.capitals) < 0.03 * len(self.tokens)
        self.noun_capitals = self._noun_capitals()

    def named_indexes(self) -> Iterator[int]:
        """Yield the words that are names, also those that are marked on the way.

        Yields
        ------
        int
            Their indexes, ascending.
        """
        at = self.named.find(NAME)
        while at >= 0:
            yield at
            at = self.named.find(NAME, at + 1)

    def _shouts(self) -> bool:
        words = [token.word for token in self.tokens if len(token.word) > 1]
        upper = sum(map(str.isupper, words))
        return upper > 0 and upper > 0.5 * len(words)

    def gap(self, index: int) -> str:
        """Return what stands between a word and the one before it.

        Parameters
        ----------
        index : int
            The word's.

        Returns
        -------
        str
            Blanks and signs.
        """
        start = self.tokens[index - 1].end if index else 0
        return self.text[start : self.tokens[index].start]

    def follows(self, index: int) -> bool:
        """Return whether a word follows the one before it with nothing but a blank between.

        Parameters
        ----------
        index : int
            The word's.

        Returns
        -------
        bool
            False for the first word.
        """
        return index > 0 and self.gap(index) in (" ", "\u00a0", "  ", "\t")

    def starts_sentence(self, index: int) -> bool:
        """Return whether a word begins a sentence, a line or a quotation, so that its capital says nothing.

        Parameters
        ----------
        index : int
            The word's.

        Returns
        -------
        bool
            True where it does.
        """
        if index == 0:
            return True
        gap = self.gap(index)
        if gap == " ":
            return False
        if not _ENDS_SENTENCE.search(gap):
            return False
        before = self.tokens[index - 1]
        if gap.startswith(".") and "\n" not in gap and (len(before.word) == 1 or before.lower in _ABBREVIATIONS):
            return False
        if "\n" in gap and gap.strip(" \n\t") == "" and gap.count("\n") == 1:
            line = self.text.rfind("\n", 0, before.end) + 1
            if before.end - line > 55:
                return False
        return True

    def capital(self, index: int) -> bool:
        """Return whether a word's capital says something.

        Parameters
        ----------
        index : int
            The word's.

        Returns
        -------
        bool
            False in a text that shouts, and for short words all in capitals.
        """
        word = self.tokens[index].word
        return word[0].isupper() and not (self.shouting or (len(word) > 1 and word.isupper() and len(word) < 4))

    def _noun_capitals(self) -> bool:
        """Return whether this writer capitalises nouns, so that a capital alone says little."""
        inside = words = 0
        for index in self.capitals:
            token = self.tokens[index]
            word = token.word
            if len(word) < 4 or word.isupper() or self.starts_sentence(index):
                continue
            words += 1
            if token.kind & Kind.WORD and not token.kind & (Kind.SURE | Kind.PLACE | Kind.BODY | Kind.AMBIGUOUS):
                # A department or a school has its capital from everybody.
                inside += self.tokens[index - 1].lower in cues.DETERMINERS or not cues.PLACE_ENDING.fullmatch(
                    token.lower
                )
        return inside >= 3 and inside > 0.03 * len(self.tokens) and inside > 0.34 * words

    def _keep_phrases(self) -> None:
        firsts = _phrase_starts()
        for index in [index for index, token in enumerate(self.tokens) if token.lower in firsts]:
            for phrase in firsts[self.tokens[index].lower]:
                words = tuple(
                    part for each in self.tokens[index : index + len(phrase)] for part in re.findall(r"\w+", each.lower)
                )[: len(phrase)]
                if words == phrase:
                    for inside in range(index, min(index + len(phrase), len(self.tokens))):
                        self.kept[inside] = 1
        if "[" not in self.text:
            return
        for index, token in enumerate(self.tokens):
            before = token.start - 1
            if (
                before >= 0
                and self.text[before] == "["
                and self.text[token.end : token.end + 1] == "]"
                and token.word.isupper()
            ):
                self.kept[index] = 1

    def _organisation(self, index: int) -> bool:
        """Return whether a word beside it makes the name that of a school, a firm or a street feast."""
        if self.follows(index):
            before = self.tokens[index - 1].lower
            if before in cues.BODY_BEFORE or _BODY_ENDING.fullmatch(before):
                return True
        if self._called_after(index):
            return True
        if index + 1 >= len(self.tokens) or not self.follows(index + 1):
            return False
        head = self.tokens[index + 1]
        if head.lower not in _BODY_HEADS:
            return False
        # "Annettes skole" is a person's, "Rudolf Steiner Skolen" is none.
        genitive = self.tokens[index].lower.endswith(("s", "'", "’")) and self.tokens[index].kind & (
            Kind.SURE | Kind.AMBIGUOUS
        )
        return not (genitive and head.word.islower())

    def _called_after(self, index: int) -> bool:
        """Return whether the name goes on to a head with a capital: Ingrid Jespersens Gymnasieskole, H.C. Ørsteds Vej."""
        if not self.tokens[index].word[0].isupper() or self.shouting:
            return False
        for at in range(index + 1, min(index + 4, len(self.tokens))):
            head = self.tokens[at]
            gap = self.gap(at)
            if gap == " & " and head.lower in (
                "søn",
                "sønner",
                "co",
                "datter",
                "døtre",
                "partnere",
                "partners",
                "brødre",
            ):
                return True
            if head.lower in ("aps", "ivs", "amba", "amba") and gap == " ":
                return True
            if not head.word[0].isupper() or (
                gap != " " and not (gap in (".", ". ") and len(self.tokens[at - 1].word) == 1)
            ):
                return False
            if self.noun_capitals and at == index + 1:
                continue
            if _CAPITAL_HEAD.fullmatch(head.lower):
                return True
            if _ROAD_HEAD.fullmatch(head.lower) and self.tokens[at - 1].lower.endswith(("s", "'", "’", "x", "z")):
                return True
        return False

    def _department(self, index: int) -> bool:
        """Return whether the word is the second of a pair such as Park og Vej."""
        if (
            index < 2
            or not self.follows(index)
            or not self.follows(index - 1)
            or self.tokens[index - 1].lower not in ("og", "&")
        ):
            return False
        first = self.tokens[index - 2]
        return (
            first.word[0].isupper()
            and not self.named[index - 2]
            and bool(first.kind & (Kind.WORD | Kind.AMBIGUOUS))
            and not first.kind & Kind.SURE
        )

    def _next_is_name(self, index: int) -> bool:
        if index + 1 >= len(self.tokens) or not self.follows(index + 1):
            return False
        following = self.tokens[index + 1]
        if not following.word[0].isupper() or self.shouting:
            return False
        kind = following.kind
        if kind & (Kind.SURE | Kind.WEAK | Kind.AMBIGUOUS):
            return following.lower not in cues.FUNCTION and following.lower not in cues.MONTHS
        return kind == 0 and len(following.word) > 2 and cues.PLACE_ENDING.fullmatch(following.lower) is None

    def names(self) -> set[str]:
        """Return the words of names found.

        Returns
        -------
        set of str
            In lower case, without genitive.
        """
        return {
            base_form(token.lower)
            for index, token in enumerate(self.tokens)
            if self.named[index] and len(token.word) > 1
        }

    def spans(self) -> list[Span]:
        """Return one span a name: words that touch each other become one.

        Returns
        -------
        list of Span
            ``NAVN``, in order, without overlap.
        """
        spans: list[Span] = []
        last = -2
        for index, token in enumerate(self.tokens):
            if not self.named[index]:
                continue
            if spans and token.end <= spans[-1].end:
                # Joined to the name before it, which was read to its end.
                last = index
                continue
            gap = self.gap(index)
            start, end = token.start, token.end
            if token.word.endswith(("'", "’")) and not token.lower.rstrip("'’").endswith(("s", "x", "z")):
                end -= 1
            # Misread or joined: Wi1lads, sofie_as.
            while end < len(self.text) and (self.text[end].isalnum() or self.text[end] == "_"):
                end += 1
            while start and (self.text[start - 1].isalnum() or self.text[start - 1] == "_"):
                start -= 1
            if spans and start < spans[-1].end:
                spans[-1] = Span(spans[-1].start, max(end, spans[-1].end), "NAVN")
            elif last == index - 1 and (
                gap in (" ", "\u00a0", "  ", "-", ".", "-\n") or (gap == ". " and len(self.tokens[last].word) <= 2)
            ):
                spans[-1] = Span(spans[-1].start, end, "NAVN")
            else:
                spans.append(Span(start, end, "NAVN"))
            if len(token.word) == 1 and self.text[end : end + 1] == ".":
                spans[-1] = Span(spans[-1].start, end, "NAVN")
            last = index
        return spans


_PHRASES: dict[str, list[tuple[str, ...]]] = {}


def _phrase_starts() -> dict[str, list[tuple[str, ...]]]:
    global _PHRASES
    if not _PHRASES:
        for phrase in kept_phrases():
            _PHRASES.setdefault(phrase[0], []).append(phrase)
    return _PHRASES


def base_form(lower: str) -> str:
    """Cut a genitive."""
    for ending in ("'s", "’s", "'", "’", "s"):
        if lower.endswith(ending) and len(lower) - len(ending) > 2:
            return lower[: -len(ending)]
    return lower
