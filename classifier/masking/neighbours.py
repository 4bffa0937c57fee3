"""Names told by a name beside them: nicknames, lists of persons, a surname put first, a first name that is a word too."""

from __future__ import annotations

import re

from classifier.masking import cues
from classifier.masking.lexicon import Kind
from classifier.masking.reading import NAME, Reading, Token

__all__ = ["Neighbours"]

_OPENS = frozenset({' "', ' ("', " (", " “", " ”", " „", " »", " «", " '", " ‘", ' (kaldet "'})
_CLOSES = frozenset("\"”“»«)'’")
# First names that are so common as words that a capital says nothing, but a name behind them does.
_FORENAMES = frozenset({"hans", "tage", "dag", "ben", "ville", "may", "april", "maj", "august", "juni"})
# How a first name is cut short before a full stop.
_CUT = frozenset("aa chr th ths fr joh jos vilh alb sv kr jørg jac nic and hj ch".split())
_JOINS = frozenset({"og", "samt", "&", "and", "plus", "eller"})
_ROLES = cues.KIN | cues.TITLES | frozenset({"sagsbeh", "tlf", "ppr", "ssp"})
_PERSONS = cues.KIN | cues.TITLES | frozenset({"hjælper", "ledsager", "aflaster", "støtte"})
_SAID = frozenset({"er", "var", "hedder"})
_LONGEST_WORD = 6
_LONGEST_CUT = 3


class Neighbours(Reading):
    """Decide the words that touch a name, or stand in one list with it."""

    def _beside(self) -> None:
        """Mark nicknames, other members of a list, and surnames put first."""
        text, tokens, last = self.text, self.tokens, len(self.tokens) - 1
        for index in self.named_indexes():
            self._nickname(index + 1)
            self._called(index)
            self._listed(index)
            self._surname_first(index)
        for index in () if self.shouting else self.capitals:
            if self.named[index]:
                continue
            end = tokens[index].end
            if text[end : end + 1] != " " or text[end + 1 : end + 2] in "(-–":
                self._with_role(index)
                self._related(index)
            elif index < last and tokens[index + 1].lower in _SAID:
                self._related(index)
            if index and len(tokens[index - 1].word) <= _LONGEST_CUT and text[tokens[index - 1].end] == ".":
                self._initialled(index)

    def _candidate(self, index: int, joined: bool) -> bool:
        """Return whether a word that nothing else told may be a name beside another."""
        token = self.tokens[index]
        kind, lower, word = token.kind, token.lower, token.word
        if self.named[index] or self.kept[index] or not word[0].isupper() or self.shouting or len(word) < 2:
            return False
        if lower in cues.FUNCTION or lower in _ROLES or lower in cues.MONTHS or lower in cues.GREETINGS:
            return False
        if self.noun_capitals or self._organisation(index) or cues.PLACE_ENDING.fullmatch(lower):
            return False
        if kind & (Kind.PLACE | Kind.BODY):
            return False
        if kind == 0:
            return len(word) > 2 and not any(letter.isupper() for letter in word[1:])
        if kind & (Kind.SURE | Kind.WEAK):
            return True
        if kind & Kind.AMBIGUOUS:
            return bool(kind & Kind.FIRST) or joined
        return joined and len(word) < _LONGEST_WORD and not self.starts_sentence(index) and lower not in cues.OPENERS

    def _ends(self, index: int) -> bool:
        """Return whether a word is followed by a sign, a join or nothing."""
        token = self.tokens[index]
        after = self.text[token.end : token.end + 2]
        if after[:1] in ("", ",", ".", ";", ":", ")", "(", "/", "|", "\n", "!", "?") or after == " (":
            return True
        return index + 1 < len(self.tokens) and self.tokens[index + 1].lower in _JOINS

    def _listed(self, index: int) -> None:
        """Mark what "og", a comma or a stroke joins to the name at ``index``."""
        for step in (1, -1):
            at = index + step
            if not 0 <= at < len(self.tokens):
                continue
            gap = self.gap(max(at, index))
            if gap in (", ", "/", " / ", " & ", "&", " + ", "; ") and self._candidate(at, False) and self._ends(at):
                following = self.text[self.tokens[at].end : self.tokens[at].end + 3]
                if not any(letter.isdigit() for letter in following):
                    self.named[at] = NAME
                continue
            other = at + step
            if (
                gap == " "
                and self.tokens[at].lower in _JOINS
                and 0 <= other < len(self.tokens)
                and self.gap(max(other, at)) == " "
                and self._candidate(other, True)
            ):
                self.named[other] = NAME

    def _nickname(self, index: int) -> None:
        """Mark one word in quotation marks or brackets behind a name."""
        if index >= len(self.tokens) or self.named[index] or self.kept[index]:
            return
        token, gap = self.tokens[index], self.gap(index)
        if gap not in _OPENS or self.text[token.end : token.end + 1] not in _CLOSES:
            return
        quoted = gap not in (" (",)
        if gap == ' "' and index + 1 < len(self.tokens) and self.gap(index + 1) == '" ':
            # John "Tømmer" Bak
            following = self.tokens[index + 1]
            if token.word[0].isupper() and following.word[0].isupper() and following.lower not in cues.FUNCTION:
                self.named[index] = self.named[index + 1] = NAME
                return
        if token.kind & (Kind.PLACE | Kind.BODY) or token.lower in cues.FUNCTION or token.lower in _ROLES:
            return
        if token.word.isupper() and len(token.word) > 1:
            return
        if token.word[0].isupper() and cues.PLACE_ENDING.fullmatch(token.lower):
            return
        named_after = index + 1 < len(self.tokens) and bool(self.named[index + 1])
        known = token.kind & Kind.WORD and not token.kind & Kind.NAME
        if token.word[0].isupper() and (not known or (quoted and named_after)):
            self.named[index] = NAME

    def _with_role(self, index: int) -> None:
        """Mark a capitalised word behind which brackets say who it is: "Nivikka (mor)"."""
        if index + 1 >= len(self.tokens) or not self.gap(index + 1).startswith(" ("):
            return
        role = self.tokens[index + 1]
        after = self.text[role.end : role.end + 1]
        if (
            role.lower in cues.KIN
            and after in (")", ",")
            and role.word.islower()
            and (self._candidate(index, False) or self.tokens[index].kind == 0)
        ):
            self.named[index] = NAME

    def _initialled(self, index: int) -> None:
        """Mark "T. Nordkvist" where it begins a line or a cell, though its surname is a compound of words."""
        if index == 0 or self.gap(index) not in (". ", "."):
            return
        first, token = self.tokens[index - 1], self.tokens[index]
        if len(first.word) > 3 or not first.word[0].isupper() or first.word.isupper() != (len(first.word) == 1):
            return
        before = self.text[max(first.start - 2, 0) : first.start].rstrip(" \t")
        after = self.text[token.end : token.end + 2].strip(" \t")[:1]
        if before[-1:] not in ("", "\n", "|", ";", ":", "/", ".") or after not in ("", "\n", "|", ";", ",", "/", "."):
            return
        if token.lower in cues.FUNCTION or token.kind & Kind.BODY or len(token.word) < 3 or self.kept[index]:
            return
        if before[-1:] == "." and (after or self.text[token.end :].strip(". \n")):
            return
        if first.lower in cues.TITLES or first.lower in (
            "nr",
            "kl",
            "st",
            "pkt",
            "stk",
            "ad",
            "art",
            "skt",
            "sct",
            "evt",
            "bl",
            "jf",
        ):
            return
        if cues.PLACE_ENDING.fullmatch(token.lower) and token.kind & Kind.WORD and not token.kind & Kind.NAME:
            return
        self.named[index - 1] = self.named[index] = NAME

    def _related(self, index: int) -> None:
        """Mark a capitalised word of which a person is said: "Nus er hans søster", "Nino, min bror,"."""
        count = len(self.tokens)
        at = index + 1
        if at >= count:
            return
        after = self.text[self.tokens[index].end : self.tokens[at].start]
        if self.tokens[at].lower in _SAID and after in (" ", '" ', "” ", "« ", "» ", "' "):
            at += 1
        elif after not in (", ", " (", " - ", " – "):
            return
        if at + 1 >= count or self.tokens[at].lower not in cues.POSSESSIVES:
            return
        far = self.tokens[at + 1].lower not in _PERSONS and self.tokens[at + 1].kind & Kind.WORD and at + 2 < count
        person = self.tokens[at + 1 + bool(far)]
        if person.lower not in _PERSONS:
            return
        said = at > index + 1
        if not said and self.text[person.end : person.end + 1] not in (",", ")", ".", ";", ""):
            return
        token = self.tokens[index]
        lower, kind = token.lower, token.kind
        if lower in cues.FUNCTION or lower in _ROLES or kind & (Kind.PLACE | Kind.BODY):
            return
        if lower in cues.MONTHS and (said or not kind & Kind.FIRST or not self.starts_sentence(index)):
            return
        if self.kept[index] or self._organisation(index) or cues.PLACE_ENDING.fullmatch(lower):
            return
        short = said and kind & Kind.WORD and len(lower) < _LONGEST_WORD and lower not in cues.NEVER
        if kind == 0 or kind & Kind.NAME or (short and not self.noun_capitals):
            self.named[index] = NAME

    def _called(self, index: int) -> None:
        """Mark "Mulle" in "Mulle, altså Marianne,"."""
        if (
            index < 2
            or self.tokens[index - 1].lower not in ("altså", "alias", "egentlig")
            or self.gap(index - 1) != ", "
        ):
            return
        token = self.tokens[index - 2]
        if token.word[0].isupper() and not self.kept[index - 2] and not token.kind & (Kind.PLACE | Kind.BODY):
            if token.lower not in cues.FUNCTION and token.lower not in _ROLES and not self._organisation(index - 2):
                self.named[index - 2] = NAME

    def _surname_first(self, index: int) -> None:
        """Mark "DAM" in "DAM, Sofie" and "Dam" where a line, a cell or a list item is no more than "Dam, Inger"."""
        if index == 0 or self.gap(index) != ", ":
            return
        token = self.tokens[index - 1]
        kind = token.kind
        if self.named[index - 1] or self.kept[index - 1] or self.shouting or token.lower in cues.FUNCTION:
            return
        if not token.word[0].isupper() or len(token.word) < 2 or kind & Kind.BODY or self._organisation(index - 1):
            return
        before = self.text[max(token.start - 2, 0) : token.start].rstrip(" \t")
        opened = before == "" or before[-1] in "\n|;:/([-•*"
        end = self.tokens[index].end
        closed = self.text[end : end + 2].strip(" \t")[:1] in ("", ";", "|", "\n", ".", "(", ")", "/", ",")
        capitals = token.word.isupper() and not self.tokens[index].word.isupper()
        shouted = capitals and (kind == 0 or kind & Kind.NAME or opened) and not kind & Kind.PLACE
        listed = opened and closed and kind & (Kind.AMBIGUOUS | Kind.SURE | Kind.WEAK)
        if shouted or (listed and self.tokens[index].kind & Kind.FIRST):
            self.named[index - 1] = NAME

    def _forename(self, index: int) -> bool:
        """Return whether a word before a name is its first part, though it is a word too: "April Munkholm,"."""
        token = self.tokens[index]
        kind, lower = token.kind, token.lower
        if self.noun_capitals or lower in cues.TITLES or lower in cues.KIN:
            return False
        if kind & (Kind.PLACE | Kind.BODY) and lower not in _FORENAMES:
            return False
        if not self.starts_sentence(index):
            if lower in _FORENAMES:
                return True
            plain = bool(kind & Kind.WORD) and not kind & Kind.NAME
            return (
                plain
                and len(token.word) <= _LONGEST_WORD
                and lower not in cues.FUNCTION
                and lower not in cues.MONTHS
                and lower not in cues.GREETINGS
                and not cues.PLACE_ENDING.fullmatch(lower)
            )
        if lower not in _FORENAMES and not (kind & Kind.AMBIGUOUS and kind & Kind.FIRST and lower not in cues.FUNCTION):
            return False
        at = index + 1
        while at + 1 < len(self.tokens) and self.named[at + 1] and self.follows(at + 1):
            at += 1
        after = self.text[self.tokens[at].end : self.tokens[at].end + 2]
        return after[:1] in ("", ",", ".", ":", ";", ")", "\n", "!", "|") or after == " ("

    def _cut_short(self, token: Token, gap: str) -> bool:
        """Return whether a word before a name is a first name cut short: "Sv. Aa. Kjeldgaard"."""
        return gap in (". ", ".") and token.lower in _CUT and token.word[0].isupper() and not self.shouting

    def _small_pairs(self) -> None:
        """Mark a word that nobody knows beside a name where both make up a line or an answer, all small."""
        for index in self.named_indexes():
            token = self.tokens[index]
            if not token.word.islower():
                continue
            for at in (index - 1, index + 1):
                if not 0 <= at < len(self.tokens) or self.named[at]:
                    continue
                other, gap = self.tokens[at], self.gap(max(at, index))
                if gap != " " or other.kind & ~Kind.WEAK or len(other.word) < 4 or not other.word.islower():
                    continue
                first, last = min(at, index), max(at, index)
                before = self.text[max(self.tokens[first].start - 2, 0) : self.tokens[first].start].strip(" \t")
                after = self.text[self.tokens[last].end : self.tokens[last].end + 1]
                if (self.tokens[first].start == 0 or _EDGE.search(before)) and after in ("", "\n", ",", ".", "|", ";"):
                    self.named[at] = NAME


_EDGE = re.compile(r"[:\n|;]$")
