"""Cards that break a rule besides its example, each under a name."""

from collections.abc import Callable
from dataclasses import replace

from conformance.pdc import compose
from conformance.pdc.build import build
from conformance.pdc.codes import RelationCode, Use
from conformance.pdc.values import (
    CUSTODY_BY,
    NAV,
    CitizenNameAddress,
    ContactNumbers,
    CoverageGroup,
    Custody,
    Dentist,
    Entry,
    InstanceId,
    Language,
    LivingWill,
    NoResuscitation,
    OrganDonor,
    Period,
    PersonName,
    Relative,
    Telecom,
    TemplateId,
    TemporaryAddress,
    TimeStamp,
    TreatmentWill,
)
from tests.pdc.card_examples import ENTRIES, PATIENT, uuid
from tests.pdc.rules_host import FULL, GOOD, altered, protected, with_entries


def changed(kind: type[Entry], **changes: object) -> bytes:
    return build(altered(kind, **changes))


def without(kind: type[Entry]) -> bytes:
    return build(with_entries(*(e for e in ENTRIES if not isinstance(e, kind))))


def doubled(kind: type[Entry]) -> bytes:
    again = replace(FULL.of(kind)[0], id=compose.entry_id(uuid(99)))
    return build(with_entries(*ENTRIES, again))


def edited(old: str, new: str, data: bytes = GOOD) -> bytes:
    """The good card with a piece of its XML changed."""
    assert old.encode() in data, old
    return data.replace(old.encode(), new.encode(), 1)


def with_ids(*ids: InstanceId) -> bytes:
    return build(replace(FULL, patient=replace(PATIENT, ids=ids)))


EXTENSION_31 = 'root="1.2.208.184.16.1.10.20.1.31" extension="2023-07-01"'

BROKEN: dict[str, tuple[str, Callable[[], bytes]]] = {
    "no realm": ("PDC-H02", lambda: edited('<realmCode code="DK"/>', "")),
    "no type id": (
        "PDC-H03",
        lambda: edited('<typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>', ""),
    ),
    "no template": ("PDC-H04", lambda: build(replace(FULL, templates=FULL.templates[1:]))),
    "template twice": (
        "PDC-H04",
        lambda: build(replace(FULL, templates=(FULL.templates[0], *FULL.templates))),
    ),
    "another root of the id": ("PDC-H06", lambda: edited('<id root="1.2.208.184"', '<id root="1"')),
    "a title without for": ("PDC-H08", lambda: edited("Card for ", "Card ")),
    "another citizen in the title": ("PDC-H08", lambda: edited("for 041000", "for 251248")),
    "nine digits": ("PDC-H12", lambda: with_ids(compose.cpr_id("041000923"))),
    "no CPR number": ("PDC-H12", lambda: with_ids(compose.yder_id("1"))),
    "practice without a name": ("PDC-H17", lambda: edited("<name>Lægerne på Torvet</name>", "")),
    "practice beside the patient": (
        "PDC-H17",
        lambda: edited(
            "</patientRole>",
            "</patientRole><providerOrganization><name>A</name></providerOrganization>",
        ),
    ),
    "author twice": (
        "PDC-H20",
        lambda: edited(
            "<custodian>", '<author><time value="20260302091850+0100"/></author><custodian>'
        ),
    ),
    "custodian of another name": (
        "PDC-H21",
        lambda: edited(
            "<name>Sundhedsdatastyrelsen</name></representedCust",
            "<name>SDS</name></representedCust",
        ),
    ),
    "marker left out": (
        "PDC-H27",
        lambda: build(replace(FULL, documentation_of=FULL.documentation_of[:1])),
    ),
    "section template": (
        "PDC-S01",
        lambda: build(replace(FULL, section_template=TemplateId(root="1.2", extension="x"))),
    ),
    "two rows in one": ("PDC-S03", lambda: edited("</tr><tr><td>Talt", "<td>Talt")),
    "an act beside the observation": (
        "PDC-E02",
        lambda: edited(
            "</observation></entry>", '</observation><act classCode="ACT" moodCode="EVN"/></entry>'
        ),
    ),
    "id twice": (
        "PDC-E03",
        lambda: changed(Language, id=compose.entry_id(uuid(1).upper())),
    ),
    "blanks inside a code": (
        "PDC-E06",
        lambda: edited('code="LivingWillRegistration"', 'code="Living WillRegistration"'),
    ),
    "no id": (
        "PDC-E08",
        lambda: edited(f'<id root="1.2.208.184" extension="{uuid(12)}"/>', ""),
    ),
    "a relative's CPR number as author": (
        "PDC-E12",
        lambda: edited(
            'extension="MSK"',
            'extension="041000-9234"',
            edited('extension="ANONYM"', 'extension="MSK"'),
        ),
    ),
    "language twice": ("PDC-C20", lambda: doubled(Language)),
    "temporary address twice": ("PDC-C21", lambda: doubled(TemporaryAddress)),
    "dentist twice": ("PDC-C22", lambda: doubled(Dentist)),
    "contact numbers twice": ("PDC-C24", lambda: doubled(ContactNumbers)),
    "no name and address": ("PDC-C26", lambda: without(CitizenNameAddress)),
    "coverage group twice": ("PDC-C27", lambda: doubled(CoverageGroup)),
    "no organ donor": ("PDC-C28", lambda: without(OrganDonor)),
    "no treatment will": ("PDC-C29", lambda: without(TreatmentWill)),
    "no living will": ("PDC-C30", lambda: without(LivingWill)),
    "no refusal of resuscitation": ("PDC-C31", lambda: without(NoResuscitation)),
    "another language system": (
        "PDC-V20",
        lambda: changed(Language, language=replace(compose.spoken("de", "German"), system="1.2")),
    ),
    "address lapsed": (
        "PDC-V21c",
        lambda: changed(
            TemporaryAddress,
            period=Period(
                low=TimeStamp(text="20260101000000+0100"),
                high=TimeStamp(text="20260302091849+0100"),
            ),
        ),
    ),
    "dentist without a number": ("PDC-V22", lambda: changed(Dentist, provider=None)),
    "four numbers": (
        "PDC-V24",
        lambda: changed(
            ContactNumbers,
            telecoms=tuple(Telecom.tel("12345678", use) for use in ("H", "MC", "WP", "H")),
        ),
    ),
    "a use that is none of three": (
        "PDC-V24",
        lambda: changed(ContactNumbers, telecoms=(Telecom.tel("12345678", Use.PRIMARY_HOME),)),
    ),
    "custody person without CPR root": (
        "PDC-V23",
        lambda: changed(Custody, person=InstanceId(root="1.2", extension="0505109990")),
    ),
    "custody without name": (
        "PDC-V23",
        lambda: edited(
            '<value xsi:type="PN"><given>Max</given><given>Test</given>'
            "<family>Berggren</family></value>",
            "",
        ),
    ),
    "a ward who is not the child": ("PDC-V23b", lambda: changed(Custody, code=CUSTODY_BY)),
    "four numbers of a relative": (
        "PDC-V25",
        lambda: changed(Relative, telecoms=(Telecom.tel("70343332", Use.WORK),) * 4),
    ),
    "CPR number in a note": ("PDC-V25b", lambda: changed(Relative, note="se 041000-9234.")),
    "CPR number in a name": (
        "PDC-V25b",
        lambda: changed(Relative, name=PersonName.of("Else", family="0410009234")),
    ),
    "another name than the header's": (
        "PDC-V26",
        lambda: changed(CitizenNameAddress, name=PersonName.of("Sofia", family="Bach")),
    ),
    "a protected street in the narrative": (
        "PDC-V26b",
        lambda: edited(
            "<item>ADRESSEBESKYTTET</item>", "<item>Morbærvej 200</item>", build(protected())
        ),
    ),
    "a protected street in the body": (
        "PDC-V26b",
        lambda: edited(
            '<value xsi:type="AD" use="H"><streetAddressLine>ADRESSEBESKYTTET<',
            '<value xsi:type="AD" use="H"><streetAddressLine>Øster Hurupvej 53<',
            build(protected()),
        ),
    ),
    "null flavour NAV": ("PDC-V31", lambda: changed(NoResuscitation, registration=NAV)),
    "extension NAV": (
        "PDC-V31",
        lambda: changed(
            NoResuscitation, registration=compose.unavailable(uuid=uuid(6)).registration
        ),
    ),
    "true in capitals": (
        "PDC-V31",
        lambda: edited('1.11" extension="false"', '1.11" extension="TRUE"'),
    ),
    "root of another register": (
        "PDC-V31",
        lambda: changed(
            NoResuscitation, registration=InstanceId(root="1.2.208.176.1.8", extension="true")
        ),
    ),
    "mailto": (
        "PDC-VTEL",
        lambda: changed(ContactNumbers, telecoms=(Telecom(value="mailto:a@b.dk", use="H"),)),
    ),
    "letter after the number": (
        "PDC-VTEL",
        lambda: changed(ContactNumbers, telecoms=(Telecom.tel("12345678x", "H"),)),
    ),
    "custody relation of another system": (
        "PDC-VREL",
        lambda: changed(
            Custody, relation=replace(compose.relation(RelationCode.MOTHER), system="1")
        ),
    ),
    "both wills": (
        "PDC-X01",
        lambda: changed(
            LivingWill,
            registration=compose.registration(
                LivingWill, uuid=uuid(5), registered=True
            ).registration,
        ),
    ),
    "content of a will": (
        "PDC-X02",
        lambda: edited(
            'displayName="Registreret livstestamente"/>',
            'displayName="Registreret livstestamente"/><entryRelationship typeCode="COMP"/>',
        ),
    ),
    "a blank in the narrative's attributes": (
        "PDC-W01",
        lambda: edited('<table width="100%">', '<table width="100% ">'),
    ),
    "a blank by reference": (
        "PDC-W01",
        lambda: edited('Name="Sygesikringen"', 'Name="Sygesikringen&#32;"'),
    ),
    "a blank in single quotes": (
        "PDC-W01",
        lambda: edited(
            'assigningAuthorityName="Sygesikringen"', "assigningAuthorityName='Sygesikringen '"
        ),
    ),
    "a line break in a quote": (
        "PDC-W01",
        lambda: edited(
            'assigningAuthorityName="Sygesikringen"', 'assigningAuthorityName="\nSygesikringen"'
        ),
    ),
    "an author's time that is none": (
        "PDC-DTITS-017",
        lambda: edited('<time value="20251024', '<time value="20251324'),
    ),
    "NP in single quotes": (
        "PDC-CDADT-001",
        lambda: edited(
            "<country>DK</country></value><value", "<country nullFlavor = 'NP'/></value><value"
        ),
    ),
}
