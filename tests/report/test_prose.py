"""The office's own text: Markdown, never HTML."""

from __future__ import annotations

from pathlib import Path

import pytest

from classifier.errors import InputError
from classifier.report.prose import read_prose, render_markdown


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("# Året\n", "<h3>Året</h3>"),
        ("## Året\n### Og mere", "<h3>Året</h3>\n<h4>Og mere</h4>"),
        ("<script>x</script>", "&lt;script&gt;"),
        ("[her](javascript:alert(1))", "[her](javascript:alert(1))"),
        ("![kort](https://x.example/a.png)", '!<a href="https://x.example/a.png">kort</a>'),
        ("| a |\n| - |\n| 1 |\n", '<th scope="col">a</th>'),
    ],
    ids=["heading", "lower headings", "html", "script address", "picture", "table"],
)
def test_markdown(text: str, wanted: str) -> None:
    """Only what is safe to print and needs nothing loaded."""
    assert wanted in render_markdown(text).html


def test_files(tmp_path: Path) -> None:
    """UTF-8, or an error that names the file."""
    good, bad = tmp_path / "a.md", tmp_path / "b.md"
    good.write_text("\ufeffKære læser", encoding="utf-8")
    bad.write_bytes("Kære".encode("cp1252"))
    assert read_prose(good).html == "<p>Kære læser</p>\n"
    with pytest.raises(InputError, match=r"b\.md: The text is no UTF-8"):
        read_prose(bad)
    with pytest.raises(InputError, match=r"c\.md: The text cannot be read"):
        read_prose(tmp_path / "c.md")
