"""Single rules of cleaning that the trap collection shows only together."""

from __future__ import annotations

import pytest

from classifier.ingest.cleaning import Body, Context, clean
from classifier.ingest.cleaning.additions import is_device_line
from classifier.ingest.cleaning.headers import find_headings

BLOCK = "Fra: Lone Toft <lone@kommune.example>\nSendt: 5. marts 2024 10:12\nTil: Åse Holm\nEmne: Svar"
NEW = "Jeg har stadig ikke hørt noget om rampen, og det er nu tredje gang jeg skriver om den."


@pytest.mark.parametrize(
    "line",
    [
        "Sendt fra min iPhone",
        "Sendt fra min Samsung Galaxy-smartphone.",
        "Sendt fra Outlook til Android",
        "Hent Outlook til iOS<https://aka.ms/o0ukef>",
        "Sent from my iPad",
        "Sendt fra Mail til Windows 10",
        "Sendt fra Yahoo Mail på iPhone",
        "Sendt fra min mobil, undskyld stavefejl.",
        "Von meinem iPhone gesendet",
        "Skickat från min iPhone",
        "Sendt med Proton Mail",
    ],
)
def test_device_lines(line: str) -> None:
    assert is_device_line(line)


@pytest.mark.parametrize(
    "line",
    [
        "Sendt fra min sagsbehandler til mig",
        "Sendt fra kommunen den 3. maj",
        "Sent from my desk, is much easier than my phone.",
        "Hent min mor",
        "Sendt fra min telefon fik de billederne i går",
        "Jeg skriver fra min iPhone og håber, at I kan læse det",
    ],
)
def test_sentences_that_are_no_device_lines(line: str) -> None:
    assert not is_device_line(line)


@pytest.mark.parametrize(
    "text",
    [
        "Fra: 1. januar\nTil: 31. marts",
        "Fra: Åse Holm\nTil: Borgerrådgiveren\nDato: 3. maj 2024",
        "Emne: Klage\nDato: 3. maj",
        "Fra: skolen fik jeg nej\nTil: sidst gav jeg op",
        "Den 3. marts 2024 skrev jeg til kommunen:",
        "Den 3. marts 2024 kl. 10.12 skrev jeg:",
        "On Monday they wrote:",
        "Oprindelig meddelelse",
        "---",
        "________________",
        "De: det var dem",
    ],
)
def test_prose_has_no_headings(text: str) -> None:
    assert not [heading for heading in find_headings(text.split("\n")) if heading.strong]
    assert clean(Body(text)).text == text


@pytest.mark.parametrize(
    ("text", "writer"),
    [
        (BLOCK, "Lone Toft <lone@kommune.example>"),
        (BLOCK.replace("Sendt", "Dato"), "Lone Toft <lone@kommune.example>"),
        ("*Fra:* Lone\n*Sendt:* tirsdag den 9. januar 2024 14.03\n*Til:* Åse\n*Emne:* Svar", "Lone"),
        ("-----Oprindelig meddelelse-----\nFra: Lone\nSendt: i går\nEmne: Svar", "Lone"),
        (
            "Den tir. 5. mar. 2024 kl. 10.12 skrev Lone Toft <lone@kommune\n.example>:",
            "Lone Toft <lone@kommune .example>",
        ),
        ("2017-02-05 13:29 GMT+01:00 Lone Toft <lone@kommune.example>:", ""),
    ],
)
def test_headings_and_who_wrote(text: str, writer: str) -> None:
    (heading,) = find_headings(text.split("\n"))
    assert (heading.first, heading.last, heading.writer) == (0, text.count("\n") + 1, writer)


def test_history_below_a_block_is_cut() -> None:
    cleaned = clean(Body(f"{NEW}\n\n{BLOCK}\n\nVi ser på det."), Context(reply=True))
    assert cleaned.text == NEW
    assert [(entry.kind, entry.rule) for entry in cleaned.removed] == [("header", "header-block"), ("quote", "history")]


def test_quoted_lines_without_an_attribution_stay_in_a_first_letter() -> None:
    text = f"Der stod:\n> Du er ikke syg nok.\n{NEW}"
    assert clean(Body(text)).text == text
    assert clean(Body(text), Context(reply=True)).text == f"Der stod:\n{NEW}"


def test_pasted_mail_is_kept_without_its_header() -> None:
    """The writer goes on below, so what stands there may be the complaint."""
    text = f"Jeg fik denne mail:\n{BLOCK}\nDu er ikke syg nok.\n\nSådan taler man ikke.\nHilsen Åse Holm"
    cleaned = clean(Body(text), Context(sender_name="Åse Holm"))
    assert "Sådan taler man ikke." in cleaned.text
    assert "Sendt:" not in cleaned.text
    assert cleaned.review_reasons == ("En indsat mail midt i brevet er beholdt.",)


def test_office_mail_below_a_forwarded_letter_is_history() -> None:
    own = BLOCK.replace("Lone Toft <lone@kommune.example>", "Åse Holm <aase@holm.example>")
    text = f"Se nedenfor\n\n{own}\n\n{NEW} {NEW}\n\n{BLOCK}\n\nVi har modtaget din mail."
    cleaned = clean(Body(text), Context(forward=True, sender_name="Åse Holm", sender_address="aase@holm.example"))
    assert cleaned.text == f"Se nedenfor\n\n{NEW} {NEW}"


def test_disclaimer_in_mid_letter_stays() -> None:
    disclaimer = "Denne e-mail er fortrolig. Har du modtaget den ved en fejl, bedes du slette den."
    assert disclaimer in clean(Body(f"Det stod der:\n\n{disclaimer}\n\n{NEW}")).text
    assert clean(Body(f"{NEW}\n\n{disclaimer}")).text == NEW
