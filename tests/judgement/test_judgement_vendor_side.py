"""Calls, copies, notifications, edits: what holds passes, and what does not is worded."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from uuid import uuid4

import pytest
from lxml import etree

from conformance.findings import Shortfall
from conformance.judgement import (
    edits,
    fetches,
    requests,
    subscribed,
    synchronisation,
)
from conformance.nas.id_lists import IdList
from conformance.nas.subscriptions import IdFilter, SingleId
from conformance.nas.vocabulary import IdType, Topic
from conformance.pdc.codes import RelationCode
from conformance.pdc.datatypes import PersonName
from conformance.pdc.values import Card
from conformance.security import envelope
from conformance.security.idcard import AuthenticationLevel, IdCard, SystemLog, system_card
from conformance.security.soap import SoapVersion
from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.state.broker import Notifications, Subscription
from conformance.simulator.state.journal import Exchange, Service
from conformance.simulator.state.personas import Persona, populate
from conformance.simulator.state.world import World
from conformance.vendor.protocol import (
    Changed,
    ChangeOutcome,
    LocalNote,
    Refreshed,
    Relative,
    ShownCard,
)
from conformance.xds import entries, query, retrieve
from conformance.xds.entries import DocumentEntry, QueryResponse
from conformance.xds.query import StoredQueryRequest
from conformance.xds.retrieve import DocumentRequest
from conformance.xds.vocabulary import Action, EntryType, FormatCode, Parameter

NOW = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
CPR, OTHER = "2512489996", "0408801111"
CARD = system_card(
    card_id="1",
    issuer="x",
    cert_hash="x",
    system=SystemLog(it_system_name="EHR", care_provider_id="1", care_provider_name="H"),
    now=NOW,
)
HIT = DocumentEntry(
    unique_id="1.2^x",
    repository_id="1.2",
    home_community_id="urn:oid:1",
    cpr=CPR,
    format_code=FormatCode.PDC_V3,
    title="t",
)
ASKED = query.read_request(
    query.build_request(query.find_documents(CPR, format_codes=(FormatCode.PDC_V3,)))
)


def enveloped(body: etree._Element, version: SoapVersion = SoapVersion.SOAP_1_1) -> bytes:
    root, _, place = envelope.new_envelope(version=version)
    place.append(body)
    return envelope.to_bytes(root)


def call(service: Service, **different: object) -> Exchange:
    made = Exchange(
        at=NOW,
        service=service,
        operation="x",
        outcome="Success",
        request=enveloped(etree.Element("x")),
        response=b"",
        caller=CARD,
    )
    return replace(made, **different)


def search(asked: StoredQueryRequest | None = ASKED, *hits: DocumentEntry) -> Exchange:
    answer = enveloped(entries.build_response(QueryResponse(entries=hits)))
    action = Action.REGISTRY_STORED_QUERY.value
    return call(Service.SFSK_REGISTRY, operation=action, query=asked, response=answer)


def asking(**parameters: tuple[str, ...]) -> Exchange:
    """A search with other values in these slots, the rest as it should be."""
    told = {Parameter[name].value: values for name, values in parameters.items()}
    return search(replace(ASKED, parameters={**ASKED.parameters, **told}))


def fetch(unique_id: str = "1.2^x", repository: str = "1.2", home: str | None = None) -> Exchange:
    wanted = DocumentRequest(repository_id=repository, unique_id=unique_id, home_community_id=home)
    request = enveloped(retrieve.build_request((wanted,)))
    return call(Service.SFSK_REPOSITORY, request=request, citizens=(CPR,))


def skr(operation: str, caller: IdCard = CARD) -> Exchange:
    return call(Service.SKR, operation=operation, caller=caller)


CREATE = "http://sundhedsdatastyrelsen.dk/skr/2024/01/01#CreateRelatives"
UNQUOTED = replace(ASKED, raw={Parameter.PATIENT_ID.value: (f"{CPR}^^^&1.2.208.176.1.2&ISO",)})
MOVED = replace(HIT, repository_id="9")
LISTED = Subscription(
    id="s", owner="1", pull_point="p", topic=Topic.CARD_UPDATED, id_filter=IdFilter(id_list="own")
)
SINGLE = replace(
    LISTED, id_filter=IdFilter(single_ids=(SingleId(id=CPR, id_type=IdType.CPR.value),))
)
DELIVERED = call(Service.NAS, outcome="1 delivered", citizens=(CPR,))
LOW = replace(CARD, level=AuthenticationLevel.PASSWORD)
REFUSED = Changed(outcome=ChangeOutcome.REFUSED, message="nej")
SAVED = Changed(outcome=ChangeOutcome.ACCEPTED)


def typed_in(*relatives: str) -> Card:
    """A citizen's card with these relatives and nothing else that was typed in."""
    world = World()
    populate(world)
    for name in relatives:
        world.name_relative(
            Persona.SOFIE, PersonName.of("Ny", family=name), RelationCode.MOTHER, "12345678"
        )
    return CardMaker(new_uuid=uuid4).make(world, Persona.SOFIE)


EMPTY, NABO, MOR = typed_in(), typed_in("Nabo"), typed_in("Moder")
KEPT_NABO = ShownCard(relatives=(Relative(name="Ny Nabo", note="tlf. 12345678"),))


def known(subscription: Subscription, *ids: str) -> Notifications:
    return listed(Notifications(subscriptions={"s": subscription}), *ids)


def listed(known: Notifications, *ids: str) -> Notifications:
    """What is known when CreateIDList has come for the list of that name."""
    own = IdList(name="own", description="d", id_type=IdType.CPR.value, ids=ids)
    return known.create_id_list("1", own)


PASSES: dict[str, Callable[[], object]] = {
    "whole entries": lambda: requests.require_find_documents([search()]),
    "the quoted patient": lambda: requests.require_patient_id([search()], CPR),
    "on demand": lambda: requests.require_on_demand([search()]),
    "approved": lambda: requests.require_approved([search()]),
    "whole codes": lambda: requests.require_whole_format_codes([search()]),
    "no format": lambda: requests.require_whole_format_codes([asking(FORMAT_CODE=())]),
    "cards": lambda: requests.require_cards_only([search()]),
    "the place of the hit": lambda: fetches.require_place_of_hit(
        [search(ASKED, HIT), fetch(), fetch(home="urn:oid:1")]
    ),
    "the place of the latest hit": lambda: fetches.require_place_of_hit(
        [search(ASKED, HIT), search(ASKED, MOVED), fetch(repository="9")]
    ),
    "what was found": lambda: fetches.require_found_documents([search(ASKED, HIT), fetch()]),
    "in step": lambda: synchronisation.require_in_step(KEPT_NABO, NABO, [EMPTY, MOR]),
    "nothing typed in": lambda: synchronisation.require_in_step(ShownCard(), EMPTY, [NABO]),
    "without": lambda: synchronisation.require_without(KEPT_NABO, "Moder"),
    "fetched": lambda: synchronisation.require_fetched_times([fetch()], CPR, 1),
    "a batch": lambda: synchronisation.require_refreshed(
        Refreshed(refreshed=(CPR,), failed=(OTHER,)), [CPR], [OTHER]
    ),
    "notes": lambda: synchronisation.require_notes([LocalNote(relative="r", text="t")], ["t"]),
    "a list": lambda: subscribed.require_subscribed(known(LISTED, CPR, OTHER), [OTHER, CPR], NOW),
    "a list that is sent again": lambda: subscribed.require_subscribed(
        listed(known(LISTED, CPR), OTHER), [OTHER], NOW
    ),
    "a list that is added to": lambda: subscribed.require_subscribed(
        listed(known(LISTED, CPR), OTHER), [OTHER, CPR], NOW
    ),
    "a list that was destroyed before": lambda: subscribed.require_subscribed(
        listed(known(LISTED, CPR).destroy_id_list("1", "own"), OTHER), [OTHER], NOW
    ),
    "a single id": lambda: subscribed.require_subscribed(known(SINGLE), [CPR], NOW),
    "level 3": lambda: subscribed.require_level([DELIVERED]),
    "fetched after": lambda: subscribed.require_fetched_after_notification(
        [DELIVERED, fetch()], CPR
    ),
    "own citizens": lambda: subscribed.require_looked_up_only([fetch(), DELIVERED], [CPR]),
    "accepted": lambda: edits.require_accepted(SAVED),
    "refused": lambda: edits.require_told(REFUSED, ChangeOutcome.REFUSED),
    "not saved, refused": lambda: edits.require_told_not_saved(REFUSED),
    "not saved, out of reach": lambda: edits.require_told_not_saved(
        Changed(outcome=ChangeOutcome.UNAVAILABLE, message="Prøv igen")
    ),
    "not offered": lambda: edits.require_not_taken(Changed(outcome=ChangeOutcome.NOT_OFFERED)),
    "writes": lambda: edits.require_write_operations([skr(CREATE)]),
    "not called": lambda: edits.require_not_called([fetch()]),
}

FAILS: dict[str, tuple[Callable[[], object], str]] = {
    "no search": (lambda: requests.require_on_demand([fetch()]), "found none"),
    "an unreadable search": (
        lambda: requests.require_on_demand([search(None)]),
        "that the service could read",
    ),
    "another query": (
        lambda: requests.require_find_documents([search(replace(ASKED, query_id="urn:uuid:1"))]),
        "found urn:uuid:1",
    ),
    "ids only": (
        lambda: requests.require_find_documents([search(replace(ASKED, return_type="ObjectRef"))]),
        "found ObjectRef",
    ),
    "no quotes": (lambda: requests.require_patient_id([search(UNQUOTED)], CPR), f"found {CPR}"),
    "another citizen": (lambda: requests.require_patient_id([search()], OTHER), f"found '{CPR}"),
    "stable only": (
        lambda: requests.require_on_demand([asking(TYPE=(EntryType.STABLE.value,))]),
        "found a search for urn:uuid:7edca82f",
    ),
    "no kind": (lambda: requests.require_on_demand([asking(TYPE=())]), "urn:uuid:7edca82f"),
    "no status": (lambda: requests.require_approved([asking(STATUS=())]), "without a status"),
    "a bare code": (
        lambda: requests.require_whole_format_codes([asking(FORMAT_CODE=("pdc",))]),
        "found pdc",
    ),
    "another format": (
        lambda: requests.require_cards_only([asking(FORMAT_CODE=("phmr^^1",))]),
        "found a search for phmr",
    ),
    "another type": (
        lambda: requests.require_cards_only([asking(TYPE_CODE=("57053-1^^1",))]),
        "found a search for 57053-1",
    ),
    "an old place": (
        lambda: fetches.require_place_of_hit([search(ASKED, HIT), search(ASKED, MOVED), fetch()]),
        "expected the repository 9, which the search had found",
    ),
    "another community": (
        lambda: fetches.require_place_of_hit([search(ASKED, HIT), fetch(home="urn:oid:2")]),
        "expected the home community urn:oid:1",
    ),
    "a part of the id": (
        lambda: fetches.require_found_documents([search(ASKED, HIT), fetch("x")]),
        "found x",
    ),
    "no retrieval": (lambda: fetches.require_found_documents([search(ASKED, HIT)]), "found none"),
    "a retrieval that cannot be read": (
        lambda: fetches.require_found_documents([call(Service.SFSK_REPOSITORY, request=b"<")]),
        "a retrieval that can be read",
    ),
    "a batch that stopped": (
        lambda: synchronisation.require_refreshed(Refreshed(refreshed=(), failed=(CPR,)), [CPR]),
        f"found refreshed none, failed {CPR}",
    ),
    "behind the service": (
        lambda: synchronisation.require_in_step(KEPT_NABO, MOR, [NABO]),
        "Ny Moder there, Ny Nabo gone, found Ny Nabo there, Ny Moder missing",
    ),
    "more than the service": (
        lambda: synchronisation.require_in_step(ShownCard(language="da"), EMPTY),
        "none there, language gone, found language there",
    ),
    "said": (lambda: synchronisation.require_without(KEPT_NABO, "Nabo"), "found Nabo"),
    "no copy": (
        lambda: synchronisation.require_in_step(None, EMPTY),
        "expected a local copy",
    ),
    "one look-up for two": (
        lambda: synchronisation.require_fetched_times([fetch()], CPR, 2),
        "expected 2 retrievals",
    ),
    "a lost note": (lambda: synchronisation.require_notes([], ["t"]), "expected the notes t"),
    "no subscription": (
        lambda: subscribed.require_subscribed(Notifications(), [CPR], NOW),
        "found no subscription",
    ),
    "a subscription that is over": (
        lambda: subscribed.require_subscribed(known(replace(LISTED, ends_at=NOW)), [CPR], NOW),
        "found no subscription",
    ),
    "another topic": (
        lambda: subscribed.require_subscribed(known(replace(LISTED, topic="x")), [CPR], NOW),
        "found x",
    ),
    "everybody": (
        lambda: subscribed.require_subscribed(known(replace(LISTED, id_filter=None)), [CPR], NOW),
        "found one for everybody",
    ),
    "a stale list": (
        lambda: subscribed.require_subscribed(known(LISTED, CPR, OTHER), [CPR], NOW),
        f"found one for {OTHER}, {CPR}",
    ),
    "level 2": (
        lambda: subscribed.require_level([replace(DELIVERED, caller=LOW)]),
        "found one of level 2",
    ),
    "not fetched after": (
        lambda: subscribed.require_fetched_after_notification([fetch(), DELIVERED], CPR),
        "a retrieval of the card",
    ),
    "fetched in vain": (
        lambda: subscribed.require_fetched_after_notification(
            [DELIVERED, replace(fetch(), outcome="HTTP 503")], CPR
        ),
        "a retrieval of the card",
    ),
    "not polled": (
        lambda: subscribed.require_fetched_after_notification([fetch()], CPR),
        "no GetMessages",
    ),
    "a stranger": (
        lambda: subscribed.require_looked_up_only([fetch()], [OTHER]),
        f"found look-ups of {CPR}",
    ),
    "a refusal": (lambda: edits.require_accepted(REFUSED), "found outcome 'refused'"),
    "a refusal without a word": (
        lambda: edits.require_told(Changed(outcome=ChangeOutcome.REFUSED), ChangeOutcome.REFUSED),
        "no message",
    ),
    "told as saved": (
        lambda: edits.require_told_not_saved(SAVED),
        "expected a message that the change was not saved, found outcome 'accepted'",
    ),
    "not saved without a word": (
        lambda: edits.require_told_not_saved(Changed(outcome=ChangeOutcome.UNAVAILABLE)),
        "no message",
    ),
    "not saved as it is not offered": (
        lambda: edits.require_told_not_saved(
            Changed(outcome=ChangeOutcome.NOT_OFFERED, message="Nej")
        ),
        "found outcome 'not-offered'",
    ),
    "taken": (lambda: edits.require_not_taken(SAVED), "found outcome 'accepted'"),
    "a read": (
        lambda: edits.require_write_operations([skr(CREATE), skr("x#GetRelatives")]),
        "found x#GetRelatives",
    ),
    "nothing written": (lambda: edits.require_write_operations([fetch()]), "found none"),
    "a system's card": (
        lambda: edits.require_written_as_user([skr(CREATE)]),
        "found a system id card of level 3",
    ),
    "called all the same": (lambda: edits.require_not_called([skr(CREATE)]), "found 1"),
    "text that was sent": (
        lambda: edits.require_nothing_written([replace(skr(CREATE), request=b"Hansen")], "Hansen"),
        "found one",
    ),
}


@pytest.mark.parametrize("name", PASSES)
def test_what_holds_passes(name: str) -> None:
    """In silence."""
    PASSES[name]()


@pytest.mark.parametrize("name", FAILS)
def test_what_does_not_hold_is_worded(name: str) -> None:
    """Expected, found and where."""
    judgement, words = FAILS[name]
    with pytest.raises(Shortfall) as fallen:
        judgement()
    assert words in f"expected {fallen.value.expected}, found {fallen.value.found}"
    assert fallen.value.where
