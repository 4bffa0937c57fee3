"""Names of persons: who is named, told from lists, capitals and the words round about."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable
from typing import NamedTuple

from classifier.masking import cues
from classifier.masking.lexicon import Kind, kept_phrases, kind_of
from classifier.masking.spans import Span

__all__ = ["find_known_names", "find_names", "names_in"]

_WORD = re.compile(r"[^\W\d_]+(?:(?:['’´`.](?=[^\W\d_]{2})|[-–](?=[^\W\d_]))[^\W\d_]+)*(?:['’](?:s(?![^\W\d_]))?)?")
_ENDS_SENTENCE = re.compile(r"[.!?…:;•*\"»“(]|[-–—]\s*$|\n")
_DIGIT = re.compile(r"\d")
_NAME = 1
_SURE_SHORT = frozenset(
    "ida eva ole ulla pia mia kaj leo åse ali lis ann ane eli jan jon lea ina kia ada ebba asta else elna karl hans jes ib bob jim tim tom max sam ole ove uffe åge lars mads niels jens søren per bo".split()
)


class _Token(NamedTuple):
    start: int
    end: int
    word: str
    lower: str
    kind: int


def _tokens(text: str) -> list[_Token]:
    tokens = []
    for match in _WORD.finditer(text):
        word = match[0]
        lower = word.lower()
        tokens.append(_Token(*match.span(), word, lower, kind_of(lower)))
    return tokens


class _Reader:
    """One reading of one text. The state is the tokens and which of them are names."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.named = bytearray(len(self.tokens))
        self.kept = bytearray(len(self.tokens))
        words = [token.word for token in self.tokens if len(token.word) > 1]
        long, upper = len(words), sum(map(str.isupper, words))
        self.shouting = long > 0 and upper > 0.5 * long
        self.noun_capitals = self._noun_capitals()

    def gap(self, index: int) -> str:
        """Return what stands between a token and the one before it."""
        start = self.tokens[index - 1].end if index else 0
        return self.text[start : self.tokens[index].start]

    def follows(self, index: int) -> bool:
        """Return whether a token follows the one before it on the same line, with nothing but a blank between."""
        return index > 0 and self.gap(index) in (" ", "\u00a0", "  ", "\t")

    def starts_sentence(self, index: int) -> bool:
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
        word = self.tokens[index].word
        return word[0].isupper() and not (self.shouting or (len(word) > 1 and word.isupper() and len(word) < 4))

    def _noun_capitals(self) -> bool:
        """Return whether this writer capitalises nouns, so that a capital alone says little."""
        inside = words = 0
        for index, token in enumerate(self.tokens):
            word = token.word
            if word.islower() or len(word) < 4 or word.isupper() or self.starts_sentence(index):
                continue
            words += 1
            if token.kind & Kind.WORD and not token.kind & (Kind.SURE | Kind.PLACE | Kind.BODY | Kind.AMBIGUOUS):
                # A department or a school has its capital from everybody.
                inside += self.tokens[index - 1].lower in cues.DETERMINERS or not cues.PLACE_ENDING.fullmatch(
                    token.lower
                )
        return inside >= 3 and inside > 0.03 * len(self.tokens) and inside > 0.34 * words

    # --- rules --------------------------------------------------------------------------------------------------------
    def read(self) -> None:
        self._keep_phrases()
        for index, token in enumerate(self.tokens):
            if (token.kind & Kind.SURE or token.word[0].isupper()) and not self.kept[index]:
                self._decide(index, token)
        self._cued()
        self._signatures()
        self._extend()
        self._propagate()
        self._extend()

    def _keep_phrases(self) -> None:
        firsts = _phrase_starts()
        for index, token in enumerate(self.tokens):
            if token.lower not in firsts:
                continue
            for phrase in firsts[token.lower]:
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

    def _decide(self, index: int, token: _Token) -> None:
        kind, lower = token.kind, token.lower
        if kind & Kind.SURE and not kind & Kind.AMBIGUOUS:
            if self._sure(index, token):
                self.named[index] = _NAME
        elif not self.capital(index):
            return
        elif kind & Kind.AMBIGUOUS:
            if self._ambiguous(index, token):
                self.named[index] = _NAME
        elif kind & (Kind.PLACE | Kind.BODY):
            return
        elif kind & Kind.WEAK:
            if not (self.starts_sentence(index) and len(lower) < 4):
                self.named[index] = not self._organisation(index) and not self._near_place(index, token)
        elif kind == 0 and self._unknown(index, token):
            self.named[index] = _NAME

    def _sure(self, index: int, token: _Token) -> bool:
        if self._organisation(index):
            return False
        if token.kind & Kind.BODY and not self._next_is_name(index):
            before = self.tokens[index - 1].lower if self.follows(index) else ""
            if before in cues.PLACE_PREPOSITIONS or before == "hos" or not token.word[0].isupper():
                return False
        if token.word[0].isupper() and not self.shouting:
            return not (token.word.isupper() and len(token.word) < 4)
        base = token.lower.rstrip("'’")
        return len(base) > 3 or base in _SURE_SHORT

    def _organisation(self, index: int) -> bool:
        """Return whether a word beside it makes the name that of a school, a firm or a street feast."""
        if self.follows(index) and self.tokens[index - 1].lower in cues.BODY_BEFORE:
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

    def _near_place(self, index: int, token: _Token) -> bool:
        before = self.tokens[index - 1].lower if self.follows(index) else ""
        return before in cues.PLACE_PREPOSITIONS and cues.PLACE_ENDING.fullmatch(token.lower) is not None

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

    def _ambiguous(self, index: int, token: _Token) -> bool:
        lower = token.lower
        if (
            (lower in cues.FUNCTION and (lower not in _PLURALS or self.starts_sentence(index) or self.noun_capitals))
            or self._organisation(index)
            or self._department(index)
        ):
            return False
        before = self.tokens[index - 1] if index and self.follows(index) else None
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) and self.follows(index + 1) else None
        if following is not None and following.lower in ("hedder", "hed") and index + 2 < len(self.tokens):
            if self.tokens[index + 2].lower in ("jeg", "han", "hun", "du", "vi", "de"):
                return True
        if before is not None and before.lower in cues.DETERMINERS:
            return self._next_is_name(index) and bool(token.kind & Kind.FIRST) and before.lower in cues.POSSESSIVES
        if token.kind & (Kind.PLACE | Kind.BODY):
            return bool(self._next_is_name(index) and token.kind & Kind.FIRST and not self.noun_capitals)
        if lower in cues.MONTHS:
            return bool(token.kind & Kind.FIRST) and self._next_is_name(index) and self.starts_sentence(index)
        if self.starts_sentence(index):
            return self._begins(index, token, following)
        if self.noun_capitals or lower in cues.RARE_ALONE:
            return self._next_is_name(index) and bool(token.kind & Kind.FIRST)
        return before is None or before.lower not in cues.PLACE_PREPOSITIONS or lower not in cues.MASS

    def _begins(self, index: int, token: _Token, following: _Token | None) -> bool:
        """Return whether a word that may be a name is one at the beginning of a sentence."""
        lower = token.lower
        if lower in _OPENERS:
            return False
        if self._next_is_name(index):
            return True
        first = bool(token.kind & Kind.FIRST)
        after = self.text[token.end : token.end + 1]
        colon = index > 0 and ":" in self.gap(index) and "\n" not in self.gap(index)
        if following is None:
            listed = after in (",", ".", "") or self.text[token.end : token.end + 4] == " og "
            return first and listed and (colon or lower not in cues.MASS) and lower not in cues.NEVER
        if following.lower in cues.SAYING_VERBS:
            return True
        if following.lower == "og" and first and index + 2 < len(self.tokens):
            other = self.tokens[index + 2]
            if other.lower in ("jeg", "hans", "hendes", "min", "mig") or (
                other.word[0].isupper() and other.kind & Kind.SURE
            ):
                return True
        if lower in cues.MASS or lower in cues.RARE_ALONE or self.noun_capitals:
            return False
        verb = following.lower in cues.PERSON_VERBS or (
            following.word.islower() and following.lower.endswith(_VERB_ENDINGS) and bool(following.kind & Kind.WORD)
        )
        return (first and verb) or (colon and first)

    def _unknown(self, index: int, token: _Token) -> bool:
        lower, word = token.lower, token.word
        if len(word) < 3 or any(letter.isupper() for letter in word[1:]) or "." in word:
            return False
        if cues.PLACE_ENDING.fullmatch(lower) or self._organisation(index):
            return False
        if self.starts_sentence(index):
            following = self.tokens[index + 1] if index + 1 < len(self.tokens) and self.follows(index + 1) else None
            if following is None:
                return False
            return self._next_is_name(index) or following.lower in cues.SAYING_VERBS
        before = self.tokens[index - 1] if self.follows(index) else None
        if before is not None and before.lower in cues.DETERMINERS:
            return False
        if before is not None and before.lower in ("i", "på", "paa"):
            return False
        return not self.noun_capitals

    def _cued(self) -> None:
        """Mark what follows a greeting, a title, a kinship word, "hedder" or a form's label."""
        announcing = cues.ANNOUNCING
        for index, token in enumerate(self.tokens):
            if token.lower not in announcing:
                continue
            strength = self._cue(index)
            if not strength:
                continue
            self._take(index + 1, strength)

    def _cue(self, index: int) -> int:
        """Return how strongly a token announces a name: 0 not, 1 a capital is needed, 2 a listed name may be small, 3 anything unknown may."""
        lower = self.tokens[index].lower.rstrip(".")
        if index + 1 >= len(self.tokens):
            return 0
        gap = self.gap(index + 1)
        if len(gap) > 4 or "\n\n" in gap:
            return 0
        plain = gap.strip(" \t\u00a0")
        if lower in cues.GREETINGS and plain == "":
            return 2
        if lower in cues.NAMED and plain in ("", ":"):
            if any(self.tokens[at].lower in _NO_PERSON for at in range(max(index - 3, 0), index)):
                return 0
            return 3 if lower not in ("navn", "navnet", "navne") or plain == ":" else 1
        if plain == ":" and lower in cues.FORM_LABELS and "\n" not in gap:
            return 2
        if plain == "/" and lower in ("c", "v"):
            return 2
        if "\n" in gap or plain not in ("", ".", ","):
            return 0
        if plain == "." and lower not in _SHORT_TITLES:
            return 0
        if lower in cues.TITLES and plain in ("", "."):
            return 2 if lower in _ADDRESS_TITLES else 1
        if lower in cues.KIN:
            owner = index > 0 and (
                self.tokens[index - 1].lower in cues.POSSESSIVES
                or (index > 1 and self.tokens[index - 2].lower in cues.POSSESSIVES)
            )
            definite = lower.endswith(("en", "et", "ne"))
            return 2 if owner else 1 if definite or plain == "" else 0
        return 0

    def _take(self, index: int, strength: int) -> None:
        taken = 0
        while index < len(self.tokens) and taken < 6:
            token = self.tokens[index]
            if taken and not (self.follows(index) or self.gap(index) in (". ", ".")):
                break
            if not self._fits(token, index, strength, taken):
                break
            self.named[index] = _NAME
            taken += 1
            index += 1
        if (
            taken
            and index + 1 < len(self.tokens)
            and self.tokens[index].lower in ("og", "samt", "&")
            and self.follows(index + 1)
        ):
            following = self.tokens[index + 1]
            small = (
                following.kind & Kind.AMBIGUOUS and following.kind & Kind.FIRST and following.lower not in cues.NEVER
            )
            if (
                following.kind & Kind.NAME
                and (following.word[0].isupper() or small)
                and self._fits(following, index + 1, strength, 0)
            ):
                self.named[index + 1] = _NAME

    def _fits(self, token: _Token, index: int, strength: int, taken: int) -> bool:
        lower, kind, word = token.lower, token.kind, token.word
        if self.kept[index] or self._organisation(index):
            return False
        capital = word[0].isupper() and not self.shouting
        if capital and len(word) == 1:
            return word not in ("I", "Å") or self.text[token.end : token.end + 1] == "."
        if lower in cues.FUNCTION or (lower in cues.NEVER and not capital) or lower in cues.TITLES or lower in cues.KIN:
            return False
        if lower in cues.MONTHS:
            return capital and bool(kind & Kind.FIRST) and strength > 1
        if capital and kind & (Kind.SURE | Kind.AMBIGUOUS | Kind.WEAK):
            return True
        if capital and kind == 0:
            return cues.PLACE_ENDING.fullmatch(lower) is None or strength == 3 or bool(taken)
        if capital and kind & Kind.PLACE:
            return bool(taken)
        if capital:
            return strength == 3 and taken == 0 and not cues.PLACE_ENDING.fullmatch(lower)
        if strength < 2:
            return False
        if kind & Kind.SURE:
            return True
        if kind & (Kind.AMBIGUOUS | Kind.WEAK):
            if self.shouting and kind & Kind.WORD and not kind & Kind.FIRST:
                return False
            return bool(kind & Kind.FIRST) or bool(taken) or bool(kind & Kind.WEAK) or strength == 3
        return strength == 3 and kind == 0 and len(word) > 2

    def _signatures(self) -> None:
        starts = [token.start for token in self.tokens]
        for end in self._sign_offs():
            index = bisect_left(starts, end)
            # "Hilsen" itself may hold a token that begins before the end of the match.
            lines = 0
            for step in range(14):
                at = index + step
                if at >= len(self.tokens):
                    break
                token = self.tokens[at]
                gap = self.gap(at) if step else self.text[end : token.start]
                lines += gap.count("\n") if gap.count("\n") < 3 else 1
                if lines > 4 or len(gap) > 40:
                    break
                if self.kept[at]:
                    continue
                if self._signs(token, at, step):
                    self.named[at] = _NAME
                elif (
                    token.lower in cues.SIGNATURE_FILLERS
                    or token.lower in cues.TITLES
                    or token.lower in cues.KIN
                    or token.kind & (Kind.PLACE | Kind.BODY)
                ):
                    continue
                elif token.kind & Kind.WORD or token.kind == 0:
                    if "\n" in gap or step > 3:
                        continue
                    break
        self._last_line()
        self._first_lines()

    def _sign_offs(self) -> list[int]:
        """Return where each closing phrase ends."""
        lower = self.text.lower()
        ends: set[int] = set()
        for cue in cues.SIGN_OFF_CUES:
            at = lower.find(cue)
            while at >= 0:
                match = cues.SIGN_OFF.match(lower, at)
                if match and len(lower) == len(self.text):
                    ends.add(match.end())
                at = lower.find(cue, at + 1)
        return sorted(ends)

    def _signs(self, token: _Token, index: int, step: int) -> bool:
        lower, kind, word = token.lower, token.kind, token.word
        if self._organisation(index):
            return False
        capital = word[0].isupper()
        if len(word) == 1:
            return capital and (word not in ("I", "Å") or self.text[token.end : token.end + 1] == ".")
        if lower in cues.SIGNATURE_FILLERS or lower in cues.TITLES or lower in cues.FUNCTION:
            return False
        if lower in cues.NEVER and not capital and not (kind & Kind.FIRST and step < 2 and self._alone(index)):
            return False
        if lower in cues.MONTHS and not (kind & Kind.FIRST and step < 2):
            return False
        neighbour = index > 0 and bool(self.named[index - 1]) and self.follows(index)
        if kind & Kind.PLACE and not neighbour:
            return bool(kind & Kind.AMBIGUOUS and self._next_is_name(index))
        if kind & (Kind.SURE | Kind.AMBIGUOUS | Kind.WEAK):
            return capital or not kind & Kind.PLACE
        if kind == 0:
            return (capital or step < 2) and len(word) > 2 and (cues.PLACE_ENDING.fullmatch(lower) is None or neighbour)
        return bool(capital and neighbour and not kind & Kind.BODY and lower not in cues.KIN and not self.shouting)

    def _alone(self, index: int) -> bool:
        """Return whether nothing follows a word on its line."""
        token = self.tokens[index]
        return self.text[token.end : token.end + 2].strip(" .,!")[:1] in ("", "\n")

    def _bare(self, indexes: list[int]) -> bool:
        """Return whether a line is nothing but a name."""
        if not 1 <= len(indexes) <= 5:
            return False
        some = False
        for index in indexes:
            token = self.tokens[index]
            kind, lower = token.kind, token.lower
            if self.kept[index] or self._organisation(index):
                return False
            if len(token.word) == 1 and token.word.isupper():
                continue
            if lower in cues.FUNCTION or lower in cues.TITLES or lower in cues.GREETINGS or lower in cues.KIN:
                return False
            if (lower in cues.NEVER or lower in cues.MONTHS) and not (
                token.word[0].isupper() and (kind & Kind.FIRST or index > indexes[0])
            ):
                return False
            if kind & Kind.NAME and not (kind & Kind.PLACE and len(indexes) == 1):
                some = some or bool(kind & (Kind.SURE | Kind.WEAK)) or bool(kind & Kind.FIRST)
            elif kind == 0 and token.word[0].isupper() and cues.PLACE_ENDING.fullmatch(lower) is None:
                some = True
            elif lower not in ("og", "&", "samt") and lower not in cues.PARTICLES:
                return False
        return some

    def _last_line(self) -> None:
        """Mark the last lines, and what stands after the last full stop, where they are nothing but a name."""
        if not self.tokens:
            return
        stripped = self.text.rstrip()
        for _ in range(3):
            line = stripped.rfind("\n") + 1
            for start in {
                line,
                max((stripped.rfind(stop, line, len(stripped) - 1) + 1 for stop in ".!?"), default=line),
            }:
                if start > 0:
                    self._mark_bare(max(start, line), len(stripped))
            stripped = stripped[: max(line - 1, 0)].rstrip()
            if not stripped:
                break
        # "… tak. /Bo", "- Bent" at the very end.
        match = _SLASHED.search(self.text, max(len(self.text) - 60, 0))
        if match:
            for index in range(len(self.tokens) - 1, max(len(self.tokens) - 6, -1), -1):
                token = self.tokens[index]
                likely = token.kind & Kind.NAME or (token.kind == 0 and token.word[0].isupper())
                if token.start >= match.start(1) and likely and token.lower not in cues.FUNCTION | cues.KIN:
                    self.named[index] = _NAME

    def _mark_bare(self, start: int, end: int) -> None:
        indexes: list[int] = []
        index = len(self.tokens) - 1
        while index >= 0 and self.tokens[index].start >= start and len(indexes) < 7:
            if self.tokens[index].end <= end:
                indexes.insert(0, index)
            index -= 1
        if 0 < len(indexes) < 6 and self._bare(indexes) and not _DIGIT.search(self.text, start, end):
            for each in indexes:
                if self.tokens[each].lower not in ("og", "&", "samt"):
                    self.named[each] = _NAME

    def _first_lines(self) -> None:
        """Mark a letterhead: a line at the top that is nothing but a name."""
        start = 0
        index = 0
        for _ in range(3):
            end = self.text.find("\n", start)
            if end < 0:
                return
            indexes = []
            while index < len(self.tokens) and self.tokens[index].end <= end:
                indexes.append(index)
                index += 1
            if len(indexes) in (2, 3, 4) and self._bare(indexes):
                for each in indexes:
                    if self.tokens[each].lower not in ("og", "&", "samt"):
                        self.named[each] = _NAME
            start = end + 1

    def _extend(self) -> None:
        """Grow each name to the surnames, initials and particles that touch it."""
        tokens, count = self.tokens, len(self.tokens)
        for index in range(count):
            if not self.named[index]:
                continue
            following = index + 1
            while following < count and not self.named[following] and not self.kept[following]:
                token = tokens[following]
                gap = self.gap(following)
                if not (self.follows(following) or (gap in (". ", ".") and len(tokens[following - 1].word) == 1)):
                    break
                if not self._continues(following, token):
                    break
                self.named[following] = _NAME
                following += 1
        for index in range(count - 1, 0, -1):
            if not self.named[index]:
                continue
            token = tokens[index - 1]
            gap = self.gap(index)
            if self.named[index - 1] or self.kept[index - 1]:
                continue
            if (
                (
                    len(token.word) == 1
                    and token.word.isupper()
                    and gap in (". ", ".", " ")
                    and token.word not in ("I", "Å", "Ø")
                )
                or (gap == " " and token.word[0].isupper() and not self.shouting and not self._plain_opener(index - 1))
                or (
                    gap == " "
                    and token.lower in cues.PARTICLES
                    and token.lower not in ("da", "de", "den", "der", "af", "do", "e", "y", "du", "st")
                    and index > 1
                    and self.named[index - 2]
                )
            ):
                self.named[index - 1] = _NAME

    def _plain_opener(self, index: int) -> bool:
        """Return whether a capitalised word before a name is no part of it."""
        token = self.tokens[index]
        kind = token.kind
        if token.lower in cues.FUNCTION or token.lower in _OPENERS or token.lower in cues.TITLES | cues.KIN:
            return True
        if token.lower in cues.MONTHS:
            return not (kind & Kind.FIRST and self.starts_sentence(index))
        if kind & (Kind.SURE | Kind.WEAK | Kind.AMBIGUOUS) and not kind & (Kind.PLACE | Kind.BODY):
            return token.lower in cues.MASS and self.starts_sentence(index)
        return kind != 0 or cues.PLACE_ENDING.fullmatch(token.lower) is not None or self.starts_sentence(index)

    def _continues(self, index: int, token: _Token) -> bool:
        lower, kind, word = token.lower, token.kind, token.word
        if self._organisation(index):
            return False
        capital = word[0].isupper() and not self.shouting
        if len(word) == 1:
            return capital and word not in ("I", "Å") and self.text[token.end : token.end + 1] in (".", " ", ",", "")
        if lower in cues.PARTICLES and index + 1 < len(self.tokens) and self.follows(index + 1):
            following = self.tokens[index + 1]
            if capital or lower in ("van", "von", "al", "el", "bin", "abu", "ibn", "del", "di", "de", "la", "ter"):
                return (
                    following.word[0].isupper()
                    and not following.kind & (Kind.WORD | Kind.BODY | Kind.PLACE)
                    and not self.shouting
                )
            return False
        if lower in cues.FUNCTION or (lower in cues.NEVER and not capital):
            return False
        if capital:
            if kind & (Kind.SURE | Kind.AMBIGUOUS | Kind.WEAK):
                return lower not in cues.MONTHS or self.tokens[index - 1].kind & Kind.SURE > 0
            if kind & Kind.BODY:
                return False
            if kind & Kind.PLACE or kind == 0:
                return True
            closed = not self.noun_capitals or self.text[token.end : token.end + 1] in (",", ".", "\n", "")
            return (
                closed
                and not cues.PLACE_ENDING.fullmatch(lower)
                and lower not in cues.TITLES
                and lower not in cues.KIN
                and lower not in _OPENERS
            )
        if kind & Kind.SURE:
            return True
        if kind & Kind.WEAK:
            return not kind & Kind.WORD
        small = not self.tokens[index - 1].word[0].isupper() or self.shouting
        return bool(
            small
            and kind & Kind.AMBIGUOUS
            and not kind & Kind.FIRST
            and lower not in cues.MASS
            and not lower.endswith(("er", "de", "te", "en", "et"))
        )

    def names(self) -> set[str]:
        """Return the words of names found, in lower case, without genitive."""
        return {
            _base(token.lower) for index, token in enumerate(self.tokens) if self.named[index] and len(token.word) > 1
        }

    def _propagate(self) -> None:
        self.mark_known(self.names())

    def mark_known(self, known: set[str]) -> None:
        """Mark every other mention of names that are known from this letter."""
        if not known:
            return
        forms = {name + ending for name in known for ending in ("", "s", "'", "’", "'s", "’s")}
        forms |= {name[:-1] for name in known if name.endswith("s") and len(name) > 4}
        for index, token in enumerate(self.tokens):
            if token.lower not in forms or self.named[index] or self.kept[index]:
                continue
            lower = token.lower
            word = token.kind & (Kind.WORD | Kind.AMBIGUOUS | Kind.PLACE) or lower in cues.NEVER
            if not word:
                self.named[index] = not self._organisation(index)
            elif (
                token.word[0].isupper()
                and not self.shouting
                and lower not in cues.MONTHS
                and not self._organisation(index)
            ):
                if lower in cues.FUNCTION or lower in _OPENERS or token.kind & Kind.PLACE or self._department(index):
                    continue
                before = self.tokens[index - 1] if self.follows(index) else None
                if before is not None and before.lower in cues.DETERMINERS and before.lower not in cues.POSSESSIVES:
                    continue
                if self.starts_sentence(index) and lower in cues.MASS | cues.NEVER:
                    after = (
                        self.tokens[index + 1].lower if index + 1 < len(self.tokens) and self.follows(index + 1) else ""
                    )
                    if (
                        after not in cues.SAYING_VERBS
                        and after not in cues.PERSON_VERBS
                        and not after.endswith(("ede", "te"))
                    ):
                        continue
                self.named[index] = _NAME

    def spans(self) -> list[Span]:
        """Return one span a name: words that touch each other become one."""
        spans: list[Span] = []
        last = -2
        for index, token in enumerate(self.tokens):
            if not self.named[index]:
                continue
            gap = self.gap(index)
            end = token.end
            if token.word.endswith(("'", "’")) and not token.lower.rstrip("'’").endswith(("s", "x", "z")):
                end -= 1
            if last == index - 1 and (
                gap in (" ", "\u00a0", "  ", "-", ".", "-\n") or (gap == ". " and len(self.tokens[last].word) <= 2)
            ):
                spans[-1] = Span(spans[-1].start, end, "NAVN")
            else:
                spans.append(Span(token.start, end, "NAVN"))
            if len(token.word) == 1 and self.text[end : end + 1] == ".":
                spans[-1] = Span(spans[-1].start, end, "NAVN")
            last = index
        return spans


_ABBREVIATIONS = frozenset(
    "f eks bl a ca kl nr hr fr dr jf pga mht osv ift evt inkl ekskl tlf stk vedr ang st sct skt chr th gl kgs pkt mv alm maks min frk fru pr d frk prof".split()
)
_OPENERS = frozenset(
    "thi ben tak held just live even find lad lov stil vis hans møder mød min din sin vest øst nord syd ring tag kom kør skriv hold tro håb helt jo til er van from tal otte to alle ja nej stop vent drej side sen sent lang kort "
    "kære hej godt dårligt skat løn mor far onsdag mandag tirsdag torsdag fredag lørdag søndag dag nat is regn sne kan vil skal må".split()
)
_BODY_HEADS = frozenset(
    "skole skolen skoles plejehjem plejecenter børnehave børnehus vuggestue hospital sygehus apotek kommune kommunes station hotel hallen bibliotek friskole privatskole gymnasium kollegium fonden fond legat stiftelse stiftelsen "
    "bøfhus auto taxa vvs bageri boghandel hjem hjemmet centret center bosted botilbud fritidshjem fritidsklub klub idrætsforening boldklub brugs spejderne bryggeri a/s aps i/s sogn kirkegård skolehjem efterskole højskole værksted syndrom sygdom sygdommen aften nytorv".split()
)
_NO_PERSON = cues.BODY_BEFORE | frozenset(
    "hunden hund kat katten hest hesten høne hønen pony ponyen kanin kaninen fugl førerhund førerhunden gruppen vejen gaden noget det orkestret bandet holdet projektet skibet båden robotten firmaet butikken".split()
)
# Function words that, with a capital inside a sentence, are names.
_PLURALS = frozenset({"sine", "otte", "ville"})
_VERB_ENDINGS = ("er", "ede", "te", "ar", "ev", "år")
_SHORT_TITLES = frozenset("hr fr dr frk mr mrs ms prof adv".split())
_ADDRESS_TITLES = frozenset("hr herr fru frk frøken dr doktor mr mrs ms miss".split())
_SLASHED = re.compile(r"(?:^|[\s.!?])[-–—/]{1,2}[ \t]*((?:[^\W\d_][\w.'’\-]*[ \t]*){1,4})\.?\s*\Z")


def _phrase_starts() -> dict[str, list[tuple[str, ...]]]:
    global _PHRASES
    if not _PHRASES:
        for phrase in kept_phrases():
            _PHRASES.setdefault(phrase[0], []).append(phrase)
    return _PHRASES


_PHRASES: dict[str, list[tuple[str, ...]]] = {}


def _base(lower: str) -> str:
    """Cut a genitive."""
    for ending in ("'s", "’s", "'", "’", "s"):
        if lower.endswith(ending) and len(lower) - len(ending) > 2:
            return lower[: -len(ending)]
    return lower


def find_names(text: str, known: Iterable[str] = ()) -> list[Span]:
    """Find names of persons.

    Parameters
    ----------
    text : str
        The letter.
    known : iterable of str
        Words of names in lower case that other parts of the letter hold.

    Returns
    -------
    list of Span
        ``NAVN``, in order, without overlap; first name and surname are one.

    Examples
    --------
    >>> [text[start:end] for text in ["Min søn Storm hader storm, siger P. Holm."] for start, end, _ in find_names(text)]
    ['Storm', 'P. Holm']
    """
    reader = _Reader(text)
    reader.read()
    reader.mark_known({_base(word) for word in known})
    return reader.spans()


def names_in(text: str, spans: Iterable[Span]) -> set[str]:
    """Return the words of found names, in lower case and without genitive.

    Parameters
    ----------
    text : str
        What was searched.
    spans : iterable of Span
        What was found.

    Returns
    -------
    set of str
        Of two letters or more.
    """
    return {
        _base(match[0].lower())
        for span in spans
        if span.kind == "NAVN"
        for match in _WORD.finditer(text, span.start, span.end)
        if len(match[0]) > 1
    }


def find_known_names(text: str, known: Iterable[str]) -> list[Span]:
    """Find the names that another part of the same letter taught, and those this text tells by itself.

    Parameters
    ----------
    text : str
        A passage or subject of the letter.
    known : iterable of str
        Words of names in lower case.

    Returns
    -------
    list of Span
        ``NAVN``.
    """
    return find_names(text, known)
