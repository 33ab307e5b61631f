"""Registrations as values: built, read, and held to the form."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from conformance.minlog.registration import (
    LogEntry,
    MalformedRegistration,
    Outcome,
    Receipt,
    Rejection,
    Source,
    build_request,
    build_response,
    read_request,
    read_response,
)
from conformance.minlog.schema import MINLOG
from conformance.minlog.vocabulary import CitizenSource, OrganisationSource, UserSource
from conformance.safe_xml import parse
from tests.minlog.minlog_examples import REQUEST, RESPONSE, edited
from tests.official import official
from tests.xsd.mutations import faults

NOW: Final = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
LEAST: Final = LogEntry(
    citizen="2512489996",
    user_id="0501792275",
    user_id_source=UserSource.CPR,
    at=NOW,
    received_at=NOW,
    system_name="EHR",
    activity="Fælles Stamkort opslag",
    written_by="caller",
)
OFFICIAL: Final = "schemas/minlog2/xsd/minlog2-registration_20250312.xsd"
OWN: Final = etree.XMLSchema(file=str(MINLOG.location))

XSI: Final = "XMLSchema-instance"
BLANKS: Final = "DateTime: text ' 2025"
"""Where we differ: attributes of XML Schema's own pass, and blanks around a time do not."""


def read(root: etree._Element) -> list[Outcome]:
    return read_request(root, received_at=NOW, caller="caller")


def is_taken(root: etree._Element) -> bool:
    """Whether every registration in the message is added."""
    try:
        return all(isinstance(outcome, LogEntry) for outcome in read(root))
    except MalformedRegistration:
        return False


def text(most: int) -> st.SearchStrategy[str]:
    return st.text(
        st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]),
        min_size=1,
        max_size=most,
    )


def maybe(most: int) -> st.SearchStrategy[str | None]:
    return st.none() | text(most)


INSTANTS = st.datetimes(
    min_value=datetime(2015, 1, 2),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(9998, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    timezones=st.just(UTC),
)
SOURCES = st.recursive(
    st.none(),
    lambda inner: st.builds(Source, correlation_id=maybe(46), system_name=maybe(25), source=inner),
    max_leaves=4,
)


@st.composite
def log_entries(draw: Callable[[st.SearchStrategy[object]], object]) -> LogEntry:
    """Any entry that the schema can tell; who received it and when is the reader's to say."""
    organisation, principal = draw(maybe(200)), draw(maybe(50))
    kinds = st.sampled_from(sorted(OrganisationSource))
    made = draw(
        st.builds(
            LogEntry,
            citizen=text(50),
            citizen_source=st.sampled_from(sorted(CitizenSource)),
            citizen_name=maybe(50),
            user_id=text(50),
            user_id_source=st.sampled_from(sorted(UserSource)),
            user_name=maybe(50),
            user_role=maybe(200),
            at=INSTANTS,
            until=st.none() | INSTANTS,
            received_at=st.just(NOW),
            written_by=st.just("caller"),
            system_name=text(25),
            activity=text(75),
            reason=maybe(50),
            addition=maybe(50),
            criticality=maybe(50),
            organisation_id=st.just(organisation),
            organisation_id_source=kinds if organisation else st.none(),
            organisation_name=maybe(200),
            on_behalf_of_id=st.just(principal),
            on_behalf_of_id_source=st.sampled_from(["CPR", "Autorisation"])
            if principal
            else st.none(),
            on_behalf_of_name=maybe(50),
            on_behalf_of_role=maybe(200),
            filters=st.lists(text(50), max_size=3).map(tuple),
            correlation_id=maybe(46),
            sequence_number=maybe(36),
            source=SOURCES,
        )
    )
    assert isinstance(made, LogEntry)
    return made


@settings(max_examples=60, deadline=None)
@given(entries=st.lists(log_entries(), min_size=1, max_size=3))
def test_what_is_built_is_read_as_it_was(entries: list[LogEntry]) -> None:
    """Through bytes, with every field; and it keeps our schema."""
    root = parse(etree.tostring(build_request(entries)))
    assert read(root) == entries
    OWN.assertValid(root)


def test_what_is_built_keeps_the_official_schema() -> None:
    """The least entry, and one with everything."""
    schema = etree.XMLSchema(file=str(official(OFFICIAL)))
    (full, period) = read(edited(REQUEST))
    assert isinstance(full, LogEntry)
    assert isinstance(period, LogEntry)
    schema.assertValid(build_request([LEAST, full, period]))


def test_everything_in_a_registration_is_read() -> None:
    """Every element of Destination, the systems that it came through, and a period."""
    (full, period) = read(edited(REQUEST))
    assert full == LogEntry(
        citizen="2512489996",
        citizen_name="Test Person",
        user_id="0501792275",
        user_id_source="CPR",
        user_name="Lars Larsen",
        user_role="Example role",
        at=datetime(2025, 6, 1, 12, tzinfo=UTC),
        received_at=NOW,
        written_by="caller",
        system_name="Example EHR",
        activity="Fælles Stamkort opslag",
        reason="Indlæggelse",
        addition="Samtykke",
        criticality="Privatmarkeret",
        organisation_id="440861000016004",
        organisation_id_source="SOR",
        organisation_name="Example unit",
        on_behalf_of_id="J0184",
        on_behalf_of_id_source="Autorisation",
        on_behalf_of_name="Example person",
        on_behalf_of_role="Other role",
        filters=("Ikke borger", "x"),
        correlation_id="c-2",
        sequence_number="1",
        source=Source(correlation_id="c-1", system_name="Portal", source=Source(system_name="App")),
    )
    assert isinstance(period, LogEntry)
    assert period.at == datetime(2025, 6, 1, 10, tzinfo=UTC)
    assert period.until == datetime(2025, 6, 1, 10, 5, 0, 500_000, tzinfo=UTC)
    assert period.source is None


def test_every_single_fault_is_judged_as_the_schema_does() -> None:
    """Each element and attribute dropped, doubled, renamed, moved or filled with other text."""
    told = {True: 0, False: 0}
    for fault in faults(edited(REQUEST)):
        if XSI in fault.name or BLANKS in fault.name:
            continue
        root = parse(etree.tostring(fault.spoilt()))
        assert is_taken(root) == OWN.validate(root), fault.name
        told[is_taken(root)] += 1
    assert told[False] > told[True] > 0


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (("<Reason>Indlæggelse", "<Reason>"), "expected text in Reason, found none"),
        (("<Reason>", "<Grund>x</Grund><Reason>"), "expected no 'Grund' in Destination"),
        (("<Reason>", "<Addition>x</Addition><Reason>"), "expected Reason before Addition"),
        (("<Reason>", "<Reason>x</Reason><Reason>"), "expected one Reason in Destination"),
        (("<Reason>", "<Reason><b/>"), "expected text in Reason, found an element"),
        (("<Reason>", "x<Reason>"), "expected elements only in Destination, found text"),
        (("<Reason>", '<Reason a="1">'), "expected no attribute 'a' in Reason"),
        (("<Destination>", '<Destination a="1">'), "expected no attribute 'a' in Destination"),
        (("J0184", "x" * 51), "at most 50 characters in OnBehalfOfPersonIdentifier, found 51"),
        (('source="Autorisation"', 'source="SOR"'), "as source of OnBehalfOfPersonIdentifier"),
        (("<Filter>x", "<Filter>" + "x" * 51), "at most 50 characters in Filter, found 51"),
        (("<CorrelationId>c-1", "<CorrelationId>" + "x" * 47), "46 characters in CorrelationId"),
        (("<SystemName>App", "<SystemName>" + "x" * 26), "25 characters in SystemName, found 26"),
        (("<SystemName>App", "<CorrelationId>c</CorrelationId>x<SystemName>App"), "only in Source"),
        (("2025-06-01T12:00:00Z", "9999-12-31T23:59:59-14:00"), "expected an xs:dateTime"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_breaks_the_form_is_told(edit: tuple[str, str], words: str) -> None:
    """In words, with the sequence number; the other registration of the call is taken."""
    (first, second) = read(edited(REQUEST, edit))
    assert isinstance(first, Rejection)
    assert words in first.text
    assert (first.code, first.sequence_number) == ("invalid", "1")
    assert isinstance(second, LogEntry)


def test_a_long_text_of_the_callers_is_cut_in_the_answer() -> None:
    """A message does not repeat a megabyte."""
    (first, _) = read(edited(REQUEST, ("2025-06-01T12:00:00Z", "x" * 100_000)))
    assert isinstance(first, Rejection)
    assert len(first.text) < 200


def test_comments_are_no_part_of_a_text() -> None:
    """What stands after one is read too."""
    (first, _) = read(edited(REQUEST, ("<Activity>Fælles", "<Activity>Fæl<!-- x -->les")))
    assert isinstance(first, LogEntry)
    assert first.activity == "Fælles Stamkort opslag"


@pytest.mark.parametrize(
    ("edits", "words"),
    [
        (
            (("<LogDataEntry>", "<ml:LogDataEntry>"), ("</LogDataEntry>", "</ml:LogDataEntry>")),
            "in no namespace",
        ),
        ((("<LogDataEntry>", "<x/><LogDataEntry>"),), "found x"),
        ((("<LogDataEntry>", "x<LogDataEntry>"),), "found text between them"),
        ((("<ml:RegistrationRequest ", '<ml:RegistrationRequest a="1" '),), "no attribute 'a'"),
    ],
    ids=["qualified", "stranger", "text", "attribute"],
)
def test_a_message_that_is_no_request_is_refused_whole(
    edits: tuple[tuple[str, str], ...], words: str
) -> None:
    """There is no registration that could be told to have failed."""
    with pytest.raises(MalformedRegistration, match=words):
        read(edited(REQUEST, *edits))
    with pytest.raises(MalformedRegistration, match="expected RegistrationRequest"):
        read(edited(RESPONSE))


def test_times_are_the_same_instants_in_utc() -> None:
    """An entry of another time zone is read back as the same instant."""
    abroad = datetime(2026, 6, 1, 14, 0, tzinfo=timezone(timedelta(hours=2)))
    (entry,) = read(build_request([LEAST]))
    assert isinstance(entry, LogEntry)
    assert entry.at == abroad


@settings(max_examples=40, deadline=None)
@given(
    rejections=st.lists(
        st.builds(Rejection, code=text(20), text=maybe(80).map(str), sequence_number=maybe(36))
    ),
    added=st.integers(0, 5),
)
def test_a_receipt_is_read_as_it_was_built(rejections: list[Rejection], added: int) -> None:
    """What was added is counted, what failed is told one by one."""
    root = parse(etree.tostring(build_response([*rejections, *[LEAST] * added])))
    assert read_response(root) == Receipt(
        added=added, failed=len(rejections), rejections=tuple(rejections)
    )
    OWN.assertValid(root)


@pytest.mark.parametrize("number", ["", "-1", "x", "1.0", "٣", "9" * 5000])
def test_a_receipt_without_its_numbers_is_no_receipt(number: str) -> None:
    """Its reader must not believe that all went well."""
    root = edited(RESPONSE, ("<NumberFailed>2", f"<NumberFailed>{number}"))
    with pytest.raises(MalformedRegistration, match="expected a number in NumberFailed"):
        read_response(root)
    with pytest.raises(MalformedRegistration, match="expected RegistrationResponse"):
        read_response(edited(REQUEST))
