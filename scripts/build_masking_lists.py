"""Build the generated lists under data/masking: common Danish words, and names from Faker.

Maintainers only; needs ``pip install faker`` besides the program itself. The hand-written lists are read,
never changed. Words come from simplemma's Danish dictionary (MIT), thinned to what the program cannot derive by cutting an
ending or splitting a compound; names from Faker's locales in Latin script (MIT). Run from the checkout::

    python scripts/build_masking_lists.py
"""

from __future__ import annotations

import importlib
import pkgutil
import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

import faker.providers.person as faker_person
from simplemma.strategies.dictionaries import DefaultDictionaryFactory

from classifier.masking.lexicon import known, read_list

FOLDER = Path(__file__).parent.parent / "data" / "masking"
WORD = re.compile(r"[a-zæøåéèüöäóôâ]{2,}")
NAME = re.compile(r"[^\W\d_]{3,}(?:[-'][^\W\d_]{2,})?")
# Locales whose lists are words of everyday language, jokes, or so rare in Denmark that they cost more than they find.
LEFT_OUT = {"en", "es", "ga_IE", "zu_ZA", "en_IE"}
# Longer words are nearly always compounds.
LONGEST = 16


def dictionary_words() -> set[str]:
    """Return simplemma's Danish word forms and lemmas in lower case, names left out.

    Returns
    -------
    set of str
        About 750,000 forms.
    """
    forms: set[str] = set()
    for form, lemma in DefaultDictionaryFactory().get_dictionary("da").items():
        for word in (form, lemma):
            text = word.decode() if isinstance(word, bytes) else str(word)  # type: ignore[unreachable]
            if WORD.fullmatch(text):
                forms.add(text)
    return forms


def thinned(words: set[str]) -> list[str]:
    """Drop the words that an ending or a compound of two kept ones explains, as the program will explain them.

    Parameters
    ----------
    words : set[str]
        Word forms in lower case.

    Returns
    -------
    list of str
        Sorted.
    """
    kept: set[str] = set()
    for word in sorted(words, key=lambda word: (len(word), word)):
        if len(word) <= LONGEST and not known(word, kept):
            kept.add(word)
    return sorted(kept)


def faker_names() -> set[str]:
    """Return first and last names of Faker's locales that are written in Latin letters.

    Returns
    -------
    set of str
        As Faker spells them.
    """
    names: set[str] = set()
    for module in pkgutil.iter_modules(faker_person.__path__):
        if module.name in LEFT_OUT:
            continue
        provider = importlib.import_module(f"faker.providers.person.{module.name}").Provider
        for attribute in dir(provider):
            if attribute.startswith(("first_name", "last_name")):
                value = getattr(provider, attribute)
                if isinstance(value, (tuple, list, dict, set)):
                    names.update(part for name in value if isinstance(name, str) for part in name.split())
    return {name for name in names if NAME.fullmatch(name) and latin(name)}


def latin(name: str) -> bool:
    """Return whether every letter is Latin.

    Parameters
    ----------
    name : str
        A name.

    Returns
    -------
    bool
        True for Latin letters with or without marks.
    """
    return all("LATIN" in unicodedata.name(letter, "") for letter in name if letter.isalpha())


def write(name: str, head: str, words: Iterable[str]) -> None:
    """Write one list.

    Parameters
    ----------
    name : str
        File name under data/masking.
    head : str
        What the list is and where it comes from.
    words : Iterable[str]
        Its words, in order.
    """
    (FOLDER / name).write_text(f"# {head}\n" + "\n".join(words) + "\n", encoding="utf-8", newline="\n")


def main() -> None:
    """Write words.txt and listed_names.txt."""
    words = dictionary_words()
    own = {
        word.lower()
        for file in ("danish_first_names.txt", "danish_surnames.txt", "foreign_names.txt")
        for word in read_list(FOLDER / file)
    }
    # Forms that the dictionary holds as words only because it holds the names.
    ambiguous = set(read_list(FOLDER / "word_names.txt"))
    kept = thinned(words)
    write("words.txt", "Danish words, thinned, from simplemma's dictionary (MIT). Generated.", kept)
    names = {name.lower() for name in faker_names()} - own - words - ambiguous
    write("listed_names.txt", "Names from Faker's locales (MIT), beyond our own lists. Generated.", sorted(names))
    print(f"{len(kept)} words, {len(names)} names")


if __name__ == "__main__":
    main()
