"""What the page says, in Danish and in English, and scores in words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from classifier.errors import KlagepunktError

__all__ = ["ACTIONS", "CHANNELS", "FLAG_NAMES", "Say", "day", "likely", "problem"]

CHANNELS = {
    "mail": ("mail", "mail"),
    "brev": ("brev", "letter"),
    "telefon": ("telefon", "telephone"),
    "besøg": ("besøg", "visit"),
    "bibliotek": ("på biblioteket", "at the library"),
    "møde": ("møde", "meeting"),
    "digital post": ("Digital Post", "Digital Post"),
}
FLAG_NAMES = {
    "acute": ("Måske akut", "Perhaps acute"),
    "remit": ("Måske uden for kompetence", "Perhaps outside the remit"),
    "review": ("Usikre forslag", "Uncertain suggestions"),
    "overdue": ("Frist overskredet", "Reply overdue"),
    "blind": ("Læses uden forslag først", "Read without suggestions first"),
    "again": ("Klaget igen", "Complained again"),
    "own": ("Om vores eget kontor", "About our own office"),
    "erased": ("Slettede", "Erased"),
}
ACTIONS: Mapping[str, tuple[str, str]] = {
    "accept": ("godkendte", "accepted"),
    "reject": ("afviste", "rejected"),
    "add": ("tilføjede", "added"),
    "kind": ("valgte henvendelsestype", "chose the kind"),
    "area": ("valgte område", "chose the area"),
    "point_area": ("valgte område for punkt", "chose a point's area"),
    "evidence": ("markerede belæg", "marked evidence"),
    "note": ("skrev notat", "wrote a note"),
    "confirm": ("bekræftede brevet", "confirmed the letter"),
    "reopen": ("genåbnede brevet", "reopened the letter"),
    "reveal": ("viste forslagene", "showed the suggestions"),
    "again": ("vurderede »klaget igen«", "judged 'complained again'"),
    "resident": ("angav bopæl", "said whether resident"),
    "office": ("angav hvem der svarede", "said who answered"),
    "register": ("angav om det tælles med", "said whether it is counted"),
    "reply": ("satte svarfrist", "set the reply date"),
    "answered": ("angav svardato", "said when it was answered"),
    "own": ("markerede »om vores eget kontor«", "marked 'about our own office'"),
    "channel": ("angav kanal", "said how it came"),
    "citizen": ("flyttede til en anden borger", "moved to another citizen"),
    "labels": ("indlæste bekræftede punkter", "took confirmed labels in"),
    "undo": ("fortrød", "took back"),
}
_PROBLEMS = (
    ("suggested points are not judged", "Der er forslag, du ikke har taget stilling til."),
    ("Choose the kind and the area", "Vælg henvendelsestype og område først."),
    ("read without suggestions first", "Brevet læses uden forslag først: vis forslagene, før du bekræfter."),
    ("Only a complaint can have points", "Kun en klage kan have punkter: ret typen, eller afvis punkterne."),
    ("somebody else decides", "Brevet handler om vores eget kontor og behandles af en anden."),
    ("nothing to take back", "Der er ikke noget at fortryde."),
    ("shown already", "Forslagene er allerede vist."),
    ("Somebody else changed", "En anden har ændret brevet. Du ser nu den nyeste udgave; din ændring blev ikke gemt."),
    ("The passage does not stand", "Stedet findes ikke i brevet."),
    ("The note has more", "Notatet er for langt."),
    ("The date is none", "Datoen kan ikke forstås."),
    ("Name or password", "Navn eller adgangskode er forkert."),
    ("Too many wrong", "For mange forkerte forsøg. Vent et kvarter."),
    ("no longer in use", "Punktet bruges ikke længere."),
    ("Unknown point", "Punktet findes ikke i punktlisten."),
    ("There is no such citizen", "Borgeren findes ikke: skriv nøglen eller id på et af borgerens breve."),
    ("They are one citizen already", "De er allerede samme borger."),
    ("Choose letters of this citizen", "Vælg de breve, der er en andens."),
    ("No letter would be left", "Vælg kun den anden borgers breve: ellers er der ingen tilbage."),
    ("Unknown unit", "Enheden hører ikke til området."),
)


class Say:
    """Chooses between two languages.

    Parameters
    ----------
    language : str
        ``da`` or ``en``.
    """

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, danish: str, english: str) -> str:
        """Return the text of the language."""
        return danish if self.language == "da" else english


_MONTHS = (
    "jan. feb. marts april maj juni juli aug. sep. okt. nov. dec.",
    "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
)


def day(received: str) -> tuple[str, str]:
    """Say a day as people do, Danish and English.

    Parameters
    ----------
    received : str
        ISO 8601, with or without a time; or what somebody wrote instead.

    Returns
    -------
    tuple of str
        The day in both languages; what is no date stays as it is.

    Examples
    --------
    >>> day("2026-03-09T12:00:00Z"), day("i går"), day("")
    (('9. marts 2026', '9 Mar 2026'), ('i går', 'i går'), ('–', '–'))
    """
    try:
        found = date.fromisoformat(received[:10])
    except ValueError:
        return received or "–", received or "–"
    danish, english = (names.split()[found.month - 1] for names in _MONTHS)
    return f"{found.day}. {danish} {found.year}", f"{found.day} {english} {found.year}"


def likely(score: float | None) -> tuple[str, str]:
    """Say a probability in words, Danish and English.

    Parameters
    ----------
    score : float or None
        In [0, 1]; None where a person brought the point up.

    Returns
    -------
    tuple of str
        The words in both languages.

    Examples
    --------
    >>> likely(0.95)[0], likely(0.5)[0], likely(None)[0]
    ('meget sandsynligt', 'muligt', 'tilføjet af et menneske')
    """
    if score is None:
        return "tilføjet af et menneske", "added by a person"
    steps = (
        (0.9, ("meget sandsynligt", "very likely")),
        (0.7, ("sandsynligt", "likely")),
        (0.4, ("muligt", "possible")),
        (0.0, ("usikkert", "uncertain")),
    )
    return next(words for least, words in steps if score >= least)


def problem(error: KlagepunktError, say: Say) -> str:
    """Return an error as the page tells it: in Danish where it is one that staff meet.

    Parameters
    ----------
    error : KlagepunktError
        What went wrong.
    say : Say
        The language.

    Returns
    -------
    str
        A sentence or two.
    """
    if say.language == "da":
        if "Several points begin so" in error.what:
            return f"Flere punkter passer. Skriv mere af et af dem: {error.remedy.partition(': ')[2]}"
        for part, danish in _PROBLEMS:
            if part in error.what:
                return danish
    return f"{error.what} {error.remedy}".strip()
