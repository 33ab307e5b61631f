"""Where the features and steps are: in a checkout at its root, in a wheel inside the package."""

from pathlib import Path
from typing import Final

_PACKAGE: Final = Path(__file__).parent


class SuiteNotFound(FileNotFoundError):
    """Neither a checkout nor a complete installation surrounds the package."""


def suite_root() -> Path:
    """The folder that holds `features`, `steps`, `conftest.py` and `pytest.ini`.

    Raises SuiteNotFound.
    """
    for root in (_PACKAGE / "suite", _PACKAGE.parent):
        if (root / "features").is_dir() and (root / "conftest.py").is_file():
            return root
    raise SuiteNotFound(
        f"expected features and steps beside or inside {_PACKAGE}, found none: install "
        "fsk-conformance again, from its wheel or from a whole checkout"
    )
