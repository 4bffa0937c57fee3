"""The system's own Chromium, and what it says of a page's accessibility."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, sync_playwright

NEEDED = "KLAGEPUNKT_NEEDS_BROWSER"
"""Set where a missing browser is a fault and no reason to skip."""
FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
WCAG = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}


@contextlib.contextmanager
def running() -> Iterator[Browser]:
    """Start it; without one the test is skipped, or fails where it is needed."""
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        if os.environ.get(NEEDED):
            pytest.fail("There is no Chromium.")
        pytest.skip("There is no Chromium.")
    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=path, args=FLAGS)
        yield started
        started.close()


def faults(page: Page) -> list[tuple[str, str, str]]:
    """Return what axe finds against WCAG 2.1 AA: rule, weight, where."""
    found = Axe().run(page, options=WCAG).response["violations"]
    return [(each["id"], each["impact"], each["nodes"][0]["html"][:120]) for each in found]
