"""A Dask cluster gives what one process gives."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from conformance.bulk import SchedulerUnavailable
from tests.bulk import judges
from tests.bulk.bulk_inputs import ran, texts, zip_of


@pytest.fixture(scope="module")
def scheduler() -> Iterator[str]:
    """A cluster on this machine: a scheduler, and two workers in this process."""
    distributed = pytest.importorskip("distributed", reason="needs fsk-conformance[dask]")
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None
    ) as cluster:
        yield str(cluster.scheduler_address)


def test_a_cluster_gives_what_one_process_gives(tmp_path: Path, scheduler: str) -> None:
    """The same lines in the same order, and what cannot be read is told as ever."""
    documents = texts(1000)
    path = zip_of(tmp_path / "a.zip", documents)
    path.write_bytes(path.read_bytes().replace(b"00/00003.xml", b"00/0000X.xml", 1))

    alone, one = ran(path)
    there, two = ran(path, scheduler=scheduler)

    assert there == alone
    assert two.lasting(0) == one.lasting(0)


def test_an_error_on_the_cluster_does_not_stop_the_others(tmp_path: Path, scheduler: str) -> None:
    """It is a record there as here."""
    path = zip_of(tmp_path / "a.zip", [("a", b"boom"), ("b", b"<a/>")])

    records, _ = ran(path, scheduler=scheduler, judge=judges.breaking)

    assert [record["valid"] for record in records] == [False, True]


def test_without_the_package_it_is_told_how_to_get_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The extra is named."""
    monkeypatch.setitem(sys.modules, "distributed", None)
    path = zip_of(tmp_path / "a.zip", texts(1))

    with pytest.raises(SchedulerUnavailable, match=r"fsk-conformance\[dask\]"):
        ran(path, scheduler="tcp://127.0.0.1:1")
