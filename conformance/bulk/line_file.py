"""Finds the lines of an NDJSON file; a worker decodes them."""

from collections.abc import Iterator
from pathlib import Path

from conformance.bulk.content import LONGEST_LINE, Document, LineContent, LostContent


def lines(path: Path, label: str) -> Iterator[Document]:
    """A document for each line that is not blank; one that is too long is passed over, and told."""
    offset = number = 0
    with path.open("rb") as file:
        while line := file.readline(LONGEST_LINE):
            number += 1
            length = len(line)
            source = f"{label}!line {number}"
            whole = line.endswith(b"\n") or length < LONGEST_LINE
            while not whole:
                rest = file.readline(LONGEST_LINE)
                length += len(rest)
                whole = not rest or rest.endswith(b"\n")
            if length > LONGEST_LINE:
                reason = f"expected a line of at most {LONGEST_LINE} bytes, found {length}"
                yield Document(source=source, content=LostContent(reason=reason), size=0)
            elif line.strip():
                content = LineContent(path=path, offset=offset, length=length)
                yield Document(source=source, content=content, size=length * 3 // 4)
            offset += length
