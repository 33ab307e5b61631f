"""What SFSK's access rules and OIO-IDWS assume where public sources are silent."""

from typing import Final

from conformance.simulator.state.assumptions import Assumption, Evidence
from conformance.simulator.state.journal import Service

_USER_TYPES: Final = "NSP protocol dossier 1.8, after the user stories and the design of SFSK"
_HSUID: Final = "NSP protocol dossier 4.6 and 10 (U13)"
_IDWS: Final = "NSP protocol dossier 1.2, 4.7 and 10 (U6)"
_CLIENT: Final = "Sundhedsdatastyrelsen/ehdsi, NspClientIdws, and its library WSS4J 1.6"
_SEAL: Final = "SEAL's builder of identity tokens for citizens"

ON_BEHALF_ASSUMPTIONS: Final = (
    Assumption(
        name="access-relation-codes",
        service=Service.SFSK_REGISTRY,
        assumed="nsi:CitizenUserRelation is `child-custody-holder` or `proxy-holder`.",
        evidence=Evidence.UNKNOWN,
        source=f"{_HSUID}; the words are those of the user stories",
        settings=("access.custody-relation", "access.proxy-relation"),
    ),
    Assumption(
        name="access-custody-or-guardianship",
        service=Service.SFSK_REGISTRY,
        assumed="A custody holder is looked up as holder of custody or as guardian, whatever the"
        " age of the other; parenthood alone is not enough.",
        evidence=Evidence.INFERRED,
        source=_USER_TYPES,
    ),
    Assumption(
        name="access-citizen-number-on-behalf",
        service=Service.SFSK_REGISTRY,
        assumed="nsi:CitizenCivilRegistrationNumber is empty, or on behalf of another the number"
        " of that other.",
        evidence=Evidence.INFERRED,
        source=f"{_USER_TYPES}: only for the citizen's own call it is said to be empty",
    ),
    Assumption(
        name="access-relation-without-responsible",
        service=Service.SFSK_REGISTRY,
        assumed="A relation without a responsible user is refused, not taken for an own call.",
        evidence=Evidence.UNKNOWN,
        source=_HSUID,
    ),
    Assumption(
        name="access-professional-on-behalf-header",
        service=Service.SFSK_REGISTRY,
        assumed="A professional acts for another by a user card of level 4 and an HSUID header"
        " with user type nsi:HealthcareProfessional, the card's user as acting, and the"
        " authorisation code of another as responsible; the responsible CPR number may be left out"
        " and must else fit the code.",
        evidence=Evidence.INFERRED,
        source=_HSUID,
    ),
    Assumption(
        name="access-acting-professional-needs-right",
        service=Service.SFSK_REGISTRY,
        assumed="Who acts for another professional needs an authorisation or a national role as"
        " well.",
        evidence=Evidence.INFERRED,
        source=f"{_USER_TYPES}: authenticated 'as above'",
        settings=("access.acting-needs-right",),
    ),
    Assumption(
        name="access-citizens-header-with-user-card",
        service=Service.SFSK_REGISTRY,
        assumed="An HSUID header of user type nsi:Citizen beside a user card is refused.",
        evidence=Evidence.INFERRED,
        source=_USER_TYPES,
    ),
    Assumption(
        name="access-minlog-names-both",
        service=Service.SFSK_REGISTRY,
        assumed="SFSK's own MinLog entry names the acting user by CPR number and the responsible"
        " by authorisation code, name and education code.",
        evidence=Evidence.INFERRED,
        source="MinLog2's schema has fields for whom the user acts; what SFSK fills in is unknown",
    ),
    Assumption(
        name="access-fault-codes",
        service=Service.SFSK_REGISTRY,
        assumed="Every refusal here is not_authorized, except a too low level.",
        evidence=Evidence.UNKNOWN,
        source="NSP protocol dossier 1.9 and 10 (U11)",
        settings=("access.refusal-code",),
    ),
)

IDWS_ASSUMPTIONS: Final = (
    Assumption(
        name="idws-same-paths",
        service=Service.SFSK_REGISTRY,
        assumed="Calls by token come to the paths of calls by id card; the message tells which it"
        " is.",
        evidence=Evidence.UNKNOWN,
        source=f"{_IDWS}; the data authority's client doubts that SFSK is open for OIO-IDWS",
    ),
    Assumption(
        name="idws-fault-shape",
        service=Service.SFSK_REGISTRY,
        assumed="A call by token is refused with a SOAP fault that carries medcom:FaultCode.",
        evidence=Evidence.INFERRED,
        source="SFSK's WSDL declares that fault alone",
    ),
    Assumption(
        name="idws-answer-unsigned",
        service=Service.SFSK_REGISTRY,
        assumed="Answers carry Action, MessageID and RelatesTo of WS-Addressing and a timestamp,"
        " and no signature.",
        evidence=Evidence.UNKNOWN,
        source=_IDWS,
    ),
    Assumption(
        name="idws-signed-parts",
        service=Service.SFSK_REGISTRY,
        assumed="The signature must cover body, timestamp, every header block of WS-Addressing,"
        " and the token by STR-Transform, with rsa-sha256 and sha256.",
        evidence=Evidence.CLIENT,
        source=f"{_CLIENT}, which quotes the OIO-IDWS SOAP profile 1.1",
    ),
    Assumption(
        name="idws-str-transform-apex",
        service=Service.SFSK_REGISTRY,
        assumed="The transformed token is accepted with and without an empty default namespace on"
        " its root.",
        evidence=Evidence.CLIENT,
        source=f"{_CLIENT}, which write it; other libraries leave it out",
    ),
    Assumption(
        name="idws-plain-token",
        service=Service.SFSK_REGISTRY,
        assumed="Tokens are not encrypted; an EncryptedAssertion is refused.",
        evidence=Evidence.UNKNOWN,
        source=_IDWS,
    ),
    Assumption(
        name="idws-no-replay-detection",
        service=Service.SFSK_REGISTRY,
        assumed="A message id may come again within the five minutes.",
        evidence=Evidence.UNKNOWN,
        source="NSP protocol dossier 4.2 and 10 (U11)",
    ),
    Assumption(
        name="idws-citizen-attributes",
        service=Service.SFSK_REGISTRY,
        assumed="A citizen's token carries the CPR number under the name of OIO-SAML 3, of OIO-SAML"
        " 2, or both, and names no employer.",
        evidence=Evidence.CLIENT,
        source=f"{_SEAL} (OIO-SAML 2); trifork/unsealed's bootstrap token (OIO-SAML 3)",
    ),
    Assumption(
        name="idws-employee-attributes",
        service=Service.SFSK_REGISTRY,
        assumed="An employee's token carries the CVR number and name of the employer as in the"
        " bootstrap token, and CPR number, names, authorisation code and role besides.",
        evidence=Evidence.UNKNOWN,
        source="official sample of a bootstrap token (employer); common SAML attributes for"
        " healthcare (code, role); the rest is ours",
    ),
    Assumption(
        name="idws-employee-rights",
        service=Service.SFSK_REGISTRY,
        assumed="An employee by token needs the same right as by id card, and SFSK writes MinLog.",
        evidence=Evidence.INFERRED,
        source=_USER_TYPES,
    ),
    Assumption(
        name="idws-whitelist",
        service=Service.SFSK_REGISTRY,
        assumed="The whitelist looks at the employer's CVR number, for citizens at that of the"
        " holder-of-key certificate.",
        evidence=Evidence.UNKNOWN,
        source=_USER_TYPES,
    ),
)

EXCHANGE_ASSUMPTIONS: Final = (
    Assumption(
        name="bst2idws-attributes-from-registers",
        service=Service.STS_EXCHANGE,
        assumed="The STS finds an employee by NameID and adds CPR number, name, authorisation code"
        " and national role from its registers.",
        evidence=Evidence.INFERRED,
        source="the bootstrap token of the official sample has none of them",
    ),
    Assumption(
        name="bst2idws-claims",
        service=Service.STS_EXCHANGE,
        assumed="A claimed CPR number or NameID must be that of the bootstrap token,"
        " medcom:ITSystemName is ignored, any other claim is refused.",
        evidence=Evidence.UNKNOWN,
        source="claims as trifork/unsealed and the official sample send them",
    ),
    Assumption(
        name="bst2idws-lifetime",
        service=Service.STS_EXCHANGE,
        assumed="A token is valid for one hour and five minutes back, for https://fsk alone.",
        evidence=Evidence.UNKNOWN,
        source="NSP protocol dossier 4.4",
        settings=("sts.token-lifetime",),
    ),
    Assumption(
        name="bst2idws-open-to-all",
        service=Service.STS_EXCHANGE,
        assumed="The caller's certificate needs no whitelisting; that of the identity provider is"
        " issued by the simulator.",
        evidence=Evidence.INFERRED,
        source="NSP protocol dossier 4.4: there, the certificate's DN is whitelisted",
    ),
    Assumption(
        name="bst2idws-faults",
        service=Service.STS_EXCHANGE,
        assumed="A malformed request is wst:InvalidRequest, one that proves nothing is"
        " wst:FailedAuthentication, any other refusal is wst:RequestFailed.",
        evidence=Evidence.INFERRED,
        source="NSP protocol dossier 4.4",
    ),
)

ASSUMPTIONS: Final[tuple[Assumption, ...]] = (
    *ON_BEHALF_ASSUMPTIONS,
    *IDWS_ASSUMPTIONS,
    *EXCHANGE_ASSUMPTIONS,
)
"""All of them."""
