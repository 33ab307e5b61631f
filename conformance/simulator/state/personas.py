"""The named personas: citizens and staff that every scenario may count on.

CPR numbers are documented test persons of Fælles Stamkort and NSP, or impossible (31 February). All
other facts are made up, except names that are part of a documented test person.
"""

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Final
from uuid import NAMESPACE_OID, uuid5

from conformance.pdc.codes import Gender, RelationCode, Use
from conformance.pdc.datatypes import Address, PersonName, Telecom
from conformance.security.roles import NationalRole
from conformance.simulator.state.registers import (
    ChosenDentist,
    Citizen,
    ContactSet,
    DentalClinic,
    Kin,
    Practitioner,
    SpokenLanguage,
    StaffMember,
    TemporaryStay,
    TypedIn,
)
from conformance.simulator.state.world import World


class Persona(StrEnum):
    """Citizens by the name that features use; the value is the CPR number."""

    BENTE = "2512489996"
    """Adult woman over 60 with a full card. Number from the implementation guide."""

    SCHWENDLUND = "0108589995"
    """Adult man over 60 with a full card. MedCom's test person for the largest card."""

    JENS = "0408801111"
    """Adult man with a full card. Fælles Stamkort's read-only person in NSP TEST1."""

    SOFIE = "0410009234"
    """Adult woman with no data of her own making. Fælles Stamkort, 2026."""

    BRUNO = "2509479989"
    """Name and address protection. MedCom's test person."""

    MAX = "0107729995"
    """Father. MedCom's test person."""

    CHILD = "0505109990"
    """Child of Max. MedCom's test person."""

    SECOND_CHILD = "3102129996"
    """Another child, with an impossible number."""

    WARD = "3102149997"
    """A child under guardianship, with an impossible number."""


class Staff(StrEnum):
    """Members of staff by the name that features use; the value is the CPR number."""

    DOCTOR = "0501792275"
    """Lars Larsen, physician with authorisation."""

    NURSE = "2408631478"
    """Nurse with authorisation."""

    ASSISTANT_R1 = "0611809735"
    """No authorisation; national role SundAssistR1."""

    ASSISTANT_R2 = "3001010033"
    """No authorisation; national role SundAssistR2."""

    ASSISTANT_R3 = "2305008861"
    """No authorisation; national role PlejeAssR3, which does not grant reading."""

    ASSISTANT_BOTH = "1111111118"
    """No authorisation; local rights management has given both roles."""

    ASSISTANT_NONE = "0506504003"
    """No authorisation and no national role."""


ORGANISATION: Final = "FSK Testhospital"
CVR: Final = "20921897"
"""CVR number of a documented test organisation in NSP's test environments."""

_PLEJE_ASSIST_R3: Final = "urn:dk:healthcare:national-federation-role:code:41003:value:PlejeAssR3"
"""A national role seen in NSP's documentation."""

_LONG_AGO: Final = datetime(2024, 3, 1, 9, 30, tzinfo=UTC)
_PRACTITIONER: Final = Practitioner(
    yder="123123",
    name="Lægerne Æblehaven",
    telephone="98765432",
    address=Address(lines=("Æblehaven 1",), postal_code="8000", city="Aarhus C", use=Use.HOME),
)


def populate(world: World) -> None:
    """Let *world* know every persona and every member of staff."""
    world.admit(*citizens())
    world.employ(*staff_members())
    world.list_dentists(*dentists())
    world.record_parent(Persona.MAX, Persona.CHILD)
    world.give_custody(Persona.MAX, Persona.CHILD)


@cache
def dentists() -> tuple[DentalClinic, ...]:
    """The dentists of the Yderregister; clinics and provider numbers are made up."""
    return (
        _clinic("321321", "Tandlægerne på Torvet", "75920000", ("Torvet 2", "7000", "Fredericia")),
        _clinic("321322", "Tandklinikken Ærø", "62520000", ("Havnegade 9", "5970", "Ærøskøbing")),
        _clinic("321323", "Østbyens Tandlæger", "86120000", ("Åvej 5", "8000", "Aarhus C")),
    )


def _clinic(yder: str, name: str, telephone: str, place: tuple[str, str, str]) -> DentalClinic:
    line, postal_code, city = place
    address = Address(lines=(line,), postal_code=postal_code, city=city, use=Use.WORK)
    return DentalClinic(yder=yder, clinic=name, address=address, telephone=telephone)


@cache
def staff_members() -> tuple[StaffMember, ...]:
    """All members of staff."""
    return (
        StaffMember(
            cpr=Staff.DOCTOR,
            given_name="Lars",
            surname="Larsen",
            education_code="7170",
            authorisation_code="J0184",
        ),
        StaffMember(
            cpr=Staff.NURSE,
            given_name="Karen",
            surname="Sygeplejerske",
            education_code="5166",
            authorisation_code="5GXFR",
        ),
        _assistant(Staff.ASSISTANT_R1, "Rie", NationalRole.SUND_ASSIST_R1),
        _assistant(Staff.ASSISTANT_R2, "Rasmus", NationalRole.SUND_ASSIST_R2),
        _assistant(Staff.ASSISTANT_R3, "Pia", _PLEJE_ASSIST_R3),
        _assistant(
            Staff.ASSISTANT_BOTH, "Bo", NationalRole.SUND_ASSIST_R1, NationalRole.SUND_ASSIST_R2
        ),
        _assistant(Staff.ASSISTANT_NONE, "Ingrid"),
    )


def _assistant(cpr: Staff, given_name: str, *roles: str) -> StaffMember:
    return StaffMember(
        cpr=cpr, given_name=given_name, surname="Assistent", national_roles=tuple(roles)
    )


@cache
def citizens() -> tuple[Citizen, ...]:
    """All citizens, as the registers know them when a scenario begins."""
    return (
        _with_everything(
            Persona.BENTE, "Bente Kirkegård", "Knudsen", Gender.FEMALE, date(1948, 12, 25)
        ),
        _with_everything(
            Persona.SCHWENDLUND, "Schwendlund Test", "Mosebryggersen", Gender.MALE, date(1958, 8, 1)
        ),
        _with_everything(Persona.JENS, "Jens", "Jensen", Gender.MALE, date(1980, 8, 4)),
        _plain(Persona.SOFIE, "Sofie", "Bach", Gender.FEMALE, date(2000, 10, 4)),
        _plain(
            Persona.BRUNO, "Bruno Test", "Elmer", Gender.MALE, date(1947, 9, 25), protected=True
        ),
        _plain(Persona.MAX, "Max Test", "Berggren", Gender.MALE, date(1972, 7, 1)),
        _plain(Persona.CHILD, "Alma Test", "Berggren", Gender.FEMALE, date(2010, 5, 5)),
        _plain(Persona.SECOND_CHILD, "Østen Test", "Berggren", Gender.MALE, date(2012, 2, 29)),
        _plain(Persona.WARD, "Åse Test", "Skov", Gender.FEMALE, date(2014, 3, 3)),
    )


def _plain(  # noqa: PLR0913 - what CPR knows of a person
    cpr: Persona, given: str, family: str, gender: Gender, born: date, *, protected: bool = False
) -> Citizen:
    """A citizen who has made no entries of their own."""
    return Citizen(
        cpr=cpr,
        name=PersonName(given=tuple(given.split()), family=(family,)),
        address=Address(
            lines=(f"Prøvevej {int(cpr[-2:]) or 1}",),
            postal_code="7000",
            city="Fredericia",
            country="DK",
            use=Use.HOME,
        ),
        gender=gender,
        born=born,
        protected=protected,
        practitioner=_PRACTITIONER,
    )


def _with_everything(cpr: Persona, given: str, family: str, gender: Gender, born: date) -> Citizen:
    """A citizen whose card has every typed-in entry."""
    plain = _plain(cpr, given, family, gender, born)
    typed_in = TypedIn(at=_LONG_AGO, by=plain.name)
    return Citizen(
        cpr=plain.cpr,
        name=plain.name,
        address=plain.address,
        gender=gender,
        born=born,
        practitioner=plain.practitioner,
        organ_donor=True,
        treatment_will=True,
        language=SpokenLanguage(
            id=_id(cpr, "language"), code="de", display_name="Tysk", typed_in=typed_in
        ),
        stay=_stay(cpr, typed_in),
        contact=ContactSet(
            id=_id(cpr, "contact"),
            numbers=(
                Telecom.tel("+4512345678", Use.MOBILE),
                Telecom.tel("87654321", Use.HOME),
            ),
            typed_in=typed_in,
        ),
        relatives=_relatives(cpr, typed_in),
        dentist=_chosen_dentist(cpr, typed_in),
    )


def _stay(cpr: Persona, typed_in: TypedIn) -> TemporaryStay:
    return TemporaryStay(
        id=_id(cpr, "stay"),
        address=Address(
            lines=("c/o Ærø Kro", "Havnegade 3"),
            postal_code="5970",
            city="Ærøskøbing",
            country="DK",
            use=Use.HOME,
        ),
        start=_LONG_AGO,
        end=_LONG_AGO + timedelta(days=3650),
        typed_in=typed_in,
    )


def _chosen_dentist(cpr: Persona, typed_in: TypedIn) -> ChosenDentist:
    return ChosenDentist(
        id=_id(cpr, "dentist"),
        yder="321321",
        clinic="Tandlægerne på Torvet",
        address=Address(lines=("Torvet 2",), postal_code="7000", city="Fredericia", use=Use.WORK),
        telephone="75920000",
        typed_in=typed_in,
    )


def _relatives(cpr: Persona, typed_in: TypedIn) -> tuple[Kin, ...]:
    return (
        Kin(
            id=_id(cpr, "neighbour"),
            name=PersonName.of("Naja", family="Nabo"),
            relation=RelationCode.NEIGHBOUR,
            numbers=(Telecom.tel("22334455", Use.MOBILE),),
            note='Har nøgle & kender "Æsken" <under trappen>',
            typed_in=typed_in,
        ),
        Kin(
            id=_id(cpr, "mother"),
            name=PersonName.of("Ida", family="Moder"),
            relation=RelationCode.MOTHER,
            numbers=(Telecom.tel("0045-33445566", Use.HOME),),
            typed_in=typed_in,
        ),
        Kin(
            id=_id(cpr, "child"),
            name=PersonName.of("Unge", family="Efterkommer"),
            relation=RelationCode.CHILD,
            typed_in=typed_in,
        ),
    )


def _id(cpr: Persona, part: str) -> str:
    return str(uuid5(NAMESPACE_OID, f"{cpr}:{part}"))
