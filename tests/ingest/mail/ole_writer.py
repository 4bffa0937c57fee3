"""Writes the smallest OLE file (compound document) that holds some streams, to make .msg files for tests."""

from __future__ import annotations

import struct

_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_SECTOR, _MINI, _SMALL = 512, 64, 4096


def write_ole(streams: dict[tuple[str, ...], bytes]) -> bytes:
    """Build a file of streams by their path; storages on the way are made."""
    paths: list[tuple[str, ...]] = [()]
    for path in streams:
        for depth in range(1, len(path) + 1):
            if path[:depth] not in paths:
                paths.append(path[:depth])
    sectors: list[bytes] = []
    chains: list[int] = []
    mini = b""
    mini_chains: list[int] = []
    starts: dict[tuple[str, ...], int] = {}
    for path, data in streams.items():
        if len(data) < _SMALL:
            starts[path] = len(mini_chains) if data else _END
            mini += _filled(data, _MINI)
            mini_chains += _chain(len(mini_chains), -(-len(data) // _MINI))
        else:
            starts[path] = _append(sectors, chains, data)
    starts[()] = _append(sectors, chains, mini) if mini else _END
    table = struct.pack(f"<{len(mini_chains)}I", *mini_chains)
    first_mini = _append(sectors, chains, _filled(table, _SECTOR, b"\xff")) if table else _END
    sizes = {path: len(data) for path, data in streams.items()} | {(): len(mini)}
    children = {path: [index for index, item in enumerate(paths) if item and item[:-1] == path] for path in paths}
    entries = b"".join(_entry(paths, index, children, sizes, starts) for index in range(len(paths)))
    directory = _append(sectors, chains, entries)
    first_fat, count = len(sectors), 1
    while (first_fat + count) * 4 > count * _SECTOR:
        count += 1
    chains += [_FAT] * count
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += b"\x00" * 6
    header += struct.pack("<9I", 0, count, directory, 0, _SMALL, first_mini, -(-len(table) // _SECTOR), _END, 0)
    header += struct.pack("<109I", *[first_fat + index for index in range(count)], *[_FREE] * (109 - count))
    fat = _filled(struct.pack(f"<{len(chains)}I", *chains), _SECTOR, b"\xff")
    return header + b"".join(sectors) + fat


def _filled(data: bytes, unit: int, filler: bytes = b"\x00") -> bytes:
    return data.ljust(-(-len(data) // unit) * unit, filler)


def _chain(first: int, count: int) -> list[int]:
    return [first + index + 1 for index in range(count - 1)] + [_END] if count else []


def _append(sectors: list[bytes], chains: list[int], data: bytes) -> int:
    first = len(sectors)
    filled = _filled(data, _SECTOR)
    chains += _chain(first, len(filled) // _SECTOR)
    sectors += [filled[at : at + _SECTOR] for at in range(0, len(filled), _SECTOR)]
    return first


def _entry(
    paths: list[tuple[str, ...]],
    index: int,
    children: dict[tuple[str, ...], list[int]],
    sizes: dict[tuple[str, ...], int],
    starts: dict[tuple[str, ...], int],
) -> bytes:
    path = paths[index]
    name = (path[-1] if path else "Root Entry").encode("utf-16-le") + b"\x00\x00"
    kind = 5 if not path else 2 if path in sizes else 1
    siblings = children[path[:-1]] if path else []
    # A tree that leans to the right is a valid one.
    after = siblings[siblings.index(index) + 1] if path and siblings.index(index) + 1 < len(siblings) else _FREE
    child = children[path][0] if kind != 2 and children[path] else _FREE
    return (
        name.ljust(64, b"\x00")
        + struct.pack("<HBBIII", len(name), kind, 1, _FREE, after, child)
        + b"\x00" * 36
        + struct.pack("<IQ", starts.get(path, 0), sizes.get(path, 0))
    )


def write_msg(
    properties: dict[int, str | bytes],
    *,
    date: int = 0,
    attachments: list[tuple[str, bytes]] | None = None,
    codepage: int = 0,
) -> bytes:
    """A .msg file: text properties as Unicode, or in ``codepage`` where given, bytes as binary; FILETIME ``date``."""
    streams: dict[tuple[str, ...], bytes] = {("__properties_version1.0",): b"\x00" * 32 + _fixed(date, codepage)}
    for number, value in properties.items():
        streams[(_name(number, value, codepage),)] = _encoded(value, codepage)
    for index, (name, data) in enumerate(attachments or []):
        storage = f"__attach_version1.0_#{index:08X}"
        streams[(storage, "__properties_version1.0")] = b"\x00" * 8 + struct.pack("<HHIQ", 3, 0x3705, 6, 1)
        streams[(storage, _name(0x3707, name, 0))] = _encoded(name, 0)
        streams[(storage, "__substg1.0_37010102")] = data
    return write_ole(streams)


def _fixed(date: int, codepage: int) -> bytes:
    return struct.pack("<HHIQ", 0x40, 0x0039, 6, date) + struct.pack("<HHIQ", 3, 0x3FFD, 6, codepage)


def _name(number: int, value: str | bytes, codepage: int) -> str:
    kind = 0x0102 if isinstance(value, bytes) else 0x001E if codepage else 0x001F
    return f"__substg1.0_{number:04X}{kind:04X}"


def _encoded(value: str | bytes, codepage: int) -> bytes:
    if isinstance(value, bytes):
        return value
    return value.encode(f"cp{codepage}") if codepage else value.encode("utf-16-le")
