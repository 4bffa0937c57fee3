"""Names below a closing phrase, on the last lines, and in a letterhead."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from operator import itemgetter

from classifier.masking import cues
from classifier.masking.lexicon import Kind
from classifier.masking.reading import NAME, Reading, Token

__all__ = ["Signatures"]


_DIGIT = re.compile(r"\d")
_START, _END = itemgetter(0), itemgetter(1)
"""Where a token begins and ends."""
_SLASHED = re.compile(r"(?:^|[\s.!?])[-–—/]{1,2}[ \t]*((?:[^\W\d_][\w.'’\-]*[ \t]*){1,4})\.?\s*\Z")


# "Undertegnede er jæger" signs nothing.
_PREDICATES = frozenset("er har vil skal kan ønsker må bor søger klager skriver fik blev var den af".split())


class Signatures(Reading):
    """Mark who signs and who sends."""

    def _signatures(self) -> None:
        for end in self._sign_offs():
            index = bisect_left(self.tokens, end, key=_START)
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
                if step == 0 and token.lower in _PREDICATES:
                    break
                if self._signs(token, at, step):
                    self.named[at] = NAME
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

    def _signs(self, token: Token, index: int, step: int) -> bool:
        lower, kind, word = token.lower, token.kind, token.word
        if self._organisation(index):
            return False
        capital = word[0].isupper()
        if "." in word:
            return False
        if len(word) == 1:
            return capital and (word not in ("I", "Å") or self.text[token.end : token.end + 1] == ".")
        if lower in cues.SIGNATURE_FILLERS or lower in cues.TITLES or lower in cues.FUNCTION:
            return False
        if lower in cues.NEVER and not capital and not (kind & Kind.FIRST and step < 2 and self._alone(index)):
            return False
        if lower in cues.MONTHS and not (kind & Kind.FIRST and step < 2 and (capital or self._alone(index))):
            return False
        neighbour = index > 0 and bool(self.named[index - 1]) and self.follows(index)
        if kind & Kind.PLACE and not neighbour:
            return bool(kind & Kind.AMBIGUOUS and self._next_is_name(index))
        if kind & (Kind.SURE | Kind.AMBIGUOUS | Kind.WEAK):
            return capital or not kind & Kind.PLACE
        if kind == 0:
            return (capital or step < 2) and len(word) > 2 and (cues.PLACE_ENDING.fullmatch(lower) is None or neighbour)
        if capital and step == 0 and len(word) <= 6 and not self.noun_capitals and not self.shouting:
            # "Hilsen Fatter" at the very end.
            closes = not self.text[token.end :].strip(" .!\n") and not kind & Kind.BODY
            return closes and lower not in cues.KIN and lower not in cues.NEVER
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
            if lower in cues.NO_NAME or lower in cues.GREETINGS:
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
        return some or (len(indexes) > 1 and self._pair(indexes))

    def _pair(self, indexes: list[int]) -> bool:
        """Return whether words that are names too stand with capitals on a line of their own."""
        tokens = [self.tokens[index] for index in indexes]
        return all(token.word[0].isupper() for token in tokens) and all(token.kind & Kind.AMBIGUOUS for token in tokens)

    def _signed_small(self, indexes: list[int]) -> bool:
        """Return whether the last words are a sure first name and one that nobody knows, all small or all capitalised."""
        if not 2 <= len(indexes) <= 3:
            return False
        tokens = [self.tokens[index] for index in indexes]
        if any(
            token.lower in cues.NO_NAME or token.kind & Kind.BODY or token.lower in cues.GREETINGS for token in tokens
        ):
            return False
        first, rest = tokens[0], tokens[1:]
        if all(token.word.islower() for token in tokens):
            return bool(first.kind & Kind.FIRST and first.kind & Kind.SURE) and all(
                not token.kind & Kind.WORD for token in rest
            )
        if not all(token.word[0].isupper() and not token.word.isupper() for token in tokens) or self.noun_capitals:
            return False
        if any(cues.PLACE_ENDING.fullmatch(token.lower) for token in tokens):
            return False
        return any(not token.kind & (Kind.WORD | Kind.PLACE) for token in tokens) and not first.kind & Kind.PLACE

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
                if (
                    token.start >= match.start(1)
                    and likely
                    and token.lower not in cues.FUNCTION
                    and token.lower not in cues.KIN
                ):
                    self.named[index] = NAME

    def _mark_bare(self, start: int, end: int) -> None:
        indexes: list[int] = []
        index = len(self.tokens) - 1
        while index >= 0 and self.tokens[index].start >= start and len(indexes) < 7:
            if self.tokens[index].end <= end:
                indexes.insert(0, index)
            index -= 1
        if (
            0 < len(indexes) < 6
            and (
                self._bare(indexes)
                or (start > 0 and end >= len(self.text.rstrip(" .!,\n")) and self._signed_small(indexes))
            )
            and not _DIGIT.search(self.text, start, end)
        ):
            for each in indexes:
                if self.tokens[each].lower not in ("og", "&", "samt"):
                    self.named[each] = NAME

    def _first_lines(self) -> None:
        """Mark a letterhead: a line at the top that is nothing but a name."""
        start = 0
        index = 0
        for _ in range(3):
            end = self.text.find("\n", start)
            if end < 0:
                return
            following = bisect_right(self.tokens, end, index, key=_END)
            indexes = list(range(index, following)) if following - index < 5 else []
            index = following
            if len(indexes) > 1 and self._bare(indexes):
                for each in indexes:
                    if self.tokens[each].lower not in ("og", "&", "samt"):
                        self.named[each] = NAME
            start = end + 1
