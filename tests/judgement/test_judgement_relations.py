"""A code of a relation that no source gives is no shortfall: the verdict is open."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Final

import pytest

from conformance.judgement.portal import RelationNotKnown, require_known_relation
from conformance.security import dgws, hsuid
from conformance.security.hsuid import HsuidAttribute, HsuidUserType
from conformance.simulator.state.journal import Exchange, Service
from conformance.xds import query
from conformance.xds.vocabulary import FormatCode

NOW: Final = datetime(2026, 6, 1, 12, tzinfo=UTC)
ACTING, WHOSE = "0408801111", "2512489996"
KNOWN: Final = ("child-custody-holder", "proxy-holder")


def call(
    attributes: Mapping[str, str] | None, service: Service = Service.SFSK_REGISTRY
) -> Exchange:
    """A search with a HSUID header of these attributes, or none."""
    header = None if attributes is None else hsuid.build(attributes, issuer="portal", at=NOW)
    message = dgws.build_request(
        None,
        query.build_request(query.find_documents(WHOSE, format_codes=(FormatCode.PDC_V3,))),
        security_level=3,
        message_id="m",
        flow_id="f",
        created=NOW,
        hsuid=header,
    )
    return Exchange(
        at=NOW, service=service, operation="x", outcome="x", request=message, response=b""
    )


def on_behalf(relation: str = "", responsible: str = WHOSE) -> dict[str, str]:
    """The attributes of a citizen who acts for another."""
    attributes = {
        HsuidAttribute.USER_TYPE.value: HsuidUserType.CITIZEN.value,
        HsuidAttribute.ACTING_CPR.value: ACTING,
    }
    if responsible:
        attributes[HsuidAttribute.RESPONSIBLE_CPR.value] = responsible
    if relation:
        attributes[HsuidAttribute.CITIZEN_RELATION.value] = relation
    return attributes


@pytest.mark.parametrize(
    "journal",
    [
        [],
        [call(None)],
        [call(on_behalf("proxy-holder"))],
        [call(on_behalf("child-custody-holder", WHOSE), Service.SKR)],
        [call(on_behalf())],
        [call(on_behalf("other", responsible=""))],
        [call(on_behalf("other", responsible=ACTING))],
        [call(on_behalf("other"), Service.MINLOG_LOOKUP)],
        [replace(call(None), request=b"<")],
    ],
    ids=[
        "nothing", "no header", "a power of attorney", "custody at SKR", "no relation at all",
        "nobody acted for", "for oneself", "another service", "no message",
    ],
)  # fmt: skip
def test_what_is_known_or_wrong_otherwise_is_left_to_the_judgement(journal: list[Exchange]) -> None:
    """Only the code itself makes a verdict open."""
    require_known_relation(journal, KNOWN)


@pytest.mark.parametrize("service", [Service.SFSK_REGISTRY, Service.SFSK_REPOSITORY, Service.SKR])
def test_an_unknown_code_leaves_the_verdict_open(service: Service) -> None:
    """It says which code was sent, which are taken, and where to give one's own."""
    journal = [call(on_behalf("proxy-holder")), call(on_behalf("fuldmagt"), service)]
    with pytest.raises(RelationNotKnown) as said:
        require_known_relation(journal, KNOWN)
    assert "found fuldmagt" in str(said.value)
    assert "expected child-custody-holder or proxy-holder" in str(said.value)
    assert "[simulator.settings.access]" in str(said.value)
    assert not isinstance(said.value, AssertionError)
