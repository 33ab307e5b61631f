"""One sound entry of each kind, for the tests of messages and of the register."""

from typing import Final

from conformance.pdc import compose
from conformance.pdc.codes import RelationCode, Use
from conformance.pdc.datatypes import Address, Period, PersonName, Telecom, TimeStamp
from conformance.skr.values import (
    ContactInformation,
    Dentist,
    Entry,
    Language,
    Relative,
    TemporaryAddress,
)
from conformance.skr.vocabulary import Part

NEW_ID: Final = "839697de-9660-4575-a3ac-61def6fb3474"
"""No persona has an entry with this id."""

RELATIVE: Final = Relative(
    id=NEW_ID,
    name=PersonName.of("Åse", "Ravn", family="Østergård"),
    relation=compose.relation(RelationCode.NEIGHBOUR),
    telecoms=(Telecom.tel("11223344", Use.HOME), Telecom.tel("(46)-55667788-1234", Use.WORK)),
    note='Har nøgle & kender "Æsken" <under trappen>',
)
ENTRIES: Final[dict[Part, Entry]] = {
    Part.RELATIVES: RELATIVE,
    Part.CONTACT_INFORMATION: ContactInformation(
        id=NEW_ID,
        telecoms=(
            Telecom.tel("+4511223344", Use.MOBILE),
            Telecom.tel("33112244", Use.WORK),
            Telecom.tel("66774433", Use.HOME),
        ),
    ),
    Part.TEMPORARY_ADDRESS: TemporaryAddress(
        id=NEW_ID,
        address=Address(
            lines=("c/o Ø", "Å 3"), postal_code="5970", city="Ærøskøbing", country="DK"
        ),
        period=Period(
            low=TimeStamp(text="20190101000000+0100"), high=TimeStamp(text="20990101000000+0100")
        ),
    ),
    Part.LANGUAGE: Language(id=NEW_ID, language=compose.spoken("tr", "Tyrkisk")),
    Part.DENTIST: Dentist(id=NEW_ID, provider=compose.yder_id("321322")),
}
