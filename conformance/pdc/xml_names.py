"""Namespaces and qualified names of a CDA document."""

from typing import Final, cast

CDA: Final = "urn:hl7-org:v3"
SDTC: Final = "urn:hl7-org:sdtc"
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"

V3: Final = f"{{{CDA}}}"
"""Stands before the local name of every CDA element."""

XSI_TYPE: Final = f"{{{XSI}}}type"
SCHEMA_LOCATION: Final = f"{{{XSI}}}schemaLocation"

CDA_SCHEMA: Final = (
    f"{CDA} http://svn.medcom.dk/svn/releases/Standarder/HL7/Generic/Schema/CDA_SDTC.xsd"
)
"""schemaLocation of every live document. It is sent, never followed."""

# The stubs of lxml forget that None stands for the default namespace.
DOCUMENT_PREFIXES: Final = cast("dict[str, str]", {None: CDA, "ns2": SDTC, "xsi": XSI})
"""Namespace declarations of every live document."""
