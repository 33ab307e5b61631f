"""From a card to what is on the screen: the fields, their words, and the messages beside them."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

from conformance.reference.behaviour import Behaviour, registration
from conformance.reference.card import Card, Custody, DatedAddress, Entered, Kin, Telephone
from conformance.reference.clock import DANISH_TIME
from conformance.reference.shown import (
    ContactNumber,
    CustodyRelation,
    Display,
    EnteredBy,
    Known,
    Provenance,
    Relative,
    ShownCard,
    Status,
    TemporaryAddress,
    Use,
    View,
)

_NOT_KNOWN: Final = "Oplysningen kan ikke hentes: status er ukendt"

_WORDS: Final[dict[str, dict[Known, str]]] = {
    "no_resuscitation": {
        "yes": "Aktivt fravalg af genoplivningsforsøg ved hjertestop",
        "no": "Intet aktivt fravalg registreret",
    },
    "treatment_will": {
        "yes": "Behandlingstestamente er registreret",
        "no": "Intet behandlingstestamente registreret",
    },
    "living_will": {
        "yes": "Livstestamente er registreret",
        "no": "Intet livstestamente registreret",
    },
    "organ_donor": {
        "yes": "Borgeren er registreret i Organdonorregistret",
        "no": "Ingen registrering i Organdonorregistret",
    },
}

PROTECTED: Final = "BESKYTTET NAVN/ADRESSE"
"""Stands where a protected name or address would. Source: implementation guide of 2025-06-26."""

_PROTECTION: Final = "Borgeren har navne- og adressebeskyttelse"

_ENTERED_BY: Final[dict[str, EnteredBy]] = {
    "EnteredCitizen": "citizen",
    "EnteredCitizenRelative": "relative",
    "EnteredHealthcareprofessional": "health-professional",
}

_USES: Final[dict[str, Use]] = {"H": "home", "MC": "mobile", "WP": "work"}


class Screen:
    """Makes views for one display scope at a time, by the system's own clock."""

    def __init__(self, behaviour: Behaviour, clock: Callable[[], datetime]) -> None:
        self._behaviour = behaviour
        self._clock = clock

    def shown(self, card: Card, display: Display) -> View:
        """A card that was fetched just now."""
        address = self._behaviour.temporary_address(card, self._clock())
        status = self._behaviour.no_resuscitation(card.no_resuscitation)
        return View(
            outcome="shown",
            card=self._card(card, display, status, address),
            editable=self._behaviour.editable(),
        )

    def kept(self, card: Card, display: Display) -> ShownCard:
        """A card from the local copy, not asked for anew: the no-resuscitation status is unknown.

        A status of unknown age may be wrong either way, and either way is dangerous.
        """
        address = self._behaviour.kept_temporary_address(card, self._clock())
        return self._card(card, display, self._behaviour.unreachable(), address)

    def kept_in_outage(self, card: Card, fetched: datetime, display: Display, reason: str) -> View:
        """The local copy, when the service cannot be reached; the message says how old it is."""
        when = fetched.astimezone(DANISH_TIME).strftime("%d-%m-%Y kl. %H:%M")
        message = (
            f"Stamkortet kunne ikke hentes ({reason}). Her vises den lokale kopi, som blev hentet "
            f"{when} ({_age(self._clock() - fetched)} gammel)."
        )
        return View(outcome="shown", message=message, card=self.kept(card, display))

    def unavailable(self, display: Display, reason: str) -> View:
        message = f"Stamkortet kunne ikke hentes ({reason})."
        return View(outcome="unavailable", message=message, card=self._nothing(display))

    def not_found(self, display: Display) -> View:
        message = "Der findes intet stamkort for borgeren."
        return View(outcome="not-found", message=message, card=self._nothing(display))

    def _nothing(self, display: Display) -> ShownCard:
        """Only the status, so that the user sees that it is unknown."""
        status = _status("no_resuscitation", self._behaviour.unreachable())
        return self._behaviour.on_screen(ShownCard(no_resuscitation=status), display)

    def _card(
        self, card: Card, display: Display, no_resuscitation: Known, address: DatedAddress | None
    ) -> ShownCard:
        shown = ShownCard(
            cpr=card.cpr,
            name=PROTECTED if card.protected else card.name,
            protection=_PROTECTION if card.protected else "",
            address=(PROTECTED,) if card.protected else card.address,
            no_resuscitation=_status("no_resuscitation", no_resuscitation),
            treatment_will=_status("treatment_will", registration(card.treatment_will)),
            living_will=_status("living_will", registration(card.living_will)),
            organ_donor=_status("organ_donor", registration(card.organ_donor)),
            coverage_group=card.coverage_group,
            language=card.language,
            language_provenance=_provenance(card.language_entered),
            temporary_address=_temporary_address(address),
            general_practitioner=card.practitioner,
            dentist=card.dentist,
            dentist_provenance=_provenance(card.dentist_entered),
            contact_numbers=_numbers(card.telephones),
            contact_numbers_provenance=_provenance(card.telephones_entered),
            relatives=tuple(map(_relative, card.relatives)),
            children_in_custody=self._custody(self._behaviour.children(card)),
            custody_holders=self._custody(self._behaviour.custody_holders(card)),
        )
        return self._behaviour.on_screen(shown, display)

    def _custody(self, relations: tuple[Custody, ...]) -> tuple[CustodyRelation, ...]:
        role_of = self._behaviour.role_of()
        return tuple(
            CustodyRelation(
                name=_open_name(other.name), cpr=other.cpr, role=other.role, role_of=role_of
            )
            for other in relations
        )


def _status(register: str, known: Known) -> Status:
    return Status(status=known, text=_WORDS[register].get(known, _NOT_KNOWN))


def _temporary_address(address: DatedAddress | None) -> TemporaryAddress | None:
    if address is None:
        return None
    return TemporaryAddress(
        lines=address.lines,
        valid_from=address.low,
        valid_to=address.high,
        provenance=_provenance(address.entered),
    )


def _relative(kin: Kin) -> Relative:
    return Relative(
        name=kin.name,
        relation=kin.relation,
        numbers=_numbers(kin.numbers),
        note=kin.note,
        provenance=_provenance(kin.entered),
    )


def _provenance(entered: Entered | None) -> Provenance | None:
    if entered is None:
        return None
    return Provenance(
        entered_by=_ENTERED_BY.get(entered.code), name=_open_name(entered.name), at=entered.time
    )


def _open_name(name: str) -> str:
    """Return a name, or the guide's words when the card has words of protection in its place."""
    return PROTECTED if "BESKYTTE" in name.upper() else name


def _numbers(telephones: tuple[Telephone, ...]) -> tuple[ContactNumber, ...]:
    return tuple(
        ContactNumber(number=phone.number, use=_USES.get(phone.use)) for phone in telephones
    )


def _age(age: timedelta) -> str:
    minutes = max(int(age.total_seconds() // 60), 0)
    if minutes < 60:
        return f"{minutes} min."
    if minutes < 48 * 60:
        return f"{minutes // 60} timer"
    return f"{minutes // (24 * 60)} dage"
