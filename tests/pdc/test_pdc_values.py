"""What the values say: times, versions, protection, the narrative, and the document's form."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from conformance.clock import COPENHAGEN
from conformance.pdc import compose
from conformance.pdc.build import build
from conformance.pdc.codes import DocumentVersion
from conformance.pdc.narrative import NarrativeRow, narrative_of
from conformance.pdc.read import read
from conformance.pdc.values import (
    NAV,
    CitizenNameAddress,
    CoverageGroup,
    Custody,
    Dentist,
    Entry,
    InstanceId,
    NoResuscitation,
    NotATime,
    Null,
    Relative,
    TemporaryAddress,
    TimeStamp,
)
from conformance.safe_xml import parse
from tests.official import official
from tests.pdc.card_examples import AT, CARD, ENTRIES, PATIENT, uuid


def row_of(kind: type[Entry]) -> NarrativeRow:
    rows = zip(narrative_of(ENTRIES).rows, ENTRIES, strict=True)
    return next(row for row, entry in rows if isinstance(entry, kind))


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("20260302091850+0100", datetime(2026, 3, 2, 8, 18, 50, tzinfo=UTC)),
        ("20260302091850-0130", datetime(2026, 3, 2, 10, 48, 50, tzinfo=UTC)),
        ("20001004000000+0000", datetime(2000, 10, 4, tzinfo=UTC)),
        ("202603020918+0100", datetime(2026, 3, 2, 8, 18, tzinfo=UTC)),
    ],
)
def test_a_time_with_an_offset_is_an_instant(text: str, instant: datetime) -> None:
    """The offset is counted."""
    assert instant == TimeStamp(text=text).instant


@pytest.mark.parametrize(
    "text",
    ["20260302", "20260302091850", "20261302091850+0100", "20260302091850+9900", "null", " "],
)
def test_what_is_no_instant_says_so(text: str) -> None:
    """The error names the text; the value keeps it."""
    with pytest.raises(NotATime, match="expected"):
        _ = TimeStamp(text=text).instant


def test_a_birth_time_is_a_date_in_both_forms() -> None:
    """Eight digits, or fourteen with an offset, are the same day."""
    texts = ("20001004", "20001004000000+0000")

    assert [TimeStamp(text=t).date.isoformat() for t in texts] == ["2000-10-04"] * 2


def test_an_instant_is_written_with_its_offset() -> None:
    """`at` and `instant` undo each other."""
    instant = datetime(2026, 7, 1, 12, 0, 1, tzinfo=COPENHAGEN)

    assert TimeStamp.at(instant).text == "20260701120001+0200"
    assert instant == TimeStamp.at(instant).instant


def test_a_time_without_zone_is_refused() -> None:
    """A naive time has no instant."""
    with pytest.raises(NotATime, match="time zone"):
        TimeStamp.at(datetime(2026, 7, 1))  # noqa: DTZ001  # the naive time is what is tested


@pytest.mark.parametrize("version", DocumentVersion)
def test_a_composed_card_tells_one_version(version: DocumentVersion) -> None:
    """Template and marker agree; only 3.0 has .31."""
    card = compose.compose(uuid=uuid(0), at=AT, patient=PATIENT, entries=ENTRIES, version=version)

    assert (version, version.value) == (card.version, card.marker)
    assert (version is DocumentVersion.V3) == bool(card.of(NoResuscitation))


def test_the_document_has_the_form_of_a_live_one() -> None:
    """Names of the elements, and their order, are those of the live service in 2026."""
    live = parse(official("samples/pdc/fsk-test-2026-03-02.xml").read_bytes())
    built = parse(build(CARD))

    assert [child.tag for child in live] == [child.tag for child in built]
    assert build(CARD).startswith(b"<?xml version='1.0' encoding='UTF-8'?>\n<ClinicalDocument")
    assert b'xmlns="urn:hl7-org:v3"' in build(CARD)


def test_control_characters_are_refused() -> None:
    """What XML cannot carry is an error, not a damaged document."""
    with pytest.raises(ValueError, match="XML compatible"):
        build(replace(CARD, title="\x00"))


def test_register_authors_are_named_as_in_the_live_service() -> None:
    """Every register entry of a composed card has the author that the live document has."""
    live = read(official("samples/pdc/fsk-test-2026-03-02.xml").read_bytes())
    authors = {type(e): e.author for e in live.entries if isinstance(e, Entry)}

    assert authors == {
        type(e): e.author for e in ENTRIES if isinstance(e, Entry) and type(e) in authors
    }


def test_protection_is_told_by_the_code() -> None:
    """ConfAddr marks protection; the words do not."""
    (open_,) = CARD.of(CitizenNameAddress)

    assert not open_.protected
    assert compose.protected_name_address(uuid=uuid(1)).protected


@pytest.mark.parametrize(
    ("registration", "meaning"),
    [
        (InstanceId(root="1.2.208.176.1.11", extension="true"), (True, False)),
        (InstanceId(root="1.2.208.176.1.11", extension="false"), (False, False)),
        (InstanceId(root="1.2.208.176.1.11", extension="NAV"), (None, True)),
        (NAV, (None, True)),
        (InstanceId(root="1.2.208.176.1.11", extension="maybe"), (None, False)),
    ],
    ids=["true", "false", "extension NAV", "null flavour NAV", "maybe"],
)
def test_unavailable_is_never_no(
    registration: InstanceId | Null, meaning: tuple[bool | None, bool]
) -> None:
    """A register that could not be reached is neither yes nor no."""
    entry = replace(CARD.of(NoResuscitation)[0], registration=registration)

    assert meaning == (entry.registered, entry.unavailable)


def test_narrative_follows_the_entries() -> None:
    """Values, source and time stand as in the live service."""
    assert row_of(CitizenNameAddress).items == (
        "Sofie Bach",
        "Morbærvej 200",
        "1362 København K",
        "DK",
    )
    assert (
        row_of(CitizenNameAddress).caption,
        row_of(CitizenNameAddress).source,
        row_of(CitizenNameAddress).changed,
    ) == ("Borgerens navn og adresse", "CPR", "Ikke oplyst")
    assert row_of(CoverageGroup).source == "CPR"
    assert row_of(TemporaryAddress).items[0] == "Periode: 2026-01-01 - 2026-04-01"
    assert row_of(Relative).items[:3] == ("Else Jochumsen", "Nabo", "tel:70343332")
    assert row_of(Relative).changed == "2025-10-24 14:34:30 +0200"
    assert row_of(Custody).items == ("Relation: Mor", "CPR: 0505109990", "Navn: Max Test Berggren")
    assert row_of(Dentist).items[0] == "Tandklinikken"
    assert row_of(NoResuscitation).items == ("Inaktiv",)


def test_narrative_is_that_of_a_live_document() -> None:
    """Derived from the entries of 2026, the table is the one that was sent."""
    card = read(official("samples/pdc/fsk-test-2026-03-02.xml").read_bytes())

    assert card.narrative == narrative_of(card.entries)
