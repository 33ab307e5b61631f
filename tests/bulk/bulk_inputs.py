"""Sources for tests, and what a run over them gives."""

import io
import json
import tarfile
import zipfile
from base64 import b64encode
from collections.abc import Iterable, Sequence
from pathlib import Path

from conformance.bulk import FunctionOutput, Summary, run
from conformance.bulk.batches import Judge
from conformance.validate import Options
from tests.bulk.judges import quick

OPTIONS = Options()


def texts(count: int) -> list[tuple[str, bytes]]:
    """Documents with names; every seventh has a fail, and every eleventh a warning."""
    return [
        (
            f"{k // 100:02}/{k:05}.xml",
            b"<a>" + b"!" * (k % 7 == 0) + b"?" * (k % 11 == 0) + str(k).encode() + b"</a>",
        )
        for k in range(count)
    ]


def folder_of(path: Path, documents: Iterable[tuple[str, bytes]]) -> Path:
    for name, data in documents:
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
    return path


def zip_of(
    path: Path,
    documents: Iterable[tuple[str, bytes]],
    method: int = zipfile.ZIP_DEFLATED,
) -> Path:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in documents:
            archive.writestr(name, data)
    return path


def tar_of(path: Path, documents: Iterable[tuple[str, bytes]], mode: str = "w") -> Path:
    with tarfile.open(path, mode) as archive:  # type: ignore[call-overload]  # any mode
        for name, data in documents:
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def lines_of(path: Path, documents: Iterable[tuple[str, bytes]]) -> Path:
    with path.open("wb") as file:
        for name, data in documents:
            line = {"source": name, "document": b64encode(data).decode()}
            file.write(json.dumps(line).encode() + b"\n")
    return path


def ran(
    *sources: str | Path,
    jobs: int = 1,
    shard: tuple[int, int] | None = None,
    judge: Judge = quick,
    scheduler: str | None = None,
) -> tuple[list[dict[str, object]], Summary]:
    """The records that a run gives, and its summary."""
    written: list[bytes] = []
    summary = run(
        sources,
        OPTIONS,
        output=FunctionOutput(written.append),
        jobs=jobs,
        shard=shard,
        judge=judge,
        scheduler=scheduler,
    )
    return [json.loads(line) for line in b"".join(written).splitlines()], summary


def names(records: Sequence[dict[str, object]]) -> list[str]:
    """The sources, in order, without the folder that a test lives in."""
    return [str(record["source"]).rpartition("!")[2] for record in records]


def reason(record: dict[str, object]) -> str:
    """Why it is unreadable."""
    return str(record["unreadable"])
