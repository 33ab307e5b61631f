"""No damage to a container makes a run raise: what cannot be read is a record."""

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.bulk.bulk_inputs import lines_of, ran, tar_of, texts, zip_of

DOCUMENTS = texts(12)
Make = Callable[[Path, Iterable[tuple[str, bytes]]], Path]

MAKERS: dict[str, Make] = {
    "a.zip": zip_of,
    "a.tar": tar_of,
    "a.tar.gz": lambda path, documents: tar_of(path, documents, "w:gz"),
    "a.tar.bz2": lambda path, documents: tar_of(path, documents, "w:bz2"),
    "a.tar.xz": lambda path, documents: tar_of(path, documents, "w:xz"),
    "a.ndjson": lines_of,
}


@pytest.mark.parametrize("name", MAKERS)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    places=st.lists(st.floats(min_value=0, max_value=1), min_size=1, max_size=6),
    noise=st.binary(min_size=1, max_size=12),
    cut=st.floats(min_value=0.2, max_value=1),
)
def test_a_damaged_container_gives_records(
    tmp_path: Path, name: str, places: list[float], noise: bytes, cut: float
) -> None:
    """Bytes written over in any places, and the end cut off: every document is told of or read."""
    data = bytearray(MAKERS[name](tmp_path / name, DOCUMENTS).read_bytes())
    for place in places:
        at = int(place * len(data))
        data[at : at + len(noise)] = noise
    (tmp_path / name).write_bytes(data[: int(cut * len(data))])

    records, summary = ran(tmp_path / name)

    assert records
    assert summary.documents == len(records)
