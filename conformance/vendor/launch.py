"""Starts the reference system as a process of its own, and ends it."""

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from conformance.vendor.protocol import VendorUnavailable

REFERENCE_TIMEOUT_SECONDS: Final = 0.4
"""How long the reference system waits for a service: less than a slow service takes."""


@contextmanager
def reference_system(services: str, keys: Path, *, mutant: str | None = None) -> Iterator[str]:
    """Yield the base URL of the driver interface of a reference system that calls *services*.

    *keys* holds its certificates; *mutant* names the one thing that shall be wrong with it. Raises
    VendorUnavailable when it does not start.
    """
    command = [sys.executable, "-P", "-m", "conformance.reference", "--services", services]
    command += ["--keys", str(keys), "--timeout", str(REFERENCE_TIMEOUT_SECONDS)]
    command += ["--mutant", mutant] if mutant else []
    process = subprocess.Popen(  # noqa: S603 - our own module, and a name from our own list
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        yield f"{_announced(process)}/fsk-driver/v1"
    finally:
        # It ends when its standard input closes, as it would if the suite were killed.
        process.communicate()


def _announced(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    try:
        url = json.loads(line)["url"]
    except (ValueError, KeyError, TypeError):
        raise VendorUnavailable(
            f"the reference system did not start: expected its address, found {line!r}"
        ) from None
    return str(url)
