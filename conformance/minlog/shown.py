"""The answer of a MinLog2 look-up as a citizen's portal reads it: **provisional**, see `lookup`."""

from dataclasses import dataclass

from lxml import etree

from conformance.minlog.destination import content
from conformance.minlog.lookup import NAMESPACE, MalformedLookup


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownAccess:
    """One access as it is shown: *fields* are element, text and source, in their order."""

    fields: tuple[tuple[str, str, str | None], ...]

    def get(self, name: str) -> str | None:
        """The text of the first element of that name, or None when there is none."""
        return next((text for found, text, _ in self.fields if found == name), None)


def read_response(body: etree._Element) -> tuple[ShownAccess, ...]:
    """The accesses in a LogStatementForCPRPersonResponse. Raises MalformedLookup."""
    if body.tag != _tag("LogStatementForCPRPersonResponse"):
        raise MalformedLookup(f"expected LogStatementForCPRPersonResponse, found {body.tag}")
    return tuple(
        ShownAccess(
            fields=tuple(
                (etree.QName(field).localname, content(field), field.get("source"))
                for field in destination.iterchildren("{*}*")
            )
        )
        for destination in body.iterfind(f"{_tag('LogDataEntry')}/{_tag('Destination')}")
    )


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
