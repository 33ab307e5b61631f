"""What tests of the console in a browser share: where the browser is, and how its page is used."""

import shutil
from typing import Any, Final

import pytest

sync_api = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed: no browser can be driven"
)
CHROMIUM: Final = next(
    (path for name in ("chromium", "chromium-browser") if (path := shutil.which(name))), None
)
if CHROMIUM is None:
    pytest.skip("no chromium is installed", allow_module_level=True)

REFUSED: Final = "Failed to load resource: the server responded with a status of 409"
"""What the browser itself says when a register refuses something."""

ARGUMENTS: Final = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
SIZES: Final = [{"width": 1280, "height": 800}, {"width": 400, "height": 850}]

expect = sync_api.expect
sync_playwright = sync_api.sync_playwright


def go_to(page: Any, part: str) -> None:
    page.get_by_role("navigation").get_by_role("link", name=part).click()


def eventually(locator: Any, text: str) -> None:
    expect(locator).to_contain_text(text)
