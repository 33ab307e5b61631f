"""What is assumed of how messages travel to the services and back."""

from typing import Final

from conformance.simulator.state.assumptions import Assumption, Evidence
from conformance.simulator.state.journal import Service

ASSUMPTIONS: Final = (
    Assumption(
        name="soap-1-2-tolerated",
        service=Service.SFSK_REGISTRY,
        assumed=(
            "A request in SOAP 1.2 is answered in SOAP 1.2, faults too, by every service; that the "
            "services of NSP answer it at all is not known, their WSDLs offer SOAP 1.1 alone."
        ),
        evidence=Evidence.UNKNOWN,
        source="NSP protocol dossier 1.3; clients of the XDS services behind DDS send SOAP 1.2",
    ),
    Assumption(
        name="soap-1-2-fault-status",
        service=Service.SFSK_REGISTRY,
        assumed=(
            "A fault in SOAP 1.2 comes with HTTP 500 whosever fault it is; the binding of SOAP 1.2 "
            "has HTTP 400 where the sender is to blame."
        ),
        evidence=Evidence.INFERRED,
        source="NSP protocol dossier 4.5 (HTTP 500); SOAP 1.2 part 2, 7.5.2.2",
    ),
    Assumption(
        name="content-type-of-answers",
        service=Service.SFSK_REGISTRY,
        assumed=(
            "An answer in SOAP 1.1 is text/xml, also to a client that sent SOAP 1.1 as "
            "application/soap+xml."
        ),
        evidence=Evidence.INFERRED,
        source="NSP protocol dossier 1.3 and 4.7: the guide and a client send it so",
    ),
    Assumption(
        name="soap-action-on-direct-addresses",
        service=Service.SFSK_REGISTRY,
        assumed=(
            "A call without SOAPAction is answered at an address of the service itself, and "
            "refused at the decoupling component; the action may stand in the content type, and "
            "in SOAP 1.2 in wsa:Action."
        ),
        evidence=Evidence.NSP,
        source="NSP protocol dossier 1.2: the component needs it; the rest is inferred",
    ),
    Assumption(
        name="addressing-of-answers",
        service=Service.SFSK_REGISTRY,
        assumed=(
            "A DGWS call with wsa:MessageID is answered with wsa:Action, MessageID and RelatesTo; "
            "faults carry none of them."
        ),
        evidence=Evidence.GENERAL,
        source="WS-Addressing 1.0, which libraries for .NET and Java expect of an answer",
    ),
    Assumption(
        name="mtom-for-those-who-ask",
        service=Service.SFSK_REPOSITORY,
        assumed=(
            "ITI-43 answers in MTOM to a request in MTOM and to one that accepts "
            "application/xop+xml, else inline; the faults 'MTOM answer' and 'one-part multipart "
            "answer' turn that for a citizen or for all."
        ),
        evidence=Evidence.UNKNOWN,
        source="NSP protocol dossier 1.7; inline for a plain request is seen by a client",
    ),
    Assumption(
        name="mtom-for-documents-only",
        service=Service.SFSK_REPOSITORY,
        assumed="Faults, and answers of other services than ITI-43, never travel as multipart.",
        evidence=Evidence.INFERRED,
        source="NSP protocol dossier 1.7",
    ),
    Assumption(
        name="gzip-requests",
        service=Service.SFSK_REGISTRY,
        assumed=(
            "A request with Content-Encoding gzip is opened by every service; another coding is "
            "refused with HTTP 415 and a SOAP fault."
        ),
        evidence=Evidence.UNKNOWN,
        source="RFC 9110, 15.5.16; that NSP takes compressed requests is told nowhere",
    ),
    Assumption(
        name="answers-not-compressed",
        service=Service.SFSK_REGISTRY,
        assumed="An answer is never compressed, whatever the client accepts.",
        evidence=Evidence.UNKNOWN,
        source="RFC 9110, 12.5.3 leaves it to the server; of NSP it is told nowhere",
    ),
    Assumption(
        name="skr-wsdl-address",
        service=Service.SKR,
        assumed="The WSDL of SKR is at /skr/wsdl/dgws20240101; the list of them is not served.",
        evidence=Evidence.INFERRED,
        source="NSP protocol dossier 2: by analogy with the earlier version",
    ),
    Assumption(
        name="server-certificate",
        service=Service.STS,
        assumed=(
            "HTTPS takes TLS 1.2 or later, and asks for a client certificate only when told to; "
            "what the endpoints of NSP demand of TLS clients is not public."
        ),
        evidence=Evidence.UNKNOWN,
        source="NSP protocol dossier 7: hosts and ports only",
    ),
)
"""None of them fails a vendor; each is a way in which an unchanged client may meet the real one."""
