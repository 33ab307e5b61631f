"""Lists the members of a zip archive one by one, without keeping its directory in memory.

`zipfile` keeps every member: 100,000 cost it some 60 MB. Here the directory is read as a stream,
and members whose packed sizes add up to more than the archive itself (they overlap, as in a
decompression bomb) end the listing.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, NamedTuple

from conformance.bulk.content import Content, Document, LostContent, Unreadable, ZipContent

_ENTRY: Final = struct.Struct("<4s4xHH4xLLLHHH8xL")
_END: Final = struct.Struct("<4s6xHLLH")
_END64: Final = struct.Struct("<4s28xQQQ")
_LOCATOR: Final = struct.Struct("<4s4xQ4x")
_LONGEST_COMMENT: Final = 65_535
_NONE32: Final = 0xFFFF_FFFF
_UTF_8: Final = 0x800
_ZIP64: Final = 1


class _Directory(NamedTuple):
    """Where the directory stands; *shift* is what was put before the archive."""

    start: int
    end: int
    shift: int


class _Member(NamedTuple):
    name: str
    size: int
    content: ZipContent


def members(path: Path, label: str) -> Iterator[Document]:
    """The members of the archive, in the order of its directory; folders are left out."""
    length = path.stat().st_size
    with path.open("rb") as file:
        try:
            directory = _directory(file, length)
            for member in _listed(file, path, directory, length):
                if not member.name.endswith("/"):
                    yield _document(label, member.name, member.content, member.size)
        except Unreadable as error:
            yield _document(label, None, LostContent(reason=str(error)), 0)


def _document(label: str, name: str | None, content: Content, size: int) -> Document:
    source = label if name is None else f"{label}!{name}"
    return Document(source=source, content=content, size=size)


def _directory(file: BinaryIO, length: int) -> _Directory:
    """From the record at the end of the archive, in the form of 32 or of 64 bits."""
    searched = min(length, _END.size + _LONGEST_COMMENT)
    file.seek(length - searched)
    tail = file.read(searched)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise Unreadable("is no zip archive, or is cut off: it has no directory at its end")
    _, count, size, offset, _ = _END.unpack_from(tail, at)
    end = length - searched + at
    if _NONE32 in (size, offset) or count == 0xFFFF:
        end, size, offset = _end_64(file, end) or (end, size, offset)
    shift = end - size - offset
    if shift < 0:
        raise Unreadable("is damaged: its directory does not fit into it")
    return _Directory(offset + shift, end, shift)


def _end_64(file: BinaryIO, end: int) -> tuple[int, int, int] | None:
    if end < _LOCATOR.size:
        return None
    file.seek(end - _LOCATOR.size)
    mark, where = _LOCATOR.unpack(file.read(_LOCATOR.size))
    if mark != b"PK\x06\x07":
        return None
    file.seek(where)
    record = file.read(_END64.size)
    if len(record) < _END64.size or not record.startswith(b"PK\x06\x06"):
        raise Unreadable("is damaged: its 64-bit directory is not where it should be")
    _, _, size, offset = _END64.unpack(record)
    return where, size, offset


def _listed(file: BinaryIO, path: Path, directory: _Directory, length: int) -> Iterator[_Member]:
    at, total = directory.start, 0
    while at < directory.end:
        file.seek(at)
        fixed = file.read(_ENTRY.size)
        if len(fixed) < _ENTRY.size or not fixed.startswith(b"PK\x01\x02"):
            raise Unreadable(f"is damaged: no entry of its directory at byte {at}")
        _, flags, method, crc, packed, size, names, extras, comments, offset = _ENTRY.unpack(fixed)
        name = file.read(names).decode("utf-8" if flags & _UTF_8 else "cp437", "replace")
        size, packed, offset = _wide(file.read(extras), size, packed, offset)
        at += _ENTRY.size + names + extras + comments
        total += packed
        if total > length:
            raise Unreadable("has members that overlap: refused as a decompression bomb")
        content = ZipContent(
            path=path,
            offset=offset + directory.shift,
            packed=packed,
            checksum=crc,
            method=method,
            flags=flags,
        )
        yield _Member(name, size, content)


def _wide(extra: bytes, size: int, packed: int, offset: int) -> tuple[int, int, int]:
    """Sizes of more than 32 bits stand in the extra field, those only that did not fit."""
    at = 0
    while at + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, at)
        if kind == _ZIP64:
            numbers = iter(
                struct.unpack_from(f"<{min(length, len(extra) - at - 4) // 8}Q", extra, at + 4)
            )
            size = next(numbers, size) if size == _NONE32 else size
            packed = next(numbers, packed) if packed == _NONE32 else packed
            offset = next(numbers, offset) if offset == _NONE32 else offset
            break
        at += 4 + length
    return size, packed, offset
