"""What is known from other documents changes no verdict."""

import re
from collections.abc import Callable, Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from conformance.corpus import Shape as CardShape
from conformance.corpus import document
from conformance.corpus.shapes import CYCLE
from conformance.findings import Finding
from conformance.pdc.build import build
from conformance.pdc.rules import Role, check, entry_index, explanations, known
from conformance.pdc.rules.entries import SHAPE_RULES
from conformance.pdc.rules.entry_authors import AUTHOR_RULES
from conformance.pdc.rules.index import index
from conformance.pdc.rules.shapes import KINDS, REGULAR, Shape
from conformance.pdc.xml_names import CDA, V3
from conformance.safe_xml import parse
from tests.pdc.broken_cards import BROKEN
from tests.pdc.card_examples import uuid
from tests.pdc.rules_host import GOOD, host, protected, put
from tests.pdc.test_pdc_rules_robust import DIRT, EDITS

Element = etree._Element

PLAIN = {explanation.id: explanation for explanation in explanations() if explanation.place}
INDENTED = GOOD.replace(b"><", b">\n  <")


@pytest.fixture(autouse=True)
def forgetful() -> Iterator[None]:
    """Each test begins and ends with nothing known."""
    known.forget()
    yield
    known.forget()


def verdict(data: bytes, role: Role) -> list[Finding]:
    """In no order: what is known is told first."""
    return sorted(check(data, role=role), key=str)


def both_ways(data: bytes) -> None:
    """The verdict is the same with nothing known as with good cards known."""
    for role in Role:
        known.forget()
        fresh = verdict(data, role)
        for good in (GOOD, INDENTED, build(protected())):
            list(check(good, role=role))
        assert verdict(data, role) == fresh
        assert verdict(data, role) == fresh


def test_the_second_card_is_known() -> None:
    """Register entries and frame of a card are known once a sound card was judged."""
    root = parse(GOOD)
    assert len(index(root, GOOD, role="sent").document.fresh) == 13
    assert list(check(GOOD)) == []
    indexed = index(root, GOOD, role="sent")

    assert len(indexed.document.fresh) == 8
    assert len(indexed.document.entries) == 13
    assert indexed.document.header.known
    assert {entry.kind for entry in indexed.document.entries} == set(KINDS)


def test_an_id_that_is_passed_over_has_a_root() -> None:
    """An id without a root is found, though its entry is as long as one that is known."""
    head, section, entries = GOOD.partition(b"<section")
    long = entries.replace(b'<id root="1.2.208.184" ', b'<id root="1.2.208.184.12345678" ')
    bad = long.replace(b'root="1.2.208.184.12345678"', b'assigningAuthorityName="xy"')
    assert len(bad) == len(long)
    assert list(check(head + section + long)) == []

    found = [finding.rule for finding in check(head + section + bad)]
    assert found == ["PDC-CDADT-012"] * long.count(b"1.2.208.184.12345678")


def test_a_card_with_a_finding_teaches_nothing() -> None:
    """An entry or a frame in which something was found is looked at again, each time."""
    data = GOOD.replace(b"pdc-v3.0", b"pdc-v2.0").replace(b'code="de"', b'code="deu"')
    first = [finding.rule for finding in check(data)]

    assert [finding.rule for finding in check(data)] == first
    assert not index(parse(data), data, role="sent").document.header.known


def test_a_notice_of_every_document_is_told_again() -> None:
    """The notice about MedCom's header template is told for known frames too."""
    data = GOOD.replace(b'extension="2.0"', b'extension="1.4"')
    for _ in range(3):
        assert [finding.rule for finding in check(data)] == ["PDC-H05"]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_card_is_broken_all_the_same(name: str) -> None:
    """Each broken card has the same findings with good cards known."""
    both_ways(BROKEN[name][1]())


@pytest.mark.parametrize("rule", PLAIN)
def test_a_bad_example_is_bad_all_the_same(rule: str) -> None:
    """So has each bad example."""
    both_ways(put(host(rule), PLAIN[rule].place, PLAIN[rule].bad))


BETWEEN = GOOD[GOOD.index(b"</recordTarget>") : GOOD.index(b"<section")]
"""What is passed over between the patient and the section of a known frame."""

FAULTY = GOOD.replace(b"1126211000016009", b"1126211000016000")


def _before_the_patient_ends(data: bytes, more: bytes) -> bytes:
    return data.replace(b"</patientRole>", b"</patientRole>" + more, 1)


HIDDEN = {
    "a sound frame in a comment": _before_the_patient_ends(
        FAULTY, b"<!--" + BETWEEN + b"<section-->"
    ),
    "a sound frame inside the patient": _before_the_patient_ends(
        FAULTY,
        b"<recordTarget>" + BETWEEN + b"<section/></component></structuredBody></component>",
    ),
    "an author behind the section": GOOD.replace(
        b"</ClinicalDocument>", b'<author><time value="2020"/></author></ClinicalDocument>'
    ),
    "a second section": GOOD.replace(b"</section>", b"</section></component><component><section/>"),
    "an entry in a comment": GOOD.replace(b"<entry", b"<!-- <entry> --><entry", 1),
    "CDATA": GOOD.replace(b"<td>CPR</td>", b"<td><![CDATA[<entry>]]></td>", 1),
    "an instruction": GOOD.replace(b"<section", b"<?x </observation>?><section", 1),
    "an instruction at once": GOOD.replace(b"<realmCode", b"<?x?><realmCode"),
    "an empty entry and a nested observation": GOOD.replace(
        b'<entry typeCode="COMP"><observation',
        b'<entry typeCode="COMP"><act/></entry><entry typeCode="COMP"><observation',
        1,
    ).replace(b"</author></observation>", b"</author><observation></observation></observation>", 1),
    "another namespace for the entries": GOOD.replace(
        b"<section ", b'<section xmlns="urn:hl7-org:v4" ', 1
    ),
    "another meaning of xsi": GOOD.replace(b"<section ", b'<section xmlns:xsi="urn:x" ', 1),
    "an id without a root": GOOD.replace(b'<id root="1.2.208.184" ', b"<id "),
    "an author's time in another offset": GOOD.replace(
        b'<time value="20260302091850+0100"', b'<time value="20260302081850+0100"'
    ),
    "another document's time that is none": GOOD.replace(b"20260302091850", b"20261302091850"),
    "a recordTarget in a recordTarget": GOOD.replace(
        b"</patientRole>", b"<recordTarget></recordTarget></patientRole>"
    ),
}


@pytest.mark.parametrize("name", HIDDEN)
def test_nothing_hides_behind_what_is_known(name: str) -> None:
    """What was put where known bytes are passed over is found all the same."""
    both_ways(HIDDEN[name])


@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
@given(
    edits=st.lists(
        st.tuples(st.sampled_from(EDITS), st.integers(0, 10_000), DIRT), min_size=1, max_size=3
    )
)
def test_no_edit_hides_behind_what_is_known(
    edits: list[tuple[Callable[[Element, str], None], int, str]],
) -> None:
    """Whatever is done to a card, what is known of others changes nothing."""
    root = parse(GOOD)
    for edit, number, text in edits:
        elements = list(root.iter("*"))
        edit(elements[number % len(elements)], text)
    both_ways(etree.tostring(root, encoding="UTF-8", xml_declaration=True))


def test_a_time_that_the_narrative_must_say_is_asked_anew() -> None:
    """An entry of a register with a time is not passed over: the narrative may say another."""
    good = document(CYCLE.index(CardShape.REFUSAL), 11)
    (entry,) = re.findall(rb'1\.31" .*?</entry>', good, re.DOTALL)
    year, hour = re.findall(rb'value="([0-9]{4})[0-9]{4}([0-9]{2})', entry)[0]
    bad = re.sub(rb"<td>%b-[0-9-]* %b:[^<]*" % (year, hour), b"<td>Ikke oplyst", good)

    assert list(check(good)) == []
    assert [finding.rule for finding in check(bad)] == ["PDC-S04"]


def test_one_instant_in_two_offsets_is_asked_anew() -> None:
    """A frame with the document's time in another offset is not passed over later."""
    good = GOOD.replace(b'<time value="20260302091850+0100"', b'<time value="20260302081850+0000"')
    bad = good.replace(b"20260302091850+0100", b"20260302091851+0100")

    assert list(check(good)) == []
    assert "PDC-H20" in {finding.rule for finding in check(bad)}


def test_memory_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """No more is remembered than there is room for."""
    monkeypatch.setattr(known, "MOST", 1)
    list(check(GOOD))
    indexed = index(parse(GOOD), GOOD, role="sent")

    assert len(indexed.document.fresh) == 12


def test_a_regular_shape_keeps_every_rule_about_shapes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Looking at every entry, of a regular shape or not, finds what looking at the others does."""
    documents = [GOOD, *(make() for _, make in BROKEN.values()), *HIDDEN.values()]
    documents += [put(host(rule), e.place, e.bad) for rule, e in PLAIN.items()]
    documents += [put(host(rule), e.place, e.good) for rule, e in PLAIN.items()]
    by_shape = [verdict(data, Role.SENT) for data in documents]
    known.forget()
    monkeypatch.setattr(entry_index, "REGULAR", frozenset())

    assert [verdict(data, Role.SENT) for data in documents] == by_shape


def test_every_regular_shape_is_sound(monkeypatch: pytest.MonkeyPatch) -> None:
    """An entry of each shape there is breaks no rule about shapes."""
    monkeypatch.setattr(entry_index, "REGULAR", frozenset())
    for shape in REGULAR:
        section = etree.fromstring(_entry_of(shape))
        root = parse(GOOD)
        target = next(root.iter(f"{V3}section"))
        for old in target.findall(f"{V3}entry"):
            target.remove(old)
        target.append(section)
        document = index(root, etree.tostring(root), role="sent").document

        assert len(document.odd.entries) == 1
        assert [b for rule in (*SHAPE_RULES, *AUTHOR_RULES) for b in rule.check(document)] == [], (
            shape
        )


def _entry_of(shape: Shape) -> str:
    """An entry of that shape, as XML."""
    kind, mood, entry, extension = shape[1], shape[2], shape[3], shape[4]
    null, who = shape[10], shape[11]
    time = f'nullFlavor="{null}"' if null else 'value="20251024143430+0200"'
    by = f'<code code="{shape[12]}" codeSystem="{shape[13]}"/>' if shape[12] else ""
    return f"""<entry xmlns="{CDA}" typeCode="{shape[0]}">
      <observation classCode="{kind}" moodCode="{mood}">
        <templateId root="{entry}" extension="{extension}"/><id root="1" extension="{uuid(1)}"/>
        <code code="{shape[5]}" codeSystem="{shape[6]}" displayName="{shape[7]}"/>
        <author><templateId root="{shape[8]}" extension="{shape[9]}"/><time {time}/>
          <assignedAuthor><id root="1" extension="{who}"/>{by}
            <representedOrganization><name>A</name></representedOrganization></assignedAuthor>
        </author></observation></entry>"""
