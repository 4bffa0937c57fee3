"""ZIP archives, opened with limits: an archive can be a few kilobytes and unpack to a disk full."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from classifier.ingest.mail.message import UnreadableError

__all__ = ["open_archive"]

MAX_FILES = 50_000
MAX_FILE = 100 << 20
MAX_RATIO = 200
"""Most that a file may grow by unpacking, beyond its first megabyte (text grows by 3 to 20)."""
MAX_ALL = 20 << 30


def open_archive(archive: bytes | Path) -> Iterator[tuple[str, bytes | str]]:
    """Read the files of a ZIP archive one by one.

    Parameters
    ----------
    archive : bytes or pathlib.Path
        The archive.

    Yields
    ------
    tuple of (str, bytes or str)
        Name inside the archive and content; a text instead of content says, in English, why a file was not read.

    Raises
    ------
    UnreadableError
        If it is no archive, is damaged, holds too many files or would unpack to far more than its size.
    """
    file: BinaryIO = io.BytesIO(archive) if isinstance(archive, bytes) else archive.open("rb")
    with file:
        try:
            opened = zipfile.ZipFile(file)
            members = [info for info in opened.infolist() if not info.is_dir()]
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
            raise UnreadableError(f"It is no ZIP archive, or damaged ({type(error).__name__}).") from None
        if len(members) > MAX_FILES:
            raise UnreadableError(f"It holds more than {MAX_FILES} files.")
        if _is_bomb(members):
            raise UnreadableError("It unpacks to far more than its size.")
        with opened:
            for info in members:
                yield _name(info), _content(opened, info)


def _is_bomb(members: list[zipfile.ZipInfo]) -> bool:
    unpacked = sum(info.file_size for info in members)
    packed = sum(info.compress_size for info in members)
    # Overlapping members name the same packed bytes again and again.
    overlapping = len({info.header_offset for info in members}) < len(members)
    return overlapping or unpacked > MAX_ALL or unpacked > MAX_RATIO * packed + (1 << 20)


def _name(info: zipfile.ZipInfo) -> str:
    name = info.filename
    if not info.flag_bits & 0x800:
        # Without the flag for UTF-8 Python reads cp437; Danish Windows writes cp850, some programs UTF-8.
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp850", "replace")
    return name.replace("\\", "/").lstrip("/")


def _content(opened: zipfile.ZipFile, info: zipfile.ZipInfo) -> bytes | str:
    if info.flag_bits & 0x1:
        return "It needs a password."
    if info.file_size > MAX_FILE:
        return f"It is larger than {MAX_FILE >> 20} MB."
    try:
        with opened.open(info) as member:
            # The size that the archive states may be a lie.
            data = member.read(info.file_size + 1)
    except (zipfile.BadZipFile, OSError, zlib.error, ValueError, NotImplementedError, EOFError, RuntimeError) as error:
        return f"It is damaged ({type(error).__name__})."
    return data if len(data) <= info.file_size else "It is damaged."
