"""Systems that log too little, too often, or let in whoever comes, one thing each."""

from typing import Final

from conformance.reference.behaviour import Behaviour
from conformance.reference.keys import Organisation
from conformance.reference.mutant import Mutant, registrar
from conformance.reference.shown import User

LOGGING_MUTANTS: Final[dict[str, Mutant]] = {}
"""The mutants of this module by name."""

_mutant = registrar(LOGGING_MUTANTS)


@_mutant("organisation-not-logged")
class OrganisationNotLogged(Behaviour):
    """MinLog is told who opened a card, and not in which organisation."""

    def logged_organisation(self, _organisation: Organisation, /) -> Organisation | None:
        return None


@_mutant("logs-one-by-one")
class LogsOneByOne(Behaviour):
    """Each access is sent to MinLog in a request of its own."""

    def most_in_a_registration(self) -> int:
        return 1


@_mutant("no-own-log")
class NoOwnLog(Behaviour):
    """MinLog is taken for the audit log, and none is kept beside it."""

    def keeps_own_log(self) -> bool:
        return False


@_mutant("no-local-rights-control")
class NoLocalRightsControl(Behaviour):
    """Where the service cannot see who asks, all staff are shown the card."""

    def may_read(self, _user: User, /) -> bool:
        return True
