"""Who may read: the rules for systems, professionals and citizens, as one table each."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conformance.safe_xml import parse
from conformance.security import hsuid, idcard
from conformance.security.idcard import AuthenticationLevel, UserLog
from conformance.security.roles import NationalRole
from conformance.security.signature import sign
from conformance.service.client import altered
from conformance.simulator.sfsk.access import AccessRules
from conformance.simulator.sfsk.callers import CallerKind, UserType
from conformance.simulator.state.personas import CVR, Persona, Staff
from conformance.simulator.state.world import World
from tests.simulator.direct_calls import (
    DirectCaller,
    fault_code,
    hits,
    own_call,
    require_official,
    user_log,
)

BENTE = Persona.BENTE
R1, R2 = NationalRole.SUND_ASSIST_R1.value, NationalRole.SUND_ASSIST_R2.value
R3 = "urn:dk:healthcare:national-federation-role:code:41003:value:PlejeAssR3"


def person(**changes: object) -> UserLog:
    user = UserLog(cpr=Staff.ASSISTANT_NONE, given_name="Ingrid", surname="Assistent")
    return replace(user, **changes)  # type: ignore[arg-type]  # the table gives fields of UserLog


@pytest.mark.parametrize(
    ("user", "code"),
    [
        (user_log_of, code)
        for user_log_of, code in (
            (person(roles=(R1,)), None),
            (person(roles=(R2,)), None),
            (person(roles=(R1, R1)), "not_authorized"),
            (person(roles=(R1, R2)), "not_authorized"),
            (person(roles=(R3,)), "not_authorized"),
            (person(roles=(R1, R3)), "not_authorized"),
            (person(roles=(R1.upper(),)), "not_authorized"),
            (person(roles=(f"{R1} ",)), "not_authorized"),
            (person(roles=("SundAssistR1",)), "not_authorized"),
            (person(roles=("41001",)), "not_authorized"),
            (person(roles=("7170",)), "not_authorized"),
            (person(roles=("7170", R1)), None),
            (person(roles=("urn:dk:healthcare:no-role",)), "not_authorized"),
            (person(roles=()), "not_authorized"),
        )
    ],
    ids=[
        "role-1", "role-2", "role-1-twice", "both-roles", "role-3", "roles-1-and-3", "upper-case",
        "trailing-blank", "short-name", "bare-code", "education-only", "education-and-role-1",
        "no-role", "nothing",
    ],
)  # fmt: skip
def test_a_user_without_authorisation_needs_one_of_the_two_roles(
    user: UserLog, code: str | None, caller: DirectCaller
) -> None:
    """One national role, in its full notation, letter for letter."""
    reply = caller.search(caller.issued(caller.requested(user=user)), BENTE)
    if code is None:
        assert len(hits(reply).entries) == 1
    else:
        assert (reply.status, fault_code(reply)) == (500, code)


@pytest.mark.parametrize("staff", [Staff.DOCTOR, Staff.NURSE], ids=lambda s: s.name)
def test_an_authorised_user_needs_no_national_role(
    staff: Staff, caller: DirectCaller, world: World
) -> None:
    """The authorisation code is enough."""
    reply = caller.search(caller.user_card(world.staff[staff]), BENTE)
    assert len(hits(reply).entries) == 1
    require_official(reply)


def test_an_authorised_user_with_two_national_roles_is_refused(
    caller: DirectCaller, world: World
) -> None:
    """One role at a time holds for everybody."""
    user = replace(user_log(world.staff[Staff.DOCTOR]), roles=(R1, R2))
    reply = caller.search(caller.issued(caller.requested(user=user)), BENTE)
    assert fault_code(reply) == "not_authorized"


@pytest.mark.parametrize(
    ("is_user", "level", "code"),
    [
        (False, AuthenticationLevel.NONE, "security_level_failed"),
        (False, AuthenticationLevel.PASSWORD, "security_level_failed"),
        (False, AuthenticationLevel.SYSTEM_SIGNATURE, None),
        (False, AuthenticationLevel.EMPLOYEE_SIGNATURE, None),
        (True, AuthenticationLevel.NONE, "security_level_failed"),
        (True, AuthenticationLevel.PASSWORD, "security_level_failed"),
        (True, AuthenticationLevel.SYSTEM_SIGNATURE, "security_level_failed"),
        (True, AuthenticationLevel.EMPLOYEE_SIGNATURE, None),
    ],
)
def test_the_level_must_be_3_for_systems_and_4_for_users(
    is_user: bool, level: AuthenticationLevel, code: str | None, caller: DirectCaller, world: World
) -> None:
    """Below that the call is refused, whatever else the card says."""
    user = user_log(world.staff[Staff.DOCTOR]) if is_user else None
    card = caller.issued(replace(caller.requested(user=user), level=level))
    reply = caller.search(card, BENTE)
    assert (hits(reply).entries != ()) if code is None else (fault_code(reply) == code)


@pytest.mark.parametrize(
    ("citizen", "code"),
    [
        (own_call(BENTE), None),
        (own_call(BENTE, CITIZEN_CPR=""), None),
        (own_call(BENTE, CITIZEN_CPR=BENTE), "not_authorized"),
        (own_call(BENTE, RESPONSIBLE_CPR=Persona.MAX), "not_authorized"),
        (own_call(BENTE, USER_TYPE="nsi:HealthcareProfessional"), "not_authorized"),
        (own_call(BENTE, USER_TYPE="nsi:Citizens"), "syntax_error"),
        (own_call(""), "syntax_error"),
    ],
    ids=[
        "own", "own-citizen-empty", "citizen-given", "no-relation", "professional", "unknown-type",
        "nobody",
    ],
)  # fmt: skip
def test_a_citizens_own_call_names_nobody_else(
    citizen: dict[str, str], code: str | None, caller: DirectCaller
) -> None:
    """Nobody else's number stands in the HSUID header, unless it says by which relation."""
    reply = caller.search(caller.system_card(), BENTE, citizen)
    assert (hits(reply).entries != ()) if code is None else (fault_code(reply) == code)


@pytest.mark.parametrize(
    ("whitelist", "admitted"),
    [
        (None, True),
        (frozenset({CVR}), True),
        (frozenset({"00000000"}), False),
        (frozenset(), False),
    ],
    ids=["none", "listed", "another", "empty"],
)
def test_a_whitelist_admits_the_listed_organisations_only(
    whitelist: frozenset[str] | None, admitted: bool, caller: DirectCaller, world: World
) -> None:
    """For systems and for users alike."""
    world.whitelist = whitelist
    for card in (caller.system_card(), caller.user_card(world.staff[Staff.DOCTOR])):
        reply = caller.search(card, BENTE)
        assert (hits(reply).entries != ()) if admitted else (fault_code(reply) == "not_authorized")


def test_a_card_that_no_sts_issued_is_refused(caller: DirectCaller) -> None:
    """Missing, altered, and signed with a certificate that only the STS trusts."""
    own = sign(idcard.build(caller.requested()), caller.simulation.system)
    found = [
        fault_code(caller.search(card, BENTE))
        for card in (None, altered(caller.system_card()), own)
    ]
    assert found == ["missing_required_header", "invalid_signature", "invalid_certificate"]


@pytest.mark.parametrize(
    ("by", "admitted"),
    [
        (timedelta(hours=23, minutes=54, seconds=59), True),
        (timedelta(hours=23, minutes=55), False),
        (timedelta(minutes=-5), True),
        (timedelta(minutes=-5, seconds=-1), False),
    ],
    ids=["last-second", "expired", "first-second", "not-yet-valid"],
)
def test_a_card_counts_for_24_hours_from_five_minutes_ago(
    by: timedelta, admitted: bool, caller: DirectCaller, world: World
) -> None:
    """The card's validity is judged by the clock of the world."""
    world.clock.set(world.now.replace(microsecond=0))
    card = caller.system_card()
    world.clock.advance(by)
    reply = caller.search(card, BENTE)
    assert (hits(reply).entries != ()) if admitted else (fault_code(reply) == "expired_idcard")


def test_the_kinds_of_caller_are_told_apart(caller: DirectCaller, world: World) -> None:
    """A system, a professional, and a citizen, who may ask for one number only."""
    rules, system = AccessRules(), idcard.read(caller.system_card())
    doctor = idcard.read(caller.user_card(world.staff[Staff.DOCTOR]))
    header = parse(caller.message(None, parse(b"<x/>"), own_call(BENTE))).find(".//{*}HsuidHeader")
    assert header is not None
    kinds = [
        rules.admit(world, system, None),
        rules.admit(world, doctor, None),
        rules.admit(world, system, hsuid.read(header)),
    ]
    assert [(k.user_type, k.kind, k.citizen) for k in kinds] == [
        (UserType.SYSTEM, CallerKind.SYSTEM, None),
        (UserType.AUTHORISED, CallerKind.PROFESSIONAL, None),
        (UserType.CITIZEN, CallerKind.CITIZEN, BENTE),
    ]
