"""The XML namespaces and fixed URIs of OIO-IDWS, beside those of DGWS."""

from enum import StrEnum
from typing import Final

from conformance.security.namespaces import Namespace


class IdwsNamespace(StrEnum):
    """A namespace URI; `tag` makes lxml's `{uri}name` of it."""

    WSA = "http://www.w3.org/2005/08/addressing"
    """WS-Addressing 1.0: action, message id, what an answer relates to."""

    WSSE11 = "http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd"
    """WS-Security 1.1: the type of a referenced token."""

    WST13 = "http://docs.oasis-open.org/ws-sx/ws-trust/200512"
    """WS-Trust 1.3, by which tokens are exchanged."""

    WST14 = "http://docs.oasis-open.org/ws-sx/ws-trust/200802"
    """WS-Trust 1.4: `ActAs`, which carries the bootstrap token."""

    WSP = "http://schemas.xmlsoap.org/ws/2004/09/policy"
    """WS-Policy: `AppliesTo`, the service that a token is asked for."""

    AUTH = "http://docs.oasis-open.org/wsfed/authorization/200706"
    """WS-Federation: what is claimed in a token exchange."""

    XS = "http://www.w3.org/2001/XMLSchema"
    """The types of attribute values."""

    XSI = "http://www.w3.org/2001/XMLSchema-instance"
    """`xsi:type`."""

    EXCLUSIVE_C14N = "http://www.w3.org/2001/10/xml-exc-c14n#"
    """Parameters of exclusive canonicalization."""

    def tag(self, name: str) -> str:
        """Return *name* in this namespace, in lxml's notation."""
        return f"{{{self.value}}}{name}"


PREFIXES: Final[dict[str, str]] = {
    "soap": Namespace.SOAP.value,
    "ds": Namespace.DS.value,
    "saml": Namespace.SAML.value,
    "wsse": Namespace.WSSE.value,
    "wsu": Namespace.WSU.value,
    "wsa": IdwsNamespace.WSA.value,
    "wsse11": IdwsNamespace.WSSE11.value,
}
"""Prefix to URI, as new envelopes declare them."""

WSU_ID: Final = Namespace.WSU.tag("Id")
"""The attribute by which a message part is referred to."""

STR_TRANSFORM: Final = (
    "http://docs.oasis-open.org/wss/2004/01/"
    "oasis-200401-wss-soap-message-security-1.0#STR-Transform"
)
"""Puts the token that a SecurityTokenReference points to in the reference's place."""

SAML2_TOKEN: Final = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0"  # noqa: S105 - a token's type
"""The type of a SAML 2.0 token."""

SAML_ID: Final = "http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLID"
"""Says that a KeyIdentifier is the ID of an assertion."""
