"""Registry errors and the status they come with, shared by ITI-18 and ITI-43 answers."""

from dataclasses import dataclass

from lxml import etree

from conformance.xds.vocabulary import NSMAP, ErrorSeverity, Namespace, q


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryError:
    """One `rs:RegistryError`. *code* and *context* are required by the schema."""

    code: str
    context: str
    severity: str = ErrorSeverity.ERROR
    location: str | None = None


def append_errors(parent: etree._Element, errors: tuple[RegistryError, ...]) -> None:
    """Append `<rs:RegistryErrorList>` to *parent* when there are errors."""
    if not errors:
        return
    severities = {error.severity for error in errors}
    highest = ErrorSeverity.ERROR if ErrorSeverity.ERROR in severities else ErrorSeverity.WARNING
    error_list = etree.SubElement(
        parent, q(Namespace.RS, "RegistryErrorList"), highestSeverity=highest.value
    )
    for error in errors:
        element = etree.SubElement(error_list, q(Namespace.RS, "RegistryError"))
        element.set("errorCode", error.code)
        element.set("codeContext", error.context)
        element.set("severity", error.severity)
        if error.location:
            element.set("location", error.location)


def read_errors(parent: etree._Element) -> tuple[RegistryError, ...]:
    """The errors listed below *parent*."""
    return tuple(
        RegistryError(
            code=element.get("errorCode", ""),
            context=element.get("codeContext", ""),
            severity=element.get("severity", ErrorSeverity.ERROR),
            location=element.get("location"),
        )
        for element in parent.findall("rs:RegistryErrorList/rs:RegistryError", NSMAP)
    )
