"""Compares a whole screen with the card that was served, field by field."""

from collections.abc import Callable, Collection, Iterator
from typing import Final

from conformance.judgement.expected_view import facts, persons
from conformance.judgement.expected_view.comparison import (
    NOTHING,
    Comparison,
    Line,
    Mark,
    require_agreement,
)
from conformance.judgement.expected_view.entered import compare_provenance
from conformance.judgement.expected_view.expected import ExpectedView
from conformance.judgement.expected_view.texts import secret_lines
from conformance.judgement.views import require_shown
from conformance.vendor.protocol import CardPart, DisplayScope, ShownCard, View

PROTECTION: Final = "protection"
"""Whether the screen tells that name and address are protected."""

PROVENANCE: Final = "provenance"
"""Who entered what was typed in, and when."""

CONTENT: Final = ("cpr", *(part.value for part in CardPart))
"""Every fact of the card, as `compare_view` and `require_view` take them unless told otherwise."""

_WILLS: Final = ("treatment_will", "living_will", "organ_donor")

_Compared = Callable[[ExpectedView, ShownCard], Iterator[Line]]


def _nobody(_comparison: Comparison) -> None:
    """Nobody wants to see it."""


def require_view(
    view: View,
    expected: ExpectedView,
    *,
    parts: Collection[str] = CONTENT,
    keep: Callable[[Comparison], object] = _nobody,
) -> None:
    """The screen must show what *expected* says of these parts, and nothing that it forbids.

    *keep* is handed the comparison before it is judged. Shortfall tells of each difference what was
    expected, found, why it matters and how to mend it.
    """
    require_shown(view)
    comparison = compare_view(view, expected, parts)
    keep(comparison)
    require_agreement(comparison)


def compare_view(
    view: View, expected: ExpectedView, parts: Collection[str] = CONTENT
) -> Comparison:
    """Both sides, line by line; a view without a card shows nothing."""
    shown = view.card or ShownCard()
    if expected.display is DisplayScope.RESTRICTED:
        lines = [*_PARTS["no_resuscitation"](expected, shown), *_beyond(shown)]
    else:
        lines = [line for part in parts for line in _PARTS[part](expected, shown)]
    return Comparison(lines=(*lines, *secret_lines(view, expected.secrets)))


def _beyond(shown: ShownCard) -> Iterator[Line]:
    """What restricted display may not show."""
    for name in shown.shown_fields():
        if name != "no_resuscitation":
            yield Line(
                field=name,
                expected=NOTHING,
                found="shown",
                mark=Mark.FORBIDDEN,
                why="restricted display is the no-resuscitation information alone (rule 17)",
                fix="leave every other field out",
            )


def _registration(field: str) -> _Compared:
    def compared(expected: ExpectedView, shown: ShownCard) -> Iterator[Line]:
        found = getattr(shown, field)
        yield facts.registration_line(field, getattr(expected.card, field), found)
        if field in _WILLS:
            yield from facts.content_lines(field, found)

    return compared


def _organisation(field: str) -> _Compared:
    def compared(expected: ExpectedView, shown: ShownCard) -> Iterator[Line]:
        wanted, found = getattr(expected.card, field), getattr(shown, field)
        yield facts.organisation_line(field, wanted, found)

    return compared


def _custody(field: str) -> _Compared:
    def compared(expected: ExpectedView, shown: ShownCard) -> Iterator[Line]:
        wanted, found = getattr(expected.card, field), getattr(shown, field)
        return persons.custody_lines(field, wanted or (), found)

    return compared


def _cpr(expected: ExpectedView, shown: ShownCard) -> Iterator[Line]:
    yield facts.cpr_line(expected.card.cpr, shown.cpr)


def _name(expected: ExpectedView, shown: ShownCard) -> Iterator[Line]:
    yield facts.name_line(expected.card.name, shown.name, protected=expected.protected)


def _address(expected: ExpectedView, shown: ShownCard) -> Iterator[Line]:
    wanted = expected.card.address or ()
    yield facts.address_line(wanted, shown.address, protected=expected.protected)


def _protection(expected: ExpectedView, shown: ShownCard) -> Iterator[Line]:
    told = (shown.protection or "", shown.name or "", *(shown.address or ()))
    yield facts.protection_line(told, protected=expected.protected)


def _group(expected: ExpectedView, shown: ShownCard) -> Iterator[Line]:
    yield facts.group_line(expected.card.coverage_group, shown.coverage_group)


def _language(expected: ExpectedView, shown: ShownCard) -> Iterator[Line]:
    yield facts.language_line(expected.card.language, shown.language)


def _stay(expected: ExpectedView, shown: ShownCard) -> Iterator[Line]:
    return facts.temporary_address_lines(expected.card.temporary_address, shown.temporary_address)


def _contact(expected: ExpectedView, shown: ShownCard) -> Iterator[Line]:
    wanted = expected.card.contact_numbers or ()
    return persons.number_lines("contact_numbers", wanted, shown.contact_numbers)


def _relatives(expected: ExpectedView, shown: ShownCard) -> Iterator[Line]:
    wanted = expected.card.relatives or ()
    return persons.relative_lines(wanted, expected.relations, shown.relatives)


def _provenance(expected: ExpectedView, shown: ShownCard) -> Iterator[Line]:
    """Beside each part that was typed in; beside a part that is not shown nobody sees it either."""
    for field in ("language", "dentist", "contact_numbers"):
        name = f"{field}_provenance"
        yield from compare_provenance(name, getattr(expected.card, name), getattr(shown, name))
    stay, shown_stay = expected.card.temporary_address, shown.temporary_address
    yield from compare_provenance(
        "temporary_address, provenance",
        None if stay is None else stay.provenance,
        None if shown_stay is None else shown_stay.provenance,
    )
    found = {relative.name: relative.provenance for relative in shown.relatives or ()}
    for relative in expected.card.relatives or ():
        field = f"relatives, {relative.name}, provenance"
        yield from compare_provenance(field, relative.provenance, found.get(relative.name))


_PARTS: Final[dict[str, _Compared]] = {
    "cpr": _cpr,
    CardPart.NAME: _name,
    CardPart.ADDRESS: _address,
    CardPart.NO_RESUSCITATION: _registration(CardPart.NO_RESUSCITATION),
    CardPart.TREATMENT_WILL: _registration(CardPart.TREATMENT_WILL),
    CardPart.LIVING_WILL: _registration(CardPart.LIVING_WILL),
    CardPart.ORGAN_DONOR: _registration(CardPart.ORGAN_DONOR),
    CardPart.COVERAGE_GROUP: _group,
    CardPart.LANGUAGE: _language,
    CardPart.TEMPORARY_ADDRESS: _stay,
    CardPart.GENERAL_PRACTITIONER: _organisation(CardPart.GENERAL_PRACTITIONER),
    CardPart.DENTIST: _organisation(CardPart.DENTIST),
    CardPart.CONTACT_NUMBERS: _contact,
    CardPart.RELATIVES: _relatives,
    CardPart.CHILDREN_IN_CUSTODY: _custody(CardPart.CHILDREN_IN_CUSTODY),
    CardPart.CUSTODY_HOLDERS: _custody(CardPart.CUSTODY_HOLDERS),
    PROTECTION: _protection,
    PROVENANCE: _provenance,
}
