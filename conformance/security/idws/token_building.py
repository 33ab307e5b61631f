"""Writes a token as a `saml:Assertion`, and signs it as an STS or an identity provider does."""

from base64 import b64encode
from typing import Final

from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree
from signxml.algorithms import (
    CanonicalizationMethod,
    DigestAlgorithm,
    SignatureConstructionMethod,
    SignatureMethod,
)
from signxml.signer import XMLSigner

from conformance.security import instants
from conformance.security.idcard.values import HOLDER_OF_KEY
from conformance.security.idws.namespaces import IdwsNamespace
from conformance.security.idws.values import PERSISTENT, IdwsToken
from conformance.security.namespaces import Namespace
from conformance.security.pki import Credential

_URI_NAME: Final = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri"
_BASIC_NAME: Final = "urn:oasis:names:tc:SAML:2.0:attrname-format:basic"


def build(token: IdwsToken) -> etree._Element:
    """Return *token* as an unsigned assertion, in the element order of the official sample."""
    assertion = etree.Element(
        Namespace.SAML.tag("Assertion"),
        {
            "ID": token.token_id,
            "IssueInstant": instants.to_wire(token.issue_instant),
            "Version": "2.0",
        },
        nsmap={
            "saml": Namespace.SAML.value,
            "ds": Namespace.DS.value,
            "xs": IdwsNamespace.XS.value,
            "xsi": IdwsNamespace.XSI.value,
        },
    )
    _saml(assertion, "Issuer", token.issuer)
    _add_subject(assertion, token)
    conditions = _saml(assertion, "Conditions")
    if token.not_before is not None:
        conditions.set("NotBefore", instants.to_wire(token.not_before))
    conditions.set("NotOnOrAfter", instants.to_wire(token.not_on_or_after))
    restriction = _saml(conditions, "AudienceRestriction")
    for audience in token.audiences:
        _saml(restriction, "Audience", audience)
    _add_attributes(assertion, token)
    return assertion


def sign(assertion: etree._Element, credential: Credential) -> etree._Element:
    """Return a signed copy of *assertion*, its signature after the Issuer, as SAML 2.0 has it."""
    copy = etree.fromstring(etree.tostring(assertion, with_tail=False))
    place = etree.Element(Namespace.DS.tag("Signature"), {"Id": "placeholder"})
    copy[0].addnext(place)
    signer = XMLSigner(
        method=SignatureConstructionMethod.enveloped,
        signature_algorithm=SignatureMethod.RSA_SHA256,
        digest_algorithm=DigestAlgorithm.SHA256,
        c14n_algorithm=CanonicalizationMethod.EXCLUSIVE_XML_CANONICALIZATION_1_0,
    )
    signed = signer.sign(
        copy,
        key=credential.private_key,
        cert=[credential.certificate],
        reference_uri=f"#{assertion.get('ID')}",
        id_attribute="ID",
    )

    # KeyInfo is not signed; the samples hold the certificate in one line.
    for certificate in signed[1].iter(Namespace.DS.tag("X509Certificate")):
        certificate.text = b64encode(credential.der()).decode("ascii")
    return signed


def _add_subject(assertion: etree._Element, token: IdwsToken) -> None:
    subject = _saml(assertion, "Subject")
    _saml(subject, "NameID", token.name_id).set("Format", PERSISTENT)
    confirmation = _saml(subject, "SubjectConfirmation")
    confirmation.set("Method", HOLDER_OF_KEY)
    data = _saml(confirmation, "SubjectConfirmationData")
    data.set(IdwsNamespace.XSI.tag("type"), "saml:KeyInfoConfirmationDataType")
    info = etree.SubElement(data, Namespace.DS.tag("KeyInfo"))
    x509 = etree.SubElement(info, Namespace.DS.tag("X509Data"))
    certificate = etree.SubElement(x509, Namespace.DS.tag("X509Certificate"))
    certificate.text = b64encode(token.holder.public_bytes(Encoding.DER)).decode("ascii")


def _add_attributes(assertion: etree._Element, token: IdwsToken) -> None:
    statement = _saml(assertion, "AttributeStatement")
    for name, values in token.attributes:
        attribute = _saml(statement, "Attribute")
        attribute.set("Name", name)
        attribute.set("NameFormat", _URI_NAME if name.startswith("https:") else _BASIC_NAME)
        for value in values:
            element = _saml(attribute, "AttributeValue", value)
            element.set(IdwsNamespace.XSI.tag("type"), "xs:string")


def _saml(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, Namespace.SAML.tag(name))
    element.text = text
    return element
