"""``klagepunkt settings``."""

from __future__ import annotations

import re

from classifier.cli.console import say
from classifier.cli.options import Home
from classifier.settings import KNOWN, read_settings

__all__ = ["command"]

_PASSWORD = re.compile(r"(://[^:@/]*:).*(@)")


def command(home: Home = None) -> None:
    """Show every setting, its value and where it comes from.

    Example: klagepunkt settings

    A setting is written into klagepunkt.toml in the home, such as csv_dialect = "excel", or into the environment, such
    as KLAGEPUNKT_JOBS=2. Exit codes: 0 shown, 2 the file has a fault.
    """
    settings = read_settings(home)
    say(f"home = {settings.home}  ({settings.home_source})")
    for name, setting in settings.values.items():
        value = str(setting.value).lower() if isinstance(setting.value, bool) else _without_password(setting.value)
        say(f"{name} = {value}  ({setting.source})  {KNOWN[name].meaning}")


def _without_password(value: str | int) -> str:
    """Show a value; of an address such as the database's never the password."""
    return _PASSWORD.sub(r"\1***\2", repr(value))


command.__name__ = "settings"
