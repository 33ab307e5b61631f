"""`fsk validate`: what is no card, or no document at all, is told and never crashes the command."""

from pathlib import Path
from uuid import uuid4

import pytest

from conformance.pdc.build import build
from conformance.safe_xml import MAX_BYTES
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.state.personas import Persona, populate
from conformance.simulator.state.world import World
from tests.fsk_command import Ended, fsk

BOMB = (
    b'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY a0 "ha">'
    + b"".join(b'<!ENTITY a%d "%s">' % (n, b"&a%d;" % (n - 1) * 10) for n in range(1, 12))
    + b"]><b>&a11;</b>"
)


@pytest.fixture(scope="module")
def card() -> bytes:
    """A sound card, as the simulated service serves it."""
    world = World()
    populate(world)
    return build(CardMaker(new_uuid=uuid4).make(world, Persona.BENTE))


def validated(folder: Path, *files: str) -> Ended:
    """Run `fsk validate --format json`; each file must have its own entry."""
    run = fsk("validate", "--format", "json", *files, folder=folder)
    assert "Traceback" not in run.err
    assert [each["source"] for each in run.json] == list(files)
    return run


def test_a_sound_card_has_nothing_to_mend(tmp_path: Path, card: bytes) -> None:
    """A card of the simulated service passes, in both ways of printing; at most it is noted on."""
    (tmp_path / "card.xml").write_bytes(card)
    run = validated(tmp_path, "card.xml").require(0)
    told = run.json[0]
    assert {finding["severity"] for finding in told.pop("findings")} <= {"notice"}
    assert told == {"source": "card.xml", "kind": "pdc-dk", "valid": True, "unreadable": None}
    assert (
        "card.xml: nothing to mend" in fsk("validate", "card.xml", folder=tmp_path).require(0).out
    )


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"this is no XML", "not well-formed XML"),
        (b"", "found nothing"),
        (b" \n ", "found nothing"),
        (bytes(range(256)) * 20, "not well-formed XML"),
        (b"\x1f\x8b\x08\x00 gzip", "not well-formed XML"),
        (BOMB, ""),
        (
            b'<!DOCTYPE c [<!ENTITY x SYSTEM "file:///etc/passwd">]><c>&x;</c>',
            "document type declaration",
        ),
        (
            b'<!DOCTYPE c SYSTEM "http://127.0.0.1:9/evil.dtd"><c/>',
            "document type declaration",
        ),
        (b"<a>" * 100_000, "not well-formed XML"),
        (b"<a>" + b"<b/>" * 10, "not well-formed XML"),
        (b"<card/>", "ClinicalDocument"),
    ],
    ids=[
        *("text", "empty", "blank", "binary", "gzip", "bomb", "xxe", "dtd", "deep", "cut", "other"),
    ],
)
def test_what_is_no_card_fails_with_a_reason(tmp_path: Path, data: bytes, said: str) -> None:
    """Hostile, broken and other documents end with 1 and a finding, quickly and without leaks."""
    (tmp_path / "document").write_bytes(data)
    run = validated(tmp_path, "document").require(1)
    findings = run.json[0]["findings"]
    assert not run.json[0]["valid"]
    assert findings
    assert said in f"{findings[0]['expected']} {findings[0]['found']}"
    assert "root:" not in run.out
    assert len(run.out) < 20_000
    fsk("validate", "document", folder=tmp_path).require(1)


def test_a_huge_document_is_not_read_to_its_end(tmp_path: Path) -> None:
    """A document over the limit is refused by its size; four gigabytes of it are never read."""
    with (tmp_path / "huge.xml").open("wb") as file:
        file.truncate(4_000_000_000)
    run = validated(tmp_path, "huge.xml").require(1)
    assert str(MAX_BYTES) in str(run.json[0]["findings"])


def test_what_cannot_be_read_is_a_usage_error(tmp_path: Path) -> None:
    """A missing file ends with 2 and a sentence that names it."""
    run = validated(tmp_path, "nowhere.xml").require(2)
    assert "fsk: nowhere.xml: cannot be read" in run.told
    assert run.json[0]["unreadable"].startswith("cannot be read")
    assert not run.json[0]["valid"]


def test_one_bad_document_does_not_hide_the_others(tmp_path: Path, card: bytes) -> None:
    """Every document is told of, and the worst decides the exit code."""
    (tmp_path / "good.xml").write_bytes(card)
    (tmp_path / "bad.xml").write_bytes(b"<card/>")
    both = validated(tmp_path, "bad.xml", "good.xml").require(1)
    assert [each["valid"] for each in both.json] == [False, True]
    all_three = validated(tmp_path, "nowhere.xml", "bad.xml", "good.xml").require(2)
    assert [each["valid"] for each in all_three.json] == [False, False, True]
    table = fsk("validate", "nowhere.xml", "bad.xml", "good.xml", folder=tmp_path).require(2)
    assert "good.xml: nothing to mend" in table.out
    assert "bad.xml" in table.out


def test_what_a_document_holds_is_no_markup(tmp_path: Path) -> None:
    """Brackets from a hostile document are printed as they are and break no table."""
    (tmp_path / "[bold]odd[").write_bytes(b'<card xmlns="urn:[/red]:smile:"/>')
    run = fsk("validate", "[bold]odd[", folder=tmp_path).require(1)
    assert "[bold]odd[" in run.out
    assert "urn:[/red]:smile:" in "".join(run.out.split()).replace("│", "").replace("┃", "")
