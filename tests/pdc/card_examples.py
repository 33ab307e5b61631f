"""One card that keeps every rule, with all twelve kinds of entry; test persons only."""

from typing import Final
from uuid import UUID

from conformance.pdc import compose
from conformance.pdc.codes import EnteredBy, Gender, RelationCode, Use
from conformance.pdc.oids import Oid
from conformance.pdc.values import (
    CHILD_CUSTODY,
    Address,
    AnyEntry,
    Card,
    ContactNumbers,
    Custody,
    Dentist,
    Language,
    LivingWill,
    NoResuscitation,
    OrganDonor,
    Patient,
    Period,
    PersonName,
    Relative,
    Telecom,
    TemporaryAddress,
    TimeStamp,
    TreatmentWill,
)

AT: Final = TimeStamp(text="20260302091850+0100")
TYPED: Final = TimeStamp(text="20251024143430+0200")


def uuid(number: int) -> str:
    """A UUID that tells its number."""
    return str(UUID(int=0x88BC66B8_8212_423B_BA0F_000000000000 + number))


NAME: Final = PersonName.of("Sofie", family="Bach")
HOME: Final = Address(
    lines=("Morbærvej 200",), postal_code="1362", city="København K", country="DK"
)
PATIENT: Final = Patient(
    ids=(compose.cpr_id("0410009234"),),
    address=HOME,
    name=NAME,
    gender=compose.gender_code(Gender.FEMALE),
    birth_time=TimeStamp(text="20001004000000+0000"),
    provider=compose.own_practitioner(
        yder="123123",
        name="Lægerne på Torvet",
        telephone="12345678",
        address=Address(lines=("Torvet 1",), postal_code="1234", city="Byen"),
    ),
)
_BY_SOFIE: Final = compose.typed_in_author(time=TYPED, person=NAME)

ENTRIES: Final[tuple[AnyEntry, ...]] = (
    compose.citizen_name_address(uuid=uuid(1), name=NAME, address=HOME),
    compose.coverage_group(uuid=uuid(2), group="1"),
    compose.registration(OrganDonor, uuid=uuid(3), registered=True),
    compose.registration(TreatmentWill, uuid=uuid(4), registered=True),
    compose.registration(LivingWill, uuid=uuid(5), registered=False),
    compose.registration(NoResuscitation, uuid=uuid(6), registered=False),
    Language(
        id=compose.skr_id(Oid.SKR_LANGUAGE, uuid(7)),
        author=_BY_SOFIE,
        language=compose.spoken("de", "German"),
    ),
    TemporaryAddress(
        id=compose.skr_id(Oid.SKR_TEMPORARY_ADDRESS, uuid(8)),
        author=_BY_SOFIE,
        period=Period(
            low=TimeStamp(text="20260101000000+0100"), high=TimeStamp(text="20260401000000+0200")
        ),
        address=Address(
            lines=("Øster Hurupvej 53",), postal_code="1234", city="Testby", country="Danmark"
        ),
    ),
    ContactNumbers(
        id=compose.entry_id(uuid(9)),
        author=_BY_SOFIE,
        telecoms=(Telecom.tel("12345678", Use.HOME), Telecom.tel("(46)-55667788-1234", Use.WORK)),
    ),
    Relative(
        id=compose.skr_id(Oid.SKR_RELATIVE, uuid(10)),
        author=_BY_SOFIE,
        name=PersonName.of("Else", family="Jochumsen"),
        relation=compose.relation(RelationCode.NEIGHBOUR),
        telecoms=(Telecom.tel("70343332", Use.WORK),),
        note='Træffes efter 16 på 70343332; "ring < 3" & vent',
    ),
    Relative(
        id=compose.skr_id(Oid.SKR_RELATIVE, uuid(11)),
        author=_BY_SOFIE,
        name=PersonName(given=("Jens", "Ole")),
    ),
    Custody(
        id=compose.entry_id(uuid(12)),
        author=compose.register_author(compose.Register.CPR),
        code=CHILD_CUSTODY,
        person=compose.cpr_id("0505109990"),
        name=PersonName.of("Max", "Test", family="Berggren"),
        relation=compose.relation(RelationCode.MOTHER),
    ),
    Dentist(
        id=compose.skr_id(Oid.SKR_DENTIST, uuid(13)),
        author=compose.typed_in_author(
            time=TYPED,
            person=PersonName.of("Jens", family="Jensen"),
            organization="Organisation",
            entered_by=EnteredBy.PROFESSIONAL,
        ),
        provider=compose.yder_id("123456"),
        clinic="Tandklinikken",
        address=Address(
            lines=("Vejen",), postal_code="1234", city="Byen", country="DK", use=Use.WORK
        ),
        telecoms=(Telecom.tel("12345678", Use.WORK),),
    ),
)
"""All twelve kinds of entry, with two relatives."""

CARD: Final[Card] = compose.compose(uuid=uuid(0), at=AT, patient=PATIENT, entries=ENTRIES)
"""A card that keeps every rule."""
