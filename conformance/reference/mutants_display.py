"""Systems that show parts of the card wrongly, one thing each."""

import html
from typing import Final

from conformance.reference.mutant import Mutant, registrar
from conformance.reference.showing_otherwise import ShowsOtherwise, altered
from conformance.reference.shown import Relative, ShownCard

DISPLAY_MUTANTS: Final[dict[str, Mutant]] = {}
"""The mutants of this module by name."""

_mutant = registrar(DISPLAY_MUTANTS)

_STRAIGHT: Final = {
    **dict.fromkeys(map(ord, "\u201c\u201d\u00ab\u00bb"), '"'),
    **dict.fromkeys(map(ord, "\u2018\u2019"), "'"),
}


class _ShowsRelativesOtherwise(ShowsOtherwise):
    """Changes each relative."""

    def relative(self, relative: Relative, /) -> Relative:
        return relative

    def change(self, shown: ShownCard, /) -> ShownCard:
        return altered(shown, relatives=tuple(map(self.relative, shown.relatives)))


@_mutant("coverage-group-left-out")
class CoverageGroupLeftOut(ShowsOtherwise):
    """The coverage group of the health insurance is not shown."""

    def change(self, shown: ShownCard, /) -> ShownCard:
        return altered(shown, coverage_group="")


@_mutant("town-left-out")
class TownLeftOut(ShowsOtherwise):
    """The address ends with the street: postal code and town are not shown."""

    def change(self, shown: ShownCard, /) -> ShownCard:
        return altered(shown, address=shown.address[:1])


@_mutant("practice-shown-as-dentist")
class PracticeShownAsDentist(ShowsOtherwise):
    """The name of the general practitioner stands where the dentist's should."""

    def change(self, shown: ShownCard, /) -> ShownCard:
        return altered(shown, dentist=shown.dentist and shown.general_practitioner)


@_mutant("mobile-shown-as-home")
class MobileShownAsHome(ShowsOtherwise):
    """Every telephone number of the citizen is shown as the one at home."""

    def change(self, shown: ShownCard, /) -> ShownCard:
        numbers = tuple(altered(each, use="home") for each in shown.contact_numbers)
        return altered(shown, contact_numbers=numbers)


@_mutant("dentist-of-last-citizen")
class DentistOfLastCitizen(ShowsOtherwise):
    """A card without a dentist is shown with the one of the card before."""

    def __init__(self) -> None:
        self._last = ""

    def begin(self) -> None:
        self._last = ""

    def change(self, shown: ShownCard, /) -> ShownCard:
        self._last = shown.dentist or self._last
        return altered(shown, dentist=self._last)


@_mutant("wills-swapped")
class WillsSwapped(ShowsOtherwise):
    """The treatment will is shown as living will and the reverse."""

    def change(self, shown: ShownCard, /) -> ShownCard:
        return altered(shown, treatment_will=shown.living_will, living_will=shown.treatment_will)


@_mutant("will-content-shown")
class WillContentShown(ShowsOtherwise):
    """A treatment will is shown with what it says."""

    def change(self, shown: ShownCard, /) -> ShownCard:
        if shown.treatment_will is None or shown.treatment_will.status != "yes":
            return shown
        text = "Afstår fra livsforlængende behandling"
        return altered(shown, treatment_will=altered(shown.treatment_will, text=text))


@_mutant("donor-numbered")
class DonorNumbered(ShowsOtherwise):
    """A registration of organ donation is shown with a case number that differs by citizen."""

    def change(self, shown: ShownCard, /) -> ShownCard:
        if shown.organ_donor is None:
            return shown
        text = f"{shown.organ_donor.text} (sag {shown.cpr[-4:]})"
        return altered(shown, organ_donor=altered(shown.organ_donor, text=text))


@_mutant("language-of-last-citizen")
class LanguageOfLastCitizen(ShowsOtherwise):
    """A card without a language is shown with the one of the card before."""

    def __init__(self) -> None:
        self._last = ""

    def begin(self) -> None:
        self._last = ""

    def change(self, shown: ShownCard, /) -> ShownCard:
        self._last = shown.language or self._last
        return altered(shown, language=self._last)


@_mutant("first-relative-only")
class FirstRelativeOnly(ShowsOtherwise):
    """Only one of several relatives is shown."""

    def change(self, shown: ShownCard, /) -> ShownCard:
        return altered(shown, relatives=shown.relatives[:1])


@_mutant("relatives-numbers-mixed")
class RelativesNumbersMixed(ShowsOtherwise):
    """Each relative is shown with the numbers of the next."""

    def change(self, shown: ShownCard, /) -> ShownCard:
        following = (*shown.relatives[1:], *shown.relatives[:1])
        pairs = zip(shown.relatives, following, strict=True)
        mixed = tuple(altered(each, numbers=other.numbers) for each, other in pairs)
        return altered(shown, relatives=mixed)


@_mutant("relatives-notes-left-out")
class RelativesNotesLeftOut(_ShowsRelativesOtherwise):
    """What is noted of a relative is not shown."""

    def relative(self, relative: Relative, /) -> Relative:
        return altered(relative, note="")


@_mutant("notes-escaped-twice")
class NotesEscapedTwice(_ShowsRelativesOtherwise):
    """Quotes, ampersands and angle brackets of a note are on the screen as escapes."""

    def relative(self, relative: Relative, /) -> Relative:
        return altered(relative, note=html.escape(relative.note))


@_mutant("quotes-straightened")
class QuotesStraightened(_ShowsRelativesOtherwise):
    """Typographic quotes of a note are shown as straight ones."""

    def relative(self, relative: Relative, /) -> Relative:
        return altered(relative, note=relative.note.translate(_STRAIGHT))
