"""Letters that may be about the ombudsman's own office: somebody else should decide them; a person says so."""

from __future__ import annotations

import re

__all__ = ["about_own_office"]

_OFFICE = r"\bborgerrådgiver(?:en|ens|ne|nes|s)?(?:s? (?:kontor|medarbejdere?|sekretær|sekretariat))?\b"
_FAILED = (
    r"(?:ikke|aldrig) (?:har )?(?:svaret|vendt tilbage|ringet|hjulpet|læst|undersøgt)\b"
    r"|\b(?:svarede|ringede|hjalp|læste|undersøgte|skrev) (?:mig |os )?(?:ikke|aldrig)\b"
    r"|\b(?:afviste mig|ville ikke (?:hjælpe|høre|se|tale)|er inhabil|var inhabil|lovede (?:mig|os)|grinede)\b"
)
_WORDINGS = tuple(
    re.compile(wording, re.IGNORECASE)
    for wording in (
        rf"\bklage\w* (?:over|på) (?:{_OFFICE}|jeres (?:eget|egen|egne)\b|dig som borgerrådgiver\b)[^.!?\n]{{0,80}}",
        # A comma would end the greeting: what follows it is told of somebody else.
        rf"{_OFFICE}(?! (?:om|at)\b)[^.,;:!?\n]{{0,60}}?(?:{_FAILED})[^.!?\n]{{0,60}}",
    )
)


def about_own_office(text: str) -> str:
    """Return the passage in which a letter may criticise the ombudsman's own office.

    Parameters
    ----------
    text : str
        The letter.

    Returns
    -------
    str
        Empty where there is none. A few plain wordings alone: most such letters are found by reading them.

    Examples
    --------
    >>> about_own_office("Hej. Jeg vil klage over borgerrådgiveren, for jeg hører intet.")
    'klage over borgerrådgiveren, for jeg hører intet'
    >>> about_own_office("Kære borgerrådgiver, kommunen har ikke svaret mig. Jeg beder borgerrådgiveren om hjælp.")
    ''
    """
    found = (wording.search(text) for wording in _WORDINGS)
    return next((match[0].strip() for match in found if match), "")
