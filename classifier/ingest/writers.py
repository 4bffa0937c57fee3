"""Who wrote a letter: the citizen, a relative, a representative, or an employee who noted a conversation."""

from __future__ import annotations

import re

__all__ = ["writer_of"]

_NOTE = re.compile(
    r"^\W*(?:telefonnotat|notat\b|samtalenotat|referat af (?:telefon)?samtale|mundtlig henvendelse|"
    r"personlig henvendelse|telefonisk henvendelse|opkald fra)|"
    r"\b(?:borger|borgeren|pgl|klager|henvender) (?:oplyser|ringer|har ringet|fortæller|møder op|henvender sig|"
    r"kontakter|mødte op|forklarer|udtaler|ønsker oplyst)\b",
    re.IGNORECASE,
)
_REPRESENTATIVE = re.compile(
    r"\b(?:(?:som|er|jeg er) (?:advokat|partsrepræsentant|bisidder|værge|rådgiver|socialrådgiver|støtteperson|"
    r"mentor|kontaktperson) for|(?:min|vores) klient\w*|"
    r"på vegne af (?:min|vores|vor) klient|jeg repræsenterer|vi repræsenterer|som (?:\w+ens|\w+s) (?:advokat|"
    r"partsrepræsentant|værge|bisidder)|partsrepræsentant for|"
    r"i henhold til (?:vedlagte )?fuldmagt|jeg (?:har|skriver) (?:en )?fuldmagt (?:fra|for) (?!min (?:mor|far|"
    r"mand|kone|søn|datter))|"
    r"skriver (?:til dig |til jer )?som (?:\w+ )?(?:bisidder|advokat|værge|partsrepræsentant|"
    r"støttekontaktperson|mentor)|(?:vores|foreningens) medlem\b|my client|on behalf of my client|"
    r"meine[rn]? mandant\w*)",
    re.IGNORECASE,
)
_KIN = (
    r"(?:mor|far|mors|fars|moder|fader|mormor|morfar|farmor|farfar|mand|mands|kone|kones|hustru|ægtefælle|"
    r"samlever|kæreste|bror|brors|søster|søsters|søn|søns|datter|datters|"
    r"forældre|svigermor|svigerfar|onkel|tante|moster|faster|nevø|niece|barnebarn|voksne (?:søn|datter)|ven|"
    r"veninde|nabo|mother|father|sister|brother|son|daughter|husband|wife|mutter|vater|schwester|bruder)"
)
_RELATIVE = re.compile(
    rf"\b(?:(?:på vegne af|på vegne|for|i stedet for|on behalf of|im namen) (?:min|mine|vores|my|meiner|"
    rf"meines) (?:\w+[- ]?(?:årige )?)?{_KIN}\b|"
    rf"(?:som|er|jeg er) (?:nærmeste )?pårørende|jeg (?:er|som) (?:datter|søn|søster|bror|mor|far|hustru|kone|"
    rf"mand|ægtefælle|barnebarn|svigersøn|svigerdatter) (?:til|af)\b|"
    rf"jeg skriver (?:\w+ )?(?:for|fordi) (?:min|vores) {_KIN}\b(?! og jeg)|i henhold til fuldmagt fra min|"
    rf"har fuldmagt fra min {_KIN})",
    re.IGNORECASE,
)


def writer_of(text: str) -> str:
    """Suggest who wrote a letter.

    Parameters
    ----------
    text : str
        The cleaned letter.

    Returns
    -------
    str
        ``note``, ``representative`` or ``relative`` where the letter says so itself, else ``self``.

    Examples
    --------
    >>> writer_of("Jeg skriver på vegne af min mor, som er 90 år."), writer_of("Jeg har ventet i et år.")
    ('relative', 'self')
    """
    start = text[:3000]
    if (
        _NOTE.search(start[:300])
        or len(re.findall(r"\bborger(?:en)? (?:oplyser|fortæller|ringer|forklarer)\b", start, re.IGNORECASE)) > 1
    ):
        return "note"
    if _REPRESENTATIVE.search(start):
        return "representative"
    return "relative" if _RELATIVE.search(start) else "self"
