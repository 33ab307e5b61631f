"""Systems that do not tell rightly who acts: portals, and those that call by token."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

import msgspec
from lxml import etree

from conformance.reference.acting import Acting
from conformance.reference.behaviour import Behaviour
from conformance.reference.changes import Change, Changed
from conformance.reference.mutant import Mutant, registrar
from conformance.reference.shown import ActsFor, Citizen, View

PORTAL_MUTANTS: Final[dict[str, Mutant]] = {}
"""The mutants of this module by name."""

_mutant = registrar(PORTAL_MUTANTS)

_HSUID: Final = "http://www.nsi.dk/hsuid/2016/08/hsuid-1.1.xsd"


@_mutant("own-call-names-the-citizen")
class OwnCallNamesTheCitizen(Behaviour):
    """The header of a citizen's own look-up fills in the citizen whose data are asked for."""

    def acting(self, acting: Acting, /) -> Acting:
        return acting if acting.responsible else replace(acting, citizen=acting.acting)


@_mutant("acts-as-the-citizen")
class ActsAsTheCitizen(Behaviour):
    """Who acts for another is not named: the look-up is made as if the other had logged in."""

    def acting(self, acting: Acting, /) -> Acting:
        return Acting(acting=acting.responsible) if acting.responsible else acting


@_mutant("proxy-turned-away")
class ProxyTurnedAway(Behaviour):
    """The portal shows everybody the own card only, with a power of attorney or without."""

    def bond(self, citizen: Citizen, cpr: str, now: datetime, /) -> ActsFor | None:
        found = super().bond(citizen, cpr, now)
        return found if found and found.by == "custody" else None


@_mutant("custody-not-known")
class CustodyNotKnown(Behaviour):
    """The portal knows powers of attorney, and nothing of custody."""

    def bond(self, citizen: Citizen, cpr: str, now: datetime, /) -> ActsFor | None:
        found = super().bond(citizen, cpr, now)
        return found if found and found.by == "power-of-attorney" else None


@_mutant("anybody-acts-for-anybody")
class AnybodyActsForAnybody(Behaviour):
    """The portal sends a power of attorney to the service without looking whether there is one."""

    def bond(self, citizen: Citizen, cpr: str, now: datetime, /) -> ActsFor | None:
        found = super().bond(citizen, cpr, now)
        return found or ActsFor(cpr=cpr, by="power-of-attorney")


@_mutant("power-of-attorney-outlives-its-end")
class PowerOfAttorneyOutlivesItsEnd(Behaviour):
    """A power of attorney that has ended counts on."""

    def bond(self, citizen: Citizen, cpr: str, _now: datetime, /) -> ActsFor | None:
        return next((bond for bond in citizen.acts_for if bond.cpr == cpr), None)


@_mutant("proxy-shown-own-card")
class ProxyShownOwnCard(Behaviour):
    """Who acts for another is shown the own card in place of the other's."""

    def opening_for_another(
        self, _open_card: Callable[[], View], own_card: Callable[[], View], /
    ) -> View:
        return own_card()


@_mutant("whose-card-not-told")
class WhoseCardNotTold(Behaviour):
    """The card of another is shown without name and number, so that it may be anybody's."""

    def opening_for_another(
        self, open_card: Callable[[], View], _own_card: Callable[[], View], /
    ) -> View:
        view = open_card()
        if view.card is None:
            return view
        nameless = msgspec.structs.replace(view.card, name="", cpr="")
        return msgspec.structs.replace(view, card=nameless)


@_mutant("proxy-reads-only")
class ProxyReadsOnly(Behaviour):
    """A holder of a power of attorney may read the card, and change nothing in it."""

    def changing_for_another(
        self, _change: Change, _carry_out: Callable[[], Changed], /
    ) -> Changed:
        return Changed(outcome="not-offered", message="Kun borgeren selv kan rette.")


@_mutant("proxy-opts-out")
class ProxyOptsOut(Behaviour):
    """The portal takes an opt-out of resuscitation from a holder of a power of attorney."""

    def changing_for_another(self, change: Change, carry_out: Callable[[], Changed], /) -> Changed:
        if change.part == "no_resuscitation":
            return Changed(outcome="accepted", message="Fravalget er registreret.")
        return carry_out()


@_mutant("bootstrap-token-sent")
class BootstrapTokenSent(Behaviour):
    """A user's bootstrap token is sent to the service as it is, and not exchanged at the STS."""

    def token(
        self, bootstrap: etree._Element, _exchanged: Callable[[], etree._Element], /
    ) -> etree._Element:
        return bootstrap


@_mutant("hsuid-beside-token")
class HsuidBesideToken(Behaviour):
    """A look-up by token carries an HSUID header too."""

    def beside_token(self) -> tuple[etree._Element, ...]:
        return (etree.Element(f"{{{_HSUID}}}HsuidHeader"),)
