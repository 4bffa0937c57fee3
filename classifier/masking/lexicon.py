"""What a word may be: a name, a place, a body that stays, an ordinary Danish word, or several of these."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache, lru_cache
from pathlib import Path

from classifier.resources import shipped

__all__ = ["ENDINGS", "Kind", "kept_phrases", "kind_of", "known", "known_word", "read_list"]

# Inflections that are cut before a word is looked up; the word list leaves such forms out. Longest first.
ENDINGS = (
    *("ernes", "erne", "enes", "ende", "edes", "ede", "ens", "ets", "ers"),
    *("er", "en", "et", "es", "ne", "te", "de", "t", "r", "n", "e", "s"),
)


class Kind:
    """Bits of what a word may be; a word may be several.

    Attributes
    ----------
    SURE : int
        A name and hardly ever anything else.
    WEAK : int
        A name of Faker's lists, or one that only its ending tells.
    AMBIGUOUS : int
        A name that is also an ordinary word.
    PLACE, BODY : int
        A place; a body, firm, brand, paper, illness or feast.
    WORD : int
        A Danish word or a compound of Danish words.
    FIRST : int
        Among the first names.
    """

    SURE = 1
    WEAK = 2
    AMBIGUOUS = 4
    PLACE = 8
    BODY = 16
    WORD = 32
    FIRST = 64
    NAME = SURE | WEAK | AMBIGUOUS


# Endings of surnames that no Danish word has.
_NAME_ENDING = re.compile(
    r"(?:\w{2,}(?:(?<!el)(?<!ats)sens?|[bdfgklmnprtv]sn|enko|oglu|escu|opoulos|opoulou|ovic|ovics|ović|evic|ević|owski|owska|ewski|ewska|inski|inska|ssons?|"
    r"dottir|dóttir|zadeh|zada|ullah|uddin|eddin|shvili|adze|idze|yan|nejad|pour|czyk|singham|lingam|ovski|ovska|gaard|gård))"
)


# What stands before a first name in what people are called: Lille-Per, Bager-Ejnar.
_CALLED = frozenset(
    "lille store gamle unge bette bager snedker tømrer murer slagter købmand skrædder smede fisker cykel mor far tante onkel søster bror".split()
)
# Endings of the names of medicines, as the international rules give them.
_MEDICINE = re.compile(
    r"\w{2,}(?:azin|azole?|azepam|zolam|prazol|statin|sartan|olol|cillin|mycin|oxetin|formin|gliptin|flozin|glutid|setron|[xzl]umab|imab|tinib|"
    r"dipin|triptan|pril|profen|codein|parin|oxacin|cyclin|toin|barbital|solon|salazin|fenidat|fetamin|apin|peridon|piprazol|pregabalin|thyroxin)"
)


def read_list(path: Path) -> list[str]:
    """Return the words of a list file: separated by white space, lines that begin with ``#`` left out.

    Parameters
    ----------
    path : Path
        UTF-8.

    Returns
    -------
    list of str
        In the file's order, as written.
    """
    lines = path.read_text(encoding="utf-8").splitlines()
    return [word for line in lines if not line.startswith("#") for word in line.split()]


def _listed(name: str) -> list[str]:
    return [word.lower() for word in read_list(shipped(f"data/masking/{name}.txt"))]


@cache
def _words() -> frozenset[str]:
    return frozenset(_listed("words")) | frozenset(_listed("modern_words"))


@cache
def _table() -> dict[str, int]:
    """Every listed name, place and body, in lower case, with its bits."""
    table: dict[str, int] = {}

    def add(words: list[str], bits: int) -> None:
        for word in words:
            table[word] = table.get(word, 0) | bits

    add(_listed("listed_names"), Kind.WEAK)
    add(_listed("danish_first_names"), Kind.SURE | Kind.FIRST)
    add(_listed("danish_surnames"), Kind.SURE)
    add(_listed("foreign_names"), Kind.SURE | Kind.FIRST)
    add(_listed("places"), Kind.PLACE)
    add(_listed("organisations"), Kind.BODY)
    for word in _listed("word_names"):
        first = table.get(word, 0) & Kind.FIRST
        table[word] = (table.get(word, 0) & (Kind.PLACE | Kind.BODY)) | Kind.AMBIGUOUS | first
    for word, bits in table.items():
        if bits & Kind.SURE and bits & (Kind.PLACE | Kind.BODY):
            # Emil is no body because a book is called so; but a surname that is also a town or a firm needs context.
            other = 0 if bits & Kind.FIRST and not bits & Kind.PLACE else Kind.AMBIGUOUS
            table[word] = bits & ~Kind.SURE | other if other else bits
    return table


@cache
def _sounds() -> frozenset[str]:
    """Spelling keys of the longer sure names, for misspelt ones."""
    return frozenset(key for word, bits in _table().items() if bits & Kind.SURE and len(key := _key(word)) >= 5)


_FOLD = str.maketrans({"c": "k", "z": "s", "w": "v", "y": "i", "q": "k", "å": "a", "ø": "o", "æ": "a", "j": "i"})


def _key(word: str) -> str:
    """Fold the spellings that people mix up: doubled letters, th/t, ph/f, c/k, z/s, w/v, y/i, marks."""
    plain = "".join(letter for letter in unicodedata.normalize("NFKD", word.translate(_FOLD)) if letter.isalpha())
    plain = plain.replace("th", "t").replace("ph", "f").replace("kh", "k").replace("ks", "x")
    return re.sub(r"(.)\1+", r"\1", plain)


@cache
def kept_phrases() -> frozenset[tuple[str, ...]]:
    """Return the names of things that hold a person's name and stay, as tuples of words in lower case.

    Returns
    -------
    frozenset of tuple of str
        Of one word or more.
    """
    lines = shipped("data/masking/kept_phrases.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(tuple(re.findall(r"\w+", line.lower())) for line in lines if line and not line.startswith("#"))


def _inflected(word: str, words: Collection[str], depth: int = 2) -> bool:
    if word in words:
        return True
    return depth > 0 and any(
        word.endswith(ending) and len(word) - len(ending) >= 3 and _inflected(word[: -len(ending)], words, depth - 1)
        for ending in ENDINGS
    )


def known(word: str, words: Collection[str], depth: int = 2) -> bool:
    """Return whether a list of words explains a word: listed, inflected, or a compound of such.

    Parameters
    ----------
    word : str
        In lower case.
    words : Collection[str]
        The list.
    depth : int, default 2
        How often a compound may be cut.

    Returns
    -------
    bool
        True where it does.

    Examples
    --------
    >>> known("skolegården", {"skole", "gård"}), known("oliver", {"skole", "gård"})
    (True, False)
    """
    if _inflected(word, words):
        return True
    if len(word) < 7 or depth == 0:
        return False
    for cut in range(3, len(word) - 3):
        first = word[:cut]
        if (first in words or (cut > 3 and (_inflected(first, words, 1)))) and known(word[cut:], words, depth - 1):
            return True
    return False


@lru_cache(maxsize=20_000)
def known_word(word: str) -> bool:
    """Return whether a word is Danish by the program's own list.

    Parameters
    ----------
    word : str
        In lower case.

    Returns
    -------
    bool
        True for a known word; names that are also words count.

    Examples
    --------
    >>> known_word("sagsbehandleren"), known_word("merudgiftsydelsen"), known_word("xaveriy")
    (True, True, False)
    """
    return len(word) <= 40 and known(word, _words())


@lru_cache(maxsize=50_000)
def kind_of(word: str) -> int:
    """Return what a word may be, as bits of `Kind`; 0 for a word nobody knows.

    Parameters
    ----------
    word : str
        In lower case. A genitive and the parts of a hyphenated word are looked up too.

    Returns
    -------
    int
        Bits of `Kind`.

    Examples
    --------
    >>> bool(kind_of("annettes") & Kind.SURE), bool(kind_of("holm") & Kind.AMBIGUOUS), kind_of("xqzt")
    (True, True, 0)
    """
    table = _table()
    bits = table.get(word, 0)
    if bits:
        return bits | (Kind.WORD if bits & Kind.AMBIGUOUS and known_word(word) else 0)
    word = word.replace("’", "'").replace("´", "'").replace("`", "'")
    for genitive in ("'s", "s", "'"):
        if word.endswith(genitive):
            bits = table.get(word[: -len(genitive)], 0)
            if bits and len(word) > 3:
                if genitive == "s" and bits & Kind.AMBIGUOUS and known_word(word):
                    return bits | Kind.WORD
                if genitive == "s" and bits & Kind.WEAK and known_word(word):
                    break
                return bits
    if "-" in word:
        parts = [part for part in word.split("-") if part]
        kinds = [kind_of(part) for part in parts]
        if len(parts) == 2 and parts[0] in _CALLED and kinds[1] & Kind.FIRST:
            return Kind.SURE | Kind.FIRST
        if any(kind & Kind.SURE for kind in kinds) and all(kind & Kind.NAME or not kind for kind in kinds):
            return Kind.SURE | Kind.FIRST
        if len(parts) > 1 and all(kind & Kind.AMBIGUOUS for kind in kinds):
            return Kind.AMBIGUOUS | Kind.FIRST
        return (
            Kind.WORD if parts and (kinds[-1] & (Kind.WORD | Kind.BODY) or kinds[0] & (Kind.BODY | Kind.PLACE)) else 0
        )
    if known_word(word) or (word.endswith("'") and known_word(word[:-1])):
        return Kind.WORD
    if _MEDICINE.fullmatch(word):
        return Kind.BODY
    if _NAME_ENDING.fullmatch(word) and len(word) >= 6:
        return Kind.WEAK
    if len(word) >= 5 and _key(word) in _sounds():
        return Kind.WEAK | Kind.FIRST
    return 0
