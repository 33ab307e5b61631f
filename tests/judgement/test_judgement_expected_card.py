"""What the screen must show, as it follows from the entries and the header of a card."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from lxml import etree

from conformance.findings import Shortfall
from conformance.judgement.expected_view import expected_view, served_card
from conformance.pdc import build, compose
from conformance.pdc.codes import EnteredBy as EnteredByCode
from conformance.pdc.codes import RelationCode
from conformance.pdc.values import (
    CUSTODY_BY,
    NAV,
    NI,
    AnyEntry,
    Card,
    CitizenNameAddress,
    Coded,
    ContactNumbers,
    CoverageGroup,
    Custody,
    Dentist,
    Language,
    LivingWill,
    NoResuscitation,
    Period,
    PersonName,
    Relative,
    TemporaryAddress,
    TimeStamp,
)
from conformance.safe_xml import UnsafeXml
from conformance.simulator.state.journal import Exchange, Journal, Service
from conformance.vendor.protocol import (
    ContactNumber,
    CustodyRelation,
    DisplayScope,
    EnteredBy,
    NumberUse,
    Provenance,
    RoleOf,
    ShownCard,
    ShownStatus,
    Status,
)
from conformance.vendor.protocol import Relative as ShownRelative
from conformance.vendor.protocol import TemporaryAddress as ShownStay
from conformance.xds import retrieve
from tests.pdc.card_examples import CARD, ENTRIES, PATIENT

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
TYPED_AT = datetime(2025, 10, 24, 12, 34, 30, tzinfo=UTC)
SOFIE = Provenance(entered_by=EnteredBy.CITIZEN, name="Sofie Bach", at=TYPED_AT)
CLINICIAN = Provenance(
    entered_by=EnteredBy.HEALTH_PROFESSIONAL, name="Jens Jensen, Organisation", at=TYPED_AT
)


def shown_of(card: Card, now: datetime = NOW) -> ShownCard:
    return expected_view(card, DisplayScope.FULL, now=now).card


def status(kind: ShownStatus) -> Status:
    return Status(status=kind, text="")


def of_kind(kind: type[AnyEntry]) -> AnyEntry:
    return next(entry for entry in ENTRIES if isinstance(entry, kind))


def with_entry(kind: type[AnyEntry], **changes: object) -> Card:
    """The card with the first entry of this kind changed, and no other of the kind."""
    others = tuple(entry for entry in ENTRIES if not isinstance(entry, kind))
    return replace(CARD, entries=(*others, replace(of_kind(kind), **changes)))


def without(*kinds: type[AnyEntry]) -> Card:
    return replace(CARD, entries=tuple(entry for entry in ENTRIES if not isinstance(entry, kinds)))


def test_every_part_of_a_card_is_expected() -> None:
    """Each from its own entry, and what was typed in with who did it and when."""
    relation = CustodyRelation(
        name="Max Test Berggren", role="mor", role_of=RoleOf.CITIZEN, cpr="0505109990"
    )
    assert shown_of(CARD) == ShownCard(
        cpr="0410009234",
        name="Sofie Bach",
        address=("Morbærvej 200", "1362 København K", "DK"),
        no_resuscitation=status(ShownStatus.NO),
        treatment_will=status(ShownStatus.YES),
        living_will=status(ShownStatus.NO),
        organ_donor=status(ShownStatus.YES),
        coverage_group="1",
        language="de",
        language_provenance=SOFIE,
        temporary_address=ShownStay(
            lines=("Øster Hurupvej 53", "1234 Testby", "Danmark"),
            valid_from=datetime(2025, 12, 31, 23, tzinfo=UTC),
            valid_to=datetime(2026, 3, 31, 22, tzinfo=UTC),
            provenance=SOFIE,
        ),
        general_practitioner="Lægerne på Torvet",
        dentist="Tandklinikken",
        dentist_provenance=CLINICIAN,
        contact_numbers=(
            ContactNumber(number="12345678", use=NumberUse.HOME),
            ContactNumber(number="(46)-55667788-1234", use=NumberUse.WORK),
        ),
        contact_numbers_provenance=SOFIE,
        relatives=(
            ShownRelative(
                name="Else Jochumsen",
                relation="Nabo",
                numbers=(ContactNumber(number="70343332", use=NumberUse.WORK),),
                note='Træffes efter 16 på 70343332; "ring < 3" & vent',
                provenance=SOFIE,
            ),
            ShownRelative(name="Jens Ole", provenance=SOFIE),
        ),
        children_in_custody=(relation,),
        custody_holders=(),
    )


def test_a_card_of_which_nothing_is_known_expects_nothing() -> None:
    """No entry, no provider, no name and no address: and not known whether there is an opt-out."""
    patient = replace(PATIENT, provider=None, name=None, address=None)
    assert shown_of(replace(CARD, patient=patient, entries=())) == ShownCard(
        cpr="0410009234",
        address=(),
        no_resuscitation=status(ShownStatus.UNAVAILABLE),
        contact_numbers=(),
        relatives=(),
        children_in_custody=(),
        custody_holders=(),
    )


def test_name_and_address_come_from_the_entry_before_the_header() -> None:
    """The header stands in where there is no entry."""
    entry = compose.citizen_name_address(
        uuid="1", name=PersonName.of("Ea", family="Ny"), address=replace(PATIENT.address, lines=())
    )
    card = replace(CARD, entries=(entry,))
    assert (shown_of(card).name, shown_of(card).address) == ("Ea Ny", ("1362 København K", "DK"))
    bare = shown_of(without(CitizenNameAddress))
    assert (bare.name, bare.address) == ("Sofie Bach", ("Morbærvej 200", "1362 København K", "DK"))


def test_restricted_display_expects_the_opt_out_alone_and_keeps_the_secrets() -> None:
    """What may not be said anywhere may not be said there."""
    told = expected_view(CARD, DisplayScope.RESTRICTED, now=NOW, secrets=("Bruno",))
    assert told.card == ShownCard(no_resuscitation=status(ShownStatus.NO))
    assert (told.display, told.secrets) == (DisplayScope.RESTRICTED, ("Bruno",))
    full = expected_view(CARD, DisplayScope.FULL, now=NOW, secrets=("Bruno",))
    assert (full.display, full.secrets) == (DisplayScope.FULL, ("Bruno",))
    assert full.relations == (compose.relation(RelationCode.NEIGHBOUR), None)


def test_two_answers_or_none_are_not_known() -> None:
    """Of a will no entry is nothing; two entries, and neither true nor false, are not known."""
    unknown = status(ShownStatus.UNAVAILABLE)
    assert shown_of(without(LivingWill)).living_will is None
    assert shown_of(without(NoResuscitation)).no_resuscitation == unknown
    twice = replace(CARD, entries=(*ENTRIES, of_kind(LivingWill)))
    assert shown_of(twice).living_will == unknown
    assert shown_of(with_entry(LivingWill, registration=NAV)).living_will == unknown


def test_custody_is_told_on_its_own_side() -> None:
    """The person may have no number, and the relation no code."""
    holder = replace(
        *(of_kind(Custody),),
        code=CUSTODY_BY,
        person=None,
        relation=Coded(code=None, system=compose.relation(RelationCode.CHILD).system),
    )
    shown = shown_of(replace(CARD, entries=(holder,)))
    assert shown.children_in_custody == ()
    assert shown.custody_holders == (
        CustodyRelation(name="Max Test Berggren", role="", role_of=RoleOf.CITIZEN, cpr=None),
    )


def test_a_stay_holds_through_the_instant_of_its_end() -> None:
    """And not after it; one that has no end, or an end that is no time, holds on."""
    end = datetime(2026, 3, 31, 22, tzinfo=UTC)
    assert shown_of(CARD, end).temporary_address is not None
    assert shown_of(CARD, end + timedelta(seconds=1)).temporary_address is None
    for high in (None, NI, TimeStamp(text="20269999000000+0100")):
        stay = shown_of(with_entry(TemporaryAddress, period=Period(low=NI, high=high)), end)
        assert stay.temporary_address is not None
        assert stay.temporary_address.valid_from is stay.temporary_address.valid_to is None


def test_a_stay_after_one_that_has_passed_is_expected() -> None:
    """The first that holds."""
    old = replace(
        of_kind(TemporaryAddress), period=Period(low=NI, high=TimeStamp(text="20250101000000+0100"))
    )
    shown = shown_of(replace(CARD, entries=(old, of_kind(TemporaryAddress))))
    assert shown.temporary_address is not None
    assert shown.temporary_address.valid_to == datetime(2026, 3, 31, 22, tzinfo=UTC)


@pytest.mark.parametrize(
    ("changes", "name"),
    [
        ({"clinic": None, "person": PersonName.of("Ea", family="Tand")}, "Ea Tand"),
        ({"clinic": "", "entity": PersonName.of("Bo", family="Tand")}, "Bo Tand"),
        ({"clinic": None, "person": PersonName()}, None),
    ],
)
def test_a_dentist_without_a_clinic_is_known_by_person(
    changes: dict[str, object], name: str | None
) -> None:
    """Or not at all."""
    assert shown_of(with_entry(Dentist, **changes)).dentist == name


def test_a_relation_without_a_name_is_told_by_its_code() -> None:
    """And an empty note is none."""
    bare = replace(compose.relation(RelationCode.MOTHER), display_name=None)
    [relative] = shown_of(with_entry(Relative, relation=bare, note="")).relatives or ()
    assert (relative.relation, relative.note) == ("mor", None)


@pytest.mark.parametrize(
    ("time", "at"), [(NI, None), (TimeStamp(text="2026"), None), (TimeStamp.at(NOW), NOW)]
)
def test_a_time_of_entry_that_is_none_is_not_expected(time: TimeStamp, at: datetime | None) -> None:
    """Nor a code and a name that are not there."""
    author = replace(of_kind(Language).author, time=time, code=None, person=None)
    told = shown_of(with_entry(Language, author=author)).language_provenance
    assert told == Provenance(entered_by=None, name=None, at=at)


def test_what_a_register_gives_was_entered_by_nobody() -> None:
    """Also what a relative typed in is said to be by a relative."""
    register = compose.register_author(compose.Register.CPR)
    assert shown_of(with_entry(ContactNumbers, author=register)).contact_numbers_provenance is None
    author = replace(
        of_kind(Language).author,
        code=compose.typed_in_author(time=NI, entered_by=EnteredByCode.RELATIVE).code,
    )
    told = shown_of(with_entry(Language, author=author)).language_provenance
    assert told is not None
    assert told.entered_by is EnteredBy.RELATIVE


def test_a_group_is_told_by_its_extension() -> None:
    """Whatever it is."""
    entry = of_kind(CoverageGroup)
    group = replace(entry.group, extension="2")
    assert shown_of(with_entry(CoverageGroup, group=group)).coverage_group == "2"


# The card that was served last


def exchange(*contents: bytes, service: Service = Service.SFSK_REPOSITORY) -> Exchange:
    """A retrieval that brought these documents."""
    documents = tuple(
        retrieve.RetrievedDocument(
            repository_id="1.2.3", unique_id=str(number), home_community_id=None, content=content
        )
        for number, content in enumerate(contents)
    )
    answer = retrieve.build_response(retrieve.RetrieveResponse(documents=documents))
    return answered(etree.tostring(answer), service)


def answered(response: bytes, service: Service = Service.SFSK_REPOSITORY) -> Exchange:
    return Exchange(
        at=NOW,
        service=service,
        operation="ITI-43",
        outcome="Success",
        request=b"",
        response=response,
    )


def journal(*exchanges: Exchange) -> Journal:
    found = Journal()
    for each in exchanges:
        found.append(each)
    return found


def test_the_card_that_was_served_last_is_found() -> None:
    """Past other citizens, what is no card, answers that are lost, and other services."""
    other = replace(PATIENT, ids=(compose.cpr_id("2512489996"),))
    newer = build.build(replace(CARD, title="Newer"))
    found = journal(
        exchange(build.build(CARD)),
        exchange(b"<Other/>", newer),
        exchange(build.build(replace(CARD, patient=other))),
        answered(b""),
        exchange(build.build(replace(CARD, title="Elsewhere")), service=Service.SFSK_REGISTRY),
    )
    assert served_card(found, "0410009234").title == "Newer"
    assert served_card(found, "2512489996").patient.cpr == "2512489996"


def test_a_card_that_was_not_served_is_told_in_words() -> None:
    """What was sought, where, and what to do."""
    with pytest.raises(Shortfall) as told:
        served_card(journal(exchange(build.build(CARD))), "2512489996")
    assert vars(told.value) == {
        "expected": "a card of 2512489996 that was fetched, to compare the screen with",
        "found": "no retrieval (ITI-43) that brought one",
        "where": "the journal of the simulated services",
        "fix": "fetch the card from the service when a user opens it",
    }


def test_an_answer_that_cannot_be_read_is_told_as_one() -> None:
    """The error names the answer, not a card."""
    with pytest.raises(UnsafeXml, match=r"^answer: not well-formed"):
        served_card(journal(answered(b"<a")), "0410009234")
