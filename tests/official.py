"""Where the official schemas and samples are, for the tests that compare with them."""

import os
from pathlib import Path

import pytest


def official(relative: str) -> Path:
    """The path of an official file or folder; skips the test when it is absent."""
    folder = Path(os.environ.get("FSK_SHARED") or Path(__file__).parents[2] / "shared")
    path = folder / relative
    if not path.exists():
        pytest.skip(f"needs the official material: {relative} (set FSK_SHARED to its folder)")
    return path
