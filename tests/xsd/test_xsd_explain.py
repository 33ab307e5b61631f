"""What a schema refuses is told in the words of the document, whatever prefixes it uses."""

from pathlib import Path

import pytest

from conformance.findings import Finding
from conformance.safe_xml import parse
from conformance.xsd import Schema

OUTER = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:outer"
           xmlns:o="urn:outer" xmlns:i="urn:inner" elementFormDefault="qualified">
  <xs:import namespace="urn:inner" schemaLocation="inner.xsd"/>
  <xs:element name="order">
    <xs:complexType>
      <xs:sequence>
        <xs:element ref="i:name"/>
        <xs:element name="count" type="xs:int" minOccurs="0"/>
        <xs:element name="note" type="xs:string" minOccurs="0"/>
      </xs:sequence>
    </xs:complexType>
  </xs:element>
</xs:schema>
"""
INNER = """
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" targetNamespace="urn:inner"
           elementFormDefault="qualified">
  <xs:element name="name" type="xs:string"/>
</xs:schema>
"""


@pytest.fixture
def schema(tmp_path: Path) -> Schema:
    """A schema of two namespaces."""
    (tmp_path / "outer.xsd").write_text(OUTER, encoding="utf-8")
    (tmp_path / "inner.xsd").write_text(INNER, encoding="utf-8")
    return Schema(rule="X-00", location=tmp_path / "outer.xsd")


def findings(schema: Schema, inside: str) -> list[Finding]:
    text = f"""<q:order xmlns:q="urn:outer" xmlns:p="urn:inner"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{inside}</q:order>"""
    return list(schema.check(parse(text.encode())))


def test_an_unknown_type_in_a_prefixed_document_is_told(schema: Schema) -> None:
    """Where xmlschema gives up, the place is found by the names as they are written."""
    (found,) = findings(schema, '<p:name>a</p:name><q:count xsi:type="odd">1</q:count>')
    assert found.where == "/order/count[1]/@xsi:type"
    assert found.found == '"odd"'


def test_a_part_of_a_larger_document_is_told_by_its_whole_path(schema: Schema) -> None:
    """The schema judges the part; the path is that of the document."""
    text = """<e:envelope xmlns:e="urn:e" xmlns:q="urn:outer" xmlns:p="urn:inner"
        xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><e:body/><e:body><q:order>
        <p:name>a</p:name><q:count>many</q:count><q:note xsi:type="odd"/></q:order></e:body>
        </e:envelope>"""
    found = list(schema.check(parse(text.encode())[1][0]))
    assert {each.where.partition("/@")[0] for each in found} == {
        "/envelope/body[2]/order[1]/count[1]",
        "/envelope/body[2]/order[1]/note[1]",
    }


@pytest.mark.parametrize(
    ("inside", "fix"),
    [
        ("<q:name>a</q:name>", "Put name in namespace urn:inner"),
        ("<p:name>a</p:name><p:count>1</p:count>", "Put count in namespace urn:outer"),
        (
            "<p:name>a</p:name><p:name>b</p:name>",
            "Remove this name, or move it: it stands before count, note",
        ),
        ("<q:count>1</q:count>", "Add name before count"),
    ],
)
def test_the_remedy_names_the_namespace_of_the_very_element(
    schema: Schema, inside: str, fix: str
) -> None:
    """Each element of a content model has its own namespace, and no prefix is printed."""
    (found,) = findings(schema, inside)
    assert found.fix == fix
    assert ":" not in found.expected.replace("urn:", "")


def test_a_comment_in_a_text_is_no_finding(schema: Schema) -> None:
    """Only the real fault beside it is told."""
    inside = "<p:name>a<!-- b --></p:name><q:count>many</q:count>"
    (found,) = findings(schema, inside)
    assert found.where == "/order/count[1]"


def test_a_root_of_an_imported_namespace_is_explained_by_what_is_in_it(schema: Schema) -> None:
    """Each namespace of a schema may bring roots of its own."""
    (found,) = schema.check(parse(b'<name xmlns="urn:inner"><more/></name>'))
    assert found.where == "/name"
    assert "root element" not in str(found.fix)


def test_a_root_of_no_namespace_is_told_what_to_be(schema: Schema) -> None:
    """The root that the schema is for is named with its namespace."""
    (found,) = schema.check(parse(b"<order/>"))
    assert found.expected == "order in namespace urn:outer"
