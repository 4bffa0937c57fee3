"""Mail addresses in all disguises."""

from __future__ import annotations

import pytest

from classifier.masking import mails, mask_text


@pytest.mark.parametrize(
    "text",
    [
        "bodil@mail.dk",
        "bodil.kragh @ mail.dk",
        "bodil (at) mail.dk",
        "bodil[at]mail.dk",
        "bodil snabel-a firma punktum dk",
        "bodil punktum kragh snabela firma punktum dk",
        "bodil at gmail punktum com",
        "bodil_kragh88@hotmail",
        "bodil@ mail . dk",
    ],
)
def test_every_disguise_is_masked(text: str) -> None:
    """Local part and domain leave nothing."""
    assert mask_text(f"skriv til {text}").text == "skriv til [MAIL]"


@pytest.mark.parametrize("service", [*mails._SERVICES, "snapchat", "Instagram", "brugernavnet", "Messengeren"])
@pytest.mark.parametrize("joined", [": ", " er ", " = @"])
def test_what_somebody_is_called_in_a_service_is_masked(service: str, joined: str) -> None:
    """Whatever is looked for is also looked at."""
    masked = mask_text(f"Min {service}{joined}bob_holm92 nu").text
    assert masked == f"Min {service}{joined.rstrip('@')}[MAIL] nu"


def test_a_link_to_a_page_is_masked_and_a_host_stays() -> None:
    """An office's site is no secret, a person's page is."""
    assert (
        mask_text("Se www.gentofte.dk eller https://facebook.com/bodil.kragh").text == "Se www.gentofte.dk eller [LINK]"
    )
