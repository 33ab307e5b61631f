"""The templates of the pages that go with a run."""

from jinja2 import Environment, PackageLoader, StrictUndefined


def templates() -> Environment:
    """They escape all that is put in, and tell when something is missing."""
    return Environment(
        loader=PackageLoader("conformance.evidence"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
