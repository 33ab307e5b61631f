"""Joins the outputs of shards into what one run over everything would have written."""

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from heapq import merge as merge_sorted
from pathlib import Path
from typing import IO

import msgspec

from conformance.bulk.output import Output
from conformance.bulk.records import ShardEnd, report_of, unnumbered
from conformance.validate.summary import Summary, Tally

_Line = tuple[int, bytes]


class CannotMerge(ValueError):
    """The files are not the outputs of all shards of one run; the message says what is missing."""


def merge(files: Sequence[Path], *, output: Output) -> Summary:
    """Write the lines of all shards to *output* in the order of input, and sum them up.

    The files may come in any order. Raises CannotMerge when one is no shard's output, is cut off,
    is missing or is given twice; OSError when one cannot be read.
    """
    tally = Tally()
    with ExitStack() as stack:
        shards = [_Shard(path, stack.enter_context(path.open("rb"))) for path in files]
        last = -1
        for number, line in merge_sorted(*shards, key=lambda each: each[0]):
            if number > last + 1:
                raise CannotMerge(
                    f"expected document {last + 1} next, found {number}: is a shard left out?"
                )
            last = number
            _count(tally, number, line)
            output.write(line)
        _require_all(shards)
    output.reached()
    return tally.summary


class _Shard:
    """Reads the lines of one shard, and remembers how it ended."""

    def __init__(self, path: Path, file: IO[bytes]) -> None:
        self.path = path
        self.end: ShardEnd | None = None
        self._file = file

    def __iter__(self) -> Iterator[_Line]:
        count = 0
        for line in self._file:
            if line.startswith(b'{"shard":'):
                self.end = self._ended(line, count)
                return
            try:
                yield unnumbered(line)
            except ValueError as error:
                raise CannotMerge(f"{self.path} is not the output of a shard: {error}") from None
            count += 1
        raise CannotMerge(f"{self.path} is cut off after {count} lines: let that shard run again")

    def _ended(self, line: bytes, count: int) -> ShardEnd:
        try:
            end = msgspec.json.decode(line, type=ShardEnd)
        except msgspec.DecodeError as error:
            raise CannotMerge(f"{self.path} does not end as a shard does: {error}") from None
        if end.lines != count:
            raise CannotMerge(f"{self.path}: expected {end.lines} lines, found {count}")
        return end


def _require_all(shards: Sequence[_Shard]) -> None:
    ends = [shard.end for shard in shards if shard.end is not None]
    count = ends[0].shards if ends else 0
    found = sorted(end.shard for end in ends)
    if found != list(range(count)) or any(end.shards != count for end in ends):
        told = ", ".join(f"{end.shard}/{end.shards}" for end in ends) or "none"
        raise CannotMerge(f"expected each shard of one run once, found {told}")


def _count(tally: Tally, number: int, line: bytes) -> None:
    try:
        tally.add(report_of(line), number)
    except ValueError as error:
        raise CannotMerge(f"document {number}: {error}") from None
