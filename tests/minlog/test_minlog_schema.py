"""Our schema of MinLog2 accepts what the product and others may send, of any size they may have."""

from datetime import UTC, datetime, timedelta
from typing import Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from xmlschema import XMLSchema10

from conformance.minlog.registration import (
    Rejection,
    build_request,
    build_response,
    read_request,
)
from conformance.minlog.schema import LARGEST, MINLOG
from conformance.minlog.vocabulary import (
    EARLIEST,
    MOST_REGISTRATIONS,
    CitizenSource,
    Namespace,
    OrganisationSource,
    PrincipalSource,
    UserSource,
)
from conformance.reference.keys import Organisation
from conformance.reference.log_entry import LogEntry
from conformance.reference.minlog_client import MinLog
from conformance.reference.soap import Body, Caller
from conformance.reference.sts_client import IdCard
from conformance.safe_xml import parse
from tests.minlog.minlog_examples import MESSAGES, REQUEST, edited
from tests.official import official
from tests.validate.message_examples import MINLOG_REQUEST, MINLOG_RESPONSE

AT: Final = datetime(2026, 3, 2, 9, 18, 50, tzinfo=UTC)
INSTANT: Final = "2025-06-01T12:00:00Z"
XSD: Final = "{http://www.w3.org/2001/XMLSchema}"
numbered = st.none() | st.text("1a", min_size=1, max_size=36)


class Recorder(Caller):
    """Keeps the message in place of sending it, and gives the same answer to all."""

    def __init__(self) -> None:
        super().__init__(timeout=1)
        self.message = b""

    def call(self, _url: str, _action: str, message: bytes) -> Body:
        self.message = message
        return Body(content=edited(MINLOG_RESPONSE))


def sent(*entries: LogEntry) -> etree._Element:
    """The registration that the reference system sends."""
    recorder = Recorder()
    card = IdCard(assertion=etree.Element("a"), level=3, not_before=AT, not_on_or_after=AT)
    hospital = Organisation(cvr="33257872", name="Sygehus Æ")
    MinLog("http://127.0.0.1", recorder).register(entries, hospital, card, AT)
    body = parse(recorder.message)[-1]
    return body[0]


def entry(sequence: str, opened: datetime, name: str) -> LogEntry:
    """An access in the reference system."""
    return LogEntry(
        sequence=sequence,
        opened=opened,
        citizen="2512489996",
        user_id="0501792275",
        user_name=name,
        user_role="7170",
    )


@pytest.mark.parametrize("name", MESSAGES)
def test_messages_that_hold_everything_are_valid(name: str) -> None:
    """Every element and attribute of the interface, an instant and a period."""
    assert list(MINLOG.check(edited(MESSAGES[name]))) == []


@pytest.mark.parametrize("message", [MINLOG_REQUEST, MINLOG_RESPONSE])
def test_examples_of_the_rules_are_valid(message: str) -> None:
    """The messages that keep every rule keep the schema."""
    assert list(MINLOG.check(edited(message))) == []


@pytest.mark.parametrize("name", ["request", "response"])
def test_samples_are_valid(name: str) -> None:
    """The samples of the interface keep our schema."""
    sample = official(f"samples/messages/minlog-{name}.body.xml")

    assert list(MINLOG.check(parse(sample.read_bytes()))) == []


@settings(max_examples=40, deadline=None)
@given(
    names=st.lists(st.text("æøå éX-'", min_size=1, max_size=80), min_size=1, max_size=4),
    opened=st.integers(0, 10**9).map(lambda seconds: EARLIEST + timedelta(seconds=seconds)),
)
def test_what_the_reference_system_sends_is_valid(names: list[str], opened: datetime) -> None:
    """Any batch of accesses, whatever the users are called."""
    batch = [entry(str(number), opened, name) for number, name in enumerate(names)]

    assert list(MINLOG.check(sent(*batch))) == []


def test_what_the_simulator_reads_and_sends_is_valid() -> None:
    """A request that was read and is built again, and the answer to it, keep the schema."""
    outcomes = read_request(edited(REQUEST), received_at=AT, caller="33257872")

    assert list(MINLOG.check(build_request(outcomes))) == []
    assert list(MINLOG.check(build_response(outcomes))) == []


@settings(max_examples=40, deadline=None)
@given(code=st.text("ab-"), text=st.text("æøå <&"), number=numbered)
def test_any_rejection_is_valid(code: str, text: str, number: str | None) -> None:
    """Any reason why a registration was not taken, with its number or without."""
    rejection = Rejection(code=code, text=text, sequence_number=number)

    assert list(MINLOG.check(build_response([rejection]))) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (INSTANT, "2025-06-01T12:00:00"),
        (INSTANT, "2025-06-01T12:00:00.1234567Z"),
        (INSTANT, "2025-06-01T14:00:00+02:00"),
        (INSTANT, f"\n  {INSTANT}\n"),
        (INSTANT, "2015-01-02T00:00:00+01:00"),
        ("<Addition>Samtykke<", "<Addition>Efter aftale<"),
        ("<Criticality>Privatmarkeret<", "<Criticality>Høj<"),
        ("Example EHR", "E" * 25),
        ('source="CPR">2512489996', 'source="eCPR">251248ABCD'),
        ("<SequenceNumber>1<", "<SequenceNumber>6d8e1a52-4f4a-4f5c-9be5-0b6c2f6a9a35<"),
    ],
)
def test_other_sound_values_are_valid(old: str, new: str) -> None:
    """What another conformant system may send keeps the schema too."""
    assert list(MINLOG.check(edited(REQUEST, (old, new)))) == []


def test_negative_counts_are_left_to_the_rules() -> None:
    """The interface's schema takes them, so MINLOG-21 speaks of them alone."""
    root = edited(MINLOG_RESPONSE, ("<NumberAdded>1<", "<NumberAdded>-1<"))

    assert list(MINLOG.check(root)) == []


@pytest.mark.parametrize("moment", [EARLIEST, EARLIEST - timedelta(seconds=1)])
def test_the_first_instant_is_the_vocabulary_s(moment: datetime) -> None:
    """The instant that the vocabulary names is taken, the second before it is not."""
    text = moment.isoformat().replace("+00:00", "Z")

    assert MINLOG.accepts(edited(REQUEST, (INSTANT, text))) == (moment == EARLIEST)


def test_the_sources_are_the_vocabulary_s() -> None:
    """The schema knows just the kinds of number that the vocabulary names."""
    types = {
        "PersonIdSourceType": CitizenSource,
        "UserPersonIdSourceType": UserSource,
        "OnBehalfOfPersonIdSourceType": PrincipalSource,
        "OrganisationIdSourcePredefinedType": OrganisationSource,
    }
    tree = etree.parse(str(MINLOG.location))

    for name, source in types.items():
        values = tree.iterfind(f"{XSD}simpleType[@name='{name}']//{XSD}enumeration")
        assert {each.get("value") for each in values} == set(source), name


def test_thrice_500_registrations_that_leave_nothing_out_are_judged() -> None:
    """500 in a call are a recommendation: one that holds more is no document of hostile size."""
    whole, _ = edited(REQUEST)
    root = edited(MINLOG_REQUEST, ("2512489996", ""))
    for _ in range(3 * MOST_REGISTRATIONS):
        root.append(etree.fromstring(etree.tostring(whole)))

    (finding,) = MINLOG.check(root)

    assert finding.where.endswith("/PersonIdentifier[1]")


def test_a_message_of_hostile_size_is_refused_at_once() -> None:
    """Fifty thousand empty entries give one finding, about their number."""
    root = etree.Element(Namespace.REGISTRATION.tag("RegistrationRequest"))
    for _ in range(LARGEST):
        etree.SubElement(root, "LogDataEntry")

    (finding,) = MINLOG.check(root)

    assert finding.found == "more than that"


def test_the_schema_is_the_interface_s_for_a_second_validator() -> None:
    """It describes the two messages in their namespace, and nothing else."""
    schema = XMLSchema10(str(MINLOG.location), allow="local")

    assert schema.target_namespace == Namespace.REGISTRATION
    assert list(schema.elements) == ["RegistrationRequest", "RegistrationResponse"]
