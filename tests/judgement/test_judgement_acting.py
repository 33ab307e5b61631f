"""Who acts, by header or token, and what is logged: what holds passes, what does not is worded."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from conformance.findings import Shortfall
from conformance.judgement import edits, own_log, portal, tokens
from conformance.security import hsuid
from conformance.security.hsuid import HsuidAttribute, HsuidUserType
from conformance.security.namespaces import Namespace
from conformance.simulator.state.journal import Exchange, Service
from conformance.simulator.state.personas import Persona, Staff, staff_members
from conformance.vendor.protocol import LocalAccess, ShownCard, View, ViewOutcome

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
JENS, BENTE = Persona.JENS.value, Persona.BENTE.value
NURSE = next(member for member in staff_members() if member.cpr == Staff.NURSE)
OWN = {
    HsuidAttribute.USER_TYPE: HsuidUserType.CITIZEN,
    HsuidAttribute.ACTING_CPR: JENS,
    HsuidAttribute.CITIZEN_CPR: "",
}
FOR_BENTE = OWN | {
    HsuidAttribute.RESPONSIBLE_CPR: BENTE,
    HsuidAttribute.CITIZEN_RELATION: "whatever",
}


def message(*blocks: etree._Element) -> Exchange:
    """A search with these header blocks; an assertion goes where tokens go."""
    root = etree.Element(Namespace.SOAP.tag("Envelope"))
    header = etree.SubElement(root, Namespace.SOAP.tag("Header"))
    security = etree.SubElement(header, Namespace.WSSE.tag("Security"))
    for block in blocks:
        place = security if block.tag == Namespace.SAML.tag("Assertion") else header
        place.append(block)
    etree.SubElement(root, Namespace.SOAP.tag("Body"))
    return Exchange(
        at=NOW,
        service=Service.SFSK_REGISTRY,
        operation="x",
        outcome="Success",
        request=etree.tostring(root),
        response=b"",
    )


def named(attributes: dict[HsuidAttribute, str]) -> Exchange:
    told = {name.value: value for name, value in attributes.items()}
    return message(hsuid.build(told, issuer="portal", at=NOW))


def without(attribute: HsuidAttribute) -> Exchange:
    return named({name: value for name, value in FOR_BENTE.items() if name != attribute})


def token(*audiences: str) -> etree._Element:
    assertion = etree.Element(Namespace.SAML.tag("Assertion"))
    for audience in audiences:
        etree.SubElement(assertion, Namespace.SAML.tag("Audience")).text = audience
    return assertion


def stray(path: str) -> Exchange:
    return Exchange(
        at=NOW,
        service=Service.NONE,
        operation=path,
        outcome="HTTP 404",
        request=b"",
        response=b"",
    )


def access(user: str = NURSE.cpr, cpr: str = BENTE, at: datetime = NOW) -> LocalAccess:
    return LocalAccess(cpr=cpr, user=user, at=at)


def shown(**fields: str) -> View:
    return View(outcome=ViewOutcome.SHOWN, card=ShownCard(**fields))


HEADER = hsuid.build({name.value: value for name, value in OWN.items()}, issuer="x", at=NOW)
BROKEN = etree.Element(Namespace.HSUID.tag("HsuidHeader"))
FSK = "https://fsk"
NAME = "Bente Kirkegård Knudsen"

PASSES: dict[str, Callable[[], object]] = {
    "own call": lambda: portal.require_own_call([named(OWN)], JENS),
    "call for another": lambda: portal.require_call_for([named(FOR_BENTE)], JENS, BENTE),
    "told by number": lambda: portal.require_whose_card(shown(cpr=BENTE), BENTE, NAME),
    "told by name": lambda: portal.require_whose_card(shown(name=NAME), BENTE, NAME),
    "the same card": lambda: portal.require_same_card(shown(name=NAME), shown(name=NAME)),
    "a token": lambda: tokens.require_tokens_for_fsk([message(token(FSK))]),
    "no header beside it": lambda: tokens.require_no_hsuid([message(token(FSK))]),
    "an access": lambda: own_log.require_access([access()], NURSE, BENTE, NOW),
    "no access": lambda: own_log.require_no_access([]),
    "another service's address": lambda: edits.require_no_closed_address([stray("/brs/follow-up")]),
    "the address for writing": lambda: edits.require_no_closed_address([named(OWN)]),
}

FALLS_SHORT: dict[str, tuple[Callable[[], object], str, str]] = {
    "no look-up": (lambda: portal.require_own_call([], JENS), "a look-up", "none"),
    "no header": (
        lambda: portal.require_own_call([message()], JENS),
        "an HSUID header that names the citizen",
        "none",
    ),
    "a broken header": (
        lambda: portal.require_own_call([message(BROKEN)], JENS),
        "an HSUID header that can be read",
        "expected one Assertion",
    ),
    "somebody else acts": (
        lambda: portal.require_own_call([named(OWN)], BENTE),
        f"{BENTE} acts",
        f"acting {JENS}",
    ),
    "the citizen is named": (
        lambda: portal.require_own_call([named(OWN | {HsuidAttribute.CITIZEN_CPR: JENS})], JENS),
        "no other citizen is named",
        f"citizen {JENS}",
    ),
    "nobody is acted for": (
        lambda: portal.require_call_for([without(HsuidAttribute.RESPONSIBLE_CPR)], JENS, BENTE),
        f"{JENS} acts for {BENTE}",
        "responsible nobody",
    ),
    "no relation": (
        lambda: portal.require_call_for([without(HsuidAttribute.CITIZEN_RELATION)], JENS, BENTE),
        "by a relation",
        "relation none",
    ),
    "the wrong card": (
        lambda: portal.require_whose_card(shown(name="Jens Jensen"), BENTE, NAME),
        f"the card of {NAME}",
        "Jens Jensen",
    ),
    "nobody's card": (
        lambda: portal.require_whose_card(shown(language="da"), BENTE, NAME),
        "told by name or number",
        "neither",
    ),
    "another card": (
        lambda: portal.require_same_card(shown(name=NAME), shown(name=NAME, language="da")),
        "the card as the citizen is shown it",
        "language",
    ),
    "an empty card": (
        lambda: portal.require_same_card(shown(), shown()),
        "the card as the citizen is shown it",
        "an empty card",
    ),
    "a token for another": (
        lambda: tokens.require_tokens_for_fsk([message(token("https://sts.sosi.dk/"))]),
        "one token for https://fsk",
        "one for https://sts.sosi.dk/",
    ),
    "two audiences": (
        lambda: tokens.require_tokens_for_fsk([message(token(FSK, "https://other"))]),
        "one token for https://fsk",
        "one for https://fsk, https://other",
    ),
    "no token": (
        lambda: tokens.require_tokens_for_fsk([message()]),
        "one token for https://fsk",
        "0 tokens",
    ),
    "a header beside a token": (
        lambda: tokens.require_no_hsuid([message(token(FSK), HEADER)]),
        "no HSUID header",
        "one",
    ),
    "no look-up by token": (lambda: tokens.require_no_hsuid([]), "a look-up", "none"),
    "nothing logged": (
        lambda: own_log.require_access([], NURSE, BENTE, NOW),
        f"one access by {NURSE.cpr}",
        "none",
    ),
    "another logged": (
        lambda: own_log.require_access([access(user=Staff.DOCTOR)], NURSE, BENTE, NOW),
        f"one access by {NURSE.cpr}",
        f"by {Staff.DOCTOR.value}",
    ),
    "logged of old": (
        lambda: own_log.require_access([access(at=NOW - timedelta(hours=1))], NURSE, BENTE, NOW),
        "at 2026-11-21T12:00:00",
        "at 2026-11-21T11:00:00",
    ),
    "logged for another": (
        lambda: own_log.require_no_access([access()]),
        "no access",
        f"by {NURSE.cpr}",
    ),
    "a closed address": (
        lambda: edits.require_no_closed_address([stray("/skr-migration/1")]),
        "at no other",
        "/skr-migration/1",
    ),
}


@pytest.mark.parametrize("name", PASSES)
def test_what_holds_of_acting_passes(name: str) -> None:
    """No Shortfall is raised."""
    PASSES[name]()


@pytest.mark.parametrize("name", FALLS_SHORT)
def test_what_does_not_hold_of_acting_is_worded(name: str) -> None:
    """Expected, found and where are in the Shortfall and in its message."""
    judgement, expected, found = FALLS_SHORT[name]
    with pytest.raises(Shortfall) as short:
        judgement()
    assert expected in short.value.expected
    assert found in short.value.found
    for part in (short.value.expected, short.value.found, short.value.where):
        assert part
        assert part in str(short.value)


def test_every_judgement_of_acting_is_tried() -> None:
    """Each `require_` function has a case that passes and one that falls short.

    What leaves the verdict open, and falls short of nothing, has tests of its own.
    """
    names = {
        name
        for module in (own_log, portal, tokens)
        for name in vars(module)
        if name.startswith("require_") and name != "require_known_relation"
    }
    for cases in (PASSES.values(), (case[0] for case in FALLS_SHORT.values())):
        assert names <= {name for case in cases for name in case.__code__.co_names}
