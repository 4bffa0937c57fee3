"""The model as ``--base-rates`` and the settings want it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from classifier.cli.database import read_tables
from classifier.errors import SettingsError

if TYPE_CHECKING:
    from classifier.model.bundle import Model
    from classifier.settings import Settings

__all__ = ["with_base_rates"]


def with_base_rates(model: Model, option: str | None, settings: Settings) -> Model:
    """Return the model fitted to the base rates wanted.

    Parameters
    ----------
    model : Model
        As loaded.
    option : str or None
        As given with ``--base-rates``; the setting if None.
    settings : Settings
        ``base_rates``, and ``confirmed`` for the office's own letters.

    Returns
    -------
    Model
        The same, or a copy.

    Raises
    ------
    SettingsError
        If the option is neither flat nor office.
    """
    wanted = option or settings.text("base_rates")
    if wanted not in ("flat", "office"):
        raise SettingsError(f"--base-rates is {wanted!r}.", remedy="It must be flat or office.")
    if wanted == "flat":
        return model
    from classifier.base_rates import confirmed_rates, report_rates, with_rates

    rates = None
    if path := settings.text("confirmed"):
        rates = confirmed_rates(read_tables([path], model.taxonomy, settings), model.taxonomy)
    return with_rates(model, report_rates(model.taxonomy) if rates is None else rates)
