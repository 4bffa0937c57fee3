"""``klagepunkt settings``: each value and where it comes from."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from classifier.settings import KNOWN
from tests.cli.conftest import Run


def test_every_value_with_its_source(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Home, file, environment and default."""
    (folder / "hjem").mkdir()
    (folder / "hjem" / "klagepunkt.toml").write_text('csv_dialect = "excel"\n', encoding="utf-8")
    monkeypatch.setenv("KLAGEPUNKT_JOBS", "2")
    done = run("settings", "--home", "hjem")
    assert done.code == 0, done.err
    assert f"home = {folder / 'hjem'}  (--home)" in done.out
    assert re.search(r"^csv_dialect = 'excel'  \(.*klagepunkt\.toml\)", done.out, re.M)
    assert "jobs = 2  (KLAGEPUNKT_JOBS)" in done.out
    assert "masking = true  (default)" in done.out
    assert [line.split(" = ")[0] for line in done.out.splitlines()] == ["home", *KNOWN]


def test_home_from_the_environment(run: Run, own_home: Path) -> None:
    """Said with its name."""
    assert f"home = {own_home}  (KLAGEPUNKT_HOME)" in run("settings").out


def test_fault_is_named(run: Run, folder: Path) -> None:
    """Exit code 2, also for a command that only reads a setting."""
    (folder / "hjem").mkdir()
    (folder / "hjem" / "klagepunkt.toml").write_text("farve = 1\n", encoding="utf-8")
    for arguments in (("settings",), ("tag", "god.txt", "-o", "ud.jsonl")):
        done = run(*arguments, "--home", "hjem")
        assert done.code == 2
        assert "Unknown setting 'farve'" in done.err
    assert not (folder / "ud.jsonl").exists()


@pytest.mark.parametrize("password", ["hemmeligt", "hem@me/lig:t", "h'e\"m"])
def test_no_password_is_shown(password: str, run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the database is, but not how to get in."""
    monkeypatch.setenv("KLAGEPUNKT_DATABASE", f"postgresql://ombud:{password}@db.example/ombud")
    out = run("settings").out
    assert password not in out
    assert "postgresql://ombud:***@db.example/ombud" in out
