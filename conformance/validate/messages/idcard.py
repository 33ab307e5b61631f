"""Rules for the form of a SOSI id card: the assertion, its subject, its times and its signature."""

import base64
import binascii
import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from conformance.security.idcard.values import (
    HOLDER_OF_KEY,
    ID_CARD_ID,
    LIFETIME,
    SIGNATURE_ID,
    SubjectIdFormat,
)
from conformance.security.namespaces import PREFIXES, Namespace
from conformance.validate.messages.instants import instant_of
from conformance.validate.messages.rule import (
    Basis,
    Breach,
    Element,
    Message,
    one_of,
    quoted,
    rule,
    text_of,
)

NC_NAME: Final = re.compile(r"[^\W\d][\w.\-]*")
"""An XML name without a colon, near enough: what an Issuer must be."""

_SHA1_BYTES: Final = 20
_FORMATS: Final = tuple(SubjectIdFormat)


@rule(
    "IDCARD-01",
    basis=Basis.SCHEMA,
    requirement="XDS-09",
    fix='Send <saml:Assertion id="IDCard" Version="2.0" IssueInstant="…">; the id is lower-case.',
    bad=('id="IDCard"', 'ID="IDCard"'),
)
def assertion_attributes(message: Message) -> Iterator[Breach]:
    """The assertion is DGWS' own kind of SAML 2.0: its `id` is IDCard.

    <saml:Assertion IssueInstant="2025-08-26T13:50:28Z" Version="2.0" id="IDCard">

    Source: saml.xsd of SFSK.
    """
    for attribute, value in (("id", ID_CARD_ID), ("Version", "2.0")):
        if message.root.get(attribute) != value:
            yield Breach(
                at=message.root,
                attribute=attribute,
                expected=repr(value),
                found=quoted(message.root.get(attribute)),
            )
    if instant_of(message.root.get("IssueInstant", "")) is None:
        yield Breach(
            at=message.root,
            attribute="IssueInstant",
            expected="an xs:dateTime",
            found=quoted(message.root.get("IssueInstant")),
        )


@rule(
    "IDCARD-02",
    basis=Basis.SCHEMA,
    fix="Name the issuer by one word, for instance TEST1-NSP-STS.",
    bad=("TEST1-NSP-STS", "the test STS"),
)
def issuer(message: Message) -> Iterator[Breach]:
    """The issuer is named by an XML name without a colon.

    <saml:Issuer>TEST1-NSP-STS</saml:Issuer>

    Source: saml.xsd of SFSK.
    """
    found = message.root.findall(Namespace.SAML.tag("Issuer"))
    if len(found) != 1:
        yield Breach(at=message.root, expected="one Issuer", found=str(len(found)))
    elif not NC_NAME.fullmatch(text_of(found[0])):
        yield Breach(at=found[0], expected="a name without blanks", found=quoted(text_of(found[0])))


@rule(
    "IDCARD-03",
    basis=Basis.SCHEMA,
    fix="Name the subject and say by what kind of id.",
    bad=('Format="medcom:other"', 'Format="cpr"'),
)
def subject(message: Message) -> Iterator[Breach]:
    """The subject has one id, and its format is one of DGWS.

    <saml:NameID Format="medcom:other">SubjectDN={…},IssuerDN={…},CertSerial={…}</saml:NameID>

    Source: saml.xsd of SFSK.
    """
    found = message.root.findall("saml:Subject/saml:NameID", PREFIXES)
    if len(found) != 1:
        yield Breach(at=message.root, expected="one Subject/NameID", found=str(len(found)))
    elif found[0].get("Format") not in _FORMATS:
        yield Breach(
            at=found[0],
            attribute="Format",
            expected=one_of(_FORMATS),
            found=quoted(found[0].get("Format")),
        )


@rule(
    "IDCARD-04",
    basis=Basis.SCHEMA,
    fix=f"Confirm the subject by {HOLDER_OF_KEY} and the key name {SIGNATURE_ID}.",
    bad=("cm:holder-of-key", "cm:bearer"),
)
def holder_of_key(message: Message) -> Iterator[Breach]:
    """The subject is the holder of the key that signed the card.

    <saml:SubjectConfirmation>
      <saml:ConfirmationMethod>urn:oasis:names:tc:SAML:2.0:cm:holder-of-key</saml:ConfirmationMethod>
      <saml:SubjectConfirmationData><ds:KeyInfo>
        <ds:KeyName>OCESSignature</ds:KeyName>
      </ds:KeyInfo></saml:SubjectConfirmationData>
    </saml:SubjectConfirmation>

    Source: saml.xsd of SFSK; recorded id cards.
    """
    base = "saml:Subject/saml:SubjectConfirmation/"
    for path, value in (
        ("saml:ConfirmationMethod", HOLDER_OF_KEY),
        ("saml:SubjectConfirmationData/ds:KeyInfo/ds:KeyName", SIGNATURE_ID),
    ):
        found = message.root.find(base + path, PREFIXES)
        if found is None:
            name = path.rpartition(":")[2]
            yield Breach(at=message.root, expected=f"a {name} with {value}", found="none")
        elif text_of(found) != value:
            yield Breach(at=found, expected=value, found=quoted(text_of(found)))


@rule(
    "IDCARD-05",
    basis=Basis.SCHEMA,
    requirement="XDS-09",
    fix="Write both times as xs:dateTime in UTC: 2025-08-26T13:50:28Z.",
    bad=("2025-08-26T13:50:28Z", "2025-08-26"),
)
def validity_is_told(message: Message) -> Iterator[Breach]:
    """The card says from when and until when it is valid.

    <saml:Conditions NotBefore="2025-08-26T13:50:28Z" NotOnOrAfter="2025-08-27T13:50:28Z"/>

    Source: saml.xsd of SFSK.
    """
    found = _conditions(message)
    if len(found) != 1:
        yield Breach(at=message.root, expected="one Conditions", found=str(len(found)))
        return
    for attribute in ("NotBefore", "NotOnOrAfter"):
        if instant_of(found[0].get(attribute, "")) is None:
            yield Breach(
                at=found[0],
                attribute=attribute,
                expected="an xs:dateTime",
                found=quoted(found[0].get(attribute)),
            )


@rule(
    "IDCARD-06",
    basis=Basis.CLIENT,
    requirement="XDS-09",
    fix="Let NotOnOrAfter be 24 hours after NotBefore.",
    bad=("2025-08-27T", "2025-09-27T"),
)
def valid_for_a_day(message: Message) -> Iterator[Breach]:
    """The card is valid for at most 24 hours.

    <saml:Conditions NotBefore="2025-08-26T13:50:28Z" NotOnOrAfter="2025-08-27T13:50:28Z"/>

    Source: recorded id cards.
    """
    for conditions in _conditions(message):
        start = instant_of(conditions.get("NotBefore", ""))
        end = instant_of(conditions.get("NotOnOrAfter", ""))
        if start is None or end is None:
            continue
        if not timedelta() < end - start <= LIFETIME:
            yield Breach(at=conditions, expected="a validity of 24 hours", found=str(end - start))


@rule(
    "IDCARD-07",
    basis=Basis.CLIENT,
    fix="Send base64 of the SHA-1 of the client certificate in DER: 28 characters.",
    bad=("f6ZdJ0CPmwpKVPZQ1NnkpDlB0KE=", "7fa65d27408f9b0a4a54f650d4d9e4a43941d0a1"),
)
def certificate_hash(message: Message) -> Iterator[Breach]:
    """The certificate hash is base64 of a SHA-1.

    <saml:Attribute Name="sosi:OCESCertHash">
      <saml:AttributeValue>f6ZdJ0CPmwpKVPZQ1NnkpDlB0KE=</saml:AttributeValue>
    </saml:Attribute>

    Source: recorded id cards, recomputed.
    """
    path = "saml:AttributeStatement/saml:Attribute[@Name='sosi:OCESCertHash']/saml:AttributeValue"
    for value in message.root.findall(path, PREFIXES):
        if not _is_sha1(text_of(value)):
            yield Breach(
                at=value, expected="base64 of 20 bytes (SHA-1)", found=quoted(text_of(value))
            )


@rule(
    "IDCARD-08",
    basis=Basis.CLIENT,
    requirement="XDS-09",
    fix="Sign the card, and nothing but the card, with one Reference to #IDCard.",
    bad=('URI="#IDCard"', 'URI="#Other"'),
)
def signature(message: Message) -> Iterator[Breach]:
    """The card carries one signature, with one reference, to the card itself.

    <ds:Signature id="OCESSignature"><ds:SignedInfo>
      <ds:Reference URI="#IDCard">…</ds:Reference>
    </ds:SignedInfo></ds:Signature>

    Whether the signature holds is not looked at. Source: recorded id cards.
    """
    found = message.root.findall(Namespace.DS.tag("Signature"))
    if len(found) != 1:
        yield Breach(at=message.root, expected="one ds:Signature", found=str(len(found)))
        return
    references = found[0].findall("ds:SignedInfo/ds:Reference", PREFIXES)
    uris = [reference.get("URI") for reference in references]
    if uris != [f"#{ID_CARD_ID}"]:
        shown = ", ".join(map(quoted, uris[:3])) or "none"
        yield Breach(at=found[0], expected=f"one Reference, to '#{ID_CARD_ID}'", found=shown)


def _conditions(message: Message) -> list[Element]:
    return message.root.findall(Namespace.SAML.tag("Conditions"))


def _is_sha1(text: str) -> bool:
    try:
        return len(base64.b64decode(text, validate=True)) == _SHA1_BYTES
    except (binascii.Error, ValueError):
        return False


RULES: Final = (
    assertion_attributes,
    issuer,
    subject,
    holder_of_key,
    validity_is_told,
    valid_for_a_day,
    certificate_hash,
    signature,
)
