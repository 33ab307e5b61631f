"""A card is read without the blanks between its elements, as safely as with them."""

import pytest
from lxml import etree

from conformance.safe_xml import MAX_BYTES, UnsafeXml, parse, parse_without_blanks
from conformance.validate.readable import Refused, read_xml
from tests.pdc.rules_host import GOOD

REFUSED = {
    "nothing": b" ",
    "a DTD": b"<!DOCTYPE a><a/>",
    "an entity": b'<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>',
    "a file": b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hosts">]><a>&x;</a>',
    "not closed": b"<a><b></a>",
    "not in its encoding": b"<a>\xff</a>",
    "too deep": b"<a>" * 300 + b"</a>" * 300,
    "too large": b"<a>" + b" " * MAX_BYTES + b"</a>",
}
BLANKS = b"<?xml version='1.0'?>\n<ClinicalDocument> <a> </a>\n <b>x <c/> </b> </ClinicalDocument>"


@pytest.mark.parametrize("name", REFUSED)
def test_the_same_is_refused_in_the_same_words(name: str) -> None:
    """Without blanks or with them."""
    with pytest.raises(UnsafeXml) as with_blanks:
        parse(REFUSED[name])
    with pytest.raises(UnsafeXml) as without:
        parse_without_blanks(REFUSED[name])
    assert str(without.value) == str(with_blanks.value)


def test_blanks_that_are_a_text_or_beside_one_stay() -> None:
    """Only those between elements go."""
    written = etree.tostring(parse_without_blanks(BLANKS))

    assert written == b"<ClinicalDocument><a> </a><b>x <c/> </b></ClinicalDocument>"


@pytest.mark.parametrize("more", [b"<!-- -->", b"<?x y?>", b"<![CDATA[ ]]>"])
def test_a_card_with_more_than_elements_is_read_with_its_blanks(more: bytes) -> None:
    """A blank beside a comment is a text of the element around."""
    data = BLANKS.replace(b"<c/>", more)
    root = read_xml(data)

    assert not isinstance(root, Refused)
    assert etree.tostring(root) == etree.tostring(parse(data))


def test_another_document_is_read_with_its_blanks() -> None:
    """A message may be signed, and each blank with it."""
    data = b"<a> <ClinicalDocument> <b/> </ClinicalDocument> </a>"
    root = read_xml(data)

    assert not isinstance(root, Refused)
    assert etree.tostring(root) == data


def test_lines_are_those_of_the_file() -> None:
    """Findings name them."""
    data = GOOD.replace(b"><", b">\n <")
    root = read_xml(data)

    assert not isinstance(root, Refused)
    lines = [element.sourceline for element in root.iter("*")]
    assert lines == [element.sourceline for element in parse(data).iter("*")]
