"""klagepunkt: suggests the complaint points in Danish letters to a municipal ombudsman; a person decides."""

from __future__ import annotations

__all__ = ["__version__"]

__version__ = "0.1.0"
