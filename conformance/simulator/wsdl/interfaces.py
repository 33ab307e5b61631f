"""Which interface is at which address of the simulated services.

Names are those of the official WSDLs where there is one (SFSK, MinLog2 registration, NAS2): see NSP
protocol dossier 1.3, 3.3 and 5.1. Those of the STS, of the look-up in MinLog2 and of SKR are ours.
That the SOAPAction stands in the binding of SFSK is ours too: NSP's WSDL leaves it out, although
the decoupling component demands it.
"""

from collections.abc import Mapping
from typing import Final

from conformance.minlog import lookup
from conformance.minlog.vocabulary import Action as MinLogAction
from conformance.minlog.vocabulary import Namespace as MinLogNamespace
from conformance.nas.faults import FaultKind
from conformance.nas.vocabulary import Action as NasAction
from conformance.nas.vocabulary import Namespace as NasNamespace
from conformance.security import sts
from conformance.security.idws.exchange import ACTION as EXCHANGE
from conformance.security.idws.namespaces import IdwsNamespace
from conformance.security.namespaces import Namespace
from conformance.simulator.wsdl.interface import Interface, Operation
from conformance.skr.vocabulary import OPERATIONS
from conformance.skr.vocabulary import Namespace as SkrNamespace
from conformance.xds.vocabulary import Action as XdsAction
from conformance.xds.vocabulary import Namespace as XdsNamespace

_FAULT: Final = Namespace.MEDCOM.tag("FaultCode")
_SECURITY: Final = Namespace.WSSE.tag("Security")
_MEDCOM: Final = Namespace.MEDCOM.tag("Header")
_HSUID: Final = Namespace.HSUID.tag("HsuidHeader")
_DGWS_SCHEMAS: Final = ("wsdl/medcom.xsd", "wsdl/wsse.xsd")


def _xds(namespace: XdsNamespace, name: str) -> str:
    return f"{{{namespace.value}}}{name}"


REGISTRY: Final = Interface(
    namespace=XdsNamespace.IHE.value,
    port_type="DocumentRegistry_PortType",
    binding="DocumentRegistry_Binding_Soap11",
    service="DocumentRegistry_Service",
    port="DocumentRegistry_Port_Soap11",
    documentation="SFSK, ITI-18: search. Written for the simulator after the facts of NSP's WSDL.",
    operations=(
        Operation(
            name="DocumentRegistry_RegistryStoredQuery",
            action=XdsAction.REGISTRY_STORED_QUERY.value,
            addressed_as=XdsAction.REGISTRY_STORED_QUERY.value,
            request=_xds(XdsNamespace.QUERY, "AdhocQueryRequest"),
            response=_xds(XdsNamespace.QUERY, "AdhocQueryResponse"),
            faults=(_FAULT,),
            request_headers=(_HSUID,),
        ),
    ),
    schemas=("xds/query.xsd", "security/hsuid-1.1.xsd", *_DGWS_SCHEMAS),
)

REPOSITORY: Final = Interface(
    namespace=XdsNamespace.IHE.value,
    port_type="DocumentRepository_PortType",
    binding="DocumentRepository_Binding_Soap",
    service="DocumentRepository_Service",
    port="DocumentRepository_Port_Soap",
    documentation="SFSK, ITI-43: retrieval. Written for the simulator after NSP's WSDL.",
    operations=(
        Operation(
            name="DocumentRepository_RetrieveDocumentSet",
            action=XdsAction.RETRIEVE_DOCUMENT_SET.value,
            addressed_as=XdsAction.RETRIEVE_DOCUMENT_SET.value,
            request=_xds(XdsNamespace.IHE, "RetrieveDocumentSetRequest"),
            response=_xds(XdsNamespace.IHE, "RetrieveDocumentSetResponse"),
            faults=(_FAULT,),
            request_headers=(_HSUID,),
        ),
    ),
    schemas=("xds/xds-b.xsd", "security/hsuid-1.1.xsd", *_DGWS_SCHEMAS),
)


def _registration(action: MinLogAction) -> Interface:
    return Interface(
        namespace=MinLogNamespace.REGISTRATION.value.replace(".xsd", ".wsdl"),
        port_type="RegisterServicePort",
        binding="RegisterServiceBinding",
        service="RegisterService",
        port="RegisterServicePort",
        documentation="MinLog2, registration. Written for the simulator after NSP's WSDL.",
        operations=(
            Operation(
                name="AddRegistrations",
                action=action.value,
                request=MinLogNamespace.REGISTRATION.tag("RegistrationRequest"),
                response=MinLogNamespace.REGISTRATION.tag("RegistrationResponse"),
            ),
        ),
        schemas=("minlog/minlog2-registration-2025-03-12.xsd",),
    )


LOOKUP: Final = Interface(
    namespace=lookup.NAMESPACE.replace(".xsd", ".wsdl"),
    port_type="LookupidServicePort",
    binding="LookupidServiceBinding",
    service="LookupidService",
    port="LookupidServicePort",
    documentation="MinLog2, look-up. Provisional: neither WSDL nor schema is public.",
    operations=(
        Operation(
            name="GetLogStatementsForCPRPersonWithID",
            action=lookup.ACTION,
            request=f"{{{lookup.NAMESPACE}}}LogStatementForCPRPersonRequest",
            response=f"{{{lookup.NAMESPACE}}}LogStatementForCPRPersonResponse",
            faults=(_FAULT,),
        ),
    ),
    schemas=("wsdl/minlog2-lookup.xsd", *_DGWS_SCHEMAS),
)

ISSUE: Final = Interface(
    namespace="urn:fsk-conformance:simulator:sts",
    port_type="SecurityTokenServicePort",
    binding="SecurityTokenServiceBinding",
    service="SecurityTokenService",
    port="SecurityTokenServicePort",
    documentation="The STS: issues id cards. Written for the simulator; the names are its own.",
    operations=(
        Operation(
            name="Issue",
            action=sts.ACTION,
            request=Namespace.WST.tag("RequestSecurityToken"),
            response=Namespace.WST.tag("RequestSecurityTokenResponse"),
        ),
    ),
    schemas=("security/ws-trust-2005-02.xsd",),
)

BST2IDWS: Final = Interface(
    namespace="urn:fsk-conformance:simulator:bst2idws",
    port_type="Bst2IdwsPort",
    binding="Bst2IdwsBinding",
    service="Bst2Idws",
    port="Bst2IdwsPort",
    documentation="The STS: exchanges bootstrap tokens. Written for the simulator.",
    operations=(
        Operation(
            name="Issue",
            action=EXCHANGE,
            request=IdwsNamespace.WST13.tag("RequestSecurityToken"),
            response=IdwsNamespace.WST13.tag("RequestSecurityTokenResponseCollection"),
        ),
    ),
    schemas=("wsdl/ws-trust-1.3.xsd",),
)

SKR: Final = Interface(
    namespace=SkrNamespace.SKR.value,
    port_type="SkrPort",
    binding="SkrBinding",
    service="SkrService",
    port="SkrPort",
    documentation="SKR. Our own reading: neither WSDL nor schema is public.",
    operations=tuple(
        Operation(
            name=operation.name,
            action=operation.action,
            request=operation.request_tag,
            response=operation.response_tag,
            faults=(_FAULT,),
            request_headers=(_SECURITY, _MEDCOM),
            response_headers=(_MEDCOM,),
        )
        for operation in OPERATIONS
    ),
    schemas=("wsdl/skr.xsd", *_DGWS_SCHEMAS),
)

_BW2: Final = "http://docs.oasis-open.org/wsn/bw-2"
_NAS_SCHEMAS: Final = ("nas/wsrf-r-2.xsd", "nas/nsi-advis-v10.xsd", *_DGWS_SCHEMAS)
_LATER_VERSION: Final = "20251030"
"""The WSDL that leaves a default out. Source: NSP protocol dossier 3.1."""


def _nas_call(
    action: NasAction, name: str, *faults: FaultKind, space: NasNamespace = NasNamespace.WSNT
) -> Operation:
    """A subscriber's call: with the headers of DGWS."""
    request = f"{name}Request" if space is NasNamespace.ID_LIST else name
    return Operation(
        name=name,
        action=action.value,
        request=space.tag(request),
        response=space.tag(f"{name}Response"),
        faults=(*(kind.value for kind in faults), _FAULT),
        request_headers=(_SECURITY, _MEDCOM),
        response_headers=(_MEDCOM,),
    )


def _nas(name: str, service: str, *operations: Operation) -> Interface:
    return Interface(
        namespace=_BW2,
        port_type=name,
        binding=f"{name}Soap",
        service=service,
        port="Soap",
        documentation="NAS2. Written for the simulator after the facts of NSP's WSDLs.",
        operations=operations,
        schemas=("nas/wsn-b-2-with-default.xsd", *_NAS_SCHEMAS),
        versions={_LATER_VERSION: ("nas/wsn-b-2.xsd", *_NAS_SCHEMAS)},
    )


_NOTIFY: Final = Operation(
    name="Notify",
    action=NasAction.NOTIFY.value,
    request=NasNamespace.WSNT.tag("Notify"),
    response=NasNamespace.WSNT.tag("NotifyResponse"),
    faults=(FaultKind.NOTIFY_FAILED.value, FaultKind.INVALID_TOPIC.value),
)
_DELIVER: Final = Operation(
    name="Notify",
    action=NasAction.NOTIFY.value,
    request=NasNamespace.WSNT.tag("Notify"),
    response=NasNamespace.WSNT.tag("NotifyResponse"),
    faults=(FaultKind.NOTIFY_FAILED.value, FaultKind.RESOURCE_UNKNOWN.value),
)
_SUBSCRIBE: Final = _nas_call(
    NasAction.SUBSCRIBE,
    "Subscribe",
    FaultKind.INVALID_FILTER,
    FaultKind.TOPIC_DIALECT_UNKNOWN,
    FaultKind.INVALID_TOPIC,
    FaultKind.TOPIC_NOT_SUPPORTED,
    FaultKind.INVALID_PRODUCER_PROPERTIES,
    FaultKind.INVALID_MESSAGE_CONTENT,
    FaultKind.UNRECOGNIZED_POLICY,
    FaultKind.UNACCEPTABLE_TERMINATION,
    FaultKind.SUBSCRIBE_FAILED,
)
_UNSUBSCRIBE: Final = _nas_call(
    NasAction.UNSUBSCRIBE,
    "Unsubscribe",
    FaultKind.RESOURCE_UNKNOWN,
    FaultKind.SUBSCRIPTION_NOT_DESTROYED,
)

ID_LISTS: Final = Interface(
    namespace=NasNamespace.ID_LIST.value,
    port_type="IDList",
    binding="IDListSoap",
    service="IDListService",
    port="Soap",
    documentation="NAS2, lists of citizens. Written for the simulator after NSP's WSDL.",
    operations=(
        _nas_call(NasAction.CREATE_ID_LIST, "CreateIDList", space=NasNamespace.ID_LIST),
        _nas_call(NasAction.DESTROY_ID_LIST, "DestroyIDList", space=NasNamespace.ID_LIST),
    ),
    schemas=("nas/nas-idlist.xsd", *_DGWS_SCHEMAS),
)

AT: Final[Mapping[str, Interface]] = {
    "/sts/services/NewSecurityTokenService": ISSUE,
    "/sts/services/SecurityTokenService": ISSUE,
    "/sts/services/Bst2Idws": BST2IDWS,
    "/sfsk/iti18": REGISTRY,
    "/sfsk/iti43": REPOSITORY,
    "/decoupling/nspservices/sfskreg": REGISTRY,
    "/decoupling/nspservices/sfskrep": REPOSITORY,
    "/minlog2-registration/20250312/RegisterService": _registration(MinLogAction.ADD_REGISTRATIONS),
    "/decoupling": _registration(MinLogAction.ADD_REGISTRATIONS_DECOUPLED),
    "/minlog2-lookupid/20250312/LookupidService": LOOKUP,
    "/skr/": SKR,
    "/nas2/idlist": ID_LISTS,
    "/nas2/pullpointfactory": _nas(
        "CreatePullPoint",
        "PullPointFactoryService",
        _nas_call(NasAction.CREATE_PULL_POINT, "CreatePullPoint", FaultKind.PULL_POINT_NOT_CREATED),
    ),
    "/nas2/pullpoints/": _nas(
        "PullPoint",
        "PullPointService",
        _nas_call(
            NasAction.GET_MESSAGES,
            "GetMessages",
            FaultKind.RESOURCE_UNKNOWN,
            FaultKind.NO_MESSAGES,
        ),
        _nas_call(
            NasAction.DESTROY_PULL_POINT,
            "DestroyPullPoint",
            FaultKind.RESOURCE_UNKNOWN,
            FaultKind.PULL_POINT_NOT_DESTROYED,
        ),
        _DELIVER,
    ),
    "/nas2/subscriptionmanager": _nas(
        "NotificationProducer", "NotificationProducerService", _SUBSCRIBE, _UNSUBSCRIBE
    ),
    "/nas2/subscriptions/": _nas("SubscriptionManager", "SubscriptionManagerService", _UNSUBSCRIBE),
    "/nas2/notificationbroker": _nas(
        "NotificationBroker", "NotificationBrokerService", _NOTIFY, _SUBSCRIBE, _UNSUBSCRIBE
    ),
}
"""By path; one that ends with a stroke stands for all paths below it."""


def interface_at(path: str) -> Interface | None:
    """The interface at *path*, or None."""
    below = (found for top, found in AT.items() if top[-1] == "/" and path.startswith(top))
    return AT.get(path) or next(below, None)
