"""Charts as SVG: text stays text, no script, the same bytes for the same numbers.

Colours differ in lightness, so that they are told apart by colour-blind readers and in grey print; every bar is
outlined and carries its number. The table behind a chart stands beside it in the page.
"""

from __future__ import annotations

import io
import re
import textwrap
from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from classifier.report.document import Cell, Chart
from classifier.report.language import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes

__all__ = ["draw"]

PALETTE = ("#0d2f4f", "#1f78a4", "#e8923a", "#f6d98b", "#ffffff", "#d9d9d9", "#8c8c8c")
_HATCHES = ("", "", "", "", "////", "....", "")
_INK = "#1b1b1b"
_FAINT = "#c9c9c9"
_WIDTH = 7.4
_BAR = 0.222
_WRAP = 44
_LINE = 0.62
_SIZE = 9
FONTS = "'Segoe UI','Helvetica Neue',Arial,'DejaVu Sans',sans-serif"


def draw(chart: Chart, language: Language) -> str:
    """Draw a chart.

    Parameters
    ----------
    chart : Chart
        Which columns of which table.
    language : Language
        How numbers are printed.

    Returns
    -------
    str
        An ``svg`` element with title and description; its ids begin with the chart's.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure

    rows = _rows(chart)
    labels = [textwrap.fill(str(row[0].value), _WRAP, break_long_words=False) for row in rows]
    series = [[_value(row[column].value) for row in rows] for column in chart.columns]
    names = [chart.table.columns[column] for column in chart.columns]
    settings: Any = {
        "svg.fonttype": "none",
        "text.parse_math": False,
        "svg.hashsalt": chart.table.id,
        "font.family": "DejaVu Sans",
        "font.size": _SIZE,
        "text.color": _INK,
        "axes.edgecolor": _INK,
        "axes.linewidth": 0.6,
        "hatch.linewidth": 0.5,
        "hatch.color": "#555555",
        "xtick.color": _INK,
        "ytick.color": _INK,
    }
    with mpl.rc_context(settings):
        figure = Figure(figsize=(_WIDTH, _height(chart, labels)), layout="constrained")
        axes = figure.subplots()
        _DRAWERS[chart.kind](axes, chart, labels, series, names, language)
        for side in ("top", "right"):
            axes.spines[side].set_visible(False)
        file = io.StringIO()
        figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None}, transparent=True)
    return _inline(file.getvalue(), chart)


def _rows(chart: Chart) -> list[tuple[Cell, ...]]:
    rows = chart.table.rows
    return list(rows) if chart.rows is None else [rows[index] for index in chart.rows]


def _value(value: object) -> float:
    return float(value) if isinstance(value, int | float) else 0.0


def _height(chart: Chart, labels: Sequence[str]) -> float:
    if chart.kind == "line":
        return 3.6
    lines = sum(label.count("\n") * 0.5 + 1 for label in labels) if chart.kind != "grouped" else 1.4 * len(labels)
    beside = len(chart.columns) if chart.kind == "grouped" else 1
    return 1.1 + lines * _BAR * (1 + 0.5 * (beside - 1))


def _bar_axes(axes: Axes, chart: Chart, labels: Sequence[str], language: Language, most: float) -> None:
    axes.set_yticks([])
    for place, label in enumerate(labels):
        # A line at a time: of a text with several the drawing library fixes each line's left end for its own font.
        lines = label.split("\n")
        for number, line in enumerate(lines):
            axes.text(
                -0.012, place + _LINE * (number - (len(lines) - 1) / 2), line, ha="right", va="center",
                transform=axes.get_yaxis_transform(), fontsize=_SIZE - 0.5,
            )  # fmt: skip
    axes.set_ylim(len(labels) - 0.4, -0.6)
    axes.set_xlim(0, most * 1.12 or 1)
    axes.set_xlabel(chart.axis)
    axes.xaxis.grid(True, color=_FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    _ticks(axes.xaxis, chart, language)


def _ticks(axis: Any, chart: Chart, language: Language) -> None:
    from matplotlib.ticker import FuncFormatter, MaxNLocator

    form = chart.table.rows[0][chart.columns[-1]].form if chart.table.rows else "count"
    whole = form == "count"
    axis.set_major_locator(MaxNLocator(6, integer=whole))
    decimals = 1 if form in ("figure", "decimal") else 0
    scale = 100 if form == "share" else 1
    ending = "\u00a0%" if form in ("share", "percent") and language.code == "da" else "%" if form == "share" else ""
    axis.set_major_formatter(FuncFormatter(lambda value, _: language.number(value * scale, decimals) + ending))


def _stacked(
    axes: Axes, chart: Chart, labels: Sequence[str], series: list[list[float]], names: list[str], language: Language
) -> None:
    totals = [sum(values) for values in zip(*series, strict=True)]
    most = max(totals, default=0)
    left = [0.0] * len(labels)
    for number, (values, name) in enumerate(zip(series, names, strict=True)):
        colour, hatch = PALETTE[number % len(PALETTE)], _HATCHES[number % len(PALETTE)]
        axes.barh(
            range(len(labels)), values, left=left, height=0.72, color=colour, hatch=hatch, edgecolor=_INK,
            linewidth=0.5, label=name,
        )  # fmt: skip
        for place, value in enumerate(values):
            # A number is written where it has room.
            if value and most and value / most > 0.045 and len(series) > 1:
                ink = "#ffffff" if number in (0, 1) else _INK
                axes.text(
                    left[place] + value / 2, place, language.number(value), ha="center", va="center", color=ink,
                    fontsize=_SIZE - 1.5,
                )  # fmt: skip
        left = [start + value for start, value in zip(left, values, strict=True)]
    for place, total in enumerate(totals):
        axes.text(
            total + most * 0.012, place, language.number(total), ha="left", va="center", fontsize=_SIZE - 0.5,
            fontweight="bold",
        )  # fmt: skip
    _bar_axes(axes, chart, labels, language, most)
    _legend(axes, names)


def _legend(axes: Axes, names: Sequence[str]) -> None:
    if len(names) > 1:
        longest = max(map(len, names))
        axes.legend(
            loc="lower left", bbox_to_anchor=(-0.02, 1.0), ncols=1 if longest > 40 else 2 if longest > 24 else 3,
            frameon=False, fontsize=_SIZE - 0.5, handlelength=1.3, borderaxespad=0.3,
        )  # fmt: skip


def _grouped(
    axes: Axes, chart: Chart, labels: Sequence[str], series: list[list[float]], names: list[str], language: Language
) -> None:
    height = 0.76 / len(series)
    most = max((value for values in series for value in values), default=0)
    for number, (values, name) in enumerate(zip(series, names, strict=True)):
        places = [place - 0.38 + height * (number + 0.5) for place in range(len(labels))]
        colour = PALETTE[(0, 3, 2)[number % 3]]
        axes.barh(places, values, height=height * 0.92, color=colour, edgecolor=_INK, linewidth=0.5, label=name)
        for place, value, row in zip(places, values, _rows(chart), strict=True):
            cell = row[chart.columns[number]]
            if cell.value is not None:
                axes.text(value + most * 0.012, place, language.cell(cell), va="center", fontsize=_SIZE - 1)
    _bar_axes(axes, chart, labels, language, most)
    _legend(axes, names)


def _range(
    axes: Axes, chart: Chart, labels: Sequence[str], series: list[list[float]], names: list[str], language: Language
) -> None:
    rows = _rows(chart)
    for place, row in enumerate(rows):
        value, low, high = (row[column].value for column in chart.columns)
        if isinstance(low, int | float) and isinstance(high, int | float):
            axes.plot([low, high], [place, place], color=PALETTE[1], linewidth=3.2, solid_capstyle="butt")
        if isinstance(value, int | float):
            axes.plot([value], [place], "o", color=PALETTE[0], markersize=6, markeredgecolor="#ffffff")
            axes.text(1.03, place, language.number(value, 2), va="center", fontsize=_SIZE - 0.5)
    _bar_axes(axes, chart, labels, language, 1)
    axes.set_xlim(0, 1.12)
    axes.set_xticks([0, 0.2, 0.4, 0.6, 0.8, 1])


def _line(
    axes: Axes, chart: Chart, labels: Sequence[str], series: list[list[float]], names: list[str], language: Language
) -> None:
    first, *others = chart.columns
    rows = _rows(chart)
    for number, column in enumerate(others):
        known = [
            (_value(row[first].value), _value(row[column].value))
            for row in rows
            if row[first].value is not None and row[column].value is not None
        ]
        turn = number % 3
        axes.plot(
            [x for x, _ in known], [y for _, y in known], marker="os^"[turn], color=PALETTE[(0, 2, 1)[turn]],
            linestyle=("-", "--", ":")[turn], linewidth=2, markersize=5.5, markeredgecolor=_INK,
            label=chart.table.columns[column],
        )  # fmt: skip
    if chart.ideal:
        axes.plot([0, 1], [0, 1], color="#6b6b6b", linestyle=":", linewidth=1.4, label=chart.ideal, zorder=1)
    axes.set_ylim(0, 1.04)
    axes.set_xlim(-0.02, 1.02)
    axes.set_xlabel(chart.axis)
    axes.grid(True, color=_FAINT, linewidth=0.5)
    axes.set_axisbelow(True)
    for axis in (axes.xaxis, axes.yaxis):
        _ticks(axis, chart, language)
    shown = [chart.table.columns[column] for column in others] + ([chart.ideal] if chart.ideal else [])
    _legend(axes, shown)


_DRAWERS = {"stacked": _stacked, "grouped": _grouped, "range": _range, "line": _line}


def _inline(svg: str, chart: Chart) -> str:
    """Make an element for a page of it: own ids, own title, the page's fonts, no size that does not shrink."""
    svg = svg[svg.index("<svg") :].rstrip()
    svg = re.sub(r"<metadata>.*?</metadata>\s*", "", svg, flags=re.S)
    prefix = f"{chart.table.id}-"
    svg = re.sub(r'\bid="', f'id="{prefix}', svg)
    svg = svg.replace("url(#", f"url(#{prefix}").replace('href="#', f'href="#{prefix}')
    svg = svg.replace("'DejaVu Sans'", FONTS.replace('"', "'"))
    # The groups' names are matplotlib's own and would be read out by nobody.
    svg = re.sub(r"<!--.*?-->\s*", "", svg, flags=re.S)
    head, rest = svg.split(">", 1)
    width, height = (float(value) for value in re.findall(r'(?:width|height)="([\d.]+)pt"', head)[:2])
    names = f'aria-labelledby="{prefix}title" aria-describedby="{prefix}desc"'
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
        f'viewBox="0 0 {width:g} {height:g}" role="img" {names} style="max-width:{1.18 * width:.0f}pt">'
    )
    title = f'<title id="{prefix}title">{escape(chart.table.title)}</title>'
    return f'{opening}{title}<desc id="{prefix}desc">{escape(chart.description)}</desc>{rest}'
