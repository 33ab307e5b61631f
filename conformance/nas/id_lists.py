"""The lists of citizens that a subscriber keeps at NAS2, as messages.

Source: idlist.wsdl of NAS2; NSP protocol dossier 3.3.
"""

from dataclasses import dataclass

from lxml import etree

from conformance.nas import elements
from conformance.nas.vocabulary import Namespace

_CREATE = Namespace.ID_LIST.tag("CreateIDListRequest")
_CREATED = Namespace.ID_LIST.tag("CreateIDListResponse")
_DESTROY = Namespace.ID_LIST.tag("DestroyIDListRequest")
_DESTROYED = Namespace.ID_LIST.tag("DestroyIDListResponse")


@dataclass(frozen=True, slots=True, kw_only=True)
class IdList:
    """A named list of citizens. *id_type* says what kind of number the *ids* are."""

    name: str
    description: str
    id_type: str
    ids: tuple[str, ...] = ()


def build_create_request(id_list: IdList) -> etree._Element:
    """`<il:CreateIDListRequest>` with Name, Description, IDType and an Id for each citizen."""
    root = elements.root(_CREATE, "il")
    elements.add(root, Namespace.ID_LIST.tag("Name"), id_list.name)
    elements.add(root, Namespace.ID_LIST.tag("Description"), id_list.description)
    elements.add(root, Namespace.ID_LIST.tag("IDType"), id_list.id_type)
    for number in id_list.ids:
        elements.add(root, Namespace.ID_LIST.tag("Id"), number)
    return root


def read_create_request(body: etree._Element) -> IdList:
    """Read a CreateIDListRequest. Raises MalformedMessage."""
    elements.expect(body, _CREATE)
    return IdList(
        name=_named(body),
        description=_text(body, "Description"),
        id_type=_text(body, "IDType"),
        ids=tuple(elements.text_of(each) for each in body.findall(Namespace.ID_LIST.tag("Id"))),
    )


def build_create_response(*, existing_updated: bool) -> etree._Element:
    """`<il:CreateIDListResponse>`: whether a list of that name was there already."""
    return _answer(_CREATED, "ExistingListUpdated", value=existing_updated)


def read_create_response(body: etree._Element) -> bool:
    """Whether a list of that name was there already. Raises MalformedMessage."""
    elements.expect(body, _CREATED)
    return _truth(body, "ExistingListUpdated")


def build_destroy_request(name: str) -> etree._Element:
    """`<il:DestroyIDListRequest>` with the list's Name."""
    root = elements.root(_DESTROY, "il")
    elements.add(root, Namespace.ID_LIST.tag("Name"), name)
    return root


def read_destroy_request(body: etree._Element) -> str:
    """The name of the list. Raises MalformedMessage."""
    elements.expect(body, _DESTROY)
    return _named(body)


def build_destroy_response(*, no_such_list: bool) -> etree._Element:
    """`<il:DestroyIDListResponse>`: whether there was no list of that name."""
    return _answer(_DESTROYED, "NoSuchList", value=no_such_list)


def read_destroy_response(body: etree._Element) -> bool:
    """Whether there was no list of that name. Raises MalformedMessage."""
    elements.expect(body, _DESTROYED)
    return _truth(body, "NoSuchList")


def _answer(tag: str, name: str, *, value: bool) -> etree._Element:
    root = elements.root(tag, "il")
    elements.add(root, Namespace.ID_LIST.tag(name), "true" if value else "false")
    return root


def _text(body: etree._Element, name: str) -> str:
    return elements.text_of(elements.only(body, Namespace.ID_LIST.tag(name)))


def _named(body: etree._Element) -> str:
    name = _text(body, "Name")
    if not name:
        raise elements.MalformedMessage("expected the name of a list in Name, found none")
    return name


def _truth(body: etree._Element, name: str) -> bool:
    return elements.boolean(_text(body, name), where=name)
