"""A tiny stand-in for the national services, with answers made by hand."""

import base64
import copy
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from lxml import etree
from lxml.builder import ElementMaker

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
SAML = "urn:oasis:names:tc:SAML:2.0:assertion"
WST = "http://schemas.xmlsoap.org/ws/2005/02/trust"
RIM = "urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0"
RS = "urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0"
QUERY = "urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"
IHE = "urn:ihe:iti:xds-b:2007"
MEDCOM = "http://www.medcom.dk/dgws/2006/04/dgws-1.0.xsd"
MINLOG = "http://www.sundhedsdatastyrelsen.dk/minlog/xml.schema/2025/03/12/minlog2-registration.xsd"
STATUS = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:"
UNIQUE = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"
STS, SEARCH, RETRIEVE, REGISTER = (
    "/sts/services/NewSecurityTokenService",
    "/sfsk/iti18",
    "/sfsk/iti43",
    "/minlog2-registration/20250312/RegisterService",
)
SKR = "/skr/dgws20240101"
PULL_POINT = "/nas2/pullpoints/1"
WSNT, WSA = "http://docs.oasis-open.org/wsn/b-2", "http://www.w3.org/2005/08/addressing"
NAS = "http://nsi.dk/advis/v10"

s = ElementMaker(namespace=SOAP, nsmap={"s": SOAP})
t = ElementMaker(namespace=WST, nsmap={"t": WST})
rim = ElementMaker(namespace=RIM, nsmap={"rim": RIM})
rs = ElementMaker(namespace=RS, nsmap={"rs": RS})
query = ElementMaker(namespace=QUERY, nsmap={"query": QUERY})
ihe = ElementMaker(namespace=IHE, nsmap={"ihe": IHE})
ml = ElementMaker(namespace=MINLOG, nsmap={"ml": MINLOG})
plain = ElementMaker()


@dataclass
class Call:
    path: str
    action: str
    content_type: str
    root: etree._Element

    def text(self, path: str) -> str:
        return self.root.xpath(f"string({path})")


@dataclass
class NationalServices:
    """What the services hold, the canned answers for paths, and what they were asked."""

    url: str = ""
    cards: dict = field(default_factory=dict)
    search_status: str = "Success"
    retrieve_status: str = "Success"
    canned: dict = field(default_factory=dict)
    refuse_in_log: int = 0
    repository: str = "1.2.3.4"
    notified: list = field(default_factory=list)
    packs: bool = False
    logged: list = field(default_factory=list)
    calls: list = field(default_factory=list)

    def calls_to(self, path: str) -> list[Call]:
        return [call for call in self.calls if call.path == path]

    def answer(self, call: Call) -> tuple[int, str, bytes]:
        self.calls.append(call)
        if call.path in self.canned:
            return self.canned[call.path]
        if call.path == SKR or call.path.startswith("/nas2"):
            return 200, "text/xml", envelope(self._typed_or_notified(call))
        makers = {
            STS: self._issue,
            SEARCH: self._search,
            RETRIEVE: self._retrieve,
            REGISTER: self._log,
        }
        body = envelope(makers[call.path](call.root))
        if self.packs and call.path == RETRIEVE:
            return 200, 'multipart/related; boundary="b"', in_one_part(body)
        return 200, "text/xml", body

    def _issue(self, root: etree._Element) -> etree._Element:
        card = copy.deepcopy(root.find(f".//{{{SAML}}}Assertion"))
        return t.RequestSecurityTokenResponse(t.RequestedSecurityToken(card))

    def _typed_or_notified(self, call: Call) -> etree._Element:
        """An empty answer, unless a pull point is made, or asked for what waits in it."""
        if call.path == "/nas2/pullpointfactory":
            address = etree.Element(f"{{{WSA}}}Address")
            address.text = self.url + PULL_POINT
            made = etree.Element(f"{{{WSNT}}}CreatePullPointResponse")
            etree.SubElement(made, f"{{{WSNT}}}PullPoint").append(address)
            return made
        answer = etree.Element(f"{{{WSNT}}}GetMessagesResponse")
        for cpr in self.notified if call.path == PULL_POINT else ():
            message = etree.SubElement(answer, f"{{{WSNT}}}NotificationMessage")
            content = etree.SubElement(message, f"{{{WSNT}}}Message")
            etree.SubElement(content, f"{{{NAS}}}NotifyContent", id=cpr)
        return answer

    def _search(self, root: etree._Element) -> etree._Element:
        found = root.xpath(
            "string(//*[@name='$XDSDocumentEntryPatientId']//*[local-name()='Value'])"
        )
        return query.AdhocQueryResponse(
            *errors(self.search_status),
            rim.RegistryObjectList(
                *(document_entry(c, self.repository) for c in self.cards if f"'{c}^^^" in found)
            ),
            status=STATUS + self.search_status,
        )

    def _retrieve(self, root: etree._Element) -> etree._Element:
        asked = root.find(f".//{{{IHE}}}DocumentRequest")
        cpr = asked.findtext(f"{{{IHE}}}DocumentUniqueId").rpartition("-")[2]
        response = ihe.RetrieveDocumentSetResponse(
            rs.RegistryResponse(*errors(self.retrieve_status), status=STATUS + self.retrieve_status)
        )
        if self.retrieve_status != "Failure":
            document = ihe.DocumentResponse(
                *copy.deepcopy(list(asked)),
                ihe.mimeType("text/xml"),
                ihe.Document(base64.b64encode(self.cards[cpr]).decode()),
            )
            response.append(document)
        return response

    def _log(self, root: etree._Element) -> etree._Element:
        entries = root.findall(".//Destination")
        failed = entries[: self.refuse_in_log]
        self.logged += entries[self.refuse_in_log :]
        return ml.RegistrationResponse(
            *(
                plain.FailedLogDataEntries(
                    plain.FaultCode("x"), plain.SequenceNumber(e.findtext("SequenceNumber"))
                )
                for e in failed
            ),
            plain.NumberAdded(str(len(entries) - len(failed))),
            plain.NumberFailed(str(len(failed))),
        )


def in_one_part(body: bytes) -> bytes:
    return b"--b\r\nContent-Type: text/xml\r\n\r\n" + body + b"\r\n--b--\r\n"


def unique_id(cpr: str) -> str:
    return f"1.2.3.4^odd-{cpr}"


def document_entry(cpr: str, repository: str) -> etree._Element:
    return rim.ExtrinsicObject(
        rim.Slot(rim.ValueList(rim.Value(repository)), name="repositoryUniqueId"),
        rim.ExternalIdentifier(
            identificationScheme=UNIQUE, value=unique_id(cpr), registryObject="not-this-one"
        ),
        id="urn:uuid:something-else",
        home="urn:oid:1.2.3",
        objectType="urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248",
        status="urn:oasis:names:tc:ebxml-regrep:StatusType:Approved",
    )


def errors(status: str) -> list[etree._Element]:
    if status == "Success":
        return []
    error = rs.RegistryError(
        errorCode="XDSRepositoryError",
        codeContext="x",
        severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error",
    )
    return [rs.RegistryErrorList(error)]


def envelope(body: etree._Element) -> bytes:
    return etree.tostring(s.Envelope(s.Header(), s.Body(body)))


def fault(code: str) -> tuple[int, str, bytes]:
    detail = plain.detail(ElementMaker(namespace=MEDCOM).FaultCode(code))
    body = s.Fault(plain.faultcode("s:Client"), plain.faultstring("no"), detail)
    return 500, "text/xml", envelope(body)


def serve(services: NationalServices) -> ThreadingHTTPServer:
    """Put *services* on a free port; returns the server, to be shut down."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        wbufsize = -1
        disable_nagle_algorithm = True  # else each answer waits 40 ms

        def do_POST(self) -> None:
            data = self.rfile.read(int(self.headers["Content-Length"]))
            call = Call(
                self.path,
                self.headers["SOAPAction"],
                self.headers["Content-Type"],
                etree.fromstring(data),
            )
            status, content_type, body = services.answer(call)
            self.send_response(status)
            self.send_header("Content-Type", content_type)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    services.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    return server
