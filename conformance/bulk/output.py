"""Where the lines of a run go: a file that can be taken up again, or any function."""

from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import IO, Protocol, Self


class CannotResume(ValueError):
    """What was written before does not go with what is to be written now; says why."""


class Output(Protocol):
    """Takes whole lines of NDJSON, in the order of input."""

    def write(self, lines: bytes) -> None:
        """Put *lines* after those before."""

    def reached(self) -> int:
        """Bytes written and out of our hands."""

    def back_to(self, length: int) -> None:
        """Go on after the first *length* bytes. CannotResume when there are fewer."""


class FileOutput:
    """A file, made anew unless it is to go on; close it, or use it as a context."""

    def __init__(self, path: Path, *, keep: bool = False) -> None:
        self._path = path
        self._file: IO[bytes] = path.open("r+b" if keep and path.exists() else "wb")

    def write(self, lines: bytes) -> None:
        """Put *lines* after those before."""
        self._file.write(lines)

    def reached(self) -> int:
        """Bytes handed over to the system: they stay when this process is killed."""
        self._file.flush()
        return self._file.tell()

    def back_to(self, length: int) -> None:
        """Cut what was written after the last checkpoint."""
        found = self._file.seek(0, 2)
        if found < length:
            raise CannotResume(
                f"expected {length} bytes or more in {self._path}, found {found}: "
                "the output of the interrupted run is gone; start without --resume"
            )
        self._file.truncate(length)
        self._file.seek(length)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()


class FunctionOutput:
    """Any function that takes lines; it cannot be taken up again."""

    def __init__(self, write: Callable[[bytes], None]) -> None:
        self._write = write
        self._length = 0

    def write(self, lines: bytes) -> None:
        """Hand *lines* on."""
        self._write(lines)
        self._length += len(lines)

    def reached(self) -> int:
        """Bytes handed on."""
        return self._length

    def back_to(self, length: int) -> None:
        """Only the beginning can be gone back to, and only at the beginning."""
        if length != self._length:
            raise CannotResume("expected --output FILE to go on with, found no file")
