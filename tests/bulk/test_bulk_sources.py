"""Documents are found in every kind of source, in order, and what is bad is told."""

import bz2
import io
import os
import struct
import tarfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from conformance.bulk import NoDocuments
from conformance.bulk.content import LARGEST, load
from conformance.bulk.sources import digest, documents
from tests.bulk.bulk_inputs import folder_of, lines_of, names, ran, reason, tar_of, texts, zip_of

DOCUMENTS = texts(25)
Documents = Iterable[tuple[str, bytes]]

CONTAINERS: dict[str, Callable[[Path, Documents], Path]] = {
    "cards.zip": zip_of,
    "cards.tar": tar_of,
    "cards.tar.gz": lambda path, found: tar_of(path, found, "w:gz"),
    "cards.tgz": lambda path, found: tar_of(path, found, "w:gz"),
    "cards.tar.bz2": lambda path, found: tar_of(path, found, "w:bz2"),
    "cards.tar.xz": lambda path, found: tar_of(path, found, "w:xz"),
    "cards.ndjson": lines_of,
    "cards.JSONL": lines_of,
}


@pytest.mark.parametrize("name", CONTAINERS)
def test_a_container_gives_its_documents_in_its_order(tmp_path: Path, name: str) -> None:
    """Every document comes out whole, under the container's name and its own."""
    path = CONTAINERS[name](tmp_path / name, DOCUMENTS)

    found = [load(document) for document in documents([path])]

    assert [(f"{path}!{own}", data) for own, data in DOCUMENTS] == found


def test_a_folder_is_walked_in_order_of_names(tmp_path: Path) -> None:
    """Sub-folders and archives stand among the files; what begins with a full stop is left out."""
    folder = folder_of(
        tmp_path / "in", [("b/2.xml", b"<a/>"), ("a.xml", b"<a/>"), (".git/x", b""), ("c/.y", b"")]
    )
    zip_of(folder / "b" / "1.zip", [("i/x.xml", b"<a/>")])

    records, summary = ran(folder)

    shown = [
        str(record["source"]).replace(str(folder), "").replace("\\", "/") for record in records
    ]
    assert shown == ["/a.xml", "/b/1.zip!i/x.xml", "/b/2.xml"]
    assert 3 == summary.documents == summary.valid


def test_sources_are_taken_in_the_order_given(tmp_path: Path) -> None:
    """Numbers go on from one source to the next."""
    one = zip_of(tmp_path / "z.zip", DOCUMENTS[:3])
    other = folder_of(tmp_path / "a", DOCUMENTS[3:5])

    found = list(documents([one, other]))

    assert [document.number for document in found] == [0, 1, 2, 3, 4]
    assert [d for _, d in DOCUMENTS[:5]] == [load(document)[1] for document in found]


def test_a_glob_is_sorted(tmp_path: Path) -> None:
    """Two stars go into folders."""
    folder_of(tmp_path, [("x/b.xml", b"<a/>"), ("x/a.xml", b"<a/>"), ("x/c.txt", b"")])

    records, _ = ran(f"{tmp_path}/**/*.xml")

    assert [Path(str(record["source"])).name for record in records] == ["a.xml", "b.xml"]


@pytest.mark.parametrize("name", ["none.xml", "none*.xml", "empty", "emp*"])
def test_a_source_that_names_nothing_is_told(tmp_path: Path, name: str) -> None:
    """A missing file, a glob without match and an empty folder are an error before the run."""
    (tmp_path / "empty" / "deeper").mkdir(parents=True)

    with pytest.raises(NoDocuments, match=r"expected .* found no"):
        documents([tmp_path / name])


@pytest.mark.parametrize("name", CONTAINERS)
def test_an_empty_container_is_unreadable(tmp_path: Path, name: str) -> None:
    """Nothing in it is not the same as nothing wrong."""
    path = CONTAINERS[name](tmp_path / name, [])

    ((record,), summary) = ran(path)

    assert "holds no documents" in reason(record)
    assert (summary.unreadable, summary.valid) == (1, 0)


@pytest.mark.parametrize("name", [name for name in CONTAINERS if "JSON" not in name.upper()])
def test_a_truncated_archive_is_unreadable_from_there_on(tmp_path: Path, name: str) -> None:
    """What stands before the cut is checked, and a record says that the rest is missing."""
    path = CONTAINERS[name](tmp_path / name, texts(400))
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    good = zip_of(tmp_path / "good.zip", DOCUMENTS)

    records, summary = ran(path, good)

    assert summary.unreadable == 1
    assert names(records)[-25:] == [own for own, _ in DOCUMENTS]
    (bad,) = [record for record in records if record["unreadable"]]
    assert "cut off" in reason(bad) or "damaged" in reason(bad)


@pytest.mark.parametrize("length", [512 * 3, 512 * 4])
def test_a_tar_archive_cut_between_two_members_is_told(tmp_path: Path, length: int) -> None:
    """The library takes the end of the file for the end of the archive."""
    path = tar_of(tmp_path / "a.tar", DOCUMENTS)
    path.write_bytes(path.read_bytes()[:length])

    records, _ = ran(path)

    assert "cut off" in reason(records[-1]) or "damaged" in reason(records[-1])


@pytest.mark.parametrize("name", CONTAINERS)
def test_what_is_no_container_at_all_is_unreadable(tmp_path: Path, name: str) -> None:
    """Noise under a container's name gives records, and no error."""
    path = tmp_path / name
    path.write_bytes(bytes(range(256)) * 40)

    records, summary = ran(path)

    assert records
    assert summary.unreadable == len(records)


def test_a_damaged_member_does_not_stop_the_others(tmp_path: Path) -> None:
    """A flipped bit is told by the checksum; the members beside it are checked."""
    path = zip_of(tmp_path / "a.zip", DOCUMENTS, zipfile.ZIP_STORED)
    data = path.read_bytes()
    path.write_bytes(data.replace(b"<a>12</a>", b"<a>13</a>"))

    records, summary = ran(path)

    assert len(records) == 25
    assert (summary.unreadable, next(k for k in range(25) if records[k]["unreadable"])) == (1, 12)
    assert "checksum" in reason(records[12])


def test_an_encrypted_member_is_told(tmp_path: Path) -> None:
    """The bit in the directory that says so is believed."""
    path = zip_of(tmp_path / "a.zip", DOCUMENTS[:1])
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    assert "encrypted" in reason(ran(path)[0][0])


def test_a_zip_archive_behind_another_file_is_read(tmp_path: Path) -> None:
    """As self-extracting archives are."""
    path = zip_of(tmp_path / "a.zip", DOCUMENTS)
    path.write_bytes(b"#!/bin/sh\n" * 100 + path.read_bytes())

    assert [data for _, data in DOCUMENTS] == [load(each)[1] for each in documents([path])]


def test_a_zip_archive_of_64_bits_is_read(tmp_path: Path) -> None:
    """More members than 16 bits can count."""
    path = zip_of(tmp_path / "a.zip", ((f"{k}", b"<a/>") for k in range(66_000)))

    assert sum(1 for _ in documents([path])) == 66_000


def test_a_bomb_in_a_zip_archive_is_refused(tmp_path: Path) -> None:
    """A member that unpacks to a thousand times its size is not unpacked to its end."""
    path = zip_of(tmp_path / "a.zip", [("bomb.xml", bytes(60_000_000)), ("a.xml", b"<a/>")])

    records, summary = ran(path)

    assert "decompression bomb" in reason(records[0])
    assert (summary.unreadable, summary.valid) == (1, 1)


def test_members_that_overlap_are_refused(tmp_path: Path) -> None:
    """A directory that names one member a hundred times would multiply it."""
    path = zip_of(tmp_path / "a.zip", [("a.xml", os.urandom(5000))])
    data = path.read_bytes()
    at, end = data.index(b"PK\x01\x02"), data.index(b"PK\x05\x06")
    directory = data[at:end] * 100
    tail = struct.pack("<4s4xHHLLH", b"PK\x05\x06", 100, 100, len(directory), at, 0)
    path.write_bytes(data[:at] + directory + tail)

    records, _ = ran(path)

    assert "overlap" in reason(records[-1])
    assert len(records) < 10


def test_a_bomb_in_a_tar_archive_is_refused(tmp_path: Path) -> None:
    """What a small archive unpacks to is bounded, and what came before is checked."""
    path = tmp_path / "a.tar.bz2"
    member = tarfile.TarInfo("bomb.xml")
    member.size = 200_000_000
    first = tarfile.TarInfo("a.xml")
    first.size = 4
    packer = bz2.BZ2Compressor()
    with path.open("wb") as file:
        file.write(packer.compress(first.tobuf() + b"<a/>".ljust(512, b"\0") + member.tobuf()))
        for _ in range(200):
            file.write(packer.compress(bytes(1_000_000)))
        file.write(packer.flush())

    records, summary = ran(path)

    assert "decompression bomb" in reason(records[-1])
    assert summary.valid == 1


def test_a_huge_header_in_a_tar_archive_is_refused(tmp_path: Path) -> None:
    """The library would read an extended header of any size into memory."""
    path = tmp_path / "a.tar"
    member = tarfile.TarInfo("x")
    member.type = tarfile.XHDTYPE
    member.size = 50_000_000
    path.write_bytes(member.tobuf() + bytes(50_000_000))

    (record,) = ran(path)[0]

    assert "has a header of more than" in reason(record)


def test_a_document_that_is_too_large_is_read_no_further_than_needed(tmp_path: Path) -> None:
    """One byte more than may be parsed is enough to tell."""
    data = os.urandom(1000) * (LARGEST // 1000 + 500)
    path = zip_of(tmp_path / "a.zip", [("a.xml", data)], zipfile.ZIP_STORED)
    tar = tar_of(tmp_path / "a.tar", [("a.xml", data), ("b.xml", b"<a/>")])
    file = tmp_path / "a.xml"
    file.write_bytes(data)

    found = [len(load(document)[1]) for document in documents([path, tar, file])]

    assert found == [LARGEST, LARGEST, 4, LARGEST]


def test_bad_lines_are_told_by_number(tmp_path: Path) -> None:
    """A line that is no JSON, no base64 or without document does not stop the others."""
    path = tmp_path / "a.ndjson"
    good = b'{"document": "PGEvPg=="}\n'
    path.write_bytes(b"\n".join([good.strip(), b"", b"{", b'{"document": "%"}', b'{"a": 1}', good]))

    records, summary = ran(path)

    assert [f"line {n}" for n in (1, 3, 4, 5, 6)] == names(records)
    assert (summary.unreadable, summary.valid) == (3, 2)
    assert all('expected {"source"' in reason(record) for record in records[1:4])


def test_a_line_that_is_too_long_is_passed_over(tmp_path: Path) -> None:
    """It is told with its length, and the next line is read."""
    path = tmp_path / "a.ndjson"
    path.write_bytes(b"x" * 30_000_000 + b"\n" + b'{"document": "PGEvPg=="}\n')

    records, _ = ran(path)

    assert "30000001" in reason(records[0])
    assert records[1]["valid"]


def test_a_file_that_vanishes_is_a_record(tmp_path: Path) -> None:
    """Between listing and reading."""
    folder = folder_of(tmp_path / "in", DOCUMENTS[:2])
    found = list(documents([folder]))
    (folder / DOCUMENTS[0][0]).unlink()

    with pytest.raises(Exception, match="cannot be read"):
        load(found[0])


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps names in Unicode")
def test_a_name_that_is_not_utf_8_is_shown(tmp_path: Path) -> None:
    """With a sign in place of what cannot be shown."""
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xe6.xml"))
    path.write_bytes(b"<a/>")

    ((record,), _) = ran(tmp_path)

    assert str(record["source"]).endswith("/\ufffd.xml")


def test_an_archive_in_an_archive_is_a_document(tmp_path: Path) -> None:
    """It is judged, and not opened."""
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("a.xml", "<a/>")
    path = zip_of(tmp_path / "a.zip", [("inner.zip", inner.getvalue())])

    assert names(ran(path)[0]) == ["inner.zip"]


def test_the_digest_changes_with_the_files_and_the_question(tmp_path: Path) -> None:
    """Same files and same question give the same digest; any change another."""
    folder = folder_of(tmp_path / "in", DOCUMENTS)
    first = digest([folder], "a")

    assert digest([folder], "a") == first
    assert digest([folder], "b") != first
    (folder / "new.xml").write_bytes(b"<a/>")
    assert digest([folder], "a") != first
