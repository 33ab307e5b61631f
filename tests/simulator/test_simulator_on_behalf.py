"""Calls on behalf of another at SFSK: citizens by custody or proxy, professionals by SEAS."""

from collections.abc import Callable

import pytest

from conformance.safe_xml import parse
from conformance.security import hsuid, idcard
from conformance.security.hsuid import HsuidAttribute, HsuidUserType
from conformance.simulator.sfsk.access import AccessRules, AccessSettings
from conformance.simulator.sfsk.callers import CallerKind, UserType
from conformance.simulator.sfsk.service import REPOSITORY_ID, unique_id
from conformance.simulator.state.personas import CVR, Persona, Staff
from conformance.simulator.state.world import World
from conformance.xds.retrieve import DocumentRequest
from conformance.xds.vocabulary import FormatCode
from tests.simulator.direct_calls import (
    DirectCaller,
    documents,
    fault_code,
    hits,
    own_call,
    require_official,
)

MAX, CHILD, WARD, BENTE = Persona.MAX, Persona.CHILD, Persona.WARD, Persona.BENTE
CUSTODY, PROXY = AccessSettings().custody_relation, AccessSettings().proxy_relation
WANTED = DocumentRequest(repository_id=REPOSITORY_ID, unique_id=unique_id(CHILD, FormatCode.PDC_V3))

Change = Callable[[World], object]


def for_another(responsible: str, relation: str, **more: str) -> dict[str, str]:
    """Max acts for another citizen."""
    return own_call(MAX, RESPONSIBLE_CPR=responsible, CITIZEN_RELATION=relation, **more)


def for_professional(code: str, acting: str = Staff.NURSE, **more: str) -> dict[str, str]:
    """A nurse acts for the professional with this authorisation code."""
    named = {"USER_TYPE": HsuidUserType.HEALTHCARE_PROFESSIONAL.value} | more
    return own_call(acting, RESPONSIBLE_USER_AUTHORISATION=code, **named)


def test_a_custody_holder_finds_and_fetches_the_childs_card(
    caller: DirectCaller, world: World
) -> None:
    """The child's and no other, not even the own one; and nobody writes MinLog."""
    card, header = caller.system_card(), for_another(CHILD, CUSTODY)
    found = caller.search(card, CHILD, header)
    assert len(hits(found).entries) == 1
    require_official(found)
    assert len(documents(caller.retrieve(card, WANTED, citizen=header)).documents) == 1
    for other in (MAX, BENTE):
        assert hits(caller.search(card, other, header)).entries == ()
    assert not len(world.log)


def test_a_proxy_finds_the_card_of_any_principal(caller: DirectCaller, world: World) -> None:
    """A power of attorney is not looked up."""
    reply = caller.search(caller.system_card(), BENTE, for_another(BENTE, PROXY))
    assert len(hits(reply).entries) == 1
    assert not world.log_of(BENTE)


@pytest.mark.parametrize(
    ("header", "change", "code"),
    [
        (for_another(CHILD, CUSTODY), lambda _: None, None),
        (for_another(CHILD, CUSTODY, CITIZEN_CPR=""), lambda _: None, None),
        (for_another(CHILD, CUSTODY, CITIZEN_CPR=CHILD), lambda _: None, None),
        (for_another(CHILD, CUSTODY, CITIZEN_CPR=MAX), lambda _: None, "not_authorized"),
        (for_another(CHILD, CUSTODY), lambda w: w.remove_custody(MAX, CHILD), "not_authorized"),
        (for_another(WARD, CUSTODY), lambda _: None, "not_authorized"),
        (for_another(WARD, CUSTODY), lambda w: w.appoint_guardian(MAX, WARD), None),
        (for_another(WARD, CUSTODY), lambda w: w.record_parent(MAX, WARD), "not_authorized"),
        (for_another(WARD, CUSTODY), lambda w: w.give_custody(WARD, MAX), "not_authorized"),
        (for_another("3102140000", CUSTODY), lambda _: None, "not_authorized"),
        (for_another(WARD, PROXY), lambda _: None, None),
        (for_another(CHILD, PROXY), lambda w: w.remove_custody(MAX, CHILD), None),
        (for_another(MAX, CUSTODY), lambda _: None, "not_authorized"),
        (for_another(MAX, PROXY), lambda _: None, "not_authorized"),
        (for_another(CHILD, ""), lambda _: None, "not_authorized"),
        (for_another(CHILD, "neighbour"), lambda _: None, "not_authorized"),
        (for_another(CHILD, CUSTODY.upper()), lambda _: None, "not_authorized"),
        (own_call(MAX, RESPONSIBLE_CPR=CHILD), lambda _: None, "not_authorized"),
        (own_call(MAX, CITIZEN_RELATION=CUSTODY), lambda _: None, "not_authorized"),
        (
            for_another(CHILD, CUSTODY, USER_TYPE="nsi:HealthcareProfessional"),
            lambda _: None,
            "not_authorized",
        ),
    ],
    ids=[
        "custody",
        "citizen-left-empty",
        "citizen-is-the-child",
        "citizen-is-the-acting",
        "custody-lost",
        "no-custody",
        "guardian",
        "parent-only",
        "custody-the-other-way",
        "unknown-child",
        "proxy",
        "proxy-without-custody",
        "custody-of-oneself",
        "proxy-of-oneself",
        "empty-relation",
        "unknown-relation",
        "relation-in-capitals",
        "no-relation",
        "no-responsible",
        "professional-with-a-systems-card",
    ],
)
def test_a_citizen_acts_for_another_by_a_relation(
    header: dict[str, str], change: Change, code: str | None, caller: DirectCaller, world: World
) -> None:
    """Two persons, a known relation, and for custody a bond in the CPR register."""
    change(world)
    responsible = header.get(HsuidAttribute.RESPONSIBLE_CPR, CHILD)
    reply = caller.search(caller.system_card(), responsible, header)
    if code is None:
        assert len(hits(reply).entries) == 1
    else:
        assert (reply.status, fault_code(reply)) == (500, code)


def test_who_acts_for_another_citizen_calls_through_a_listed_organisation(
    caller: DirectCaller, world: World
) -> None:
    """The whitelist is that of the caller's CVR number."""
    card, header = caller.system_card(), for_another(CHILD, CUSTODY)
    world.whitelist = frozenset({CVR})
    assert len(hits(caller.search(card, CHILD, header)).entries) == 1
    world.whitelist = frozenset({"00000000"})
    assert fault_code(caller.search(card, CHILD, header)) == "not_authorized"


def test_the_codes_of_the_relations_can_be_set(caller: DirectCaller, world: World) -> None:
    """They are not public: a tester who knows them says so."""
    rules = AccessRules(AccessSettings(custody_relation="1", proxy_relation="2"))
    card = idcard.read(caller.system_card())
    admitted = [
        rules.admit(world, card, read(caller, for_another(CHILD, relation))).citizen
        for relation in ("1", "2")
    ]
    assert admitted == [CHILD, CHILD]


def read(caller: DirectCaller, header: dict[str, str]) -> hsuid.Hsuid:
    element = parse(caller.message(None, parse(b"<x/>"), header)).find(".//{*}HsuidHeader")
    assert element is not None
    return hsuid.read(element)


def test_a_professionals_look_up_for_another_is_logged_with_both(
    caller: DirectCaller, world: World
) -> None:
    """The user who acts, and the one who is responsible, by authorisation code and name."""
    card = caller.user_card(world.staff[Staff.NURSE])
    reply = caller.search(card, BENTE, for_professional("J0184"))
    assert len(hits(reply).entries) == 1
    (entry,) = world.log_of(BENTE)
    assert (entry.user_id, entry.user_id_source) == (Staff.NURSE, "CPR")
    assert entry.user_name == "Karen Sygeplejerske"
    assert (entry.on_behalf_of_id, entry.on_behalf_of_id_source) == ("J0184", "Autorisation")
    assert (entry.on_behalf_of_name, entry.on_behalf_of_role) == ("Lars Larsen", "7170")


def test_a_professionals_own_look_up_names_nobody_else(caller: DirectCaller, world: World) -> None:
    """Whether the header is missing or leaves the responsible empty."""
    card = caller.user_card(world.staff[Staff.NURSE])
    for header in ({}, for_professional("")):
        caller.search(card, BENTE, header)
    found = [(entry.on_behalf_of_id, entry.on_behalf_of_name) for entry in world.log_of(BENTE)]
    assert found == [(None, None)] * 2


@pytest.mark.parametrize(
    ("staff", "header", "code"),
    [
        (Staff.NURSE, for_professional("J0184"), None),
        (Staff.NURSE, for_professional("J0184", RESPONSIBLE_CPR=Staff.DOCTOR), None),
        (
            Staff.NURSE,
            for_professional("J0184", RESPONSIBLE_CPR=Staff.ASSISTANT_R1),
            "not_authorized",
        ),
        (Staff.NURSE, for_professional("", RESPONSIBLE_CPR=Staff.DOCTOR), "not_authorized"),
        (Staff.NURSE, for_professional("XXXXX"), "not_authorized"),
        (Staff.NURSE, for_professional("j0184"), "not_authorized"),
        (Staff.NURSE, for_professional("5GXFR"), "not_authorized"),
        (Staff.NURSE, for_professional("J0184", acting=Staff.ASSISTANT_R1), "not_authorized"),
        (Staff.NURSE, for_professional("J0184", USER_TYPE="nsi:Citizen"), "not_authorized"),
        (Staff.NURSE, own_call(Staff.NURSE), "not_authorized"),
        (Staff.ASSISTANT_R1, for_professional("J0184", acting=Staff.ASSISTANT_R1), None),
        (
            Staff.ASSISTANT_NONE,
            for_professional("J0184", acting=Staff.ASSISTANT_NONE),
            "not_authorized",
        ),
        (
            Staff.ASSISTANT_BOTH,
            for_professional("J0184", acting=Staff.ASSISTANT_BOTH),
            "not_authorized",
        ),
    ],
    ids=[
        "by-code",
        "by-code-and-number",
        "code-of-another-than-the-number",
        "number-without-code",
        "unknown-code",
        "code-in-small-letters",
        "own-code",
        "another-acting-user-than-the-cards",
        "user-type-citizen",
        "citizens-call-with-a-users-card",
        "assistant-with-a-role",
        "assistant-without-a-right",
        "assistant-with-two-roles",
    ],
)
def test_a_professional_acts_for_one_whom_the_register_of_authorisations_knows(
    staff: Staff, header: dict[str, str], code: str | None, caller: DirectCaller, world: World
) -> None:
    """Card, header and register must agree on who acts and who is responsible."""
    reply = caller.search(caller.user_card(world.staff[staff]), BENTE, header)
    if code is None:
        assert len(hits(reply).entries) == 1
    else:
        assert (reply.status, fault_code(reply)) == (500, code)
        assert not world.log_of(BENTE)


def test_a_helper_without_a_right_of_his_own_can_be_let_in(
    caller: DirectCaller, world: World
) -> None:
    """Where a tester knows that SFSK asks the responsible one's right alone."""
    rules = AccessRules(AccessSettings(acting_needs_right=False))
    card = idcard.read(caller.user_card(world.staff[Staff.ASSISTANT_NONE]))
    header = read(caller, for_professional("J0184", acting=Staff.ASSISTANT_NONE))
    admitted = rules.admit(world, card, header)
    assert admitted.user_type is UserType.PROFESSIONAL_ON_BEHALF
    assert admitted.responsible == world.staff[Staff.DOCTOR]


def test_every_user_type_is_treated_as_one_of_three() -> None:
    """Systems log themselves, professionals are logged, citizens are not."""
    kinds = {kind: {t for t in UserType if t.kind is kind} for kind in CallerKind}
    assert len(UserType) == 8
    assert kinds == {
        CallerKind.SYSTEM: {UserType.SYSTEM},
        CallerKind.PROFESSIONAL: {
            UserType.AUTHORISED,
            UserType.NATIONAL_ROLE,
            UserType.PROFESSIONAL_ON_BEHALF,
            UserType.IDWS_EMPLOYEE,
        },
        CallerKind.CITIZEN: {
            UserType.CITIZEN,
            UserType.CITIZEN_ON_BEHALF,
            UserType.IDWS_CITIZEN,
        },
    }
