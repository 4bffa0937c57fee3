"""What an office gets: wheel and source archive hold everything and work elsewhere; the parts of an offline bundle."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tarfile
import zipfile
from email.message import Message
from pathlib import Path

import pytest

from scripts.build_bundle import PARTS, SYSTEMS, allowed, fill, licence_of, unpack_python, write_licences, write_sums

ROOT = Path(__file__).resolve().parents[1]


def build(kind: str, root: Path, target: Path) -> Path:
    """Build an archive of a checkout; no network is needed."""
    command = [sys.executable, "-m", "hatchling", "build", "--target", kind, "--directory", str(target)]
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    (made,) = target.iterdir()
    return made


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our wheel."""
    return build("wheel", ROOT, tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Our source archive, unpacked."""
    archive = build("sdist", ROOT, tmp_path_factory.mktemp("sdist"))
    with tarfile.open(archive) as packed:
        packed.extractall(archive.parent, filter="data")
    return next(path for path in archive.parent.iterdir() if path.is_dir())


def contents(wheel: Path) -> dict[str, bytes]:
    """Return what a wheel holds."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_wheel_holds_what_the_program_opens(wheel: Path) -> None:
    """All that stands beside the code, and all shipped data; the corpus compressed."""
    held = contents(wheel)
    beside = [path for path in (ROOT / "classifier").rglob("*") if path.is_file() and "__pycache__" not in path.parts]
    missing = [path for path in beside if path.relative_to(ROOT).as_posix() not in held]
    assert not missing
    shipped = [path for top in ("data", "models") for path in (ROOT / top).rglob("*") if path.is_file()]
    for path in shipped:
        name = path.relative_to(ROOT).as_posix()
        packed = f"classifier/shipped/{name}" + (".gz" if name.startswith("data/corpus/") else "")
        assert packed in held, name
    kinds = {Path(name).suffix for name in held}
    assert {".j2", ".css", ".js", ".npz", ".toml", ".gz", ".json"} <= kinds


def test_wheel_holds_nothing_else(wheel: Path) -> None:
    """No tests, no office's files, no cache; small enough to send."""
    held = contents(wheel)
    tops = {name.split("/")[0] for name in held}
    assert tops == {"classifier", next(top for top in tops if top.endswith(".dist-info"))}
    odd = re.compile(r"__pycache__|\.pyc$|\.tmp|\.sqlite|\.key$|\.lock$|/tests/")
    assert not [name for name in held if odd.search(name)]
    assert sum(map(len, held.values())) < 60_000_000


def test_source_archive_gives_the_same_wheel(sdist: Path, wheel: Path, tmp_path: Path) -> None:
    """File by file; and it holds the tests and scripts."""
    mine, other = contents(wheel), contents(build("wheel", sdist, tmp_path))
    assert sorted(mine) == sorted(other)
    assert not [name for name in mine if mine[name] != other[name] and not name.endswith(("/METADATA", "/RECORD"))]
    for name in ("tests/conftest.py", "scripts/build_starter.py", "docs/design.md", "LICENSE", "hatch_build.py"):
        assert (sdist / name).is_file(), name


def test_wheel_works_away_from_the_checkout(wheel: Path, tmp_path: Path) -> None:
    """Unpacked elsewhere: it tags with its own model, and finds book, examples and templates of its own."""
    installed, folder = tmp_path / "installed", tmp_path / "et sted"
    folder.mkdir()
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(installed)
    (folder / "brev.txt").write_bytes((ROOT / "data" / "examples" / "brev-1.txt").read_bytes())
    environment = {**os.environ, "PYTHONPATH": str(installed), "KLAGEPUNKT_HOME": str(tmp_path / "hjem")}
    program = (
        "import sys, classifier; from pathlib import Path; from classifier.cli import main;"
        "assert Path(classifier.__file__).is_relative_to(sys.argv.pop(1)); main()"
    )

    def run(*arguments: str) -> str:
        command = [sys.executable, "-c", program, str(installed), *arguments]
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, encoding="utf-8", check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    (row,) = [json.loads(line) for line in run("tag", "brev.txt", "-o", "-").splitlines()]
    assert row["model"].startswith("starter@")
    assert row["points"]
    assert "sagsbehandlingstid" in run("taxonomy")
    shipped = installed / "classifier" / "shipped" / "data"
    run("annual", "--year", "2024", "--letters", str(shipped / "2024.csv"), "-o", "beretning.html")
    assert "<svg" in (folder / "beretning.html").read_text(encoding="utf-8")
    run("home", "upgrade")


def fake_wheel(folder: Path, name: str, licence: str, header: str = "License-Expression") -> Path:
    """Make a wheel that holds what is said about it, and a licence."""
    about = Message()
    for key, value in (("Name", name), ("Version", "1.0"), (header, licence)):
        about[key] = value
    path = folder / f"{name}-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"{name}-1.0.dist-info/METADATA", about.as_string())
        archive.writestr(f"{name}-1.0.dist-info/licenses/LICENSE.txt", "May be used.")
        archive.writestr(f"{name}/vendored-1.0.dist-info.txt", "")
    return path


@pytest.mark.parametrize(
    ("licence", "header", "good"),
    [
        ("MIT", "License-Expression", True),
        ("BSD License", "License", True),
        ("License :: OSI Approved :: Apache Software License", "Classifier", True),
        ("LGPL-3.0-only", "License-Expression", True),
        ("GPL-3.0-or-later", "License-Expression", False),
        ("License :: OSI Approved :: GNU Affero General Public License v3", "Classifier", False),
        ("", "License", False),
    ],
)
def test_licences(licence: str, header: str, good: bool, tmp_path: Path) -> None:
    """Each is listed with its text; what may not go out, or says nothing, is named."""
    path = fake_wheel(tmp_path, "noget", licence, header)
    assert allowed(licence_of(path).licence) == good
    assert bool(write_licences([path], tmp_path)) != good
    assert "| [noget]() | 1.0 |" in (tmp_path / "LICENCES.md").read_text(encoding="utf-8")
    assert (tmp_path / "licences" / "noget" / "LICENSE.txt").read_text(encoding="utf-8") == "May be used."


def test_a_licence_that_only_its_text_tells(tmp_path: Path) -> None:
    """Known by name."""
    assert licence_of(fake_wheel(tmp_path, "IMAPClient", "", "License")).licence == "BSD-3-Clause"


def test_checksums_are_those_of_sha256sum(tmp_path: Path) -> None:
    """Of every file but the list itself, in an order of its own."""
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "c.txt").write_bytes(b"abc")
    (tmp_path / "a.txt").write_bytes(b"")
    write_sums(tmp_path)
    write_sums(tmp_path)
    assert (tmp_path / "SHA256SUMS").read_text(encoding="utf-8").splitlines() == [
        "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855  a.txt",
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b/c.txt",
    ]


@pytest.mark.parametrize("name", ["start.sh", "start.cmd", "LAESMIG.txt"])
def test_templates_are_filled(name: str) -> None:
    """Nothing is left over; a Windows console shows what it says; no start script names a host."""
    names = "DIGEST VERSION TUPLE PIP RELEASE SYSTEM SHELL".split()
    text = fill((PARTS / name).read_text(encoding="utf-8"), {each: "1" for each in names})
    assert not re.search(r"@[A-Z]+@", text)
    if name == "start.cmd":
        assert text.isascii()
    if name.startswith("start"):
        assert "--no-index" in text
        assert "--require-hashes" in text
        assert "http" not in text


def test_every_system_has_a_start_script() -> None:
    """Of its own shell."""
    assert all((PARTS / f"start.{shell}").is_file() for _, _, shell in SYSTEMS.values())


@pytest.mark.parametrize(("top", "ending"), [("python", ".tar.gz"), ("tools", ".nupkg"), ("other", ".zip")])
def test_a_python_is_laid_in(top: str, ending: str, tmp_path: Path) -> None:
    """From where the two makers put it; anything else is refused."""
    (tmp_path / top).mkdir()
    (tmp_path / top / "python.exe").write_bytes(b"MZ")
    archive = tmp_path / f"python{ending}"
    if ending == ".tar.gz":
        with tarfile.open(archive, "w:gz") as packed:
            packed.add(tmp_path / top, top)
    else:
        with zipfile.ZipFile(archive, "w") as zipped:
            zipped.write(tmp_path / top / "python.exe", f"{top}/python.exe")
    (tmp_path / "bundle").mkdir()
    if top == "other":
        with pytest.raises(SystemExit, match="neither"):
            unpack_python(archive, tmp_path / "bundle")
        return
    unpack_python(archive, tmp_path / "bundle")
    assert (tmp_path / "bundle" / "python" / "python.exe").read_bytes() == b"MZ"
