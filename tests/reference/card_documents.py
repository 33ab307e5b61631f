"""Hand-made PDC-DK documents for the tests of the reference system; test persons only."""

from lxml import etree
from lxml.builder import ElementMaker

CDA = "urn:hl7-org:v3"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
CITIZEN = "0108589995"
H = ElementMaker(namespace=CDA, nsmap={None: CDA, "xsi": XSI})


def value(kind: str, *children: etree._Element | str, **attributes: str) -> etree._Element:
    found = H.value(*children, **attributes)
    found.set(f"{{{XSI}}}type", kind)
    return found


def person(given: str, family: str) -> etree._Element:
    return value("PN", H.given(given), H.family(family))


def address(*streets: str) -> etree._Element:
    lines = [H.streetAddressLine(street) for street in streets]
    return value("AD", *lines, H.postalCode("8600"), H.city("Silkeborg"), H.country("DK"), use="H")


def telephone(number: str, use: str) -> etree._Element:
    return value("TEL", value=number, use=use)


def relation(code: str, shown: str) -> etree._Element:
    return value("CD", code=code, codeSystem="1.2.208.184.100.2", displayName=shown)


def registration(answer: str) -> etree._Element:
    return value("II", root="1.2.208.176.1.11", extension=answer)


def nav() -> etree._Element:
    return value("II", nullFlavor="NAV")


def entry(
    arc: str, code: str, *values: etree._Element, low: str | None = None, high: str | None = None
) -> etree._Element:
    times = []
    if low or high:
        times = [
            H.effectiveTime(
                *(
                    H(name, value=moment)
                    for name, moment in (("low", low), ("high", high))
                    if moment
                )
            )
        ]
    return H.entry(
        H.observation(
            H.templateId(root=f"1.2.208.184.16.1.10.20.1.{arc}", extension="2019-08-14"),
            H.id(root="1.2.208.184", extension="5b923ee7-d8eb-4f09-b166-17fce451b6fe"),
            H.code(code=code, codeSystem="1.2.208.184.100.1"),
            *times,
            *values,
        )
    )


def entered(
    found: etree._Element,
    code: str = "EnteredCitizen",
    given: str = "Max",
    time: str = "20240301093000+0100",
    place: str = "",
) -> etree._Element:
    """Return the entry with the author who typed it in."""
    party = [H.assignedPerson(H.name(H.given(given), H.family("Berggren")))]
    party += [H.representedOrganization(H.name(place))] if place else []
    author = H.author(
        H.templateId(root="1.2.208.184.16.1.10.20.30", extension="2019-08-14"),
        H.time(value=time),
        H.assignedAuthor(
            H.id(root="1.2.208.176.1.2", extension="ANONYM"),
            H.code(code=code, codeSystem="1.2.208.184.100.1"),
            *party,
        ),
    )
    found[0].append(author)
    return found


def opt_out(answer: str) -> etree._Element:
    return entry("31", "NoResuscitationRegistration", registration(answer))


def name_and_address() -> etree._Element:
    return entry("26", "CitizenNameAddr", person("Max Test", "Berggren"), address("Gaden 1"))


def protected_name_and_address() -> etree._Element:
    """Return the entry of a protected citizen, as MedCom's example has it."""
    return entry(
        "26",
        "CitizenNameAddr",
        person("ADRESSEBESKYTTET", "ADRESSEBESKYTTET"),
        value("II", root="1.2.208.184.100.1", extension="ConfAddr"),
        value("AD", H.streetAddressLine("ADRESSEBESKYTTET"), use="H"),
    )


def temporary(low: str | None = "20250101000000+0100", high: str | None = None) -> etree._Element:
    return entry("21", "TempAddrTypedIn", address("Sommerhuset 2"), low=low, high=high)


def child(given: str, cpr: str, role: str = "far") -> etree._Element:
    ident = value("II", root="1.2.208.176.1.2", extension=cpr)
    return entry("23", "ChildCustody", ident, person(given, "Berggren"), relation(role, "Far"))


def holder(given: str) -> etree._Element:
    return entry("23", "CustodyBy", person(given, "Berggren"), relation("barn", "Barn"))


def relative(given: str, code: str, shown: str) -> etree._Element:
    return entry(
        "25",
        "RelativeTypedIn",
        person(given, "Jochumsen"),
        relation(code, shown),
        telephone("tel:+4512345678", "MC"),
        telephone("tel:null", "H"),
        value("ST", 'Ring "efter" kl. 16 & <tegn>'),
    )


def full_entries() -> list[etree._Element]:
    """Return every entry type once, and two children."""
    return [
        name_and_address(),
        entry("27", "CoverageGroup", value("II", root="1.2.208.176.2.7", extension="1")),
        entry("28", "OrganDonorRegistration", registration("true")),
        entry("29", "TreatmentWillRegistration", registration("false")),
        entry("30", "LivingWillRegistration", registration("true")),
        entered(entry("20", "LanguageTypedIn", value("CD", code="de", codeSystem="1.0.639.1"))),
        entered(temporary(high="20260101000000+0100")),
        entered(
            entry(
                "22",
                "DentistTypedIn",
                value("II", root="1.2.208.176.1.4", extension="123456"),
                value("PN", H.given("Tand"), H.family("Læge")),
                value("TN", "Tandklinikken"),
            )
        ),
        child("Barn Et", "0505109990"),
        child("Barn To", "0506504003"),
        holder("Forælder"),
        entered(
            entry(
                "24",
                "PatientContactTypedIn",
                telephone("tel:98765432", "H"),
                telephone("tel:1", "WP"),
            )
        ),
        entered(relative("Nabo", "nabo", "Nabo")),
        relative("Mor", "mor", "Mor"),
        relative("Ward", "barn", "Barn"),
        opt_out("false"),
    ]


def card(
    entries: list[etree._Element] | None = None,
    *,
    cpr: str = CITIZEN,
    version: str = "3.0",
    marker: str = "pdc-v3.0",
) -> bytes:
    """Return a document as bytes; its narrative lies on purpose."""
    template = {"root": "1.2.208.184.16.1"} | ({"extension": version} if version else {})
    header = H.recordTarget(
        H.patientRole(
            H.id(root="1.2.208.176.1.2", extension=cpr),
            H.addr(H.streetAddressLine("Hovedet 9")),
            H.patient(H.name(H.given("Fra"), H.family("Hovedet"))),
            H.providerOrganization(H.name("Lægehuset")),
        )
    )
    mark = H.documentationOf(
        H.serviceEvent(H.id(root="1.2.208.184.100.10", extension=marker)), typeCode="DOC"
    )
    lie = H.text(H.paragraph("Fravalg af genoplivning ved hjertestop: Aktiv. Navn: Løgn"))
    section = H.section(lie, *(full_entries() if entries is None else entries))
    document = H.ClinicalDocument(
        H.templateId(**template),
        header,
        mark,
        H.component(H.structuredBody(H.component(section))),
    )
    return etree.tostring(document)
