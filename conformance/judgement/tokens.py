"""Judges the look-ups that the system under test made by token (OIO-IDWS)."""

from collections.abc import Iterator, Sequence
from typing import Final

from lxml import etree

from conformance.findings import Shortfall
from conformance.judgement import calls
from conformance.security import envelope
from conformance.security.idws import FSK_AUDIENCE
from conformance.security.namespaces import Namespace
from conformance.simulator.state.journal import Exchange

_CALLS: Final = "the look-ups of this scenario"
_AUDIENCES: Final = f".//{Namespace.SAML.tag('Audience')}"


def require_tokens_for_fsk(journal: Sequence[Exchange]) -> None:
    """At least one look-up was made, and each carried one token, for Fælles Stamkort."""
    for root in _messages(journal):
        security = root.find(f".//{Namespace.WSSE.tag('Security')}")
        found = [] if security is None else security.findall(Namespace.SAML.tag("Assertion"))
        audiences = [each.text for token in found for each in token.findall(_AUDIENCES)]
        if len(found) != 1 or audiences != [FSK_AUDIENCE]:
            told = f"one for {', '.join(map(str, audiences)) or 'nobody'}"
            raise Shortfall(
                expected=f"one token for {FSK_AUDIENCE}",
                found=told if len(found) == 1 else f"{len(found)} tokens",
                where=f"{_CALLS}, saml:Audience",
                fix="exchange the user's bootstrap token at the STS, with wsp:AppliesTo "
                f"{FSK_AUDIENCE}, and send what it answers",
            )


def require_no_hsuid(journal: Sequence[Exchange]) -> None:
    """At least one look-up was made, and none carried an HSUID header."""
    for root in _messages(journal):
        if root.find(f".//{Namespace.HSUID.tag('HsuidHeader')}") is not None:
            raise Shortfall(
                expected="no HSUID header beside a token",
                found="one",
                where=_CALLS,
                fix="leave it out: who calls, and for whom, stands in the token",
            )


def _messages(journal: Sequence[Exchange]) -> Iterator[etree._Element]:
    made = calls.look_ups(journal)
    if not made:
        raise Shortfall(expected="a look-up", found="none", where=_CALLS)
    for call in made:
        yield envelope.open_envelope(call.request, source="request")
