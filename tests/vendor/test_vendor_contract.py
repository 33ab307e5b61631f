"""The values of the protocol and the OpenAPI document say the same, field by field."""

import enum
import types
from pathlib import Path
from typing import Any, Final, Union, get_args, get_origin, get_type_hints

import msgspec
import pytest
import yaml
from openapi_spec_validator import validate

from conformance.vendor import http, protocol

DOCUMENT: Final[dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parents[2] / "docs" / "vendor-driver.openapi.yaml").read_text(encoding="utf-8")
)
SCHEMAS: Final[dict[str, Any]] = DOCUMENT["components"]["schemas"]
STRUCTS: Final[dict[str, type[msgspec.Struct]]] = {
    kind.__name__.lstrip("_"): kind
    for module in (protocol, http)
    for kind in vars(module).values()
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct) and kind is not protocol._Value
    if kind is not msgspec.Struct
}
ENUMS: Final[dict[str, type[enum.StrEnum]]] = {
    "IntegrationMethod": protocol.IntegrationMethod,
    "DisplayScope": protocol.DisplayScope,
    "CardPart": protocol.CardPart,
}
REQUEST_ONLY: Final = {"ClockReading", "Citizens"}
"""Written by the driver as they stand in the document; they are no values of the protocol."""


def test_the_document_is_openapi() -> None:
    """By the official schema of OpenAPI 3.1."""
    validate(DOCUMENT)


def test_every_schema_has_its_value_and_every_value_its_schema() -> None:
    """Nothing is described that is not read, nothing is read that is not described."""
    described = {name for name, schema in SCHEMAS.items() if schema.get("type") == "object"}
    assert described == set(STRUCTS) | REQUEST_ONLY


@pytest.mark.parametrize("name", STRUCTS)
def test_a_value_has_the_fields_of_its_schema(name: str) -> None:
    """The same names, the same ones required, and no others allowed."""
    schema, fields = SCHEMAS[name], msgspec.structs.fields(STRUCTS[name])
    assert {field.encode_name for field in fields} == set(schema["properties"])
    assert {f.encode_name for f in fields if f.required} == set(schema.get("required", ()))
    assert schema["additionalProperties"] is False


@pytest.mark.parametrize("name", [n for n in STRUCTS if n not in ("Problem", "Session")])
def test_an_unknown_field_is_refused(name: str) -> None:
    """A misspelt field must not pass as not shown."""
    with pytest.raises(msgspec.ValidationError, match="unknown field"):
        msgspec.convert(_example(name) | {"misspelt": "x"}, type=STRUCTS[name])


@pytest.mark.parametrize("name", STRUCTS)
def test_a_value_has_the_types_of_its_schema(name: str) -> None:
    """Text, numbers, lists, instants, choices and other values, each where the document says."""
    hints = get_type_hints(STRUCTS[name])
    for field, schema in SCHEMAS[name]["properties"].items():
        assert _kind_of_type(hints[field]) == _kind_of_schema(schema), f"{name}.{field}"


@pytest.mark.parametrize("name", ENUMS)
def test_a_choice_has_the_codes_of_its_schema(name: str) -> None:
    """All of them, and no others."""
    assert set(SCHEMAS[name]["enum"]) == {member.value for member in ENUMS[name]}


@pytest.mark.parametrize("name", STRUCTS)
def test_an_example_is_read_and_written_as_it_was(name: str) -> None:
    """What is left out stays left out: the document knows no null."""
    least, whole = _example(name, whole=False), _example(name)
    for example in (least, whole):
        value = msgspec.convert(example, type=STRUCTS[name], strict=True)
        assert msgspec.json.decode(msgspec.json.encode(value)) == example


def test_the_driver_asks_for_the_paths_of_the_document() -> None:
    """Each operation is asked for somewhere in the driver, and nothing else is."""
    text = Path(http.__file__).read_text(encoding="utf-8")
    for path, methods in DOCUMENT["paths"].items():
        fixed = path.partition("{")[0]
        for method in methods:
            assert (
                f'"{method.upper()}", "{fixed}' in text or f'"{method.upper()}", f"{fixed}' in text
            )


def _resolved(schema: dict[str, Any]) -> dict[str, Any]:
    reference = schema.get("$ref")
    return SCHEMAS[reference.rpartition("/")[2]] if reference else schema


def _kind_of_schema(schema: dict[str, Any]) -> object:
    name = schema.get("$ref", "").rpartition("/")[2]
    if name in STRUCTS:
        return name
    schema = _resolved(schema)
    if "enum" in schema:
        return frozenset(schema["enum"])
    if schema["type"] == "array":
        return ("list", _kind_of_schema(schema["items"]))
    return schema.get("format", schema["type"])


def _kind_of_type(hint: Any) -> object:
    if get_origin(hint) in (Union, types.UnionType):
        (hint,) = (part for part in get_args(hint) if part is not types.NoneType)
    if get_origin(hint) is tuple:
        return ("list", _kind_of_type(get_args(hint)[0]))
    if issubclass(hint, msgspec.Struct):
        return hint.__name__
    if issubclass(hint, enum.StrEnum):
        return frozenset(member.value for member in hint)
    return {"str": "string", "int": "integer", "datetime": "date-time"}[hint.__name__]


def _example(name: str, *, whole: bool = True) -> dict[str, Any]:
    schema = SCHEMAS[name]
    wanted = schema["properties"] if whole else schema.get("required", ())
    return {field: _instance(schema["properties"][field], whole=whole) for field in wanted}


def _instance(schema: dict[str, Any], *, whole: bool) -> object:
    name = schema.get("$ref", "").rpartition("/")[2]
    if name in STRUCTS:
        return _example(name, whole=whole)
    kind = _kind_of_schema(schema)
    if isinstance(kind, frozenset):
        return min(kind)
    if isinstance(kind, tuple):
        return [_instance(_resolved(schema)["items"], whole=whole)]
    return {"string": "2512489996", "integer": 1, "date-time": "2026-01-01T12:00:00Z"}[str(kind)]
