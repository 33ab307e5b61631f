"""The hook by which evidence is shown elsewhere at the moment it is kept."""

from pathlib import Path


def pytest_evidence_attached(name: str, media_type: str, data: bytes, file: Path | None) -> None:
    """Called with each attachment, redacted, inside the step in which it came.

    *file* is where the record keeps it; None when it is in no file.
    """
