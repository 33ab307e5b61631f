"""Makes a citizen's card from the registers, as Fælles Stamkort would."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Final
from uuid import NAMESPACE_OID, UUID, uuid5

from conformance.clock import COPENHAGEN
from conformance.pdc import compose
from conformance.pdc.codes import DocumentVersion, EnteredBy, Gender, RelationCode, Use
from conformance.pdc.oids import Oid
from conformance.pdc.values import (
    CHILD_CUSTODY,
    CUSTODY_BY,
    NAV,
    AnyEntry,
    Card,
    Coded,
    ContactNumbers,
    Custody,
    Dentist,
    EntryAuthor,
    Language,
    LivingWill,
    NoResuscitation,
    OrganDonor,
    Patient,
    Period,
    Relative,
    Telecom,
    TemporaryAddress,
    TimeStamp,
    TreatmentWill,
)
from conformance.simulator.cards.dirt import soil
from conformance.simulator.state.clock_error import clock_error
from conformance.simulator.state.deaths import is_deleted
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.registers import Bond, Citizen, Kin, Kinship, TypedIn
from conformance.simulator.state.world import World

V2_CLOSED: Final = datetime(2025, 1, 15, tzinfo=COPENHAGEN)
"""From this instant version 2 is no longer served. Source: implementation guide 2025-06-26. The
guide gives the date; that it means midnight in Copenhagen is our reading."""


class CardMaker:
    """Fælles Stamkort: composes cards, and knows which temporary addresses and bonds belong there.

    Each judgement is a method of its own, so that a mutant can get exactly one of them wrong.
    *new_uuid* names the documents: a new one each time, as the real service does.
    """

    def __init__(self, *, new_uuid: Callable[[], UUID]) -> None:
        self._new_uuid = new_uuid

    def serves_version_2(self, world: World) -> bool:
        """Whether version 2 may be had at this time."""
        return world.now < V2_CLOSED

    def holds(self, world: World, cpr: str) -> bool:
        """Whether there are data of this citizen: until a year after the death."""
        return cpr in world.citizens and not is_deleted(world.citizens[cpr], world.now)

    def serves_stay(self, world: World, citizen: Citizen) -> bool:
        """Whether the temporary address belongs in the card: until its end has passed."""
        if citizen.stay is None:
            return False
        return not citizen.stay.has_ended(world.now) or world.has_fault(
            Fault.LAPSED_ADDRESS, citizen.cpr
        )

    def children(self, world: World, citizen: Citizen) -> tuple[str, ...]:
        """CPR numbers of the children of whom the citizen holds custody."""
        return _sorted(b.child for b in self._custody(world.bonds) if b.adult == citizen.cpr)

    def holders(self, world: World, citizen: Citizen) -> tuple[str, ...]:
        """CPR numbers of those who hold custody of the citizen."""
        return _sorted(b.adult for b in self._custody(world.bonds) if b.child == citizen.cpr)

    def opted_out(self, world: World, citizen: Citizen) -> bool:
        """Whether the card says true: an opt-out that is in force."""
        return citizen.has_active_opt_out(world.now)

    def role_towards_child(self, citizen: Citizen, *, is_parent: bool) -> RelationCode:
        """What the citizen is to the child.

        A holder who is no parent is left unspecified: no source gives a code for that.
        """
        if not is_parent:
            return RelationCode.UNSPECIFIED
        return RelationCode.MOTHER if citizen.gender is Gender.FEMALE else RelationCode.FATHER

    def role_towards_holder(self) -> RelationCode:
        """What the citizen is to a holder of custody."""
        return RelationCode.CHILD

    def make(self, world: World, cpr: str, version: DocumentVersion = DocumentVersion.V3) -> Card:
        """The citizen's card at this moment. Raises UnknownCitizen."""
        citizen = world.citizen(cpr)
        patient = _patient(citizen)
        at = world.now + clock_error(world, (cpr,))
        card = compose.compose(
            uuid=str(self._new_uuid()),
            at=TimeStamp.at(at.astimezone(COPENHAGEN)),
            patient=compose.protect(patient) if citizen.protected else patient,
            entries=self._entries(world, citizen),
            version=version,
        )
        return soil(card, world.faults_of(cpr))

    def _custody(self, bonds: frozenset[Bond]) -> Iterator[Bond]:
        return (bond for bond in bonds if bond.kinship is Kinship.CUSTODY)

    def _entries(self, world: World, citizen: Citizen) -> Iterator[AnyEntry]:
        yield _name_and_address(citizen)
        yield compose.coverage_group(uuid=_id(citizen, ".27"), group=citizen.coverage_group)
        yield compose.registration(
            OrganDonor, uuid=_id(citizen, ".28"), registered=citizen.organ_donor
        )
        yield compose.registration(
            TreatmentWill, uuid=_id(citizen, ".29"), registered=citizen.treatment_will
        )
        yield compose.registration(
            LivingWill, uuid=_id(citizen, ".30"), registered=citizen.living_will
        )
        yield from self._no_resuscitation(world, citizen)
        yield from self._custody_entries(world, citizen)
        yield from self._typed_in_entries(world, citizen)

    def _no_resuscitation(self, world: World, citizen: Citizen) -> Iterator[NoResuscitation]:
        entry = compose.registration(
            NoResuscitation, uuid=_id(citizen, ".31"), registered=self.opted_out(world, citizen)
        )
        if world.has_fault(Fault.ENTRY_MISSING, citizen.cpr):
            return
        if world.has_fault(Fault.LEGACY_NULL_FLAVOR, citizen.cpr):
            yield replace(entry, registration=NAV)
        elif world.has_fault(Fault.LEGACY_NAV, citizen.cpr):
            yield compose.unavailable(uuid=_id(citizen, ".31"))
        else:
            yield entry

    def _custody_entries(self, world: World, citizen: Citizen) -> Iterator[Custody]:
        for cpr in self.children(world, citizen):
            is_parent = Bond(adult=citizen.cpr, child=cpr, kinship=Kinship.PARENT) in world.bonds
            role = self.role_towards_child(citizen, is_parent=is_parent)
            yield _custody(world.citizen(cpr), CHILD_CUSTODY, role, of=citizen)
        for cpr in self.holders(world, citizen):
            yield _custody(world.citizen(cpr), CUSTODY_BY, self.role_towards_holder(), of=citizen)

    def _typed_in_entries(self, world: World, citizen: Citizen) -> Iterator[AnyEntry]:
        if citizen.language is not None:
            yield Language(
                id=compose.skr_id(Oid.SKR_LANGUAGE, citizen.language.id),
                author=_author(citizen, citizen.language.typed_in),
                language=compose.spoken(citizen.language.code, citizen.language.display_name),
            )
        if self.serves_stay(world, citizen):
            yield from _temporary_address(citizen)
        yield from _dentist(world, citizen)
        if citizen.contact is not None:
            yield ContactNumbers(
                id=compose.entry_id(citizen.contact.id),
                author=_author(citizen, citizen.contact.typed_in),
                telecoms=citizen.contact.numbers,
            )
        for kin in citizen.relatives:
            yield Relative(
                id=compose.skr_id(Oid.SKR_RELATIVE, kin.id),
                author=_author(citizen, kin.typed_in),
                name=kin.name,
                relation=_relation(kin),
                telecoms=kin.numbers,
                note=kin.note,
            )


def _sorted(numbers: Iterator[str]) -> tuple[str, ...]:
    return tuple(sorted(set(numbers)))


def _patient(citizen: Citizen) -> Patient:
    gp = citizen.practitioner
    return Patient(
        ids=(compose.cpr_id(citizen.cpr),),
        address=citizen.address,
        name=citizen.name,
        gender=compose.gender_code(citizen.gender),
        birth_time=TimeStamp(text=f"{citizen.born:%Y%m%d}000000+0000"),
        provider=None
        if gp is None
        else compose.own_practitioner(
            yder=gp.yder, name=gp.name, telephone=gp.telephone, address=gp.address
        ),
    )


def _name_and_address(citizen: Citizen) -> AnyEntry:
    uuid = _id(citizen, ".26")
    if citizen.protected:
        return compose.protected_name_address(uuid=uuid)
    return compose.citizen_name_address(uuid=uuid, name=citizen.name, address=citizen.address)


def _custody(other: Citizen, code: Coded, role: RelationCode, *, of: Citizen) -> Custody:
    return Custody(
        id=compose.entry_id(_id(of, f"{code.code}:{other.cpr}")),
        author=compose.register_author(compose.Register.CPR),
        code=code,
        person=compose.cpr_id(other.cpr),
        name=compose.PROTECTED_NAME if other.protected else other.name,
        relation=compose.relation(role),
    )


def _temporary_address(citizen: Citizen) -> Iterator[TemporaryAddress]:
    stay = citizen.stay
    if stay is None:
        return
    end = None if stay.end is None else TimeStamp.at(stay.end.astimezone(COPENHAGEN))
    yield TemporaryAddress(
        id=compose.skr_id(Oid.SKR_TEMPORARY_ADDRESS, stay.id),
        author=_author(citizen, stay.typed_in),
        period=Period(low=TimeStamp.at(stay.start.astimezone(COPENHAGEN)), high=end),
        address=stay.address,
    )


def _relation(kin: Kin) -> Coded | None:
    if isinstance(kin.relation, RelationCode):
        return compose.relation(kin.relation)
    return kin.relation


def _dentist(world: World, citizen: Citizen) -> Iterator[Dentist]:
    dentist = citizen.dentist
    if dentist is None:
        return
    # Contact data are fetched from the Yderregister at each look-up (guide 2025-06-26).
    clinic = world.dentists.get(dentist.yder, dentist)
    yield Dentist(
        id=compose.skr_id(Oid.SKR_DENTIST, dentist.id),
        author=_author(citizen, dentist.typed_in),
        provider=compose.yder_id(dentist.yder),
        clinic=clinic.clinic,
        address=clinic.address,
        telecoms=(Telecom.tel(clinic.telephone, Use.WORK),),
    )


def _author(citizen: Citizen, typed_in: TypedIn) -> EntryAuthor:
    # Nor does a protected citizen's own entry tell the name that the card hides (our reading).
    is_own = typed_in.role is EnteredBy.CITIZEN
    return compose.typed_in_author(
        time=TimeStamp.at(typed_in.at.astimezone(COPENHAGEN)),
        person=compose.PROTECTED_NAME if citizen.protected and is_own else typed_in.by,
        organization=typed_in.organization,
        entered_by=typed_in.role,
    )


def _id(citizen: Citizen, part: str) -> str:
    """An entry id that stays the same from card to card."""
    return _stable_uuid(f"{citizen.cpr}:{part}")


@lru_cache(maxsize=8192)
def _stable_uuid(name: str) -> str:
    return str(uuid5(NAMESPACE_OID, name))
