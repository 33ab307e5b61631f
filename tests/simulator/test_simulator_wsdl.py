"""The WSDL documents: a client that nobody here has written reads them, and makes each call."""

from datetime import UTC, datetime
from typing import Any, Final
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
import zeep
from lxml import etree

from conformance.minlog import lookup
from conformance.minlog.lookup import LookupRequest
from conformance.pdc import compose
from conformance.pdc.codes import RelationCode
from conformance.pdc.datatypes import PersonName
from conformance.safe_xml import parse
from conformance.security import sts
from conformance.simulator.services import ROUTES
from conformance.simulator.sfsk.service import REPOSITORY_ID, unique_id
from conformance.simulator.state.faults import Fault
from conformance.simulator.state.personas import Persona
from conformance.simulator.state.world import World
from conformance.simulator.wsdl import DOCUMENTS, description
from conformance.simulator.wsdl.interfaces import AT
from conformance.skr import messages
from conformance.skr.values import Create
from conformance.xds.vocabulary import FormatCode
from tests.simulator.direct_calls import PATHS, DirectCaller
from tests.simulator.zeep_calls import CPR_TYPE, ZeepCaller
from tests.skr.skr_requests import ENTRIES

BENTE: Final = Persona.BENTE.value
REGISTRATION: Final = "/minlog2-registration/20250312/RegisterService"
BASE: Final = "http://nsp.example:8090"
XS: Final = "{http://www.w3.org/2001/XMLSchema}"
WSDL: Final = {
    "w": "http://schemas.xmlsoap.org/wsdl/",
    "s": "http://schemas.xmlsoap.org/wsdl/soap/",
}


@pytest.fixture(params=["ours", "official"])
def client(request: pytest.FixtureRequest, caller: DirectCaller, url: str) -> ZeepCaller:
    return ZeepCaller(caller=caller, base_url=url, source=request.param)


@pytest.fixture
def own(caller: DirectCaller, url: str) -> ZeepCaller:
    return ZeepCaller(caller=caller, base_url=url, source="ours")


def address_in(document: bytes) -> str:
    (address,) = parse(document).iterfind(".//s:address", WSDL)
    return address.get("location", "")


class _Served(etree.Resolver):
    """Resolves the addresses of schemas as the simulator serves them."""

    def resolve(self, system_url: str, _public_id: str, context: Any) -> Any:
        parts = urlsplit(system_url)
        found = description(BASE, parts.path, {"xsd": parse_qs(parts.query)["xsd"][0]})
        assert found, system_url
        return self.resolve_string(found, context, base_url=system_url)


def schema_of(path: str, version: str = "") -> etree.XMLSchema:
    """All that the WSDL at *path* imports, compiled."""
    document = description(BASE, path, {"wsdl": "", "version": version})
    assert document
    (types,) = parse(document).iterfind(f"w:types/{XS}schema", WSDL)
    parser = etree.XMLParser()
    parser.resolvers.add(_Served())
    return etree.XMLSchema(etree.fromstring(etree.tostring(types), parser))


# ------------------------------ what is served ------------------------------


@pytest.mark.parametrize("path", PATHS)
def test_each_address_has_a_wsdl_that_a_client_can_read(path: str, url: str) -> None:
    """With the address that was asked, and the operations that are answered there."""
    address = f"{url}{path}{'any' if path.endswith('/') else ''}"
    (service,) = zeep.Client(f"{address}?wsdl").wsdl.services.values()
    (port,) = service.ports.values()
    assert port.binding_options["address"] == address
    assert port.binding._operations


@pytest.mark.parametrize("path", AT)
def test_each_wsdl_offers_what_its_address_answers(path: str) -> None:
    """The actions of the routes, and no others."""
    actions = {operation.action for operation in AT[path].operations}
    (offered,) = [route.actions for route in ROUTES if route.path == path]
    assert actions <= offered


@pytest.mark.parametrize(("path", "place"), DOCUMENTS.items())
def test_a_document_of_its_own_describes_another_address(path: str, place: str, url: str) -> None:
    """By GET alone."""
    answer = requests.get(url + path, timeout=10)
    assert answer.headers["Content-Type"] == "text/xml;charset=utf-8"
    assert address_in(answer.content) == url + place
    assert zeep.Client(url + path).wsdl.services
    refused = requests.post(url + path, data=b"<x/>", timeout=10)
    assert (refused.status_code, refused.headers["Allow"]) == (405, "GET")


@pytest.mark.parametrize("query", ["wsdl", "WSDL", "Wsdl=", "wsdl&x=y", "wsdl=1"])
def test_the_wsdl_is_asked_for_in_any_spelling(query: str, url: str) -> None:
    """As clients have it."""
    answer = requests.get(f"{url}/sfsk/iti18?{query}", timeout=10)
    assert address_in(answer.content) == f"{url}/sfsk/iti18"


@pytest.mark.parametrize(
    "query",
    ["", "?", "?x=wsdl", "?xsd", "?xsd=none.xsd", "?xsd=../../../pyproject.toml", "?xsd=%00"],
)
def test_other_gets_are_not_allowed(query: str, url: str, world: World) -> None:
    """405 as ever; no file is reached but the schemas."""
    answer = requests.get(f"{url}/sfsk/iti18{query}", timeout=10)
    assert (answer.status_code, answer.headers["Allow"]) == (405, "POST")
    assert len(world.journal) == 0


@pytest.mark.parametrize("method", ["HEAD", "PUT", "DELETE", "OPTIONS"])
def test_a_wsdl_is_for_get(method: str, url: str) -> None:
    """Other methods are not allowed."""
    assert requests.request(method, f"{url}/sfsk/iti18?wsdl", timeout=10).status_code == 405


def test_the_address_is_the_one_that_was_asked(url: str) -> None:
    """The host as the client knows it; one that is no host is left out."""
    for host, expected in (("nsp.example:81", "nsp.example:81"), ("<x>", "127.0.0.1")):
        answer = requests.get(f"{url}/sfsk/iti18?wsdl", headers={"Host": host}, timeout=10)
        assert address_in(answer.content) == f"http://{expected}/sfsk/iti18"


@pytest.mark.parametrize("path", ["/nas2/pullpoints/%00%22<é", "/skr/%22%3E", "/skr/"])
def test_an_odd_path_is_described_too(path: str, url: str) -> None:
    """Whatever stands below a prefix is quoted."""
    answer = requests.get(f"{url}{path}?wsdl", timeout=10)
    assert answer.status_code == 200
    assert address_in(answer.content).startswith(url)


def test_two_versions_of_nas_differ_in_one_default() -> None:
    """The later one leaves out what .NET stumbles over."""

    def default(version: str) -> str | None:
        document = description(BASE, "/nas2/notificationbroker", {"wsdl": "", "version": version})
        assert document
        (where,) = [
            each.get("schemaLocation", "")
            for each in parse(document).iter(f"{XS}import")
            if "wsn-b-2" in each.get("schemaLocation", "")
        ]
        name = parse_qs(urlsplit(where).query)["xsd"][0]
        schema = description(BASE, "/nas2/notificationbroker", {"xsd": name})
        assert schema
        (element,) = parse(schema).iterfind(f"{XS}element[@name='FixedTopicSet']")
        return element.get("default")

    assert default("") == "true"
    assert default("20251030") is None
    assert default("19990101") == "true"


@pytest.mark.parametrize("path", [*AT])
def test_the_schemas_of_a_wsdl_compile(path: str) -> None:
    """Together, as they are served."""
    assert schema_of(path, "20251030") is not None


@pytest.mark.parametrize("entry", ENTRIES.values(), ids=lambda entry: type(entry).__name__)
def test_the_schema_of_skr_takes_what_the_simulator_reads(entry: Any) -> None:
    """The WSDL says the same as the code."""
    request = Create(citizen=compose.cpr_id(BENTE), entry=entry)
    schema = schema_of("/skr/dgws20240101")
    schema.assertValid(messages.build_request(request))
    schema.assertValid(messages.build_response(request.operation))


def test_the_schema_of_the_look_up_takes_what_the_simulator_writes(caller: DirectCaller) -> None:
    """Request and answer."""
    schema = schema_of("/minlog2-lookupid/20250312/LookupidService")
    schema.assertValid(lookup.build_request(LookupRequest(citizen=BENTE)))
    now = caller.simulation.services.world.now
    assert now
    schema.assertValid(lookup.build_response(()))


# ------------------------------ what a client does with it ------------------------------


def test_a_client_searches(client: ZeepCaller) -> None:
    """ITI-18, after our WSDL and after NSP's own."""
    found = client.search(BENTE)
    assert found.status.endswith(":Success")
    hits = found.RegistryObjectList
    if client.is_official:
        assert len(hits._raw_elements) == 1
    else:
        assert hits._value_1[0]["ExtrinsicObject"].mimeType == "text/xml"


def test_a_client_searches_through_the_decoupling_component(own: ZeepCaller) -> None:
    """Our WSDL names the SOAPAction, which is needed there."""
    found = own.search(BENTE, "/decoupling/nspservices/sfskreg")
    assert found.status.endswith(":Success")


@pytest.mark.parametrize("fault", [None, Fault.MTOM_ANSWER, Fault.ONE_PART_ANSWER])
def test_a_client_retrieves_a_card(fault: Fault | None, client: ZeepCaller, world: World) -> None:
    """ITI-43, however the answer travels: the program sees the bytes of the document."""
    if fault:
        world.inject(fault, BENTE)
    wanted = unique_id(BENTE, FormatCode.PDC_V3)
    answer = client.retrieve(REPOSITORY_ID, wanted)
    (document,) = answer.DocumentResponse
    assert parse(document.Document).tag.endswith("ClinicalDocument")
    assert document.DocumentUniqueId == wanted


def test_a_client_reads_a_fault(client: ZeepCaller) -> None:
    """Without an id card: the reason, and the code of DGWS in the detail."""
    with pytest.raises(zeep.exceptions.Fault, match="expected Security") as fault:
        client.call(
            "/sfsk/iti43",
            "DocumentRepository_RetrieveDocumentSet",
            DocumentRequest=[{"RepositoryUniqueId": REPOSITORY_ID, "DocumentUniqueId": "1.2^x"}],
            _soapheaders=client.headers()[1:],
        )
    assert fault.value.detail[0].text == "missing_required_header"


def test_a_client_registers_an_access(client: ZeepCaller, world: World) -> None:
    """MinLog2, after our WSDL and after NSP's own."""
    answer = client.register(BENTE, REGISTRATION)
    assert (answer.NumberAdded, answer.NumberFailed) == (1, 0)
    assert len(world.log_of(BENTE)) == 1


def test_a_client_registers_through_the_decoupling_component(own: ZeepCaller, world: World) -> None:
    """By the SOAPAction that belongs there."""
    assert own.register(BENTE, "/decoupling").NumberAdded == 1
    assert len(world.log_of(BENTE)) == 1


def test_a_client_looks_up_a_log(own: ZeepCaller, world: World) -> None:
    """What has been registered is shown."""
    own.register(BENTE, REGISTRATION)
    (entry,) = world.log_of(BENTE)
    answer = own.signed(
        "/minlog2-lookupid/20250312/LookupidService",
        "GetLogStatementsForCPRPersonWithID",
        PersonId={"_value_1": BENTE, "source": "CPR"},
        Grouping="None",
        Details="All",
        Chronologic=True,
        FromDateTime=datetime(2026, 1, 1, tzinfo=UTC),
    )
    (shown,) = answer
    assert shown.Destination.Activity == entry.activity


def test_a_client_is_issued_an_id_card(own: ZeepCaller, caller: DirectCaller) -> None:
    """The STS: the parts of the request are the client's own."""
    (request,) = parse(caller.token_request(caller.requested()))[1]
    security = parse(caller.token_request(caller.requested()))[0][0]
    for path in ("/sts/services/NewSecurityTokenService", "/sts/services/SecurityTokenService"):
        service = own.service(path)
        operation = service._binding._operations["Issue"]
        message = operation.create(_value_1=[], _soapheaders=[security])
        (body,) = message.content.iterfind("{*}Body")
        body[0].extend(list(parse(etree.tostring(request))))
        answer = requests.post(
            service._binding_options["address"],
            data=etree.tostring(message.content),
            headers=message.headers,
            timeout=10,
        )
        assert sts.read_response(answer.content).findtext("{*}Issuer") == "FSK-TEST-STS"


def test_a_client_subscribes_and_fetches(client: ZeepCaller, world: World) -> None:
    """NAS2: a list, a pull point, a subscription, notifications, and the end of it all."""
    client.signed(
        "/nas2/idlist",
        "CreateIDList",
        Name="own",
        Description="Own citizens",
        IDType=CPR_TYPE,
        Id=[BENTE],
    )
    made = client.signed("/nas2/pullpointfactory", "CreatePullPoint")
    pull_point = made.body.PullPoint.Address._value_1
    subscribed = client.subscribe(pull_point, "own")
    world.leave_temporary_address(BENTE)
    world.name_relative(
        BENTE, PersonName.of("Ida", family="Ravn"), RelationCode.NEIGHBOUR, "11223344"
    )
    fetched = client.signed(pull_point, "GetMessages", MaximumNumber=10)
    found = fetched.body
    received = found.NotificationMessage if client.is_official else found._value_1
    assert len(received) >= 1
    subscription = subscribed.body.SubscriptionReference.Address._value_1
    client.signed(subscription, "Unsubscribe")
    client.signed(pull_point, "DestroyPullPoint")
    with pytest.raises(zeep.exceptions.Fault) as fault:
        client.signed(pull_point, "GetMessages")
    assert "ResourceUnknownFault" in fault.value.detail[0].tag


def test_a_client_writes_to_skr(own: ZeepCaller, caller: DirectCaller, world: World) -> None:
    """Our reading of SKR is one that a client can be generated from."""
    card = caller.user_card(next(iter(world.staff.values())))
    headers = list(parse(caller.message(card, etree.Element("x")))[0])
    identifier = "839697de-9660-4575-a3ac-61def6fb3474"
    own.call(
        "/skr/dgws20240101",
        "CreateRelatives",
        id={"root": "1.2.208.176.1.2", "extension": BENTE, "assigningAuthorityName": "CPR"},
        relatives={
            "id": identifier,
            "name": {"given": ["Hans"], "family": ["Ravn"]},
            "relation": {"code": "nabo", "codeSystem": "1.2.208.184.100.2"},
            "telecom": [{"value": "tel:11223344", "use": "H"}],
        },
        _soapheaders=headers,
    )
    assert identifier in {kin.id for kin in world.citizen(BENTE).relatives}
