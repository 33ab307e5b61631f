"""Messages that keep every rule, made by hand for the tests, and one change for each rule."""

from dataclasses import dataclass
from typing import Final

CPR: Final = "2512489996"
UNIQUE_ID: Final = "1.2.208.176.43210.8.10.12^aa575bf2-fde6-434c-bd0c-ccf5a512680d"
_XDS: Final = (
    'xmlns:query="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" '
    'xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" '
    'xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" xmlns:ihe="urn:ihe:iti:xds-b:2007"'
)
_STATUS: Final = "urn:oasis:names:tc:ebxml-regrep:ResponseStatusType"
_ERROR: Final = (
    '<rs:RegistryErrorList><rs:RegistryError errorCode="XDSRegistryError" codeContext="down"'
    ' severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error"/></rs:RegistryErrorList>'
)


def _slot(name: str, *values: str) -> str:
    inner = "".join(f"<rim:Value>{value}</rim:Value>" for value in values)
    return f'<rim:Slot name="{name}"><rim:ValueList>{inner}</rim:ValueList></rim:Slot>'


_STATUS_SLOT: Final = _slot(
    "$XDSDocumentEntryStatus", "('urn:oasis:names:tc:ebxml-regrep:StatusType:Approved')"
)

ITI_18_REQUEST: Final = (
    f"<query:AdhocQueryRequest {_XDS}>"
    '<query:ResponseOption returnType="LeafClass" returnComposedObjects="true"/>'
    '<rim:AdhocQuery id="urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d">'
    + _slot("$XDSDocumentEntryPatientId", f"'{CPR}^^^&amp;1.2.208.176.1.2&amp;ISO'")
    + _slot(
        "$XDSDocumentEntryType",
        "('urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248',"
        "'urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1')",
    )
    + _STATUS_SLOT
    + _slot("$XDSDocumentEntryFormatCode", "('urn:ad:dk:medcom:pdc-v3.0:full^^1.2.208.184.100.10')")
    + "</rim:AdhocQuery></query:AdhocQueryRequest>"
)

ITI_18_RESPONSE: Final = (
    f'<query:AdhocQueryResponse {_XDS} status="{_STATUS}:Success"><rim:RegistryObjectList>'
    f'<rim:ExtrinsicObject id="{UNIQUE_ID}" home="urn:oid:1.2.208.176.43210.8.10"'
    ' mimeType="text/xml" objectType="urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248"'
    ' status="urn:oasis:names:tc:ebxml-regrep:StatusType:Approved">'
    + _slot("repositoryUniqueId", "1.2.208.176.43210.8.10.12")
    + '<rim:Classification classificationScheme="urn:uuid:a09d5840-386c-46f2-b5ad-9c3699a4309d"'
    ' nodeRepresentation="urn:ad:dk:medcom:pdc-v3.0:full" id="urn:uuid:1"'
    f' classifiedObject="{UNIQUE_ID}"/>'
    '<rim:ExternalIdentifier identificationScheme="urn:uuid:58a6f841-87b3-4a3e-92fd-a8ffeff98427"'
    f' value="{CPR}^^^&amp;1.2.208.176.1.2&amp;ISO" id="urn:uuid:2" registryObject="{UNIQUE_ID}"/>'
    '<rim:ExternalIdentifier identificationScheme="urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"'
    f' value="{UNIQUE_ID}" id="urn:uuid:3" registryObject="{UNIQUE_ID}"/>'
    "</rim:ExtrinsicObject></rim:RegistryObjectList></query:AdhocQueryResponse>"
)

ITI_18_FAILURE: Final = (
    f'<query:AdhocQueryResponse {_XDS} status="{_STATUS}:Failure">{_ERROR}'
    "<rim:RegistryObjectList/></query:AdhocQueryResponse>"
)

_IDS: Final = (
    "<ihe:HomeCommunityId>urn:oid:1.2.208.176.43210.8.10</ihe:HomeCommunityId>"
    "<ihe:RepositoryUniqueId>1.2.208.176.43210.8.10.12</ihe:RepositoryUniqueId>"
    f"<ihe:DocumentUniqueId>{UNIQUE_ID}</ihe:DocumentUniqueId>"
)

ITI_43_REQUEST: Final = (
    f"<ihe:RetrieveDocumentSetRequest {_XDS}><ihe:DocumentRequest>{_IDS}</ihe:DocumentRequest>"
    "</ihe:RetrieveDocumentSetRequest>"
)

# The content is base64 of an HSUID header's start tag: enough to be a document, and no card.
ITI_43_RESPONSE: Final = (
    f"<ihe:RetrieveDocumentSetResponse {_XDS}>"
    f'<rs:RegistryResponse status="{_STATUS}:Success"/>'
    f"<ihe:DocumentResponse>{_IDS}<ihe:mimeType>text/xml</ihe:mimeType>"
    "<ihe:Document>PGEvPg==</ihe:Document></ihe:DocumentResponse>"
    "</ihe:RetrieveDocumentSetResponse>"
)

ITI_43_FAILURE: Final = (
    f"<ihe:RetrieveDocumentSetResponse {_XDS}>"
    f'<rs:RegistryResponse status="{_STATUS}:Failure">{_ERROR}</rs:RegistryResponse>'
    "</ihe:RetrieveDocumentSetResponse>"
)

_MINLOG: Final = (
    'xmlns:ml="http://www.sundhedsdatastyrelsen.dk/minlog/xml.schema/2025/03/12/'
    'minlog2-registration.xsd"'
)


def minlog_entry(number: int) -> str:
    """A LogDataEntry with that sequence number."""
    return (
        "<LogDataEntry><Destination><SystemName>Example EHR</SystemName>"
        "<Activity>Fælles Stamkort opslag</Activity><DateTime>2025-06-01T12:00:00Z</DateTime>"
        '<OrganisationId source="SOR">440861000016004</OrganisationId>'
        f'<PersonIdentifier source="CPR">{CPR}</PersonIdentifier>'
        f"<SequenceNumber>{number}</SequenceNumber>"
        '<UserPersonIdentifier source="CPR">0501792275</UserPersonIdentifier>'
        "</Destination></LogDataEntry>"
    )


MINLOG_REQUEST: Final = (
    f"<ml:RegistrationRequest {_MINLOG}>{minlog_entry(1)}{minlog_entry(2)}</ml:RegistrationRequest>"
)

MINLOG_RESPONSE: Final = (
    f"<ml:RegistrationResponse {_MINLOG}><FailedLogDataEntries><FaultCode>x</FaultCode>"
    "<SequenceNumber>1</SequenceNumber></FailedLogDataEntries>"
    "<NumberAdded>1</NumberAdded><NumberFailed>1</NumberFailed></ml:RegistrationResponse>"
)

_NAMESPACES: Final = (
    'xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/" '
    'xmlns:ds="http://www.w3.org/2000/09/xmldsig#" '
    'xmlns:medcom="http://www.medcom.dk/dgws/2006/04/dgws-1.0.xsd" '
    'xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" '
    'xmlns:hsuid="http://www.nsi.dk/hsuid/2016/08/hsuid-1.1.xsd" '
    'xmlns:wsa="http://www.w3.org/2005/08/addressing" '
    'xmlns:wst="http://schemas.xmlsoap.org/ws/2005/02/trust" '
    'xmlns:wsse="http://docs.oasis-open.org/wss/2004/01/'
    'oasis-200401-wss-wssecurity-secext-1.0.xsd" '
    'xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/'
    'oasis-200401-wss-wssecurity-utility-1.0.xsd"'
)


def _attribute(name: str, value: str, more: str = "") -> str:
    return (
        f'<saml:Attribute Name="{name}"{more}><saml:AttributeValue>{value}</saml:AttributeValue>'
        "</saml:Attribute>"
    )


def _statement(name: str, *attributes: str) -> str:
    inner = "".join(attributes)
    return f'<saml:AttributeStatement id="{name}">{inner}</saml:AttributeStatement>'


_DS: Final = "http://www.w3.org/2000/09/xmldsig#"
_EXC_C14N: Final = "http://www.w3.org/2001/10/xml-exc-c14n#"
_SIGNATURE: Final = (
    '<ds:Signature id="OCESSignature"><ds:SignedInfo>'
    f'<ds:CanonicalizationMethod Algorithm="{_EXC_C14N}"/>'
    f'<ds:SignatureMethod Algorithm="{_DS}rsa-sha1"/>'
    '<ds:Reference URI="#IDCard"><ds:Transforms>'
    f'<ds:Transform Algorithm="{_DS}enveloped-signature"/>'
    f'<ds:Transform Algorithm="{_EXC_C14N}"/></ds:Transforms>'
    f'<ds:DigestMethod Algorithm="{_DS}sha1"/>'
    "<ds:DigestValue>2jmj7l5rSw0yVb/vlWAYkK/YBwk=</ds:DigestValue></ds:Reference>"
    "</ds:SignedInfo><ds:SignatureValue>AAAA</ds:SignatureValue>"
    "<ds:KeyInfo><ds:X509Data><ds:X509Certificate>AAAA</ds:X509Certificate></ds:X509Data>"
    "</ds:KeyInfo></ds:Signature>"
)
"""Of the right form; it signs nothing."""


def _card(card_type: str, level: str, user_log: str) -> str:
    return (
        f"<saml:Assertion {_NAMESPACES}"
        ' IssueInstant="2025-08-26T13:50:28Z" Version="2.0" id="IDCard">'
        "<saml:Issuer>TEST1-NSP-STS</saml:Issuer><saml:Subject>"
        '<saml:NameID Format="medcom:other">SubjectDN={CN=x}</saml:NameID>'
        "<saml:SubjectConfirmation><saml:ConfirmationMethod>"
        "urn:oasis:names:tc:SAML:2.0:cm:holder-of-key</saml:ConfirmationMethod>"
        "<saml:SubjectConfirmationData><ds:KeyInfo><ds:KeyName>OCESSignature</ds:KeyName>"
        "</ds:KeyInfo></saml:SubjectConfirmationData></saml:SubjectConfirmation></saml:Subject>"
        '<saml:Conditions NotBefore="2025-08-26T13:50:28Z" NotOnOrAfter="2025-08-27T13:50:28Z"/>'
        + _statement(
            "IDCardData",
            _attribute("sosi:IDCardID", "Hgx6eTR"),
            _attribute("sosi:IDCardVersion", "1.0.1"),
            _attribute("sosi:IDCardType", card_type),
            _attribute("sosi:AuthenticationLevel", level),
            _attribute("sosi:OCESCertHash", "2jmj7l5rSw0yVb/vlWAYkK/YBwk="),
        )
        + user_log
        + _statement(
            "SystemLog",
            _attribute("medcom:ITSystemName", "Example EHR"),
            _attribute("medcom:CareProviderID", "33257872", ' NameFormat="medcom:cvrnumber"'),
            _attribute("medcom:CareProviderName", "Example"),
        )
        + f"{_SIGNATURE}</saml:Assertion>"
    )


ROLE: Final = "urn:dk:healthcare:national-federation-role:code:41001:value:SundAssistR1"
SYSTEM_CARD: Final = _card("system", "3", "")
USER_CARD: Final = _card(
    "user",
    "4",
    _statement(
        "UserLog",
        _attribute("medcom:UserCivilRegistrationNumber", "0501792275"),
        _attribute("medcom:UserGivenName", "Lars"),
        _attribute("medcom:UserSurName", "Larsen"),
        _attribute("medcom:UserRole", ROLE),
    ),
)


def _hsuid_attribute(name: str, value: str) -> str:
    return (
        f'<hsuid:Attribute Name="nsi:{name}" NameFormat="nsi:sor">'
        f"<hsuid:AttributeValue>{value}</hsuid:AttributeValue></hsuid:Attribute>"
    )


HSUID: Final = (
    f"<hsuid:HsuidHeader {_NAMESPACES}>"
    '<hsuid:Assertion IssueInstant="2025-01-01T12:00:00Z" Version="2.0" id="HSUID">'
    '<hsuid:Issuer>Portal</hsuid:Issuer><hsuid:AttributeStatement id="HSUIDdata">'
    + _hsuid_attribute("UserType", "nsi:Citizen")
    + _hsuid_attribute("ActingUserCivilRegistrationNumber", CPR)
    + _hsuid_attribute("OrgUsingID", "440861000016004")
    + _hsuid_attribute("ConsentOverride", "false")
    + _hsuid_attribute("CitizenCivilRegistrationNumber", "")
    + "</hsuid:AttributeStatement></hsuid:Assertion></hsuid:HsuidHeader>"
)
ON_BEHALF: Final = HSUID.replace(
    "</hsuid:AttributeStatement>",
    _hsuid_attribute("ResponsibleUserCivilRegistrationNumber", "2512484916")
    + _hsuid_attribute("CitizenUserRelation", "x")
    + "</hsuid:AttributeStatement>",
)

MEDCOM_HEADER: Final = (
    f"<medcom:Header {_NAMESPACES}><medcom:SecurityLevel>3</medcom:SecurityLevel><medcom:Linking>"
    "<medcom:FlowID>f</medcom:FlowID><medcom:MessageID>m</medcom:MessageID></medcom:Linking>"
    "<medcom:RequireNonRepudiationReceipt>no</medcom:RequireNonRepudiationReceipt></medcom:Header>"
)


def envelope(body: str, *, card: str = SYSTEM_CARD, medcom: str = MEDCOM_HEADER) -> str:
    """A SOAP 1.1 envelope with DGWS headers around *body*."""
    return (
        f"<soap:Envelope {_NAMESPACES}><soap:Header><wsse:Security><wsu:Timestamp>"
        "<wsu:Created>2025-08-26T13:55:48Z</wsu:Created></wsu:Timestamp>"
        f"{card}</wsse:Security>{medcom}</soap:Header><soap:Body>{body}</soap:Body></soap:Envelope>"
    )


SYSTEM_CALL: Final = envelope(ITI_18_REQUEST)
USER_CALL: Final = envelope(
    ITI_43_REQUEST, card=USER_CARD, medcom=MEDCOM_HEADER.replace(">3<", ">4<")
)
CITIZEN_CALL: Final = envelope(ITI_18_REQUEST, medcom=MEDCOM_HEADER + HSUID)
TOKEN_CALL: Final = envelope(
    ITI_18_REQUEST,
    card='<saml:Assertion ID="_1"/>',
    medcom="<wsa:Action>urn:ihe:iti:2007:RegistryStoredQuery</wsa:Action>",
)
ANSWER: Final = envelope(
    ITI_18_RESPONSE,
    card="",
    medcom=MEDCOM_HEADER.replace(
        "</medcom:MessageID>",
        "</medcom:MessageID><medcom:InResponseToMessageID>q</medcom:InResponseToMessageID>",
    ),
)
FAULT: Final = (
    f"<soap:Envelope {_NAMESPACES}><soap:Body><soap:Fault><faultcode>soap:Client</faultcode>"
    "<faultstring>no</faultstring><detail><medcom:FaultCode>invalid_idcard</medcom:FaultCode>"
    "</detail></soap:Fault></soap:Body></soap:Envelope>"
)
TOKEN_REQUEST: Final = (
    f"<soap:Envelope {_NAMESPACES}><soap:Header><wsse:Security><wsu:Timestamp>"
    "<wsu:Created>2025-08-26T13:55:48Z</wsu:Created></wsu:Timestamp></wsse:Security></soap:Header>"
    '<soap:Body><wst:RequestSecurityToken Context="www.sosi.dk">'
    "<wst:RequestType>http://schemas.xmlsoap.org/ws/2005/02/trust/Issue</wst:RequestType>"
    f"<wst:Claims>{SYSTEM_CARD}</wst:Claims></wst:RequestSecurityToken></soap:Body></soap:Envelope>"
)
TOKEN_RESPONSE: Final = (
    f"<soap:Envelope {_NAMESPACES}><soap:Body><wst:RequestSecurityTokenResponse>"
    f"<wst:RequestedSecurityToken>{SYSTEM_CARD}</wst:RequestedSecurityToken><wst:Status><wst:Code>"
    "http://schemas.xmlsoap.org/ws/2005/02/trust/status/valid</wst:Code></wst:Status>"
    "</wst:RequestSecurityTokenResponse></soap:Body></soap:Envelope>"
)

_NAS: Final = 'xmlns:wsnt="http://docs.oasis-open.org/wsn/b-2" xmlns:nas="http://nsi.dk/advis/v10"'
_DIALECT: Final = "http://docs.oasis-open.org/wsn/t-1/TopicExpression/Simple"
NOTIFICATION: Final = (
    f"<wsnt:GetMessagesResponse {_NAS}><wsnt:NotificationMessage>"
    f'<wsnt:Topic Dialect="{_DIALECT}">t</wsnt:Topic><wsnt:Message>'
    f'<nas:NotifyContent id="{CPR}" idType="http://nsi.dk/advis/v10/CPR"><any/>'
    "</nas:NotifyContent></wsnt:Message></wsnt:NotificationMessage></wsnt:GetMessagesResponse>"
)
_CONSUMER: Final = (
    '<wsnt:ConsumerReference><wsa:Address xmlns:wsa="http://www.w3.org/2005/08/addressing">'
    "http://127.0.0.1/nas2/pullpoints/1</wsa:Address></wsnt:ConsumerReference>"
)
SUBSCRIBE: Final = (
    f"<wsnt:Subscribe {_NAS}>{_CONSUMER}<wsnt:Filter>"
    f'<wsnt:TopicExpression Dialect="{_DIALECT}">t</wsnt:TopicExpression>'
    '<wsnt:MessageContent Dialect="http://nsi.dk/advis/v10/IDMCP_Dialect"/>'
    "</wsnt:Filter></wsnt:Subscribe>"
)

SOUND: Final = {
    "notification": NOTIFICATION,
    "subscribe": SUBSCRIBE,
    "iti-18-request": ITI_18_REQUEST,
    "iti-18-response": ITI_18_RESPONSE,
    "iti-18-failure": ITI_18_FAILURE,
    "iti-43-request": ITI_43_REQUEST,
    "iti-43-response": ITI_43_RESPONSE,
    "iti-43-failure": ITI_43_FAILURE,
    "minlog-request": MINLOG_REQUEST,
    "minlog-response": MINLOG_RESPONSE,
    "system-card": SYSTEM_CARD,
    "user-card": USER_CARD,
    "hsuid": HSUID,
    "hsuid-on-behalf": ON_BEHALF,
    "medcom-header": MEDCOM_HEADER,
    "system-call": SYSTEM_CALL,
    "user-call": USER_CALL,
    "citizen-call": CITIZEN_CALL,
    "token-call": TOKEN_CALL,
    "answer": ANSWER,
    "fault": FAULT,
    "token-request": TOKEN_REQUEST,
    "token-response": TOKEN_RESPONSE,
}
"""Messages that give no finding at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """A sound message with one piece changed, which breaks one rule and no other."""

    rule: str
    sound: str
    old: str
    new: str

    @property
    def text(self) -> str:
        """The broken message."""
        assert self.old in self.sound, f"{self.rule}: {self.old} is not in the message"
        return self.sound.replace(self.old, self.new, 1)


def _broken(rule: str, sound: str, old: str, new: str) -> Broken:
    return Broken(rule=rule, sound=sound, old=old, new=new)


_IDENTIFIER: Final = "urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab"
_ROLE_VALUE: Final = f"<saml:AttributeValue>{ROLE}</saml:AttributeValue>"
_DATE: Final = "<DateTime>2025-06-01T12:00:00Z</DateTime>"

BROKEN: Final = (
    _broken("XDS18-01", ITI_18_REQUEST, "<query:ResponseOption", "<query:Other"),
    _broken("XDS18-02", ITI_18_REQUEST, "14d4debf", "f26abbcb"),
    _broken("XDS18-03", ITI_18_REQUEST, "LeafClass", "ObjectRef"),
    _broken("XDS18-04", ITI_18_REQUEST, f"'{CPR}", CPR),
    _broken("XDS18-04", ITI_18_REQUEST, f"'{CPR}", "'123"),
    _broken("XDS18-04", ITI_18_REQUEST, "$XDSDocumentEntryPatientId", "$Other"),
    _broken("XDS18-05", ITI_18_REQUEST, "34268e47", "34268e48"),
    _broken("XDS18-05", ITI_18_REQUEST, "$XDSDocumentEntryType", "$Other"),
    _broken("XDS18-06", ITI_18_REQUEST, "StatusType:Approved", "StatusType:Deprecated"),
    _broken("XDS18-07", ITI_18_REQUEST, "pdc-v3.0", "pdc-v2.0"),
    _broken("XDS18-08", ITI_18_REQUEST, "^^1.2.208.184.100.10", ""),
    _broken("XDS18-09", ITI_18_REQUEST, "('urn:ad", "'urn:ad"),
    _broken("XDS18-10", ITI_18_REQUEST, _STATUS_SLOT, _STATUS_SLOT * 2),
    _broken("XDS18-21", ITI_18_RESPONSE, f"{_STATUS}:Success", "Success"),
    _broken("XDS18-22", ITI_18_RESPONSE, f"{_STATUS}:Success", f"{_STATUS}:Failure"),
    _broken("XDS18-22", ITI_18_FAILURE, f"{_STATUS}:Failure", f"{_STATUS}:Success"),
    _broken("XDS18-23", ITI_18_FAILURE, ' codeContext="down"', ""),
    _broken("XDS18-24", ITI_18_RESPONSE, f'{_IDENTIFIER}" value="', f'{_IDENTIFIER}" value="x'),
    _broken("XDS18-25", ITI_18_RESPONSE, "8.10.12</rim:Value>", "8.20.12</rim:Value>"),
    _broken("XDS18-26", ITI_18_RESPONSE, "34268e47", "7edca82f"),
    _broken("XDS18-27", ITI_18_RESPONSE, "pdc-v3.0", "pdc-v2.0"),
    _broken("XDS18-28", ITI_18_RESPONSE, f'value="{CPR}', 'value="x'),
    _broken(
        "XDS18-29",
        ITI_18_RESPONSE,
        "<rim:Classification ",
        _slot("hash", "0") + "<rim:Classification ",
    ),
    _broken("XDS18-30", ITI_18_RESPONSE, ' home="urn:oid:1.2.208.176.43210.8.10"', ""),
    _broken("XDS43-01", ITI_43_REQUEST, f"<ihe:DocumentRequest>{_IDS}</ihe:DocumentRequest>", ""),
    _broken("XDS43-02", ITI_43_REQUEST, "1.2.208.176.43210.8.10.12^", ""),
    _broken("XDS43-03", ITI_43_REQUEST, "8.10.12</ihe:Rep", "8.20.12</ihe:Rep"),
    _broken("XDS43-04", ITI_43_REQUEST, "urn:oid:", ""),
    _broken("XDS43-05", ITI_43_REQUEST, _IDS[: _IDS.index("<ihe:Rep")], ""),
    _broken("XDS43-11", ITI_43_RESPONSE, f'<rs:RegistryResponse status="{_STATUS}:Success"/>', ""),
    _broken("XDS43-12", ITI_43_RESPONSE, f"{_STATUS}:Success", "Success"),
    _broken("XDS43-13", ITI_43_RESPONSE, f"{_STATUS}:Success", f"{_STATUS}:Failure"),
    _broken("XDS43-14", ITI_43_FAILURE, ' errorCode="XDSRegistryError"', ""),
    _broken("XDS43-15", ITI_43_RESPONSE, "<ihe:mimeType>text/xml</ihe:mimeType>", ""),
    _broken("XDS43-16", ITI_43_RESPONSE, "PGEvPg==", "not base64!"),
    _broken("XDS43-17", ITI_43_RESPONSE, "text/xml", "application/pdf"),
    _broken("MINLOG-01", MINLOG_REQUEST, minlog_entry(1), "<LogDataEntry/>"),
    _broken(
        "MINLOG-02", MINLOG_REQUEST, minlog_entry(1), "".join(map(minlog_entry, range(10, 511)))
    ),
    _broken("MINLOG-03", MINLOG_REQUEST, "<SystemName>Example EHR</SystemName>", ""),
    _broken("MINLOG-04", MINLOG_REQUEST, "Example EHR", "E" * 26),
    _broken("MINLOG-04", MINLOG_REQUEST, "Example EHR", ""),
    _broken("MINLOG-05", MINLOG_REQUEST, 'source="CPR"', 'source="cpr"'),
    _broken("MINLOG-06", MINLOG_REQUEST, _DATE, ""),
    _broken("MINLOG-06", MINLOG_REQUEST, _DATE, _DATE.replace("DateTime", "FromDateTime")),
    _broken("MINLOG-07", MINLOG_REQUEST, "2025-06-01T12:00:00Z", "01-06-2025"),
    _broken("MINLOG-07", MINLOG_REQUEST, "2025-06-01T12:00:00Z", "2014-12-31T12:00:00Z"),
    _broken(
        "MINLOG-09",
        MINLOG_REQUEST,
        '<OrganisationId source="SOR">440861000016004</OrganisationId>',
        "",
    ),
    _broken("MINLOG-10", MINLOG_REQUEST, "<SequenceNumber>1<", "<SequenceNumber>2<"),
    _broken("MINLOG-21", MINLOG_RESPONSE, "<NumberAdded>1</NumberAdded>", ""),
    _broken("MINLOG-22", MINLOG_RESPONSE, "<NumberFailed>1", "<NumberFailed>2"),
    _broken("MINLOG-23", MINLOG_RESPONSE, "<FaultCode>x</FaultCode>", ""),
    _broken(
        "DGWS-01",
        FAULT,
        "http://schemas.xmlsoap.org/soap/envelope/",
        "http://www.w3.org/2003/05/soap-envelope",
    ),
    _broken("DGWS-02", FAULT, "</soap:Fault>", "</soap:Fault><soap:Fault/>"),
    _broken("DGWS-03", SYSTEM_CALL, "2025-08-26T13:55:48Z", "26-08-2025"),
    _broken("DGWS-04", SYSTEM_CALL, MEDCOM_HEADER, ""),
    _broken("DGWS-05", SYSTEM_CALL, "<medcom:MessageID>m</medcom:MessageID>", ""),
    _broken("DGWS-05", MEDCOM_HEADER, "<medcom:MessageID>m", "<medcom:MessageID>"),
    _broken("DGWS-08", SYSTEM_CALL, SYSTEM_CARD, ""),
    _broken("DGWS-09", SYSTEM_CALL, "<soap:Body", '<soap:Body id="IDCard"'),
    _broken("DGWS-10", SYSTEM_CALL, "<medcom:SecurityLevel>3", "<medcom:SecurityLevel>4"),
    _broken("DGWS-11", SYSTEM_CALL, "2025-08-26T13:55:48Z", "2025-08-27T13:55:48Z"),
    _broken("DGWS-12", TOKEN_CALL, "</wsa:Action>", "</wsa:Action>" + HSUID),
    _broken("DGWS-13", USER_CALL, "</medcom:Header>", "</medcom:Header>" + HSUID),
    _broken("DGWS-14", ANSWER, "InResponseToMessageID>q<", "InResponseToMessageID><"),
    _broken("DGWS-21", FAULT, "soap:Client", "Error"),
    _broken("DGWS-22", FAULT, "invalid_idcard", "bad_card"),
    _broken("DGWS-23", FAULT, "soap:Client", "soap:Server"),
    _broken("DGWS-31", TOKEN_REQUEST, "trust/Issue", "trust/Renew"),
    _broken("DGWS-32", TOKEN_RESPONSE, "status/valid", "status/invalid"),
    _broken("IDCARD-01", SYSTEM_CARD, ' id="IDCard"', ' ID="IDCard"'),
    _broken("IDCARD-02", SYSTEM_CALL, "TEST1-NSP-STS", "the test STS"),
    _broken("IDCARD-03", SYSTEM_CARD, "medcom:other", "other"),
    _broken("IDCARD-04", SYSTEM_CARD, "holder-of-key", "bearer"),
    _broken("IDCARD-05", SYSTEM_CARD, 'NotOnOrAfter="2025-08-27T13:50:28Z"', ""),
    _broken("IDCARD-06", SYSTEM_CARD, "2025-08-27T13:50:28Z", "2025-08-27T13:50:29Z"),
    _broken("IDCARD-07", SYSTEM_CARD, "2jmj7l5rSw0yVb/vlWAYkK/YBwk=", "2jmj7l5rSw0yVb"),
    _broken("IDCARD-08", SYSTEM_CARD, "#IDCard", "#Body"),
    _broken("IDCARD-11", SYSTEM_CARD, "1.0.1", "1.0"),
    _broken("IDCARD-12", USER_CARD, 'id="UserLog"', 'id="Person"'),
    _broken("IDCARD-13", USER_CARD, ">4<", ">3<"),
    _broken("IDCARD-14", SYSTEM_CARD, "medcom:ITSystemName", "medcom:System"),
    _broken("IDCARD-15", SYSTEM_CARD, "medcom:cvrnumber", "medcom:ynumber"),
    _broken("IDCARD-16", USER_CARD, "0501792275", "050179-2275"),
    _broken("IDCARD-17", USER_CARD, ROLE, "41001"),
    _broken("IDCARD-17", USER_CARD, "SundAssistR1", "sundassistr1"),
    _broken("IDCARD-17", USER_CARD, "SundAssistR1", "SundAssistR2"),
    _broken("IDCARD-18", USER_CARD, _ROLE_VALUE, _ROLE_VALUE * 2),
    _broken("IDCARD-19", USER_CARD, "41001:value:SundAssistR1", "41003:value:PlejeAssR3"),
    _broken("IDCARD-20", USER_CARD, ROLE, "urn:dk:healthcare:no-role"),
    _broken("NAS2-01", NOTIFICATION, "<any/>", ""),
    _broken("NAS2-02", NOTIFICATION, "http://nsi.dk/advis/v10/CPR", "cpr"),
    _broken("NAS2-03", SUBSCRIBE, _DIALECT, "Full"),
    _broken("NAS2-04", SUBSCRIBE, _CONSUMER, ""),
    _broken("NAS2-05", SUBSCRIBE, "IDMCP_Dialect", "Other"),
    _broken("HSUID-01", HSUID, 'id="HSUIDdata"', ""),
    _broken("HSUID-02", HSUID, "Portal", "The portal A/S"),
    _broken("HSUID-03", HSUID, "nsi:Citizen<", "Citizen<"),
    _broken("HSUID-04", CITIZEN_CALL, f">{CPR}<", ">x<"),
    _broken("HSUID-05", ON_BEHALF, "2512484916", CPR),
    _broken(
        "HSUID-06",
        HSUID,
        _hsuid_attribute("CitizenCivilRegistrationNumber", ""),
        _hsuid_attribute("CitizenCivilRegistrationNumber", CPR),
    ),
    _broken("HSUID-07", ON_BEHALF, _hsuid_attribute("CitizenUserRelation", "x"), ""),
    _broken("HSUID-08", HSUID, "nsi:OrgUsingID", "nsi:OrganisationIdentifier"),
    _broken("HSUID-09", HSUID, 'OrgUsingID" NameFormat="nsi:sor"', 'OrgUsingID" NameFormat="sor"'),
    _broken("HSUID-10", HSUID, ' NameFormat="nsi:sor"', ""),
    _broken("HSUID-11", HSUID, ">false<", ">nej<"),
)
"""At least one for each rule; each breaks its rule and no other."""
