"""Our own schemas of the security headers: DGWS header, SOSI id card, HSUID header and WS-Trust.

They decide which elements and attributes there are, in which order, and what forms their values
have. What hangs together or what a service wants besides is for the rules of
`conformance.validate.messages`, which can name source and remedy.

Whatever these schemas accept, the official ones (medcom.xsd, saml.xsd, ds.xsd, hsuid-1_1.xsd)
accept too, but for what live messages hold and the official schemas refuse:

* an id card that is signed with SHA-256, where ds.xsd knows SHA-1 alone;
* an attribute of a HSUID header without NameFormat, which hsuid-1_1.xsd demands.

Source of both: NSP protocol dossier 4.3 and 4.6. No schema declares a default or a fixed value, so
that validation never adds anything to a signed card.
"""

from pathlib import Path
from typing import Final

from conformance.xsd import Schema

__all__ = ["DGWS_HEADER", "HSUID", "ID_CARD", "TOKEN_EXCHANGE"]

_HERE: Final = Path(__file__).parent
_LARGEST: Final = 2_000
"""A user's id card has some 80 elements and attributes, a request to the STS some 90."""

DGWS_HEADER: Final = Schema(
    rule="DGWS-00", location=_HERE / "medcom-dgws-1.0.xsd", largest=_LARGEST
)
"""The `medcom:Header` of DGWS 1.0.1."""

ID_CARD: Final = Schema(rule="IDCARD-00", location=_HERE / "sosi-id-card.xsd", largest=_LARGEST)
"""The SOSI id card: a `saml:Assertion` in DGWS' own profile, signed or not yet signed."""

HSUID: Final = Schema(rule="HSUID-00", location=_HERE / "hsuid-1.1.xsd", largest=_LARGEST)
"""The `hsuid:HsuidHeader`."""

TOKEN_EXCHANGE: Final = Schema(
    rule="DGWS-00", location=_HERE / "ws-trust-2005-02.xsd", largest=_LARGEST
)
"""The request for an id card and the STS's answer, in WS-Trust of February 2005 only.

The card in it is not looked at: give that to ID_CARD. Other exchanges of the STS speak WS-Trust
1.3, another namespace, and are not for this schema.
"""
