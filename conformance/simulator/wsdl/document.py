"""Writes a WSDL 1.1 document, document/literal over SOAP 1.1."""

from collections.abc import Iterable
from typing import Final

from lxml import etree

from conformance.simulator.wsdl.interface import Interface, Operation
from conformance.simulator.wsdl.schemas import schema_address, target_namespace

_WSDL: Final = "http://schemas.xmlsoap.org/wsdl/"
_SOAP: Final = "http://schemas.xmlsoap.org/wsdl/soap/"
_XS: Final = "http://www.w3.org/2001/XMLSchema"
_WSAM: Final = "http://www.w3.org/2007/05/addressing/metadata"
_HTTP: Final = "http://schemas.xmlsoap.org/soap/http"
_KNOWN: Final = {"wsdl": _WSDL, "soap": _SOAP, "xs": _XS, "wsam": _WSAM}


def build(interface: Interface, address: str, version: str | None = None) -> bytes:
    """The WSDL of *interface* at *address*, which serves the schemas too."""
    return etree.tostring(
        _Writer(interface).definitions(address, version),
        xml_declaration=True,
        encoding="UTF-8",
        pretty_print=True,
    )


class _Writer:
    """Writes one document; knows its prefixes."""

    def __init__(self, interface: Interface) -> None:
        self._interface = interface
        elements = [name for each in interface.operations for name in each.elements]
        self._elements = tuple(dict.fromkeys(elements))
        spaces = dict.fromkeys(etree.QName(name).namespace or "" for name in self._elements)
        self._nsmap = {**_KNOWN, "tns": interface.namespace}
        others = (space for space in spaces if space != interface.namespace)
        self._nsmap |= {f"ns{place}": space for place, space in enumerate(others, start=1)}
        self._prefixes = {space: prefix for prefix, space in self._nsmap.items()}

    def definitions(self, address: str, version: str | None) -> etree._Element:
        root = etree.Element(f"{{{_WSDL}}}definitions", nsmap=self._nsmap)
        root.set("targetNamespace", self._interface.namespace)
        root.set("name", self._interface.service)
        _wsdl(root, "documentation").text = self._interface.documentation
        self._add_types(root, address, version)
        for name in self._elements:
            message = _wsdl(root, "message", name=_local(name))
            _wsdl(message, "part", name="body", element=self._qualified(name))
        self._add_port_type(root)
        self._add_binding(root)
        service = _wsdl(root, "service", name=self._interface.service)
        binding = f"tns:{self._interface.binding}"
        port = _wsdl(service, "port", name=self._interface.port, binding=binding)
        _soap(port, "address", location=address)
        return root

    def _add_types(self, root: etree._Element, address: str, version: str | None) -> None:
        schema = etree.SubElement(_wsdl(root, "types"), f"{{{_XS}}}schema")
        names = self._interface.versions.get(version or "", self._interface.schemas)
        for name in names:
            reference = etree.SubElement(schema, f"{{{_XS}}}import")
            reference.set("namespace", target_namespace(name))
            reference.set("schemaLocation", schema_address(address, name))

    def _add_port_type(self, root: etree._Element) -> None:
        port_type = _wsdl(root, "portType", name=self._interface.port_type)
        for each in self._interface.operations:
            operation = _wsdl(port_type, "operation", name=each.name)
            ways = {"input": (each.request, ""), "output": (each.response, "Response")}
            for way, (element, ending) in ways.items():
                message = _wsdl(operation, way, message=f"tns:{_local(element)}")
                if each.addressed_as:
                    message.set(f"{{{_WSAM}}}Action", each.addressed_as + ending)
            for name in map(_local, each.faults):
                _wsdl(operation, "fault", name=name, message=f"tns:{name}")

    def _add_binding(self, root: etree._Element) -> None:
        port_type = f"tns:{self._interface.port_type}"
        binding = _wsdl(root, "binding", name=self._interface.binding, type=port_type)
        _soap(binding, "binding", style="document", transport=_HTTP)
        for each in self._interface.operations:
            _add_bound(binding, each)

    def _qualified(self, name: str) -> str:
        found = etree.QName(name)
        return f"{self._prefixes[found.namespace or '']}:{found.localname}"


def _add_bound(binding: etree._Element, operation: Operation) -> None:
    element = _wsdl(binding, "operation", name=operation.name)
    _soap(element, "operation", soapAction=operation.action, style="document")
    for way, headers in (
        ("input", operation.request_headers),
        ("output", operation.response_headers),
    ):
        _add_bound_message(_wsdl(element, way), headers)
    for name in map(_local, operation.faults):
        _soap(_wsdl(element, "fault", name=name), "fault", name=name, use="literal")


def _add_bound_message(message: etree._Element, headers: Iterable[str]) -> None:
    for name in map(_local, headers):
        _soap(message, "header", message=f"tns:{name}", part="body", use="literal")
    _soap(message, "body", use="literal")


def _local(name: str) -> str:
    return str(etree.QName(name).localname)


def _wsdl(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_WSDL}}}{tag}", attributes)


def _soap(parent: etree._Element, tag: str, /, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{_SOAP}}}{tag}", attributes)
