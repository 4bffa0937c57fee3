"""Models on disk: folders that are verified before they are read, and the home that pins and activates them."""

from __future__ import annotations

from classifier.store.folder import FORMAT, load_folder, remarks, save_folder
from classifier.store.registry import STARTER, ModelStore, Stored
from classifier.store.state import Activation

__all__ = ["FORMAT", "STARTER", "Activation", "ModelStore", "Stored", "load_folder", "remarks", "save_folder"]
