"""The two versions of SOAP: how their envelopes and faults differ."""

from enum import Enum, StrEnum, auto
from typing import Final

from lxml import etree

from conformance.security.namespaces import Namespace

_XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_LANGUAGE: Final = "en"
"""Our texts are English; SOAP 1.2 wants the language named."""


class Blame(Enum):
    """Whose fault a fault is."""

    SENDER = auto()
    """The request cannot be answered as it is: `Client` in SOAP 1.1, `Sender` in SOAP 1.2."""

    RECEIVER = auto()
    """The service broke: `Server` in SOAP 1.1, `Receiver` in SOAP 1.2."""


class SoapVersion(StrEnum):
    """A version of SOAP, by the namespace of its envelope; `tag` makes lxml's `{uri}name` of it."""

    SOAP_1_1 = Namespace.SOAP.value
    """The version of the services of NSP."""

    SOAP_1_2 = Namespace.SOAP12.value
    """Tolerated: what clients made for plain XDS send."""

    @property
    def media_type(self) -> str:
        """That of a message on its own. Source: SOAP 1.1, and SOAP 1.2 part 2."""
        return "text/xml" if self is SoapVersion.SOAP_1_1 else "application/soap+xml"

    @property
    def content_type(self) -> str:
        """The Content-Type of a message on its own."""
        return f"{self.media_type};charset=utf-8"

    def tag(self, name: str) -> str:
        """Return *name* in this version's namespace, in lxml's notation."""
        return f"{{{self.value}}}{name}"


def version_of(element: etree._Element) -> SoapVersion:
    """The version whose namespace *element* is in. Raises ValueError when it is in none."""
    return SoapVersion(etree.QName(element).namespace or "")


def add_fault(
    body: etree._Element,
    text: str,
    *,
    blame: Blame,
    code: str | None = None,
    actor: str | None = None,
) -> etree._Element:
    """Add a fault to *body*, in the version that *body* is of, and return it.

    *code* is a qualified name of the service's own: in SOAP 1.1 it is the faultcode, in SOAP 1.2
    the subcode. *actor* says who found the fault. A detail comes last: see `add_detail`.
    """
    fault = etree.SubElement(body, version_of(body).tag("Fault"))
    is_old = version_of(body) is SoapVersion.SOAP_1_1
    fill = _fill_1_1 if is_old else _fill_1_2
    fill(fault, text, blame=blame, code=code, actor=actor)
    return fault


def add_detail(fault: etree._Element) -> etree._Element:
    """Add an empty detail to *fault*, in the version that *fault* is of, and return it."""
    is_old = version_of(fault) is SoapVersion.SOAP_1_1
    return etree.SubElement(fault, "detail" if is_old else SoapVersion.SOAP_1_2.tag("Detail"))


def _fill_1_1(
    fault: etree._Element, text: str, *, blame: Blame, code: str | None, actor: str | None
) -> None:
    """`faultcode`, `faultstring`, `faultactor`; in no namespace."""
    side = "Server" if blame is Blame.RECEIVER else "Client"
    etree.SubElement(fault, "faultcode").text = code or _qualified(fault, side)
    etree.SubElement(fault, "faultstring").text = text
    if actor is not None:
        etree.SubElement(fault, "faultactor").text = actor


def _fill_1_2(
    fault: etree._Element, text: str, *, blame: Blame, code: str | None, actor: str | None
) -> None:
    """`Code{Value, Subcode}`, `Reason{Text}`, `Node`; in the namespace of the envelope."""
    tag = SoapVersion.SOAP_1_2.tag
    whose = etree.SubElement(fault, tag("Code"))
    side = "Receiver" if blame is Blame.RECEIVER else "Sender"
    etree.SubElement(whose, tag("Value")).text = _qualified(fault, side)
    if code is not None:
        subcode = etree.SubElement(whose, tag("Subcode"))
        etree.SubElement(subcode, tag("Value")).text = code
    reason = etree.SubElement(etree.SubElement(fault, tag("Reason")), tag("Text"))
    reason.set(_XML_LANG, _LANGUAGE)
    reason.text = text
    if actor is not None:
        etree.SubElement(fault, tag("Node")).text = actor


def _qualified(fault: etree._Element, name: str) -> str:
    return f"{fault.prefix}:{name}" if fault.prefix else name
