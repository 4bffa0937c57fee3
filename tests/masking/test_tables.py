"""Tables: the head of a column says what its cells hold."""

from __future__ import annotations

import pytest

from classifier.masking import mask_text


@pytest.mark.parametrize("sign", [" | ", ";", "\t"])
def test_cells_below_a_head_are_masked(sign: str) -> None:
    """Dates below "Født" are dates of birth; those below another head stay."""
    text = f"Navn{sign}Født{sign}Møde\nBodil{sign}3/4 14{sign}12/8 2024"
    assert mask_text(text).text.endswith(f"[NAVN]{sign}[FØDSELSDATO]{sign}12/8 2024")


def test_a_table_ends_at_a_line_without_its_sign() -> None:
    """What follows the table is read as before."""
    assert mask_text("Sted | Født\nHer | 1/2 13\nMøde 1/2 2024.\nHer | 1/2 13").text.count("[FØDSELSDATO]") == 1


@pytest.mark.parametrize("text", ["Jeg ringede; født blev intet\nså; 3/4", "a;b\n3/4;5", ";\n|\n\t"])
def test_signs_without_heads_are_no_table(text: str) -> None:
    """A semicolon in running text makes no table."""
    assert mask_text(text).text == text
