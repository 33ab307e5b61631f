"""What comes in over a transport and what goes back, free of any transport."""

from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A SOAP call as it arrived. Header names are in lower case."""

    path: str
    body: bytes
    headers: Mapping[str, str]

    @property
    def soap_action(self) -> str:
        """The SOAPAction without the quotes that SOAP 1.1 asks for and clients leave out."""
        return self.headers.get("soapaction", "").strip().strip('"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is sent back, after *delay* seconds."""

    status: int
    body: bytes
    delay: float = 0.0

    @classmethod
    def ok(cls, body: bytes, *, delay: float = 0.0) -> "Reply":
        """A SOAP answer."""
        return cls(status=HTTPStatus.OK, body=body, delay=delay)

    @classmethod
    def fault(cls, body: bytes) -> "Reply":
        """A SOAP fault; SOAP 1.1 demands HTTP 500."""
        return cls(status=HTTPStatus.INTERNAL_SERVER_ERROR, body=body)

    @classmethod
    def unavailable(cls) -> "Reply":
        """HTTP 503 with no SOAP in it, as a gateway sends when the service behind it is down."""
        return cls(status=HTTPStatus.SERVICE_UNAVAILABLE, body=b"")
