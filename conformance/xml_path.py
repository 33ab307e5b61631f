"""Says where an element stands, in a form that a person can read."""

from lxml import etree


def local_name(element: etree._Element) -> str:
    """The name without its namespace."""
    return str(element.tag).rpartition("}")[2]


def path_of(element: etree._Element) -> str:
    """`/ClinicalDocument/author[1]/time[1]`: numbered among the siblings of the same name."""
    steps = []
    while (parent := element.getparent()) is not None:
        number = 1 + sum(1 for _ in element.itersiblings(str(element.tag), preceding=True))
        steps.append(f"{local_name(element)}[{number}]")
        element = parent
    return "/".join(["", local_name(element), *reversed(steps)])
