"""Id cards from the STS: asked for when needed, kept until they lapse by the system's own clock."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Final

from lxml import etree

from conformance.reference.behaviour import Behaviour
from conformance.reference.idcard import EMPLOYEE_LEVEL, SYSTEM_LEVEL, system_card, user_card
from conformance.reference.keys import KeyRing
from conformance.reference.markup import SAML, WSA, WST, add, words
from conformance.reference.shown import User
from conformance.reference.soap import Body, Caller, ServiceUnavailable, envelope

_PATH: Final = "/sts/services/NewSecurityTokenService"
_ACTION: Final = "Issue"


@dataclass(frozen=True, slots=True, kw_only=True)
class IdCard:
    """An id card that the STS has signed."""

    assertion: etree._Element
    level: int
    not_before: datetime
    not_on_or_after: datetime

    def sealed(self, body: etree._Element, *, action: str, now: datetime) -> bytes:
        """Return a message with *body* that carries the card; its operation stands outside it."""
        del action
        return envelope(body, now=now, id_card=self.assertion, level=self.level)


class IdCards:
    """The id cards of the system and of its users."""

    def __init__(
        self,
        services: str,
        *,
        caller: Caller,
        keys: KeyRing,
        clock: Callable[[], datetime],
        behaviour: Behaviour,
    ) -> None:
        self._url = services + _PATH
        self._caller = caller
        self._keys = keys
        self._clock = clock
        self._behaviour = behaviour
        self._kept: dict[User | int, IdCard] = {}
        self._lock = Lock()

    def forget(self) -> None:
        with self._lock:
            self._kept.clear()

    def system(self, level: int = SYSTEM_LEVEL) -> IdCard:
        """Return the system's card. ServiceUnavailable when the STS gives none."""
        with self._lock:
            now = self._clock()
            kept = self._kept.get(level)
            if kept is None or not self._holds(kept, now):
                kept = self._issue(system_card(self._keys.system(), now, level), level, now)
                self._kept[level] = kept
            return kept

    def user(self, user: User) -> IdCard:
        """Return the user's card, level 4.

        KeyMissing when there is no certificate for the user, ServiceUnavailable when the STS gives
        no card.
        """
        with self._lock:
            now = self._clock()
            kept = self._kept.get(user)
            if kept is None or not self._holds(kept, now):
                roles = self._behaviour.roles_in_id_card(user)
                card = user_card(self._keys.employee(user.cpr), user, roles, now)
                kept = self._issue(card, EMPLOYEE_LEVEL, now)
                self._kept[user] = kept
            return kept

    def _holds(self, card: IdCard, now: datetime) -> bool:
        return card.not_before <= now < self._behaviour.used_until(card.not_on_or_after)

    def _issue(self, card: etree._Element, level: int, now: datetime) -> IdCard:
        message = envelope(_request(card), now=now)
        return _issued(self._caller.call(self._url, _ACTION, message), level)


def _request(card: etree._Element) -> etree._Element:
    """Return ``wst:RequestSecurityToken`` with the self-signed card as its claim."""
    request = etree.Element(
        f"{{{WST}}}RequestSecurityToken", nsmap={"wst": WST, "wsa": WSA}, Context="www.sosi.dk"
    )
    add(request, WST, "TokenType", "urn:oasis:names:tc:SAML:2.0:assertion:")
    add(request, WST, "RequestType", "http://schemas.xmlsoap.org/ws/2005/02/trust/Issue")
    add(request, WST, "Claims").append(card)
    issuer = words(card.find(f"{{{SAML}}}Issuer"))
    add(add(request, WST, "Issuer"), WSA, "Address", issuer)
    return request


def _issued(body: Body, level: int) -> IdCard:
    token = f"{{{WST}}}RequestedSecurityToken/{{{SAML}}}Assertion"
    found = body.content.findall(token)
    if len(found) != 1:
        raise ServiceUnavailable("STS udstedte ikke et id-kort")
    conditions = found[0].find(f"{{{SAML}}}Conditions")
    try:
        start = datetime.fromisoformat(
            "" if conditions is None else conditions.get("NotBefore", "")
        )
        end = datetime.fromisoformat(
            "" if conditions is None else conditions.get("NotOnOrAfter", "")
        )
    except ValueError:
        raise ServiceUnavailable("id-kortet fra STS har ingen gyldighedsperiode") from None
    if start.tzinfo is None or end.tzinfo is None:
        raise ServiceUnavailable("id-kortet fra STS har en gyldighedsperiode uden tidszone")
    return IdCard(assertion=found[0], level=level, not_before=start, not_on_or_after=end)
