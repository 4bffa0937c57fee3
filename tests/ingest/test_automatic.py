"""Mail that no person wrote is told apart by its build, never by its words alone."""

from __future__ import annotations

import pytest

from classifier.ingest.automatic import Signs, automatic_rule

LETTER = (
    "Kære borgerrådgiver. Jeg skriver til dig, fordi jeg har ventet på svar i fire måneder, og min "
    "sagsbehandler siger, at jeg må vente endnu. Jeg klager over det."
)
AWAY = "Jeg er på ferie og er tilbage på kontoret den 3. august. Kontakt i stedet min kollega."
INVITATION = "BEGIN:VCALENDAR\nMETHOD:REQUEST\nEND:VCALENDAR"


def signs(
    text: str = LETTER,
    report: str = "",
    message_class: str = "",
    calendar: tuple[str, ...] = (),
    sender: str = "",
    **headers: str,
) -> Signs:
    """A mail from ``sender`` with headers given by name, _ for -."""
    held = {name.replace("_", "-"): value for name, value in headers.items()} | {"from": sender}
    return Signs(lambda name: held.get(name, ""), text, report, message_class, calendar)


@pytest.mark.parametrize(
    ("mail", "rule"),
    [
        pytest.param(signs("x", report="delivery-status"), "bounce", id="delivery report"),
        pytest.param(
            signs("x", sender="MAILER-DAEMON@x.example", subject="Undelivered Mail Returned to Sender"),
            "bounce",
            id="daemon",
        ),
        pytest.param(
            signs("x", sender="postmaster@x.example", subject="Kunne ikke leveres: Klage"), "bounce", id="danish bounce"
        ),
        pytest.param(
            signs("x", report="disposition-notification", subject="Læst: Klage"), "receipt", id="read receipt"
        ),
        pytest.param(signs(AWAY, subject="Automatisk svar: Møde"), "out-of-office", id="automatisk svar"),
        pytest.param(signs(AWAY, subject="Fraværsbesked"), "out-of-office", id="fravær"),
        pytest.param(
            signs(AWAY, subject="SV: Møde", auto_submitted="auto-replied"), "out-of-office", id="auto-replied"
        ),
        pytest.param(signs(AWAY, subject="Out of Office Re: case"), "out-of-office", id="english"),
        pytest.param(signs(AWAY, subject="Møde", x_autoreply="yes"), "out-of-office", id="header"),
        pytest.param(signs("Mødet er flyttet.", calendar=(INVITATION,)), "calendar", id="invitation"),
        pytest.param(
            signs("Nyt fra butikken.", list_unsubscribe="<x>", precedence="bulk"), "newsletter", id="newsletter"
        ),
        pytest.param(
            signs("Der er ny post. Log ind. Denne mail kan ikke besvares.", sender="noreply@e-boks.example"),
            "notification",
            id="notice",
        ),
        pytest.param(signs("x", message_class="REPORT.IPM.Note.IPNRN"), "receipt", id="outlook receipt"),
    ],
)
def test_automatic_mail(mail: Signs, rule: str) -> None:
    found = automatic_rule(mail)
    assert found is not None
    assert found.rule == rule


@pytest.mark.parametrize(
    "mail",
    [
        pytest.param(signs(subject="SV: Automatisk svar: Møde"), id="a person answers an automatic reply"),
        pytest.param(signs(subject="Automatisk svar: er det alt, I kan?"), id="a complaint about automatic replies"),
        pytest.param(signs(AWAY, subject="Møde"), id="a person tells of a holiday"),
        pytest.param(
            signs(subject="Klage", auto_submitted="auto-generated", sender="noreply@kommune.example"), id="web form"
        ),
        pytest.param(signs(subject="Klage", list_unsubscribe="<x>", list_id="<y>"), id="over a mailing list"),
        pytest.param(signs(calendar=(INVITATION,)), id="a letter with an invitation"),
        pytest.param(signs(calendar=("BEGIN:VCALENDAR\nMETHOD:PUBLISH",)), id="a calendar file attached"),
        pytest.param(
            signs(subject="Undelivered: mine breve kommer ikke frem", sender="bo@ravn.example"),
            id="a complaint about mail",
        ),
        pytest.param(signs(precedence="bulk"), id="precedence alone"),
        pytest.param(signs(x_auto_response_suppress="All"), id="suppress alone"),
        pytest.param(signs(message_class="IPM.Note"), id="plain"),
    ],
)
def test_what_a_person_wrote_is_a_letter(mail: Signs) -> None:
    assert automatic_rule(mail) is None
