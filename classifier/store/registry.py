"""The models of a home: listed, loaded by name, saved, activated, rolled back, removed; whole at every moment."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from classifier.errors import ModelError, OutputError
from classifier.files import make_private_folder, swap_folder
from classifier.model.bundle import Model
from classifier.resources import shipped
from classifier.store.folder import MANIFEST, load_folder, manifest_digest, read_manifest, save_folder
from classifier.store.state import Activation, State, locked, read_state, write_state

__all__ = ["STARTER", "ModelStore", "Stored"]

STARTER = "starter"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}")
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{p}{n}" for p in ("com", "lpt") for n in range(1, 10))})
"""Names that Windows does not allow for a folder."""
_NEW, _OLD, _GONE = "new", "old", "gone"
"""Folders on their way in or out are named ``.<one of these>.<model>.<random>``: never listed, cleaned up later."""
_PASSING = re.compile(rf"\.(?:{_NEW}|{_OLD}|{_GONE})\..+")


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

    Notes
    -----
    Whatever changes the models holds one lock for all processes of the home. What a killed process left behind is put
    right by the next one: a model that had been set aside comes back, half-written folders go.
    """

    def __init__(self, home: Path) -> None:
        self.home = home
        self._folder = home / "models"
        self._state = home / "models.json"
        self._lock = home / "models.lock"

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
        return self._read().active

    def names(self) -> list[str]:
        """Return the names of all models, the starter first.

        Returns
        -------
        list of str
            In alphabetical order behind the starter.
        """
        self._recover_if_needed()
        return [STARTER, *sorted(path.parent.name for path in self._folder.glob(f"[!.]*/{MANIFEST}"))]

    def models(self) -> list[Stored]:
        """Return all models.

        Returns
        -------
        list of Stored
            In the order of ``names``.
        """
        active = self.active()
        return [Stored(name, self.path(name), read_manifest(self.path(name)), name == active) for name in self.names()]

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
        return load_folder(path, None if wanted == STARTER else self._read().pins.get(wanted, ()))

    def save(self, model: Model, *, force: bool = False, learned: Iterable[str] = ()) -> Model:
        """Save a model into the home and pin its digest.

        Parameters
        ----------
        model : Model
            Its name becomes the folder's.
        force : bool, default False
            Whether a model of the same name may be replaced.
        learned : iterable of str
            Ids of the real letters that it learned from.

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
        with locked(self._lock):
            self._recover()
            self.check_name(model.name, force=force)
            temporary = self._passing(_NEW, model.name)
            try:
                digest = save_folder(model, temporary)
                state = self._read()
                # While the folders change places both digests hold: a killed process leaves a model that loads.
                old = [pin for pin in state.pins.get(model.name, ()) if pin != digest]
                state = replace(state, learned={**state.learned, digest: tuple(learned)})
                self._write(replace(state, pins={**state.pins, model.name: (*old, digest)}))
                swap_folder(temporary, self._folder / model.name, prefix=f".{_OLD}.{model.name}.")
                self._write(_tidy(replace(state, pins={**state.pins, model.name: (digest,)})))
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

    def activate(self, name: str) -> Activation:
        """Make a model the one that tags, after verifying it.

        Parameters
        ----------
        name : str
            A name.

        Returns
        -------
        Activation
            The switch, as the history keeps it.

        Raises
        ------
        ModelError
            If it is missing or damaged.
        """
        digest = self.load(name).digest
        with locked(self._lock):
            self._recover()
            # It may have been replaced or removed since: a name that is gone never becomes active.
            self.path(name)
            state = self._read()
            before = state.before if state.active == name else (*state.before, state.active)
            state = state.switched("activate", name, digest, before)
            self._write(state)
        return state.history[-1]

    def rollback(self) -> Activation:
        """Go back to the model that was active before, after verifying it.

        Returns
        -------
        Activation
            The switch, as the history keeps it.

        Raises
        ------
        ModelError
            If none was active before, or it is damaged.
        """
        with locked(self._lock):
            self._recover()
            state = self._read()
            names = self.names()
            left = [name for name in state.before if name in names]
            if not left:
                raise ModelError(
                    "No other model was active before.", str(self.home), "klagepunkt models activate NAME chooses one."
                )
            state = state.switched("rollback", left[-1], self.load(left[-1]).digest, left[:-1])
            self._write(state)
        return state.history[-1]

    def history(self) -> tuple[Activation, ...]:
        """Return every switch of the active model.

        Returns
        -------
        tuple of Activation
            In order of time.
        """
        return self._read().history

    def remove(self, name: str) -> None:
        """Delete a model.

        Parameters
        ----------
        name : str
            A name; never the active one's nor the starter's.

        Raises
        ------
        ModelError
            If it is active, the starter, or missing.
        OutputError
            If the home cannot be written.
        """
        if name == STARTER:
            raise ModelError("The starter model comes with the program and stays.")
        with locked(self._lock):
            self._recover()
            state = self._read()
            if name == state.active:
                raise ModelError(
                    f"{name} is active, so it was not removed.",
                    str(self.home),
                    "Activate another first: klagepunkt models activate NAME, or klagepunkt models rollback.",
                )
            path = self.path(name)
            gone = self._passing(_GONE, name)
            try:
                path.replace(gone / name)
                pins = {known: pins for known, pins in state.pins.items() if known != name}
                before = tuple(known for known in state.before if known != name)
                self._write(_tidy(replace(state, pins=pins, before=before)))
            except OSError as error:
                raise OutputError(f"Cannot remove the model: {error.strerror}.", str(path)) from error
            finally:
                shutil.rmtree(gone, ignore_errors=True)

    def learned_from(self, ids: Iterable[str], fingerprints: Iterable[str]) -> dict[str, list[str]]:
        """Name the models that learned from letters.

        Parameters
        ----------
        ids : iterable of str
            Ids of letters.
        fingerprints : iterable of str
            Fingerprints of letters' texts (``classifier.provenance.fingerprint``).

        Returns
        -------
        dict of str to list of str
            Model to the ids and fingerprints among those given, for the models that learned from any.
        """
        state = self._read()
        wanted = (*ids, *fingerprints)
        found = {}
        for stored in self.models():
            known: set[str] = set()
            for pin in state.pins.get(stored.name, ()):
                known.update(state.learned.get(pin, ()))
            data = stored.manifest.get("data", {})
            known.update(data.get("fingerprints", ()) if isinstance(data, Mapping) else ())
            if mine := [value for value in wanted if value in known]:
                found[stored.name] = mine
        return found

    def _read(self) -> State:
        return read_state(self._state, STARTER)

    def _write(self, state: State) -> None:
        write_state(self._state, state)

    def _passing(self, way: str, name: str) -> Path:
        return Path(tempfile.mkdtemp(dir=self._folder, prefix=f".{way}.{name}."))

    def _recover_if_needed(self) -> None:
        """Put right what a killed process left; a process that is at work now is left alone."""
        if not self._folder.is_dir() or not any(_PASSING.fullmatch(path.name) for path in self._folder.iterdir()):
            return
        from filelock import FileLock, Timeout

        try:
            with FileLock(self._lock, timeout=0):
                self._recover()
        except (Timeout, OSError):
            # Someone is saving, or this user may only read: what is whole can be listed and loaded all the same.
            return

    def _recover(self) -> None:
        """Do it; call it under the lock, under which no folder is on its way but those of killed processes."""
        for half_written in self.home.glob(".models.*.tmp.json"):
            half_written.unlink(missing_ok=True)
        if not self._folder.is_dir():
            return
        for passing in sorted(self._folder.iterdir()):
            if not _PASSING.fullmatch(passing.name):
                continue
            if passing.name.startswith(f".{_OLD}."):
                for aside in passing.iterdir():
                    if not (self._folder / aside.name).exists():
                        aside.replace(self._folder / aside.name)
            shutil.rmtree(passing, ignore_errors=True)
        state = self._read()
        pins = {}
        for name, known in state.pins.items():
            digest = manifest_digest(self._folder / name)
            pins[name] = (digest,) if len(known) > 1 and digest in known else tuple(known)
        if pins != {name: tuple(known) for name, known in state.pins.items()}:
            self._write(_tidy(replace(state, pins=pins)))


def _tidy(state: State) -> State:
    """Forget the letters of models that are gone."""
    pinned = {pin for pins in state.pins.values() for pin in pins}
    return replace(state, learned={digest: ids for digest, ids in state.learned.items() if digest in pinned and ids})
