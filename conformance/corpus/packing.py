"""Writes a corpus as a folder, a zip or tar archive, or NDJSON, one document at a time.

The same documents give the same bytes: no time of day and no user gets into an archive.
"""

import base64
import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Final

import msgspec

Put = Callable[[str, bytes], None]
"""Writes one document under its name."""

_MIDNIGHT: Final = (1980, 1, 1, 0, 0, 0)
"""The first moment that a zip archive can tell."""


class TargetTaken(ValueError):
    """There is something already where the corpus is to be written."""


@contextmanager
def packing(out: Path) -> Iterator[Put]:
    """Open *out*, of the kind that its name tells, for documents; a folder unless it is told.

    `.zip`, `.tar`, `.tar.gz`, `.tgz` and `.ndjson` are files, which come to stand under their name
    only when all is written. TargetTaken when *out* is there already (an empty folder may be),
    OSError when it cannot be written.
    """
    if out.is_dir() and any(out.iterdir()):
        raise TargetTaken(f"expected {out} to be empty, found files in it: choose another folder")
    if out.is_file():
        raise TargetTaken(f"expected no file {out}, found one: remove it or choose another name")
    opener = _opener(out)
    if opener is None:
        out.mkdir(parents=True, exist_ok=True)
        yield _into(out)
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    unfinished = out.with_name(out.name + ".part")
    with opener(unfinished) as put:
        yield put
    unfinished.replace(out)


def _opener(out: Path) -> Callable[[Path], AbstractContextManager[Put]] | None:
    endings = (
        (".zip", _zip),
        (".tar", _tar),
        (".tar.gz", _tar_gz),
        (".tgz", _tar_gz),
        (".ndjson", _ndjson),
    )
    name = out.name.lower()
    return next((opener for ending, opener in endings if name.endswith(ending)), None)


def _into(folder: Path) -> Put:
    def put(name: str, data: bytes) -> None:
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)

    return put


@contextmanager
def _zip(path: Path) -> Iterator[Put]:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:

        def put(name: str, data: bytes) -> None:
            member = zipfile.ZipInfo(name, _MIDNIGHT)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, data)

        yield put


@contextmanager
def _tar(path: Path) -> Iterator[Put]:
    with path.open("wb") as file, _members(file) as put:
        yield put


@contextmanager
def _tar_gz(path: Path) -> Iterator[Put]:
    with (
        path.open("wb") as file,
        gzip.GzipFile("", "wb", compresslevel=6, fileobj=file, mtime=0) as packed,
        _members(packed) as put,
    ):
        yield put


@contextmanager
def _members(file: io.BufferedIOBase) -> Iterator[Put]:
    """Header by header: an archive of the library's would keep every member that it has written."""

    def put(name: str, data: bytes) -> None:
        member = tarfile.TarInfo(name)
        member.size = len(data)
        file.write(member.tobuf(tarfile.PAX_FORMAT))
        file.write(data)
        file.write(bytes(-len(data) % tarfile.BLOCKSIZE))

    yield put
    file.write(bytes(2 * tarfile.BLOCKSIZE))


@contextmanager
def _ndjson(path: Path) -> Iterator[Put]:
    with path.open("wb") as file:

        def put(name: str, data: bytes) -> None:
            line = {"source": name, "document": base64.b64encode(data).decode("ascii")}
            file.write(msgspec.json.encode(line) + b"\n")

        yield put
