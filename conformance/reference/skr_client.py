"""The Stamkortregister (SKR): the messages that enter, update and delete what is typed in.

Their form is not public; it follows the sister registers of the same owner.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import Final

from lxml import etree

from conformance.reference.changes import NewAddress, NewNumber, NewRelative, Writing
from conformance.reference.clock import DANISH_TIME
from conformance.reference.markup import CDA, add
from conformance.reference.soap import Caller, Credential

_SKR: Final = "http://sundhedsdatastyrelsen.dk/skr/2024/01/01"
_FSK: Final = "urn:hl7-org:fsk"
_PATH: Final = "/skr/dgws20240101"
_CPR: Final = "1.2.208.176.1.2"
_PROVIDERS: Final = "1.2.208.176.1.4"
_RELATIONS: Final = "1.2.208.184.100.2"
_LANGUAGES: Final = "1.0.639.1"
_TOWN: Final = re.compile(r"(?P<code>[0-9]{4}) (?P<city>.+)")
_USES: Final = {"home": "H", "mobile": "MC", "work": "WP"}
_OPERATIONS: Final = {
    "relatives": ("Relatives", "relatives"),
    "contact_numbers": ("ContactInformation", "contactInformation"),
    "temporary_address": ("TemporaryAddress", "temporaryAddress"),
    "language": ("Language", "language"),
    "dentist": ("Dentist", "dentist"),
}


class Skr:
    """The register's write side."""

    def __init__(self, services: str, caller: Caller) -> None:
        self._services = services
        self._url = services + _PATH
        self._caller = caller

    def write(self, writing: Writing, credential: Credential, now: datetime) -> None:
        """Carry the change out. SoapFault when it is refused, ServiceUnavailable in an outage."""
        part, _ = _OPERATIONS[writing.change.part]
        operation = writing.change.action.capitalize() + part
        self._send(operation, _filled(writing, operation), credential, now)

    def call(self, operation: str, cpr: str, credential: Credential, now: datetime) -> None:
        """Send a request that names the citizen and nothing else."""
        self._send(operation, _request(operation, cpr), credential, now)

    def call_at(self, address: str, cpr: str, credential: Credential, now: datetime) -> None:
        """Send a request that names the citizen to another address than the register's."""
        action = f"{_SKR}#Migrate"
        message = credential.sealed(_request("Migrate", cpr), action=action, now=now)
        self._caller.call(self._services + address, action, message)

    def _send(
        self, operation: str, request: etree._Element, credential: Credential, now: datetime
    ) -> None:
        action = f"{_SKR}#{operation}"
        self._caller.call(self._url, action, credential.sealed(request, action=action, now=now))


def _request(operation: str, cpr: str) -> etree._Element:
    names = {"skr": _SKR, "fsk": _FSK, "hl7": CDA}
    request = etree.Element(f"{{{_SKR}}}{operation}Request", nsmap=names)
    citizen = etree.SubElement(request, "id", root=_CPR, extension=cpr)
    citizen.set("assigningAuthorityName", "CPR")
    return request


def _filled(writing: Writing, operation: str) -> etree._Element:
    change = writing.change
    _, element = _OPERATIONS[change.part]
    request = _request(operation, writing.cpr)
    entry = etree.SubElement(request, element, id=writing.uuid)
    if change.action == "delete":
        return request
    if change.relative is not None:
        _relative(entry, change.relative)
    _telephones(entry, change.contact_numbers)
    if change.temporary_address is not None:
        _address(entry, change.temporary_address)
    if change.language:
        _coded(entry, "languageCode", change.language, _LANGUAGES)
    if change.dentist:
        provider = add(entry, _FSK, "provider")
        provider.set("root", _PROVIDERS)
        provider.set("extension", change.dentist)
    return request


def _relative(entry: etree._Element, relative: NewRelative) -> None:
    name = add(entry, _FSK, "name")
    *given, family = relative.name.split() if " " in relative.name else (relative.name, "")
    for part in given:
        add(name, CDA, "given", part)
    if family:
        add(name, CDA, "family", family)
    if relative.relation:
        _coded(entry, "relation", relative.relation, _RELATIONS)
    _telephones(entry, relative.numbers)
    if relative.note:
        add(entry, _FSK, "note", relative.note)


def _telephones(entry: etree._Element, numbers: Iterable[NewNumber]) -> None:
    for number in numbers:
        telecom = add(entry, _FSK, "telecom")
        telecom.set("value", f"tel:{number.number}")
        telecom.set("use", _USES[number.use or "mobile"])


def _address(entry: etree._Element, address: NewAddress) -> None:
    period = add(entry, _FSK, "effectiveTime")
    for name, moment in (("low", address.valid_from), ("high", address.valid_to)):
        if moment is not None:
            local = moment.astimezone(DANISH_TIME)
            add(period, CDA, name).set("value", local.strftime("%Y%m%d%H%M%S%z"))
    place = add(entry, _FSK, "addr")
    town = next((i for i, line in enumerate(address.lines) if _TOWN.fullmatch(line)), None)
    for line in address.lines[:town]:
        add(place, CDA, "streetAddressLine", line)
    if town is None:
        return
    found = _TOWN.fullmatch(address.lines[town])
    if found is not None:
        add(place, CDA, "postalCode", found["code"])
        add(place, CDA, "city", found["city"])
    for country in address.lines[town + 1 :]:
        add(place, CDA, "country", country)


def _coded(entry: etree._Element, name: str, code: str, system: str) -> None:
    coded = add(entry, _FSK, name)
    coded.set("code", code)
    coded.set("codeSystem", system)
