"""Rules for an ITI-18 response: the hits of a search."""

from collections.abc import Iterator
from typing import Final

from conformance.validate.messages import registry
from conformance.validate.messages.registry import (
    HOME_COMMUNITY,
    PATIENT_ID,
    UNIQUE_ID,
    slot_values,
)
from conformance.validate.messages.rule import (
    Basis,
    Breach,
    Element,
    Message,
    quoted,
    rule,
    text_of,
)
from conformance.xds.vocabulary import (
    NSMAP,
    Classification,
    EntryType,
    ExternalIdentifier,
    FormatCode,
    Namespace,
    q,
)


@rule(
    "XDS18-21",
    basis=Basis.GENERAL,
    requirement="XDS-13",
    fix="Answer with one of the three statuses, letter for letter.",
    bad=("ResponseStatusType:Success", "Success"),
)
def status_is_known(message: Message) -> Iterator[Breach]:
    """The status is Success, PartialSuccess or Failure.

    <query:AdhocQueryResponse status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"/>

    Source: IHE ITI TF-3, 4.2.4.
    """
    yield from registry.known_status(message.root)


@rule(
    "XDS18-22",
    basis=Basis.GENERAL,
    requirement="XDS-13",
    fix="Let the status tell what the error list tells.",
    bad='<query:AdhocQueryResponse status="…:Failure"/>',
)
def status_fits_the_errors(message: Message) -> Iterator[Breach]:
    """Failure comes with an error, Success with none.

    <query:AdhocQueryResponse status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure">
      <rs:RegistryErrorList><rs:RegistryError errorCode="XDSRegistryError" codeContext="…"
        severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"/></rs:RegistryErrorList>
    </query:AdhocQueryResponse>

    Source: IHE ITI TF-3, 4.2.4.
    """
    yield from registry.status_and_errors_agree(message.root)


@rule(
    "XDS18-23",
    basis=Basis.SCHEMA,
    fix="Give each RegistryError errorCode and codeContext.",
    bad=(' codeContext="…"', ""),
)
def errors_are_complete(message: Message) -> Iterator[Breach]:
    """An error carries its code and says in words what is wrong.

    <rs:RegistryError errorCode="XDSRegistryError" codeContext="…"/>

    Source: rs.xsd of SFSK.
    """
    yield from registry.complete_errors(message.root)


@rule(
    "XDS18-24",
    basis=Basis.CLIENT,
    requirement="XDS-06",
    fix="Put <repository oid>^<uuid> into the ExternalIdentifier's value.",
    bad=("1.2.208.176.43210.8.10.12^", ""),
)
def unique_id_form(message: Message) -> Iterator[Breach]:
    """Each hit carries one unique id, the repository's OID and a UUID.

    <rim:ExternalIdentifier identificationScheme="urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"
      value="1.2.208.176.43210.8.10.12^aa575bf2-fde6-434c-bd0c-ccf5a512680d"/>

    Source: the data authority's client.
    """
    for entry in _entries(message):
        found = _identifiers(entry, ExternalIdentifier.UNIQUE_ID)
        if len(found) != 1:
            yield Breach(at=entry, expected="one uniqueId", found=str(len(found)))
        elif not UNIQUE_ID.fullmatch(found[0].get("value", "")):
            yield Breach(
                at=found[0],
                attribute="value",
                expected="<repository oid>^<uuid>",
                found=quoted(found[0].get("value")),
            )


@rule(
    "XDS18-25",
    basis=Basis.CLIENT,
    requirement="XDS-07",
    fix="Put the part of the unique id before ^ into the slot repositoryUniqueId.",
    bad=("8.10.12", "8.20.12"),
)
def repository_fits_the_unique_id(message: Message) -> Iterator[Breach]:
    """Each hit names its repository: the part of the unique id before ^.

    <rim:Slot name="repositoryUniqueId"><rim:ValueList>
      <rim:Value>1.2.208.176.43210.8.10.12</rim:Value>
    </rim:ValueList></rim:Slot>

    Source: the data authority's client.
    """
    for entry in _entries(message):
        values = [text_of(value) for value in slot_values(entry, "repositoryUniqueId")]
        expected = next(
            (
                identifier.get("value", "").partition("^")[0]
                for identifier in _identifiers(entry, ExternalIdentifier.UNIQUE_ID)
                if UNIQUE_ID.fullmatch(identifier.get("value", ""))
            ),
            None,
        )
        if len(values) != 1:
            yield Breach(at=entry, expected="one repositoryUniqueId", found=str(len(values)))
        elif expected is not None and values[0] != expected:
            yield Breach(
                at=entry, expected=f"repositoryUniqueId {expected}", found=quoted(values[0])
            )


@rule(
    "XDS18-26",
    basis=Basis.INFERRED,
    fix="Give the entry the object type of an on-demand document.",
    bad=("34268e47-fdf5-41a6-ba33-82133c465248", "7edca82f-054d-47f2-a032-9b2a5b5186c1"),
)
def hits_are_on_demand(message: Message) -> Iterator[Breach]:
    """A hit is an on-demand entry.

    <rim:ExtrinsicObject objectType="urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248"/>

    Source: derived from the request of the data authority's client.
    """
    for entry in _entries(message):
        if entry.get("objectType") != EntryType.ON_DEMAND:
            yield Breach(
                at=entry,
                attribute="objectType",
                expected=f"{EntryType.ON_DEMAND} (on-demand)",
                found=quoted(entry.get("objectType")),
            )


@rule(
    "XDS18-27",
    basis=Basis.CLIENT,
    requirement="XDS-05",
    fix=f"Classify the entry with {FormatCode.PDC_V3}.",
    bad=("pdc-v3.0", "pdc-v2.0"),
)
def hits_are_of_version_3(message: Message) -> Iterator[Breach]:
    """A hit carries the format code of version 3.0.

    <rim:Classification classificationScheme="urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d"
      nodeRepresentation="urn:ad:dk:medcom:pdc-v3.0:full"/>

    Source: MedCom's XDS metadata for document sharing; version 2 was closed on 2025-01-15.
    """
    for entry in _entries(message):
        codes = [
            each.get("nodeRepresentation")
            for each in entry.findall(q(Namespace.RIM, "Classification"))
            if each.get("classificationScheme") == Classification.FORMAT
        ]
        if codes != [FormatCode.PDC_V3]:
            found = ", ".join(map(quoted, codes[:3])) or "none"
            yield Breach(at=entry, expected=f"one formatCode, {FormatCode.PDC_V3}", found=found)


@rule(
    "XDS18-28",
    basis=Basis.CLIENT,
    requirement="XDS-02",
    fix="Write the patient id as <cpr>^^^&1.2.208.176.1.2&ISO, without quotes in an answer.",
    bad=("^^^&amp;1.2.208.176.1.2&amp;ISO", ""),
)
def patient_id_form(message: Message) -> Iterator[Breach]:
    """A hit names its citizen by a CPR number in HL7's form.

    <rim:ExternalIdentifier identificationScheme="urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"
      value="2512489996^^^&amp;1.2.208.176.1.2&amp;ISO"/>

    Source: MedCom's XDS metadata for document sharing.
    """
    for entry in _entries(message):
        found = _identifiers(entry, ExternalIdentifier.PATIENT_ID)
        if len(found) != 1:
            yield Breach(at=entry, expected="one patientId", found=str(len(found)))
        elif not PATIENT_ID.fullmatch(found[0].get("value", "")):
            yield Breach(
                at=found[0],
                attribute="value",
                expected="<ten digits>^^^&1.2.208.176.1.2&ISO",
                found=quoted(found[0].get("value")),
            )


@rule(
    "XDS18-29",
    basis=Basis.GENERAL,
    fix="Leave hash and size out: the document does not exist until it is fetched.",
    bad='<rim:Slot name="hash">…</rim:Slot>',
)
def no_hash_or_size(message: Message) -> Iterator[Breach]:
    """An on-demand entry carries neither hash nor size.

    <rim:Slot name="languageCode">…</rim:Slot>

    Source: IHE ITI TF-3; MedCom's XDS metadata for document sharing.
    """
    for entry in _entries(message):
        if entry.get("objectType") == EntryType.ON_DEMAND:
            for name in ("hash", "size"):
                for value in slot_values(entry, name):
                    yield Breach(at=value, expected=f"no {name}", found=quoted(text_of(value)))


@rule(
    "XDS18-30",
    basis=Basis.GENERAL,
    fix="Give the entry the home community id: urn:oid: and an OID.",
    bad=(' home="urn:oid:1.2.208.176.43210.8.10"', ""),
)
def home_community(message: Message) -> Iterator[Breach]:
    """A hit names its home community.

    <rim:ExtrinsicObject home="urn:oid:1.2.208.176.43210.8.10"/>

    Source: MedCom's XDS metadata for document sharing; the real value is unknown.
    """
    for entry in _entries(message):
        if not HOME_COMMUNITY.fullmatch(entry.get("home", "")):
            yield Breach(
                at=entry,
                attribute="home",
                expected="urn:oid: and an OID",
                found=quoted(entry.get("home")),
            )


def _entries(message: Message) -> list[Element]:
    return message.root.findall("rim:RegistryObjectList/rim:ExtrinsicObject", NSMAP)


def _identifiers(entry: Element, scheme: ExternalIdentifier) -> list[Element]:
    return [
        identifier
        for identifier in entry.findall(q(Namespace.RIM, "ExternalIdentifier"))
        if identifier.get("identificationScheme") == scheme
    ]


RULES: Final = (
    status_is_known,
    status_fits_the_errors,
    errors_are_complete,
    unique_id_form,
    repository_fits_the_unique_id,
    hits_are_on_demand,
    hits_are_of_version_3,
    patient_id_form,
    no_hash_or_size,
    home_community,
)
