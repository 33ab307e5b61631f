"""What comes in over a transport and what goes back, free of any transport."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Final

from conformance.multipart import parameters_of
from conformance.security.soap import SoapVersion

_HOST: Final = re.compile(r"([A-Za-z0-9.-]{1,253}|\[[0-9A-Fa-f:.]{2,45}\])(:[0-9]{1,5})?")
_LOOPBACK: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A SOAP call as it arrived, over *scheme*. Header names are in lower case."""

    path: str
    body: bytes
    headers: Mapping[str, str]
    scheme: str = "http"

    @property
    def content_type(self) -> str:
        """The Content-Type, with its parameters; empty when there is none."""
        return self.headers.get("content-type", "")

    @property
    def soap_action(self) -> str:
        """The SOAPAction without the quotes that SOAP 1.1 asks for and clients leave out.

        Where there is none: the action of the Content-Type, which is SOAP 1.2's way.
        """
        named = self.headers.get("soapaction", "").strip().strip('"')
        return named or parameters_of(self.content_type).get("action", "")

    @property
    def base_url(self) -> str:
        """Where the caller has found the services: the scheme, and the host that it called."""
        return base_url(self.scheme, self.headers.get("host", ""))


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is sent back, after *delay* seconds.

    *cut_after* that many bytes of the body the connection is reset; None sends all of it.
    """

    status: int
    body: bytes
    delay: float = 0.0
    cut_after: int | None = None
    content_type: str = SoapVersion.SOAP_1_1.content_type

    @classmethod
    def ok(cls, body: bytes, *, version: SoapVersion = SoapVersion.SOAP_1_1) -> "Reply":
        """A SOAP answer."""
        return cls(status=HTTPStatus.OK, body=body, content_type=version.content_type)

    @classmethod
    def fault(cls, body: bytes, *, version: SoapVersion = SoapVersion.SOAP_1_1) -> "Reply":
        """A SOAP fault; SOAP 1.1 demands HTTP 500, for SOAP 1.2 see `soap-1-2-fault-status`."""
        return cls(
            status=HTTPStatus.INTERNAL_SERVER_ERROR,
            body=body,
            content_type=version.content_type,
        )

    @classmethod
    def unavailable(cls) -> "Reply":
        """HTTP 503 with no SOAP in it, as a gateway sends when the service behind it is down."""
        return cls(status=HTTPStatus.SERVICE_UNAVAILABLE, body=b"")


def base_url(scheme: str, host: str) -> str:
    """The beginning of the services' addresses; loopback where *host* is missing or is no host."""
    return f"{scheme}://{host if _HOST.fullmatch(host) else _LOOPBACK}"
