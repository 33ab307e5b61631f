"""SFSK without envelopes: asked by a system, with settings of the test's own."""

from uuid import UUID

from conformance.simulator.cards.maker import CardMaker
from conformance.simulator.sfsk.callers import Caller, UserType
from conformance.simulator.sfsk.service import Sfsk
from conformance.simulator.sfsk.settings import SfskSettings
from conformance.xds.query import StoredQueryRequest
from conformance.xds.vocabulary import Parameter, StoredQuery
from tests.simulator.direct_calls import SYSTEM

A_SYSTEM = Caller(user_type=UserType.SYSTEM, system=SYSTEM)


def sfsk(settings: SfskSettings | None = None) -> Sfsk:
    return Sfsk(CardMaker(new_uuid=lambda: UUID(int=7)), settings)


def get_documents(
    *ids: str, by: Parameter = Parameter.UNIQUE_ID, return_type: str = "LeafClass"
) -> StoredQueryRequest:
    return StoredQueryRequest(
        query_id=StoredQuery.GET_DOCUMENTS, return_type=return_type, parameters={by.value: ids}
    )
