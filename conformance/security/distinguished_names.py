"""Distinguished names as the STS writes them into the NameID of a card."""

from typing import Final

from cryptography import x509
from cryptography.x509.oid import NameOID

_KEYWORDS: Final = {
    NameOID.COMMON_NAME: "CN",
    NameOID.COUNTRY_NAME: "C",
    NameOID.ORGANIZATION_NAME: "O",
    NameOID.ORGANIZATIONAL_UNIT_NAME: "OU",
    NameOID.SERIAL_NUMBER: "SERIALNUMBER",
}
_SPECIAL: Final = frozenset(',+=<>#;"\\\n')


def sts_name_id(certificate: x509.Certificate) -> str:
    """Return `SubjectDN={…},IssuerDN={…},CertSerial={…}` for a client's *certificate*.

    Source: NSP protocol dossier 4.3, checked against an official sample.
    """
    return (
        f"SubjectDN={{{_text(certificate.subject)}}},"
        f"IssuerDN={{{_text(certificate.issuer)}}},"
        f"CertSerial={{{certificate.serial_number}}}"
    )


def _text(name: x509.Name) -> str:
    """Write the last part first, other keywords as `OID.`, parts of one level joined by ` + `."""
    return ", ".join(" + ".join(_part(part) for part in level) for level in reversed(name.rdns))


def _part(part: x509.NameAttribute[str | bytes]) -> str:
    keyword = _KEYWORDS.get(part.oid, f"OID.{part.oid.dotted_string}")
    return f"{keyword}={_quoted(str(part.value))}"


def _quoted(value: str) -> str:
    """Put quotation marks round a value with special characters, as Java does (our reading)."""
    if not _SPECIAL.intersection(value) and value == value.strip():
        return value
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'
