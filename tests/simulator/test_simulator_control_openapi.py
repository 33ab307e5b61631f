"""The control API and its OpenAPI document say the same, path by path and field by field."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import jsonschema
import msgspec
import pytest
import yaml
from openapi_spec_validator import validate

from conformance.pdc.codes import Gender, Use
from conformance.simulator.control import control_routes
from conformance.simulator.control.plane import VERBS
from conformance.simulator.control.verbs import Verb
from conformance.simulator.http import serve
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.validate.judge import message_findings
from tests.simulator.control_client import Control
from tests.simulator.direct_calls import DirectCaller, log_request
from tests.simulator.minlog_entries import BY_CVR
from tests.simulator.nas_calls import NasCaller

DOCUMENT: Final[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "docs" / "simulator-control.openapi.yaml").read_text("utf-8")
)
SCHEMAS: Final[dict[str, Any]] = DOCUMENT["components"]["schemas"]
READERS: Final = [path for path, item in DOCUMENT["paths"].items() if "get" in item]


def test_the_document_is_openapi() -> None:
    """By the official schema of OpenAPI 3.1."""
    validate(DOCUMENT)


def test_routes_and_document_agree(simulation: Simulation) -> None:
    """Every path, with its method, on both sides."""
    described = {
        (method.upper(), path) for path, item in DOCUMENT["paths"].items() for method in item
    }
    known = {
        (method, route.path)
        for route in control_routes(simulation.services)
        for method in (route.methods or set()) - {"HEAD"}
    }
    assert described == known


def test_every_operation_has_an_id_of_its_own() -> None:
    """By which generated clients name it."""
    ids = [call["operationId"] for item in DOCUMENT["paths"].values() for call in item.values()]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: str(verb.path))
def test_a_body_has_the_fields_of_its_schema(verb: Verb[object]) -> None:
    """The same names, the same ones required, and no others allowed; so for what is inside."""
    body = DOCUMENT["paths"][verb.path]["post"]["requestBody"]
    assert_agrees(body["content"]["application/json"]["schema"], verb.kind)


def assert_agrees(schema: dict[str, Any], kind: Any) -> None:
    found = resolved(schema)
    fields = msgspec.structs.fields(kind)
    assert set(found.get("properties", {})) == {field.encode_name for field in fields}
    assert set(found.get("required", ())) == {f.encode_name for f in fields if f.required}
    assert found["additionalProperties"] is False
    for field in fields:
        for inner in structs_in(field.type):
            described = resolved(found["properties"][field.encode_name])
            assert_agrees(described.get("items", described), inner)


def structs_in(kind: Any) -> list[Any]:
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return [kind]
    return [each for inner in getattr(kind, "__args__", ()) for each in structs_in(inner)]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    return schema if reference is None else SCHEMAS[reference.rsplit("/", 1)[1]]


def test_codes_are_those_of_the_card() -> None:
    """Genders and uses of a number."""
    assert set(SCHEMAS["Gender"]["enum"]) == set(Gender)
    assert set(SCHEMAS["Use"]["enum"]) == set(Use)


@pytest.fixture
def busy(simulation: Simulation, caller: DirectCaller, world: World) -> Iterator[Control]:
    """A world in which every reader has something to tell."""
    bente = Persona.BENTE.value
    card = caller.system_card()
    caller.search(card, bente)
    caller.search(None, bente)
    caller.register(card, log_request({}))
    NasCaller(caller=caller, card=card).listen(bente)
    world.write_log([BY_CVR])
    world.give_custody(bente, Persona.WARD)
    world.blur_organisation("20921897", bente)
    world.inject(Fault.SFSK_SLOW, bente)
    world.leave_temporary_address(bente)
    with serve(simulation.services, judge=message_findings) as url:
        yield Control(url)


@pytest.mark.parametrize("path", [path for path in READERS if path != "/events"])
def test_what_is_read_keeps_its_schema(path: str, busy: Control) -> None:
    """Field by field, in a world where much has happened."""
    answer = busy.get(path.format(citizen=Persona.BENTE.value, number=2))
    assert answer.status_code == 200
    (media_type, content) = next(
        iter(DOCUMENT["paths"][path]["get"]["responses"]["200"]["content"].items())
    )
    assert answer.headers["Content-Type"].partition(";")[0] == media_type
    if media_type == "application/json":
        assert answer.json(), "expected something to tell, found nothing"
        keep_schema(answer.json(), content["schema"])


def test_an_event_keeps_its_schema(busy: Control) -> None:
    """An exchange with its verdict, as the document names it."""
    with busy.events("/events?since=0") as told:
        event = next(each for each in told if each.name == "exchange")
    keep_schema(event.data, SCHEMAS["JudgedExchange"])


def keep_schema(value: object, schema: dict[str, Any]) -> None:
    rooted = {"components": DOCUMENT["components"], **schema}
    jsonschema.Draft202012Validator(rooted).validate(value)
