"""SOAP 1.1 calls: envelope, transport, fault. Whatever goes wrong ends as ServiceUnavailable."""

import copy
import time
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Protocol

import urllib3
from lxml import etree
from urllib3 import exceptions

from conformance.reference.idcard import instant
from conformance.reference.markup import (
    MAX_BYTES,
    MEDCOM,
    SOAP,
    WSSE,
    WSU,
    UnreadableXml,
    add,
    parse,
    words,
)
from conformance.reference.multipart import UnreadableMultipart, read_content

_OK: Final = 200
_SERVER_ERROR: Final = 500
_CONNECTIONS: Final = 16


class ServiceUnavailable(Exception):
    """A service gave no usable answer; the message is a Danish clause that a user can be shown."""


class SoapFault(ServiceUnavailable):
    """The service answered with a SOAP fault; *code* is medcom:FaultCode where there is one."""

    def __init__(self, code: str, text: str) -> None:
        super().__init__(f"tjenesten svarede med fejlen {code}: {text}")
        self.code = code

    @property
    def blames_id_card(self) -> bool:
        """Tell whether a new id card could help (codes of DGWS 1.0)."""
        return self.code in {"expired_idcard", "invalid_idcard"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The one element in the body of an answer, and the attachments it may refer to."""

    content: etree._Element
    attachments: dict[str, bytes] = field(default_factory=dict)


class Credential(Protocol):
    """What shows a service who calls."""

    def sealed(self, body: etree._Element, *, action: str, now: datetime) -> bytes:
        """Return a message with *body*, for the operation *action*, that carries the credential."""


def envelope(
    body: etree._Element,
    *,
    now: datetime,
    id_card: etree._Element | None = None,
    level: int = 0,
    beside: etree._Element | None = None,
) -> bytes:
    """Return a SOAP 1.1 message: wsse:Security with timestamp and id card, medcom:Header, *body*.

    *beside* is one more header block. Without an id card (the request to the STS) there is no
    medcom:Header. The envelope declares no namespace of an id card: lxml would rename the card's
    own prefixes and break its signature.
    """
    root = etree.Element(f"{{{SOAP}}}Envelope", nsmap={"soapenv": SOAP, "wsse": WSSE, "wsu": WSU})
    header = add(root, SOAP, "Header")
    security = add(header, WSSE, "Security")
    add(add(security, WSU, "Timestamp"), WSU, "Created", instant(now))
    if id_card is not None:
        security.append(copy.deepcopy(id_card))
        header.append(_medcom_header(level))
    if beside is not None:
        header.append(beside)
    add(root, SOAP, "Body").append(body)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _medcom_header(level: int) -> etree._Element:
    header = etree.Element(f"{{{MEDCOM}}}Header", nsmap={"medcom": MEDCOM})
    add(header, MEDCOM, "SecurityLevel", str(level))
    linking = add(header, MEDCOM, "Linking")
    add(linking, MEDCOM, "FlowID", str(uuid.uuid4()))
    add(linking, MEDCOM, "MessageID", str(uuid.uuid4()))
    add(header, MEDCOM, "RequireNonRepudiationReceipt", "no")
    return header


class Caller:
    """Posts SOAP messages: no proxy, no redirect, no second try, bounded in time and size."""

    def __init__(self, timeout: float, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._timeout = timeout
        self._monotonic = monotonic
        self._http = urllib3.PoolManager(maxsize=_CONNECTIONS, retries=False)

    def call(self, url: str, action: str, message: bytes) -> Body:
        """Post *message* and return the body of the answer.

        SoapFault for a fault (with any HTTP status), ServiceUnavailable for everything else that
        is not a SOAP answer: no connection, time out, other status, unreadable XML.
        """
        status, content_type, data = self._post(url, action, message)
        if status not in (_OK, _SERVER_ERROR):
            raise ServiceUnavailable(f"tjenesten svarede med HTTP-status {status}")
        try:
            content = read_content(content_type, data)
            return Body(content=_in_body(parse(content.soap)), attachments=content.attachments)
        except (UnreadableXml, UnreadableMultipart):
            raise ServiceUnavailable("tjenestens svar kunne ikke læses") from None

    def _post(self, url: str, action: str, message: bytes) -> tuple[int, str, bytes]:
        headers = {"Content-Type": "text/xml;charset=utf-8", "SOAPAction": action}
        deadline = self._monotonic() + self._timeout
        try:
            with self._http.request(
                "POST",
                url,
                body=message,
                headers=headers,
                timeout=self._timeout,
                redirect=False,
                preload_content=False,
            ) as answer:
                data = self._read(answer, deadline)
                return answer.status, answer.headers.get("Content-Type", ""), data
        except exceptions.NewConnectionError:
            raise ServiceUnavailable("der er ikke forbindelse til tjenesten") from None
        except exceptions.TimeoutError:
            raise ServiceUnavailable("tjenesten svarede ikke i tide") from None
        except exceptions.HTTPError:
            raise ServiceUnavailable("der er ikke forbindelse til tjenesten") from None

    def _read(self, answer: urllib3.BaseHTTPResponse, deadline: float) -> bytes:
        """Read the answer piecemeal: a read time-out alone does not stop a service that drips."""
        data = bytearray()
        for piece in answer.stream(65_536):
            data += piece
            if self._monotonic() > deadline:
                raise ServiceUnavailable("tjenesten svarede ikke i tide")
            if len(data) > MAX_BYTES:
                raise ServiceUnavailable("tjenestens svar er for stort")
        return bytes(data)

    def close(self) -> None:
        """Close the connections of all threads."""
        self._http.clear()


def _in_body(root: etree._Element) -> etree._Element:
    body = root.find(f"{{{SOAP}}}Body") if root.tag == f"{{{SOAP}}}Envelope" else None
    content = [] if body is None else [child for child in body if isinstance(child.tag, str)]
    if len(content) != 1:
        raise ServiceUnavailable("tjenestens svar er ikke en SOAP-besked")
    if content[0].tag == f"{{{SOAP}}}Fault":
        raise _fault(content[0])
    return content[0]


def _fault(fault: etree._Element) -> SoapFault:
    code = words(fault.find(f"detail/{{{MEDCOM}}}FaultCode")) or words(fault.find("faultcode"))
    return SoapFault(code or "uden kode", words(fault.find("faultstring")) or "ingen tekst")
