"""Sentence borders in letters as people write them."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from classifier.preprocess import Preprocessor, pipeline
from classifier.records import MaskedLetter, MaskedText

PREPROCESSOR = Preprocessor()

CASES = {
    "abbreviations stay inside": (
        "Jeg ringede kl. 14.30 den 3. marts, bl.a. til nr. 4 på tlf. 12.",
        ["Jeg ringede kl. 14.30 den 3. marts, bl.a. til nr. 4 på tlf. 12."],
    ),
    "marks pile up": ("Ingen tog den!! Hvad nu?! Sig det.", ["Ingen tog den!!", "Hvad nu?!", "Sig det."]),
    "writer without capitals": ("det er ikke iorden. jeg skrev igen.", ["det er ikke iorden.", "jeg skrev igen."]),
    "ellipsis goes on": ("Vi ventede ... og ventede.", ["Vi ventede ... og ventede."]),
    "list": ("Hun mangler:\n- bad\n- mad", ["Hun mangler:", "- bad", "- mad"]),
    "no space after the stop": ("Ingen kom.Vi gik hjem.", ["Ingen kom.", "Vi gik hjem."]),
    "quote keeps its stop": ('"Kom igen i morgen." Det sagde hun.', ['"Kom igen i morgen."', "Det sagde hun."]),
    "wrapped line goes on": (
        "En linje som er ret lang og som er brudt af et mailprogram midt i en\nsætning der går videre.",
        ["En linje som er ret lang og som er brudt af et mailprogram midt i en\nsætning der går videre."],
    ),
    "greeting stands alone": ("Hej\n\nMin mor er syg.", ["Hej", "Min mor er syg."]),
    "placeholder is one word": ("Kære [NAVN], tak.", ["Kære [NAVN], tak."]),
    "placeholders end sentences": (
        "Sagen er hos [NAVN]. [NAVN]s bror kom.",
        ["Sagen er hos [NAVN].", "[NAVN]s bror kom."],
    ),
    "Danish quotes": ("Hun sagde: »Det kan De ikke.« Så gik hun.", ["Hun sagde: »Det kan De ikke.«", "Så gik hun."]),
    "a quote begins": ("Ingen svarede. »Gå hjem,« sagde hun.", ["Ingen svarede.", "»Gå hjem,« sagde hun."]),
    "the other way round": ("Ingen kom. «Gå hjem.» Så gik hun.", ["Ingen kom.", "«Gå hjem.»", "Så gik hun."]),
    "curly quotes": ("Hun lo. “Vent her.” Jeg gik.", ["Hun lo.", "“Vent her.”", "Jeg gik."]),
    "question inside a quote": (
        "Han sagde »Er De dum?« og gik. Jeg græd.",
        ["Han sagde »Er De dum?« og gik.", "Jeg græd."],
    ),
    "brackets": ("(Det var i maj.) Ingen svarede.", ["(Det var i maj.)", "Ingen svarede."]),
    "kroner end a sentence": ("Nu får jeg 2.100 kr. Det er ikke nok.", ["Nu får jeg 2.100 kr.", "Det er ikke nok."]),
    "kroner go on": ("Jeg fik 3.500 kr. om måneden.", ["Jeg fik 3.500 kr. om måneden."]),
    "osv. ends": ("De spurgte om alt, penge, mad osv. Jeg gik.", ["De spurgte om alt, penge, mad osv.", "Jeg gik."]),
    "a number ends": ("Det var i uge 9. Ingen kom.", ["Det var i uge 9.", "Ingen kom."]),
    "an ordinal goes on": ("Han går i 5. klasse på 2. sal.", ["Han går i 5. klasse på 2. sal."]),
    "a title": ("Jeg skrev til hr. Jensen og dr. Holm. De tav.", ["Jeg skrev til hr. Jensen og dr. Holm.", "De tav."]),
    "an initial": ("Jeg talte med Poul P. Hansen. Han lo.", ["Jeg talte med Poul P. Hansen.", "Han lo."]),
    "sections of law": (
        "Det er iflg. serviceloven § 95, stk. 3, jf. bekendtgørelsen. I læser den forkert.",
        ["Det er iflg. serviceloven § 95, stk. 3, jf. bekendtgørelsen.", "I læser den forkert."],
    ),
    "numbered list": ("1. Ingen svarede.\n2. Brevet kom aldrig.", ["1. Ingen svarede.", "2. Brevet kom aldrig."]),
    "phone note": (
        "Brg. ringer vedr. mor. Hjpl. udeblev tirs. og ons. Ønsker svar inden fre.",
        ["Brg. ringer vedr. mor.", "Hjpl. udeblev tirs. og ons.", "Ønsker svar inden fre."],
    ),
    "ellipsis ends": ("Jeg ventede… Ingen kom...", ["Jeg ventede…", "Ingen kom..."]),
    "short lines without stops": (
        "Kære ombudsmand\nIngen svarer\nDet er tredje gang\nOle",
        ["Kære ombudsmand", "Ingen svarer", "Det er tredje gang", "Ole"],
    ),
    "addresses on the net": ("Se www.kommunen.dk. Der står intet.", ["Se www.kommunen.dk.", "Der står intet."]),
    "windows line ends": ("Ingen kom.\r\nIngen ringede.", ["Ingen kom.", "Ingen ringede."]),
    "no word at all": ("... \n --- \n", []),
}


@pytest.mark.parametrize("case", CASES)
def test_borders(case: str) -> None:
    """Each trap by itself."""
    text, expected = CASES[case]
    assert [text[sentence.start : sentence.end] for sentence in PREPROCESSOR.sentences(text)] == expected


def test_run_on_letter_is_cut_into_clauses() -> None:
    """Without a single full stop, evidence would otherwise be the whole letter."""
    text = (
        "ja hallo det er mig igen jeg har ringet om den der ansøgning og så sagde damen at den lå hos en anden og"
        " han var på ferie og nu er der gået tre måneder og jeg kan ikke betale min husleje"
    )
    sentences = PREPROCESSOR.sentences(text)
    assert len(sentences) >= 2
    assert all(len(sentence.words) <= 24 for sentence in sentences)


@pytest.mark.parametrize("mark", ["(", "»", "😀", "_", "=", "()", "§%"])
def test_rows_of_marks_take_no_time(mark: str) -> None:
    """spaCy's own time grows with the square of the row: this would not end."""
    text = f"Ingen kom. {mark * 60_000} Ingen ringede."
    found = [text[sentence.start : sentence.end] for sentence in PREPROCESSOR.sentences(text)]
    assert found[0] == "Ingen kom."
    assert found[-1].endswith("Ingen ringede.")


def test_long_text_is_read_in_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """With the same sentences and offsets as in one piece, but for the borders of the parts."""
    text = "Ingen svarede mig i maj. Så ringede jeg igen.\n" * 40
    whole = PREPROCESSOR.sentences(text)
    monkeypatch.setattr(pipeline, "_PART", 470)
    parts = PREPROCESSOR.sentences(text)
    assert [text[sentence.start : sentence.end] for sentence in parts] == [
        text[sentence.start : sentence.end] for sentence in whole
    ]


def test_new_strings_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pipeline is built anew, with the same result."""
    fresh = Preprocessor()
    before = fresh.sentences("Ingen svarede mig.")
    first = fresh._nlp
    monkeypatch.setattr(pipeline, "_VOCABULARY_LIMIT", 0)
    monkeypatch.setattr(pipeline, "_CHUNK_LIMIT", 1)
    fresh.sentences("Der kom heller intet brev.")
    assert fresh.sentences("Ingen svarede mig.") == before
    assert fresh._nlp is not first
    assert len(fresh._chunks) == 1


def test_headers_of_pasted_mails_are_no_sentences() -> None:
    """Two lines of a header at least: a single one, and one that runs on into prose, may be what the writer says."""
    header = "Fra: Vej\n> *Sendt:* 3. maj\nEmne: SV: hul"
    text = f"Se selv.\n\n{header}\n\nHullet er der.\nFra: 1. januar til nu ventede jeg.\nJeg gik."
    said = [text[each.start : each.end] for each in Preprocessor().sentences(text)]
    assert said == ["Se selv.", "Hullet er der.", "Fra: 1. januar til nu ventede jeg.", "Jeg gik."]
    long = f"Fra: Bo\nTil: jer. {'Ingen svarer mig, og det har de ikke gjort i et år. ' * 2}"
    assert len(Preprocessor().sentences(long)) > 2


def test_ids_and_order_survive() -> None:
    """Subject and text apart, each with its own offsets."""
    letters = [MaskedLetter(str(n), MaskedText("Emne her"), MaskedText(f"Brev {'x' * n}. Slut.")) for n in range(3)]
    tokens = list(PREPROCESSOR.stream(letters))
    assert [each.id for each in tokens] == ["0", "1", "2"]
    assert [(s.start, s.end) for s in tokens[2].subject] == [(0, 8)]
    assert [(s.start, s.end) for s in tokens[2].text] == [(0, 8), (9, 14)]


@given(st.text("abæ .,!?\n\t-0…\"'()[]AÅ", max_size=200))
def test_no_word_is_lost_and_offsets_ascend(text: str) -> None:
    """Whatever is written."""
    position = 0
    for sentence in PREPROCESSOR.sentences(text):
        assert position <= sentence.start < sentence.end <= len(text)
        assert len(sentence.words) == len(sentence.lemmas) > 0
        assert not any(letter.isalnum() for letter in text[position : sentence.start])
        position = sentence.end
    assert not any(letter.isalnum() for letter in text[position:])


PIECES = st.sampled_from(
    "Jeg ringede kl. 9 . f.eks . f.eks. bl.a. [NAVN] [ NAVN ] [NAVN]s ( [CPR], :-) :- ) - ) D . d.v.s. osv. … ... !? "
    "§95 3.marts år.Så http://a.dk/b-c www.x.dk, a@b.dk 12/3-24 100,-kr \u00ad \u200b \u00a0 \t \n \n\n 😀 't '".split(
        " "
    )
)


@given(st.lists(st.tuples(PIECES, st.sampled_from(["", " ", " ", "  ", "\n", " \n"])), max_size=30))
@example([("!" * 30, " "), ("Hej.", " "), ("?" * 19, "")])
@example([("mia", " "), (".", " "), ("!" * 30, " "), ("Ingen svarede.", "")])
def test_cutting_each_chunk_once_gives_the_same(pieces: list[tuple[str, str]]) -> None:
    """As spaCy's pipeline gives on the whole text, special cases across blanks included."""
    text = "".join(piece + blank for piece, blank in pieces)
    plain = pipeline._sentences(PREPROCESSOR._nlp(pipeline._without_rows_of_marks(text)), 0)
    assert PREPROCESSOR.sentences(text) == tuple(plain)
