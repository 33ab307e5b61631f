"""MinLog2: registrations held to the interface's limits, one by one."""

from datetime import UTC, datetime

import pytest
from lxml import etree

from conformance.safe_xml import parse
from conformance.security import dgws
from conformance.simulator.doors.messages import Reply
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona, Staff
from conformance.simulator.state.world import World
from tests.official import official
from tests.simulator.direct_calls import (
    MINLOG,
    MINLOG_PATH,
    DirectCaller,
    fault_code,
    log_request,
    require_official,
)

GOOD = {
    "SystemName": "Example EHR",
    "Activity": "Fælles Stamkort opslag",
    "DateTime": "2026-06-01T12:00:00Z",
    "OrganisationId@SOR": "440861000016004",
    "OrganisationName": "Example unit",
    "PersonIdentifier@CPR": Persona.BENTE.value,
    "SequenceNumber": "1",
    "UserPersonIdentifier@CPR": Staff.DOCTOR.value,
    "UserPersonName": "Lars Larsen",
    "UserRole": "Læge",
}
SCHEMA = "schemas/minlog2/xsd/minlog2-registration_20250312.xsd"


def changed(**changes: str | None) -> dict[str, str]:
    """The good registration with elements of other text, or (None) without them, in order.

    `PersonIdentifier="eCPR|1"` gives an element another source too.
    """
    fields: dict[str, str] = {}
    for key, text in GOOD.items():
        name, _, source = key.partition("@")
        value = changes.get(name, f"{source}|{text}" if source else text)
        if value is None:
            continue
        source, bar, inner = value.rpartition("|")
        fields[f"{name}@{source}" if source else name] = inner if bar else value
    return fields


def period(start: str | None, end: str | None) -> dict[str, str]:
    """The good registration with a period in place of its time."""
    fields = {}
    for key, text in GOOD.items():
        if key != "DateTime":
            fields[key] = text
            continue
        fields |= {"FromDateTime": start} if start is not None else {}
        fields |= {"ToDateTime": end} if end is not None else {}
    return fields


def answered(reply: Reply) -> tuple[int, int, list[tuple[str, str | None]]]:
    """Numbers added and failed, and the texts and sequence numbers of the failed."""
    body = dgws.read_response(reply.body)
    failed = [
        (f.findtext("FaultText", ""), f.findtext("SequenceNumber"))
        for f in body.findall("FailedLogDataEntries")
    ]
    return int(body.findtext("NumberAdded", "")), int(body.findtext("NumberFailed", "")), failed


def test_a_good_registration_stands_in_the_citizens_log(caller: DirectCaller, world: World) -> None:
    """With all that was told, and with who registered it."""
    reply = caller.register(caller.system_card(), log_request(GOOD))
    assert answered(reply) == (1, 0, [])
    (entry,) = world.log_of(Persona.BENTE)
    assert (entry.user_id, entry.user_id_source) == (Staff.DOCTOR, "CPR")
    assert (entry.at, entry.received_at) == (datetime(2026, 6, 1, 12, tzinfo=UTC), world.now)
    assert (entry.written_by, entry.system_name) == ("Test system", "Example EHR")
    assert (entry.user_name, entry.user_role) == ("Lars Larsen", "Læge")
    last = tuple(world.journal)[-1]
    assert (last.outcome, last.citizens) == ("1 added, 0 failed", (Persona.BENTE,))
    require_official(reply)


GOOD_VARIANTS = {
    "longest-texts": changed(
        SystemName="x" * 25,
        Activity="x" * 75,
        OrganisationId="SOR|" + "x" * 200,
        OrganisationName="x" * 200,
        PersonIdentifier="CPR|" + "x" * 50,
        SequenceNumber="x" * 36,
        UserPersonIdentifier="CPR|" + "x" * 50,
        UserPersonName="x" * 50,
        UserRole="x" * 200,
    ),
    "least": changed(
        OrganisationId=None,
        OrganisationName=None,
        SequenceNumber=None,
        UserPersonName=None,
        UserRole=None,
    ),
    "other-sources": changed(
        OrganisationId="YDER|1",
        PersonIdentifier="eCPR|1",
        UserPersonIdentifier="Autorisation|J0184",
    ),
    "european-sources": changed(
        OrganisationId="EuropeanHealthcareOrganisation|1",
        UserPersonIdentifier="EuropeanHealthcareProfessional|1",
    ),
    "earliest": changed(DateTime="2015-01-01T00:00:00Z"),
    "earliest-in-denmark": changed(DateTime="2015-01-01T01:00:00+01:00"),
    "fractions": changed(DateTime="2026-06-01T12:00:00.123+02:00"),
    "many-fractions": changed(DateTime="2026-06-01T12:00:00.123456789Z"),
    "period": period("2026-06-01T12:00:00Z", "2026-06-01T12:05:00Z"),
}
BAD_VARIANTS = {
    "SystemName long": (changed(SystemName="x" * 26), "at most 25 characters in SystemName"),
    "Activity long": (changed(Activity="x" * 76), "at most 75 characters in Activity"),
    "OrganisationId long": (changed(OrganisationId="SOR|" + "x" * 201), "200 characters in Org"),
    "OrganisationName long": (changed(OrganisationName="x" * 201), "200 characters in Org"),
    "PersonIdentifier long": (changed(PersonIdentifier="CPR|" + "x" * 51), "50 characters in"),
    "SequenceNumber long": (changed(SequenceNumber="x" * 37), "36 characters in SequenceNumber"),
    "UserPersonIdentifier long": (
        changed(UserPersonIdentifier="CPR|" + "x" * 51),
        "50 characters in UserPersonIdentifier",
    ),
    "UserPersonName long": (changed(UserPersonName="x" * 51), "50 characters in UserPersonName"),
    "UserRole long": (changed(UserRole="x" * 201), "200 characters in UserRole"),
    "SystemName missing": (changed(SystemName=None), "expected SystemName, found none"),
    "SystemName empty": (changed(SystemName=""), "expected SystemName, found none"),
    "Activity missing": (changed(Activity=None), "expected Activity, found none"),
    "PersonIdentifier missing": (changed(PersonIdentifier=None), "expected PersonIdentifier"),
    "UserPersonIdentifier missing": (
        changed(UserPersonIdentifier=None),
        "expected UserPersonIdentifier",
    ),
    "person source": (changed(PersonIdentifier="SOR|1"), "as source of PersonIdentifier"),
    "user source": (changed(UserPersonIdentifier="cpr|1"), "as source of UserPersonIdentifier"),
    "organisation source": (changed(OrganisationId="SHAK|1"), "as source of OrganisationId"),
    "no time": (changed(DateTime=None), "expected DateTime, or FromDateTime and ToDateTime"),
    "empty time": (changed(DateTime=""), "expected an xs:dateTime in DateTime, found ''"),
    "date only": (changed(DateTime="2026-06-01"), "expected an xs:dateTime in DateTime"),
    "basic form": (changed(DateTime="20260601T120000Z"), "expected an xs:dateTime in DateTime"),
    "surrounding blanks": (changed(DateTime=" 2026-06-01T12:00:00Z"), "expected an xs:dateTime"),
    "no such month": (changed(DateTime="2026-13-01T12:00:00Z"), "expected an xs:dateTime"),
    "words": (changed(DateTime="in the morning"), "expected an xs:dateTime"),
    "too early": (changed(DateTime="2014-12-31T23:59:59Z"), "a time from 2015-01-01 on"),
    "too early abroad": (
        changed(DateTime="2015-01-01T00:59:59+01:00"),
        "a time from 2015-01-01 on",
    ),
    "no end": (period("2026-06-01T12:00:00Z", None), "FromDateTime and ToDateTime"),
    "no begin": (period(None, "2026-06-01T12:00:00Z"), "FromDateTime and ToDateTime"),
    "end in words": (period("2026-06-01T12:00:00Z", "noon"), "xs:dateTime in ToDateTime"),
    "time and period": (
        {
            **changed(DateTime=None),
            "DateTime": GOOD["DateTime"],
            **period(GOOD["DateTime"], GOOD["DateTime"]),
        },
        "expected DateTime, or FromDateTime and ToDateTime",
    ),
}


@pytest.mark.parametrize("name", GOOD_VARIANTS)
def test_what_keeps_the_limits_is_added(name: str, caller: DirectCaller) -> None:
    """Up to the last character, and with the least that is required."""
    reply = caller.register(caller.system_card(), log_request(GOOD_VARIANTS[name]))
    assert answered(reply) == (1, 0, [])


@pytest.mark.parametrize("name", BAD_VARIANTS)
def test_what_breaks_a_limit_fails_alone(name: str, caller: DirectCaller, world: World) -> None:
    """The good registrations around it are added, and the answer tells what was wrong."""
    fields, words = BAD_VARIANTS[name]
    first, last = changed(SequenceNumber="first"), changed(SequenceNumber="last")
    reply = caller.register(caller.system_card(), log_request(first, fields, last))
    added, failed, ((text, number),) = answered(reply)
    assert (added, failed) == (2, 1)
    assert words in text
    assert number == (None if "SequenceNumber" in name else "1")
    assert [entry.sequence_number for entry in world.log] == ["first", "last"]
    assert tuple(world.journal)[-1].outcome == "2 added, 1 failed"
    require_official(reply)


@pytest.mark.parametrize("name", GOOD_VARIANTS)
def test_the_schema_takes_what_we_take(name: str) -> None:
    """The good variants are valid by the official schema too."""
    etree.XMLSchema(file=str(official(SCHEMA))).assertValid(log_request(GOOD_VARIANTS[name]))


@pytest.mark.parametrize("name", BAD_VARIANTS)
def test_the_schema_refuses_what_we_refuse(name: str) -> None:
    """The bad variants are invalid by the official schema too."""
    schema = etree.XMLSchema(file=str(official(SCHEMA)))
    assert not schema.validate(log_request(BAD_VARIANTS[name][0]))


@pytest.mark.parametrize("destinations", [0, 2])
def test_an_entry_without_its_one_destination_fails(
    destinations: int, caller: DirectCaller, world: World
) -> None:
    """It is counted as failed, not passed over."""
    request = log_request(GOOD, GOOD)
    entry = request[1]
    entry[:] = [log_request(GOOD)[0][0] for _ in range(destinations)]
    added, failed, ((text, _),) = answered(caller.register(caller.system_card(), request))
    assert (added, failed, len(world.log)) == (1, 1, 1)
    assert f"expected one Destination in LogDataEntry, found {destinations}" in text


@pytest.mark.parametrize(
    "body",
    [b"<other/>", f'<RegistrationRequest xmlns="{MINLOG}"/>'.encode()],
    ids=["other", "empty"],
)
def test_a_body_without_registrations_is_refused(body: bytes, caller: DirectCaller) -> None:
    """A DGWS fault, since there is nothing to count."""
    assert fault_code(caller.register(caller.system_card(), parse(body))) == "syntax_error"


def test_the_recorded_request_is_accepted(caller: DirectCaller, world: World) -> None:
    """The recorded body is added whole."""
    body = etree.parse(official("samples/messages/minlog-request.body.xml")).getroot()
    assert answered(caller.register(caller.system_card(), body)) == (1, 0, [])
    assert len(world.log_of("2512489996")) == 1


def test_a_real_call_with_a_foreign_card_is_refused_and_kept(caller: DirectCaller) -> None:
    """The recorded call of another STS is read, and its card is not trusted here."""
    name = "samples/dgws/seal-dgws-request-with-sts-signed-system-idcard.min.xml"
    caller.simulation.services.world.clock.set(datetime(2025, 8, 26, 14, 0, tzinfo=UTC))
    reply = caller.call(MINLOG_PATH, official(name).read_bytes())
    assert fault_code(reply) == "invalid_certificate"


def test_minlog_down_is_503_and_rejecting_adds_nothing(caller: DirectCaller, world: World) -> None:
    """Both as their faults say; SFSK is not touched by either."""
    card = caller.system_card()
    world.inject(Fault.MINLOG_DOWN)
    assert caller.register(card, log_request(GOOD)).status == 503
    assert caller.search(card, Persona.BENTE).status == 200
    world.mend_all()
    world.inject(Fault.MINLOG_REJECTS)
    reply = caller.register(card, log_request(GOOD, changed(SequenceNumber="2")))
    assert answered(reply) == (
        0,
        2,
        [("the simulated fault", "1"), ("the simulated fault", "2")],
    )
    assert not world.log
    require_official(reply)


def test_a_call_without_a_card_registers_nothing(caller: DirectCaller, world: World) -> None:
    """MinLog asks for an id card like the other services."""
    assert fault_code(caller.register(None, log_request(GOOD))) == "missing_required_header"
    assert not world.log


def test_odd_bytes_in_a_field_are_text(caller: DirectCaller, world: World) -> None:
    """Markup in a name is a name."""
    name = "<b>&amp;</b> '\" æøå 日本"
    caller.register(caller.system_card(), log_request(changed(UserPersonName=name)))
    assert [entry.user_name for entry in world.log] == [name]
