"""Where mutants that show or read the card wrongly are looked at."""

from collections.abc import Callable

from card_documents import (
    CITIZEN,
    address,
    card,
    child,
    entered,
    entry,
    full_entries,
    opt_out,
    person,
    protected_name_and_address,
    registration,
    telephone,
    value,
)
from lxml import etree
from mutant_trial import Trial
from reference_persons import opened

from conformance.reference.shown import Relative, ShownCard
from conformance.reference.view import PROTECTED

Probe = Callable[[Trial], object]
OTHER = "0505109990"
LANGUAGE = ("20", "LanguageTypedIn")


def then(trial: Trial, *entries: etree._Element, before: list[etree._Element]) -> ShownCard:
    """The second of two openings by one system, between which the card has changed."""
    ehr = trial.start()
    trial.services.cards[CITIZEN] = card(before)
    trial.view(ehr)
    trial.services.cards[CITIZEN] = card(list(entries))
    return trial.view(ehr).card


def of_card(field: str) -> Probe:
    return lambda trial: getattr(trial.shown(), field)


def of_words(field: str) -> Probe:
    return lambda trial: getattr(trial.shown(), field).text


def of_first_relative(read: Callable[[Relative], object]) -> Probe:
    return lambda trial: read(trial.shown().relatives[0])


def note(text: str) -> Probe:
    def probe(trial: Trial) -> str:
        found = entry("25", "RelativeTypedIn", person("Nabo", "Berggren"), value("ST", text))
        return trial.shown([found]).relatives[0].note

    return probe


def address_lines(trial: Trial) -> int:
    return len(trial.shown().address)


def uses(trial: Trial) -> list[str | None]:
    return [number.use for number in trial.shown().contact_numbers]


def after_a_full_card(field: str) -> Probe:
    return lambda trial: getattr(then(trial, before=full_entries()), field)


def will_words(trial: Trial) -> bool:
    will = entry("29", "TreatmentWillRegistration", registration("true"))
    return "Afstår" in trial.shown([will]).treatment_will.text


def donor_words_have_number(trial: Trial) -> bool:
    return CITIZEN[-4:] in trial.shown().organ_donor.text


def relatives(trial: Trial) -> int:
    return len(trial.shown().relatives)


def first_numbers(trial: Trial) -> int:
    bare = entry("25", "RelativeTypedIn", person("Mor", "Berggren"))
    called = entry(
        "25", "RelativeTypedIn", person("Nabo", "Berggren"), telephone("tel:12345678", "MC")
    )
    return len(trial.shown([called, bare]).relatives[0].numbers)


def name_after_protection(trial: Trial) -> str:
    return then(trial, protected_name_and_address(), before=full_entries()).name


def child_after_protection(trial: Trial) -> str:
    ehr = trial.start()
    trial.services.cards[OTHER] = card(cpr=OTHER)
    opened(ehr, cpr=OTHER)
    hidden = child("ADRESSEBESKYTTET", OTHER)
    trial.services.cards[CITIZEN] = card([hidden])
    return trial.view(ehr).card.children_in_custody[0].name


def tells_of_protection(trial: Trial) -> bool:
    return bool(trial.shown([protected_name_and_address()]).protection)


def says_that_anybody_is_protected(trial: Trial) -> bool:
    return bool(trial.shown().protection)


def is_told_who_entered(trial: Trial) -> bool:
    return trial.shown().language_provenance is not None


def who_entered(trial: Trial) -> str:
    spoken = entry(*LANGUAGE, value("CD", code="de", codeSystem="1.0.639.1"))
    shown = trial.shown([entered(spoken, "EnteredHealthcareprofessional")])
    return shown.language_provenance.entered_by


def is_as_old_as_it_was_entered(trial: Trial) -> bool:
    return trial.shown().language_provenance.at.year == 2024


def outcome_with_unknown_entry(trial: Trial) -> str:
    trial.services.cards[CITIZEN] = card([entry("99", "Unknown", value("ST", "x"))])
    return trial.view(trial.start()).outcome


def numbers_of_null(trial: Trial) -> int:
    numbers = entry("24", "PatientContactTypedIn", telephone("tel:null", "H"))
    return len(trial.shown([numbers]).contact_numbers)


def null_street(trial: Trial) -> str:
    home = entry("26", "CitizenNameAddr", person("Max", "Berggren"), address("null"))
    return trial.shown([home]).address[0]


def donor_against_the_text(trial: Trial) -> str:
    """The text of these documents does not tell of organ donation; the entry says yes."""
    return trial.shown().organ_donor.status


def words_differ(trial: Trial) -> bool:
    yes, no = (trial.shown([opt_out(answer)]).no_resuscitation for answer in ("true", "false"))
    return yes.text != no.text


def makes_a_wish_of_it(trial: Trial) -> bool:
    return "Ønsker" in trial.shown([opt_out("false")]).no_resuscitation.text


def opt_out_editable(trial: Trial) -> bool:
    return "no_resuscitation" in trial.view(trial.start()).editable


DISPLAY_PROBES: dict[str, tuple[Probe, object, object]] = {
    # mutant: what is looked at, what the mutant does, what the right system does
    "coverage-group-left-out": (of_card("coverage_group"), "", "1"),
    "town-left-out": (address_lines, 1, 3),
    "practice-shown-as-dentist": (of_card("dentist"), "Lægehuset", "Tandklinikken"),
    "mobile-shown-as-home": (uses, ["home", "home"], ["home", "work"]),
    "dentist-of-last-citizen": (after_a_full_card("dentist"), "Tandklinikken", ""),
    "wills-swapped": (
        of_words("living_will"),
        "Intet behandlingstestamente registreret",
        "Livstestamente er registreret",
    ),
    "will-content-shown": (will_words, True, False),
    "donor-numbered": (donor_words_have_number, True, False),
    "language-of-last-citizen": (after_a_full_card("language"), "de", ""),
    "first-relative-only": (relatives, 1, 3),
    "relatives-numbers-mixed": (first_numbers, 0, 1),
    "relatives-notes-left-out": (
        of_first_relative(lambda relative: relative.note),
        "",
        'Ring "efter" kl. 16 & <tegn>',
    ),
    "notes-escaped-twice": (note("Far & mor"), "Far &amp; mor", "Far & mor"),
    "quotes-straightened": (note("»ja«"), '"ja"', "»ja«"),
    "protected-name-remembered": (name_after_protection, "Max Test Berggren", PROTECTED),
    "protected-family-named": (child_after_protection, "Max Test Berggren", PROTECTED),
    "protection-not-told": (tells_of_protection, False, True),
    "everybody-protected": (says_that_anybody_is_protected, True, False),
    "provenance-left-out": (is_told_who_entered, False, True),
    "always-entered-by-citizen": (who_entered, "citizen", "health-professional"),
    "age-is-time-of-opening": (is_as_old_as_it_was_entered, False, True),
    "unknown-entry-breaks": (outcome_with_unknown_entry, "unavailable", "shown"),
    "null-shown-as-number": (numbers_of_null, 1, 0),
    "null-shown-as-street": (null_street, "null", "8600 Silkeborg"),
    "text-believed": (donor_against_the_text, "unavailable", "yes"),
    "opt-out-in-common-words": (words_differ, False, True),
    "absence-worded-as-wish": (makes_a_wish_of_it, True, False),
    "opt-out-editable": (opt_out_editable, True, False),
}
