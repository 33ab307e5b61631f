"""Judges the calls that the system under test made, from the journal of the simulated services."""

from collections.abc import Sequence
from typing import Final

from conformance.findings import Shortfall
from conformance.security import envelope
from conformance.security.faults import FaultCode
from conformance.security.idcard import IdCard, IdCardType
from conformance.security.soap import SoapVersion
from conformance.simulator.state.journal import Exchange, Service
from conformance.xds.vocabulary import Action, FormatCode

_SEARCHES: Final = "the searches (ITI-18) of this scenario"
_JOURNAL: Final = "the journal of the simulated services"
_ACTIONS: Final = {
    Service.SFSK_REGISTRY: Action.REGISTRY_STORED_QUERY,
    Service.SFSK_REPOSITORY: Action.RETRIEVE_DOCUMENT_SET,
}
_LOOK_UPS: Final = tuple(_ACTIONS)
_REFUSED_CARDS: Final = frozenset(
    code.value
    for code in (
        FaultCode.INVALID_IDCARD,
        FaultCode.INVALID_CERTIFICATE,
        FaultCode.INVALID_SIGNATURE,
        FaultCode.EXPIRED_IDCARD,
    )
)


def look_ups(journal: Sequence[Exchange]) -> tuple[Exchange, ...]:
    """The searches and retrievals among the exchanges."""
    return tuple(exchange for exchange in journal if exchange.service in _LOOK_UPS)


def require_version_3_only(journal: Sequence[Exchange]) -> None:
    """At least one search was made, and each names version 3 and does not name version 2."""
    searches = [e for e in journal if e.service is Service.SFSK_REGISTRY]
    if not searches:
        raise Shortfall(expected="a search for version 3", found="no search", where=_SEARCHES)
    for search in searches:
        codes = frozenset() if search.query is None else search.query.format_codes
        if FormatCode.PDC_V2 in codes:
            raise Shortfall(
                expected=f"no search for {FormatCode.PDC_V2.value}",
                found=f"a search for {', '.join(sorted(codes))}",
                where=_SEARCHES,
                fix=f"ask for {FormatCode.PDC_V3.value}^^1.2.208.184.100.10 alone",
            )


def require_cards_of(journal: Sequence[Exchange], card_type: str, level: int) -> None:
    """At least one look-up was made, and each carried an id card of this type and level."""
    for card in _cards(journal):
        if (card.card_type, card.level) != (IdCardType(card_type), level):
            raise Shortfall(
                expected=f"a {card_type} id card of level {level}",
                found=f"a {card.card_type} id card of level {int(card.level)}",
                where="the look-ups of this scenario",
                fix="take the id card that fits the integration method: a system's from the system "
                "certificate, a user's from the employee's certificate",
            )


def require_role(journal: Sequence[Exchange], notation: str) -> None:
    """At least one look-up was made, and each carried exactly this role."""
    for card in _cards(journal):
        found = () if card.user is None else card.user.roles
        if found != (notation,):
            raise Shortfall(
                expected=f"the role {notation}",
                found=", ".join(found) or "no role",
                where="medcom:UserRole in the id card",
                fix="send the role in its full notation, character by character",
            )


def require_single_role(journal: Sequence[Exchange]) -> None:
    """No id card, shown to the STS or to a service, holds more than one national role."""
    for exchange in journal:
        roles = () if exchange.caller is None else exchange.caller.national_roles
        if len(roles) > 1:
            raise Shortfall(
                expected="at most one national role in an id card",
                found=f"{len(roles)}: {', '.join(roles)}",
                where=f"the id card of a call to {exchange.service.value}",
                fix="let the user choose the one role to work in, or refuse the user",
            )


def require_soap_calls(journal: Sequence[Exchange]) -> None:
    """At least one look-up was made, and each was SOAP 1.1 with the SOAPAction of its operation."""
    for call in _look_ups(journal):
        version, action = envelope.version_in(call.request), _ACTIONS[call.service].value
        if version is not SoapVersion.SOAP_1_1:
            raise Shortfall(
                expected="an envelope of SOAP 1.1",
                found=f"one of {version.name.replace('_', ' ', 1).replace('_', '.')}",
                where=_JOURNAL,
                fix=f"use the namespace {SoapVersion.SOAP_1_1.value}, as the WSDL of SFSK has it",
            )
        if call.operation != action:
            raise Shortfall(
                expected=f"the SOAPAction {action}",
                found=call.operation,
                where=_JOURNAL,
                fix="send the HTTP header SOAPAction: NSP sorts calls by it",
            )


def require_valid_id_cards(journal: Sequence[Exchange]) -> None:
    """At least one look-up was made, and each carried an id card that the service could accept."""
    for call, card in zip(_look_ups(journal), _cards(journal), strict=True):
        if not card.not_before <= call.at < card.not_on_or_after:
            raise Shortfall(
                expected=f"an id card that is valid at {call.at.isoformat(timespec='seconds')}",
                found=f"one that is valid from {card.not_before.isoformat()} "
                f"until {card.not_on_or_after.isoformat()}",
                where=_JOURNAL,
                fix="look at NotOnOrAfter before each call, and ask the STS for another id card",
            )
        if call.outcome in _REFUSED_CARDS:
            raise Shortfall(
                expected="an id card of the STS that the service accepts",
                found=f"one that was refused with {call.outcome}",
                where=_JOURNAL,
                fix="send the id card as the STS has signed it, with not a byte changed",
            )


def require_nothing_fetched(journal: Sequence[Exchange]) -> None:
    """No search and no retrieval was made."""
    made = look_ups(journal)
    if made:
        raise Shortfall(
            expected="no look-up",
            found=f"{len(made)}, the first to {made[0].service.value}",
            where=_JOURNAL,
        )


def _look_ups(journal: Sequence[Exchange]) -> tuple[Exchange, ...]:
    made = look_ups(journal)
    if not made:
        raise Shortfall(expected="a look-up", found="none", where=_JOURNAL)
    return made


def _cards(journal: Sequence[Exchange]) -> tuple[IdCard, ...]:
    made = _look_ups(journal)
    cards = tuple(exchange.caller for exchange in made if exchange.caller is not None)
    if len(cards) < len(made):
        raise Shortfall(
            expected="an id card that can be read in every look-up",
            found=f"{len(made) - len(cards)} without one",
            where=_JOURNAL,
        )
    return cards
