"""A model's folder: written whole, verified before anything is read, nothing in a file may run code.

A model is a folder of plain arrays (npz without pickles), JSON and text. ``manifest.json`` holds the SHA-256 of
every other file; its own digest is pinned in the home, outside the folder, when a model is saved there. A manifest
alone finds damage and mix-ups; the pin finds a folder that was edited as a whole.

Raising ``FORMAT``: add one to it; keep the reader of the older number (``_READERS``); put one small model of the older
format under ``tests/models/`` with a test that it still tags the same.
"""

from __future__ import annotations

import hashlib
import io
import json
import platform
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from classifier.admission import check_vocabulary
from classifier.errors import ModelError
from classifier.features import FeatureSettings, SentenceVectorizer
from classifier.model.bundle import KindStage, Model
from classifier.model.heads import LinearHead
from classifier.model.letter import LETTER_FEATURES, LetterStage
from classifier.model.places import place_classes
from classifier.store.card import card
from classifier.taxonomy import taxonomy_from

__all__ = ["FORMAT", "MANIFEST", "load_folder", "manifest_digest", "read_manifest", "remarks", "save_folder"]

FORMAT = 1
MANIFEST, ARRAYS, VOCABULARY, TAXONOMY, CARD = (
    "manifest.json",
    "arrays.npz",
    "vocabulary.txt",
    "taxonomy.json",
    "card.md",
)
_FILES = (ARRAYS, VOCABULARY, TAXONOMY, CARD)
_PACKAGES = ("numpy", "scipy", "scikit-learn", "spacy", "simplemma")


def save_folder(model: Model, folder: Path) -> str:
    """Write a model's files.

    Parameters
    ----------
    model : Model
        The model.
    folder : pathlib.Path
        An existing folder; files of the same names are overwritten.

    Returns
    -------
    str
        SHA-256 of the manifest.

    Raises
    ------
    ModelError
        If the vocabulary holds the form of a personal number or address.
    """
    check_vocabulary(model.vectorizer.vocabulary_)
    contents = {
        ARRAYS: _arrays(model),
        VOCABULARY: "\n".join(model.vectorizer.vocabulary_).encode(),
        TAXONOMY: json.dumps(model.taxonomy.source, ensure_ascii=False, indent=1, default=str).encode(),
    }
    manifest = {
        "format": FORMAT,
        "name": model.name,
        "files": {},
        "versions": {"python": platform.python_version(), **{name: version(name) for name in _PACKAGES}},
        "taxonomy": {"id": model.taxonomy.id, "name": model.taxonomy.name, "digest": model.taxonomy.digest},
        "thresholds": dict(zip(model.taxonomy.point_ids, model.thresholds.tolist(), strict=True)),
        "pair_gain": model.pair_gain,
        **model.facts,
    }
    contents[CARD] = card(manifest).encode()
    manifest["files"] = {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()}
    contents[MANIFEST] = (json.dumps(manifest, ensure_ascii=False, indent=1) + "\n").encode()
    for name, content in contents.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o600)
    return hashlib.sha256(contents[MANIFEST]).hexdigest()


def _arrays(model: Model) -> bytes:
    """Pack all arrays into an npz whose bytes depend on the arrays alone (numpy's own writes the time)."""
    arrays = {
        "idf": model.vectorizer.idf_,
        "letter_weights": model.letter_stage.weights,
        "letter_offsets": model.letter_stage.offsets,
        "kind_weights": model.kind_stage.weights,
        "kind_intercept": model.kind_stage.intercept,
        "thresholds": model.thresholds,
    }
    for name, head in (("points", model.points), ("kinds", model.kinds), ("places", model.places)):
        arrays |= {f"{name}_weights": head.weights, f"{name}_scale": head.scale, f"{name}_intercept": head.intercept}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in sorted(arrays.items()):
            content = io.BytesIO()
            # Column by column, a weight's neighbours are alike, which packs better.
            np.save(content, np.asfortranarray(array) if array.ndim == 2 else array, allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.getvalue())
    return packed.getvalue()


def load_folder(folder: Path, pin: str | Sequence[str] | None = None) -> Model:
    """Load a model folder: verify every file, then read.

    Parameters
    ----------
    folder : pathlib.Path
        The model's folder.
    pin : str or sequence of str, optional
        The manifest's SHA-256 as pinned at saving, or several that hold; empty refuses; None checks the folder's own
        consistency only.

    Returns
    -------
    Model
        Ready to score.

    Raises
    ------
    ModelError
        Names the file that is missing, changed or unreadable, and what to do.
    """
    raw = _read(folder / MANIFEST)
    digest = hashlib.sha256(raw).hexdigest()
    if pin is not None and digest not in ([pin] if isinstance(pin, str) else pin):
        raise ModelError(
            "The manifest is not the one that was saved: the model was edited or swapped.",
            str(folder / MANIFEST),
            "Restore the folder from a backup, or train the model again.",
        )
    try:
        manifest = json.loads(raw)
        number, listed = manifest["format"], dict(manifest["files"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ModelError("The manifest cannot be read.", str(folder / MANIFEST), _RESTORE) from error
    if not isinstance(number, int) or number not in _READERS:
        older = isinstance(number, int) and number < min(_READERS)
        raise ModelError(
            f"The model has format {number!r}; this program reads {', '.join(map(str, _READERS))}.",
            str(folder),
            "Train it again with this version (klagepunkt retrain); the models before it still tag."
            if older
            else "Update klagepunkt, or train the model again with this version.",
        )
    contents = {}
    for name in _FILES:
        contents[name] = _read(folder / name)
        if hashlib.sha256(contents[name]).hexdigest() != listed.get(name):
            raise ModelError("The file is not the one that was saved.", str(folder / name), _RESTORE)
    try:
        return replace(_READERS[number](manifest, contents, folder), digest=digest)
    except Exception as error:
        # A folder from elsewhere may hold anything; zipfile alone raises six kinds of errors.
        # numpy refuses a pickle with ValueError before any of it runs.
        raise ModelError("The model's files do not fit together.", str(folder), _RESTORE) from error


_RESTORE = "Restore the folder from a backup, or train the model again."


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(f"The file cannot be read: {error.strerror}.", str(path), _RESTORE) from error


def _read_first_format(manifest: Mapping[str, Any], contents: Mapping[str, bytes], folder: Path) -> Model:
    taxonomy = taxonomy_from(json.loads(contents[TAXONOMY]), str(folder / TAXONOMY))
    with np.load(io.BytesIO(contents[ARRAYS]), allow_pickle=False) as archive:
        arrays = {name: archive[name] for name in archive.files}
    features = dict(manifest["settings"]["features"])
    features["character_range"] = tuple(features["character_range"])
    names = contents[VOCABULARY].decode().split("\n") if contents[VOCABULARY] else []
    n_points, n_kinds = len(taxonomy.points), len(taxonomy.kinds)
    expected = {
        "idf": (len(names),),
        "letter_weights": (len(LETTER_FEATURES),),
        "letter_offsets": (n_points,),
        "kind_weights": (n_kinds + 2, n_kinds),
        "kind_intercept": (n_kinds,),
        "thresholds": (n_points,),
    }
    for part, width in (("points", n_points), ("kinds", n_kinds), ("places", len(place_classes(taxonomy)))):
        expected |= {f"{part}_weights": (len(names), width), f"{part}_scale": (width,), f"{part}_intercept": (width,)}
    for name, shape in expected.items():
        if arrays[name].shape != shape or not np.isfinite(arrays[name]).all():
            raise ValueError(f"{name} has shape {arrays[name].shape}, not {shape}")

    def head(name: str) -> LinearHead:
        return LinearHead(arrays[f"{name}_weights"], arrays[f"{name}_scale"], arrays[f"{name}_intercept"])

    return Model(
        name=str(manifest["name"]),
        taxonomy=taxonomy,
        vectorizer=SentenceVectorizer(FeatureSettings(**features)).restore(names, arrays["idf"]),
        points=head("points"),
        kinds=head("kinds"),
        places=head("places"),
        letter_stage=LetterStage(arrays["letter_weights"], arrays["letter_offsets"]),
        kind_stage=KindStage(arrays["kind_weights"], arrays["kind_intercept"]),
        thresholds=arrays["thresholds"],
        pair_gain=float(manifest["pair_gain"]),
        facts={key: value for key, value in manifest.items() if key not in _MANIFEST_KEYS},
    )


_MANIFEST_KEYS = frozenset({"format", "name", "files", "versions", "taxonomy", "thresholds", "pair_gain"})
_READERS = {1: _read_first_format}


def manifest_digest(folder: Path) -> str:
    """Return the digest that a model is known by.

    Parameters
    ----------
    folder : pathlib.Path
        The model's folder.

    Returns
    -------
    str
        SHA-256 of the manifest; empty where it cannot be read.
    """
    try:
        return hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    except OSError:
        return ""


def read_manifest(folder: Path) -> Mapping[str, Any]:
    """Read a manifest for showing, unverified; a damaged one is shown as such, never raised.

    Parameters
    ----------
    folder : pathlib.Path
        The model's folder.

    Returns
    -------
    mapping
        Empty where it cannot be read.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    sound = isinstance(manifest, dict) and isinstance(manifest.get("held_out", {}), dict)
    return manifest if sound else {}


_LEARNING = ("scikit-learn",)
_READING = ("spacy", "simplemma")


def remarks(manifest: Mapping[str, Any]) -> list[str]:
    """Say what other versions than a model's own mean for it, and what to do.

    Parameters
    ----------
    manifest : mapping
        As ``read_manifest`` returns it.

    Returns
    -------
    list of str
        In Danish, for staff; empty where the versions are the same.
    """
    made = manifest.get("versions", {})
    found = []
    for name in (*_READING, *_LEARNING):
        if not isinstance(made, Mapping) or not (then := made.get(name)) or then == version(name):
            continue
        what = (
            "modellen mærker som før; træn den igen, når det passer"
            if name in _LEARNING
            else "ord kan blive delt anderledes; mål den på bekræftede breve (klagepunkt evaluate) eller træn den igen"
        )
        found.append(f"Lavet med {name} {then}, her er {version(name)}: {what}.")
    return found
