"""A card that is recognised by its pieces is sound: schema and rules find in it what is told."""

import random
import re
from collections.abc import Callable, Iterator
from functools import cache
from itertools import islice
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from conformance.corpus import FAULTS, Shape, cards, document
from conformance.corpus.shapes import CYCLE
from conformance.findings import Finding
from conformance.pdc.rules import Role, check, familiar, harmless, known
from conformance.pdc.rules.familiar import KNOWN, recognise
from conformance.pdc.rules.pieces import cut
from conformance.pdc.schema import PDC_DK_3_0, check_schema, is_schema_valid
from conformance.safe_xml import parse
from conformance.validate import validate_document
from conformance.validate.cards import check_card
from conformance.validate.readable import Refused, read_xml
from conformance.validate.report import Options
from tests.pdc.broken_cards import BROKEN
from tests.pdc.rules_host import GOOD
from tests.pdc.test_pdc_rules_known import HIDDEN
from tests.pdc.test_pdc_rules_robust import DIRT, EDITS

Element = etree._Element

TAUGHT = [data for _, data in cards(290, 11)]
"""Ten cards of each shape, from which is learnt."""

LATER = [data for _, data in islice(cards(1000, 12), 58)]
"""Other persons' cards."""


def learnt() -> None:
    """Know what all cards that are taught from can teach."""
    known.forget()
    KNOWN.forget()
    for data in TAUGHT:
        validate_document(data, source="card")


@cache
def _all_learnt() -> familiar.Memory:
    learnt()
    return familiar.Memory(*(each.copy() for each in KNOWN))


@pytest.fixture(autouse=True)
def taught() -> Iterator[None]:
    """Each test begins with all of it learnt, and leaves nothing known."""
    KNOWN.forget()
    for known_now, learnt_then in zip(KNOWN, _all_learnt(), strict=True):
        known_now.update(learnt_then)
    yield
    known.forget()
    KNOWN.forget()


def in_full(data: bytes, role: Role = Role.SENT, cpr: str | None = None) -> list[Finding]:
    """What schema and rules find when nothing is known and no blank is left out."""
    known.forget()
    return sorted([*check_schema(parse(data)), *check(data, role=role, cpr=cpr)], key=str)


def as_known(data: bytes, role: Role = Role.SENT, cpr: str | None = None) -> list[Finding]:
    """What is found with all known that was learnt so far."""
    root = read_xml(data)
    assert not isinstance(root, Refused)
    return sorted(check_card(root, data, Options(role=role, cpr=cpr)), key=str)


def recognised(data: bytes) -> bool:
    """Whether the card is recognised: then hold that there is no more to find than is told.

    From one that is not, all is learnt that can be.
    """
    root = read_xml(data)
    if isinstance(root, Refused):
        return False
    if is_told_rightly(data):
        return True
    if is_schema_valid(root):
        list(check_card(root, data, Options()))
    return False


def is_told_rightly(data: bytes) -> bool:
    """As `recognised`, of well-formed XML, and nothing is learnt."""
    told = recognise(data, role=Role.SENT, asked_for=None)
    if told is not None:
        assert sorted(told, key=str) == in_full(data)
    return told is not None


def same(data: bytes) -> None:
    """Hold that what is known, and blanks left out, change no finding."""
    expected = in_full(data)
    recognised(data)
    assert as_known(data) == expected


@cache
def _known_card() -> bytes:
    return next(data for data in LATER if recognised(data))


def test_most_cards_of_other_persons_are_recognised() -> None:
    """All but the protected ones, and those whose notes begin in another alphabet."""
    assert sum(map(recognised, LATER)) > 0.8 * len(LATER)


def test_a_card_about_another_citizen_than_asked_for_is_not_recognised() -> None:
    """The CPR number of the search is compared in a known card too."""
    data = _known_card()
    cpr = re.findall(rb'root="1.2.208.176.1.2" extension="([0-9]{10})"', data)[0].decode()

    assert as_known(data, cpr=cpr) == []
    assert [finding.rule for finding in as_known(data, cpr="2512489996")] == ["PDC-H12b"]


def test_the_notice_of_a_frame_is_told_again() -> None:
    """What is found in each card of a frame is found in a known one, as each role weighs it."""
    data = _known_card().replace(b'13" extension="2.0"', b'13"')
    for role in Role:
        expected = in_full(data, role)
        assert [finding.rule for finding in expected] == ["PDC-H05"]
        assert as_known(data, role) == expected
        assert recognise(data, role=role, asked_for=None) == tuple(expected)


@pytest.mark.parametrize("rule", [rule for rule in FAULTS if rule not in {"PDC-G01", "PDC-H01"}])
def test_a_fault_is_found_in_a_card_of_known_pieces(rule: str) -> None:
    """In a card of every shape, the sound sister of which is known."""
    for number in range(len(CYCLE)):
        recognised(document(number, 11, (FAULTS[rule],)))
    same(document(2, 11, (FAULTS[rule],)))


@pytest.mark.parametrize("name", [*BROKEN, *HIDDEN])
def test_a_broken_card_is_not_recognised(name: str) -> None:
    """Nor is one that hides something, though the sound card is known."""
    validate_document(GOOD, source="card")

    same(BROKEN[name][1]() if name in BROKEN else HIDDEN[name])


NASTY = (
    b"", b" ", b"null", b"tel:null", b"NAV", b"NI", b"\xc2\xa0", b"\xe2\x80\x83", b"1", b"true",
    b"041000-9234", b"Nabo 0410009234", b"0410009234", b"70343332", b"-12,5", b"tel:1234 5678",
    b"tel:0&#52;10009234", b"20260230120000+0100", b"20261302091850+0100", b"20260302",
    b"20260302091850+1500", b"20260302091850", b"19000230", b"ConfAddr", b"mailto:a@b.example",
    b"&lt;", b"&amp;lt;", b"&#32;", b"a&gt;b", b" a", b"a ", b"a\nb", b"<b/>", b"1..2", b"00.1",
    b"1.2.208.176.1.8", b"deu", b"barn", b"H H", b"UNK", b"NP", b"</value>", b"<!-- -->",
    b"<![CDATA[a]]>", b"a<!-- -->b", b"\xd9\xa0\xd9\xa1", b"EnteredRobot",
)  # fmt: skip
FILLED = re.compile(rb'(?<=>)[^<>\s][^<>]*(?=<)|(?<==")[^"]*(?=")')


def places(data: bytes) -> list[tuple[int, int]]:
    """Where texts and the values of attributes stand."""
    return [found.span() for found in FILLED.finditer(data)]


STAMP = re.compile(rb"[0-9]{14}[+-][0-9]{4}")


def _akin(value: bytes) -> list[bytes]:
    """Values that are nearly as good as *value*, and some that are as good."""
    akin = [value[:-1], value + b"0", value.swapcase(), value[::-1], value.replace(b"1", b"3")]
    if STAMP.fullmatch(value):
        year, day, rest, offset = value[:4], value[4:8], value[8:14], value[14:]
        akin += [year + b"0230" + rest + offset, year + b"0431" + rest + offset]
        akin += [year + b"0131" + rest + offset, b"0000" + day + rest + offset]
        akin += [year + day + b"240000" + offset, year + day + rest + b"+1500"]
        akin += [b"1950" + day + rest + offset, b"2090" + day + rest + offset]
    if value[:8].isdigit():
        akin += [value[:4] + b"0230" + value[8:], value[:4] + b"1301" + value[8:]]
    return akin


def _shown(value: bytes) -> bytes:
    """As the narrative has it."""
    if not STAMP.fullmatch(value):
        return value
    return b"%b-%b-%b %b:%b:%b %b" % (
        *(value[:4], value[4:6], value[6:8]),
        *(value[8:10], value[10:12], value[12:14], value[14:]),
    )


SEVERAL = (Shape.EVERYTHING, Shape.RELATIVES, Shape.STAY_ENDS, Shape.REFUSAL, Shape.REGISTERED)


@pytest.mark.parametrize("shape", SEVERAL)
def test_no_value_hides_that_is_written_everywhere_alike(shape: Shape) -> None:
    """So that the narrative, .26 and the header agree, and only the value itself can be wrong."""
    data = document(CYCLE.index(shape), 11)
    assert recognised(data)
    for value in {data[begin:end] for begin, end in places(data)}:
        for other in (*NASTY, *_akin(value)):
            changed = data.replace(_shown(value), _shown(other)).replace(value, other)
            if not isinstance(read_xml(changed), Refused):
                is_told_rightly(changed)


@pytest.mark.parametrize("seed", range(2))
def test_no_text_or_value_hides_in_a_known_card(seed: int) -> None:
    """Whatever is written in the place of a text or an attribute, it is found as ever."""
    dice = random.Random(seed)
    for data in LATER:
        for _ in range(12):
            begin, end = dice.choice(places(data))
            recognised(data[:begin] + dice.choice(NASTY) + data[end:])


@pytest.mark.parametrize("seed", range(2))
def test_no_value_of_another_place_hides_in_a_known_card(seed: int) -> None:
    """Texts and attributes change places, within a card and between cards."""
    dice = random.Random(seed)
    for data in LATER:
        for _ in range(12):
            other = dice.choice((data, dice.choice(LATER)))
            begin, end = dice.choice(places(data))
            there, to = dice.choice(places(other))
            recognised(data[:begin] + other[there:to] + data[end:])


PIECES = tuple(
    re.compile(pattern, re.DOTALL)
    for pattern in (
        rb"<entry.*?</entry>\s*",
        rb"<tr>.*?</tr>\s*",
        rb"<value [^<>]*/>\s*|<value .*?</value>\s*",
        rb"<author>.*?</author>\s*",
        rb"<code [^<>]*/>\s*",
        rb"<id [^<>]*/>\s*",
        rb"<templateId [^<>]*/>\s*",
        rb"<time [^<>]*/>\s*",
        rb"<effectiveTime>.*?</effectiveTime>\s*",
        rb"<patient .*?</patient>\s*",
        rb"<addr .*?</addr>\s*",
        rb"<providerOrganization.*?</providerOrganization>\s*",
        rb"<recordTarget.*?</recordTarget>\s*",
        rb"<(?:given|family|city|postalCode|streetAddressLine|country)>.*?>\s*",
        rb"<(?:list|item|td|th)>.*?>\s*",
        rb"</?[A-Za-z]+[^<>]*>\s*",
    )
)


@pytest.mark.parametrize("seed", range(3))
def test_known_pieces_put_together_wrongly_are_not_recognised(seed: int) -> None:
    """Pieces of sound cards are left out, doubled and exchanged."""
    dice = random.Random(seed)
    for data in LATER:
        for _ in range(12):
            pattern = dice.choice(PIECES)
            mine = [each.span() for each in pattern.finditer(data)]
            other = dice.choice((data, dice.choice(LATER)))
            theirs = [b"", b"", *pattern.findall(other)]
            if mine:
                begin, end = dice.choice(mine)
                before = data[:end] if dice.random() < 0.3 else data[:begin]
                recognised(before + dice.choice(theirs) + data[end:])


MARKUP = (
    b"<!-- -->", b"<?x y?>", b"<![CDATA[ ]]>", b"<![CDATA[<entry>]]>", b"x", b"&#32;", b"<x/>",
    b'<x xmlns="urn:x"/>', b"<entry/>", b"<tr></tr>", b"</entry><entry>", b"<tr>", b"</tbody>",
    b"<recordTarget/>", b"<!-- <entry> -->", b"<!-- </entry> -->", b"<value/>", b"\xc2\xa0",
)  # fmt: skip
ATTRIBUTES = (
    b' xmlns="urn:hl7-org:v2"', b' xmlns="urn:hl7-org:v3"', b' xmlns:xsi="urn:x"', b' ID="a"',
    b' nullFlavor="NP"', b' xsi:nil="true"', b" use='H'", b' xml:space="preserve"', b' x="1>2"',
    b' extension="12345"', b' value="20260302091850+0100"', b' xml:lang="da"', b" ", b' use="H H"',
)  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_no_markup_hides_in_a_known_card(seed: int) -> None:
    """Comments, instructions, CDATA, declarations and attributes thrown in anywhere."""
    dice = random.Random(seed)
    for data in LATER:
        for _ in range(12):
            tags = [each.end() for each in re.finditer(rb"<[^!?][^<>]*>", data)]
            after = dice.choice(tags)
            if dice.random() < 0.5:
                recognised(data[:after] + dice.choice(MARKUP) + data[after:])
                continue
            end = after - (2 if data[after - 2 : after] == b"/>" else 1)
            recognised(data[:end] + dice.choice(ATTRIBUTES) + data[end:])


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    number=st.integers(0, len(LATER) - 1),
    edits=st.lists(
        st.tuples(st.sampled_from(EDITS), st.integers(0, 10_000), DIRT), min_size=1, max_size=3
    ),
)
def test_no_edit_hides_in_a_known_card(
    number: int, edits: list[tuple[Callable[[Element, str], None], int, str]]
) -> None:
    """Elements and attributes dropped, doubled, renamed, moved and filled with dirt."""
    root = parse(LATER[number])
    for edit, where, text in edits:
        elements = list(root.iter("*"))
        edit(elements[where % len(elements)], text)
    recognised(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


FULL = document(CYCLE.index(Shape.EVERYTHING), 11)
"""A card with all twelve kinds of entry."""

GIVEN = re.findall(rb"<given>([^<]*)</given>", FULL)[0]
LANGUAGE = re.compile(rb'(<value xsi:type="CD" code="[a-z]{2}" [^<>]*/>)')
LANGUAGE_AND_NUMBER = LANGUAGE.sub(rb'\1<value xsi:type="TEL" value="DK"/>', FULL, count=1)
CITY = re.compile(rb"<city>[^<]*</city>\s*(?=<country>)")
PROTECTED_CARD = document(CYCLE.index(Shape.PROTECTED), 11)


def _without_text(city: bytes) -> bytes:
    """The card with the city of header and .26 replaced; the narrative says nothing of it."""
    town = re.findall(rb"<city>([^<]*)</city>", FULL)[0]
    return CITY.sub(city, FULL, count=2).replace(town, b"")


def _prefixed(meaning: bytes, hl7_type: bytes) -> bytes:
    """The card with one more prefix, and names of that type."""
    declared = FULL.replace(b"xmlns:ns2", b'xmlns:n="%b" xmlns:ns2' % meaning, 1)
    return declared.replace(b'xsi:type="PN"', b'xsi:type="%b"' % hl7_type)


NULL_CITY = b'<city nullFlavor="NI"/>'
TAUGHT_WRONGLY = {
    "an id of the narrative that comes twice": (
        FULL.replace(b"<td>Sundhedsdatastyrelsen", b'<td ID="a">Sundhedsdatastyrelsen', 1),
        FULL.replace(b"<td>Sundhedsdatastyrelsen", b'<td ID="a">Sundhedsdatastyrelsen'),
    ),
    "a name that nothing is taken out of": (
        FULL.replace(GIVEN, b"\xe2\x80\x9d" + GIVEN),
        FULL.replace(b"<given>" + GIVEN, b"<given>\xe2\x80\x9d" + GIVEN),
    ),
    "a city without text": (
        _without_text(b""),
        _without_text(NULL_CITY),
        _without_text(NULL_CITY).replace(NULL_CITY, b"", 1),
    ),
    "a prefix of another meaning": (
        _prefixed(b"urn:hl7-org:v3", b"n:PN"),
        _prefixed(b"urn:x", b"PN"),
        _prefixed(b"urn:x", b"n:PN"),
    ),
    "a number that is no telephone's": (
        LANGUAGE_AND_NUMBER,
        LANGUAGE_AND_NUMBER.replace(b"<item>DK</item>", b"<item>Danmark</item>"),
    ),
    "an address that is hidden": (
        PROTECTED_CARD,
        PROTECTED_CARD.replace(b"ADRESSEBESKYTTET", b"Herning"),
    ),
    "a time that the narrative must say": (
        FULL.replace(b'<time nullFlavor="NI"/>', b'<time value="20240418071343+0200"/>').replace(
            b"Ikke oplyst", b"2024-04-18 07:13:43 +0200"
        ),
        FULL.replace(b'<time nullFlavor="NI"/>', b'<time value="20240418071343+0200"/>'),
    ),
}


@pytest.mark.parametrize("name", TAUGHT_WRONGLY)
def test_what_is_learnt_from_a_card_hides_nothing_in_the_next(name: str) -> None:
    """What the last card has looks like what the sound ones before it have."""
    *sound, last = TAUGHT_WRONGLY[name]
    assert FULL not in {*sound, last}
    for data in sound:
        assert in_full(data) == []
        recognised(data)
    assert in_full(last)
    same(last)


def test_one_instant_in_two_offsets_is_asked_anew() -> None:
    """A frame with a time written otherwise than the document's teaches nothing."""
    data = _known_card()
    stamp = re.findall(rb'<effectiveTime value="([0-9]{14}[+-][0-9]{4})"', data)[0]
    hour, offset = int(stamp[8:10]), int(stamp[15:17])
    other = b"%b%02d%b+%02d00" % (stamp[:8], hour - offset, stamp[10:14], 0)
    first = data.replace(b'<time value="' + stamp, b'<time value="' + other)
    minute = b"58" if stamp[10:12] != b"58" else b"57"
    second = first.replace(stamp, stamp[:10] + minute + stamp[12:])

    assert first != data
    assert as_known(first) == []
    assert {finding.rule for finding in in_full(second)} == {"PDC-H20"}
    same(second)


def test_a_narrative_that_opens_with_a_citizens_own_is_asked_anew() -> None:
    """What stands before the rows counts as said, so it must be the same in all cards."""
    data = _known_card()
    (cpr,) = re.findall(rb"<title>Personal Data Card for ([0-9]{10})", data)
    changed = data.replace("Øvrige oplysninger".encode(), cpr)
    twice = [recognised(changed) for _ in range(2)]

    assert changed != data
    assert as_known(changed) == []
    assert twice == [False, False]


def test_what_the_schema_minds_of_many_pieces_is_little() -> None:
    """Rows and entries may be any number, and nothing but an ID is compared between elements."""
    text = Path(PDC_DK_3_0.location).read_text(encoding="utf-8")
    elements = {
        e.get("name"): e.get("maxOccurs")
        for e in etree.fromstring(text.encode()).iter("{*}element")
        if e.get("name") in {"entry", "tr"}
    }

    assert elements == {"entry": "unbounded", "tr": "unbounded"}
    assert re.findall(r"xs:(?:key|keyref|unique|IDREFS?|assert)\b", text) == []
    assert re.findall(r'name="(\w+)" type="xs:ID"', text) == ["ID"]


_DAYS = "[12][0-9]{3}(?:0[0-9]|1[0-3])(?:0[0-9]|[12][0-9]|3[0-2])"


@pytest.mark.parametrize(
    "pattern", [_DAYS, _DAYS + "(?:000000|[0-2][0-9]{3}[0-6][0-9])[+-][01][0-9][0-6][0-9]"]
)
def test_a_time_that_is_harmless_is_one_to_the_schema(pattern: str) -> None:
    """And to the calendar."""
    (written,) = re.findall(
        r'name="ts">.*?<xs:pattern value="([^"]*)"',
        Path(PDC_DK_3_0.location).read_text(encoding="utf-8"),
        re.DOTALL,
    )

    @settings(max_examples=300, deadline=None)
    @given(st.from_regex(pattern, fullmatch=True))
    def holds(text: str) -> None:
        for place in ("time@value", "birthTime@value"):
            if harmless.VALUES[place](text.encode()):
                assert re.fullmatch(written, text)

    holds()


def test_a_large_card_is_not_recognised() -> None:
    """It may be too large for the schema to judge."""
    data = _known_card()
    blank = data.replace(b"</ClinicalDocument>", b" " * familiar.LARGEST + b"</ClinicalDocument>")

    assert recognise(blank, role="sent", asked_for=None) is None
    assert as_known(blank) == in_full(blank)


def test_all_pieces_are_a_card_again() -> None:
    """No byte is in no piece."""
    for data in LATER:
        pieces = cut(data)
        assert pieces is not None
        assert pieces.whole() == data


def test_memory_of_pieces_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is learnt, and no larger piece, than there is room for."""
    KNOWN.forget()
    monkeypatch.setattr(familiar, "MOST", 1)
    for data in TAUGHT[:20]:
        validate_document(data, source="card")
    known_then = [len(each) for each in KNOWN]
    for data in TAUGHT[20:60]:
        validate_document(data, source="card")
    assert [len(each) for each in KNOWN] == known_then

    monkeypatch.undo()
    learnt()
    for each in KNOWN:
        assert len(each) <= familiar.MOST
        for key in each:
            pieces = (key,) if isinstance(key, bytes) else key
            assert sum(len(piece) for piece in pieces) < 3 * familiar.LARGEST_PIECE
