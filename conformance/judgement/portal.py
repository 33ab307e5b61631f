"""Judges what a portal shows a citizen, and how it tells the services who acts, and for whom."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from conformance.findings import Shortfall
from conformance.judgement import calls, views
from conformance.security import envelope, hsuid
from conformance.security.faults import DgwsFault
from conformance.security.hsuid import Hsuid, HsuidAttribute, HsuidUserType, MalformedHsuid
from conformance.security.namespaces import Namespace
from conformance.simulator.state.journal import Exchange, Service
from conformance.vendor.protocol import View

_HEADER: Final = "the HSUID header of the look-ups of this scenario"
_ON_BEHALF: Final = (Service.SFSK_REGISTRY, Service.SFSK_REPOSITORY, Service.SKR)
_SCREEN: Final = "the portal after opening the card"
_OWN: Final = (
    "give the citizen who has logged in as acting user, leave the responsible user out, and "
    "nsi:CitizenCivilRegistrationNumber empty"
)
_FOR_ANOTHER: Final = (
    "give who has logged in as acting user, who is acted for as responsible user, and the relation"
)


class RelationNotKnown(Exception):
    """A portal tells the relation by a code that no public source gives: the verdict is open."""


def require_known_relation(journal: Sequence[Exchange], known: Collection[str]) -> None:
    """No call on behalf of another was refused for the code of its relation alone.

    *known* are the codes that the simulated services take; the real ones are not public, and nobody
    falls short for one. Raises RelationNotKnown.
    """
    for call in journal:
        header = _header_of(call)
        if header is None or header.responsible_cpr in (None, header.acting_cpr):
            continue
        found = header.get(HsuidAttribute.CITIZEN_RELATION)
        if found and found not in known:
            raise RelationNotKnown(
                f"expected {' or '.join(sorted(known))} as nsi:CitizenUserRelation, found {found}. "
                "The codes are not public, and those that the simulated services take are assumed: "
                "give yours as custody-relation and proxy-relation in [simulator.settings.access]"
            )


def _header_of(call: Exchange) -> Hsuid | None:
    """The HSUID header of a call; None without one that can be read."""
    if call.service not in _ON_BEHALF:
        return None
    try:
        root = envelope.open_envelope(call.request, source="request")
        found = root.find(f".//{Namespace.HSUID.tag('HsuidHeader')}")
        return None if found is None else hsuid.read(found)
    except (DgwsFault, MalformedHsuid):
        return None


def require_own_call(journal: Sequence[Exchange], cpr: str) -> None:
    """At least one look-up was made, and each names this citizen as acting for nobody else."""
    for header in _headers(journal):
        found = _told(header)
        citizen = header.get(HsuidAttribute.CITIZEN_CPR)
        if found != (HsuidUserType.CITIZEN, cpr, None) or citizen:
            raise Shortfall(
                expected=f"a citizen's own call: {cpr} acts, and no other citizen is named",
                found=_described(header),
                where=_HEADER,
                fix=_OWN,
            )


def require_call_for(journal: Sequence[Exchange], acting: str, whose: str) -> None:
    """At least one look-up was made, and each names who acts, for whom, and by some relation.

    The codes of the relation are not public, and are not looked at.
    """
    for header in _headers(journal):
        found = _told(header)
        relation = header.get(HsuidAttribute.CITIZEN_RELATION)
        if found != (HsuidUserType.CITIZEN, acting, whose) or not relation:
            raise Shortfall(
                expected=f"a call on behalf of another: {acting} acts for {whose} by a relation",
                found=_described(header),
                where=_HEADER,
                fix=_FOR_ANOTHER,
            )


def require_whose_card(view: View, cpr: str, name: str) -> None:
    """The screen tells by number or name whose card it shows, and it is this citizen's."""
    card = view.card
    told = [] if card is None else [text for text in (card.cpr, card.name) if text]
    if not any(text in (cpr, name) for text in told):
        raise Shortfall(
            expected=f"the card of {name}, {cpr}, told by name or number",
            found=", ".join(told) or "neither name nor number",
            where=_SCREEN,
            fix="show beside the card whose it is: who acts for several must not mix them up",
        )


def require_same_card(view: View, before: View) -> None:
    """The card is on the screen, and is field by field the one that was shown before."""
    card, other = views.require_shown(view), views.require_shown(before)
    names = {*card.shown_fields(), *other.shown_fields()}
    different = sorted(name for name in names if getattr(card, name) != getattr(other, name))
    if different or not names:
        raise Shortfall(
            expected="the card as the citizen is shown it",
            found=f"other {', '.join(different).replace('_', ' ')}" if names else "an empty card",
            where=_SCREEN,
            fix="show who acts for the citizen the card that the citizen would be shown",
        )


def _headers(journal: Sequence[Exchange]) -> Iterator[Hsuid]:
    """The header of each look-up; there must be one, with a header that can be read."""
    made = calls.look_ups(journal)
    if not made:
        raise Shortfall(expected="a look-up", found="none", where=_HEADER)
    for call in made:
        root = envelope.open_envelope(call.request, source="request")
        found = root.find(f".//{Namespace.HSUID.tag('HsuidHeader')}")
        if found is None:
            raise Shortfall(
                expected="an HSUID header that names the citizen",
                found="none",
                where=f"a call to {call.service.value}",
                fix="send the header with each call that a citizen makes through the portal",
            )
        try:
            yield hsuid.read(found)
        except MalformedHsuid as error:
            raise Shortfall(
                expected="an HSUID header that can be read", found=str(error), where=_HEADER
            ) from None


def _told(header: Hsuid) -> tuple[HsuidUserType, str | None, str | None]:
    return header.user_type, header.acting_cpr, header.responsible_cpr


def _described(header: Hsuid) -> str:
    told = (
        header.user_type.value,
        f"acting {header.acting_cpr or 'nobody'}",
        f"responsible {header.responsible_cpr or 'nobody'}",
        f"relation {header.get(HsuidAttribute.CITIZEN_RELATION) or 'none'}",
        f"citizen {header.get(HsuidAttribute.CITIZEN_CPR) or 'empty'}",
    )
    return ", ".join(told)
