"""Calls by zeep, a SOAP client that nobody here has written, after a WSDL of ours or of NSP."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

import zeep
from lxml import etree

from conformance.safe_xml import parse
from tests.official import official
from tests.simulator.direct_calls import DirectCaller

CPR_TYPE: Final = "http://nsi.dk/advis/v10/CPR"
TOPIC: Final = "http://sundhedsdatastyrelsen.dk/PersonalDataCard/2020/11/01:DataCardUpdated"
_WSNT: Final = "http://docs.oasis-open.org/wsn/b-2"
_NAS: Final = "http://nsi.dk/advis/v10"
_OFFICIAL: Final = {
    "/sfsk/iti18": "sfsk/sfskiti18.wsdl",
    "/sfsk/iti43": "sfsk/sfskiti43.wsdl",
    "/minlog2-registration/20250312/RegisterService": "minlog2/minlog.wsdl",
    "/nas2/idlist": "nas2/idlist.wsdl",
    "/nas2/pullpointfactory": "nas2/pullpointfactory.wsdl",
    "/nas2/subscriptionmanager": "nas2/broker.wsdl",
    "/nas2/pullpoints/": "nas2/pullpoint.wsdl",
    "/nas2/subscriptions/": "nas2/broker.wsdl",
}
_BINDINGS: Final = {
    "nas2/broker.wsdl": "NotificationProducerSoap",
}


@dataclass(frozen=True, kw_only=True)
class ZeepCaller:
    """A vendor's client: generated from the WSDL of *source*, `ours` or `official`."""

    caller: DirectCaller
    base_url: str
    source: str

    @property
    def is_official(self) -> bool:
        return self.source == "official"

    def call(self, path: str, operation: str, *arguments: object, **named: object) -> Any:
        """What *operation* at *path* (or a whole address) answers. Raises zeep's Fault."""
        return getattr(self.service(path), operation)(*arguments, **named)

    def signed(self, path: str, operation: str, *arguments: object, **named: object) -> Any:
        """The same with an id card."""
        return self.call(path, operation, *arguments, **named, _soapheaders=self.headers())

    def headers(self) -> list[etree._Element]:
        """wsse:Security with an id card, and medcom:Header."""
        message = self.caller.message(self.caller.system_card(), etree.Element("x"))
        return list(parse(message)[0])

    def service(self, path: str) -> Any:
        address = path if path.startswith("http") else self.base_url + path
        if not self.is_official:
            return zeep.Client(f"{address}?wsdl").service
        place = address.removeprefix(self.base_url)
        name = next(each for top, each in _OFFICIAL.items() if place.startswith(top))
        # zeep knows no substitution groups, by which NSP's schema describes hits
        settings = zeep.Settings(strict=False)
        client = zeep.Client(str(official(f"schemas/{name}")), settings=settings)
        wanted = _BINDINGS.get(name, "")
        binding = next(each for each in client.wsdl.bindings if each.endswith(wanted))
        return client.create_service(binding, address)

    def search(self, cpr: str, path: str = "/sfsk/iti18") -> Any:
        """The answer to FindDocuments."""
        slots = {
            "$XDSDocumentEntryPatientId": f"'{cpr}^^^&1.2.208.176.1.2&ISO'",
            "$XDSDocumentEntryType": "('urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248')",
            "$XDSDocumentEntryStatus": "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')",
            "$XDSDocumentEntryFormatCode": (
                "('urn:ad:dk:medcom:pdc-v3.0:full^^1.2.208.184.100.10')"
            ),
        }
        return self.signed(
            path,
            "DocumentRegistry_RegistryStoredQuery",
            ResponseOption={"returnType": "LeafClass", "returnComposedObjects": True},
            AdhocQuery={
                "id": "urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d",
                "Slot": [
                    {"name": name, "ValueList": self._values(value)}
                    for name, value in slots.items()
                ],
            },
        )

    def _values(self, value: str) -> dict[str, object]:
        return {"_value_1": [{"Value": value}]} if self.is_official else {"Value": [value]}

    def retrieve(self, repository: str, unique_id: str, path: str = "/sfsk/iti43") -> Any:
        """The answer to RetrieveDocumentSet."""
        wanted = {"RepositoryUniqueId": repository, "DocumentUniqueId": unique_id}
        return self.signed(path, "DocumentRepository_RetrieveDocumentSet", DocumentRequest=[wanted])

    def register(self, cpr: str, path: str) -> Any:
        """The answer to one registration in MinLog2."""
        entry = {
            "SystemName": "EPJ",
            "Activity": "Fælles Stamkort opslag",
            "DateTime": datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
            "PersonIdentifier": {"_value_1": cpr, "source": "CPR"},
            "UserPersonIdentifier": {"_value_1": "0501792275", "source": "CPR"},
        }
        return self.signed(path, "AddRegistrations", LogDataEntry=[{"Destination": entry}])

    def subscribe(self, consumer: str, id_list: str) -> Any:
        """The answer to a subscription to the cards of the citizens on a list."""
        return self.signed(
            "/nas2/subscriptionmanager",
            "Subscribe",
            ConsumerReference={"Address": consumer},
            Filter={"_value_1": list(_conditions(id_list))},
        )


def _conditions(id_list: str) -> Iterator[etree._Element]:
    simple = "http://docs.oasis-open.org/wsn/t-1/TopicExpression/Simple"
    topic = etree.Element(f"{{{_WSNT}}}TopicExpression", Dialect=simple)
    topic.text = TOPIC
    yield topic
    content = etree.Element(f"{{{_WSNT}}}MessageContent", Dialect=f"{_NAS}/IDMCP_Dialect")
    citizens = etree.SubElement(content, f"{{{_NAS}}}IDFilter")
    etree.SubElement(citizens, f"{{{_NAS}}}IDList", name=id_list)
    yield content
