"""Which cluster is to tag letters, and what it must prove; imports nothing of Dask."""

from __future__ import annotations

from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from classifier.errors import SettingsError

__all__ = ["LOCAL", "Certificates", "Cluster", "check_scheduler"]

LOCAL = "local"
"""Stands for a cluster on this machine, with certificates of its own that nobody else has."""


@dataclass(frozen=True, slots=True)
class Certificates:
    """What proves to the scheduler who we are, and to us who it is.

    Attributes
    ----------
    authority : pathlib.Path
        Certificate of the authority that signed all others (PEM).
    certificate : pathlib.Path
        Our own.
    key : pathlib.Path
        Its private key.
    """

    authority: Path
    certificate: Path
    key: Path


@dataclass(frozen=True, slots=True)
class Cluster:
    """Where letters are tagged.

    Attributes
    ----------
    scheduler : str
        ``local``, or an address that begins with ``tls://``.
    certificates : Certificates, optional
        Needed for an address.
    workers : int or None
        Processes of a local cluster; as many as cores if None or 0.
    timeout : int
        Seconds that scheduler and first worker may take to answer.
    """

    scheduler: str
    certificates: Certificates | None = None
    workers: int | None = None
    timeout: int = 60


def check_scheduler(scheduler: str, *certificates: Path | None) -> Certificates | None:
    """Refuse a cluster that could be overheard; to be called before anything is read.

    Parameters
    ----------
    scheduler : str
        As given.
    *certificates : pathlib.Path or None
        Authority, certificate and key, as given.

    Returns
    -------
    Certificates or None
        None for a local cluster.

    Raises
    ------
    SettingsError
        If the scheduler is neither ``local`` nor a ``tls://`` address, if a certificate is missing, or Dask is.
    """
    if scheduler != LOCAL and not scheduler.startswith("tls://"):
        raise SettingsError(
            "Letters would travel in clear text.", scheduler, "Give --scheduler local, or an address tls://HOST:PORT."
        )
    if find_spec("distributed") is None:
        raise SettingsError("Dask is not installed.", "--scheduler", "Install it with: pip install 'klagepunkt[dask]'.")
    if scheduler == LOCAL:
        return None
    given = dict(zip(("--tls-ca", "--tls-cert", "--tls-key"), certificates, strict=True))
    for name, path in given.items():
        if path is None or not path.is_file():
            raise SettingsError(f"{name} must name a file.", str(path or ""), "All three are needed for tls://.")
    return Certificates(*(path for path in certificates if path is not None))
