"""Takes a signed message apart by where things stand, never by what bears an id."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from lxml import etree

from conformance.security import envelope, instants
from conformance.security.faults import DgwsFault
from conformance.security.idws.canonical import canonical, check_weight, parsed
from conformance.security.idws.namespaces import IdwsNamespace
from conformance.security.idws.refusal import IdwsRefusal, IdwsRefused
from conformance.security.namespaces import Namespace
from conformance.security.soap import SoapVersion, version_of

TOLERANCE: Final = timedelta(minutes=5)
"""How far a message's timestamp may be from now. Source: NSP protocol dossier 4.7."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageParts:
    """The parts of a message, none of them verified yet.

    *addressing* are all header blocks of WS-Addressing by name.
    """

    body: etree._Element
    security: etree._Element
    timestamp: etree._Element
    signature: etree._Element
    addressing: dict[str, etree._Element]
    version: SoapVersion = SoapVersion.SOAP_1_1

    @property
    def required(self) -> dict[str, etree._Element]:
        """What the message signature must cover, by name.

        Every header block of WS-Addressing that is there, the timestamp and the body. Source:
        OIO-IDWS SOAP profile 1.1, as quoted by the data authority's client.
        """
        blocks = {f"wsa:{name}": block for name, block in self.addressing.items()}
        return {**blocks, "wsu:Timestamp": self.timestamp, "the SOAP body": self.body}

    @property
    def payload(self) -> etree._Element:
        """The one element in the body, read from the octets that are signed. Raises IdwsRefused."""
        body = parsed(canonical(self.body), source="body")
        payload = list(body.iterchildren("*"))
        if len(payload) != 1:
            raise bad_message(f"expected one element in Body, found {len(payload)}")
        return payload[0]


def open_message(data: bytes) -> MessageParts:
    """Take apart the message in *data*. Raises DgwsFault: IdwsRefused, or when it is no SOAP.

    SOAP forbids processing instructions, which readers of text might stumble over.
    """
    root = envelope.open_envelope(data, source="request")
    if root.xpath("boolean(//processing-instruction())"):
        raise bad_message("expected no processing instructions, found some")
    check_weight(root)
    version = version_of(root)
    if [child.tag for child in root.iterchildren("*")] != [
        version.tag("Header"),
        version.tag("Body"),
    ]:
        raise bad_message("expected exactly one Header and one Body in the Envelope")
    header, body = root.iterchildren("*")
    security = only(header, Namespace.WSSE.tag("Security"))
    signature = security.findall(Namespace.DS.tag("Signature"))
    if len(signature) != 1:
        raise IdwsRefused(
            IdwsRefusal.NOT_SIGNED if not signature else IdwsRefusal.SIGNATURE_FORM,
            f"expected one ds:Signature in wsse:Security, found {len(signature)}",
        )
    return MessageParts(
        body=body,
        security=security,
        timestamp=only(security, Namespace.WSU.tag("Timestamp")),
        signature=signature[0],
        addressing=_addressing(header),
        version=version,
    )


def only(parent: etree._Element, tag: str) -> etree._Element:
    """The one child of *parent* with *tag*. Raises IdwsRefused."""
    try:
        return envelope.only(parent, tag)
    except DgwsFault as fault:
        raise bad_message(fault.text) from None


def text_of(element: etree._Element) -> str:
    """The text of *element* as it is signed, without surrounding blanks. Raises IdwsRefused."""
    alone = parsed(canonical(element), source=etree.QName(element).localname)
    if len(alone):
        raise bad_message(f"expected only text in {etree.QName(element).localname}")
    return (alone.text or "").strip()


def check_timestamp(timestamp: etree._Element, now: datetime) -> datetime:
    """The instant at which the message was made. IdwsRefused unless it is fresh at *now*."""
    created = _instant(only(timestamp, Namespace.WSU.tag("Created")))
    if abs(now - created) > TOLERANCE:
        raise IdwsRefused(
            IdwsRefusal.STALE_MESSAGE,
            f"expected wsu:Created within {TOLERANCE} of {now.isoformat()}, "
            f"found {created.isoformat()}",
        )
    expires = timestamp.findall(Namespace.WSU.tag("Expires"))
    if len(expires) > 1:
        raise bad_message("expected at most one wsu:Expires, found more")
    if expires and now >= _instant(expires[0]):
        raise IdwsRefused(
            IdwsRefusal.STALE_MESSAGE,
            f"expected a message that counts at {now.isoformat()}, "
            f"found wsu:Expires {text_of(expires[0])}",
        )
    return created


def bad_message(text: str) -> IdwsRefused:
    """The refusal of a message that has not the parts of the profile."""
    return IdwsRefused(IdwsRefusal.MESSAGE_FORM, text)


def _addressing(header: etree._Element) -> dict[str, etree._Element]:
    """The blocks of WS-Addressing by local name; Action and MessageID must be there."""
    found: dict[str, etree._Element] = {}
    for block in header.iterchildren("*"):
        name = etree.QName(block)
        if name.namespace != IdwsNamespace.WSA:
            continue
        if name.localname in found:
            raise bad_message(f"expected one wsa:{name.localname}, found more")
        found[name.localname] = block
    for required in ("Action", "MessageID"):
        if required not in found or not text_of(found[required]):
            raise bad_message(f"expected wsa:{required} in Header, found none")
    return found


def _instant(element: etree._Element) -> datetime:
    try:
        return instants.from_wire(text_of(element))
    except ValueError as error:
        raise bad_message(f"{etree.QName(element).localname}: {error}") from None
