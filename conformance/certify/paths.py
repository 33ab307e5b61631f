"""Where a run keeps its files, and where downloaded tools are kept between runs."""

import os
from pathlib import Path
from typing import Final

REPORTS: Final = Path("reports")
"""Default folder for runs, below the current folder."""

RESULTS: Final = "allure-results"
ALLURE_PAGE: Final = "allure.html"
LOG: Final = "pytest.log"


def cache_folder() -> Path:
    """The folder for tools that are fetched once; `FSK_CACHE` names another."""
    chosen = os.environ.get("FSK_CACHE")
    return Path(chosen) if chosen else Path.home() / ".cache" / "fsk-conformance"


def allure_folder() -> Path:
    """Where the Allure viewer is installed."""
    return cache_folder() / "allure"
