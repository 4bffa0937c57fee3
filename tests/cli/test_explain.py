"""``klagepunkt explain``: one letter on the terminal."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifier.cli.explain import in_words
from tests.cli.conftest import LETTER, RUBBISH, Run, write_rows


def test_points_in_words_and_passages_numbered(run: Run) -> None:
    """Readable without colours."""
    done = run("explain", "god.txt")
    assert done.code == 0, done.err
    assert "1  Sagsbehandlingstid og manglende svar: " in done.out
    assert "[Forvaltningsskik]" in done.out
    assert "siden. [1]" in done.out
    assert "Hun lo hånligt ad mig. [2] Det er jul nu." in done.out
    assert "Klage · Social og Sundhed" in done.out


def test_numbers_stand_behind_their_passages(run: Run, folder: Path) -> None:
    """Also behind characters that a terminal would swallow: Windows line ends, form feeds."""
    write_rows(folder / "ind.jsonl", {"id": "1", "text": f"Hej\r\n\x0c\x07\r\n{LETTER}"})
    done = run("explain", "ind.jsonl")
    assert "siden. [1]" in done.out
    assert "Hun lo hånligt ad mig. [2]" in done.out


def test_letter_cannot_steer_the_terminal(run: Run, folder: Path) -> None:
    """Escape sequences in id, subject and text are shown harmless."""
    text = f"\x1b]0;titel\x07{LETTER}\x1b[2J \x9b31m \u202e"
    write_rows(folder / "ind.jsonl", {"id": "a\x1b[1mb", "subject": "\x1b[2J", "text": text})
    done = run("explain", "ind.jsonl")
    assert done.code == 0, done.err
    assert not set("\x1b\x07\x9b\u202e") & set(done.out)
    assert "Hun lo hånligt ad mig. [2]" in done.out


def test_markup_in_a_letter_is_text(run: Run, folder: Path) -> None:
    """Brackets that the printing library would take for colours."""
    (folder / "m.txt").write_text(f"[red]Hej[/red] [/] {LETTER}", encoding="utf-8")
    assert "[red]Hej[/red] [/] Jeg søgte" in run("explain", "m.txt").out


def test_letter_without_points(run: Run, folder: Path) -> None:
    """Says so, and why a person must look."""
    (folder / "tom.txt").write_text("", encoding="utf-8")
    done = run("explain", "tom.txt")
    assert done.code == 0
    assert "Ingen klagepunkter foreslået." in done.out
    assert "Se efter: Brevet er tomt." in done.out


def test_first_letter_that_can_be_read(run: Run, folder: Path) -> None:
    """What stands before it is named."""
    (folder / "to.jsonl").write_text('{"id": "0"}\n{"id": "1", "text": "Ingen svarede."}\n', encoding="utf-8")
    done = run("explain", "to.jsonl")
    assert done.code == 0, done.err
    assert "to.jsonl#1: " in done.err
    assert "Ingen svarede." in done.out


@pytest.mark.parametrize(
    ("name", "code", "message"),
    [
        ("rod.txt", 1, "rod.txt: It is no text"),
        ("missing.txt", 2, "missing.txt: It does not exist"),
        ("god.png", 2, "'.png' is not known"),
    ],
)
def test_nothing_to_explain(name: str, code: int, message: str, run: Run, folder: Path) -> None:
    """The contract's exit codes."""
    (folder / "rod.txt").write_bytes(RUBBISH)
    (folder / "god.png").write_bytes(b"x")
    done = run("explain", name)
    assert (done.code, done.out) == (code, "")
    assert message in done.err


@pytest.mark.parametrize(
    ("score", "words"),
    [
        (0.0, "usandsynligt"),
        (0.3, "måske"),
        (0.5, "nok"),
        (0.7, "sandsynligt"),
        (0.9, "næsten sikkert"),
        (1.0, "næsten sikkert"),
    ],
)
def test_scores_in_words(score: float, words: str) -> None:
    """At or above each border."""
    assert in_words(score) == words
