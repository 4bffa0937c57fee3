"""``klagepunkt taxonomy``."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from classifier.cli.console import say

__all__ = ["command"]


def command(
    file: Annotated[Path | None, typer.Argument(help="A label book (TOML). Default: the one that comes along.")] = None,
    point: Annotated[str | None, typer.Option(help="Show one point with its definition and borders.")] = None,
) -> None:
    """Show and check a label book: points by group, areas with their units, kinds.

    Example: klagepunkt taxonomy --point orientering

    Exit codes: 0 the label book is sound, 2 it has faults (all are named).
    """
    from classifier.taxonomy import read_taxonomy

    taxonomy = read_taxonomy(file)
    if point is not None:
        (point_id,) = taxonomy.read_points([point], "--point")
        chosen = taxonomy.point(point_id)
        say(f"{chosen.id}: {chosen.name}\n  {chosen.definition}")
        for border in chosen.borders:
            say(f"  ikke: {border.text} → {taxonomy.point(border.point).name} ({border.point})")
        return
    say(f"{taxonomy.name} ({taxonomy.id}, {taxonomy.digest[:12]})")
    for index, group in enumerate(taxonomy.groups):
        say(f"\n{group.name}")
        for candidate, owner in zip(taxonomy.points, taxonomy.group_index, strict=True):
            if owner == index:
                chosen_by = "" if candidate.group_source == "report" else "  (gruppen er vores valg)"
                say(f"  {candidate.id:32} {candidate.name}{chosen_by}")
    say("\nOmråder")
    for area in taxonomy.areas:
        say(f"  {area.id:8} {area.name}" + (f": {' · '.join(area.units)}" if area.units else ""))
    say("\nHenvendelsens art")
    for kind in taxonomy.kinds:
        say(f"  {kind.id:8} {kind.name}")
    say(f"\n{len(taxonomy.points)} points, {len(taxonomy.groups)} groups, {len(taxonomy.areas)} areas: no faults.")


command.__name__ = "taxonomy"
