"""The XML namespaces of DGWS and of the SOSI security token service."""

from enum import StrEnum
from typing import Final


class Namespace(StrEnum):
    """A namespace URI; `tag` makes lxml's `{uri}name` of it."""

    SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
    """SOAP 1.1 envelope, the version of the NSP services."""

    SOAP12 = "http://www.w3.org/2003/05/soap-envelope"
    """SOAP 1.2 envelope: the services of NSP are not known to speak it; the simulator does too."""

    WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd"
    """WS-Security 1.0 header."""

    WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
    """WS-Security 1.0 utility: the timestamp."""

    SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
    """SAML 2.0 assertion, in DGWS' own profile of it (lower-case `id`)."""

    DS = "http://www.w3.org/2000/09/xmldsig#"
    """XML signature."""

    MEDCOM = "http://www.medcom.dk/dgws/2006/04/dgws-1.0.xsd"
    """DGWS header and fault code; the namespace seen on the wire."""

    SOSI = "http://www.sosi.dk/sosi/2006/04/sosi-1.0.xsd"
    """Declared in envelopes beside the `sosi:` attribute names of the id card."""

    WST = "http://schemas.xmlsoap.org/ws/2005/02/trust"
    """WS-Trust of February 2005, used when an id card is issued."""

    WSA = "http://schemas.xmlsoap.org/ws/2004/08/addressing"
    """WS-Addressing of August 2004, used for the issuer's name in WS-Trust messages."""

    HSUID = "http://www.nsi.dk/hsuid/2016/08/hsuid-1.1.xsd"
    """HSUID header 1.1: the citizen or health professional behind a call."""

    def tag(self, name: str) -> str:
        """Return *name* in this namespace, in lxml's notation."""
        return f"{{{self.value}}}{name}"


PREFIXES: Final[dict[str, str]] = {
    "soap": Namespace.SOAP.value,
    "ds": Namespace.DS.value,
    "hsuid": Namespace.HSUID.value,
    "medcom": Namespace.MEDCOM.value,
    "saml": Namespace.SAML.value,
    "sosi": Namespace.SOSI.value,
    "wsa": Namespace.WSA.value,
    "wsse": Namespace.WSSE.value,
    "wst": Namespace.WST.value,
    "wsu": Namespace.WSU.value,
}
"""Prefix to URI, for XPath and for new documents."""


def prefixes(*names: str) -> dict[str, str]:
    """Return the part of PREFIXES named by *names*, in that order, as lxml's nsmap."""
    return {name: PREFIXES[name] for name in names}
