"""The file of themes."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifier.annual import read_themes
from classifier.errors import TaxonomyError
from classifier.taxonomy import Taxonomy

THEME = '{ id = "a", name = "A", family = "F", points = ["x"] }'


def test_shipped_themes(taxonomy: Taxonomy) -> None:
    """Five forms and four factors, of points that the label book has."""
    themes = read_themes()
    assert [sum(theme.family == family for theme in themes) for family in ("Forråelse", "Procesretfærdighed")] == [5, 4]
    assert all(point in taxonomy.point_ids for theme in themes for point in theme.points)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("format = 1", "no themes of format 1"),
        ("format = 2\nthemes = []", "no themes of format 1"),
        ("rod", "no valid TOML"),
        ('format = 1\n[[themes]]\nid = "a"\nname = "A"\npoints = ["x"]', "Theme 1 lacks"),
        ('format = 1\n[[themes]]\nid = "a"\nname = "A"\nfamily = "F"\npoints = "x"', "Theme 1 lacks"),
        (f"format = 1\nthemes = [{THEME}, {THEME}]", "twice"),
    ],
    ids=["none", "format", "no toml", "no family", "points no list", "twice"],
)  # fmt: skip
def test_faults_are_named(text: str, message: str, tmp_path: Path) -> None:
    """With the file."""
    (tmp_path / "temaer.toml").write_text(text, encoding="utf-8")
    with pytest.raises(TaxonomyError, match=message):
        read_themes(tmp_path / "temaer.toml")


def test_missing_file(tmp_path: Path) -> None:
    """Named."""
    with pytest.raises(TaxonomyError, match="Cannot read the themes"):
        read_themes(tmp_path / "mangler.toml")
