"""Files that come with the program: label book, starter corpus, starter model, example letters."""

from __future__ import annotations

from pathlib import Path

from classifier.errors import KlagepunktError

__all__ = ["shipped"]

_INSTALLED = Path(__file__).with_name("shipped")
_CHECKOUT = Path(__file__).parent.parent


def shipped(name: str) -> Path:
    """Return the path of something that comes with the program.

    Parameters
    ----------
    name : str
        Path below the checkout's root, such as ``data/taxonomy.toml``.

    Returns
    -------
    pathlib.Path
        In the installed package, or in the checkout it runs from.

    Raises
    ------
    KlagepunktError
        If the installation lacks it.
    """
    for root in (_INSTALLED, _CHECKOUT):
        if (path := root / name).exists():
            return path
    raise KlagepunktError(f"{name} is missing from this installation.", remedy="Install klagepunkt again.")
