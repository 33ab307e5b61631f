"""Messages of OIO-IDWS: requests as a client builds and signs them, and the service's answers."""

from datetime import datetime
from typing import Final

from lxml import etree

from conformance.security import envelope, instants
from conformance.security.idws.canonical import ApexForm
from conformance.security.idws.message_signature import TokenReference, sign_parts
from conformance.security.idws.namespaces import (
    PREFIXES,
    SAML2_TOKEN,
    SAML_ID,
    WSU_ID,
    IdwsNamespace,
)
from conformance.security.namespaces import Namespace
from conformance.security.pki import Credential
from conformance.security.soap import SoapVersion

_TOKEN_TYPE: Final = IdwsNamespace.WSSE11.tag("TokenType")


def build_request(  # noqa: PLR0913 - the parts of one message
    token: etree._Element,
    body: etree._Element,
    *,
    credential: Credential,
    action: str,
    message_id: str,
    created: datetime,
    form: ApexForm = ApexForm.DECLARED,
    version: SoapVersion = SoapVersion.SOAP_1_1,
) -> bytes:
    """Return a request with the payload *body*, which the holder of *token* has signed.

    *token* is a signed assertion, *credential* the holder's. The layout is that of the data
    authority's own client. Source: NSP protocol dossier 4.7.
    """
    root, header, soap_body = new_message(version)
    blocks = add_addressing(header, {"Action": action, "MessageID": message_id})
    security = etree.SubElement(header, Namespace.WSSE.tag("Security"))
    security.set(version.tag("mustUnderstand"), "1")
    timestamp = add_timestamp(security, created)
    envelope.append_copy(security, token)
    reference = _token_reference(str(token.attrib["ID"]))
    reference.set(WSU_ID, "str")
    security.append(reference)
    envelope.append_copy(soap_body, body)
    key_info = etree.Element(Namespace.DS.tag("KeyInfo"), nsmap={"ds": Namespace.DS.value})
    key_info.append(_token_reference(str(token.attrib["ID"])))
    sign_parts(
        security,
        (*blocks, timestamp, soap_body),
        credential.private_key,
        key_info=key_info,
        token=TokenReference(element=reference, token=security[1]),
        form=form,
    )
    return envelope.to_bytes(root)


def build_response(  # noqa: PLR0913 - the parts of one message
    body: etree._Element,
    *,
    action: str,
    relates_to: str,
    message_id: str,
    created: datetime,
    version: SoapVersion = SoapVersion.SOAP_1_1,
) -> bytes:
    """Return the answer to the request whose MessageID is *relates_to*, with payload *body*.

    That the service does not sign its answers is our assumption.
    """
    root, header, soap_body = new_message(version)
    add_addressing(header, {"Action": action, "MessageID": message_id, "RelatesTo": relates_to})
    security = etree.SubElement(header, Namespace.WSSE.tag("Security"))
    add_timestamp(security, created)
    envelope.append_copy(soap_body, body)
    return envelope.to_bytes(root)


def new_message(
    version: SoapVersion = SoapVersion.SOAP_1_1,
) -> tuple[etree._Element, etree._Element, etree._Element]:
    """An empty envelope with its header and its body, which bears a `wsu:Id`."""
    root = etree.Element(version.tag("Envelope"), nsmap=PREFIXES | {"soap": version.value})
    header = etree.SubElement(root, version.tag("Header"))
    body = etree.SubElement(root, version.tag("Body"))
    body.set(WSU_ID, "body")
    return root, header, body


def add_addressing(header: etree._Element, blocks: dict[str, str]) -> list[etree._Element]:
    """Add header blocks of WS-Addressing, by name and text, and return them."""
    added = []
    for name, text in blocks.items():
        block = etree.SubElement(header, IdwsNamespace.WSA.tag(name))
        block.set(WSU_ID, name[0].lower() + name[1:])
        block.text = text
        added.append(block)
    return added


def add_timestamp(security: etree._Element, created: datetime) -> etree._Element:
    """Add the timestamp, in whole seconds, to *security* and return it."""
    timestamp = etree.SubElement(security, Namespace.WSU.tag("Timestamp"))
    timestamp.set(WSU_ID, "ts")
    text = instants.to_wire(instants.whole_seconds(created))
    etree.SubElement(timestamp, Namespace.WSU.tag("Created")).text = text
    return timestamp


def _token_reference(token_id: str) -> etree._Element:
    """A SecurityTokenReference that points to the assertion with this ID."""
    nsmap = {"wsse": Namespace.WSSE.value, "wsse11": IdwsNamespace.WSSE11.value}
    reference = etree.Element(Namespace.WSSE.tag("SecurityTokenReference"), nsmap=nsmap)
    reference.set(_TOKEN_TYPE, SAML2_TOKEN)
    identifier = etree.SubElement(reference, Namespace.WSSE.tag("KeyIdentifier"))
    identifier.set("ValueType", SAML_ID)
    identifier.text = token_id
    return reference
