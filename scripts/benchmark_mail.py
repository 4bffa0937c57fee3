"""Time reading, cleaning and masking of mails against Python's own parser, in the same run.

    python scripts/benchmark_mail.py [NUMBER]

Generates NUMBER (10,000) invented mails from the trap collection (each with an id and figures of its own), writes them
as one mailbox, and prints mails a second and peak memory. "Python's parser alone" parses the same bytes and decodes the
first text part, without any of the cleaning.
"""

from __future__ import annotations

import argparse
import email
import email.policy
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

from classifier.ingest.mail import read_messages
from classifier.masking import mask_letter
from classifier.records import Letter

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.ingest.mail.trap_mails import read_traps

SEPARATOR = b"From bench@example.org Wed Mar  6 10:12:00 2024\n"


def main() -> None:
    """Generate, time and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=10_000)
    number = parser.parse_args().number
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "box.mbox"
        with path.open("wb") as file:
            for data in _mails(number):
                file.write(SEPARATOR + data + b"\n\n")
        print(f"{number} mails, {path.stat().st_size / number / 1000:.1f} kB each")
        alone = _seconds(lambda: _parse_alone(path))
        read = _seconds(lambda: sum(1 for _ in read_messages(path, "box.mbox")))
        whole = _seconds(lambda: _read_clean_mask(path))
        for name, seconds in (("Python's parser alone", alone), ("read and cleaned", read), ("and masked", whole)):
            print(f"{name:24} {number / seconds:8.0f} mails/s   {seconds / alone:5.2f} times Python's parser")
        tracemalloc.start()
        _read_clean_mask(path)
        print(f"peak memory of ours      {tracemalloc.get_traced_memory()[1] / 1e6:8.1f} MB (Python objects)")


def _mails(number: int) -> Iterator[bytes]:
    seeds = [trap.build().replace(b"\r\n", b"\n") for trap in read_traps()]
    # A mailbox is divided by line feeds.
    seeds = [seed for seed in seeds if b"\r" not in seed]
    for index in range(number):
        seed = seeds[index % len(seeds)]
        own = seed.replace(b"@trap.example", f".{index}@trap.example".encode())
        yield own.replace(b"2024", str(1900 + index % 200).encode())


def _split(path: Path) -> Iterator[bytes]:
    lines: list[bytes] = []
    with path.open("rb") as file:
        for line in file:
            if line == SEPARATOR and lines:
                yield b"".join(lines)
                lines = []
            elif line != SEPARATOR:
                lines.append(line)
    yield b"".join(lines)


def _parse_alone(path: Path) -> None:
    for data in _split(path):
        message = email.message_from_bytes(data, policy=email.policy.default)
        for part in message.walk():
            if part.get_content_maintype() == "text":
                payload = part.get_payload(decode=True)
                assert isinstance(payload, bytes)
                payload.decode("utf-8", "replace")
                break


def _read_clean_mask(path: Path) -> None:
    for item in read_messages(path, "box.mbox"):
        if isinstance(item, Letter):
            mask_letter(item)


def _seconds(run: object) -> float:
    assert callable(run)
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


if __name__ == "__main__":
    main()
