"""Other label books at the command line: a crosswalk lets an old model run, and what is lost is said."""

from __future__ import annotations

from pathlib import Path

from classifier.store import ModelStore
from tests.cli.conftest import Run, read_rows, write_rows

DATA = Path(__file__).parents[1] / "data"
SLOW = "Jeg har rykket for svar tre gange, og fristen er overskredet. Hun lo hånligt ad mig."


def test_from_the_command_line(run: Run, folder: Path, own_home: Path) -> None:
    """Tag, evaluate and train with the other book; without the crosswalk nothing is done."""
    home, book = ("--home", str(own_home)), ("--taxonomy", str(DATA / "elleve-temaer.toml"))
    ways = ("--crosswalk", str(DATA / "gentofte-til-elleve.toml"))
    done = run("tag", "god.txt", "-o", "ud.jsonl", *book, *home)
    assert (done.code, "has no counterpart in elleve-temaer" in done.err) == (2, True)
    assert run("tag", "god.txt", "-o", "ud.jsonl", *ways, *home).code == 2
    done = run("tag", "god.txt", "-o", "ud.jsonl", *book, *ways, *home)
    assert done.code == 0, done.err
    assert "that are lost: vanskeligt-samarbejde" in done.err
    assert read_rows(folder / "ud.jsonl")[0]["points"] == ["sagsbehandlingstid", "borgerbetjening"]
    gold = {"id": "1", "text": SLOW, "kind": "klage", "points": ["sagsbehandlingstid", "borgerbetjening"]}
    write_rows(folder / "gold.jsonl", gold)
    done = run("evaluate", "gold.jsonl", *book, *ways, *home)
    assert (done.code, "point_micro_f1: 1.000" in done.out) == (0, True)
    done = run("train", str(DATA / "labelled.jsonl"), "--name", "elleve", *book, *ways, *home)
    assert done.code == 0, done.err
    assert "Labels mapped forward" in done.err
    assert ModelStore(own_home).load("elleve").taxonomy.id == "elleve-temaer"
