"""Reads the members of a tar archive as a stream, plain or packed by gzip, bzip2 or xz."""

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Final, cast

from conformance.bulk.content import (
    LARGEST,
    RATIO,
    Document,
    HeldContent,
    LostContent,
    Unreadable,
)

_ROOM: Final = 100_000_000
"""Bytes that an archive may unpack to, however small it is."""

_LONGEST_HEADER: Final = 1_000_000
"""Bytes from the end of one member to the beginning of the next; tarfile holds them in memory."""

_PIECE: Final = 65_536
_DAMAGE: Final = (
    tarfile.TarError,
    EOFError,
    OSError,
    ValueError,
    OverflowError,
    zlib.error,
    lzma.LZMAError,
)


class _Stream:
    """Counts what is unpacked, and stops where it becomes too much."""

    def __init__(self, file: IO[bytes], most: int) -> None:
        self._file = file
        self._left = most
        self._header: int | None = _LONGEST_HEADER
        self.tail = b""

    def header(self) -> None:
        """What is read from here on is a header."""
        self._header = _LONGEST_HEADER

    def body(self) -> None:
        """What is read from here on is a member's data."""
        self._header = None

    def read(self, size: int) -> bytes:
        """The next bytes, for tarfile."""
        data = self._file.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise Unreadable(
                f"unpacks to more than {RATIO} times its size: refused as a decompression bomb"
            )
        if self._header is not None:
            self._header -= len(data)
            if self._header < 0:
                raise Unreadable(f"has a header of more than {_LONGEST_HEADER} bytes: refused")
        self.tail = (self.tail + data)[-tarfile.BLOCKSIZE :]
        return data


def members(path: Path, label: str) -> Iterator[Document]:
    """The regular files in the archive, in its order; damage is a document of its own, the last."""
    try:
        with path.open("rb") as packed, _unpacked(packed) as file:
            stream = _Stream(file, max(_ROOM, RATIO * path.stat().st_size))
            yield from _read(stream, label)
    except Unreadable as error:
        yield _lost(label, str(error))
    except _DAMAGE as error:
        yield _lost(label, f"is damaged, or is no tar archive: {error}")


def _unpacked(file: IO[bytes]) -> IO[bytes]:
    """By its first bytes, whatever its name says."""
    start = file.read(6)
    file.seek(0)
    if start.startswith(b"\x1f\x8b"):
        return cast("IO[bytes]", gzip.GzipFile(fileobj=file))
    if start.startswith(b"BZh"):
        return cast("IO[bytes]", bz2.BZ2File(file))
    if start.startswith(b"\xfd7zXZ\x00"):
        return cast("IO[bytes]", lzma.LZMAFile(file))
    return file


def _read(stream: _Stream, label: str) -> Iterator[Document]:
    with tarfile.open(fileobj=cast("IO[bytes]", stream), mode="r|") as archive:
        while (member := _next(archive, stream)) is not None:
            name = member.name.encode("utf-8", "replace").decode("utf-8")
            if member.issparse():
                yield _lost(f"{label}!{name}", "is a sparse file: expected a plain one")
            elif member.isfile():
                data = _data(archive, member)
                yield Document(
                    source=f"{label}!{name}", content=HeldContent(data=data), size=len(data)
                )
    if stream.tail.strip(b"\0"):
        raise Unreadable("is cut off: it does not end with the mark of its end")


def _next(archive: tarfile.TarFile, stream: _Stream) -> tarfile.TarInfo | None:
    stream.header()
    member = archive.next()
    # The archive would keep every member that it has read.
    archive.members.clear()  # type: ignore[attr-defined]  # the stubs leave this attribute out
    stream.body()
    return member


def _data(archive: tarfile.TarFile, member: tarfile.TarInfo) -> bytes:
    """As much as may be parsed; the rest is passed over here, since it is no header."""
    file = archive.extractfile(member)
    assert file is not None
    data = file.read(LARGEST)
    while file.read(_PIECE):
        pass
    return data


def _lost(source: str, reason: str) -> Document:
    return Document(source=source, content=LostContent(reason=reason), size=0)
