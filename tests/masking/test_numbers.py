"""Numbers: every written form is found, amounts, dates of events, times and sections of law stay."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.masking import mask_text, numbers

FORMS = {
    "CPR": [
        "mit cpr er 320399 1234 ja",
        "cpr.nr. 3203991234",
        "cpr 32.03.99-1234",
        "CPR: 320399/1234",
        "hun har 320399\n-1234 som nummer",
        "(320399-1234)",
        "320399–1234",
        "320399-xxxx",
        "de sidste fire cifre 4321",
        "cpr:320399_1234",
        "cpr 3 2 0 3 9 9 - 1 2 3 4",
        "mit nr 320399÷1234",
        "320399 ~ 1234",
        "320399-12O4",
    ],
    "TELEFON": [
        "ring +45 00 34 56 78 nu",
        "ring 0045 00345678",
        "tlf 00345678",
        "0034 5678 er mit nummer",
        "00.34.56.78",
        "00-34-56-78",
        "00/34/56/78",
        "mobil: 003-45-678",
        "Tlf: 23 45 67",
        "2 2 3 3 4 4 5 5",
        "+48 601-234-567",
        "tlf. 22 33 44\n55",
        "ring bare 26.11.84.09.",
        "Svend, 00-34 5 6 7 8",
        "39 6o 11 74",
        "39 (63) 0912",
    ],
    "KONTO": [
        "reg.nr. 1234 kontonr. 1234567890",
        "konto 1234-1234567890",
        "1234 1234567",
        "DK5000400440116243",
        "DK50 0040 0440 1162 43",
        "IBAN: DE89 3704 0044 0532 0130 00",
        "4571 1234 1234 1234",
        "klientkonto 3001 4455667788.",
        "+71<123456789012345+12345678<",
    ],
    "SAGSNR": [
        "sagsnr. 23-004512",
        "sag 2024-12345",
        "J.nr. 27.36.00-G01-12-23",
        "EMN-2023-0112",
        "SOC-23/1177",
        "27.36.00-G01-12-23",
        "i sag 23-1177",
        "kvitt.nr. 8841-PK-02",
        "jeres ref. 1234-5",
    ],
    "NUMMERPLADE": [
        "AB 12 345",
        "ab12345",
        "nummerplade XY 99 001",
        "min bil ab 12 345",
        "AB-12-345",
        "Min Volvo, KHD 41B, kører",
    ],
    "FØDSELSDATO": [
        "Haval Rashid, far, 5/6 1978",
        "Pia, mor, 17.02.1983",
        "Ib, søn, 2008-11-30",
        "født den 3. maj 1961",
        "f. 030561",
        "født i '61",
        "fødselsdato: 03/05-1961",
        "født den tredje maj nitten enogtres",
        "Den 3. maj 1961 blev jeg født",
        "fylder 18 år den 3. maj",
        "født 1961-05-03",
    ],
}
KEPT = [
    "1.250 kr.",
    "12.000",
    "kl. 14.30",
    "den 3. maj 2024",
    "§ 42, stk. 2",
    "servicelovens § 95",
    "2023-2024",
    "skoleåret 2023/24",
    "kr. 18.400,-",
    "12.03.2024",
    "fra 8.30-15.00",
    "lov nr. 453 af 10. juni 1997",
    "LBK nr. 1089 af 16/08/2023",
    "forordning 2016/679",
    "fra 1998 til 2004",
    "ca. 4.000 borgere",
    "kl 0800-1600",
    "i uge 30, 32, 34, 36",
]


@pytest.mark.parametrize(("kind", "text"), [(kind, text) for kind, texts in FORMS.items() for text in texts])
def test_every_written_form_is_masked(kind: str, text: str) -> None:
    """The right kind, and no digit is left that belongs to it."""
    masked = mask_text(text)
    assert kind in {mask.kind for mask in masked.masks}
    left = masked.text.replace("18 år", "")
    assert not any(letter.isdigit() for letter in left)


@pytest.mark.parametrize("text", KEPT)
def test_amounts_dates_times_and_laws_stay(text: str) -> None:
    """What is no person's number stays readable."""
    assert mask_text(f"Det var {text} den gang.").masks == ()


def test_a_birth_date_does_not_hide_the_rest_of_a_cpr_number() -> None:
    """The four last digits after "født 310294" belong to the number."""
    assert mask_text("født 310294-1277 på landet").text == "født [CPR] på landet"


PIECES = "1|12|123|1234|12345678|+45|00|DK|AB|xxxx|X|-| |.|/|,|(|)|sag |nr. |reg |2024|kl. |kr.|\n|a".split("|")


@given(st.lists(st.sampled_from(PIECES), max_size=16).map("".join))
def test_counting_digits_first_misses_no_number(text: str) -> None:
    """The same stretches as when every shape is looked for."""
    found = numbers.find_numbers(text)
    with patch.object(numbers, "SHAPES", tuple((kind, 0, pattern) for kind, _, pattern in numbers.SHAPES)):
        assert numbers.find_numbers(text) == found
