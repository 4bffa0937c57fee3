"""Options that several commands share, each written once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["BaseRates", "Book", "CrosswalkFile", "Force", "Home", "Jobs", "ModelName", "TaxonomyFile"]

Home = Annotated[
    Path | None,
    typer.Option(
        help="Folder of the office's own models and settings. Default: KLAGEPUNKT_HOME, else the user's data folder."
    ),
]
Force = Annotated[bool, typer.Option("--force", help="Replace what exists.")]
Jobs = Annotated[int | None, typer.Option(min=1, help="Processor cores to use. Default: the setting jobs, else all.")]
ModelName = Annotated[str | None, typer.Option("--model", help="A model's name or folder. Default: the active model.")]
TaxonomyFile = Annotated[
    Path | None, typer.Option("--taxonomy", help="A label book (TOML). Default: the one that comes with klagepunkt.")
]
Book = Annotated[Path | None, typer.Option("--taxonomy", help="A label book (TOML) to use instead of the model's own.")]
CrosswalkFile = Annotated[
    Path | None, typer.Option("--crosswalk", help="What became what between two label books (TOML, docs/taxonomy.md).")
]
BaseRates = Annotated[
    str | None,
    typer.Option(
        help="flat (as trained) or office (as common as in the office's year). Default: the setting base_rates."
    ),
]
