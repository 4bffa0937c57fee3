"""The home and its settings: where each value comes from, and every fault named."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifier.errors import SettingsError
from classifier.settings import KNOWN, find_home, read_settings


@pytest.fixture(autouse=True)
def _no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in KNOWN:
        monkeypatch.delenv(f"KLAGEPUNKT_{name.upper()}", raising=False)


def write(home: Path, text: str) -> Path:
    """Write the settings file as Notepad does, with a mark."""
    (home / "klagepunkt.toml").write_text(text, encoding="utf-8-sig")
    return home


def test_home_from_option_environment_and_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """In this order, and nothing is created."""
    monkeypatch.setenv("KLAGEPUNKT_HOME", str(tmp_path / "b"))
    assert find_home(tmp_path / "a") == (tmp_path / "a", "--home")
    assert find_home() == (tmp_path / "b", "KLAGEPUNKT_HOME")
    monkeypatch.delenv("KLAGEPUNKT_HOME")
    home, source = find_home()
    assert (home.is_absolute(), home.name, source) == (True, "klagepunkt", "default")
    assert list(tmp_path.iterdir()) == []


def test_relative_home_becomes_absolute(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """So that it stays the same after a change of folder."""
    monkeypatch.chdir(tmp_path)
    assert find_home(Path("hjem"))[0] == tmp_path / "hjem"


def test_defaults_without_a_file(tmp_path: Path) -> None:
    """Every known setting, in order, at its default."""
    settings = read_settings(tmp_path / "missing")
    assert list(settings.values) == list(KNOWN)
    assert {setting.source for setting in settings.values.values()} == {"default"}
    assert settings.flag("masking")
    assert settings.jobs >= 1


def test_environment_before_file_before_default(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """And each says where it is from."""
    write(tmp_path, 'csv_dialect = "excel"\njobs = 3\n')
    monkeypatch.setenv("KLAGEPUNKT_JOBS", " 2 ")
    settings = read_settings(tmp_path)
    assert (settings.jobs, settings.values["jobs"].source) == (2, "KLAGEPUNKT_JOBS")
    assert settings.text("csv_dialect") == "excel"
    assert settings.values["csv_dialect"].source == str(tmp_path / "klagepunkt.toml")
    assert settings.values["language"].source == "default"


@pytest.mark.parametrize(("word", "flag"), [("true", True), ("1", True), ("False", False), ("0", False)])
def test_flags_from_the_environment(word: str, flag: bool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """As people write them."""
    monkeypatch.setenv("KLAGEPUNKT_MASKING", word)
    assert read_settings(tmp_path).flag("masking") is flag


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("farve = 1", "Unknown setting 'farve'.*Known are csv_dialect"),
        ('csv_dialect = "excell"', "csv_dialect is 'excell'.*excel-da or excel or rfc"),
        ('masking = "ja"', "masking is 'ja'.*true or false"),
        ("masking = 1", "masking is 1"),
        ("jobs = -1", "jobs is -1"),
        ("jobs = 1.5", "jobs is 1.5.*a whole number"),
        ("jobs = true", "jobs is True"),
        ("legal_basis = 4", "legal_basis is 4.*a text"),
        ("jobs = ", "no valid TOML"),
    ],
)
def test_faults_name_file_value_and_remedy(text: str, message: str, tmp_path: Path) -> None:
    """Nothing is guessed."""
    with pytest.raises(SettingsError, match=rf"klagepunkt\.toml.*{message}"):
        read_settings(write(tmp_path, text))


def test_fault_in_the_environment_names_the_variable(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Not the file, which is sound."""
    monkeypatch.setenv("KLAGEPUNKT_JOBS", "mange")
    with pytest.raises(SettingsError, match="KLAGEPUNKT_JOBS: jobs is 'mange'"):
        read_settings(tmp_path)


@pytest.mark.parametrize("content", [b"jobs = 1 # \xe6", "jobs"], ids=["windows-1252", "a folder"])
def test_file_that_cannot_be_read(content: bytes | str, tmp_path: Path) -> None:
    """A message, no traceback."""
    path = tmp_path / "klagepunkt.toml"
    if isinstance(content, bytes):
        path.write_bytes(content)
    else:
        path.mkdir()
    with pytest.raises(SettingsError, match="cannot be read"):
        read_settings(tmp_path)
