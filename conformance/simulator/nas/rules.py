"""What the national notification service accepts. Each rule is a method, so that a mutant fits."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from conformance.nas.faults import FaultKind, NasFault
from conformance.nas.notifications import NotificationMessage
from conformance.nas.subscriptions import IdFilter, Subscribe
from conformance.nas.vocabulary import Dialect
from conformance.security.faults import DgwsFault, FaultCode
from conformance.security.idcard import AuthenticationLevel, IdCard
from conformance.simulator.nas.addresses import PULL_POINTS
from conformance.simulator.nas.termination import ends_at
from conformance.simulator.state.broker import Notifications
from conformance.simulator.state.nas_settings import NasSettings, Strangers


class NasRules:
    """Decides what is accepted. Raises DgwsFault about the caller, NasFault about the call."""

    def check_level(self, card: IdCard) -> None:
        """Subscribers need level 3 at least. Source: NSP protocol dossier 3.2."""
        if card.level < AuthenticationLevel.SYSTEM_SIGNATURE:
            raise DgwsFault(
                FaultCode.SECURITY_LEVEL_FAILED,
                f"expected authentication level {AuthenticationLevel.SYSTEM_SIGNATURE.value} "
                f"or more, found {card.level.value}",
            )

    def check_owner(self, settings: NasSettings, owner: str, caller: str) -> None:
        """Pull points and subscriptions are for the organisation that made them."""
        if settings.strangers is Strangers.REFUSED and owner != caller:
            raise DgwsFault(
                FaultCode.NOT_AUTHORIZED,
                f"expected the organisation that made this, found CVR number {caller}",
            )

    def check_room(self, known: Notifications, caller: str) -> None:
        """An organisation may have so many pull points."""
        taken = sum(point.owner == caller for point in known.pull_points.values())
        if taken >= known.settings.most_pull_points:
            raise NasFault(
                FaultKind.PULL_POINT_NOT_CREATED,
                f"expected fewer than {known.settings.most_pull_points} pull points of "
                f"CVR number {caller}, found {taken}: destroy those that are not used",
            )

    def check_published(self, settings: NasSettings, message: NotificationMessage) -> None:
        """A register publishes to a topic that exists. Source: NSP protocol dossier 3.2."""
        if message.dialect != Dialect.SIMPLE_TOPIC or message.topic not in settings.topics:
            raise NasFault(
                FaultKind.INVALID_TOPIC,
                f"expected a topic that exists, in the dialect {Dialect.SIMPLE_TOPIC.value}, "
                f"found {message.topic!r} in {message.dialect}",
            )

    def topic(self, settings: NasSettings, wish: Subscribe, *, unsupported: FaultKind) -> str:
        """The one topic that is wanted; *unsupported* is the fault if there is no such topic."""
        if len(wish.topics) != 1:
            raise NasFault(
                FaultKind.INVALID_TOPIC,
                f"expected one TopicExpression in Filter, found {len(wish.topics)}",
            )
        (topic,) = wish.topics
        if topic.dialect != Dialect.SIMPLE_TOPIC:
            raise NasFault(
                FaultKind.TOPIC_DIALECT_UNKNOWN,
                f"expected the dialect {Dialect.SIMPLE_TOPIC.value}, found {topic.dialect}",
            )
        if not topic.text:
            raise NasFault(FaultKind.INVALID_TOPIC, "expected a topic, found nothing")
        if topic.text not in settings.topics:
            raise NasFault(unsupported, f"expected a topic that exists, found {topic.text!r}")
        return topic.text

    def id_filter(self, known: Notifications, wish: Subscribe, caller: str) -> IdFilter | None:
        """Whom notifications are wanted about; None for everybody."""
        if len(wish.contents) > 1:
            raise _invalid_content(f"expected one MessageContent, found {len(wish.contents)}")
        if not wish.contents:
            return None
        (content,) = wish.contents
        if content.dialect != Dialect.CITIZENS:
            raise _invalid_content(
                f"expected the dialect {Dialect.CITIZENS.value}, found {content.dialect}"
            )
        if content.id_filter is None:
            raise _invalid_content("expected one nas:IDFilter in MessageContent")
        if content.id_filter.xpath_version is not None:
            raise _invalid_content("expected no XPathFilter: this service does not know it")
        self.check_list(known, content.id_filter, caller)
        return content.id_filter

    def check_list(self, known: Notifications, id_filter: IdFilter, caller: str) -> None:
        """A list that is named must have been created."""
        name = id_filter.id_list
        if name is not None and (caller, name) not in known.id_lists:
            raise NasFault(
                FaultKind.SUBSCRIBE_FAILED,
                f"expected an IDList that CVR number {caller} has created, found {name!r}",
            )

    def check_known(self, wish: Subscribe) -> None:
        """Only filters by topic and by id are known, and no policies."""
        if wish.unknown_filters:
            raise NasFault(
                FaultKind.INVALID_FILTER,
                "expected TopicExpression and MessageContent in Filter, "
                f"found {', '.join(wish.unknown_filters)}",
                names=wish.unknown_filters,
            )
        if wish.has_producer_properties:
            raise NasFault(
                FaultKind.INVALID_PRODUCER_PROPERTIES,
                "expected no ProducerProperties: this service does not know them",
            )
        if wish.policies:
            raise NasFault(
                FaultKind.UNRECOGNIZED_POLICY,
                f"expected no SubscriptionPolicy, found {', '.join(wish.policies)}",
                names=wish.policies,
            )

    def end(self, wish: Subscribe, now: datetime) -> datetime | None:
        """When the subscription is over; None for never."""
        if wish.termination is None:
            return None
        try:
            found = ends_at(wish.termination, now)
        except ValueError as error:
            raise NasFault(FaultKind.UNACCEPTABLE_TERMINATION, str(error)) from None
        if found <= now:
            raise NasFault(
                FaultKind.UNACCEPTABLE_TERMINATION,
                f"expected a time after {now.astimezone(UTC).isoformat()}, "
                f"found {wish.termination}",
            )
        return found

    def consumer(self, known: Notifications, wish: Subscribe) -> str:
        """The id of the pull point that the consumer reference names."""
        try:
            path = urlsplit(wish.consumer).path
        except ValueError:
            path = ""
        _, _, pull_point_id = path.rpartition(PULL_POINTS)
        if pull_point_id not in known.pull_points:
            raise NasFault(
                FaultKind.SUBSCRIBE_FAILED,
                "expected the address of a pull point, as CreatePullPoint returned it, in "
                f"ConsumerReference, found {wish.consumer}",
            )
        return pull_point_id


def _invalid_content(text: str) -> NasFault:
    return NasFault(FaultKind.INVALID_MESSAGE_CONTENT, text)
