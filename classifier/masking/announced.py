"""Names that a greeting, a title, kinship, a verb or a form's label announces."""

from __future__ import annotations

from classifier.masking import cues
from classifier.masking.lexicon import Kind
from classifier.masking.reading import NAME, Reading, Token

__all__ = ["Announced"]


_NO_PERSON = cues.BODY_BEFORE | frozenset(
    "hunden hund kat katten hest hesten høne hønen pony ponyen kanin kaninen fugl førerhund førerhunden gruppen vejen gaden noget det orkestret bandet holdet projektet skibet båden robotten firmaet butikken".split()
)
_SHORT_TITLES = frozenset("hr fr dr frk mr mrs ms prof adv".split())
_CASEWORKER = frozenset("sagsbeh sagsb sbh".split())
# Kin whom nobody mentions in a word without a name behind it as often as mother or father.
_ELDERS = frozenset("oldemor oldefar mormor morfar farmor farfar moster faster onkel tante svigermor svigerfar".split())
_ADDRESS_TITLES = frozenset("hr herr fru frk frøken dr doktor mr mrs ms miss".split())


class Announced(Reading):
    """Mark what follows a word that announces a name."""

    def _cued(self) -> None:
        """Mark what follows a greeting, a title, a kinship word, "hedder" or a form's label."""
        for index in [index for index, token in enumerate(self.tokens) if token.announces]:
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
        if plain in (".:", "?:") and lower in cues.FORM_LABELS:
            plain = ":"
        if lower in _CASEWORKER and plain in (":", "."):
            return 3
        if lower in cues.GREETINGS and plain == "":
            return 2
        if lower in cues.NAMED and (plain in ("", ":") or (plain == "," and lower.startswith("under"))):
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
        if (lower in cues.TITLES or lower not in cues.ANNOUNCING) and plain in ("", "."):
            return 2 if lower in _ADDRESS_TITLES or self.small else 1
        if lower in cues.KIN:
            owner = index > 0 and (
                self.tokens[index - 1].lower in cues.POSSESSIVES
                or (index > 1 and self.tokens[index - 2].lower in cues.POSSESSIVES)
            )
            if self.small and lower in _ELDERS:
                return 2
            definite = lower.endswith(("en", "et", "ne"))
            return 2 if owner else 1 if definite or plain == "" else 0
        return 0

    def _take(self, index: int, strength: int) -> None:
        taken = 0
        while index < len(self.tokens) and taken < 6:
            token = self.tokens[index]
            initial = self.gap(index) in (". ", ".") and len(self.tokens[index - 1].word) < 3
            if taken and not (self.follows(index) or initial):
                break
            if not self._fits(token, index, strength, taken):
                break
            self.named[index] = NAME
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
                self.named[index + 1] = NAME

    def _fits(self, token: Token, index: int, strength: int, taken: int) -> bool:
        lower, kind, word = token.lower, token.kind, token.word
        if self.kept[index] or self._organisation(index):
            return False
        capital = word[0].isupper() and not self.shouting
        if capital and len(word) == 1:
            return word not in ("I", "Å")
        if lower in cues.NO_NAME or (lower in cues.NEVER and not capital):
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
            kin = index > 0 and self.tokens[index - 1].lower in cues.KIN and not self.noun_capitals
            definite = index > 0 and self.tokens[index - 1].lower.endswith(
                ("vagten", "naboen", "vikaren", "læreren", "genboen")
            )
            kin = kin or (definite and not self.noun_capitals)
            kin = kin and lower not in cues.NEVER
            return (strength == 3 or kin) and taken == 0 and not cues.PLACE_ENDING.fullmatch(lower)
        if strength < 2:
            return False
        if kind & Kind.SURE:
            return True
        if kind & (Kind.AMBIGUOUS | Kind.WEAK):
            if self.shouting and kind & Kind.WORD and not kind & Kind.FIRST:
                return False
            return bool(kind & Kind.FIRST) or bool(taken) or bool(kind & Kind.WEAK) or strength == 3
        return strength == 3 and kind == 0 and len(word) > 2
