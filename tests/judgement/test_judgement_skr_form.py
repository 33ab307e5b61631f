"""A message to SKR in another form than our own reading is neither passed nor failed."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from conformance.findings import NotJudged
from conformance.judgement import edits
from conformance.pdc.datatypes import InstanceId
from conformance.pdc.oids import Oid
from conformance.security import envelope
from conformance.security.faults import FaultCode
from conformance.simulator.state.journal import NO_SOAP_ACTION, Exchange, Service
from conformance.skr import messages
from conformance.skr.values import Delete
from conformance.skr.vocabulary import Namespace, Part

DELETE = Delete(
    citizen=InstanceId(root=Oid.CPR, extension="2512489996"), part=Part.LANGUAGE, id="1"
)
ACTION = DELETE.operation.action
ELSEWHERE = "urn:example:another-reading"


def request(*path: str, namespace: str = Namespace.SKR) -> bytes:
    """A delete in our form; an element called *path* is put in it."""
    body = messages.build_request(DELETE)
    body.tag = f"{{{namespace}}}{etree.QName(body).localname}"
    for name in path:
        etree.SubElement(body, name)
    root, _, place = envelope.new_envelope()
    place.append(body)
    return envelope.to_bytes(root)


REFUSED = Exchange(
    at=datetime(2026, 3, 2, tzinfo=UTC),
    service=Service.SKR,
    operation=ACTION,
    outcome=FaultCode.SYNTAX_ERROR,
    request=request(),
    response=b"",
)


@pytest.mark.parametrize(
    ("different", "problem"),
    [
        ({"request": request(namespace=ELSEWHERE)}, f"{{{ELSEWHERE}}}DeleteLanguageRequest"),
        ({"request": request("reason")}, "found reason"),
        ({"operation": "urn:example#Delete"}, f"(expected {ACTION})"),
    ],
    ids=["another namespace", "another element", "another SOAPAction"],
)
def test_another_form_is_not_judged(different: dict[str, object], problem: str) -> None:
    """The message says what was not understood, and what the reviewer can do."""
    with pytest.raises(NotJudged, match="waive the step") as raised:
        edits.require_understood([replace(REFUSED, **different)])
    assert problem in str(raised.value)


@pytest.mark.parametrize(
    "different",
    [
        {},
        {"operation": NO_SOAP_ACTION},
        {"outcome": "Success", "request": request(namespace=ELSEWHERE)},
        {"outcome": FaultCode.INVALID_SIGNATURE, "request": request(namespace=ELSEWHERE)},
        {"request": b"no envelope"},
        {"service": Service.NAS, "request": request(namespace=ELSEWHERE)},
    ],
    ids=[
        "a fault elsewhere in the message",
        "no SOAPAction",
        "taken",
        "refused for its signature",
        "no SOAP",
        "another service",
    ],
)
def test_what_is_no_matter_of_form_is_judged(different: dict[str, object]) -> None:
    """What the system got wrong by any reading is not excused."""
    edits.require_understood([replace(REFUSED, **different)])


def read(name: str) -> Exchange:
    """A call of an operation that is not offered."""
    root, _, place = envelope.new_envelope()
    etree.SubElement(place, Namespace.SKR.tag(f"{name}Request"))
    return replace(REFUSED, operation=f"{Namespace.SKR}#{name}", request=envelope.to_bytes(root))


def test_an_operation_for_reading_is_judged() -> None:
    """That no system shall call one does not hang on its form."""
    edits.require_understood([read("GetRelatives")])
    with pytest.raises(AssertionError, match="GetRelatives"):
        edits.require_write_operations([read("GetRelatives")])


def test_an_operation_of_another_name_is_no_reading() -> None:
    """The names of most operations are inferred."""
    edits.require_write_operations([read("CreateTelephone")])
    with pytest.raises(NotJudged, match="CreateTelephone"):
        edits.require_understood([read("CreateTelephone")])
