"""Bst2Idws: bootstrap tokens exchanged for tokens to SFSK."""

from collections.abc import Callable
from copy import deepcopy

import pytest
from lxml import etree

from conformance.safe_xml import parse
from conformance.security.faults import DgwsFault, ReceivedFault
from conformance.security.idws import build_request as build_message
from conformance.security.idws.exchange import ANSWER_ACTION, read_response
from conformance.security.idws.namespaces import PREFIXES, IdwsNamespace
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.personas import CVR, Persona, Staff
from conformance.simulator.state.world import World
from conformance.simulator.sts.exchange import IdentityProviders
from conformance.simulator.sts.issuer import (
    IDENTITY_PROVIDER,
    IdentityProvider,
    citizen_attributes,
    professional_uuid,
)
from conformance.xds import query
from conformance.xds.vocabulary import Action
from tests.simulator.direct_calls import fault_code, find, hits
from tests.simulator.idws_calls import BST2IDWS, MESSAGE_ID, IdwsCaller, header, issued_token

BENTE = Persona.BENTE
FAILED, INVALID, REQUEST = "wst:FailedAuthentication", "wst:InvalidRequest", "wst:RequestFailed"
CPR_CLAIM = "dk:gov:saml:attribute:CprNumberIdentifier"


@pytest.fixture
def idws(simulation: Simulation, world: World) -> IdwsCaller:  # noqa: ARG001 - a fresh world first
    return IdwsCaller(simulation=simulation)


def citizen_bootstrap(idws: IdwsCaller) -> etree._Element:
    holder = idws.holder.certificate
    return idws.identity_provider.citizen(BENTE, holder=holder, now=idws.now)


def employee_bootstrap(idws: IdwsCaller, staff: Staff) -> etree._Element:
    member = idws.simulation.services.world.staff[staff]
    holder = idws.holder.certificate
    return idws.identity_provider.employee(member, holder=holder, now=idws.now)


@pytest.mark.parametrize("action", ["Issue", '"Issue"', ""])
def test_a_citizens_token_opens_sfsk(action: str, idws: IdwsCaller) -> None:
    """From bootstrap token to card index, as a portal does it."""
    reply = idws.call(BST2IDWS, idws.exchange_request(citizen_bootstrap(idws)), action)
    found = idws.search(issued_token(reply), BENTE)
    assert len(hits(found).entries) == 1


@pytest.mark.parametrize("staff", [Staff.DOCTOR, Staff.ASSISTANT_R1])
def test_an_employees_token_opens_sfsk(staff: Staff, idws: IdwsCaller, world: World) -> None:
    """The registers add what the bootstrap token lacks: person, authorisation, role."""
    reply = idws.call(BST2IDWS, idws.exchange_request(employee_bootstrap(idws, staff)))
    found = idws.search(issued_token(reply), BENTE)
    assert len(hits(found).entries) == 1
    (entry,) = world.log_of(BENTE)
    assert (entry.user_id, entry.organisation_id) == (staff, CVR)


def test_the_answer_is_what_public_clients_read(idws: IdwsCaller) -> None:
    """The token, its audience and its times in a RequestSecurityTokenResponseCollection."""
    reply = idws.call(BST2IDWS, idws.exchange_request(citizen_bootstrap(idws)))
    names = {**PREFIXES, "wst": IdwsNamespace.WST13.value, "wsp": IdwsNamespace.WSP.value}
    response = parse(reply.body).find(
        "soap:Body/wst:RequestSecurityTokenResponseCollection/wst:RequestSecurityTokenResponse",
        names,
    )
    assert response is not None
    assert response.get("Context") == "urn:uuid:631853da-5d50-44da-8395-12c955c5801a"
    address = "wsp:AppliesTo/wsa:EndpointReference/wsa:Address"
    assert response.findtext(address, None, names) == "https://fsk"
    ends = response.findtext("wst:Lifetime/wsu:Expires", None, names)
    token = response.find("wst:RequestedSecurityToken/saml:Assertion", names)
    assert token is not None
    conditions = token.find("saml:Conditions", names)
    assert conditions is not None
    assert conditions.get("NotOnOrAfter") == ends
    assert (header(reply, "Action"), header(reply, "RelatesTo")) == (ANSWER_ACTION, MESSAGE_ID)


@pytest.mark.parametrize(
    ("claims", "accepted"),
    [
        ({CPR_CLAIM: BENTE.value}, True),
        ({CPR_CLAIM: Persona.MAX.value}, False),
        ({"medcom:ITSystemName": "Portal"}, True),
        ({"sosi:SubjectNameID": f"{CPR_CLAIM}:{BENTE}"}, True),
        ({"sosi:SubjectNameID": "urn:uuid:x"}, False),
        ({"dk:healthcare:saml:attribute:OnBehalfOf": "urn:x"}, False),
        ({"": ""}, False),
    ],
)
def test_a_claim_says_no_more_than_the_bootstrap_token(
    claims: dict[str, str], accepted: bool, idws: IdwsCaller
) -> None:
    """Another person cannot be claimed, nor what the simulated STS does not know."""
    reply = idws.call(BST2IDWS, idws.exchange_request(citizen_bootstrap(idws), claims=claims))
    assert (reply.status == 200) if accepted else (fault_code(reply) == REQUEST)


def test_only_tokens_for_known_services_are_issued(idws: IdwsCaller) -> None:
    """The audience is that of SFSK, letter for letter."""
    for audience in ("https://minlog", "https://FSK", ""):
        reply = idws.call(BST2IDWS, idws.exchange_request(citizen_bootstrap(idws), audience))
        assert fault_code(reply) == REQUEST


def test_a_bootstrap_token_for_another_audience_is_refused(idws: IdwsCaller) -> None:
    """A token to a service is no bootstrap token, even with the identity provider's signature."""
    provider = idws.identity_provider
    token = provider.token(
        "x", citizen_attributes(BENTE), idws.holder.certificate, idws.now, "https://fsk"
    )
    reply = idws.call(BST2IDWS, idws.exchange_request(provider.sign(token)))
    assert fault_code(reply) == REQUEST


def test_an_unknown_employee_is_refused(idws: IdwsCaller, world: World) -> None:
    """The simulated registers know employees by the id of their test persons."""
    bootstrap = employee_bootstrap(idws, Staff.NURSE)
    world.staff = {cpr: m for cpr, m in world.staff.items() if cpr != Staff.NURSE}
    assert fault_code(idws.call(BST2IDWS, idws.exchange_request(bootstrap))) == REQUEST


def test_a_citizens_bootstrap_token_names_one_citizen(idws: IdwsCaller) -> None:
    """Without a CPR number there is nobody to issue a token for."""
    provider = idws.identity_provider
    token = provider.token(
        "x", (("y", ("z",)),), idws.holder.certificate, idws.now, "https://sts.sosi.dk/"
    )
    reply = idws.call(BST2IDWS, idws.exchange_request(provider.sign(token)))
    assert fault_code(reply) == REQUEST


def test_a_bootstrap_token_that_its_subject_made_is_refused(idws: IdwsCaller) -> None:
    """Neither a client's certificate nor the STS's is the identity provider's."""
    for credential in (idws.holder, idws.simulation.pki.sts):
        forged = IdentityProvider(credential).citizen(
            BENTE, holder=idws.holder.certificate, now=idws.now
        )
        assert fault_code(idws.call(BST2IDWS, idws.exchange_request(forged))) == FAILED


def test_another_sender_than_the_holder_is_refused(idws: IdwsCaller) -> None:
    """With another certificate, and with the holder's certificate and another key."""
    pki = idws.simulation.pki
    other = pki.issue_system("Other", CVR, "Other")
    for credential in (other, pki.ca):
        message = idws.exchange_request(citizen_bootstrap(idws), credential=credential)
        assert fault_code(idws.call(BST2IDWS, message)) == FAILED


def without(path: str) -> Callable[[etree._Element], None]:
    def damage(root: etree._Element) -> None:
        element = root.find(path, PREFIXES)
        assert element is not None
        parent = element.getparent()
        assert parent is not None
        parent.remove(element)

    return damage


def second_bootstrap(root: etree._Element) -> None:
    assertion = root.find(".//saml:Assertion", PREFIXES)
    assert assertion is not None
    assertion.addnext(deepcopy(assertion))


def other_audience(root: etree._Element) -> None:
    for address in root.iter(IdwsNamespace.WSA.tag("Address")):
        address.text = "https://minlog"


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (without("soap:Body"), INVALID),
        (without("soap:Header/wsa:Action"), INVALID),
        (without("soap:Header/wsa:MessageID"), INVALID),
        (without("soap:Header/wsse:Security"), INVALID),
        (without("soap:Header/wsse:Security/wsu:Timestamp"), INVALID),
        (without("soap:Header/wsse:Security/ds:Signature"), FAILED),
        (without("soap:Header/wsse:Security/ds:Signature/ds:KeyInfo/ds:X509Data"), FAILED),
        (without(".//saml:Assertion"), FAILED),
        (without(".//saml:Assertion/ds:Signature"), FAILED),
        (second_bootstrap, FAILED),
        (other_audience, FAILED),
    ],
    ids=[
        "no-body",
        "no-action",
        "no-message-id",
        "no-security",
        "no-timestamp",
        "no-signature",
        "no-certificate",
        "no-bootstrap-token",
        "unsigned-bootstrap-token",
        "second-bootstrap-token",
        "altered-audience",
    ],
)
def test_a_damaged_request_is_refused(
    damage: Callable[[etree._Element], None], code: str, idws: IdwsCaller
) -> None:
    """Malformed is invalid; what proves nothing has failed authentication."""
    root = parse(idws.exchange_request(citizen_bootstrap(idws)))
    damage(root)
    assert fault_code(idws.call(BST2IDWS, etree.tostring(root))) == code


def test_a_message_of_another_kind_is_invalid(idws: IdwsCaller) -> None:
    """A search that is sent to the STS."""
    message = build_message(
        idws.citizen(BENTE),
        query.build_request(find(BENTE)),
        credential=idws.holder,
        action=Action.REGISTRY_STORED_QUERY,
        message_id=MESSAGE_ID,
        created=idws.now,
    )
    assert fault_code(idws.call(BST2IDWS, message)) == INVALID
    assert fault_code(idws.call(BST2IDWS, b"<x/>")) == INVALID


def test_a_token_exchange_is_noted(idws: IdwsCaller, world: World) -> None:
    """With whom the token is for."""
    idws.call(BST2IDWS, idws.exchange_request(citizen_bootstrap(idws)), "Issue")
    (line,) = world.journal
    assert (line.outcome, line.caller_name) == ("Success", f"citizen {BENTE}")


def test_an_earlier_key_of_the_identity_provider_counts(simulation: Simulation) -> None:
    """Any certificate that the CA has issued in its name; nobody else's."""
    pki = simulation.pki
    providers = IdentityProviders(pki.ca.certificate)
    found = [
        providers.covers(credential.certificate, pki.now)
        for credential in (
            pki.issue_system(IDENTITY_PROVIDER, CVR, "x"),
            pki.issue_system("x", CVR, IDENTITY_PROVIDER),
            pki.untrusted(IDENTITY_PROVIDER, CVR, "x"),
        )
    ]
    assert found == [True, False, False]


def test_the_id_of_an_employee_is_always_the_same() -> None:
    """So that a client can be configured with it."""
    found = professional_uuid(Staff.DOCTOR)
    assert found == professional_uuid("0501792275") != professional_uuid(Staff.NURSE)


def test_a_client_reads_the_token_or_the_refusal(idws: IdwsCaller) -> None:
    """One token, or the fault as it is told; anything else is no answer of the STS."""
    reply = idws.call(BST2IDWS, idws.exchange_request(citizen_bootstrap(idws)))
    assert len(hits(idws.search(read_response(reply.body), BENTE)).entries) == 1
    refused = idws.call(BST2IDWS, idws.exchange_request(citizen_bootstrap(idws), audience="x"))
    with pytest.raises(ReceivedFault, match="RequestFailed"):
        read_response(refused.body)
    with pytest.raises(DgwsFault, match="expected one token in the answer of the STS, found 0"):
        read_response(idws.search(idws.citizen(BENTE), BENTE).body)
    with pytest.raises(DgwsFault):
        read_response(b"<not-soap/>")
