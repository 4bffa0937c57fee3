"""A real PostgreSQL of Debian's packages on the loopback, started and stopped by the tests."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

_BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
FOUND = _BINARIES[-1].parent if _BINARIES else None


@contextlib.contextmanager
def running() -> Iterator[str]:
    """Start a server with an empty database of its own; yield its URL."""
    assert FOUND is not None
    with tempfile.TemporaryDirectory(prefix="postgresql-") as name:
        folder, data = Path(name), Path(name) / "data"
        # The server refuses to run as root.
        user = "postgres" if os.getuid() == 0 else None
        if user:
            shutil.chown(folder, user)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        _run(
            [FOUND / "initdb", "-D", data, "-U", "klagepunkt", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8", "-N"],
            user,
        )
        options = f"-h 127.0.0.1 -p {port} -k {folder} -c fsync=off -c full_page_writes=off"
        _run([FOUND / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", options, "start"], user)
        try:
            yield f"postgresql://klagepunkt@127.0.0.1:{port}/postgres"
        finally:
            _run([FOUND / "pg_ctl", "-D", data, "-m", "immediate", "-w", "stop"], user)


def _run(command: list[str | Path], user: str | None) -> None:
    nothing = subprocess.DEVNULL
    subprocess.run([str(part) for part in command], user=user, check=True, stdout=nothing, stdin=nothing, cwd="/")
