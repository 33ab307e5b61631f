"""SFSK's registry: hits by id and by metadata, and what a tester can turn in it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from conformance.safe_xml import parse
from conformance.security import dgws
from conformance.simulator.settings import SimulatorSettings
from conformance.simulator.sfsk.document_entries import AUTHOR_INSTITUTION
from conformance.simulator.sfsk.service import unique_id
from conformance.simulator.sfsk.settings import EntryId, Quoting, SfskSettings, UnknownCitizen
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.xds import query
from conformance.xds.codes import CodedValue
from conformance.xds.query import StoredQueryRequest, read_request
from conformance.xds.schema import ITI_18
from conformance.xds.vocabulary import (
    NSMAP,
    Action,
    AvailabilityStatus,
    ErrorCode,
    FormatCode,
    Parameter,
    ResponseStatus,
)
from tests.simulator.direct_calls import (
    ITI18,
    DirectCaller,
    fault_code,
    find,
    hits,
    own_call,
    require_official,
)
from tests.simulator.sfsk_in_memory import A_SYSTEM, get_documents, sfsk

BENTE, MAX = Persona.BENTE, Persona.MAX
NOBODY = "3102999999"
V3 = FormatCode.PDC_V3
FACILITY = CodedValue(code="22232009", scheme="2.16.840.1.113883.6.96", display_name="hospital")


def sound(reply_body: bytes) -> bool:
    """Whether our own schema accepts the answer."""
    return list(ITI_18.check(dgws.read_response(reply_body))) == []


def asked(**parameters: str) -> StoredQueryRequest:
    """A search for Bente's card with more parameters, by the names of their enum."""
    request = find(BENTE)
    more = {Parameter[name].value: (value,) for name, value in parameters.items()}
    return replace(request, parameters={**request.parameters, **more})


def test_a_hit_tells_what_is_known_of_the_card(caller: DirectCaller, world: World) -> None:
    """Codes, author, times and citizen, as MedCom's metadata have them."""
    reply = caller.search(caller.system_card(), BENTE)
    (hit,) = hits(reply).entries
    assert hit.class_code is not None
    assert hit.type_code is not None
    assert (hit.class_code.code, hit.type_code.code) == ("001", "PDC")
    assert [code.code for code in hit.confidentiality] == ["N"]
    assert hit.author_institution == AUTHOR_INSTITUTION
    assert hit.author_institution.endswith("^^^^^&1.2.208.176.1.1&ISO^^^^1126211000016009")
    assert hit.service_start == world.now.astimezone(UTC).strftime("%Y%m%d%H%M%S")
    assert (hit.creation_time, hit.service_stop, hit.healthcare_facility) == (None, None, None)
    assert hit.patient_info == ("PID-5|Knudsen^Bente Kirkegård", "PID-7|19481225", "PID-8|F")
    assert (hit.language, hit.title) == ("da-DK", f"Personal Data Card for {BENTE}")
    names = {slot.get("name") for slot in parse(reply.body).iterfind(".//rim:Slot", NSMAP)}
    assert names.isdisjoint({"hash", "size", "creationTime"})
    assert sound(reply.body)
    require_official(reply)


def test_a_protected_name_is_not_in_the_hit(caller: DirectCaller, world: World) -> None:
    """Nowhere in the message."""
    name = world.citizen(BENTE).name
    world.protect(BENTE)
    reply = caller.search(caller.system_card(), BENTE)
    assert [info[:5] for info in hits(reply).entries[0].patient_info] == ["PID-7", "PID-8"]
    assert not any(part.encode() in reply.body for part in (*name.given, *name.family))


@pytest.mark.parametrize(
    ("parameters", "count"),
    [
        ({"CLASS_CODE": "001^^1.2.208.184.100.9"}, 1),
        ({"CLASS_CODE": "001^^1.2.208.184.100.10"}, 0),
        ({"TYPE_CODE": "PDC^^1.2.208.184.100.1"}, 1),
        ({"CONFIDENTIALITY": "N^^2.16.840.1.113883.5.25"}, 1),
        ({"HEALTHCARE_FACILITY": FACILITY.parameter}, 0),
        ({"PRACTICE_SETTING": FACILITY.parameter}, 0),
        ({"EVENT_CODES": FACILITY.parameter}, 0),
        ({"AUTHOR_PERSON": "%"}, 0),
        ({"SERVICE_START_FROM": "2000", "SERVICE_START_TO": "9999"}, 1),
        ({"SERVICE_START_FROM": "9999"}, 0),
        ({"SERVICE_STOP_TO": "9999"}, 0),
        ({"CREATION_FROM": "2000"}, 0),
    ],
)
def test_a_search_is_narrowed_by_metadata(
    parameters: dict[str, str], count: int, caller: DirectCaller
) -> None:
    """By each that the hit has; what it has not is not found."""
    reply = caller.search(caller.system_card(), asked(**parameters))
    assert (hits(reply).status, len(hits(reply).entries)) == (ResponseStatus.SUCCESS, count)
    require_official(reply)


def test_codes_of_the_service_can_be_set(world: World) -> None:
    """Facility and speciality, which no public source tells, are then found by as well."""
    service = sfsk(SfskSettings(healthcare_facility=FACILITY, practice_setting=FACILITY))
    for name in ("HEALTHCARE_FACILITY", "PRACTICE_SETTING"):
        (hit,) = service.search(world, A_SYSTEM, asked(**{name: FACILITY.parameter})).entries
        assert (hit.healthcare_facility, hit.practice_setting) == (FACILITY, FACILITY)


def test_documents_are_got_by_unique_id_and_by_entry_id(caller: DirectCaller) -> None:
    """The same hit as the search has; here both ids are one."""
    card = caller.system_card()
    (found,) = hits(caller.search(card, BENTE)).entries
    for by in (Parameter.UNIQUE_ID, Parameter.ENTRY_UUID):
        reply = caller.search(card, get_documents(found.unique_id, "1.2.3^x", by=by))
        assert hits(reply).entries == (found,)
        require_official(reply)
        assert sound(reply.body)


def test_documents_that_are_not_there_are_left_out(caller: DirectCaller) -> None:
    """Success without a hit: of an unknown citizen, a closed version, or nothing at all."""
    ids = (unique_id(NOBODY, V3), unique_id(BENTE, FormatCode.PDC_V2), "x")
    reply = caller.search(caller.system_card(), get_documents(*ids))
    assert (hits(reply).status, hits(reply).entries) == (ResponseStatus.SUCCESS, ())


def test_documents_of_two_patients_are_given_as_references_only(caller: DirectCaller) -> None:
    """With LeafClass XDSResultNotSinglePatient, with ObjectRef the ids."""
    card, ids = caller.system_card(), (unique_id(BENTE, V3), unique_id(MAX, V3))
    reply = caller.search(card, get_documents(*ids))
    assert [e.code for e in hits(reply).errors] == [ErrorCode.NOT_SINGLE_PATIENT]
    assert hits(reply).entries == ()
    references = caller.search(card, get_documents(*ids, return_type="ObjectRef"))
    found = parse(references.body).iterfind(".//rim:ObjectRef", NSMAP)
    assert [each.get("id") for each in found] == list(ids)
    for each in (reply, references):
        require_official(each)


def test_documents_got_by_id_are_logged_and_kept_from_other_citizens(
    caller: DirectCaller, world: World
) -> None:
    """A doctor is logged; a citizen gets the own card and finds no other."""
    doctor = next(m for m in world.staff.values() if m.given_name == "Lars")
    caller.search(caller.user_card(doctor), get_documents(unique_id(BENTE, V3)))
    assert len(world.log_of(BENTE)) == 1
    both = get_documents(unique_id(BENTE, V3), unique_id(MAX, V3))
    own = hits(caller.search(caller.system_card(), both, own_call(BENTE)))
    assert [hit.cpr for hit in own.entries] == [BENTE]


def test_a_register_out_of_reach_fails_a_search_by_id_too(
    caller: DirectCaller, world: World
) -> None:
    """And the journal names the citizen whom the id is of."""
    world.inject(Fault.REGISTER_OUT_OF_REACH_AT_SEARCH, BENTE)
    reply = caller.search(caller.system_card(), get_documents(unique_id(BENTE, V3)))
    assert [e.code for e in hits(reply).errors] == [ErrorCode.REGISTRY_ERROR]
    assert next(reversed(tuple(world.journal))).citizens == (BENTE,)


def test_get_documents_can_be_turned_off(world: World) -> None:
    """It is then an unknown query."""
    service = sfsk(SfskSettings(offers_get_documents=False))
    answer = service.search(world, A_SYSTEM, get_documents(unique_id(BENTE, V3)))
    assert [e.code for e in answer.errors] == [ErrorCode.UNKNOWN_QUERY]


def test_an_unknown_citizen_is_answered_as_the_settings_say(world: World) -> None:
    """Empty success by default; or XDSUnknownPatientId; or a fault, see below."""
    default = sfsk().search(world, A_SYSTEM, find(NOBODY))
    assert (default.status, default.entries, default.errors) == (ResponseStatus.SUCCESS, (), ())
    turned = SfskSettings(unknown_citizen=UnknownCitizen.UNKNOWN_PATIENT)
    answer = sfsk(turned).search(world, A_SYSTEM, find(NOBODY))
    assert answer.status == ResponseStatus.FAILURE
    assert [e.code for e in answer.errors] == [ErrorCode.UNKNOWN_PATIENT]
    assert len(sfsk(turned).search(world, A_SYSTEM, find(BENTE)).entries) == 1


@pytest.fixture
def faulting() -> DirectCaller:
    """A caller of services that answer an unknown citizen as DDS does."""
    settings = SfskSettings(unknown_citizen=UnknownCitizen.FAULT)
    return DirectCaller(simulation=Simulation.create(settings=SimulatorSettings(sfsk=settings)))


def test_an_unknown_citizen_may_give_a_fault_of_dds(faulting: DirectCaller) -> None:
    """HTTP 500, the server's fault, with the text that two clients take for it."""
    card = faulting.system_card()
    reply = faulting.search(card, NOBODY)
    assert (reply.status, fault_code(reply)) == (500, "server_error")
    assert b"internal_error_minlog" in reply.body
    assert b"soap:Server" in reply.body
    require_official(reply)
    assert len(hits(faulting.search(card, BENTE)).entries) == 1


def test_the_id_of_a_hit_may_be_a_uuid(world: World) -> None:
    """GetDocuments takes it then, and the unique id stays."""
    service = sfsk(SfskSettings(entry_id=EntryId.URN_UUID))
    (hit,) = service.search(world, A_SYSTEM, find(BENTE)).entries
    assert hit.id.startswith("urn:uuid:")
    assert hit.unique_id == unique_id(BENTE, V3)
    by_id = get_documents(hit.id, by=Parameter.ENTRY_UUID)
    assert service.search(world, A_SYSTEM, by_id).entries == (hit,)
    crossed = get_documents(hit.unique_id, by=Parameter.ENTRY_UUID)
    assert service.search(world, A_SYSTEM, crossed).entries == ()


def repeated(name: Parameter, *texts: str) -> etree._Element:
    """A search for Bente's card with one more slot for each text."""
    body = query.build_request(find(BENTE))
    for text in texts:
        slot = etree.SubElement(body[1], f"{{{NSMAP['rim']}}}Slot", name=name.value)
        values = etree.SubElement(slot, f"{{{NSMAP['rim']}}}ValueList")
        etree.SubElement(values, f"{{{NSMAP['rim']}}}Value").text = text
    return body


@pytest.mark.parametrize(
    ("name", "texts", "found"),
    [
        (Parameter.CONFIDENTIALITY, ("('N^^2.16.840.1.113883.5.25')",) * 2, 1),
        (
            Parameter.CONFIDENTIALITY,
            ("('N^^2.16.840.1.113883.5.25')", "('R^^2.16.840.1.113883.5.25')"),
            0,
        ),
        (
            Parameter.CONFIDENTIALITY,
            ("('R^^2.16.840.1.113883.5.25','N^^2.16.840.1.113883.5.25')",),
            1,
        ),
        (Parameter.STATUS, (f"('{AvailabilityStatus.APPROVED}')",), ErrorCode.PARAMETER_NUMBER),
        (Parameter.CLASS_CODE, ("001^^1.2.208.184.100.9",), ErrorCode.REGISTRY_ERROR),
    ],
    ids=["the-same-twice", "both-at-once", "either", "status-again", "without-quotes"],
)
def test_repeated_slots_on_the_wire(
    name: Parameter, texts: tuple[str, ...], found: int | ErrorCode, caller: DirectCaller
) -> None:
    """Each slot narrows the search; where IHE knows no AND, it is an error."""
    message = caller.message(caller.system_card(), repeated(name, *texts))
    reply = caller.call(ITI18, message, Action.REGISTRY_STORED_QUERY)
    answer = hits(reply)
    if isinstance(found, ErrorCode):
        assert [e.code for e in answer.errors] == [found]
    else:
        assert (len(answer.entries), answer.errors) == (found, ())
    require_official(reply)


def test_quotes_may_be_taken_lightly(world: World) -> None:
    """A text without quotes is then a value as it stands."""
    request = read_request(repeated(Parameter.CLASS_CODE, "001^^1.2.208.184.100.9"))
    lenient = sfsk(SfskSettings(quoting=Quoting.LENIENT))
    assert len(lenient.search(world, A_SYSTEM, request).entries) == 1
    assert [e.code for e in sfsk().search(world, A_SYSTEM, request).errors] == [
        ErrorCode.REGISTRY_ERROR
    ]


def test_ids_are_told_apart_in_a_world_that_changes(world: World) -> None:
    """A citizen who comes later is found by id; one who is forgotten is not any more."""
    service, by_id = sfsk(), get_documents(unique_id(NOBODY, V3))
    assert service.citizens_named(world, by_id) == ()
    world.admit(replace(world.citizen(BENTE), cpr=NOBODY))
    assert service.citizens_named(world, by_id) == (NOBODY,)
    world.forget(NOBODY)
    assert service.citizens_named(world, by_id) == ()


def test_a_clock_that_is_wrong_shows_in_the_hit(world: World) -> None:
    """The time of an entry that is made on demand is the service's own."""
    world.clock.set(datetime(2026, 6, 1, 12, 0, tzinfo=UTC))
    world.inject(Fault.CLOCK_AHEAD, BENTE)
    (hit,) = sfsk().search(world, A_SYSTEM, find(BENTE)).entries
    ahead = datetime(2026, 6, 1, 12, 0, tzinfo=UTC) + timedelta(minutes=10)
    assert hit.service_start == f"{ahead:%Y%m%d%H%M%S}"
