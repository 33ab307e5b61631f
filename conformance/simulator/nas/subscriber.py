"""What subscribers ask of the national notification service, carried out."""

from collections.abc import Callable, Mapping, Sequence
from itertools import chain
from uuid import UUID, uuid4

from lxml import etree

from conformance.nas import id_lists, pull_points, subscriptions
from conformance.nas.elements import MalformedMessage
from conformance.nas.faults import FaultKind, NasFault
from conformance.nas.id_lists import IdList
from conformance.nas.notifications import NotificationMessage
from conformance.nas.vocabulary import Action
from conformance.security import instants
from conformance.security.faults import DgwsFault, FaultCode
from conformance.simulator.doors.endpoint import Answer, Asked, Note, Route
from conformance.simulator.nas.addresses import (
    BROKER,
    PULL_POINTS,
    ROUTES,
    SUBSCRIPTIONS,
    action_of,
)
from conformance.simulator.nas.rules import NasRules
from conformance.simulator.nas.trouble import check_able, concern, loses_answer
from conformance.simulator.state.broker import Notifications, Subscription, UnknownResource, change

_Operation = Callable[[Asked, Note], etree._Element]


class NasSubscriber:
    """Lists, pull points, subscriptions and messages, each for the organisation that owns them."""

    routes: Sequence[Route] = ROUTES

    def __init__(self, rules: NasRules, *, new_uuid: Callable[[], UUID] = uuid4) -> None:
        self._rules = rules
        self._new_uuid = new_uuid
        self._operations: Mapping[str, _Operation] = {
            Action.CREATE_ID_LIST: self._create_id_list,
            Action.DESTROY_ID_LIST: self._destroy_id_list,
            Action.CREATE_PULL_POINT: self._create_pull_point,
            Action.SUBSCRIBE: self._subscribe,
            Action.UNSUBSCRIBE: self._unsubscribe,
            Action.GET_MESSAGES: self._get_messages,
            Action.DESTROY_PULL_POINT: self._destroy_pull_point,
        }

    def serve(self, asked: Asked, note: Note) -> Answer:
        """The operation's answer. Raises DgwsFault and NasFault."""
        self._rules.check_level(asked.card)
        action = asked.action or action_of(asked.path, asked.body)
        check_able(note, action)
        try:
            return Answer(body=self._operations[action](asked, note))
        except MalformedMessage as error:
            raise DgwsFault(FaultCode.SYNTAX_ERROR, str(error)) from None
        except UnknownResource:
            raise NasFault(
                FaultKind.RESOURCE_UNKNOWN,
                f"expected an address that this service handed out, found {asked.path!r}",
            ) from None

    def _create_id_list(self, asked: Asked, note: Note) -> etree._Element:
        wanted = id_lists.read_create_request(asked.body)
        concern(note, Action.CREATE_ID_LIST, wanted.ids)
        owner = _organisation(asked)

        def step(known: Notifications) -> tuple[Notifications, IdList | None]:
            earlier = known.id_lists.get((owner, wanted.name))
            return known.create_id_list(owner, wanted), earlier

        earlier = change(note.world, step)
        note.outcome = "list updated" if earlier else "list created"
        return id_lists.build_create_response(existing_updated=earlier is not None)

    def _destroy_id_list(self, asked: Asked, note: Note) -> etree._Element:
        name = id_lists.read_destroy_request(asked.body)
        owner = _organisation(asked)

        def step(known: Notifications) -> tuple[Notifications, IdList | None]:
            earlier = known.id_lists.get((owner, name))
            concern(note, Action.DESTROY_ID_LIST, earlier.ids if earlier else ())
            return known.destroy_id_list(owner, name), earlier

        earlier = change(note.world, step)
        note.outcome = "list destroyed" if earlier else "no such list"
        return id_lists.build_destroy_response(no_such_list=earlier is None)

    def _create_pull_point(self, asked: Asked, note: Note) -> etree._Element:
        pull_points.read_create_request(asked.body)
        owner, new_id = _organisation(asked), str(self._new_uuid())

        def step(known: Notifications) -> tuple[Notifications, str]:
            self._rules.check_room(known, owner)
            return known.create_pull_point(new_id, owner), _base(known, asked)

        base = change(note.world, step)
        note.outcome = "pull point created"
        return pull_points.build_create_response(f"{base}{PULL_POINTS}{new_id}")

    def _subscribe(self, asked: Asked, note: Note) -> etree._Element:
        wish = subscriptions.read_request(asked.body)
        now = note.world.now

        def step(known: Notifications) -> tuple[Notifications, tuple[str, Subscription]]:
            subscription = self._subscription(known, wish, asked, note)
            return known.subscribe(subscription), (_base(known, asked), subscription)

        base, made = change(note.world, step)
        note.outcome = "subscribed"
        return subscriptions.build_response(
            subscriptions.SubscribeResponse(
                address=f"{base}{SUBSCRIPTIONS}{made.id}",
                current_time=instants.to_wire(now),
                termination_time=instants.to_wire(made.ends_at) if made.ends_at else None,
            )
        )

    def _subscription(
        self, known: Notifications, wish: subscriptions.Subscribe, asked: Asked, note: Note
    ) -> Subscription:
        """What is wished, if it can be had. The broker's WSDL has no fault for unknown topics."""
        rules, owner = self._rules, _organisation(asked)
        named = (known.named_by(content.id_filter, owner) for content in wish.contents)
        concern(note, Action.SUBSCRIBE, chain.from_iterable(named))
        at_broker = asked.path == BROKER
        unsupported = FaultKind.INVALID_TOPIC if at_broker else FaultKind.TOPIC_NOT_SUPPORTED
        rules.check_known(wish)
        topic = rules.topic(known.settings, wish, unsupported=unsupported)
        id_filter = rules.id_filter(known, wish, owner)
        pull_point = rules.consumer(known, wish)
        rules.check_owner(known.settings, known.pull_point(pull_point).owner, owner)
        return Subscription(
            id=str(self._new_uuid()),
            owner=owner,
            pull_point=pull_point,
            topic=topic,
            id_filter=id_filter,
            ends_at=rules.end(wish, note.world.now),
        )

    def _unsubscribe(self, asked: Asked, note: Note) -> etree._Element:
        subscriptions.read_unsubscribe(asked.body)
        wanted, now = asked.path.removeprefix(SUBSCRIPTIONS), note.world.now

        def step(known: Notifications) -> tuple[Notifications, None]:
            found = known.subscription(wanted, now)
            self._rules.check_owner(known.settings, found.owner, _organisation(asked))
            named = known.named_by(found.id_filter, found.owner)
            concern(note, Action.UNSUBSCRIBE, named)
            return known.unsubscribe(wanted, now), None

        change(note.world, step)
        note.outcome = "unsubscribed"
        return subscriptions.build_unsubscribe_response()

    def _get_messages(self, asked: Asked, note: Note) -> etree._Element:
        most = pull_points.read_get_messages(asked.body)
        now = note.world.now

        def step(
            known: Notifications,
        ) -> tuple[Notifications, tuple[NotificationMessage, ...]]:
            after, messages = known.fetch(self._own_pull_point(known, asked), most=most, now=now)
            concern(note, Action.GET_MESSAGES, citizens_of(messages))
            return (known if loses_answer(note) else after), messages

        messages = change(note.world, step)
        note.outcome = f"{len(messages)} delivered"
        return pull_points.build_get_messages_response(messages)

    def _destroy_pull_point(self, asked: Asked, note: Note) -> etree._Element:
        pull_points.read_destroy_request(asked.body)

        def step(known: Notifications) -> tuple[Notifications, None]:
            return known.destroy_pull_point(self._own_pull_point(known, asked)), None

        change(note.world, step)
        note.outcome = "pull point destroyed"
        return pull_points.build_destroy_response()

    def _own_pull_point(self, known: Notifications, asked: Asked) -> str:
        wanted = known.pull_point(asked.path.removeprefix(PULL_POINTS))
        self._rules.check_owner(known.settings, wanted.owner, _organisation(asked))
        return wanted.id


def citizens_of(messages: Sequence[NotificationMessage]) -> tuple[str, ...]:
    """Whom the messages are about, each once."""
    return tuple(dict.fromkeys(message.id for message in messages if message.id))


def _organisation(asked: Asked) -> str:
    return asked.card.system.care_provider_id


def _base(known: Notifications, asked: Asked) -> str:
    return known.settings.public_address or asked.base_url
