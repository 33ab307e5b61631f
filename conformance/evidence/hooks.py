"""The hook by which evidence is shown elsewhere at the moment it is kept."""


def pytest_evidence_attached(name: str, media_type: str, data: bytes) -> None:
    """Called with each attachment, redacted, inside the step in which it came."""
