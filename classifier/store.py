"""Models on disk: saved whole, verified before anything is read, nothing in a file may run code.

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
import re
import shutil
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np

from classifier.admission import check_vocabulary
from classifier.errors import ModelError, OutputError
from classifier.features import FeatureSettings, SentenceVectorizer
from classifier.files import make_private_folder, replacing
from classifier.model.bundle import KindStage, Model, place_classes
from classifier.model.heads import LinearHead
from classifier.model.letter import LETTER_FEATURES, LetterStage
from classifier.resources import shipped
from classifier.taxonomy import taxonomy_from

__all__ = ["STARTER", "ModelStore", "Stored", "load_folder", "save_folder"]

FORMAT = 1
STARTER = "starter"
MANIFEST, ARRAYS, VOCABULARY, TAXONOMY, CARD = (
    "manifest.json",
    "arrays.npz",
    "vocabulary.txt",
    "taxonomy.json",
    "card.md",
)
_FILES = (ARRAYS, VOCABULARY, TAXONOMY, CARD)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_PACKAGES = ("numpy", "scipy", "scikit-learn", "spacy", "simplemma")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows does not allow for a folder."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A model in the store.

    Attributes
    ----------
    name : str
        Its name.
    path : pathlib.Path
        Its folder.
    manifest : mapping
        As read; empty where it cannot be read.
    active : bool
        Whether it is the one that tags.
    """

    name: str
    path: Path
    manifest: Mapping[str, Any]
    active: bool


class ModelStore:
    """The models of a home, and the starter model.

    Parameters
    ----------
    home : pathlib.Path
        The home folder; created when something is saved.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._folder = home / "models"
        self._state = home / "models.json"

    def active(self) -> str:
        """Return the active model's name; the starter model until another is activated.

        Returns
        -------
        str
            A name.

        Raises
        ------
        ModelError
            If the store's own file is damaged.
        """
        return str(self._read_state()["active"])

    def names(self) -> list[str]:
        """Return the names of all models, the starter first.

        Returns
        -------
        list of str
            In alphabetical order behind the starter.
        """
        own = sorted(path.parent.name for path in self._folder.glob(f"[!.]*/{MANIFEST}"))
        return [STARTER, *own]

    def models(self) -> list[Stored]:
        """Return all models.

        Returns
        -------
        list of Stored
            In the order of ``names``.
        """
        active = self.active()
        return [
            Stored(name, self.path(name), _manifest_or_nothing(self.path(name)), name == active)
            for name in self.names()
        ]

    def path(self, name: str) -> Path:
        """Return the folder of a model.

        Parameters
        ----------
        name : str
            The starter's name or that of a model in the home.

        Returns
        -------
        pathlib.Path
            The folder.

        Raises
        ------
        ModelError
            If there is no such model.
        """
        if name == STARTER:
            return shipped(f"models/{STARTER}")
        path = self._folder / name
        if not _NAME.fullmatch(name) or not (path / MANIFEST).is_file():
            raise ModelError(f"There is no model {name!r}.", str(self._folder), f"Known are {', '.join(self.names())}.")
        return path

    def load(self, name_or_folder: str | None = None) -> Model:
        """Load a model, verified.

        Parameters
        ----------
        name_or_folder : str, optional
            A name, or the path of a model folder; the active model if None.

        Returns
        -------
        Model
            Ready to score.

        Raises
        ------
        ModelError
            If it is missing, damaged, edited, or of an unknown format.
        """
        wanted = name_or_folder or self.active()
        if wanted not in self.names() and (Path(wanted) / MANIFEST).is_file():
            return load_folder(Path(wanted))
        path = self.path(wanted)
        pin = None if wanted == STARTER else self._read_state()["pins"].get(wanted, [])
        return load_folder(path, pin)

    def save(self, model: Model, *, force: bool = False) -> Model:
        """Save a model into the home and pin its digest.

        Parameters
        ----------
        model : Model
            Its name becomes the folder's.
        force : bool, default False
            Whether a model of the same name may be replaced.

        Returns
        -------
        Model
            The same model with its digest.

        Raises
        ------
        OutputError
            If the name is impossible or taken, or the home cannot be written.
        """
        self.check_name(model.name, force=force)
        make_private_folder(self._folder)
        temporary = Path(tempfile.mkdtemp(dir=self._folder, prefix=f".{model.name}."))
        try:
            digest = save_folder(model, temporary)
            with self._locked():
                state = self._read_state()
                # While the folders change places both digests hold: a process that is killed leaves a model that loads.
                old = state["pins"].get(model.name)
                state["pins"][model.name] = [*(old if isinstance(old, list) else [old] if old else []), digest]
                self._write_state(state)
                _swap(temporary, self._folder / model.name)
                state["pins"][model.name] = digest
                self._write_state(state)
        except OSError as error:
            raise OutputError(f"Cannot save the model: {error.strerror}.", str(self._folder)) from error
        finally:
            shutil.rmtree(temporary, ignore_errors=True)
        return replace(model, digest=digest)

    def check_name(self, name: str, *, force: bool = False) -> None:
        """Check that a model may be saved under a name, before hours go into training it.

        Parameters
        ----------
        name : str
            The name wanted.
        force : bool, default False
            Whether a model of the same name may be replaced.

        Raises
        ------
        OutputError
            If the name is impossible or taken.
        """
        if not _NAME.fullmatch(name) or name.lower() in _RESERVED or name.endswith("."):
            raise OutputError(
                f"{name!r} cannot be a model's name.",
                remedy="Use letters without accents, digits, . - and _ (at most 64).",
            )
        if name.lower() == STARTER:
            raise OutputError("The starter model's name is taken.", remedy="Choose another --name.")
        if not force and (self._folder / name).exists():
            raise OutputError(
                f"There is a model {name!r} already.", str(self._folder), "Choose another --name or add --force."
            )

    def activate(self, name: str) -> None:
        """Make a model the one that tags, after verifying it.

        Parameters
        ----------
        name : str
            A name.

        Raises
        ------
        ModelError
            If it is missing or damaged.
        """
        self.load(name)
        make_private_folder(self.home)
        with self._locked():
            state = self._read_state()
            state["active"] = name
            self._write_state(state)

    def _locked(self) -> Any:
        from filelock import FileLock

        make_private_folder(self.home)
        return FileLock(self.home / "models.lock", timeout=30)

    def _read_state(self) -> dict[str, Any]:
        try:
            state = json.loads(self._state.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {"active": STARTER, "pins": {}}
        except (OSError, ValueError) as error:
            raise ModelError(
                "The list of models is damaged.",
                str(self._state),
                "Restore it from a backup, or delete it and activate again.",
            ) from error
        if (
            not isinstance(state, dict)
            or not isinstance(state.get("active"), str)
            or not isinstance(state.get("pins"), dict)
        ):
            raise ModelError("The list of models is damaged.", str(self._state), "Restore it from a backup.")
        return state

    def _write_state(self, state: Mapping[str, Any]) -> None:
        with replacing(self._state) as temporary:
            temporary.write_text(json.dumps(state, indent=1, sort_keys=True), encoding="utf-8")


def _swap(new: Path, target: Path) -> None:
    """Put a folder in another's place; if that fails, the old one is back."""
    if not target.exists():
        new.replace(target)
        return
    aside = Path(tempfile.mkdtemp(dir=target.parent, prefix=f".{target.name}.old."))
    target.replace(aside / target.name)
    try:
        new.replace(target)
    except OSError:
        (aside / target.name).replace(target)
        raise
    finally:
        shutil.rmtree(aside, ignore_errors=True)


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
    contents[CARD] = _card(manifest).encode()
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
        raise ModelError(
            f"The model has format {number!r}; this program reads {', '.join(map(str, _READERS))}.",
            str(folder),
            "Update klagepunkt, or train the model again with this version.",
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


def _manifest_or_nothing(folder: Path) -> Mapping[str, Any]:
    """Read a manifest for showing; a damaged one is shown as such, never raised."""
    try:
        manifest = json.loads((folder / MANIFEST).read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    sound = isinstance(manifest, dict) and isinstance(manifest.get("held_out", {}), dict)
    return manifest if sound else {}


def _card(manifest: Mapping[str, Any]) -> str:
    """Write the model card: what a person should know before trusting the model."""
    figures = manifest.get("held_out", {})
    shown = {
        "Klagepunkter, mikro-F1": "point_micro_f1",
        "Klagepunkter, makro-F1 (mindst 4 breve)": "point_macro_f1_support4",
        "Hovedgrupper, mikro-F1": "group_micro_f1",
        "Henvendelsens art, andel rigtige": "kind_accuracy",
        "Område, andel rigtige": "area_accuracy",
    }
    lines = [
        f"# Model {manifest['name']}",
        "",
        "Foreslår klagepunkter, hovedgrupper, art og område for breve til borgerrådgiveren. Et menneske afgør.",
        "",
        f"- Mærkebog: {manifest['taxonomy']['name']} ({manifest['taxonomy']['digest'][:12]})",
        f"- Trænet på {manifest.get('letters', 0)} breve og {manifest.get('passages', 0)} tekststykker.",
        "- Alt er maskeret, før modellen så det; ordforrådet holder ingen tal.",
        "",
        "## Målt på breve, modellen ikke var trænet på",
        "",
        *(f"- {label}: {figures[key]:.3f}" for label, key in shown.items() if isinstance(figures.get(key), float)),
        "",
        "Er brevene opdigtede, lover tallene intet om rigtige breve, før kontoret har målt på sine egne.",
        "",
    ]
    return "\n".join(lines)
