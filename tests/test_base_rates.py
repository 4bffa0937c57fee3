"""Base rates: from the report, from confirmed letters, and what they shift."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from classifier.base_rates import ENOUGH, confirmed_rates, report_rates, with_rates
from classifier.errors import ModelError
from classifier.model.bundle import Model
from classifier.records import LabelledLetter, Labels, Letter
from classifier.taxonomy import Taxonomy

GROUPS = {
    "Forvaltningsskik": 271, "Forvaltningsloven": 83, "Hjemmelsspørgsmål": 13, "Offentlighedsloven": 2,
    "Databeskyttelsesforordningen": 3, "Opgavevaretagelse": 15, "Retsgrundsætninger": 7, "Institutioner": 1,
    "Andet": 12,
}  # fmt: skip


def test_report_rates_add_up_to_the_report(taxonomy: Taxonomy) -> None:
    """Group by group, 407 in all."""
    counts = report_rates(taxonomy) * 93
    for index, group in enumerate(taxonomy.groups):
        own = np.array(taxonomy.group_index) == index
        assert counts[own].sum() == pytest.approx(GROUPS[group.name])


def test_few_confirmed_letters_say_too_little(taxonomy: Taxonomy) -> None:
    """From fifty complaints on, the office's own rates count."""
    letter = LabelledLetter(Letter("a", "x"), Labels("klage", "SS", "", ("vejledning",)))
    assert confirmed_rates([letter] * (ENOUGH - 1), taxonomy) is None
    rates = confirmed_rates([letter] * ENOUGH, taxonomy)
    assert rates is not None
    assert rates[taxonomy.point_ids.index("vejledning")] > 0.95
    assert 0 < rates[taxonomy.point_ids.index("tilsyn")] < 0.02


def test_common_points_rise_and_rare_ones_fall(small_model: Model, taxonomy: Taxonomy) -> None:
    """And a point the table does not know stays."""
    rates = report_rates(taxonomy)
    rates[taxonomy.point_ids.index("tilsyn")] = np.nan
    model = replace(small_model, facts={"support": dict.fromkeys(taxonomy.point_ids, 10), "complaints": 100})
    shift = with_rates(model, rates).letter_stage.offsets - model.letter_stage.offsets
    assert shift[taxonomy.point_ids.index("manglende-hjaelp")] > 0.5
    assert shift[taxonomy.point_ids.index("moedeafholdelse")] < -0.5
    assert shift[taxonomy.point_ids.index("tilsyn")] == 0


def test_model_without_its_rates_says_so(small_model: Model, taxonomy: Taxonomy) -> None:
    """An older one."""
    with pytest.raises(ModelError, match="how common"):
        with_rates(replace(small_model, facts={}), report_rates(taxonomy))
