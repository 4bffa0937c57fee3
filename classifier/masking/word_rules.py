"""Which words are names by themselves and by their neighbours."""

from __future__ import annotations

import re

from classifier.masking import cues
from classifier.masking.lexicon import Kind, kind_of
from classifier.masking.reading import NAME, Reading, Token

__all__ = ["WordRules"]


_SURE_SHORT = frozenset(
    "ida eva ole ulla pia mia kaj leo åse ali lis ann ane eli jan jon lea ina kia ada ebba asta else elna karl hans jes ib bob jim tim tom max sam ole ove uffe åge lars mads niels jens søren per bo".split()
)
# Function words that, with a capital inside a sentence, are names.
# Who comes from or goes to an unknown capitalised word comes from or goes to a place.
_COMING = frozenset(
    "kommer kom er var født flyttede flyttet flygtede flygtet rejste rejse rejser stammer stammede tog hjem ned op tilbage turen vej mand kone familie familien hertil".split()
)
_PLURALS = frozenset({"sine", "otte", "ville"})
# Endings and letters that hardly any Danish word has, but many names of other tongues.
_FOREIGN = re.compile(r"[aiouyéíâîêáóúşçğıłżśćńňřěțşăãõñöüðþý]$|[wxzqłżşçğıêîûñãõðþșțăđćšžčřěąęśźń]")
_DWELLING = frozenset(
    "på i hos ved til trygt sammen alene her der selv tæt billigt midlertidigt længe længere hjemme godt sikkert for".split()
)
_ABOUT = frozenset("til over under af efter uden mod mellem om for langs gennem".split())
_AT_WORK = frozenset(
    "kontoret kommunen telefonen linjen vagt arbejde barsel ferie hold rådhuset gangen stuen receptionen skolen 1".split()
)
# What is never behind "per" where it counts: every small word and verb but the units.
_NOT_COUNTED = cues.FUNCTION.union(cues.PERSON_VERBS) - {"dag", "år", "mail", "dage"}
# Small words that are no verb.
_NOT_TURNED = cues.FUNCTION - cues.PERSON_VERBS
_PRONOUNS = frozenset({"jeg", "han", "hun", "du", "vi", "de"})
_SUBJECTS = frozenset("jeg vi du man der i".split())
# How homes and institutions end: Bakkebo, Fasanhøj, Vesterled.
_HOME_ENDING = re.compile(r"\w{4,}(?:bo|ly|ro|led|minde|gaarden|høj|hede|eng)|\w{2,}(?:båden|bladet|holmene)")
_VERB_ENDINGS = ("er", "ede", "te", "ar", "ev", "år")


class WordRules(Reading):
    """Decide a word by what it may be, its capital and the words beside it."""

    def _decide(self, index: int, token: Token) -> None:
        kind, lower = token.kind, token.lower
        if kind & Kind.SURE and not kind & Kind.AMBIGUOUS:
            if self._sure(index, token):
                self.named[index] = NAME
        elif not self.capital(index):
            # In a letter that shouts capitals say nothing, but a word that nobody knows does.
            if self.shouting and kind == 0 and token.word.isupper() and len(lower) > 3:
                self.named[index] = not self._organisation(index) and self._shouted(index, lower)
            return
        elif kind & Kind.AMBIGUOUS:
            if self._ambiguous(index, token):
                self.named[index] = NAME
        elif kind & (Kind.PLACE | Kind.BODY):
            return
        elif kind & Kind.WEAK:
            if not (self.starts_sentence(index) and len(lower) < 4):
                self.named[index] = not self._organisation(index) and not self._near_place(index, token)
        elif kind == 0 and self._unknown(index, token):
            self.named[index] = NAME

    def _sure(self, index: int, token: Token) -> bool:
        if self._organisation(index):
            return False
        if token.kind & Kind.BODY and not self._next_is_name(index):
            before = self.tokens[index - 1].lower if self.follows(index) else ""
            if before in cues.PLACE_PREPOSITIONS or before == "hos" or not token.word[0].isupper():
                return False
        if token.lower in ("max", "maks") and self.text[token.end : token.end + 3].strip()[:1].isdigit():
            return False
        if token.word[0].isupper() and not self.shouting:
            return not (token.word.isupper() and len(token.word) < 4)
        if not token.kind & Kind.FIRST and self.follows(index) and self.tokens[index - 1].lower in ("i", "på"):
            # "på skovbo" is a house, and a surname is not where anybody is.
            return False
        base = token.lower.rstrip("'’")
        return len(base) > 3 or base in _SURE_SHORT

    def _shouted(self, index: int, lower: str) -> bool:
        before = self.tokens[index - 1].lower if self.follows(index) else ""
        return before not in cues.PLACE_PREPOSITIONS and cues.PLACE_ENDING.fullmatch(lower) is None

    def _near_place(self, index: int, token: Token) -> bool:
        before = self.tokens[index - 1].lower if self.follows(index) else ""
        return before in cues.PLACE_PREPOSITIONS and cues.PLACE_ENDING.fullmatch(token.lower) is not None

    def _ambiguous(self, index: int, token: Token) -> bool:
        lower = token.lower
        if (
            (lower in cues.FUNCTION and (lower not in _PLURALS or self.starts_sentence(index) or self.noun_capitals))
            or self._organisation(index)
            or self._department(index)
        ):
            return False
        if lower == "per" and self._as_word(index, token):
            return False
        before = self.tokens[index - 1] if index and self.follows(index) else None
        following = self.tokens[index + 1] if index + 1 < len(self.tokens) and self.follows(index + 1) else None
        if following is not None and following.lower in ("hedder", "hed") and index + 2 < len(self.tokens):
            if self.tokens[index + 2].lower in _PRONOUNS:
                return True
            if self._as_word(index, token):
                return False
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

    def _as_word(self, index: int, token: Token) -> bool:
        """Return whether a word that begins a sentence, and may be a name, is used as the word it also is."""
        lower = token.lower
        if not token.kind & Kind.WORD or index + 1 >= len(self.tokens):
            return False
        near = self.tokens[index + 1 : index + 5]
        gap = self.gap(index + 1)
        following = near[0]
        plain = following.word.islower() and following.lower not in cues.KIN and following.lower not in cues.TITLES
        if gap == ", ":
            # "Dam, sø og holm er fredet."
            verb = following.lower in cues.FUNCTION or following.lower in cues.PERSON_VERBS
            return (
                plain
                and not verb
                and bool(following.kind & Kind.WORD)
                and following.lower not in ("som", "dog", "kaldet")
            )
        if gap != " ":
            return False
        if any(each.word == lower for each in near[:2]):
            return True
        if not plain or following.lower in cues.SAYING_VERBS:
            return False
        after = near[1] if len(near) > 1 and self.follows(index + 2) else None
        if lower in ("per", "pr"):
            return following.lower not in _NOT_COUNTED
        rest = self.text[following.end : near[-1].end]
        if "," not in rest and any(each.lower in cues.SAYING_VERBS for each in near[1:]) and following.lower != "er":
            return False
        if lower == "bo" and following.lower in _DWELLING:
            return True
        if following.lower in ("hedder", "hed"):
            person = after is None or after.lower in _PRONOUNS or after.lower in cues.KIN or after.lower in cues.TITLES
            return not person
        if after is None:
            return following.lower.endswith("es") and bool(following.kind & Kind.WORD) and len(following.lower) > 4
        if following.lower in ("betyder", "staves", "rimer"):
            return True
        if following.lower == "og" and after.lower in ("å", "ø", "sø", "eng", "mark", "skov"):
            return True
        if following.lower == "og":
            return bool(after.kind & Kind.BODY) or (
                after.word.islower()
                and bool(after.kind & Kind.WORD)
                and not (after.lower in cues.NO_NAME or (after.kind & Kind.FIRST and self.small))
            )
        if following.lower in ("er", "var", "bliver"):
            return after.lower == "et" and not any(each.lower in ("barn", "menneske", "geni") for each in near[2:])
        if following.lower in _ABOUT:
            return True
        if following.lower in ("i", "på"):
            return (
                after.word.islower()
                and after.lower not in _AT_WORK
                and after.lower not in cues.DETERMINERS
                and not cues.PLACE_ENDING.fullmatch(after.lower)
            )
        # "Storm har vi ofte": what stands before its verb and a subject is no subject.
        return after.lower in _SUBJECTS and following.lower not in _NOT_TURNED

    def _owns(self, token: Token, following: Token | None) -> bool:
        """Return whether a genitive begins the sentence and what a person has follows: "Storms mor", "Bos cykel"."""
        if following is None or not following.word.islower() or not token.lower.endswith("s"):
            return False
        owner = kind_of(token.lower[:-1])
        if not owner & Kind.AMBIGUOUS or not owner & Kind.FIRST or owner & (Kind.PLACE | Kind.BODY):
            return False
        if following.lower in cues.KIN:
            return True
        noun = (
            following.kind & Kind.WORD
            and following.lower not in cues.FUNCTION
            and following.lower not in cues.PERSON_VERBS
        )
        return bool(noun and token.lower[:-1] not in cues.MASS and not following.lower.endswith(("er", "ede", "te")))

    def _begins(self, index: int, token: Token, following: Token | None) -> bool:
        """Return whether a word that may be a name is one at the beginning of a sentence."""
        lower = token.lower
        if self._owns(token, following):
            return True
        if lower in cues.OPENERS or self._as_word(index, token):
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

    def _unknown(self, index: int, token: Token) -> bool:
        lower, word = token.lower, token.word
        if len(word) < 3 or any(letter.isupper() for letter in word[1:]) or "." in word:
            return False
        if cues.PLACE_ENDING.fullmatch(lower) or _HOME_ENDING.fullmatch(lower) or self._organisation(index):
            return False
        if self.starts_sentence(index):
            following = self.tokens[index + 1] if index + 1 < len(self.tokens) and self.follows(index + 1) else None
            if following is None:
                return False
            return (
                self._next_is_name(index)
                or following.lower in cues.SAYING_VERBS
                or (following.lower in cues.PERSON_VERBS and _FOREIGN.search(lower) is not None)
            )
        before = self.tokens[index - 1] if self.follows(index) else None
        if before is not None and before.lower in cues.DETERMINERS:
            return False
        if before is not None and before.lower in ("i", "på", "paa"):
            return False
        if (
            before is not None
            and before.lower in ("fra", "til")
            and index > 1
            and self.tokens[index - 2].lower in _COMING
        ):
            return False
        return not self.noun_capitals
