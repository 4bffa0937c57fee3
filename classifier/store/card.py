"""The model card: what a person should know before trusting a model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

__all__ = ["card"]

_MASKED = "- Alt er maskeret, før modellen så det; ordforrådet holder ingen tal."
_UNMASKED = (
    "- Personoplysninger er IKKE maskeret (masking = false): modellen har set navne og adresser, og ordforrådet kan"
    " holde dem. Behandl dens filer som personoplysninger, og giv dem ikke fra jer."
)


def card(manifest: Mapping[str, Any]) -> str:
    """Write the model card.

    Parameters
    ----------
    manifest : mapping
        All but the digests of the files; ``masked`` is False where it was trained without masking.

    Returns
    -------
    str
        Markdown, in Danish.
    """
    figures = manifest.get("held_out", {})
    shown = {
        "Klagepunkter, mikro-F1": "point_micro_f1",
        "Klagepunkter, makro-F1 (mindst 4 breve)": "point_macro_f1_support4",
        "Hovedgrupper, mikro-F1": "group_micro_f1",
        "Henvendelsens art, andel rigtige": "kind_accuracy",
        "Område, andel rigtige": "area_accuracy",
    }
    lines = [
        f"# Model {manifest['name']}",
        "",
        "Foreslår klagepunkter, hovedgrupper, art og område for breve til borgerrådgiveren. Et menneske afgør.",
        "",
        f"- Mærkebog: {manifest['taxonomy']['name']} ({manifest['taxonomy']['digest'][:12]})",
        f"- Trænet på {manifest.get('letters', 0)} breve og {manifest.get('passages', 0)} tekststykker.",
        _MASKED if manifest.get("masked", True) else _UNMASKED,
        "",
        "## Målt på breve, modellen ikke var trænet på",
        "",
        *(f"- {label}: {figures[key]:.3f}" for label, key in shown.items() if isinstance(figures.get(key), float)),
        "",
        "Er brevene opdigtede, lover tallene intet om rigtige breve, før kontoret har målt på sine egne.",
        "",
    ]
    return "\n".join(lines)
