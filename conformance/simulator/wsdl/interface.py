"""What a WSDL 1.1 document says of a service, as values."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One call. Elements are named in lxml's notation.

    *action* is the SOAPAction. *addressed_as* is the action of WS-Addressing where it is known; the
    answer's ends in `Response`. Headers are those that the binding declares.
    """

    name: str
    action: str
    request: str
    response: str
    faults: tuple[str, ...] = ()
    request_headers: tuple[str, ...] = ()
    response_headers: tuple[str, ...] = ()
    addressed_as: str | None = None

    @property
    def elements(self) -> tuple[str, ...]:
        """All elements that the operation names."""
        headers = (*self.request_headers, *self.response_headers)
        return (self.request, self.response, *self.faults, *headers)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interface:
    """A service with one port. *schemas* are names of served schemas, one for each namespace.

    *versions* are schemas that take the place of these when a version is asked for by name.
    """

    namespace: str
    port_type: str
    binding: str
    service: str
    port: str
    documentation: str
    operations: tuple[Operation, ...]
    schemas: tuple[str, ...]
    versions: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
