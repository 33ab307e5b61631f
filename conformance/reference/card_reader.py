"""Reads a PDC-DK document into a Card: from its entries, never from its narrative."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta, timezone
from enum import StrEnum
from typing import Final, TypeVar

from lxml import etree

from conformance.reference.card import Card, Custody, DatedAddress, Entered, Kin, Telephone
from conformance.reference.clock import DANISH_TIME
from conformance.reference.markup import CDA, XSI, UnreadableXml, parse, words

_T = TypeVar("_T")
_NS: Final = {"h": CDA}
_DOCUMENT_TEMPLATE: Final = "1.2.208.184.16.1"
_ENTRY_TEMPLATE: Final = "1.2.208.184.16.1.10.20.1"
_VERSION_MARKER: Final = "1.2.208.184.100.10"
_MESSAGE_CODES: Final = "1.2.208.184.100.1"
_CPR: Final = "1.2.208.176.1.2"
_TYPED_IN: Final = "1.2.208.184.16.1.10.20.30"
_PROTECTED: Final = "ConfAddr"
_NO_TEXT: Final = "null"
_INSTANT: Final = re.compile(r"(\d{8})(\d{6})?(?:\.\d+)?([+-])?(\d{2})?(\d{2})?")


class _Entry(StrEnum):
    """Last arc of an entry's template and the code that belongs to it."""

    LANGUAGE = "20 LanguageTypedIn"
    """Spoken language."""

    TEMPORARY_ADDRESS = "21 TempAddrTypedIn"
    """Temporary address."""

    DENTIST = "22 DentistTypedIn"
    """Dentist."""

    CHILD = "23 ChildCustody"
    """A child that the citizen has custody of."""

    HOLDER = "23 CustodyBy"
    """A person who has custody of the citizen."""

    CONTACT = "24 PatientContactTypedIn"
    """The citizen's telephone numbers."""

    RELATIVE = "25 RelativeTypedIn"
    """A relative."""

    NAME_ADDRESS = "26 CitizenNameAddr"
    """Name and address."""

    COVERAGE_GROUP = "27 CoverageGroup"
    """Health insurance group."""

    ORGAN_DONOR = "28 OrganDonorRegistration"
    """Organ donor register."""

    TREATMENT_WILL = "29 TreatmentWillRegistration"
    """Register of treatment wills."""

    LIVING_WILL = "30 LivingWillRegistration"
    """Register of living wills."""

    NO_RESUSCITATION = "31 NoResuscitationRegistration"
    """Register of opt-outs of resuscitation."""


_BY_TEMPLATE_AND_CODE: Final = {kind.value: kind for kind in _Entry}


def read_card(data: bytes) -> Card:
    """Return the card in *data*.

    UnreadableXml when it is no XML, no CDA document, or not about exactly one citizen. Everything
    else that is missing stays empty, and entries that are not known are passed over.
    """
    root = parse(data)
    if root.tag != f"{{{CDA}}}ClinicalDocument":
        raise UnreadableXml(f"expected a ClinicalDocument, found {root.tag}")
    entries = _Entries(root)
    name, address = _name_and_address(root, entries)
    return Card(
        cpr=_citizen(root),
        template_version=_extension(root, "h:templateId", _DOCUMENT_TEMPLATE),
        version_marker=_extension(root, "h:documentationOf/h:serviceEvent/h:id", _VERSION_MARKER),
        name=name,
        address=address,
        protected=entries.are_marked_protected(),
        practitioner=words(
            root.find("h:recordTarget/h:patientRole/h:providerOrganization/h:name", _NS)
        ),
        coverage_group=entries.answer(_Entry.COVERAGE_GROUP) or "",
        language="".join(_coded(entry)[0] for entry in entries.of(_Entry.LANGUAGE)[:1]),
        language_entered=entries.entered(_Entry.LANGUAGE),
        dentist="".join(_clinic(entry) for entry in entries.of(_Entry.DENTIST)[:1]),
        dentist_entered=entries.entered(_Entry.DENTIST),
        no_resuscitation=entries.answer(_Entry.NO_RESUSCITATION),
        treatment_will=entries.answer(_Entry.TREATMENT_WILL),
        living_will=entries.answer(_Entry.LIVING_WILL),
        organ_donor=entries.answer(_Entry.ORGAN_DONOR),
        temporary_addresses=entries.read(_Entry.TEMPORARY_ADDRESS, _dated_address),
        telephones=sum(entries.read(_Entry.CONTACT, _telephones), ()),
        telephones_entered=entries.entered(_Entry.CONTACT),
        relatives=entries.read(_Entry.RELATIVE, _kin),
        children=entries.read(_Entry.CHILD, _custody),
        custody_holders=entries.read(_Entry.HOLDER, _custody),
        entry_ids={part: entries.uuid(kind) for part, kind in _ONCE.items()},
    )


_ONCE: Final = {
    "contact_numbers": _Entry.CONTACT,
    "temporary_address": _Entry.TEMPORARY_ADDRESS,
    "language": _Entry.LANGUAGE,
    "dentist": _Entry.DENTIST,
}
"""What is typed in once, by the name that it has on the screen."""


class _Entries:
    """The observations of a document by what they are; template and code must agree."""

    def __init__(self, root: etree._Element) -> None:
        self._known: dict[_Entry, list[etree._Element]] = {kind: [] for kind in _Entry}
        for observation in root.iterfind(".//h:section/h:entry/h:observation", _NS):
            kind = _kind(observation)
            if kind is not None:
                self._known[kind].append(observation)

    def of(self, kind: _Entry) -> list[etree._Element]:
        return self._known[kind]

    def read(self, kind: _Entry, reader: Callable[[etree._Element], _T]) -> tuple[_T, ...]:
        return tuple(reader(entry) for entry in self._known[kind])

    def entered(self, kind: _Entry) -> Entered | None:
        """Return who typed the first entry of this kind in; None when nobody did."""
        return next((_entered(entry) for entry in self._known[kind]), None)

    def uuid(self, kind: _Entry) -> str:
        """Return the id of the first entry of this kind; empty when there is none."""
        return next((_uuid(entry) for entry in self._known[kind]), "")

    def are_marked_protected(self) -> bool:
        """Tell whether name and address carry the mark of protection."""
        marks = (v for entry in self._known[_Entry.NAME_ADDRESS] for v in _values(entry, "II"))
        return any(mark.get("extension") == _PROTECTED for mark in marks)

    def answer(self, kind: _Entry) -> str | None:
        """Return what a register answers: None unless exactly one entry gives exactly one value."""
        values = [value for entry in self._known[kind] for value in _values(entry, "II")]
        if len(values) != 1 or values[0].get("nullFlavor") is not None:
            return None
        return values[0].get("extension")


def _kind(observation: etree._Element) -> _Entry | None:
    code = observation.find("h:code", _NS)
    if code is None or code.get("codeSystem") != _MESSAGE_CODES:
        return None
    for template in observation.iterfind("h:templateId", _NS):
        base, _, arc = template.get("root", "").rpartition(".")
        kind = _BY_TEMPLATE_AND_CODE.get(f"{arc} {code.get('code')}")
        if base == _ENTRY_TEMPLATE and kind is not None:
            return kind
    return None


def _values(entry: etree._Element, kind: str) -> list[etree._Element]:
    return [
        value
        for value in entry.iterfind("h:value", _NS)
        if value.get(f"{{{XSI}}}type", "").rpartition(":")[2] == kind
    ]


def _citizen(root: etree._Element) -> str:
    ids = root.iterfind("h:recordTarget/h:patientRole/h:id", _NS)
    found = {element.get("extension", "") for element in ids if element.get("root") == _CPR}
    if len(found) != 1:
        raise UnreadableXml(f"expected exactly one CPR number in recordTarget, found {len(found)}")
    return found.pop()


def _extension(root: etree._Element, path: str, oid: str) -> str:
    """Return the extension of the ids at *path* with root *oid*; empty unless there is one only."""
    found = {
        ident.get("extension", "") for ident in root.iterfind(path, _NS) if ident.get("root") == oid
    }
    return found.pop() if len(found) == 1 else ""


def _name_and_address(root: etree._Element, entries: _Entries) -> tuple[str, tuple[str, ...]]:
    """Return name and address of the body's entry, or of the header when there is no entry.

    The entry comes first because it is the one that carries the mark of protection (ConfAddr).
    """
    for entry in entries.of(_Entry.NAME_ADDRESS):
        addresses = _values(entry, "AD")
        return _person(entry), _lines(addresses[0] if addresses else None)
    role = root.find("h:recordTarget/h:patientRole", _NS)
    if role is None:
        return "", ()
    return _name(role.find("h:patient/h:name", _NS)), _lines(role.find("h:addr", _NS))


def _person(entry: etree._Element) -> str:
    names = _values(entry, "PN")
    return _name(names[0]) if names else ""


def _name(element: etree._Element | None) -> str:
    if element is None:
        return ""
    parts = [words(part) for part in element if part.tag in _NAME_PARTS]
    return " ".join(part for part in parts if part)


_NAME_PARTS: Final = {f"{{{CDA}}}{part}" for part in ("prefix", "given", "family", "suffix")}


def _lines(address: etree._Element | None) -> tuple[str, ...]:
    """Return an address as lines: streets, postal code with city, country; empty ones left out.

    The word null, which real documents have had for a street, is no street.
    """
    if address is None:
        return ()
    streets = [words(line) for line in address.iterfind("h:streetAddressLine", _NS)]
    town = " ".join(
        filter(None, (words(address.find(f"h:{part}", _NS)) for part in ("postalCode", "city")))
    )
    lines = [*streets, town, words(address.find("h:country", _NS))]
    return tuple(line for line in lines if line and line != _NO_TEXT)


def _coded(entry: etree._Element) -> tuple[str, str]:
    """Return code and display name of an entry's coded value."""
    for value in _values(entry, "CD"):
        return value.get("code", ""), value.get("displayName", "")
    return "", ""


def _clinic(entry: etree._Element) -> str:
    """Return the clinic's name; a person's name only when the card has nothing else."""
    plain = [words(value) for value in _values(entry, "TN")]
    parts = [
        _name(value) or words(value) for kind in ("EN", "PN") for value in _values(entry, kind)
    ]
    return next(filter(None, [*plain, *parts]), "")


def _telephones(entry: etree._Element) -> tuple[Telephone, ...]:
    """Return the entry's numbers; what has no digit in it (``tel:null`` is seen) is no number."""
    found = (
        Telephone(number=value.get("value", "").removeprefix("tel:"), use=value.get("use", ""))
        for value in _values(entry, "TEL")
    )
    return tuple(phone for phone in found if re.search(r"[0-9]", phone.number))


def _uuid(entry: etree._Element) -> str:
    ident = entry.find("h:id", _NS)
    return "" if ident is None else ident.get("extension", "")


def _kin(entry: etree._Element) -> Kin:
    code, display_name = _coded(entry)
    return Kin(
        id=_uuid(entry),
        name=_person(entry),
        relation_code=code,
        relation=display_name or code,
        numbers=_telephones(entry),
        note="\n".join(filter(None, (_free_text(value) for value in _values(entry, "ST")))),
        entered=_entered(entry),
    )


def _entered(entry: etree._Element) -> Entered | None:
    """Return who typed an entry in: the author with the template for that."""
    for author in entry.iterfind("h:author", _NS):
        if not any(t.get("root") == _TYPED_IN for t in author.iterfind("h:templateId", _NS)):
            continue
        code = author.find("h:assignedAuthor/h:code", _NS)
        person = _name(author.find("h:assignedAuthor/h:assignedPerson/h:name", _NS))
        place = words(author.find("h:assignedAuthor/h:representedOrganization/h:name", _NS))
        return Entered(
            code="" if code is None else code.get("code", ""),
            name=", ".join(filter(None, [person, place])),
            time=read_instant(author.find("h:time", _NS)),
        )
    return None


def _free_text(value: etree._Element) -> str:
    """Return what somebody typed, with the line breaks that they typed."""
    return "".join(str(part) for part in value.itertext()).strip()


def _custody(entry: etree._Element) -> Custody:
    ids = [
        value.get("extension", "") for value in _values(entry, "II") if value.get("root") == _CPR
    ]
    return Custody(name=_person(entry), cpr=ids[0] if ids else "", role=_coded(entry)[0])


def _dated_address(entry: etree._Element) -> DatedAddress:
    addresses = _values(entry, "AD")
    return DatedAddress(
        lines=_lines(addresses[0] if addresses else None),
        low=read_instant(entry.find("h:effectiveTime/h:low", _NS)),
        high=read_instant(entry.find("h:effectiveTime/h:high", _NS)),
        entered=_entered(entry),
    )


def read_instant(element: etree._Element | None) -> datetime | None:
    """Return the instant of an HL7 TS element; None when it gives none that can be read.

    A date alone is its midnight; without an offset it is Danish time (our reading: the guide
    always writes an offset).
    """
    found = None if element is None else _INSTANT.fullmatch(element.get("value", ""))
    if found is None:
        return None
    date, time, sign, hours, minutes = found.groups()
    try:
        moment = datetime.strptime(date + (time or "000000"), "%Y%m%d%H%M%S")  # noqa: DTZ007 - the zone follows
        if sign is None:
            return moment.replace(tzinfo=DANISH_TIME)
        offset = timedelta(hours=int(hours or 0), minutes=int(minutes or 0))
        return moment.replace(tzinfo=timezone(-offset if sign == "-" else offset))
    except ValueError:
        return None
