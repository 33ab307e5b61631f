"""Rules for a DGWS call: the SOAP envelope, its security header and its medcom header."""

from collections.abc import Iterator
from typing import Final

from conformance.findings import Severity
from conformance.security.hsuid import HsuidAttribute, HsuidUserType
from conformance.security.idcard.values import ID_CARD_ID
from conformance.security.namespaces import PREFIXES, Namespace
from conformance.validate.messages import envelope
from conformance.validate.messages.instants import instant_of
from conformance.validate.messages.rule import (
    Basis,
    Breach,
    Element,
    Message,
    quoted,
    rule,
    text_of,
)

_CREATED: Final = "wsu:Timestamp/wsu:Created"
_ATTRIBUTE: Final = "saml:AttributeStatement/saml:Attribute[@Name='{}']/saml:AttributeValue"


@rule(
    "DGWS-01",
    basis=Basis.SCHEMA,
    requirement="XDS-09",
    fix=f"Use the namespace of SOAP 1.1: {Namespace.SOAP}.",
    bad=("http://schemas.xmlsoap.org/soap/envelope/", "http://www.w3.org/2003/05/soap-envelope"),
)
def soap_version(message: Message) -> Iterator[Breach]:
    """The envelope is SOAP 1.1.

    <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/">

    Source: the WSDLs of SFSK and MinLog2.
    """
    if message.root.tag == Namespace.SOAP12.tag("Envelope"):
        yield Breach(at=message.root, expected="a SOAP 1.1 envelope", found="SOAP 1.2")


@rule(
    "DGWS-02",
    basis=Basis.SCHEMA,
    fix="Send one soap:Body with one element in it.",
    bad="<soap:Envelope><soap:Body/></soap:Envelope>",
)
def one_payload(message: Message) -> Iterator[Breach]:
    """The envelope carries one message.

    <soap:Envelope><soap:Body><query:AdhocQueryRequest>…</soap:Body></soap:Envelope>

    Source: the WSDLs are document/literal.
    """
    bodies = envelope.parts(message.root, "Body")
    found = [len(body.findall("*")) for body in bodies]
    if found != [1]:
        shown = f"{len(bodies)} Body" if len(found) != 1 else f"{found[0]} elements"
        yield Breach(at=message.root, expected="one Body with one element", found=shown)


@rule(
    "DGWS-03",
    basis=Basis.CLIENT,
    requirement="XDS-09",
    fix="Send wsse:Security with wsu:Timestamp/wsu:Created, in UTC.",
    bad=("2025-08-26T13:55:48Z", "26-08-2025"),
)
def security_with_time(message: Message) -> Iterator[Breach]:
    """The security header tells when the message was made.

    <wsse:Security>
      <wsu:Timestamp><wsu:Created>2025-08-26T13:55:48Z</wsu:Created></wsu:Timestamp>
    </wsse:Security>

    Source: recorded calls; DGWS 1.0.1.
    """
    blocks = _security(message)
    needed = envelope.payload_kind(message.root) in envelope.REQUESTS
    if len(blocks) > 1 or (needed and not blocks):
        yield Breach(at=message.root, expected="one wsse:Security", found=str(len(blocks)))
    for security in blocks:
        created = security.findall(_CREATED, PREFIXES)
        if len(created) != 1:
            yield Breach(at=security, expected="one wsu:Created", found=str(len(created)))
        elif instant_of(text_of(created[0])) is None:
            found = quoted(text_of(created[0]))
            yield Breach(at=created[0], expected="an xs:dateTime", found=found)


@rule(
    "DGWS-04",
    basis=Basis.CLIENT,
    requirement="XDS-09",
    fix="Send a medcom:Header in the namespace http://www.medcom.dk/dgws/2006/04/dgws-1.0.xsd.",
    bad="<soap:Header>…without medcom:Header…</soap:Header>",
)
def one_medcom_header(message: Message) -> Iterator[Breach]:
    """A call carries one medcom header.

    <soap:Header><wsse:Security>…</wsse:Security><medcom:Header>…</medcom:Header></soap:Header>

    Source: the data authority's client; DGWS 1.0.1.
    """
    found = len(envelope.medcom_headers(message.root))
    needed = _is_call(message)
    if found > 1 or (needed and not found):
        yield Breach(at=message.root, expected="one medcom:Header", found=str(found))


@rule(
    "DGWS-05",
    basis=Basis.SCHEMA,
    fix="Send medcom:Linking with a MessageID that is new for each message.",
    bad="<medcom:Linking><medcom:FlowID>…</medcom:FlowID></medcom:Linking>",
)
def message_id(message: Message) -> Iterator[Breach]:
    """A message has an id.

    <medcom:Linking><medcom:MessageID>…</medcom:MessageID></medcom:Linking>

    Source: medcom.xsd of SFSK.
    """
    for header in envelope.medcom_headers(message.root):
        linking = header.findall(Namespace.MEDCOM.tag("Linking"))
        if len(linking) != 1:
            yield Breach(at=header, expected="one Linking", found=str(len(linking)))
            continue
        ids = linking[0].findall(Namespace.MEDCOM.tag("MessageID"))
        if len(ids) != 1 or not text_of(ids[0]):
            found = "an empty one" if len(ids) == 1 else str(len(ids))
            yield Breach(at=linking[0], expected="one MessageID", found=found)


@rule(
    "DGWS-08",
    basis=Basis.CLIENT,
    requirement="XDS-09",
    fix="Put the id card that the STS has signed into wsse:Security.",
    bad="<wsse:Security><wsu:Timestamp>…</wsu:Timestamp></wsse:Security>",
)
def id_card_is_sent(message: Message) -> Iterator[Breach]:
    """A call carries one id card.

    <wsse:Security><wsu:Timestamp>…</wsu:Timestamp><saml:Assertion id="IDCard">…</wsse:Security>

    Source: the data authority's client; DGWS 1.0.1.
    """
    found = len(envelope.id_cards(message.root))
    if _is_call(message) and found != 1:
        yield Breach(at=message.root, expected="one saml:Assertion", found=str(found))


@rule(
    "DGWS-09",
    basis=Basis.GENERAL,
    severity=Severity.FAIL,
    fix=f"Give no other element the id {ID_CARD_ID}: the signature refers to it.",
    bad=f'<saml:Assertion id="{ID_CARD_ID}">…</saml:Assertion><other id="{ID_CARD_ID}">…</other>',
)
def id_is_unique(message: Message) -> Iterator[Breach]:
    """One element has the id that the card's signature refers to: no signature wrapping.

    <saml:Assertion id="IDCard">…</saml:Assertion>

    Source: XML Signature: a reference resolves to one element.
    """
    marked = [
        each
        for each in message.root.iter("*")
        if ID_CARD_ID in (each.get("id"), each.get("ID"), each.get("Id"))
    ]
    for element in marked[1:]:
        yield Breach(at=element, expected=f"one element with id {ID_CARD_ID}", found="another")


@rule(
    "DGWS-10",
    basis=Basis.INFERRED,
    requirement="XDS-10",
    fix="Let the header claim the level of the id card.",
    bad="medcom:SecurityLevel 4 beside an id card of level 3",
)
def level_fits_the_card(message: Message) -> Iterator[Breach]:
    """The level of the header is that of the id card.

    <medcom:SecurityLevel>3</medcom:SecurityLevel>

    Source: derived from recorded calls.
    """
    path = _ATTRIBUTE.format("sosi:AuthenticationLevel")
    levels = {text_of(card.find(path, PREFIXES)) for card in envelope.id_cards(message.root)}
    for header in envelope.medcom_headers(message.root):
        level = header.find(Namespace.MEDCOM.tag("SecurityLevel"))
        if level is not None and len(levels) == 1 and text_of(level) not in levels:
            yield Breach(at=level, expected=min(levels), found=quoted(text_of(level)))


@rule(
    "DGWS-11",
    basis=Basis.CLIENT,
    requirement="XDS-09",
    fix="Get a new id card from the STS before the old one ends.",
    bad="wsu:Created after NotOnOrAfter of the id card",
)
def card_is_valid_when_sent(message: Message) -> Iterator[Breach]:
    """The id card is valid when the message is made.

    <wsu:Created>2025-08-26T13:55:48Z</wsu:Created> …
    <saml:Conditions NotBefore="2025-08-26T13:50:28Z" NotOnOrAfter="2025-08-27T13:50:28Z"/>

    Source: recorded calls; DGWS 1.0.1.
    """
    for security in _security(message):
        created = security.find(_CREATED, PREFIXES)
        at = instant_of(text_of(created))
        for conditions in security.findall("saml:Assertion/saml:Conditions", PREFIXES):
            start = instant_of(conditions.get("NotBefore", ""))
            end = instant_of(conditions.get("NotOnOrAfter", ""))
            if at and start and start < (end or start) and not start <= at < (end or start):
                yield Breach(
                    at=conditions,
                    expected=f"validity at {text_of(created)}",
                    found=f"{conditions.get('NotBefore')} to {conditions.get('NotOnOrAfter')}",
                )


@rule(
    "DGWS-12",
    basis=Basis.NSP,
    requirement="XDS-11",
    fix="Leave the HSUID header out: the token names the user.",
    bad="<wsa:Action>…</wsa:Action><hsuid:HsuidHeader>…</hsuid:HsuidHeader>",
)
def no_hsuid_beside_a_token(message: Message) -> Iterator[Breach]:
    """An OIOIDWS call carries no HSUID header.

    <wsa:Action>…</wsa:Action><wsse:Security>…</wsse:Security>

    Source: design of SFSK.
    """
    if envelope.is_token_call(message.root):
        for header in envelope.hsuid_headers(message.root):
            yield Breach(at=header, expected="no HSUID header in an OIOIDWS call", found="one")


@rule(
    "DGWS-13",
    basis=Basis.NSP,
    requirement="XDS-12",
    fix="Call with the portal's system card and name the citizen in the HSUID header.",
    bad="an HSUID header with nsi:Citizen beside a user's id card",
)
def citizens_come_with_a_system_card(message: Message) -> Iterator[Breach]:
    """A citizen's call is made with a system card.

    <saml:Attribute Name="sosi:IDCardType">…system…</saml:Attribute> beside
    <hsuid:Attribute Name="nsi:UserType">…nsi:Citizen…</hsuid:Attribute>

    Source: user stories of SFSK.
    """
    wanted = f"hsuid:Attribute[@Name='{HsuidAttribute.USER_TYPE}']"
    path = f"hsuid:Assertion/hsuid:AttributeStatement/{wanted}"
    types = {
        text_of(value)
        for header in envelope.hsuid_headers(message.root)
        for value in header.findall(f"{path}/hsuid:AttributeValue", PREFIXES)
    }
    for card in envelope.id_cards(message.root):
        card_type = card.find(_ATTRIBUTE.format("sosi:IDCardType"), PREFIXES)
        if HsuidUserType.CITIZEN in types and text_of(card_type) == "user":
            yield Breach(at=card, expected="a system card", found="a user card")


@rule(
    "DGWS-14",
    basis=Basis.CLIENT,
    severity=Severity.WARNING,
    fix="Repeat the request's MessageID in InResponseToMessageID.",
    bad="<medcom:Linking><medcom:MessageID>…</medcom:MessageID></medcom:Linking>",
)
def answers_name_the_request(message: Message) -> Iterator[Breach]:
    """An answer names the message that it answers.

    <medcom:Linking>
      <medcom:MessageID>…</medcom:MessageID>
      <medcom:InResponseToMessageID>…</medcom:InResponseToMessageID>
    </medcom:Linking>

    Source: a server library for DGWS.
    """
    if envelope.payload_kind(message.root) not in envelope.RESPONSES:
        return
    for header in envelope.medcom_headers(message.root):
        for linking in header.findall(Namespace.MEDCOM.tag("Linking")):
            if not text_of(linking.find(Namespace.MEDCOM.tag("InResponseToMessageID"))):
                yield Breach(at=linking, expected="an InResponseToMessageID", found="none")


def _security(message: Message) -> list[Element]:
    return envelope.header_blocks(message.root, Namespace.WSSE.tag("Security"))


def _is_call(message: Message) -> bool:
    """Whether it is a call that needs a DGWS header: OIOIDWS calls have a token instead."""
    known = envelope.payload_kind(message.root) in envelope.REQUESTS
    return known and not envelope.is_token_call(message.root)


HEADER_RULES: Final = (message_id,)
"""Those that look at a medcom header, also one by itself."""

RULES: Final = (
    soap_version,
    one_payload,
    security_with_time,
    one_medcom_header,
    *HEADER_RULES,
    id_card_is_sent,
    id_is_unique,
    level_fits_the_card,
    card_is_valid_when_sent,
    no_hsuid_beside_a_token,
    citizens_come_with_a_system_card,
    answers_name_the_request,
)
