"""The citizen's view of MinLog, at the address of the look-up."""

from dataclasses import replace
from datetime import timedelta
from typing import Final

import pytest
from lxml import etree

from conformance.minlog import lookup
from conformance.minlog.lookup import NAMESPACE, LookupRequest
from conformance.minlog.registration import Filter
from conformance.security import dgws
from conformance.security.hsuid import HsuidAttribute
from conformance.simulator.doors.messages import Reply
from conformance.simulator.minlog.assumptions import ASSUMPTIONS
from conformance.simulator.state.assumptions import Assumption
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import Service
from conformance.simulator.state.personas import CVR, Persona, Staff
from conformance.simulator.state.world import World
from tests.simulator.direct_calls import DirectCaller, fault_code, own_call
from tests.simulator.minlog_entries import BY_CVR

PATH: Final = "/minlog2-lookupid/20250312/LookupidService"
NS: Final = {"m": NAMESPACE}
CHILD: Final = Persona.CHILD.value
NOT_CITIZEN: Final = Filter.NOT_CITIZEN.value
NOT_CUSTODIAN: Final = Filter.NOT_CUSTODIAN.value


def look_up(
    caller: DirectCaller,
    request: LookupRequest,
    citizen: dict[str, str] | None = None,
    card: etree._Element | None = None,
) -> Reply:
    message = caller.message(
        caller.system_card() if card is None else card,
        lookup.build_request(request),
        citizen or {},
    )
    return caller.call(PATH, message, lookup.ACTION)


def told(reply: Reply, name: str) -> list[str | None]:
    """The text of this element in each entry of the answer."""
    assert reply.status == 200, reply.body
    entries = dgws.read_response(reply.body).iterfind("m:LogDataEntry/m:Destination", NS)
    return [entry.findtext(f"m:{name}", None, NS) for entry in entries]


def activities(reply: Reply) -> list[str | None]:
    return told(reply, "Activity")


def test_the_citizen_sees_who_has_looked(caller: DirectCaller, world: World) -> None:
    """The own entries and nobody else's, SFSK's among them."""
    world.write_log([BY_CVR, replace(BY_CVR, citizen=Persona.JENS.value)])
    caller.search(caller.user_card(world.staff[Staff.DOCTOR]), Persona.BENTE)
    reply = look_up(caller, LookupRequest(citizen=Persona.BENTE), own_call(Persona.BENTE))
    assert told(reply, "UserPersonName") == ["Lars Larsen", "Lars Larsen"]
    assert told(reply, "UserPersonIdentifier") == [Staff.DOCTOR.value] * 2
    assert activities(reply) == ["Fælles Stamkort opslag", "Fælles Stamkort"]
    last = tuple(world.journal)[-1]
    assert (last.service, last.outcome) == (Service.MINLOG_LOOKUP, "2 shown")
    assert last.citizens == (Persona.BENTE,)


def test_order_and_time_are_those_asked_for(caller: DirectCaller, world: World) -> None:
    """By the time of access, whenever it was registered."""
    day = timedelta(days=1)
    for number in (2, 0, 1, 3):
        at = world.now - number * day
        world.write_log([replace(BY_CVR, at=at, activity=str(number))])
    request = LookupRequest(citizen=Persona.BENTE, start=world.now - 2 * day, end=world.now - day)
    assert activities(look_up(caller, request)) == ["2", "1"]
    backwards = LookupRequest(citizen=Persona.BENTE, oldest_first=False)
    assert activities(look_up(caller, backwards)) == ["0", "1", "2", "3"]


def test_a_replacement_number_is_another_number(caller: DirectCaller, world: World) -> None:
    """An eCPR is not taken for a CPR number."""
    world.write_log([replace(BY_CVR, citizen_source="eCPR")])
    assert activities(look_up(caller, LookupRequest(citizen=Persona.BENTE))) == []
    request = LookupRequest(citizen=Persona.BENTE, citizen_source="eCPR")
    assert len(activities(look_up(caller, request))) == 1


def test_who_is_blurred_is_told_by_pseudonym(caller: DirectCaller, world: World) -> None:
    """Neither name nor number is anywhere in the answer, until the citizen has been told."""
    world.write_log([BY_CVR])
    world.blur_organisation(CVR, Persona.BENTE)
    request = LookupRequest(citizen=Persona.BENTE)
    reply = look_up(caller, request, own_call(Persona.BENTE))
    assert b"Larsen" not in reply.body
    assert Staff.DOCTOR.value.encode() not in reply.body
    assert told(reply, "UserRole") == ["Læge"]
    assert told(reply, "OrganisationId") == [CVR]
    world.disclose(Persona.BENTE, Staff.DOCTOR)
    again = look_up(caller, request, own_call(Persona.BENTE))
    assert told(again, "UserPersonName") == ["Lars Larsen"]


def test_sfsk_tells_what_blurring_needs(caller: DirectCaller, world: World) -> None:
    """The entry of the service names the organisation by its CVR number."""
    caller.search(caller.user_card(world.staff[Staff.DOCTOR]), Persona.BENTE)
    world.blur_organisation(CVR, Persona.BENTE)
    reply = look_up(caller, LookupRequest(citizen=Persona.BENTE))
    assert told(reply, "UserPersonIdentifier") == [None]
    assert told(reply, "UserPersonName") != ["Lars Larsen"]


def test_a_filter_leaves_its_viewer_out(caller: DirectCaller, world: World) -> None:
    """The citizen, or who has custody of the citizen; other words leave nobody out."""
    for filters in ((), (NOT_CITIZEN,), (NOT_CUSTODIAN,), ("x",), (NOT_CITIZEN, NOT_CUSTODIAN)):
        name = " ".join(filters) or "none"
        world.write_log([replace(BY_CVR, citizen=CHILD, filters=filters, activity=name)])
    request = LookupRequest(citizen=CHILD)
    seen_by_child = activities(look_up(caller, request, own_call(CHILD)))
    assert seen_by_child == ["none", NOT_CUSTODIAN, "x"]
    seen_by_father = activities(look_up(caller, request, own_call(Persona.MAX)))
    assert seen_by_father == ["none", NOT_CITIZEN, "x"]


def test_the_pseudonym_is_the_same_for_who_has_custody(caller: DirectCaller, world: World) -> None:
    """It is made of the number of whom the data are about."""
    world.write_log([replace(BY_CVR, citizen=CHILD)])
    world.blur_organisation(CVR, CHILD)
    request = LookupRequest(citizen=CHILD)
    by_child = told(look_up(caller, request, own_call(CHILD)), "UserPersonName")
    by_father = told(look_up(caller, request, own_call(Persona.MAX)), "UserPersonName")
    assert by_child == by_father != ["Lars Larsen"]


def test_strangers_see_nothing(caller: DirectCaller, world: World) -> None:
    """Another citizen, a parent without custody, and a call on behalf of somebody are refused."""
    world.write_log([BY_CVR])
    request = LookupRequest(citizen=CHILD)
    world.remove_custody(Persona.MAX, CHILD)
    on_behalf = {**own_call(CHILD), HsuidAttribute.RESPONSIBLE_CPR.value: Persona.MAX.value}
    for citizen in (own_call(Persona.JENS), own_call(Persona.MAX), on_behalf):
        reply = look_up(caller, request, citizen)
        assert (reply.status, fault_code(reply)) == (500, "not_authorized")


def test_a_guardian_sees_the_wards_view(caller: DirectCaller, world: World) -> None:
    """In the ward's place."""
    ward = Persona.WARD.value
    world.appoint_guardian(Persona.JENS, ward)
    world.write_log([replace(BY_CVR, citizen=ward, filters=(NOT_CITIZEN,), activity="hidden")])
    world.write_log([replace(BY_CVR, citizen=ward)])
    reply = look_up(caller, LookupRequest(citizen=ward), own_call(Persona.JENS))
    assert activities(reply) == ["Fælles Stamkort opslag"]


def test_a_doctors_card_gets_the_citizens_view(caller: DirectCaller, world: World) -> None:
    """As the data authority's client calls."""
    world.write_log([BY_CVR, replace(BY_CVR, filters=(NOT_CITIZEN,))])
    card = caller.user_card(world.staff[Staff.DOCTOR])
    assert len(activities(look_up(caller, LookupRequest(citizen=Persona.BENTE), card=card))) == 1


def test_nothing_is_logged_by_looking(caller: DirectCaller, world: World) -> None:
    """The view is a view."""
    look_up(caller, LookupRequest(citizen=Persona.BENTE))
    assert not world.log


@pytest.mark.parametrize(
    "body", [b"<x/>", f'<min:LogStatementForCPRPersonRequest xmlns:min="{NAMESPACE}"/>'.encode()]
)
def test_a_body_that_is_no_request_is_refused(body: bytes, caller: DirectCaller) -> None:
    """With a DGWS fault."""
    message = caller.message(caller.system_card(), etree.fromstring(body))
    assert fault_code(caller.call(PATH, message, lookup.ACTION)) == "syntax_error"


def test_the_look_up_is_down_with_minlog(caller: DirectCaller, world: World) -> None:
    """Nothing else is answered."""
    world.inject(Fault.MINLOG_DOWN)
    assert look_up(caller, LookupRequest(citizen=Persona.BENTE)).status == 503


def test_what_is_assumed_is_named_once() -> None:
    """By a name of its own, for a service of MinLog's."""
    names = [assumption.name for assumption in ASSUMPTIONS]
    assert len(set(names)) == len(names) > 0
    services = {Service.MINLOG, Service.MINLOG_LOOKUP}
    assert all(isinstance(a, Assumption) and a.service in services for a in ASSUMPTIONS)
