"""The simulator with one thing wrong in what may be written in the Stamkortregister."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid4, uuid5

from conformance.pdc.codes import EnteredBy
from conformance.pdc.datatypes import InstanceId, PersonName, Telecom
from conformance.security.hsuid import Hsuid
from conformance.security.idcard import IdCard
from conformance.simulator.mutants.mutant import named
from conformance.simulator.mutants.replaced import WithRegister, WithWriteAccess
from conformance.simulator.parts import Parts
from conformance.simulator.sfsk.callers import Caller
from conformance.simulator.skr.access import WriteAccess
from conformance.simulator.skr.rules import WriteRefused, WriteRules
from conformance.simulator.skr.stamkort_register import StamkortRegister, Writer
from conformance.simulator.state.registers import Citizen, DentalClinic, Kin, TypedIn
from conformance.simulator.state.world import World
from conformance.skr.values import Create, Delete, Relative, Request, Update


class _Rules(Parts):
    def __init__(self, kind: type[WriteRules]) -> None:
        self._kind = kind

    def stamkort_register(self) -> StamkortRegister:
        return StamkortRegister(self._kind(), self.settings.skr)


class _TakesCprNumbers(WriteRules):
    def check_no_cpr_number(self, relative: Relative) -> None:
        """Let a CPR number stand wherever it likes."""


class _TakesCprNumbersInNotes(WriteRules):
    def free_texts(self, relative: Relative) -> Iterator[tuple[str, str]]:
        return (each for each in super().free_texts(relative) if each[0] != "note")


class _RefusesEveryDigit(WriteRules):
    def check_no_cpr_number(self, relative: Relative) -> None:
        if any(character.isdigit() for _, text in self.free_texts(relative) for character in text):
            raise WriteRefused("expected no digits")


class _TakesAnyTelephone(WriteRules):
    def check_telephone(self, telecom: Telecom) -> None:
        """Let every text be a number."""


class _TakesEightDigitsOnly(WriteRules):
    def check_telephone(self, telecom: Telecom) -> None:
        super().check_telephone(telecom)
        if len(telecom.number or "") != len("12345678"):
            raise WriteRefused("expected eight digits")


class _SwallowsTheSecond(StamkortRegister):
    def _created(self, world: World, citizen: Citizen, request: Create, writer: Writer) -> Citizen:
        try:
            return super()._created(world, citizen, request, writer)
        except WriteRefused as refused:
            if "update it instead" not in str(refused):
                raise
            return citizen


class _ForgetsNotes(StamkortRegister):
    def _kin(self, entry: Relative, author: TypedIn) -> Kin:
        return replace(super()._kin(entry, author), note=None)


class _ForgetsOtherRelatives(StamkortRegister):
    def _created(self, world: World, citizen: Citizen, request: Create, writer: Writer) -> Citizen:
        if isinstance(request.entry, Relative):
            citizen = replace(citizen, relatives=())
        return super()._created(world, citizen, request, writer)


class _UpdatesBesideTheOld(StamkortRegister):
    def _updated(self, world: World, citizen: Citizen, request: Update, writer: Writer) -> Citizen:
        changed = super()._updated(world, citizen, request, writer)
        if not isinstance(request.entry, Relative):
            return changed
        old = tuple(replace(kin, id=str(uuid4())) for kin in citizen.relatives)
        return replace(changed, relatives=(*old, *changed.relatives))


class _DeletesNothing(StamkortRegister):
    def _deleted(self, citizen: Citizen, request: Delete) -> Citizen:
        super()._deleted(citizen, request)
        return citizen


class _GivesOwnIds(StamkortRegister):
    def _kin(self, entry: Relative, author: TypedIn) -> Kin:
        kin = super()._kin(entry, author)
        return replace(kin, id=str(uuid5(NAMESPACE_OID, kin.id)))

    def _deleted(self, citizen: Citizen, request: Delete) -> Citizen:
        own = str(uuid5(NAMESPACE_OID, request.id))
        known = any(kin.id == own for kin in citizen.relatives)
        return super()._deleted(citizen, replace(request, id=own) if known else request)

    def _updated(self, world: World, citizen: Citizen, request: Update, writer: Writer) -> Citizen:
        own = str(uuid5(NAMESPACE_OID, request.entry.id))
        if any(kin.id == own for kin in citizen.relatives):
            left = tuple(kin for kin in citizen.relatives if kin.id != own)
            known = self._kept(world, request.entry, self.author(world, writer))
            assert isinstance(known, Kin)
            return replace(citizen, relatives=(*left, known))
        return super()._updated(world, citizen, request, writer)


class _TakesAnyId(StamkortRegister):
    def write(self, world: World, request: Request, writer: Writer) -> None:
        if isinstance(request, Create) and not _is_uuid(request.entry.id):
            uuid = str(uuid5(NAMESPACE_OID, request.entry.id))
            request = replace(request, entry=replace(request.entry, id=uuid))
        super().write(world, request, writer)


def _is_uuid(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


class _TakesAnyDentist(WriteRules):
    def dentist(self, world: World, provider: InstanceId) -> DentalClinic:
        try:
            return super().dentist(world, provider)
        except WriteRefused:
            known = next(iter(world.dentists.values()))
            return replace(known, yder=provider.extension or "")


class _DemandsFamilyName(WriteRules):
    def check_given_name(self, name: PersonName) -> None:
        super().check_given_name(name)
        if not name.family:
            raise WriteRefused("expected a family name, found none")


class _DemandsAnEnd(WriteRules):
    def check_order(self, start: datetime, end: datetime | None) -> None:
        super().check_order(start, end)
        if end is None:
            raise WriteRefused("expected an end, found none")


class _TakesTheNameless(WriteRules):
    def check_given_name(self, name: PersonName) -> None:
        """Let a relative have a family name alone."""


class _AuthorOfYesterday(StamkortRegister):
    def author(self, world: World, writer: Writer) -> TypedIn:
        return replace(super().author(world, writer), at=world.now - timedelta(days=1))


class _EverythingByCitizens(StamkortRegister):
    def author(self, world: World, writer: Writer) -> TypedIn:
        return replace(super().author(world, writer), role=EnteredBy.CITIZEN)


class _SystemsWrite(WriteAccess):
    def admit(self, world: World, card: IdCard, hsuid: Hsuid | None) -> Writer:
        if card.user is not None or hsuid is not None:
            return super().admit(world, card, hsuid)
        organization = card.system.care_provider_name
        return Writer(role=EnteredBy.PROFESSIONAL, name=None, organization=organization)


class _ReadersWrite(WriteAccess):
    def check_right_to_write(self, caller: Caller) -> None:
        """Let who may read write."""


class _CitizensWriteAnywhere(WriteAccess):
    def check_own_card(self, writer: Writer, cpr: str) -> None:
        if writer.role is not EnteredBy.CITIZEN:
            super().check_own_card(writer, cpr)


MUTANTS: Final = named(
    (
        "service-takes-cpr-numbers",
        "A relative may have a CPR number anywhere.",
        _Rules(_TakesCprNumbers),
    ),
    (
        "service-takes-cpr-numbers-in-notes",
        "A CPR number is not looked for in the note.",
        _Rules(_TakesCprNumbersInNotes),
    ),
    (
        "service-refuses-every-digit",
        "Every digit in a relative's texts counts as a CPR number.",
        _Rules(_RefusesEveryDigit),
    ),
    (
        "service-takes-any-telephone",
        "Every text counts as a telephone number.",
        _Rules(_TakesAnyTelephone),
    ),
    (
        "service-takes-eight-digits-only",
        "Only numbers of eight digits are taken.",
        _Rules(_TakesEightDigitsOnly),
    ),
    (
        "service-swallows-the-second",
        "A second entry is taken, and the first stays.",
        WithRegister(_SwallowsTheSecond),
    ),
    ("service-forgets-notes", "The note of a relative is lost.", WithRegister(_ForgetsNotes)),
    (
        "service-forgets-other-relatives",
        "A new relative drives the others out.",
        WithRegister(_ForgetsOtherRelatives),
    ),
    (
        "service-updates-beside-the-old",
        "An updated relative stands beside the old one.",
        WithRegister(_UpdatesBesideTheOld),
    ),
    ("service-deletes-nothing", "A deletion does nothing.", WithRegister(_DeletesNothing)),
    (
        "service-gives-own-ids",
        "Relatives get ids of the register's own.",
        WithRegister(_GivesOwnIds),
    ),
    ("service-takes-any-id", "An id that is no UUID is taken.", WithRegister(_TakesAnyId)),
    (
        "service-takes-any-dentist",
        "A dentist need not be in the Yderregister.",
        _Rules(_TakesAnyDentist),
    ),
    (
        "service-demands-family-name",
        "A relative without a family name is refused.",
        _Rules(_DemandsFamilyName),
    ),
    (
        "service-demands-an-end",
        "A temporary address without an end is refused.",
        _Rules(_DemandsAnEnd),
    ),
    (
        "service-takes-the-nameless",
        "A relative without a given name is taken.",
        _Rules(_TakesTheNameless),
    ),
    (
        "service-author-of-yesterday",
        "An entry tells a time of a day before.",
        WithRegister(_AuthorOfYesterday),
    ),
    (
        "service-everything-by-citizens",
        "Every entry says that the citizen made it.",
        WithRegister(_EverythingByCitizens),
    ),
    ("service-systems-write", "A system writes by itself.", WithWriteAccess(_SystemsWrite)),
    ("service-readers-write", "A role that grants reading writes.", WithWriteAccess(_ReadersWrite)),
    (
        "service-citizens-write-anywhere",
        "A citizen writes in everybody's card.",
        WithWriteAccess(_CitizensWriteAnywhere),
    ),
)
"""Deviations by name."""
