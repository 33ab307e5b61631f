"""Judges documents by a schema: lxml decides, and xmlschema explains what it refuses.

A schema of ours tells a reader what it wants in its own words: `xs:appinfo` with source `expected`
and `fix` on a simple type, on a type that is abstract, and on the schema itself for an unknown
`xsi:type`.
"""

from conformance.xsd.schema import LARGEST, MOST_FINDINGS, NoSchema, Schema

__all__ = ["LARGEST", "MOST_FINDINGS", "NoSchema", "Schema"]
