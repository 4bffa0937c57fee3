"""The file of themes that are read across the points."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from classifier.annual.period import Theme
from classifier.errors import TaxonomyError
from classifier.resources import shipped

__all__ = ["FORMAT", "read_themes"]

FORMAT = 1
"""Number of the file's format."""


def read_themes(path: Path | None = None) -> tuple[Theme, ...]:
    """Read themes.

    Parameters
    ----------
    path : pathlib.Path, optional
        A TOML file; the shipped one if None.

    Returns
    -------
    tuple of Theme
        In order.

    Raises
    ------
    TaxonomyError
        If it cannot be read, or a theme lacks something or stands twice.
    """
    path = path or shipped("data/themes.toml")
    try:
        source = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise TaxonomyError(f"Cannot read the themes: {error.strerror}.", str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TaxonomyError(f"The themes are no valid TOML: {error}.", str(path)) from error
    rows = source.get("themes")
    if source.get("format") != FORMAT or not isinstance(rows, list):
        raise TaxonomyError(f"It holds no themes of format {FORMAT}.", str(path), "See docs/reports.md.")
    themes = tuple(_theme(row, number, path) for number, row in enumerate(rows, 1))
    if len({theme.id for theme in themes}) < len(themes):
        raise TaxonomyError("A theme's id stands twice.", str(path))
    return themes


def _theme(row: Any, number: int, path: Path) -> Theme:
    points = row.get("points") if isinstance(row, dict) else None
    texts = [row.get(key) for key in ("id", "name", "family")] if isinstance(row, dict) else [None]
    if not isinstance(points, list) or not all(isinstance(text, str) and text for text in (*texts, *points)):
        raise TaxonomyError(f"Theme {number} lacks id, name, family or points.", str(path), "See docs/reports.md.")
    theme_id, name, family = texts
    return Theme(str(theme_id), str(name), str(family), tuple(points))
