"""Time the review page over many letters: worklist, search, letter page and decision, as a browser waits for them.

    python scripts/bench_review.py [--letters 50000] [--requests 200] [--postgresql] [--home FOLDER]

Fills a new database with invented letters (sentences of the starter corpus, a tenth of them not confirmed), starts the
page as a process of its own on the loopback, and asks it one request after the other over one connection. Prints a
Markdown table: the median, the 95th percentile and the slowest, in milliseconds, and on Linux how much of the mean the
page's process was at work (the rest is the database's server, the disk, or another program's turn on a busy machine).
With --home the database that lies there is asked, and nothing is filled in.
"""

from __future__ import annotations

import argparse
import contextlib
import http.client
import os
import random
import re
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from sqlalchemy import func, insert, select

from classifier.decisions.database import Database, open_database
from classifier.decisions.schema import FAR, CitizenRow, DecisionRow, LetterRow, PointRow, SuggestionRow
from classifier.ingest import read_corpus
from classifier.provenance import fingerprint
from classifier.taxonomy import Taxonomy, read_taxonomy

sys.path.insert(0, str(Path(__file__).parent.parent))
from tests.decisions import postgresql
from tests.review.server import Served, serving

_CHUNK = 1000
_PER_CITIZEN = 3
_FIRST_DAY = date(2010, 1, 1)
_DAYS = 16 * 365
COMMON, RARE = "jeg", "Brevnummer"
LIMIT = 200.0


def main() -> None:
    """Fill, ask and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--letters", type=int, default=50_000)
    parser.add_argument("--requests", type=int, default=200)
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--home", type=Path)
    options = parser.parse_args()
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(postgresql.running()) if options.postgresql else ""
        home = options.home or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if url:
            os.environ["KLAGEPUNKT_DATABASE"] = url
        database = open_database(home, url)
        book = read_taxonomy()
        if not _number(database):
            start = time.perf_counter()
            fill(database, options.letters, book)
            print(f"{options.letters} letters filled in in {time.perf_counter() - start:.0f} s")
        letters = _number(database)
        database.close()
        served = stack.enter_context(serving(home))
        rows = list(measure(served, letters, options.requests, book))
    print(f"{letters} letters, {'PostgreSQL' if url else 'SQLite'}, {options.requests} requests each, milliseconds")
    print("| page | median | 95 % | slowest | at work |\n| --- | --- | --- | --- | --- |")
    for name, times, work in rows:
        shown = " | ".join(f"{each:.0f}" for each in (_at(times, 0.5), _at(times, 0.95), times[-1], work))
        print(f"| {name} | {shown} |")
    if any(_at(times, 0.95) > LIMIT for _, times, _ in rows):
        sys.exit(1)


def _number(database: Database) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(LetterRow)) or 0


def _at(times: list[float], share: float) -> float:
    return times[min(int(share * len(times)), len(times) - 1)]


def fill(database: Database, number: int, book: Taxonomy) -> None:
    """Put invented letters in, as tagging and people would leave them.

    Parameters
    ----------
    database : Database
        Empty.
    number : int
        How many.
    book : Taxonomy
        The label book.
    """
    chance = random.Random(7)
    texts = [each.letter.text for each in read_corpus(None, book) if each.passage]
    for start in range(0, number, _CHUNK):
        numbers = range(start + 1, min(start + _CHUNK, number) + 1)
        made = [_letter(n, chance, texts, book) for n in numbers]
        with database.writing() as session:
            citizens = [
                {"pk": pk, "key": f"borger-{pk}@holm.example"}
                for pk in sorted({letter["citizen_pk"] for letter, *_ in made})
            ]
            known = set(
                session.scalars(select(CitizenRow.pk).where(CitizenRow.pk.in_([each["pk"] for each in citizens])))
            )
            if new := [each for each in citizens if each["pk"] not in known]:
                session.execute(insert(CitizenRow), new)
            session.execute(insert(LetterRow), [letter for letter, *_ in made])
            session.execute(insert(PointRow), [point for _, points, *_ in made for point in points])
            session.execute(insert(SuggestionRow), [suggestion for _, _, suggestion, _ in made])
            if decisions := [decision for *_, found in made for decision in found]:
                session.execute(insert(DecisionRow), decisions)


def _letter(
    number: int, chance: random.Random, texts: list[str], book: Taxonomy
) -> tuple[dict[str, Any], list[dict[str, Any]], dict[str, Any], list[dict[str, Any]]]:
    parts = chance.sample(texts, chance.randint(4, 14))
    text = "Kære borgerrådgiver\n\n" + "\n\n".join(parts) + f"\n\n{RARE}{number}"
    day = (_FIRST_DAY + timedelta(days=chance.randrange(_DAYS))).isoformat()
    done = int(chance.random() < 0.9)
    area = chance.choice(book.areas).id
    points = chance.sample(book.point_ids, chance.randint(1, 6))
    acute = not done and chance.random() < 0.05
    letter = {
        "pk": number, "id": f"brev-{number}", "fingerprint": fingerprint(text), "origin": "tag", "subject": parts[0][:60],
        # Some write hundreds of letters.
        "citizen_pk": number // _PER_CITIZEN + 1 if chance.random() < 0.99 else 1,
        "text": text, "received": day, "year": int(day[:4]), "sender": "", "thread": f"t-{number // 2}", "writer": "self",
        "source": "", "extra": {}, "hints": [["acute", "Et barn kan være i fare.", parts[0][:40]]] if acute else [],
        "review_reasons": [], "masked": False, "remit": chance.random() < 0.02, "done": done, "urgency": 0 if acute else 1,
        "reply_order": (date.fromisoformat(day) + timedelta(days=28)).isoformat() if chance.random() < 0.1 else FAR,
        "received_order": day, "certainty": chance.uniform(-1, 1), "version": done, "kind": "klage", "area": area,
        "blind": 0, "unit": "", "decided_at": f"{day}T12:00:00" if done else "", "decided_by": "Anna" if done else "",
    }  # fmt: skip
    statuses = ("accepted", "accepted", "rejected") if done else ("suggested",)
    rows = []
    for point in points:
        begin = text.find(chance.choice(parts))
        rows.append({
            "letter_pk": number, "point": point, "status": chance.choice(statuses), "area": "",
            "evidence_start": begin, "evidence_end": begin + 40,
        })  # fmt: skip
    suggestion = {
        "letter_pk": number, "at": f"{day}T08:00:00", "model": "starter@0123456789ab", "kind": "klage", "area": area,
        "unit": "", "points": points, "scores": {point: round(chance.random(), 4) for point in book.point_ids},
        "evidence": {row["point"]: [[row["evidence_start"], row["evidence_end"]]] for row in rows},
    }  # fmt: skip
    steps = [
        ("accept" if row["status"] == "accepted" else "reject", {"point": row["point"]}) for row in rows if done
    ] + [("confirm", {"kind": "klage", "area": area, "unit": ""})] * done
    decisions = [
        {"letter_pk": number, "at": f"{day}T12:00:00", "user": "Anna", "action": action, "data": data}
        for action, data in steps
    ]
    return letter, rows, suggestion, decisions


def measure(served: Served, letters: int, requests: int, book: Taxonomy) -> Iterator[tuple[str, list[float], float]]:
    """Ask for each kind of page.

    Parameters
    ----------
    served : Served
        The running page.
    letters : int
        How many there are, numbered from 1.
    requests : int
        Of each kind.
    book : Taxonomy
        The label book.

    Yields
    ------
    name : str
        Of the kind.
    times : list of float
        Milliseconds, sorted.
    work : float
        Milliseconds that the page's process was at work, on average; NaN where that is not known.
    """
    chance = random.Random(8)
    browser = _Browser(served)
    areas, points = [area.id for area in book.areas], list(book.point_ids)
    words = ["mor", "svar", "kommunen", "sagsbehandler", "børn", "skole", "penge", "skrev", "hjælp", "ventet"]
    pages: dict[str, Callable[[], str]] = {
        "worklist": lambda: "/",
        "worklist, later pages": lambda: f"/?page={chance.randrange(90)}",
        "worklist, all letters, last pages": lambda: f"/?state=all&page={letters // 50 - chance.randrange(9)}",
        "worklist, an area": lambda: f"/?area={chance.choice(areas)}",
        "worklist, a point": lambda: f"/?point={chance.choice(points)}",
        "worklist, a point, all letters": lambda: f"/?state=all&point={chance.choice(points)}",
        "worklist, a period, all letters": lambda: f"/?state=all&since={2010 + chance.randrange(15)}-03-01",
        "worklist, a flag": lambda: f"/?flag={chance.choice(['acute', 'overdue', 'remit', 'review', 'blind'])}",
        "worklist, a flag, all letters": lambda: f"/?state=all&flag={chance.choice(['overdue', 'remit', 'again'])}",
        "search, a rare word": lambda: f"/?state=all&words={RARE}{chance.randint(1, letters)}",
        "search, a word": lambda: f"/?state=all&words={quote(chance.choice(words))}",
        "search, two words": lambda: f"/?words={quote(' '.join(chance.sample(words, 2)))}",
        "search, a word of every letter": lambda: f"/?state=all&words={COMMON}",
        "search, the first letter of a word": lambda: f"/?state=all&words={chance.choice('abdehkms')}",
        "search, a word and a point": lambda: f"/?state=all&point={chance.choice(points)}&words={chance.choice(words[:2])}",
        "next letter": lambda: f"/next?pk={chance.randint(1, letters)}",
        "letter": lambda: f"/letters/{chance.randint(1, letters)}",
    }  # fmt: skip
    for name, path in pages.items():
        browser.get(path())
        before = _work(served)
        times = sorted(browser.get(path()) for _ in range(requests))
        yield name, times, (_work(served) - before) / requests
    yield "decision", sorted(browser.decide(chance.randint(1, letters)) for _ in range(requests)), float("nan")


def _work(served: Served) -> float:
    path = Path(f"/proc/{served.process.pid}/stat")
    if not path.exists():
        return float("nan")
    fields = path.read_text(encoding="utf-8").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) * 1000 / os.sysconf("SC_CLK_TCK")


class _Browser:
    def __init__(self, served: Served) -> None:
        address = urlsplit(served.start)
        assert address.hostname is not None
        self._connection = http.client.HTTPConnection(address.hostname, address.port)
        status, headers, _ = self._ask("GET", f"{address.path}?{address.query}")
        assert status == 303
        self._cookie = headers["set-cookie"].partition(";")[0]
        _, _, page = self._ask("GET", "/")
        found = re.search(r'name="csrf" value="([^"]+)"', page)
        assert found is not None
        self._csrf = found[1]

    def _ask(self, method: str, path: str, body: str | None = None) -> tuple[int, http.client.HTTPMessage, str]:
        headers = {"cookie": getattr(self, "_cookie", "")}
        if body is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, path, body, headers)
        answer = self._connection.getresponse()
        return answer.status, answer.headers, answer.read().decode()

    def get(self, path: str) -> float:
        start = time.perf_counter()
        status, _, _ = self._ask("GET", path)
        passed = (time.perf_counter() - start) * 1000
        assert status in (200, 303), (status, path)
        return passed

    def decide(self, pk: int) -> float:
        _, _, page = self._ask("GET", f"/letters/{pk}")
        found = re.search(r'name="version" value="(\d+)"', page)
        assert found is not None
        form = {"csrf": self._csrf, "version": found[1], "action": "note", "text": "Ring mandag."}
        start = time.perf_counter()
        status, _, _ = self._ask("POST", f"/letters/{pk}", urlencode(form))
        passed = (time.perf_counter() - start) * 1000
        assert status == 303, status
        return passed


if __name__ == "__main__":
    main()
