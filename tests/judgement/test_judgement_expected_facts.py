"""What a comparison says of each single fact: both sides, how they differ, why and what to do."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from expected_screens import NOW, altered, expected_of, populated, screen

from conformance.judgement.expected_view import PROTECTION, Line, Mark, compare_view, facts
from conformance.simulator.state.personas import Persona
from conformance.vendor.protocol import (
    CardPart,
    DisplayScope,
    ShownStatus,
    Status,
    TemporaryAddress,
    View,
    ViewOutcome,
)

UNSEEN = "the card says it and the user does not see it"
OTHER = "the screen says something else than the card"
UNSAID = "the card does not say it"
HIDDEN = "the citizen has name and address protection"
CPR = "show the id of recordTarget/patientRole with the CPR root"
NAME = "show the PN of CitizenNameAddr, else the name in the header"
GROUP = "show the extension of the entry CoverageGroup"
LANGUAGE = "show the code of LanguageTypedIn; without that entry show none, or Danish"
ADDRESS = "show every line of the entry's AD"
BOUNDS = "show the bounds of effectiveTime"
KEEP_HIDDEN = "show words of protection, also where an earlier card or another source knows more"
YES, NO = (Status(status=kind, text="") for kind in (ShownStatus.YES, ShownStatus.NO))
UNKNOWN = Status(status=ShownStatus.UNAVAILABLE, text="Kan ikke hentes")


def line(field: str, expected: str, found: str, mark: Mark, *told: str) -> Line:
    """With why it matters and how to mend it, where it differs."""
    why, fix = told or ("", "")
    return Line(field=field, expected=expected, found=found, mark=mark, why=why, fix=fix)


def agrees(field: str, expected: str, found: str) -> Line:
    return line(field, expected, found, Mark.AGREES)


def missing(field: str, expected: str, fix: str = "") -> Line:
    return line(field, expected, "nothing", Mark.MISSING, UNSEEN, fix)


def extra(field: str, found: str, fix: str = "") -> Line:
    return line(field, "nothing", found, Mark.EXTRA, UNSAID, fix)


def wrong(field: str, expected: str, found: str, fix: str = "") -> Line:
    return line(field, expected, found, Mark.WRONG, OTHER, fix)


def name(expected: str | None, found: str | None) -> Line:
    return facts.name_line(expected, found, protected=False)


def address(expected: tuple[str, ...], found: tuple[str, ...] | None) -> Line:
    return facts.address_line(expected, found, protected=False)


SAID: dict[str, tuple[Callable[[], Line], Line]] = {
    "the number": (
        lambda: facts.cpr_line("2512489996", "251248-9996"),
        agrees("cpr", "2512489996", "251248-9996"),
    ),
    "no number": (lambda: facts.cpr_line("2512489996", None), missing("cpr", "2512489996", CPR)),
    "another number": (lambda: facts.cpr_line("1", "2"), wrong("cpr", "1", "2", CPR)),
    "a number of nobody's": (lambda: facts.cpr_line(None, "2"), extra("cpr", "2", CPR)),
    "the name": (
        lambda: name("Ida Moder", "Moder, Ida"),
        agrees("name", "Ida Moder", "Moder, Ida"),
    ),
    "no name": (lambda: name("Ida", ""), missing("name", "Ida", NAME)),
    "another name": (lambda: name("Ida", "Ea"), wrong("name", "Ida", "Ea", NAME)),
    "a name of nobody's": (lambda: name(None, "Ea"), extra("name", "Ea", NAME)),
    "neither name": (lambda: name(None, ""), agrees("name", "nothing", "nothing")),
    "a protected name": (
        lambda: facts.name_line("Bruno", "Bruno", protected=True),
        line(
            "name", "nothing, or words of protection", "Bruno", Mark.FORBIDDEN, HIDDEN, KEEP_HIDDEN
        ),
    ),
    "a protected address": (
        lambda: facts.address_line(("Vejen 1",), ("Vejen 1", "Byen"), protected=True),
        line(
            *("address", "nothing, or words of protection", "Vejen 1, Byen", Mark.FORBIDDEN),
            *(HIDDEN, KEEP_HIDDEN),
        ),
    ),
    "a name that is kept back": (
        lambda: facts.name_line("Bruno", None, protected=True),
        agrees("name", "nothing, or words of protection", "nothing"),
    ),
    "an address that is kept back": (
        lambda: facts.address_line(("Vejen 1",), None, protected=True),
        agrees("address", "nothing, or words of protection", "nothing"),
    ),
    "the address": (
        lambda: address(("Vejen 1", "Byen"), ("Vejen 1, Byen", "DK")),
        agrees("address", "Vejen 1, Byen", "Vejen 1, Byen, DK"),
    ),
    "no address": (
        lambda: address(("Vejen 1", "Byen"), None),
        missing("address", "Vejen 1, Byen", ADDRESS),
    ),
    "another address": (
        lambda: address(("Vejen 1",), ("Vejen 2",)),
        wrong("address", "Vejen 1", "Vejen 2", ADDRESS),
    ),
    "an address of nobody's": (
        lambda: address((), ("Vejen 2",)),
        extra("address", "Vejen 2", ADDRESS),
    ),
    "the group": (
        lambda: facts.group_line("1", "Gruppe 1"),
        agrees("coverage_group", "1", "Gruppe 1"),
    ),
    "no group": (lambda: facts.group_line("1", None), missing("coverage_group", "1", GROUP)),
    "another group": (lambda: facts.group_line("1", "2"), wrong("coverage_group", "1", "2", GROUP)),
    "two groups": (
        lambda: facts.group_line("1", "1 og 2"),
        wrong("coverage_group", "1", "1 og 2", GROUP),
    ),
    "a group of nobody's": (
        lambda: facts.group_line(None, "2"),
        extra("coverage_group", "2", GROUP),
    ),
    "the language": (lambda: facts.language_line("de", " DE"), agrees("language", "de", " DE")),
    "no language": (lambda: facts.language_line("de", None), missing("language", "de", LANGUAGE)),
    "another language": (
        lambda: facts.language_line("de", "so"),
        wrong("language", "de", "so", LANGUAGE),
    ),
    "a language of nobody's": (
        lambda: facts.language_line(None, "so"),
        extra("language", "so", LANGUAGE),
    ),
    "neither language": (
        lambda: facts.language_line(None, None),
        agrees("language", "nothing", "nothing"),
    ),
    "Danish for want of a language": (
        lambda: facts.language_line(None, "DA "),
        agrees("language", "nothing, or Danish", "da"),
    ),
    "the practice": (
        lambda: facts.organisation_line("dentist", "På Torvet", "Tandlæge på Torvet, Byen"),
        agrees("dentist", "På Torvet", "Tandlæge på Torvet, Byen"),
    ),
    "no practice": (
        lambda: facts.organisation_line("dentist", "På Torvet", None),
        missing("dentist", "På Torvet"),
    ),
    "another practice": (
        lambda: facts.organisation_line("dentist", "På Torvet", "Torvet"),
        wrong("dentist", "På Torvet", "Torvet"),
    ),
    "a practice of nobody's": (
        lambda: facts.organisation_line("dentist", None, "Torvet"),
        extra("dentist", "Torvet"),
    ),
    "a registration": (
        lambda: facts.registration_line("living_will", YES, altered(YES, text="Ja")),
        agrees("living_will", "yes", "yes, in the words 'Ja'"),
    ),
    "another answer": (
        lambda: facts.registration_line("living_will", YES, NO),
        line(
            *("living_will", "yes", "no", Mark.WRONG),
            "only true is yes, only false is no, and everything else is not known",
            "take the value from the entry of living will",
        ),
    ),
    "no answer": (
        lambda: facts.registration_line("living_will", NO, None),
        missing("living_will", "no"),
    ),
    "an answer of nobody's": (
        lambda: facts.registration_line("living_will", None, YES),
        extra("living_will", "yes"),
    ),
    "not known, and no answer expected": (
        lambda: facts.registration_line("living_will", None, UNKNOWN),
        agrees("living_will", "nothing", "unavailable, in the words 'Kan ikke hentes'"),
    ),
    "neither answer": (
        lambda: facts.registration_line("living_will", None, None),
        agrees("living_will", "nothing", "nothing"),
    ),
    "told of protection": (
        lambda: facts.protection_line(("", "Navn beskyttet", "x"), protected=True),
        agrees("protection", "words that name and address are protected", "Navn beskyttet, x"),
    ),
    "not told of protection": (
        lambda: facts.protection_line(("", "", ""), protected=True),
        line(
            *("protection", "words that name and address are protected", "nothing", Mark.MISSING),
            "a user who does not know of the protection may give the name away",
            "look for the II with extension ConfAddr in CitizenNameAddr",
        ),
    ),
    "told of protection that is none": (
        lambda: facts.protection_line(("Beskyttet",), protected=False),
        line(
            *("protection", "nothing", "Beskyttet", Mark.EXTRA),
            "a user who does not know of the protection may give the name away",
            "look for the II with extension ConfAddr in CitizenNameAddr",
        ),
    ),
    "no protection": (
        lambda: facts.protection_line(("", "Ida"), protected=False),
        agrees("protection", "nothing", "Ida"),
    ),
}


@pytest.mark.parametrize("case", SAID)
def test_each_fact_is_told_in_words(case: str) -> None:
    """Field, both sides and mark; a difference also why it matters and how to mend it."""
    judged, wanted = SAID[case]
    assert judged() == wanted


def test_the_words_of_a_will_may_not_tell_what_was_registered() -> None:
    """One line for the word that tells it, none where there are no words."""
    assert list(facts.content_lines("living_will", None)) == []
    assert list(facts.content_lines("living_will", altered(YES, text="Registreret"))) == []
    found = facts.content_lines("living_will", altered(YES, text="Ingen respirator"))
    assert list(found) == [
        line(
            *("living_will, words", "words that tell only whether", "'Ingen respirator'"),
            Mark.FORBIDDEN,
            "'respirator' tells what was registered, and only whether may be told",
            "say only whether there is a registration",
        )
    ]


STAY = TemporaryAddress(
    lines=("Kroen",), valid_from=datetime(2026, 1, 1, 9, tzinfo=UTC), valid_to=NOW
)


def test_a_stay_is_told_with_its_days() -> None:
    """Each bound by itself, and only where a stay is shown and expected."""
    begins, ends = "temporary_address, from", "temporary_address, to"
    shown = altered(STAY, valid_from=None, valid_to=datetime(2026, 3, 9, tzinfo=UTC))
    assert list(facts.temporary_address_lines(STAY, shown)) == [
        agrees("temporary_address", "Kroen", "Kroen"),
        missing(begins, "2026-01-01T09:00+00:00", BOUNDS),
        wrong(ends, "2026-03-02T09:00+00:00", "2026-03-09T00:00+00:00", BOUNDS),
    ]
    endless = altered(STAY, valid_to=None)
    assert list(facts.temporary_address_lines(endless, STAY))[1:] == [
        agrees(begins, "2026-01-01T09:00+00:00", "2026-01-01T09:00+00:00"),
        extra(ends, "2026-03-02T09:00+00:00", BOUNDS),
    ]
    assert list(facts.temporary_address_lines(None, STAY)) == [
        extra("temporary_address", "Kroen", ADDRESS)
    ]
    assert list(facts.temporary_address_lines(STAY, None)) == [
        missing("temporary_address", "Kroen", ADDRESS)
    ]
    assert list(facts.temporary_address_lines(None, None)) == [
        agrees("temporary_address", "nothing", "nothing")
    ]


@pytest.mark.parametrize(
    ("part", "shown"),
    [
        (CardPart.GENERAL_PRACTITIONER, "Lægehuset"),
        (CardPart.DENTIST, "Klinikken"),
        (CardPart.NO_RESUSCITATION, altered(YES, text="Aktivt fravalg")),
        (CardPart.TREATMENT_WILL, NO),
        (CardPart.LIVING_WILL, YES),
        (CardPart.ORGAN_DONOR, NO),
    ],
)
def test_each_part_is_compared_with_its_own_fact(part: CardPart, shown: object) -> None:
    """One part shown otherwise differs in that part; asked of that part alone, in one line."""
    expected = expected_of(populated(), Persona.BENTE)
    found = compare_view(screen(expected, **{part: shown}), expected).differences
    assert [(each.field, each.mark) for each in found] == [(part, Mark.WRONG)]
    right = compare_view(screen(expected), expected, (part,)).lines
    assert [(each.field, each.mark) for each in right] == [(part, Mark.AGREES)]
    lost = compare_view(screen(expected, **{part: None}), expected, (part,)).lines
    assert [(each.field, each.mark) for each in lost] == [(part, Mark.MISSING)]


def test_the_words_of_the_three_wills_alone_are_read_for_what_they_tell() -> None:
    """Of the opt-out of resuscitation the words may say what it is about."""
    expected = expected_of(populated(), Persona.BENTE)
    wills = (CardPart.TREATMENT_WILL, CardPart.LIVING_WILL, CardPart.ORGAN_DONOR)
    for part in (*wills, CardPart.NO_RESUSCITATION):
        told = altered(getattr(expected.card, part), text="Samtykke til respirator")
        found = compare_view(screen(expected, **{part: told}), expected, (part,)).differences
        assert [each.field for each in found] == ([f"{part}, words"] if part in wills else [])


def test_restricted_display_says_of_each_other_field_that_it_is_forbidden() -> None:
    """With the rule that says so."""
    expected = expected_of(populated(), Persona.BENTE, DisplayScope.RESTRICTED)
    [found] = compare_view(screen(expected, name="Bente"), expected).differences
    assert found == line(
        *("name", "nothing", "shown", Mark.FORBIDDEN),
        "restricted display is the no-resuscitation information alone (rule 17)",
        "leave every other field out",
    )


def test_a_screen_without_texts_tells_nothing_of_protection() -> None:
    """Absent texts are no words."""
    expected = expected_of(populated(), Persona.BRUNO)
    view = View(outcome=ViewOutcome.SHOWN)
    [found] = compare_view(view, expected, (PROTECTION,)).lines
    assert (found.found, found.mark) == ("nothing", Mark.MISSING)
