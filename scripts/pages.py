"""Puts what a script measured into a page of docs/, between two marks; what a person wrote around them stays."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

__all__ = ["put", "save_figure", "table"]

STYLE: Any = {
    "svg.fonttype": "none",
    "svg.hashsalt": "klagepunkt",
    "font.family": "DejaVu Sans",
    "font.size": 9,
    "axes.spines.top": False,
    "axes.spines.right": False,
}
"""matplotlib's settings: text stays text, the same bytes for the same numbers."""


def put(page: Path, name: str, text: str) -> None:
    """Replace a block of a page, or add it at the end.

    Parameters
    ----------
    page : pathlib.Path
        A Markdown file; made if it is not there.
    name : str
        The block's name.
    text : str
        Its new content.
    """
    old = page.read_text(encoding="utf-8") if page.exists() else ""
    begin, end = f"<!-- {name}: written by a script -->", f"<!-- {name}: end -->"
    block = f"{begin}\n{text.strip()}\n{end}"
    found = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.DOTALL)
    new = found.sub(lambda _: block, old) if found.search(old) else f"{old.rstrip()}\n\n{block}\n".lstrip()
    page.write_text(new, encoding="utf-8", newline="\n")


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Lay a Markdown table out.

    Parameters
    ----------
    head : sequence of str
        Names of the columns.
    rows : sequence of sequence
        Cells; a real number is written with three decimals.

    Returns
    -------
    str
        Its lines.

    Examples
    --------
    >>> print(table(["point", "F1"], [["tilsyn", 0.5]]))
    | point | F1 |
    | --- | --- |
    | tilsyn | 0.500 |
    """
    cells = [[f"{cell:.3f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in [list(head), ["---"] * len(head), *cells])


def save_figure(figure: Any, path: Path) -> None:
    """Save a figure as SVG without a date.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
        Drawn under ``STYLE``.
    path : pathlib.Path
        The file.
    """
    figure.savefig(path, format="svg", metadata={"Date": None, "Creator": None})
    lines = path.read_text(encoding="utf-8").splitlines()
    path.write_text("\n".join(line.rstrip() for line in lines) + "\n", encoding="utf-8", newline="\n")
