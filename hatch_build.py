"""Build hook: what the wheel carries beside the code, the starter corpus compressed."""

from __future__ import annotations

import gzip
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class ShippedFiles(BuildHookInterface):  # type: ignore[type-arg]
    """Places label book, word lists, corpus, examples and starter model under ``classifier/shipped``."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Add the files to a wheel; an editable installation finds them in the checkout."""
        if version == "editable" or self.target_name != "wheel":
            return
        root = Path(self.root)
        folder = Path(tempfile.mkdtemp())
        included = build_data["force_include"]
        for path in sorted(path for top in ("data", "models") for path in (root / top).rglob("*") if path.is_file()):
            name = path.relative_to(root).as_posix()
            source = path
            if name.startswith("data/corpus/") and path.suffix == ".jsonl":
                source = folder / f"{path.name}.gz"
                # Without a time stamp, the same corpus gives the same wheel.
                source.write_bytes(gzip.compress(path.read_bytes(), mtime=0))
                name += ".gz"
            included[str(source)] = f"classifier/shipped/{name}"
