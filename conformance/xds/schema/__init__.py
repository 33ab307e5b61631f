"""The schemas that ITI-18 and ITI-43 messages keep: what may stand in them, and in which form.

`query.xsd` is for searches (XDS18-00) and `xds-b.xsd` for retrievals (XDS43-00), requests and
answers alike; `rim.xsd`, `rs.xsd`, `xop.xsd` and `xml.xsd` are the other namespaces they name.

They are written for this project, for what SFSK and its callers send: the rest of the ebXML
registry (organisations, users, subscriptions, filter queries) is refused. Whatever they accept,
the schemas of the SFSK WSDL accept too, but for two places that XSD 1.0 cannot describe as closely:

* a `Document` holds base64 or `xop:Include`: rule XDS43-16 judges which, and whether it is sound;
* a `QueryExpression` is open to XML of any other language, and only XDS' own is not looked into.

The rules of `conformance.validate.messages` decide which values stand where: the schema lets pass
what they can explain better, such as the status of an answer or the form of a patient id.
"""

from pathlib import Path
from typing import Final

from conformance.xsd import Schema

__all__ = ["ITI_18", "ITI_43"]

_FOLDER: Final = Path(__file__).parent

ITI_18: Final = Schema(rule="XDS18-00", location=_FOLDER / "query.xsd", largest=40_000)
"""AdhocQueryRequest and AdhocQueryResponse.

An entry has 100 to 200 elements and attributes: 200 to 400 hits are judged."""

ITI_43: Final = Schema(rule="XDS43-00", location=_FOLDER / "xds-b.xsd")
"""RetrieveDocumentSetRequest and RetrieveDocumentSetResponse."""
