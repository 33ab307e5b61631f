"""Finds the documents in files, folders, globs, archives and NDJSON, one by one and in order."""

import glob
import hashlib
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from conformance.bulk import line_file, tar_archive, zip_archive
from conformance.bulk.content import Document, FileContent, LostContent

_CONTAINERS: Final[dict[str, Callable[[Path, str], Iterator[Document]]]] = {
    ".zip": zip_archive.members,
    ".ndjson": line_file.lines,
    ".jsonl": line_file.lines,
    **dict.fromkeys(
        (".tar", ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tar.xz", ".txz"), tar_archive.members
    ),
}
"""By the end of a file's name; an archive in an archive is a document, and no good one."""


_EMPTY: Final = "holds no documents: expected one at least"


class NoDocuments(ValueError):
    """A source names nothing that could be checked; the message says which and why."""


def documents(sources: Sequence[str | Path]) -> Iterator[Document]:
    """All documents, numbered from 0 in the order of *sources*, each folder sorted by name.

    Files and folders whose name begins with a full stop are left out of folders. NoDocuments, when
    it is called, with a source that is not there, a glob that matches nothing or an empty folder.
    What cannot be read later on is a document with the reason.
    """
    paths = [path for source in sources for path in _named_by(source)]
    return _numbered(paths)


def holds_many(source: Path) -> bool:
    """Whether *source* is a folder, an archive, NDJSON or a glob: more than one file to read."""
    ending = source.name.lower().endswith(tuple(_CONTAINERS))
    return source.is_dir() or ending or (not source.exists() and glob.has_magic(str(source)))


def digest(sources: Sequence[str | Path], *question: object) -> str:
    """Tells whether two runs ask the same of the same files: by name, size and time of change."""
    told = hashlib.sha256(repr(question).encode("utf-8", "replace"))
    for source in sources:
        told.update(f"\0{source}".encode("utf-8", "replace"))
        for path in _named_by(source):
            for file in _files(path):
                facts = (_label(file), *_facts(file))
                told.update(repr(facts).encode("utf-8"))
    return told.hexdigest()


def _facts(file: Path) -> tuple[int, int]:
    try:
        known = file.stat()
    except OSError:
        return 0, 0
    return known.st_size, known.st_mtime_ns


def _named_by(source: str | Path) -> list[Path]:
    path = Path(source)
    if path.is_dir():
        if not any(islice(_files(path), 1)):
            raise NoDocuments(f"expected documents in the folder {path}, found none")
        return [path]
    if path.exists():
        return [path]
    if glob.has_magic(str(source)):
        # Path.glob takes no absolute pattern.
        names = glob.iglob(str(source), recursive=True)  # noqa: PTH207
        found = sorted(Path(name) for name in names)
        if not any(not each.is_dir() or any(islice(_files(each), 1)) for each in found):
            raise NoDocuments(f"expected documents at {source}, found none that match")
        # With ** a folder matches beside the files in it.
        return [each for each in found if not each.is_dir()] or found
    raise NoDocuments(f"expected a file, a folder or a glob, found no {path}")


def _numbered(paths: Sequence[Path]) -> Iterator[Document]:
    number = 0
    for path in paths:
        for file in _files(path):
            for document in _in(file):
                yield replace(document, number=number)
                number += 1


def _files(path: Path) -> Iterator[Path]:
    """The files below a folder, sorted; a folder that cannot be listed stands for itself."""
    if not path.is_dir():
        yield path
        return
    try:
        with os.scandir(path) as entries:
            found = sorted(entries, key=lambda entry: entry.name)
    except OSError:
        yield path
        return
    for entry in found:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        elif entry.is_file():
            yield Path(entry.path)


def _in(file: Path) -> Iterator[Document]:
    label = _label(file)
    try:
        yield from _opened(file, label)
    except OSError as error:
        reason = f"cannot be read: {error.strerror or error}"
        yield Document(source=label, content=LostContent(reason=reason), size=0)


def _opened(file: Path, label: str) -> Iterator[Document]:
    name = file.name.lower()
    for ending, contained in _CONTAINERS.items():
        if name.endswith(ending):
            empty = True
            for document in contained(file, label):
                empty = False
                yield document
            if empty:
                yield Document(source=label, content=LostContent(reason=_EMPTY), size=0)
            return
    yield Document(source=label, content=FileContent(path=file), size=file.stat().st_size)


def _label(path: Path) -> str:
    """A name that is not UTF-8 is shown with a sign in place of what cannot be."""
    return os.fsencode(path).decode("utf-8", "replace")
