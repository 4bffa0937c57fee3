"""Names of persons: who is named, told from lists, capitals and the words round about."""

from __future__ import annotations

import re
from collections.abc import Iterable

from classifier.masking import cues
from classifier.masking.announced import Announced
from classifier.masking.lexicon import Kind, known_word
from classifier.masking.neighbours import Neighbours
from classifier.masking.reading import NAME, WORD_FORM, Token, base_form
from classifier.masking.signatures import Signatures
from classifier.masking.spans import Span
from classifier.masking.word_rules import WordRules

__all__ = ["find_names", "names_in"]


# Small words inside a name, where a name stands on both sides.
_INNER_PARTICLES = frozenset(
    "van von al el bin abu ibn del di de la ter da do dos das du á í við av af zu zum ud ul".split()
)
# How surnames after a place end.
_TOPONYM = re.compile(
    r"\w{2,}(?:rup|lev|sted|borg|holt|løse|inge|næs|bæk|mose|bro|lund|skov|dal|vang|toft|høj|ager|bjerg|by|holm|strand|mark|kær|vad|havn|ø|lyng|bakke|drup|gård|gaard|kær|dahl|kvist|quist)"
)
# The article of a surname, small before a capital: al-Hashimi, d'Angelo.
_ARTICLE = re.compile(r"(?:al|el|as|ar|an|ad|ash|at|az|ben|bin|ou|ould|de|d|l|o|mc)[-'’][A-ZÆØÅ]")
_DANISH_PARTICLES = frozenset({"af", "de", "da", "do", "la", "di", "du", "ter"})
_SAID_OF_THINGS = frozenset({"er", "var", "har", "bliver", "kan", "skal", "i", "på"})
# What a single letter behind tells one from others: opgang A, vitamin D.
_LETTERED = frozenset(
    "tog s-tog opgang blok vitamin bus linje stue hold klasse gruppe afsnit bilag model plan type zone hepatitis etape trappe indgang rum niveau fase punkt serie".split()
)
_DIRECTIONS = frozenset({"vest", "øst", "nord", "syd"})


class _Names(WordRules, Announced, Signatures, Neighbours):
    """All rules over one text, in their order."""

    # --- rules --------------------------------------------------------------------------------------------------------
    def read(self) -> None:
        self._keep_phrases()
        for index in [i for i, token in enumerate(self.tokens) if token.kind & Kind.SURE or token.word[0].isupper()]:
            if not self.kept[index]:
                self._decide(index, self.tokens[index])
        self._cued()
        self._signatures()
        self._extend()
        self._beside()
        if any(self.named):
            self._small_pairs()
            self._propagate()
            self._extend()

    def _extend(self) -> None:
        """Grow each name to the surnames, initials and particles that touch it."""
        tokens, count = self.tokens, len(self.tokens)
        for index in self.named_indexes():
            following = index + 1
            while following < count and not self.named[following] and not self.kept[following]:
                token = tokens[following]
                gap = self.gap(following)
                if not (self.follows(following) or (gap in (". ", ".") and len(tokens[following - 1].word) == 1)):
                    break
                if not self._continues(following, token):
                    break
                self.named[following] = NAME
                following += 1
        index = count
        while (index := self.named.rfind(NAME, 0, index)) > 0:
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
                    and not (index > 1 and self.tokens[index - 2].lower in _LETTERED)
                )
                or self._cut_short(token, gap)
                or (gap == " " and token.word[0].isupper() and not self.shouting and not self._plain_opener(index - 1))
                or (
                    gap == " "
                    and token.lower in cues.PARTICLES
                    and token.lower not in ("da", "de", "den", "der", "af", "do", "e", "y", "du", "st")
                    and index > 1
                    and self.named[index - 2]
                )
            ):
                self.named[index - 1] = NAME

    def _plain_opener(self, index: int) -> bool:
        """Return whether a capitalised word before a name is no part of it."""
        token = self.tokens[index]
        kind = token.kind
        if self._forename(index):
            return False
        if token.lower in cues.NO_NAME or token.lower in cues.OPENERS:
            return True
        if token.lower in cues.MONTHS:
            return not (kind & Kind.FIRST and self.starts_sentence(index))
        if kind & (Kind.SURE | Kind.WEAK | Kind.AMBIGUOUS) and not kind & (Kind.PLACE | Kind.BODY):
            return token.lower in cues.MASS and self.starts_sentence(index)
        return kind != 0 or cues.PLACE_ENDING.fullmatch(token.lower) is not None or self.starts_sentence(index)

    def _continues(self, index: int, token: Token) -> bool:
        lower, kind, word = token.lower, token.kind, token.word
        if self._organisation(index):
            return False
        capital = (word[0].isupper() or _ARTICLE.match(word) is not None) and not self.shouting
        if self.shouting and word.isupper() and len(word) > 3 and self.tokens[index - 1].kind & Kind.SURE:
            return not kind & (Kind.WORD | Kind.BODY | Kind.PLACE)
        if lower in cues.PARTICLES and index + 1 < len(self.tokens) and self.follows(index + 1):
            following = self.tokens[index + 1]
            if capital or lower in _INNER_PARTICLES:
                # Nobody but a name stands behind the small words of other tongues.
                other = Kind.BODY | Kind.PLACE | (0 if lower not in _DANISH_PARTICLES else Kind.WORD)
                return following.word[0].isupper() and not following.kind & other and not self.shouting
            return False
        if len(word) == 1:
            return capital and word not in ("I", "Å") and self.text[token.end : token.end + 1] in (".", " ", ",", "")
        if lower in cues.NEVER and not capital:
            return False
        if lower in cues.FUNCTION and not (capital and self._surname(index)):
            return False
        if capital:
            if kind & (Kind.SURE | Kind.AMBIGUOUS | Kind.WEAK):
                return lower not in cues.MONTHS or self.tokens[index - 1].kind & Kind.SURE > 0
            if kind & Kind.BODY:
                # Bolt, Fog and Stark are firms, words and surnames.
                return (
                    self._behind_first_name(index)
                    and not word.isupper()
                    and len(word) <= 6
                    and known_word(lower)
                    and not lower.endswith(("en", "et"))
                )
            if kind & Kind.PLACE or kind == 0 or self._toponym(index, lower):
                return True
            closed = not self.noun_capitals or self.text[token.end : token.end + 1] in (
                ",",
                ".",
                "\n",
                "",
                ";",
                "|",
                ")",
                "/",
                ":",
                "!",
                "?",
            )
            closed = closed or self.text[token.end : token.end + 2] in (" |", " (")
            return (
                closed
                and not cues.PLACE_ENDING.fullmatch(lower)
                and lower not in cues.TITLES
                and lower not in cues.KIN
                and (lower not in cues.OPENERS or lower in _DIRECTIONS)
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

    def _behind_first_name(self, index: int) -> bool:
        first = Kind.SURE | Kind.FIRST
        return self.tokens[index - 1].kind & first == first

    def _surname(self, index: int) -> bool:
        """Return whether a surname that is a small word too stands behind a first name: Annelise Skriver."""
        return (
            self._behind_first_name(index) and not self.noun_capitals and self.tokens[index].kind & Kind.AMBIGUOUS > 0
        )

    def _toponym(self, index: int, lower: str) -> bool:
        """Return whether a surname that ends like a town stands behind a first name: Uffe Bræstrup."""
        return (
            self._behind_first_name(index)
            and not self.noun_capitals
            and _TOPONYM.fullmatch(lower) is not None
            and self.tokens[index].kind & (Kind.BODY | Kind.PLACE) == 0
        )

    def _propagate(self) -> None:
        self.mark_known(self.names())

    def mark_known(self, known: set[str]) -> None:
        """Mark every other mention of names that are known from this letter."""
        if not known:
            return
        forms = {name + ending for name in known for ending in ("", "s", "'", "’", "'s", "’s")}
        forms |= {name[:-1] for name in known if name.endswith("s") and len(name) > 4}
        for index in [index for index, token in enumerate(self.tokens) if token.lower in forms]:
            token = self.tokens[index]
            if self.named[index] or self.kept[index]:
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
                if (
                    lower in cues.FUNCTION
                    or lower in cues.OPENERS
                    or token.kind & Kind.PLACE
                    or self._department(index)
                ):
                    continue
                if (self.starts_sentence(index) or lower == "per") and self._as_word(index, token):
                    continue
                before = self.tokens[index - 1] if self.follows(index) else None
                if before is not None and before.lower in cues.DETERMINERS and before.lower not in cues.POSSESSIVES:
                    continue
                thing = lower in cues.MASS or lower in cues.NEVER
                if self.starts_sentence(index) and thing:
                    after = (
                        self.tokens[index + 1].lower if index + 1 < len(self.tokens) and self.follows(index + 1) else ""
                    )
                    if (
                        after not in cues.SAYING_VERBS
                        and (after not in cues.PERSON_VERBS or after in _SAID_OF_THINGS)
                        and not after.endswith(("ede", "te"))
                    ):
                        continue
                self.named[index] = NAME


def find_names(text: str, known: Iterable[str] = ()) -> list[Span]:
    """Find names of persons.

    Parameters
    ----------
    text : str
        The letter.
    known : Iterable[str]
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
    reader = _Names(text)
    reader.read()
    reader.mark_known({base_form(word) for word in known})
    return reader.spans()


def names_in(text: str, spans: Iterable[Span]) -> set[str]:
    """Return the words of found names, in lower case and without genitive.

    Parameters
    ----------
    text : str
        What was searched.
    spans : Iterable[Span]
        What was found.

    Returns
    -------
    set of str
        Of two letters or more.
    """
    return {
        base_form(match[0].lower())
        for span in spans
        if span.kind == "NAVN"
        for match in WORD_FORM.finditer(text, span.start, span.end)
        if len(match[0]) > 1
    }
