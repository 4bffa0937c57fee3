"""``klagepunkt suspects``, ``select`` and ``drift``: what to look at, label and retrain."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import RUBBISH, Run, read_rows, write_rows

DATA = Path(__file__).parents[1] / "data" / "labelled.jsonl"
SLOW = "Jeg har rykket for svar, og fristen er overskredet."


def test_suspects_name_the_wrong_label(run: Run, folder: Path) -> None:
    """First, with the reason; nothing of the text."""
    (folder / "corpus").mkdir()
    (folder / "corpus" / "a.jsonl").write_bytes(DATA.read_bytes())
    rows = [{"id": f"n{n}", "text": f"{SLOW} {n}", "points": ["sagsbehandlingstid"], "kind": "klage"} for n in range(4)]
    write_rows(folder / "breve.jsonl", *rows, {**rows[0], "id": "forkert", "text": SLOW, "points": ["tolkebistand"]})
    done = run("suspects", "breve.jsonl", "--corpus", "corpus", "-n", "2", "--json", "--jobs", "1")
    assert done.code == 0, done.err
    found = [json.loads(line) for line in done.out.splitlines()]
    assert {each["letter"] for each in found} == {"forkert"}
    assert {(each["point"], each["given"]) for each in found} == {("tolkebistand", True), ("sagsbehandlingstid", False)}
    assert "rykket" not in done.out + done.err
    assert "of 5 texts" in done.err
    plain = run("suspects", str(DATA), "-n", "3", "--jobs", "1")
    assert len(plain.out.splitlines()) == 3
    write_rows(folder / "tom.jsonl")
    assert run("suspects", "tom.jsonl").code == 2


def test_select_lists_and_writes(run: Run, folder: Path) -> None:
    """Best first, with the reason; unreadable files are named."""
    texts = [SLOW, "Hun var måske hånlig, og der var noget med en frist.", "Kattens cykel og begrundelsen.", ""]
    write_rows(folder / "breve.jsonl", *({"id": f"b{n}", "text": text} for n, text in enumerate(texts)))
    done = run("select", "breve.jsonl", "-n", "2", "-o", "ud.jsonl")
    assert done.code == 0, done.err
    listed = [line.split("\t")[0] for line in done.out.splitlines()]
    rows = read_rows(folder / "ud.jsonl")
    assert [row["id"] for row in rows] == listed
    assert [row["rank"] for row in rows] == [1, 2]
    assert "2 of 4 letters chosen" in done.err
    assert run("select", "breve.jsonl", "-o", "ud.jsonl").code == 2
    (folder / "rod.txt").write_bytes(RUBBISH)
    assert run("select", "rod.txt", "breve.jsonl").code == 1


def test_drift_tells_whether_retraining_is_due(run: Run, folder: Path) -> None:
    """Against what the model learned from, or the years before."""
    old = [{"id": f"a{n}", "text": f"{SLOW} {n}", "received": "2024-02-03"} for n in range(30)]
    new = [
        {"id": f"b{n}", "text": "Drømplen kvæfrede stråmpen i glanderen.", "received": "2025-02-03"} for n in range(30)
    ]
    write_rows(folder / "breve.jsonl", *old, *new, {"id": "u", "text": SLOW})
    done = run("drift", "breve.jsonl", "--year", "2025")
    assert done.code == 0, done.err
    assert "letters: 30 before, 30 now" in done.out
    assert "Flere ukendte ord" in done.out
    assert "Modellen bør trænes igen" in done.out
    assert "kvæfrede" in done.out
    assert "1 without a date" in done.err
    assert "letters: 16 before, 30 now" in run("drift", "breve.jsonl", "--year", "2024").out
    done = run("drift", "breve.jsonl", "--year", "2023")
    assert (done.code, "no letter of 2023" in done.err) == (2, True)
