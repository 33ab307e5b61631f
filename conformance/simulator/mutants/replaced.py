"""The sound parts with one of them of another kind: what most deviations of the services are."""

from uuid import uuid4

from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.minlog.service import MinLog
from conformance.simulator.parts import Parts
from conformance.simulator.sfsk.access import AccessRules
from conformance.simulator.sfsk.service import Sfsk
from conformance.simulator.skr.access import WriteAccess
from conformance.simulator.skr.rules import WriteRules
from conformance.simulator.skr.stamkort_register import StamkortRegister
from conformance.simulator.state.blurring import Blurring


class WithAccess(Parts):
    """Other rules of who is let in."""

    def __init__(self, kind: type[AccessRules]) -> None:
        self._kind = kind

    def access(self) -> AccessRules:
        """The rules, under the settings."""
        return self._kind(self.settings.access)


class WithCards(Parts):
    """Another maker of cards."""

    def __init__(self, kind: type[CardMaker]) -> None:
        self._kind = kind

    def cards(self) -> CardMaker:
        """The maker, which gives each card an id of its own."""
        return self._kind(new_uuid=uuid4)


class WithMinLog(Parts):
    """Another MinLog."""

    def __init__(self, kind: type[MinLog]) -> None:
        self._kind = kind

    def minlog(self, blurring: Blurring) -> MinLog:
        """MinLog, under the settings."""
        return self._kind(blurring, self.settings.minlog)


class WithRegister(Parts):
    """Another Stamkortregister, with the sound rules of what may be written."""

    def __init__(self, kind: type[StamkortRegister]) -> None:
        self._kind = kind

    def stamkort_register(self) -> StamkortRegister:
        """The register, under the settings."""
        return self._kind(WriteRules(), self.settings.skr)


class WithSfsk(Parts):
    """Another SFSK."""

    def __init__(self, kind: type[Sfsk]) -> None:
        self._kind = kind

    def sfsk(self, cards: CardMaker) -> Sfsk:
        """SFSK, under the settings."""
        return self._kind(cards, self.settings.sfsk)


class WithWriteAccess(Parts):
    """Other rules of who may write."""

    def __init__(self, kind: type[WriteAccess]) -> None:
        self._kind = kind

    def write_access(self, access: AccessRules) -> WriteAccess:
        """The rules, under the settings."""
        return self._kind(access, self.settings.skr)
