"""What a home remembers of its models: the active one, the pinned digests, who was active when, what learned from what.

One small JSON file, replaced whole and only under a lock: a process that is killed leaves the old file or the new one.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from classifier.errors import ModelError, OutputError
from classifier.files import make_private_folder, replacing

__all__ = ["Activation", "State", "locked", "read_state", "write_state"]

_WAIT = 30
"""Seconds to wait for another process that holds the lock; saving a model takes a few."""


@dataclass(frozen=True, slots=True)
class Activation:
    """One switch of the active model.

    Attributes
    ----------
    when : str
        ISO 8601, UTC.
    action : str
        ``activate`` or ``rollback``.
    model, digest : str
        What tags from then on.
    before : str
        What tagged until then.
    """

    when: str
    action: str
    model: str
    digest: str
    before: str


@dataclass(frozen=True, slots=True)
class State:
    """Everything remembered.

    Attributes
    ----------
    active : str
        Name of the model that tags.
    pins : mapping of str to tuple of str
        Model to the manifest digests that hold for it: one, or two while it is being replaced.
    before : tuple of str
        Models that were active before, the latest last: where a rollback goes.
    history : tuple of Activation
        In order.
    learned : mapping of str to tuple of str
        Manifest digest to the ids of the real letters that the model learned from.
    """

    active: str
    pins: Mapping[str, Sequence[str]] = field(default_factory=dict)
    before: tuple[str, ...] = ()
    history: tuple[Activation, ...] = ()
    learned: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def switched(self, action: str, model: str, digest: str, before: Sequence[str]) -> State:
        """Return the state with another active model, and the switch in its history.

        Parameters
        ----------
        action : str
            ``activate`` or ``rollback``.
        model : str
            Its name.
        digest : str
            Of its manifest.
        before : sequence of str
            Where a rollback goes from then on.

        Returns
        -------
        State
            A copy.
        """
        now = datetime.now(UTC).isoformat(timespec="seconds")
        entry = Activation(now, action, model, digest, self.active)
        return replace(self, active=model, before=tuple(before), history=(*self.history, entry))


def read_state(path: Path, default: str) -> State:
    """Read the state of a home.

    Parameters
    ----------
    path : pathlib.Path
        The file; it need not exist.
    default : str
        The active model where it does not.

    Returns
    -------
    State
        As written.

    Raises
    ------
    ModelError
        If the file is damaged.
    """
    try:
        return _parsed(json.loads(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        return State(default)
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
        raise ModelError(
            "The list of models is damaged.",
            str(path),
            "Restore it from a backup, or delete it, save the models again and activate one.",
        ) from error


def _parsed(raw: Mapping[str, Any]) -> State:
    if not isinstance(raw["active"], str):
        raise ValueError("active")
    return State(
        active=raw["active"],
        pins={name: _texts([pins] if isinstance(pins, str) else pins) for name, pins in raw["pins"].items()},
        before=_texts(raw.get("before", [])),
        history=tuple(Activation(**entry) for entry in raw.get("history", [])),
        learned={digest: _texts(ids) for digest, ids in raw.get("learned", {}).items()},
    )


def _texts(values: Any) -> tuple[str, ...]:
    if not isinstance(values, list) or not all(isinstance(value, str) for value in values):
        raise ValueError("no list of texts")
    return tuple(values)


def write_state(path: Path, state: State) -> None:
    """Replace the state of a home; call it under the lock.

    Parameters
    ----------
    path : pathlib.Path
        The file.
    state : State
        What to remember.
    """
    with replacing(path) as temporary:
        temporary.write_text(json.dumps(asdict(state), ensure_ascii=False, indent=1, sort_keys=True), encoding="utf-8")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold the lock of a home's models; it is let go when the process ends, however it ends.

    Parameters
    ----------
    path : pathlib.Path
        The lock file; created where it is missing.

    Yields
    ------
    None
        While the lock is held.

    Raises
    ------
    OutputError
        If another process holds it for long, or the home cannot be written.
    """
    from filelock import FileLock, Timeout

    make_private_folder(path.parent)
    try:
        with FileLock(path, timeout=_WAIT):
            yield
    except Timeout as error:
        raise OutputError(
            "Another klagepunkt is changing the models.", str(path.parent), "Wait until it is done and try again."
        ) from error
