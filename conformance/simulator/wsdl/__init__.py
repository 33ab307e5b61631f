"""WSDL documents of the simulated services, with their schemas: written by this project.

They describe what the simulator answers, with the address that it was asked at. Who has an official
WSDL uses that one: the simulator answers its clients too.
"""

from collections.abc import Mapping
from typing import Final
from urllib.parse import quote

from conformance.simulator.wsdl.document import build
from conformance.simulator.wsdl.interfaces import interface_at
from conformance.simulator.wsdl.schemas import served_schema

__all__ = ["DOCUMENTS", "description"]

DOCUMENTS: Final[Mapping[str, str]] = {
    "/sfsk/dgws-wsdl/iti18.wsdl": "/sfsk/iti18",
    "/sfsk/dgws-wsdl/iti43.wsdl": "/sfsk/iti43",
    "/skr/wsdl/dgws20240101": "/skr/dgws20240101",
}
"""Addresses that are WSDL documents of other addresses.

Source: NSP protocol dossier 1.2 and 2; that of SKR is by analogy with its earlier version.
"""


def description(base_url: str, path: str, query: Mapping[str, str]) -> bytes | None:
    """What GET *path* with *query* is answered with, as XML; None when nothing is described there.

    `?wsdl` (however it is written) asks for the WSDL, `version` for one of its variants, and
    `?xsd=name` for a schema.
    """
    asked = {name.lower(): value for name, value in query.items()}
    place = DOCUMENTS.get(path, path)
    address = base_url + quote(place)
    interface = interface_at(place)
    if interface is None:
        return None
    if "wsdl" in asked or path in DOCUMENTS:
        return build(interface, address, asked.get("version"))
    return served_schema(asked["xsd"], address) if "xsd" in asked else None
