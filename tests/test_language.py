"""Which language: enough to send a letter to a person, never to drop one."""

from __future__ import annotations

import pytest

from classifier.language import is_danish

DANISH = {
    "letter": "Jeg har skrevet til jer to gange, og der er ingen, der har svaret mig endnu. Hvad skal jeg gøre?",
    "phone note": "Ringer for mor. Ingen hjælp siden mandag, hun er faldet igen og ligger på gulvet, vil have svar",
    "second language": "Jeg skrive brev fordi kommunen ikke giver mig penge og jeg har to barn og ikke mad til dem nu",
    "names": "[NAVN] og [NAVN] fra [ADRESSE] har ikke fået svar på det brev de sendte til jer i maj",
    "Norwegian": "Jeg har skrevet til dere to ganger, og det er ingen som har svart meg på det ennå",
    "short": "Help please now",
}
OTHERS = {
    "English": "I have written to you twice and nobody has answered me, and this is not how you treat people.",
    "German": "Ich habe Ihnen zweimal geschrieben, und niemand hat mir auf meine Briefe geantwortet, das ist schlecht.",
    "Swedish": "Jag har skrivit till er två gånger och ingen har svarat mig, det är inte bra för mina barn.",
    "French": "Je vous ai écrit deux fois et personne ne m'a répondu, ce n'est pas une façon de traiter les gens.",
    "Polish": "Napisałem do was dwa razy i nikt mi nie odpowiedział, nie wiem co mam z tym dalej robić, na pomoc.",
    "rubbish": "qwe rty uio pqs dfg hjk lzx cvb nmq wer tyu iop",
}


def words(text: str) -> list[str]:
    """Split as roughly as can be."""
    return [word.strip(".,?'").lower() for word in text.split()]


@pytest.mark.parametrize("name", DANISH)
def test_danish(name: str) -> None:
    """Also broken, terse, masked, Norwegian, or too short to tell."""
    assert is_danish(words(DANISH[name]))


@pytest.mark.parametrize("name", OTHERS)
def test_others(name: str) -> None:
    """A person must look at them."""
    assert not is_danish(words(OTHERS[name]))


def test_no_words() -> None:
    """An empty letter is another reason's business."""
    assert is_danish([])
