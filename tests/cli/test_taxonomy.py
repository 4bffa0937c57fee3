"""``klagepunkt taxonomy``: shows and checks a label book."""

from __future__ import annotations

from pathlib import Path

from classifier.taxonomy import Taxonomy
from tests.cli.conftest import Run

BOOK = Path(__file__).parents[1] / "data" / "elleve-temaer.toml"


def test_shows_every_point_under_its_group(run: Run, taxonomy: Taxonomy) -> None:
    """Groups we chose are marked; areas with units, kinds, and the verdict."""
    done = run("taxonomy")
    assert done.code == 0, done.err
    for point in taxonomy.points:
        assert point.id in done.out
        assert point.name in done.out
    assert done.out.count("(gruppen er vores valg)") == 3
    assert "Park og Vej" in done.out
    assert "Råd og vejledning" in done.out
    assert done.out.rstrip().endswith("33 points, 9 groups, 5 areas: no faults.")


def test_another_book(run: Run) -> None:
    """By its path."""
    done = run("taxonomy", str(BOOK))
    assert done.code == 0
    assert "Elleve temaer" in done.out
    assert "11 points" in done.out


def test_one_point_by_id_or_name(run: Run) -> None:
    """With definition and borders."""
    for name in ("orientering", "Orientering om sagens gang eller status"):
        done = run("taxonomy", "--point", name)
        assert done.code == 0
        assert done.out.startswith("orientering: Orientering om sagens gang")
        assert "ikke: " in done.out
        assert "(sagsbehandlingstid)" in done.out


def test_faults_are_all_named(run: Run, folder: Path) -> None:
    """Exit code 2."""
    text = BOOK.read_text(encoding="utf-8")
    (folder / "bog.toml").write_text(text.replace('group = "temaer"', 'group = "temar"', 2), encoding="utf-8")
    done = run("taxonomy", "bog.toml")
    assert done.code == 2
    assert done.err.count("'temar' does not exist (nearest known: 'temaer')") == 2
    assert "missing.toml" in run("taxonomy", "missing.toml").err
    assert "nearest known: 'orientering'" in run("taxonomy", "--point", "orienteringg").err
