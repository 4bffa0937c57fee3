"""Personal data masked before anything learns from a text; rules and lists, no model, nothing kept."""

from __future__ import annotations

from classifier.masking.masker import mask_file_names, mask_letter, mask_passages, mask_text
from classifier.masking.spans import KINDS

__all__ = ["KINDS", "mask_file_names", "mask_letter", "mask_passages", "mask_text"]
