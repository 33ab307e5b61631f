"""The Stamkortregister (SKR): enters, updates and deletes what citizens and staff type in."""

from dataclasses import dataclass, replace

from conformance.pdc.codes import EnteredBy, Use
from conformance.pdc.datatypes import Coded, PersonName
from conformance.simulator.skr.rules import WriteRefused, WriteRules, bounds_of, uuid_of
from conformance.simulator.skr.settings import SkrSettings
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.registers import (
    ChosenDentist,
    Citizen,
    ContactSet,
    Kin,
    SpokenLanguage,
    TemporaryStay,
    TypedIn,
)
from conformance.simulator.state.world import UnknownCitizen, World
from conformance.skr.values import (
    ContactInformation,
    Create,
    Delete,
    Dentist,
    Entry,
    Language,
    Relative,
    Request,
    TemporaryAddress,
    Update,
)
from conformance.skr.vocabulary import Part

_Kept = Kin | ContactSet | TemporaryStay | SpokenLanguage | ChosenDentist


@dataclass(frozen=True, slots=True, kw_only=True)
class Writer:
    """Who writes, as the author of the entry. *citizen*: the one CPR number that may be written."""

    role: EnteredBy
    name: PersonName | None
    organization: str | None = None
    citizen: str | None = None


class StamkortRegister:
    """The register over a world. It knows nothing of SOAP, and asks its rules before it writes."""

    def __init__(self, rules: WriteRules, settings: SkrSettings | None = None) -> None:
        self._rules = rules
        self._settings = settings or SkrSettings()

    def write(self, world: World, request: Request, writer: Writer) -> None:
        """Carry *request* out, so that the citizen's next card has it. Raises WriteRefused."""
        citizen = self._known(world, request.citizen.extension or "")
        if world.has_fault(Fault.SKR_REFUSES, citizen.cpr):
            raise WriteRefused("the simulated fault: every write is refused")
        match request:
            case Create():
                changed = self._created(world, citizen, request, writer)
            case Update():
                changed = self._updated(world, citizen, request, writer)
            case Delete():
                changed = self._deleted(citizen, request)
        world.admit(changed)

    def author(self, world: World, writer: Writer) -> TypedIn:
        """The author of an entry that is written now; the register's clock tells the time."""
        return TypedIn(
            at=world.now, by=writer.name, organization=writer.organization, role=writer.role
        )

    def _known(self, world: World, cpr: str) -> Citizen:
        try:
            return world.citizen(cpr)
        except UnknownCitizen:
            raise WriteRefused("expected the CPR number of a known citizen") from None

    def _created(self, world: World, citizen: Citizen, request: Create, writer: Writer) -> Citizen:
        entry = replace(request.entry, id=uuid_of(request.entry.id))
        self._rules.check_new_id(world, entry.id)
        if not self._settings.replaces_single:
            self._rules.check_vacant(world, citizen, request.operation.part)
        return _with(citizen, self._kept(world, entry, self.author(world, writer)))

    def _updated(self, world: World, citizen: Citizen, request: Update, writer: Writer) -> Citizen:
        entry = replace(request.entry, id=uuid_of(request.entry.id))
        self._rules.check_there(citizen, request.operation.part, entry.id)
        return _with(citizen, self._kept(world, entry, self.author(world, writer)))

    def _deleted(self, citizen: Citizen, request: Delete) -> Citizen:
        uuid = uuid_of(request.id)
        self._rules.check_there(citizen, request.part, uuid)
        return _without(citizen, request.part, uuid)

    def _kept(self, world: World, entry: Entry, author: TypedIn) -> _Kept:
        """What the register keeps of *entry*, which keeps the rules."""
        match entry:
            case Relative():
                return self._kin(entry, author)
            case ContactInformation():
                return self._contact(entry, author)
            case TemporaryAddress():
                return self._stay(entry, author)
            case Language():
                return self._language(entry, author)
            case Dentist():
                return self._dentist(world, entry, author)

    def _kin(self, entry: Relative, author: TypedIn) -> Kin:
        rules = self._rules
        rules.check_given_name(entry.name)
        rules.check_no_cpr_number(entry)
        rules.check_relation(entry.relation)
        for telecom in entry.telecoms:
            rules.check_telephone(telecom)
        rules.check_uses(entry.telecoms)
        return Kin(
            id=entry.id,
            name=entry.name,
            relation=None if entry.relation is None else _said(entry.relation),
            numbers=entry.telecoms,
            note=entry.note,
            typed_in=author,
        )

    def _contact(self, entry: ContactInformation, author: TypedIn) -> ContactSet:
        self._rules.check_some_number(entry.telecoms)
        for telecom in entry.telecoms:
            self._rules.check_telephone(telecom)
        self._rules.check_uses(entry.telecoms)
        return ContactSet(id=entry.id, numbers=entry.telecoms, typed_in=author)

    def _stay(self, entry: TemporaryAddress, author: TypedIn) -> TemporaryStay:
        start, end = bounds_of(entry.period)
        self._rules.check_order(start, end)
        self._rules.check_address(entry.address)
        return TemporaryStay(
            id=entry.id,
            address=replace(entry.address, use=Use.HOME),
            start=start,
            end=end,
            typed_in=author,
        )

    def _language(self, entry: Language, author: TypedIn) -> SpokenLanguage:
        self._rules.check_language(entry.language)
        code = entry.language.code or ""
        return SpokenLanguage(
            id=entry.id,
            code=code,
            display_name=_said(entry.language).display_name or code,
            typed_in=author,
        )

    def _dentist(self, world: World, entry: Dentist, author: TypedIn) -> ChosenDentist:
        clinic = self._rules.dentist(world, entry.provider)
        return ChosenDentist(
            id=entry.id,
            yder=clinic.yder,
            clinic=clinic.clinic,
            address=clinic.address,
            telephone=clinic.telephone,
            typed_in=author,
        )


def _said(coded: Coded) -> Coded:
    """With names trimmed, and left out when nothing remains: as the rules of a card want them."""
    names = {"system_name": coded.system_name, "display_name": coded.display_name}
    return replace(coded, **{name: (text or "").strip() or None for name, text in names.items()})


def _with(citizen: Citizen, kept: _Kept) -> Citizen:
    """The citizen with *kept* in place of what has its id, or beside what is there."""
    match kept:
        case Kin():
            if any(kin.id == kept.id for kin in citizen.relatives):
                relatives = tuple(kept if k.id == kept.id else k for k in citizen.relatives)
            else:
                relatives = (*citizen.relatives, kept)
            return replace(citizen, relatives=relatives)
        case ContactSet():
            return replace(citizen, contact=kept)
        case TemporaryStay():
            return replace(citizen, stay=kept)
        case SpokenLanguage():
            return replace(citizen, language=kept)
        case ChosenDentist():
            return replace(citizen, dentist=kept)


def _without(citizen: Citizen, part: Part, uuid: str) -> Citizen:
    match part:
        case Part.RELATIVES:
            left = tuple(kin for kin in citizen.relatives if kin.id != uuid)
            return replace(citizen, relatives=left)
        case Part.CONTACT_INFORMATION:
            return replace(citizen, contact=None)
        case Part.TEMPORARY_ADDRESS:
            return replace(citizen, stay=None)
        case Part.LANGUAGE:
            return replace(citizen, language=None)
        case Part.DENTIST:
            return replace(citizen, dentist=None)
