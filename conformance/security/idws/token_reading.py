"""Reads a `saml:Assertion` as a holder-of-key token, and refuses what is not one."""

from base64 import b64decode
from datetime import datetime

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from lxml import etree

from conformance.security import instants
from conformance.security.idcard.values import HOLDER_OF_KEY
from conformance.security.idws.values import IdwsToken, MalformedToken
from conformance.security.namespaces import Namespace


def read(assertion: etree._Element) -> IdwsToken:
    """Return what *assertion* says. Its signature is not looked at: see `token_verification`.

    Raises MalformedToken when a part is missing, doubled or not of the profile.
    """
    if assertion.tag != Namespace.SAML.tag("Assertion") or assertion.get("Version") != "2.0":
        raise MalformedToken(f"expected a SAML 2.0 assertion, found {assertion.tag}")
    subject = _only(assertion, "Subject")
    conditions = _only(assertion, "Conditions")
    before = conditions.get("NotBefore")
    return IdwsToken(
        token_id=_required(assertion, "ID"),
        issuer=_text(_only(assertion, "Issuer")),
        name_id=_text(_only(subject, "NameID")),
        issue_instant=_instant(assertion, "IssueInstant"),
        not_before=None if before is None else _instant(conditions, "NotBefore"),
        not_on_or_after=_not_on_or_after(conditions, subject),
        audiences=tuple(
            _text(audience)
            for audience in _only(conditions, "AudienceRestriction").findall(_tag("Audience"))
        ),
        holder=_holder(subject),
        attributes=_attributes(assertion),
    )


def certificate_in(parent: etree._Element) -> x509.Certificate:
    """The one X.509 certificate inside *parent*. Raises MalformedToken."""
    found = list(parent.iter(Namespace.DS.tag("X509Certificate")))
    if len(found) != 1:
        raise MalformedToken(f"expected one ds:X509Certificate, found {len(found)}")
    try:
        der = b64decode("".join((found[0].text or "").split()), validate=True)
        certificate = x509.load_der_x509_certificate(der)
        # cryptography reads these parts only when asked; a damaged one shall fail here.
        certificate.public_key()
        certificate.subject.rfc4514_string()
        certificate.issuer.rfc4514_string()
    except (ValueError, x509.InvalidVersion, UnsupportedAlgorithm) as error:
        raise MalformedToken(f"expected a base64 X.509 certificate: {error}") from None
    return certificate


def _holder(subject: etree._Element) -> x509.Certificate:
    confirmation = _only(subject, "SubjectConfirmation")
    if confirmation.get("Method") != HOLDER_OF_KEY:
        raise MalformedToken(
            f"SubjectConfirmation: expected {HOLDER_OF_KEY}, found {confirmation.get('Method')!r}"
        )
    return certificate_in(_only(confirmation, "SubjectConfirmationData"))


def _not_on_or_after(conditions: etree._Element, subject: etree._Element) -> datetime:
    """The earlier of the two ends that a token may give."""
    end = _instant(conditions, "NotOnOrAfter")
    data = _only(_only(subject, "SubjectConfirmation"), "SubjectConfirmationData")
    if data.get("NotOnOrAfter") is None:
        return end
    return min(end, _instant(data, "NotOnOrAfter"))


def _attributes(assertion: etree._Element) -> tuple[tuple[str, tuple[str, ...]], ...]:
    found = [
        (_required(each, "Name"), tuple(_text(v) for v in each.findall(_tag("AttributeValue"))))
        for each in _only(assertion, "AttributeStatement").findall(_tag("Attribute"))
    ]
    names = [name for name, _ in found]
    doubled = sorted({name for name in names if names.count(name) > 1})
    if doubled:
        raise MalformedToken(f"expected each attribute once, found more {doubled}")
    return tuple(found)


def _instant(element: etree._Element, name: str) -> datetime:
    try:
        return instants.from_wire(_required(element, name))
    except ValueError as error:
        raise MalformedToken(f"{name}: {error}") from None


def _required(element: etree._Element, name: str) -> str:
    value = element.get(name)
    if not value:
        raise MalformedToken(f"expected {name} in {etree.QName(element).localname}, found none")
    return value


def _only(parent: etree._Element, name: str) -> etree._Element:
    found = parent.findall(_tag(name))
    if len(found) != 1:
        raise MalformedToken(
            f"expected one {name} in {etree.QName(parent).localname}, found {len(found)}"
        )
    return found[0]


def _text(element: etree._Element) -> str:
    if len(element):
        raise MalformedToken(f"expected only text in {etree.QName(element).localname}")
    return (element.text or "").strip()


def _tag(name: str) -> str:
    return Namespace.SAML.tag(name)
