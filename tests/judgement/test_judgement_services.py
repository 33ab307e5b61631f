"""Calls, cards and MinLog: each judgement passes what holds and words what does not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from conformance.findings import Shortfall
from conformance.judgement import calls, cards, log
from conformance.minlog.registration import LogEntry
from conformance.pdc.build import build
from conformance.pdc.codes import DocumentVersion
from conformance.pdc.datatypes import Address
from conformance.pdc.values import CHILD_CUSTODY, CUSTODY_BY, Card
from conformance.security.idcard import (
    AuthenticationLevel,
    IdCard,
    SystemLog,
    UserLog,
    system_card,
    user_card,
)
from conformance.security.roles import NationalRole
from conformance.security.soap import SoapVersion
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.journal import Exchange, Service
from conformance.simulator.state.personas import Persona, Staff, populate, staff_members
from conformance.simulator.state.world import World
from conformance.xds import query
from conformance.xds.entries import DocumentEntry, QueryResponse
from conformance.xds.errors import RegistryError
from conformance.xds.retrieve import RetrievedDocument, RetrieveResponse
from conformance.xds.vocabulary import Action, ErrorCode, FormatCode, ResponseStatus

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
R1, R2 = NationalRole.SUND_ASSIST_R1.value, NationalRole.SUND_ASSIST_R2.value
SYSTEM = system_card(
    card_id="1",
    issuer="x",
    cert_hash="x",
    system=SystemLog(it_system_name="EHR", care_provider_id="1", care_provider_name="H"),
    now=NOW,
)
LARS = UserLog(cpr=Staff.DOCTOR, given_name="Lars", surname="Larsen", roles=(R1,))
USER = user_card(SYSTEM, LARS)


def call(
    service: Service = Service.SFSK_REGISTRY,
    caller: IdCard | None = SYSTEM,
    formats: tuple[FormatCode, ...] | None = (FormatCode.PDC_V3,),
    outcome: str = "Success",
) -> Exchange:
    asked = None if formats is None else query.find_documents("1", format_codes=formats)
    return Exchange(
        at=NOW,
        service=service,
        operation="x",
        outcome=outcome,
        request=b"",
        response=b"",
        caller=caller,
        query=asked if service is Service.SFSK_REGISTRY else None,
    )


def as_user(*roles: str) -> Exchange:
    return call(caller=replace(USER, user=replace(LARS, roles=roles)))


SEARCH_ACTION = Action.REGISTRY_STORED_QUERY.value
FETCH = call(Service.SFSK_REPOSITORY)
STS = call(Service.STS)
BOTH_ROLES = call(Service.STS, replace(USER, user=replace(LARS, roles=(R1, R2))))

# Cards


def world() -> World:
    made = World()
    made.clock.set(NOW)
    populate(made)
    return made


def made(change: Callable[[World], None] = lambda _: None, cpr: str = Persona.MAX) -> Card:
    there = world()
    change(there)
    return CardMaker(new_uuid=lambda: UUID(int=1)).make(there, cpr)


def opted_out(there: World) -> None:
    there.register_opt_out(Persona.BENTE, at=NOW - timedelta(days=9))


def staying(there: World) -> None:
    there.stay_at(Persona.MAX, Address(lines=("Vej 1", "st.")), start=NOW, end=None)


PLAIN, FULL = made(), made(cpr=Persona.BENTE)
ERROR = RegistryError(code=ErrorCode.REPOSITORY_ERROR, context="why")
ENTRY = DocumentEntry(
    unique_id="1^x",
    repository_id="1",
    home_community_id="1",
    cpr="1",
    format_code=FormatCode.PDC_V3,
    title="t",
)
V2_ENTRY = replace(ENTRY, format_code=FormatCode.PDC_V2)
DOCUMENT = RetrievedDocument(repository_id="1", unique_id="1^x", content=build(PLAIN))
SERVED = RetrieveResponse(documents=(DOCUMENT,))
FAILED = RetrieveResponse(status=ResponseStatus.FAILURE, errors=(ERROR,))
HIT, MISS = QueryResponse(entries=(ENTRY,)), QueryResponse()

# MinLog

DOCTOR = next(m for m in staff_members() if m.cpr == Staff.DOCTOR)
ACCESS = LogEntry(
    citizen="1",
    user_id=DOCTOR.cpr,
    user_id_source="CPR",
    at=NOW,
    received_at=NOW,
    system_name="EHR",
    activity="x",
    written_by="EHR",
)
BY_CODE = replace(ACCESS, user_id="J0184", user_id_source="Autorisation")
FOR_DOCTOR = replace(ACCESS, on_behalf_of_id="J0184", on_behalf_of_id_source="Autorisation")
STRANGER = replace(ACCESS, user_id="3102999999")
MINLOG = call(Service.MINLOG, outcome="2 added, 0 failed")

PASSES: dict[str, Callable[[], object]] = {
    "version 3": lambda: calls.require_version_3_only([call(), FETCH, STS]),
    "any format": lambda: calls.require_version_3_only([call(formats=())]),
    "SOAP 1.1": lambda: calls.require_soap_calls([replace(call(), operation=SEARCH_ACTION)]),
    "a valid card": lambda: calls.require_valid_id_cards([call(), FETCH]),
    "system cards": lambda: calls.require_cards_of([call(), FETCH], "system", 3),
    "user cards, whatever the STS saw": lambda: calls.require_cards_of(
        [STS, call(caller=USER)], "user", 4
    ),
    "role": lambda: calls.require_role([as_user(R1)], R1),
    "single role": lambda: calls.require_single_role([as_user(R1), as_user("7170", R2), STS]),
    "nobody called": lambda: calls.require_single_role([call(caller=None)]),
    "nothing fetched": lambda: calls.require_nothing_fetched([STS, MINLOG]),
    "hit": lambda: cards.require_hits(HIT, 1),
    "no hit": lambda: cards.require_hits(MISS, 0),
    "format": lambda: cards.require_format(HIT, FormatCode.PDC_V3),
    "error": lambda: cards.require_error(FAILED),
    "no document": lambda: cards.require_no_document(FAILED),
    "version": lambda: cards.require_version(PLAIN, DocumentVersion.V3, Persona.MAX),
    "no opt-out": lambda: cards.require_opt_out(FULL, in_force=False),
    "opt-out": lambda: cards.require_opt_out(made(opted_out, Persona.BENTE), in_force=True),
    "custody": lambda: cards.require_custody(PLAIN, CHILD_CUSTODY, ["Alma Test Berggren"]),
    "custody by nobody": lambda: cards.require_custody(PLAIN, CUSTODY_BY, []),
    "relation": lambda: cards.require_relation(PLAIN, "Alma Test Berggren", "far"),
    "address": lambda: cards.require_temporary_address(made(staying), ["Vej 1", "st."]),
    "no address": lambda: cards.require_no_temporary_address(PLAIN),
    "count": lambda: log.require_count([ACCESS, BY_CODE], 2),
    "count of none": lambda: log.require_count([], 0),
    "names": lambda: log.require_names([ACCESS, BY_CODE], DOCTOR),
    "time": lambda: log.require_time([ACCESS], NOW + timedelta(seconds=1)),
    "on nobody's behalf": lambda: log.require_principal([ACCESS], None),
    "on the doctor's behalf": lambda: log.require_principal([FOR_DOCTOR], DOCTOR),
    "accepted": lambda: log.require_accepted([call(), MINLOG]),
    "an organisation": lambda: log.require_organisation([replace(ACCESS, organisation_id="1")]),
    "twenty calls in an hour": lambda: log.require_volume([MINLOG] * 20),
    "the twenty-first an hour later": lambda: log.require_volume(
        [*[MINLOG] * 20, replace(MINLOG, at=NOW + timedelta(hours=1))]
    ),
}

FALLS_SHORT: dict[str, tuple[Callable[[], object], str, str]] = {
    "SOAP 1.2": (
        lambda: calls.require_soap_calls([replace(call(), request=SoapVersion.SOAP_1_2.encode())]),
        "an envelope of SOAP 1.1",
        "one of SOAP 1.2",
    ),
    "no SOAPAction": (
        lambda: calls.require_soap_calls([replace(call(), operation="no SOAPAction")]),
        f"the SOAPAction {SEARCH_ACTION}",
        "no SOAPAction",
    ),
    "an id card that has run out": (
        lambda: calls.require_valid_id_cards([replace(call(), at=NOW + timedelta(days=2))]),
        "an id card that is valid at 2026-11-23",
        "until 2026-11-22",
    ),
    "an id card that is refused": (
        lambda: calls.require_valid_id_cards([call(outcome="invalid_certificate")]),
        "an id card of the STS",
        "one that was refused with invalid_certificate",
    ),
    "no search": (
        lambda: calls.require_version_3_only([FETCH]),
        "a search for version 3",
        "no search",
    ),
    "version 2": (
        lambda: calls.require_version_3_only([call(), call(formats=(FormatCode.PDC_V2,))]),
        "no search for urn:ad:dk:medcom:pdc-v2.0:full",
        "a search for urn:ad:dk:medcom:pdc-v2.0:full",
    ),
    "both versions": (
        lambda: calls.require_version_3_only([call(formats=tuple(FormatCode))]),
        "no search for urn:ad:dk:medcom:pdc-v2.0:full",
        "pdc-v2.0:full, urn:ad:dk:medcom:pdc-v3.0:full",
    ),
    "no look-up": (lambda: calls.require_cards_of([STS, MINLOG], "system", 3), "a look-up", "none"),
    "a look-up without card": (
        lambda: calls.require_cards_of([call(), call(caller=None)], "system", 3),
        "an id card that can be read in every look-up",
        "1 without one",
    ),
    "wrong kind": (
        lambda: calls.require_cards_of([call(), call(caller=USER)], "system", 3),
        "a system id card of level 3",
        "a user id card of level 4",
    ),
    "wrong level": (
        lambda: calls.require_cards_of(
            [call(caller=replace(SYSTEM, level=AuthenticationLevel.PASSWORD))], "system", 3
        ),
        "a system id card of level 3",
        "a system id card of level 2",
    ),
    "another role": (
        lambda: calls.require_role([as_user(R1), as_user(R2)], R1),
        f"the role {R1}",
        R2,
    ),
    "a role too many": (
        lambda: calls.require_role([as_user(R1, "7170")], R1),
        f"the role {R1}",
        f"{R1}, 7170",
    ),
    "no role": (lambda: calls.require_role([call()], R1), f"the role {R1}", "no role"),
    "two roles": (
        lambda: calls.require_single_role([call(), BOTH_ROLES]),
        "at most one national role in an id card",
        f"2: {R1}, {R2}",
    ),
    "something fetched": (
        lambda: calls.require_nothing_fetched([STS, call(), FETCH]),
        "no look-up",
        "2, the first to SFSK ITI-18",
    ),
    "a hit too few": (lambda: cards.require_hits(MISS, 1), "1 card", "0 (no error)"),
    "a hit too many": (
        lambda: cards.require_hits(HIT, 0),
        "no cards",
        "1 (urn:ad:dk:medcom:pdc-v3.0:full)",
    ),
    "an error for a hit": (
        lambda: cards.require_hits(replace(MISS, errors=(ERROR,)), 2),
        "2 cards",
        "0 (XDSRepositoryError)",
    ),
    "another format": (
        lambda: cards.require_format(replace(HIT, entries=(ENTRY, V2_ENTRY)), FormatCode.PDC_V3),
        "pdc-v3.0:full",
        "2 (urn:ad:dk:medcom:pdc-v3.0:full, urn:ad:dk:medcom:pdc-v2.0:full)",
    ),
    "no format": (
        lambda: cards.require_format(MISS, FormatCode.PDC_V3),
        "pdc-v3.0:full",
        "0 (no error)",
    ),
    "no error": (
        lambda: cards.require_error(SERVED),
        "an XDS error (RegistryErrorList)",
        "status Success and no error",
    ),
    "a document": (lambda: cards.require_no_document(SERVED), "no document", "1"),
    "no card": (lambda: cards.only_card(FAILED), "one document", "0, XDSRepositoryError"),
    "two cards": (
        lambda: cards.only_card(RetrieveResponse(documents=(DOCUMENT, DOCUMENT))),
        "one document",
        "2, no error",
    ),
    "another version": (
        lambda: cards.require_version(PLAIN, DocumentVersion.V2, Persona.MAX),
        f"a card of {Persona.MAX} with template and marker of pdc-v2.0",
        f"a card of {Persona.MAX}, template of pdc-v3.0, marker pdc-v3.0",
    ),
    "another citizen": (
        lambda: cards.require_version(PLAIN, DocumentVersion.V3, Persona.BENTE),
        f"a card of {Persona.BENTE}",
        f"a card of {Persona.MAX}",
    ),
    "false for true": (
        lambda: cards.require_opt_out(FULL, in_force=True),
        "the value true",
        "false",
    ),
    "NAV for false": (
        lambda: cards.require_opt_out(made(lambda w: w.inject(Fault.LEGACY_NAV)), in_force=False),
        "the value false",
        "NAV",
    ),
    "no entry for false": (
        lambda: cards.require_opt_out(
            made(lambda w: w.inject(Fault.ENTRY_MISSING)), in_force=False
        ),
        "the value false",
        "no entry",
    ),
    "a child too few": (
        lambda: cards.require_custody(PLAIN, CHILD_CUSTODY, ["Alma Test Berggren", "Østen"]),
        "Alma Test Berggren, Østen",
        "Alma Test Berggren",
    ),
    "a child too many": (
        lambda: cards.require_custody(PLAIN, CHILD_CUSTODY, []),
        "nobody",
        "Alma Test Berggren",
    ),
    "no holder": (
        lambda: cards.require_custody(PLAIN, CUSTODY_BY, ["Sofie Bach"]),
        "Sofie Bach",
        "nobody",
    ),
    "another relation": (
        lambda: cards.require_relation(PLAIN, "Alma Test Berggren", "mor"),
        "the relation 'mor' beside Alma Test Berggren",
        "'far'",
    ),
    "no such person": (
        lambda: cards.require_relation(PLAIN, "Østen", "far"),
        "the relation 'far' beside Østen",
        "None",
    ),
    "another address": (
        lambda: cards.require_temporary_address(made(staying), ["Vej 2", "st."]),
        "the temporary address Vej 2, st.",
        "Vej 1",
    ),
    "no address": (
        lambda: cards.require_temporary_address(PLAIN, ["Vej 1"]),
        "the temporary address Vej 1",
        "none",
    ),
    "an address": (
        lambda: cards.require_no_temporary_address(made(staying)),
        "no temporary address",
        "one with the end left out",
    ),
    "no organisation": (
        lambda: log.require_organisation([ACCESS, replace(ACCESS, organisation_id="1")]),
        "the number of the organisation",
        "1 without",
    ),
    "nothing registered in an organisation": (
        lambda: log.require_organisation([]),
        "the number of the organisation",
        "no registration",
    ),
    "twenty-one calls in an hour": (
        lambda: log.require_volume([MINLOG] * 21),
        "at most 20 calls an hour",
        "21 calls in an hour",
    ),
    "too many in a call": (
        lambda: log.require_volume([replace(MINLOG, request=b"<LogDataEntry>" * 501)]),
        "of 500 registrations each",
        "the largest of 501",
    ),
    "no call to count": (lambda: log.require_volume([STS]), "a call to MinLog", "none"),
    "an access too few": (lambda: log.require_count([], 1), "1 registered access", "none"),
    "an access too many": (
        lambda: log.require_count([ACCESS], 0),
        "no registered accesses",
        f"1: {NOW.isoformat()} by {Staff.DOCTOR} (CPR), registered by EHR",
    ),
    "a stranger": (
        lambda: log.require_names([ACCESS, STRANGER], DOCTOR),
        f"the user Lars Larsen, {Staff.DOCTOR}",
        "1: 2026-11-21T12:00:00+00:00 by 3102999999 (CPR)",
    ),
    "a number of another kind": (
        lambda: log.require_names([replace(ACCESS, user_id_source="Autorisation")], DOCTOR),
        "the user Lars Larsen",
        f"by {Staff.DOCTOR} (Autorisation)",
    ),
    "nobody named": (lambda: log.require_names([], DOCTOR), "the user Lars Larsen", "none"),
    "another time": (
        lambda: log.require_time([ACCESS], NOW + timedelta(seconds=1, microseconds=1)),
        "when the card was opened",
        NOW.isoformat(),
    ),
    "no time": (
        lambda: log.require_time([], NOW),
        f"{NOW.isoformat()}, when the card was opened",
        "no registration",
    ),
    "rejected": (
        lambda: log.require_accepted([MINLOG, call(Service.MINLOG, outcome="0 added, 10 failed")]),
        "registrations that MinLog accepts",
        "0 added, 10 failed",
    ),
    "refused": (
        lambda: log.require_accepted([call(Service.MINLOG, outcome="syntax_error")]),
        "registrations that MinLog accepts",
        "syntax_error",
    ),
    "on nobody's behalf": (
        lambda: log.require_principal([FOR_DOCTOR, ACCESS], DOCTOR),
        "on behalf of J0184",
        "on behalf of nobody",
    ),
    "on somebody's behalf": (
        lambda: log.require_principal([FOR_DOCTOR], None),
        "on behalf of nobody",
        "on behalf of J0184",
    ),
    "no access on behalf": (
        lambda: log.require_principal([], DOCTOR),
        "on behalf of J0184",
        "no access",
    ),
    "never called": (
        lambda: log.require_accepted([call()]),
        "registrations that MinLog accepts",
        "no call to MinLog",
    ),
}


@pytest.mark.parametrize("name", PASSES)
def test_what_the_services_did_right_passes(name: str) -> None:
    """No Shortfall is raised."""
    PASSES[name]()


@pytest.mark.parametrize("name", FALLS_SHORT)
def test_what_the_services_did_wrong_is_worded(name: str) -> None:
    """Expected, found and where are in the Shortfall and in its message."""
    judgement, expected, found = FALLS_SHORT[name]
    with pytest.raises(Shortfall) as short:
        judgement()
    assert expected in short.value.expected
    assert found in short.value.found
    for part in (short.value.expected, short.value.found, short.value.where):
        assert part
        assert part in str(short.value)


def test_one_card_is_read() -> None:
    """The only document is the card."""
    assert cards.only_card(SERVED) == PLAIN


def test_every_judgement_of_the_services_is_tried() -> None:
    """Each `require_` function has a case that passes and one that falls short."""
    names = {n for module in (calls, cards, log) for n in vars(module) if n.startswith("require_")}
    for cases in (PASSES.values(), (case[0] for case in FALLS_SHORT.values())):
        assert names <= {name for case in cases for name in case.__code__.co_names}
