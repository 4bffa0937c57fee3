"""Keeping a setting: one line of the home's settings file replaced or added, the rest as the office wrote it."""

from __future__ import annotations

import json
import re
from pathlib import Path

from classifier.errors import SettingsError
from classifier.files import make_private_folder, replacing
from classifier.settings import FILE_NAME, KNOWN

__all__ = ["keep_setting"]


def keep_setting(home: Path, name: str, value: str) -> None:
    """Write a text setting into the settings file.

    Parameters
    ----------
    home : pathlib.Path
        The home folder; created where it is missing.
    name : str
        A known setting that is text.
    value : str
        Its new value.

    Raises
    ------
    SettingsError
        If there is no such setting, or the file cannot be read.
    OutputError
        If the file cannot be written.
    """
    if name not in KNOWN or not isinstance(KNOWN[name].default, str):
        raise SettingsError(f"{name!r} is no setting that holds a text.")
    path = make_private_folder(home) / FILE_NAME
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except FileNotFoundError:
        lines = []
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError("The settings file cannot be read.", str(path)) from error
    # A JSON string is a TOML string, but for the delete character.
    line = f"{name} = {json.dumps(value, ensure_ascii=False)}".replace("\x7f", "\\u007f")
    written = [number for number, text in enumerate(lines) if re.match(rf"\s*{name}\s*=", text)]
    if written:
        lines[written[0]] = line
    else:
        lines.insert(0, line)
    with replacing(path) as temporary:
        temporary.write_text("\n".join(lines) + "\n", encoding="utf-8")
