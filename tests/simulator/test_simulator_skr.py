"""SKR on the wire: who may write, what a refusal looks like, and that the next card has it."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from conformance.pdc import compose, values
from conformance.pdc.codes import EnteredBy
from conformance.pdc.datatypes import PersonName
from conformance.pdc.read import read
from conformance.safe_xml import parse
from conformance.security import dgws
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.hsuid import HsuidAttribute
from conformance.security.idcard import AuthenticationLevel
from conformance.security.idws import IdwsToken, TokenAttribute
from conformance.security.namespaces import PREFIXES
from conformance.security.roles import NationalRole
from conformance.simulator.doors.endpoint import Note, TokenAsked
from conformance.simulator.doors.messages import Reply
from conformance.simulator.sfsk.access import AccessRules, AccessSettings
from conformance.simulator.sfsk.callers import Caller, UserType
from conformance.simulator.sfsk.service import REPOSITORY_ID, unique_id
from conformance.simulator.simulation import Simulation
from conformance.simulator.skr.access import WriteAccess
from conformance.simulator.skr.endpoint import ROUTES, SkrEndpoint, refusal_fault
from conformance.simulator.skr.rules import WriteRefused, WriteRules
from conformance.simulator.skr.settings import SkrSettings
from conformance.simulator.skr.stamkort_register import StamkortRegister
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import Service
from conformance.simulator.state.personas import CVR, Persona, Staff
from conformance.simulator.state.world import World
from conformance.skr import messages
from conformance.skr.values import Create, Delete, Request, Update
from conformance.skr.vocabulary import OPERATIONS, Operation, Part, Verb
from conformance.xds.retrieve import DocumentRequest
from conformance.xds.vocabulary import FormatCode
from tests.simulator.direct_calls import DirectCaller, documents, fault_code, own_call, user_log
from tests.simulator.hostile_bodies import bodies
from tests.skr.skr_requests import ENTRIES, NEW_ID, RELATIVE

SKR: Final = "/skr/dgws20240101"
SOFIE, BENTE, MAX, CHILD = Persona.SOFIE, Persona.BENTE, Persona.MAX, Persona.CHILD
CREATE = Create(citizen=compose.cpr_id(SOFIE), entry=RELATIVE)
BAD = replace(CREATE, entry=replace(RELATIVE, note="041000-9234"))


def write(
    caller: DirectCaller,
    card: etree._Element | None,
    request: Request = CREATE,
    citizen: Mapping[str, str] = {},
) -> Reply:
    message = caller.message(card, messages.build_request(request), citizen)
    return caller.call(SKR, message, request.operation.action)


def done(reply: Reply, operation: Operation = CREATE.operation) -> bool:
    """Whether the answer is the empty response of the operation, and not a fault."""
    if reply.status != 200:
        return False
    messages.read_response(dgws.read_response(reply.body), operation)
    return True


def text_of(reply: Reply) -> str:
    return parse(reply.body).findtext("soap:Body/soap:Fault/faultstring", "", PREFIXES)


@pytest.fixture
def doctor(caller: DirectCaller, world: World) -> etree._Element:
    return caller.user_card(world.staff[Staff.DOCTOR])


def relatives(caller: DirectCaller, cpr: str = SOFIE) -> list[values.Relative]:
    """The relatives in the card that SFSK serves now."""
    wanted = DocumentRequest(
        repository_id=REPOSITORY_ID, unique_id=unique_id(cpr, FormatCode.PDC_V3)
    )
    (document,) = documents(caller.retrieve(caller.system_card(), wanted)).documents
    return list(read(document.content).of(values.Relative))


def test_what_a_professional_writes_is_in_the_card_that_sfsk_serves(
    caller: DirectCaller, doctor: etree._Element, world: World
) -> None:
    """With the user of the id card, and the organisation, as its author."""
    assert done(write(caller, doctor))
    (kin,) = relatives(caller)
    assert (kin.id.extension, kin.name) == (NEW_ID, RELATIVE.name)
    author = kin.author
    assert author.person is not None
    assert author.person.full == "Lars Larsen"
    assert author.organization == "FSK Testhospital"
    assert author.code is not None
    assert author.code.code == EnteredBy.PROFESSIONAL
    line = world.journal.of(Service.SKR)[-1]
    assert (line.outcome, line.citizens, line.caller_name) == ("Success", (SOFIE,), "Lars Larsen")
    assert line.operation.endswith("#CreateRelatives")


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda o: o.name)
def test_every_operation_is_answered_by_its_empty_response(
    operation: Operation, caller: DirectCaller, doctor: etree._Element
) -> None:
    """Create first, then what the operation does."""
    citizen, part = compose.cpr_id(SOFIE), operation.part
    first = Create(citizen=citizen, entry=ENTRIES[part])
    assert done(write(caller, doctor, first), first.operation)
    if operation.verb is Verb.CREATE:
        return
    request: Request = Update(citizen=citizen, entry=ENTRIES[part])
    if operation.verb is Verb.DELETE:
        request = Delete(citizen=citizen, part=part, id=NEW_ID)
    assert request.operation == operation
    assert done(write(caller, doctor, request), operation)


def test_a_refusal_is_a_fault_with_a_reason_and_the_journal_has_it(
    caller: DirectCaller, doctor: etree._Element, world: World
) -> None:
    """Nothing is written, and the number is not sent back."""
    reply = write(caller, doctor, BAD)
    assert (reply.status, fault_code(reply)) == (500, "request_payload_validation_error")
    assert "expected no CPR number in the note" in text_of(reply)
    assert "9234" not in text_of(reply)
    assert relatives(caller) == []
    line = world.journal.of(Service.SKR)[-1]
    assert (line.outcome, line.citizens) == ("request_payload_validation_error", (SOFIE,))


def test_how_a_refusal_looks_is_one_function_and_a_setting() -> None:
    """Nobody knows the real shape."""
    fault = refusal_fault(WriteRefused("x"), SkrSettings(refusal_code=FaultCode.SYNTAX_ERROR))
    assert (fault.code, fault.text) == (FaultCode.SYNTAX_ERROR, "x")


def test_an_unknown_citizen_is_refused_like_a_broken_rule(
    caller: DirectCaller, doctor: etree._Element
) -> None:
    """Only for known citizens."""
    reply = write(caller, doctor, replace(CREATE, citizen=compose.cpr_id("3102999999")))
    assert fault_code(reply) == "request_payload_validation_error"


@pytest.mark.parametrize(
    "level", [AuthenticationLevel.PASSWORD, AuthenticationLevel.SYSTEM_SIGNATURE]
)
def test_a_professionals_card_is_of_level_4(
    level: AuthenticationLevel, caller: DirectCaller, world: World
) -> None:
    """Lower is refused."""
    user = user_log(world.staff[Staff.DOCTOR])
    card = caller.issued(replace(caller.requested(user=user), level=level))
    assert fault_code(write(caller, card)) == "security_level_failed"


def test_a_system_does_not_write_on_its_own(caller: DirectCaller) -> None:
    """Level 3 is for portals, with the citizen in the HSUID header."""
    reply = write(caller, caller.system_card())
    assert fault_code(reply) == "security_level_failed"
    assert "an employee id card of level 4" in text_of(reply)


@pytest.mark.parametrize(
    ("staff", "code"),
    [
        (Staff.DOCTOR, None),
        (Staff.NURSE, None),
        (Staff.ASSISTANT_R1, "not_authorized"),
        (Staff.ASSISTANT_R2, "not_authorized"),
        (Staff.ASSISTANT_R3, "not_authorized"),
        (Staff.ASSISTANT_BOTH, "not_authorized"),
        (Staff.ASSISTANT_NONE, "not_authorized"),
    ],
    ids=lambda value: value.name if isinstance(value, Staff) else "",
)
def test_a_role_that_grants_reading_does_not_grant_writing(
    staff: Staff, code: str | None, caller: DirectCaller, world: World
) -> None:
    """An authorisation does."""
    reply = write(caller, caller.user_card(world.staff[staff]))
    assert done(reply) if code is None else fault_code(reply) == code


@pytest.mark.parametrize("staff", [Staff.ASSISTANT_R1, Staff.ASSISTANT_NONE])
def test_reading_roles_can_be_let_write(staff: Staff, world: World, caller: DirectCaller) -> None:
    """A setting; who has no right at all is still refused."""
    access = WriteAccess(AccessRules(), SkrSettings(reading_roles_write=True))
    card = caller.requested(user=user_log(world.staff[staff]))
    card = replace(card, level=AuthenticationLevel.EMPLOYEE_SIGNATURE)
    if staff is Staff.ASSISTANT_R1:
        assert access.admit(world, card, None).role is EnteredBy.PROFESSIONAL
    else:
        with pytest.raises(DgwsFault, match="not_authorized"):
            access.admit(world, card, None)


def test_a_whitelist_counts_for_writers_too(
    caller: DirectCaller, doctor: etree._Element, world: World
) -> None:
    """As it does for readers."""
    world.whitelist = frozenset({"12345678"})
    assert fault_code(write(caller, doctor)) == "not_authorized"
    world.whitelist = frozenset({CVR})
    assert done(write(caller, doctor))


def test_a_citizen_writes_through_a_portal(caller: DirectCaller) -> None:
    """A system card of level 3 and the citizen in the HSUID header; the author is the citizen."""
    assert done(write(caller, caller.system_card(), CREATE, own_call(SOFIE)))
    (kin,) = relatives(caller)
    assert kin.author.person is not None
    assert kin.author.person.full == "Sofie Bach"
    assert kin.author.organization is None
    assert kin.author.code is not None
    assert kin.author.code.code == EnteredBy.CITIZEN


def test_a_citizen_writes_in_no_other_card(caller: DirectCaller, world: World) -> None:
    """Whatever stands in the request."""
    before = world.citizens
    reply = write(caller, caller.system_card(), CREATE, own_call(BENTE))
    assert fault_code(reply) == "not_authorized"
    assert world.citizens is before


def test_a_protected_citizens_name_does_not_stand_as_author(caller: DirectCaller) -> None:
    """It is hidden in the rest of the card, so it is here."""
    bruno = Persona.BRUNO
    request = replace(CREATE, citizen=compose.cpr_id(bruno))
    assert done(write(caller, caller.system_card(), request, own_call(bruno)))
    (kin,) = relatives(caller, bruno)
    assert kin.author.person == compose.PROTECTED_NAME


def test_a_relative_writes_on_behalf_of_the_citizen(caller: DirectCaller) -> None:
    """Named as such; in the card of the one who is acted for, and in no other."""
    relation = AccessSettings().custody_relation
    header = own_call(MAX, RESPONSIBLE_CPR=CHILD, CITIZEN_RELATION=relation)
    card = caller.system_card()
    request = replace(CREATE, citizen=compose.cpr_id(CHILD))
    assert done(write(caller, card, request, header))
    (kin,) = relatives(caller, CHILD)
    assert kin.author.code is not None
    assert kin.author.code.code == EnteredBy.RELATIVE
    assert kin.author.person is not None
    assert kin.author.person.full == "Max Test Berggren"
    own = replace(CREATE, citizen=compose.cpr_id(MAX))
    assert fault_code(write(caller, card, own, header)) == "not_authorized"


def test_a_relative_whom_no_register_knows_is_shown_by_the_portal(caller: DirectCaller) -> None:
    """An author is a person or an organisation."""
    relation = AccessSettings().proxy_relation
    header = own_call("3102999999", RESPONSIBLE_CPR=SOFIE, CITIZEN_RELATION=relation)
    assert done(write(caller, caller.system_card(), CREATE, header))
    (kin,) = relatives(caller)
    assert (kin.author.person, kin.author.organization) == (None, "FSK Testhospital")


@pytest.mark.parametrize(
    "header",
    [
        own_call(SOFIE, CITIZEN_CPR=BENTE),
        own_call(SOFIE, RESPONSIBLE_CPR=SOFIE, CITIZEN_RELATION=AccessSettings().proxy_relation),
        own_call(SOFIE) | {HsuidAttribute.USER_TYPE.value: "nsi:HealthcareProfessional"},
    ],
    ids=["citizen-filled-in", "own-proxy", "professional"],
)
def test_another_header_than_a_citizens_is_refused(
    header: Mapping[str, str], caller: DirectCaller
) -> None:
    """As at SFSK."""
    assert fault_code(write(caller, caller.system_card(), CREATE, header)) == "not_authorized"


@pytest.mark.parametrize(("portals", "admitted"), [(None, True), ({CVR}, True), (set(), False)])
def test_the_exception_for_portals_can_be_a_list(
    portals: set[str] | None, admitted: bool, world: World, caller: DirectCaller
) -> None:
    """Of CVR numbers; it is not asked for professionals."""
    listed = None if portals is None else frozenset(portals)
    access = WriteAccess(AccessRules(), SkrSettings(portals=listed))
    system = caller.requested().system
    portal = Caller(user_type=UserType.CITIZEN, system=system, citizen=SOFIE)
    if admitted:
        access.check_portal(portal)
    else:
        with pytest.raises(DgwsFault, match="may write for citizens"):
            access.check_portal(portal)
    card = caller.requested(user=user_log(world.staff[Staff.DOCTOR]))
    card = replace(card, level=AuthenticationLevel.EMPLOYEE_SIGNATURE)
    assert access.admit(world, card, None).role is EnteredBy.PROFESSIONAL


def test_a_call_without_a_card_writes_nothing(caller: DirectCaller, world: World) -> None:
    """SKR asks for an id card like the other services."""
    before = world.citizens
    assert fault_code(write(caller, None)) == "missing_required_header"
    assert world.citizens is before


def test_every_path_below_skr_answers(caller: DirectCaller, doctor: etree._Element) -> None:
    """Which one is the real one is not public, so any is taken."""
    message = caller.message(doctor, messages.build_request(BAD))
    for path in (*(route.path for route in ROUTES), "/skr/skr", "/skr/a/b"):
        reply = caller.call(path, message, BAD.operation.action)
        assert fault_code(reply) == "request_payload_validation_error"


def test_the_action_names_the_operation_of_the_body_or_is_left_out(
    caller: DirectCaller, doctor: etree._Element, world: World
) -> None:
    """One that names another operation, or none of SKR's, is refused, and nothing is written."""
    message = caller.message(doctor, messages.build_request(CREATE))
    for action in (
        Operation(Verb.DELETE, Part.RELATIVES).action,
        Operation(Verb.CREATE, Part.DENTIST).action,
        "CreateRelatives",
        CREATE.operation.action.replace("#", "/#"),
    ):
        reply = caller.call(SKR, message, action)
        assert (fault_code(reply), world.citizen(SOFIE).relatives) == ("syntax_error", ())
        assert CREATE.operation.action in text_of(reply)
    assert done(caller.call(SKR, message))


def test_a_body_of_another_form_is_a_syntax_error(
    caller: DirectCaller, doctor: etree._Element
) -> None:
    """The message says that the form is our own reading."""
    body = messages.build_request(CREATE)
    etree.SubElement(body[1], "phone")
    reply = caller.call(SKR, caller.message(doctor, body))
    assert fault_code(reply) == "syntax_error"
    assert "our own reading" in text_of(reply)


def test_down_is_503_and_refusing_refuses(
    caller: DirectCaller, doctor: etree._Element, world: World
) -> None:
    """Each as the fault says; SFSK is not touched by either."""
    world.inject(Fault.SKR_DOWN)
    assert write(caller, doctor).status == 503
    world.mend_all()
    world.inject(Fault.SKR_REFUSES)
    assert fault_code(write(caller, doctor)) == "request_payload_validation_error"
    assert relatives(caller) == []
    world.mend_all()
    assert done(write(caller, doctor))


@pytest.mark.parametrize("name", bodies(b"", Path("/nowhere")))
def test_a_hostile_body_gives_a_fault(
    name: str, caller: DirectCaller, doctor: etree._Element, tmp_path: Path
) -> None:
    """Refused in few bytes, without a word of any file."""
    bait = tmp_path / "bait.txt"
    bait.write_text("SECRET", encoding="utf-8")
    message = caller.message(doctor, messages.build_request(CREATE))
    reply = caller.call(SKR, bodies(message, bait)[name])
    assert reply.status == 500
    assert fault_code(reply) in {"syntax_error", "missing_required_header"}
    assert b"SECRET" not in reply.body
    assert len(reply.body) < 5000


ODD = st.one_of(
    st.sampled_from(["", " ", "null", "-", NEW_ID, "041000-9234", "20260101", "tel:1"]),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"]), max_size=40),
)


@settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(part=st.sampled_from(Part), verb=st.sampled_from(Verb), data=st.data())
def test_a_request_with_changed_elements_is_answered(
    part: Part, verb: Verb, data: st.DataObject, simulation: Simulation
) -> None:
    """Removed, doubled, renamed, filled with other text or attributes: a response or a fault."""
    world = simulation.new_world()
    world.clock.set(simulation.pki.now)
    citizen = compose.cpr_id(SOFIE)
    request: Request = Create(citizen=citizen, entry=ENTRIES[part])
    caller = DirectCaller(simulation=simulation)
    doctor = caller.user_card(world.staff[Staff.DOCTOR])
    if verb is not Verb.CREATE:
        assert done(write(caller, doctor, request), request.operation)
        request = Update(citizen=citizen, entry=ENTRIES[part])
    if verb is Verb.DELETE:
        request = Delete(citizen=citizen, part=part, id=NEW_ID)
    root = messages.build_request(request)
    for _ in range(data.draw(st.integers(1, 3), label="changes")):
        _alter(root, data)
    reply = caller.call(SKR, caller.message(doctor, root))
    if reply.status == 200:
        assert etree.QName(dgws.read_response(reply.body)).localname.endswith("Response")
        relatives(caller)
    else:
        assert fault_code(reply) in {"syntax_error", "request_payload_validation_error"}


def _alter(root: etree._Element, data: st.DataObject) -> None:
    elements = list(root.iter(etree.Element))
    target = elements[data.draw(st.integers(0, len(elements) - 1), label="element")]
    parent = target.getparent()
    kind = data.draw(st.sampled_from(["text", "remove", "double", "rename", "attribute"]))
    if kind == "text":
        target.text = data.draw(ODD)
    elif kind == "rename":
        target.tag = elements[data.draw(st.integers(0, len(elements) - 1), label="other")].tag
    elif kind == "attribute" and target.attrib:
        target.set(data.draw(st.sampled_from(sorted(map(str, target.attrib)))), data.draw(ODD))
    elif kind == "remove" and parent is not None:
        parent.remove(target)
    elif kind == "double" and parent is not None:
        parent.append(parse(etree.tostring(target, with_tail=False)))


def token(simulation: Simulation, **attributes: str) -> IdwsToken:
    """A token with these attributes, held by the system's key."""
    now = simulation.services.world.now
    return IdwsToken(
        token_id="token-1",
        issuer="STS",
        name_id="subject-1",
        issue_instant=now,
        not_before=None,
        not_on_or_after=now,
        audiences=(),
        holder=simulation.system.certificate,
        attributes=tuple((TokenAttribute[k].value, (v,)) for k, v in attributes.items()),
    )


def by_token(held: IdwsToken, request: Request, world: World) -> etree._Element:
    service = SkrEndpoint(StamkortRegister(WriteRules()), WriteAccess(AccessRules()))
    asked = TokenAsked(
        path=SKR,
        action=request.operation.action,
        body=messages.build_request(request),
        token=held,
        message_id="message-1",
    )
    return service.serve_token(asked, Note(world=world, service=Service.SKR)).body


def test_a_citizen_with_a_token_writes_in_the_own_card_alone(
    simulation: Simulation, world: World
) -> None:
    """The door is another, the register the same."""
    held = token(simulation, CPR=SOFIE)
    messages.read_response(by_token(held, CREATE, world), CREATE.operation)
    (kin,) = world.citizen(SOFIE).relatives
    assert (kin.typed_in.role, kin.typed_in.by) == (EnteredBy.CITIZEN, world.citizen(SOFIE).name)
    other = replace(CREATE, citizen=compose.cpr_id(BENTE))
    with pytest.raises(DgwsFault, match="not_authorized"):
        by_token(held, other, world)
    with pytest.raises(DgwsFault, match="not_authorized"):
        by_token(token(simulation), CREATE, world)


def test_an_employee_with_a_token_needs_the_right_to_write(
    simulation: Simulation, world: World
) -> None:
    """An authorisation code in it; a role that grants reading is not enough."""
    who = {"CPR": Staff.DOCTOR.value, "CVR": CVR, "FIRST_NAME": "Lars", "LAST_NAME": "Larsen"}
    with pytest.raises(DgwsFault, match="not_authorized"):
        by_token(token(simulation, **who, ROLE=NationalRole.SUND_ASSIST_R1.value), CREATE, world)
    by_token(token(simulation, **who, AUTHORISATION_CODE="J0184"), CREATE, world)
    (kin,) = world.citizen(SOFIE).relatives
    assert (kin.typed_in.role, kin.typed_in.by) == (
        EnteredBy.PROFESSIONAL,
        PersonName.of("Lars", family="Larsen"),
    )
