"""The values of a stored query's parameters: every way in which IHE writes them, and no other."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conformance.xds.parameters import MalformedValue, Slot, unquoted
from conformance.xds.query import StoredQueryRequest, build_request, read_request


def strict(*texts: str) -> tuple[str, ...]:
    return Slot(name="$x", texts=texts).strict_values()


@pytest.mark.parametrize(
    ("texts", "values"),
    [
        (["'a'"], ["a"]),
        (["('a')"], ["a"]),
        (["('a','b')"], ["a", "b"]),
        (["( 'a' , 'b' )"], ["a", "b"]),
        (["('a')", "('b','c')"], ["a", "b", "c"]),
        (["'Children''s'"], ["Children's"]),
        (["('a''b','c')"], ["a'b", "c"]),
        (["20260101"], ["20260101"]),
        (["(1,2)"], ["1", "2"]),
        (["('a(b),c')"], ["a(b),c"]),
        (["''"], [""]),
        ([""], []),
        (["()"], []),
        (["(  )"], []),
        ([], []),
    ],
)
def test_a_value_in_ihes_form_is_read(texts: list[str], values: list[str]) -> None:
    """Quotes, parentheses, commas, doubled quotes and bare numbers; strictly and leniently."""
    assert list(strict(*texts)) == values
    if "(1,2)" not in texts:
        assert list(unquoted(tuple(texts))) == values


@pytest.mark.parametrize(
    "text",
    [
        "a",
        "'a",
        "a'",
        "('a'",
        "'a')",
        "(a)",
        "('a' 'b')",
        "('a',)",
        "('a';'b')",
        "(,'a')",
        "'a','b'",
        "'a'b",
        '"a"',
        "(",
        ")",
        "'",
        "('a','b",
        "('a'))",
        "-1",
    ],
)
def test_a_value_in_another_form_is_refused(text: str) -> None:
    """The message shows the form that is right, and what was found."""
    with pytest.raises(MalformedValue, match=r"expected 'value' or \('one','two'\)"):
        strict(text)


@given(st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), min_size=1)))
def test_what_is_built_is_read_back_strictly(values: list[str]) -> None:
    """Whatever stands in a value: quotes and parentheses in it are no matter."""
    request = StoredQueryRequest(
        query_id="x", return_type="LeafClass", parameters={"$x": tuple(values)}
    )
    again = read_request(build_request(request))
    assert again.parameters["$x"] == tuple(values)
    assert again.slots[0].strict_values() == tuple(values)


@given(st.text(st.sampled_from("'(), a1"), max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    """And what is read strictly is read leniently to the same values, bare numbers apart."""
    try:
        values = strict(text)
    except MalformedValue:
        return
    if "'" in text and "1" not in text:
        assert unquoted((text,)) == values


def test_a_slot_that_is_repeated_is_kept_apart_and_together() -> None:
    """The slots one by one, and all values of the name."""
    request = StoredQueryRequest(
        query_id="x", return_type="LeafClass", parameters={"$x": ("a",), "$y": ("b",)}
    )
    body = build_request(request)
    body[1][1].set("name", "$x")
    again = read_request(body)
    assert [(slot.name, slot.values) for slot in again.slots] == [("$x", ("a",)), ("$x", ("b",))]
    assert (again.parameters, again.raw) == ({"$x": ("a", "b")}, {"$x": ("('a')", "('b')")})
