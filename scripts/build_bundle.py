"""Make an offline bundle: a folder that installs klagepunkt on an office PC without a network or administrator's rights.

    python scripts/build_bundle.py [--system windows|linux] [--python 3.12] [--output dist] [--python-archive FILE]

It holds every wheel that runs there, pinned by hash, our own among them, the start script, checksums, and the licences of
all of it. A PC without Python needs one in the bundle: --python-archive takes a relocatable Python as python-build-standalone
(``install_only`` .tar.gz) or NuGet (.nupkg) have it. uv resolves what the other system needs, pip fetches it; both must be
installed here (``uv sync --extra dev``), and this is the only step that uses a network.
"""

from __future__ import annotations

import argparse
import email
import hashlib
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

ROOT = Path(__file__).resolve().parent.parent
PARTS = Path(__file__).with_name("bundle")
SUMS = "SHA256SUMS"
SYSTEMS: Mapping[str, tuple[str, Sequence[str], str]] = {
    "windows": ("windows", ["win_amd64"], "cmd"),
    # From glibc 2.28 on: Debian 10, Ubuntu 20.04, RHEL 8.
    "linux": (
        "x86_64-manylinux_2_28",
        [f"manylinux_2_{minor}_x86_64" for minor in (28, 27, 26, 24, 17, 12, 5)]
        + ["manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64"],
        "sh",
    ),
}
"""System to uv's name of it, the tags of wheels that run there, and the ending of its start script."""
REFUSED = re.compile(r"\bA?GPL|GNU (?:Affero )?General Public", re.IGNORECASE)
TOLD = {"imapclient": "BSD-3-Clause"}
"""Licences of packages whose metadata say nothing, as their licence texts have it."""
LICENCE_FILE = re.compile(r"(?:licen[cs]e|copying|notice|authors)[^/]*$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Licence:
    """What a wheel says of its licence.

    Attributes
    ----------
    name, version, licence, home : str
        Of the package; the licence in its own words.
    """

    name: str
    version: str
    licence: str
    home: str


def run(*command: str | Path) -> None:
    """Run a command, and stop where it fails."""
    subprocess.run([str(word) for word in command], check=True, cwd=ROOT)


def resolve(system: str, python: str, extras: Iterable[str], target: Path) -> None:
    """Pin what the other system needs, with hashes."""
    chosen = [word for extra in extras for word in ("--extra", extra)]
    run(
        sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--generate-hashes",
        "--no-emit-index-url", "--python-platform", SYSTEMS[system][0], "--python-version", python, *chosen,
        "--output-file", target, ROOT / "pyproject.toml",
    )  # fmt: skip


def fetch(system: str, python: str, requirements: Path, wheels: Path) -> None:
    """Download the wheels, each checked against its hash, and pip to install them with."""
    tags = [word for tag in SYSTEMS[system][1] for word in ("--platform", tag)]
    common = [sys.executable, "-m", "pip", "--quiet", "--quiet", "download", "--disable-pip-version-check", "--no-deps"]
    common += [
        "--only-binary=:all:",
        "--dest",
        str(wheels),
        "--python-version",
        python,
        "--implementation",
        "cp",
        *tags,
    ]
    run(*common, "--require-hashes", "--requirement", requirements)
    run(*common, "pip")


def build_own(wheels: Path) -> Path:
    """Build our own wheel."""
    run(sys.executable, "-m", "uv", "build", "--quiet", "--wheel", "--out-dir", wheels, ROOT)
    (wheels / ".gitignore").unlink(missing_ok=True)
    return next(wheels.glob("klagepunkt-*.whl"))


def digest(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def licence_of(wheel: Path) -> Licence:
    """Read what a wheel says of its licence."""
    with zipfile.ZipFile(wheel) as archive:
        name = next(each for each in archive.namelist() if re.fullmatch(r"[^/]+\.dist-info/METADATA", each))
        told = email.message_from_string(archive.read(name).decode("utf-8", "replace"))
    classified = [
        value.rpartition("::")[2].strip()
        for value in told.get_all("Classifier", [])
        if value.startswith("License :: OSI Approved ::")
    ]
    short = str(told.get("License", "")).strip().partition("\n")[0]
    licence = str(told.get("License-Expression", "")) or "; ".join(classified) or short[:80]
    licence = licence or TOLD.get(str(told["Name"]).lower(), "")
    links = dict(link.split(", ", 1) for link in told.get_all("Project-URL", []) if ", " in link)
    home = str(told.get("Home-page") or next((url for url in links.values()), ""))
    return Licence(str(told["Name"]), str(told["Version"]), licence, home)


def write_licences(wheels: Sequence[Path], folder: Path) -> list[str]:
    """List the licences, lay their texts beside, and return the packages that may not go out or do not say."""
    found = [licence_of(wheel) for wheel in wheels]
    lines = ["# Licences of everything in this bundle", "", "| package | version | licence |", "| --- | --- | --- |"]
    lines += [f"| [{each.name}]({each.home}) | {each.version} | {each.licence or '?'} |" for each in found]
    lines += ["", "Their texts are in `licences/`."]
    (folder / "LICENCES.md").write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")
    for wheel, each in zip(wheels, found, strict=True):
        with zipfile.ZipFile(wheel) as archive:
            for name in archive.namelist():
                if ".dist-info/" in name and LICENCE_FILE.search(name):
                    target = folder / "licences" / each.name / PurePosixPath(name).name
                    target.parent.mkdir(parents=True, exist_ok=True)
                    target.write_bytes(archive.read(name))
    # LGPL, unmodified and in a wheel of its own, may go out.
    return [f"{each.name}: {each.licence or 'says nothing'}" for each in found if not allowed(each.licence)]


def allowed(licence: str) -> bool:
    """Tell whether a package of this licence may go out with ours.

    Examples
    --------
    >>> [allowed(text) for text in ("MIT", "LGPL-3.0-only", "GPLv3", "GNU Affero General Public License v3", "")]
    [True, True, False, False, False]
    """
    return bool(licence) and not REFUSED.search(licence.replace("LGPL", ""))


def fill(template: str, values: Mapping[str, str]) -> str:
    """Put values in the place of ``@NAME@``."""
    return re.sub(r"@([A-Z]+)@", lambda found: values[found[1]], template)


def write_start(system: str, python: str, release: str, wheels: Path, folder: Path) -> None:
    """Write the start script and what to read first."""
    shell = SYSTEMS[system][2]
    values = {
        # Another set of wheels is set up beside the one before, so that an update never meets a half-old one.
        "DIGEST": digest(folder / "requirements.txt")[:12],
        "VERSION": python,
        "TUPLE": ", ".join(python.split(".")),
        "PIP": next(wheels.glob("pip-*.whl")).name,
        "RELEASE": release,
        "SYSTEM": system.capitalize(),
        "SHELL": shell,
    }
    newline = "\r\n" if system == "windows" else "\n"
    for name in (f"start.{shell}", "LAESMIG.txt"):
        text = fill((PARTS / name).read_text(encoding="utf-8"), values)
        (folder / name).write_text(text, encoding="utf-8", newline=newline)
    (folder / f"start.{shell}").chmod(0o755)


def unpack_python(archive: Path, folder: Path) -> None:
    """Lay a relocatable Python into the bundle's folder ``python``."""
    with tempfile.TemporaryDirectory() as name:
        if archive.suffix in (".zip", ".nupkg"):
            with zipfile.ZipFile(archive) as packed:
                packed.extractall(name)
        else:
            with tarfile.open(archive) as unpacked:
                unpacked.extractall(name, filter="data")
        inside = next((path for path in (Path(name, "python"), Path(name, "tools")) if path.is_dir()), None)
        if inside is None:
            sys.exit(f"{archive} holds neither python/ nor tools/.")
        shutil.copytree(inside, folder / "python", symlinks=True)


def write_sums(folder: Path) -> None:
    """Write the checksum of every file, as ``sha256sum`` reads them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [f"{digest(path)}  {path.relative_to(folder).as_posix()}" for path in files]
    (folder / SUMS).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def pack(folder: Path, system: str) -> Path:
    """Pack the folder: .zip for Windows, .tar.gz for Linux."""
    kind = "zip" if system == "windows" else "gztar"
    return Path(shutil.make_archive(str(folder), kind, folder.parent, folder.name))


def build(system: str, python: str, output: Path, extras: Sequence[str], archive: Path | None) -> Path:
    """Make the bundle, and return its folder."""
    output.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=output) as name:
        folder = Path(name, "bundle")
        wheels = folder / "wheels"
        wheels.mkdir(parents=True)
        requirements = folder / "requirements.txt"
        resolve(system, python, extras, requirements)
        fetch(system, python, requirements, wheels)
        own = build_own(wheels)
        release = own.name.split("-")[1]
        with requirements.open("a", encoding="utf-8", newline="\n") as file:
            file.write(f"klagepunkt=={release} \\\n    --hash=sha256:{digest(own)}\n")
        refused = write_licences(sorted(wheels.glob("*.whl")), folder)
        if refused:
            sys.exit(f"These may not go out: {'; '.join(refused)}")
        write_start(system, python, release, wheels, folder)
        shutil.copy(ROOT / "docs" / "delivery.md", folder)
        shutil.copy(ROOT / "LICENSE", folder)
        if archive is not None:
            unpack_python(archive, folder)
        write_sums(folder)
        target = output / f"klagepunkt-{release}-{system}-py{python.replace('.', '')}"
        if target.exists():
            shutil.rmtree(target)
        folder.replace(target)
    return target


def main() -> None:
    """Make a bundle, and say what is in it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--system", choices=list(SYSTEMS), default="windows" if sys.platform == "win32" else "linux")
    parser.add_argument("--python", default="{}.{}".format(*sys.version_info), help="Version of Python on the PC.")
    parser.add_argument("--output", type=Path, default=ROOT / "dist")
    parser.add_argument("--extra", action="append", default=[], help="postgresql or keyring; may be repeated.")
    parser.add_argument("--python-archive", type=Path, help="A relocatable Python to lay in.")
    parser.add_argument("--no-archive", action="store_true", help="Leave the folder unpacked only.")
    options = parser.parse_args()
    folder = build(options.system, options.python, options.output, options.extra, options.python_archive)
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{folder}: {len(list((folder / 'wheels').iterdir()))} wheels, {size / 1e6:.0f} MB")
    if not options.no_archive:
        print(pack(folder, options.system))


if __name__ == "__main__":
    main()
