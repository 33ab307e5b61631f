"""Hypothesis strategies for cards of every shape, dirty or fit for the official schema."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, TypeVar

from hypothesis import strategies as st

from conformance.pdc.codes import CONFIDENTIAL_ADDRESS, NullFlavor
from conformance.pdc.narrative import narrative_of
from conformance.pdc.oids import Oid, TemplateOid
from conformance.pdc.read_section import canonical
from conformance.pdc.values import (
    CHILD_CUSTODY,
    CUSTODY_BY,
    Address,
    AnyEntry,
    AnyNarrative,
    Card,
    CitizenNameAddress,
    Coded,
    ContactNumbers,
    CoverageGroup,
    Custody,
    Dentist,
    DocumentAuthor,
    EntryAuthor,
    InstanceId,
    Language,
    LivingWill,
    Narrative,
    NarrativeRow,
    NoResuscitation,
    Null,
    OrganDonor,
    Organization,
    Patient,
    Period,
    PersonName,
    ProviderOrganization,
    Relative,
    ServiceEvent,
    Telecom,
    TemplateId,
    TemporaryAddress,
    Time,
    TimeStamp,
    TreatmentWill,
    UnknownEntry,
    UnknownNarrative,
)
from conformance.safe_xml import parse


@dataclass(frozen=True, slots=True, kw_only=True)
class Ingredients:
    """What cards are made of: texts, times and codes, and how few items a list may have."""

    text: st.SearchStrategy[str]
    code: st.SearchStrategy[str]
    root: st.SearchStrategy[str]
    use: st.SearchStrategy[str]
    address_use: st.SearchStrategy[str]
    stamp: st.SearchStrategy[str]
    telephone: st.SearchStrategy[str]
    extension: st.SearchStrategy[str]
    fewest: int


_LETTERS: Final = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff")
_DIRT: Final = (
    "",
    " ",
    "null",
    "tel:null",
    "\n                Aarhus",
    "Tandlægen Jens ",
    "Blåbærgrød på Ærø",
    "\"citat\" 'citat' ”citat“",
    "a < b & c > d",
    "]]>",
    "linje\r\nskift\tog tab",
)
_CLEAN: Final = ("Sofie", "Blåbærgrød på Ærø", "\"citat\" & <b> 'citat' ”citat“", "8000")
_STAMPS: Final = ("20260302091850+0100", "20240214115643+0100", "20201004000000+0000")
_UUID: Final = st.uuids().map(str)

DIRTY: Final = Ingredients(
    text=st.one_of(st.sampled_from(_DIRT), st.text(_LETTERS, max_size=8)),
    code=st.one_of(st.sampled_from(("de", " RelativeTypedIn ", "forældre")), st.text(_LETTERS)),
    root=st.sampled_from((*Oid, "abc", " 1.2.208.184 ")),
    use=st.sampled_from(("H", "MC", "WP", "HP", "XX")),
    address_use=st.sampled_from(("H", "WP", "XX", "")),
    stamp=st.sampled_from((*_STAMPS, "20201304", "2026-03-02T09:18:50Z", "")),
    telephone=st.sampled_from(("tel:12345678", "tel:null", "mailto:a@b.dk", "tel: 12", "")),
    extension=st.one_of(_UUID, st.sampled_from(("true", "NAV", "maybe", " 1 "))),
    fewest=0,
)
"""Anything that XML can carry and the service has been seen to send, and worse."""

OFFICIAL: Final = Ingredients(
    text=st.one_of(st.sampled_from(_CLEAN), st.text(_LETTERS, min_size=1, max_size=8)),
    code=st.sampled_from(("de", "far", "uspec_paaroerende", "forældre")),
    root=st.sampled_from(tuple(Oid)),
    use=st.sampled_from(("H", "MC", "WP", "HP")),
    address_use=st.sampled_from(("H", "WP")),
    stamp=st.sampled_from(_STAMPS),
    telephone=st.sampled_from(("tel:12345678", "tel:(46)-55667788-1234")),
    extension=st.one_of(_UUID, st.sampled_from(("true", "false", "NAV"))),
    fewest=1,
)
"""What the official schema lets pass."""

_UNKNOWN_ENTRIES: Final = (
    """<entry xmlns="urn:hl7-org:v3" typeCode="COMP"><observation classCode="OBS" moodCode="EVN">
    <templateId root="1.2.208.184.16.1.10.20.1.99"/><code code="New"/></observation></entry>""",
    """<entry xmlns="urn:hl7-org:v3" typeCode="COMP"><act classCode="ACT" moodCode="EVN">
    <code code="x"/><text>æøå</text></act></entry>""",
    """<c:entry xmlns:c="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
    <c:observation classCode="OBS" moodCode="EVN"><c:code code="y"/>
    <c:value xsi:type="c:ST"> &amp; </c:value></c:observation></c:entry>""",
)
_UNKNOWN_NARRATIVES: Final = (
    '<text xmlns="urn:hl7-org:v3">Kun <content styleCode="Bold">tekst</content></text>',
    '<text xmlns="urn:hl7-org:v3"><list><item>et</item><item>to</item></list></text>',
)

_REGISTRATIONS: Final[tuple[Callable[..., AnyEntry], ...]] = (
    OrganDonor,
    TreatmentWill,
    LivingWill,
    NoResuscitation,
)

_NULLS: Final = st.sampled_from(tuple(NullFlavor)).map(lambda flavor: Null(flavor=flavor))


T = TypeVar("T")


def _maybe(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


def _some(
    strategy: st.SearchStrategy[T], most: int = 3, fewest: int = 0
) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, min_size=fewest, max_size=most).map(tuple)


def times(of: Ingredients) -> st.SearchStrategy[Time]:
    """Times with a value or a null flavour."""
    return st.one_of(of.stamp.map(lambda text: TimeStamp(text=text)), _NULLS)


def ids(of: Ingredients) -> st.SearchStrategy[InstanceId]:
    """Ids with a root, mostly with an extension."""
    return st.builds(
        InstanceId, root=of.root, extension=_maybe(of.extension), authority=_maybe(of.text)
    )


def coded(of: Ingredients) -> st.SearchStrategy[Coded]:
    """Codes with their system."""
    return st.builds(
        Coded,
        code=of.code,
        system=of.root,
        system_name=_maybe(of.text),
        display_name=_maybe(of.text),
    )


def names(of: Ingredients) -> st.SearchStrategy[PersonName]:
    """Names with any number of each part."""
    parts = _some(of.text, most=2)
    return st.builds(PersonName, given=parts, family=parts, prefix=parts, suffix=parts)


def addresses(of: Ingredients) -> st.SearchStrategy[Address]:
    """Addresses whose parts stand, are null or are left out."""
    part = st.one_of(of.text, _NULLS)
    return st.builds(
        Address,
        lines=_some(part, most=4),
        postal_code=_maybe(part),
        city=_maybe(part),
        country=_maybe(part),
        use=_maybe(of.address_use),
    )


def telecoms(of: Ingredients) -> st.SearchStrategy[tuple[Telecom, ...]]:
    """Telephone numbers."""
    return _some(st.builds(Telecom, value=of.telephone, use=_maybe(of.use)), fewest=of.fewest)


def periods(of: Ingredients) -> st.SearchStrategy[Period]:
    """Periods that begin, and may end."""
    return st.builds(Period, low=times(of), high=_maybe(times(of)))


def authors(of: Ingredients) -> st.SearchStrategy[EntryAuthor]:
    """Entry authors, typed in or register, with person, organisation, both or neither."""
    roots = st.sampled_from((TemplateOid.AUTHOR_TYPED_IN, TemplateOid.AUTHOR_REGISTER))
    return st.builds(
        EntryAuthor,
        template=st.builds(TemplateId, root=roots, extension=_maybe(of.text)),
        time=times(of),
        id=ids(of),
        code=_maybe(coded(of)),
        person=_maybe(names(of)),
        organization=_maybe(of.text),
    )


def entries(of: Ingredients) -> st.SearchStrategy[AnyEntry]:
    """Entries of all twelve kinds, protected addresses among them, and entries kept as XML."""
    common = {"id": ids(of), "author": authors(of)}
    confidential = st.builds(
        InstanceId, root=st.just(Oid.MESSAGE_CODES), extension=st.just(CONFIDENTIAL_ADDRESS)
    )
    values = st.one_of(ids(of), _NULLS)
    registrations: st.SearchStrategy[AnyEntry] = st.sampled_from(_REGISTRATIONS).flatmap(
        lambda kind: st.builds(kind, registration=values, **common)
    )
    return st.one_of(
        st.builds(Language, language=coded(of), **common),
        st.builds(TemporaryAddress, period=periods(of), address=addresses(of), **common),
        st.builds(
            Dentist,
            provider=_maybe(ids(of)),
            clinic=_maybe(of.text),
            person=names(of),
            entity=_maybe(names(of)),
            address=_maybe(addresses(of)),
            telecoms=telecoms(of),
            **common,
        ),
        st.builds(
            Custody,
            code=st.sampled_from((CHILD_CUSTODY, CUSTODY_BY)),
            person=_maybe(ids(of)),
            name=names(of),
            relation=coded(of),
            **common,
        ),
        st.builds(ContactNumbers, telecoms=telecoms(of), **common),
        st.builds(
            Relative,
            name=names(of),
            relation=_maybe(coded(of)),
            telecoms=telecoms(of),
            note=_maybe(of.text),
            **common,
        ),
        st.builds(
            CitizenNameAddress,
            name=names(of),
            confidential=_maybe(confidential),
            address=addresses(of),
            **common,
        ),
        st.builds(CoverageGroup, group=ids(of), **common),
        registrations,
        st.sampled_from(_UNKNOWN_ENTRIES).map(
            lambda xml: UnknownEntry(xml=canonical(parse(xml.encode())))
        ),
    )


def patients(of: Ingredients) -> st.SearchStrategy[Patient]:
    """Citizens with and without an own practitioner."""
    providers = st.builds(
        ProviderOrganization,
        id=_maybe(ids(of)),
        name=_maybe(of.text),
        telecoms=telecoms(of),
        address=_maybe(addresses(of)),
    )
    return st.builds(
        Patient,
        ids=_some(ids(of), most=2, fewest=1),
        address=_maybe(addresses(of)),
        name=_maybe(names(of)),
        gender=_maybe(coded(of)),
        birth_time=_maybe(times(of)),
        provider=_maybe(providers),
    )


def narratives(of: Ingredients) -> st.SearchStrategy[AnyNarrative]:
    """Tables that need not agree with anything, and narratives kept as XML."""
    rows = st.builds(
        NarrativeRow,
        caption=of.text,
        items=_some(of.text, fewest=of.fewest),
        source=of.text,
        changed=of.text,
    )
    return st.one_of(
        st.builds(Narrative, rows=_some(rows)),
        st.sampled_from(_UNKNOWN_NARRATIVES).map(
            lambda xml: UnknownNarrative(xml=canonical(parse(xml.encode())))
        ),
    )


@st.composite
def cards(draw: st.DrawFn, of: Ingredients) -> Card:
    """Cards of both versions with any entries, several of a kind among them."""
    found = draw(_some(entries(of), most=6, fewest=of.fewest))
    templates = st.builds(
        TemplateId, root=st.just(TemplateOid.DOCUMENT), extension=st.sampled_from(("3.0", None))
    )
    event = st.builds(
        ServiceEvent,
        template=_maybe(st.builds(TemplateId, root=st.just(TemplateOid.SERVICE_TIME))),
        id=_maybe(ids(of)),
        period=_maybe(periods(of)),
    )
    return Card(
        id=draw(ids(of)),
        title=draw(_maybe(of.text)),
        effective_time=draw(times(of)),
        patient=draw(patients(of)),
        author=DocumentAuthor(
            time=draw(times(of)), id=draw(ids(of)), organization=draw(_maybe(of.text))
        ),
        custodian=Organization(id=draw(ids(of)), name=draw(_maybe(of.text))),
        documentation_of=draw(_some(event, most=2)),
        templates=draw(_some(templates, most=2)),
        narrative=draw(st.one_of(st.just(narrative_of(found)), narratives(of))),
        entries=found,
    )
