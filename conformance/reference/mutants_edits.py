"""Systems that write to the Stamkortregister wrongly, or do not tell the user, one thing each."""

from collections.abc import Callable
from dataclasses import replace
from typing import Final
from uuid import uuid4

import msgspec

from conformance.reference.behaviour import Behaviour
from conformance.reference.changes import Change, Changed, Writing
from conformance.reference.mutant import Mutant, registrar

EDIT_MUTANTS: Final[dict[str, Mutant]] = {}
"""The mutants of this module by name."""

_mutant = registrar(EDIT_MUTANTS)

_SAVED: Final = Changed(outcome="accepted", message="Ændringen er gemt.")


@_mutant("refusal-not-told")
class RefusalNotTold(Behaviour):
    """The user is told that a change is saved which the register has refused."""

    def changing(self, _change: Change, carry_out: Callable[[], Changed], /) -> Changed:
        changed = carry_out()
        return _SAVED if changed.outcome == "refused" else changed


@_mutant("outage-told-as-saved")
class OutageToldAsSaved(Behaviour):
    """The user is told that a change is saved when the register could not be reached."""

    def changing(self, _change: Change, carry_out: Callable[[], Changed], /) -> Changed:
        changed = carry_out()
        return _SAVED if changed.outcome == "unavailable" else changed


@_mutant("update-adds-another")
class UpdateAddsAnother(Behaviour):
    """A relative who is changed is entered anew, and the old one stays."""

    def written(self, writing: Writing, /) -> Writing:
        change = writing.change
        if change.part != "relatives" or change.action != "update":
            return writing
        anew = msgspec.structs.replace(change, action="create")
        return replace(writing, uuid=str(uuid4()), change=anew)


@_mutant("writes-as-the-system")
class WritesAsTheSystem(Behaviour):
    """A professional's change carries the id card of the system."""

    def writes_as_user(self) -> bool:
        return False


@_mutant("dentist-typed-in")
class DentistTypedIn(Behaviour):
    """What is typed in as dentist is sent to the register, number or not."""

    def takes_dentist(self, _text: str, /) -> bool:
        return True


@_mutant("register-data-edited")
class RegisterDataEdited(Behaviour):
    """The screen takes changes of what other registers maintain, and keeps them to itself."""

    def changing(self, change: Change, carry_out: Callable[[], Changed], /) -> Changed:
        changed = carry_out()
        offers = changed.outcome == "not-offered" and change.part != "dentist"
        return _SAVED if offers else changed


@_mutant("reads-from-skr")
class ReadsFromSkr(Behaviour):
    """The relatives are asked for at the register before one is written.

    The name of the operation is ours: the real one is not public.
    """

    def calls_before_writing(self) -> tuple[str, ...]:
        return ("GetRelatives",)


@_mutant("migrates-first")
class MigratesFirst(Behaviour):
    """The interface for migration is called before a change is written.

    The address is ours: the real one is not public.
    """

    def closed_addresses(self) -> tuple[str, ...]:
        return ("/skr-migration/20211001",)
