"""STS: issues system and user cards, fills in the authorisation code, refuses the rest."""

from dataclasses import replace
from datetime import timedelta

import pytest

from conformance.security import idcard, sts
from conformance.security.idcard import AuthenticationLevel, IdCardType
from conformance.security.signature import sign, verify
from conformance.security.signed_form import SignatureAlgorithm
from conformance.security.trust import TrustList
from conformance.simulator.services import NationalServices
from conformance.simulator.simulation import Simulation
from conformance.simulator.state.personas import CVR, ORGANISATION, Staff
from conformance.simulator.state.world import World
from conformance.simulator.sts.endpoint import StsEndpoint
from conformance.simulator.sts.settings import ISSUER_NAME
from conformance.simulator.sts.token_service import TokenService
from tests.simulator.direct_calls import (
    STS,
    DirectCaller,
    fault_code,
    require_official,
    user_log,
)

FAILED = "wst:FailedAuthentication"


@pytest.mark.parametrize("path", [STS, "/sts/services/SecurityTokenService"])
def test_a_system_card_is_issued(path: str, caller: DirectCaller, world: World) -> None:
    """The STS signs it, keeps its attributes, and lets it count for 24 hours."""
    requested = caller.requested()
    reply = caller.call(path, caller.token_request(requested), sts.ACTION)
    card = sts.read_response(reply.body)
    trust = TrustList(certificates=[caller.simulation.pki.sts.certificate])
    issued = verify(card, trust, world.now).card
    assert (issued.issuer, issued.card_type) == (ISSUER_NAME, IdCardType.SYSTEM)
    assert (issued.system, issued.cert_hash) == (requested.system, requested.cert_hash)
    assert issued.not_on_or_after - issued.not_before == timedelta(hours=24)
    assert tuple(world.journal)[-1].caller == issued
    require_official(reply)


def test_a_user_card_is_issued_with_the_authorisation_of_the_register(
    caller: DirectCaller, world: World
) -> None:
    """A request without the code gets it; the rest of the user is kept."""
    user = replace(user_log(world.staff[Staff.DOCTOR]), authorisation_code=None)
    reply = caller.call(STS, caller.token_request(caller.requested(user=user)), sts.ACTION)
    issued = idcard.read(sts.read_response(reply.body))
    assert issued.user == replace(user, authorisation_code="J0184")
    assert issued.level is AuthenticationLevel.EMPLOYEE_SIGNATURE
    require_official(reply)


@pytest.mark.parametrize(
    ("staff", "claimed", "found"),
    [
        (Staff.DOCTOR, "J0184", "J0184"),
        (Staff.DOCTOR, "5GXFR", None),
        (Staff.DOCTOR, "j0184", None),
        (Staff.ASSISTANT_R1, "J0184", None),
        (Staff.ASSISTANT_R1, None, ""),
    ],
    ids=["own", "anothers", "lower-case", "has-none", "none-claimed"],
)
def test_an_authorisation_code_is_held_against_the_register(
    staff: Staff, claimed: str | None, found: str | None, caller: DirectCaller, world: World
) -> None:
    """A code that the register does not know for that person fails the authentication."""
    user = replace(user_log(world.staff[staff]), authorisation_code=claimed)
    reply = caller.call(STS, caller.token_request(caller.requested(user=user)), sts.ACTION)
    if found is None:
        assert (reply.status, fault_code(reply)) == (500, FAILED)
        assert tuple(world.journal)[-1].outcome == FAILED
    else:
        issued = idcard.read(sts.read_response(reply.body)).user
        assert issued
        assert (issued.authorisation_code or "") == found


def test_a_person_unknown_to_the_register_gets_no_code(caller: DirectCaller, world: World) -> None:
    """The card is issued; a code claimed for the stranger is refused."""
    stranger = replace(user_log(world.staff[Staff.ASSISTANT_R1]), cpr="3102999999")
    issued = idcard.read(caller.issued(caller.requested(user=stranger)))
    assert issued.user == stranger
    claimed = caller.requested(user=replace(stranger, authorisation_code="J0184"))
    assert fault_code(caller.call(STS, caller.token_request(claimed), sts.ACTION)) == FAILED


@pytest.mark.parametrize("kind", ["untrusted", "expired"])
def test_a_certificate_that_nobody_vouches_for_is_refused(
    kind: str, caller: DirectCaller, world: World
) -> None:
    """One of another CA with the same name, and one that has run out."""
    pki = caller.simulation.pki
    make = pki.untrusted if kind == "untrusted" else pki.expired
    credential = make("Stranger", CVR, ORGANISATION)
    request = caller.token_request(caller.requested(credential), credential)
    reply = caller.call(STS, request, sts.ACTION)
    assert (reply.status, fault_code(reply)) == (500, FAILED)
    last = tuple(world.journal)[-1]
    assert (last.outcome, last.caller_name) == (FAILED, "system Test system")
    require_official(reply)


def test_a_vendors_own_certificate_is_accepted_when_it_is_listed(caller: DirectCaller) -> None:
    """The one certificate, not its issuer's others."""
    pki = caller.simulation.pki
    listed, other = (pki.untrusted(name, CVR, ORGANISATION) for name in ("Listed", "Other"))
    tokens = TokenService(pki, trusted=[listed.certificate])
    world = caller.simulation.services.world
    own = NationalServices(world=world, endpoints=[StsEndpoint(tokens)])
    there = DirectCaller(simulation=replace(caller.simulation, services=own))
    assert there.issued(there.requested(listed), listed) is not None
    refused = there.call(STS, there.token_request(there.requested(other), other), sts.ACTION)
    assert fault_code(refused) == FAILED


def test_the_sts_signs_as_it_is_told(caller: DirectCaller, world: World) -> None:
    """RSA-SHA1 like the real one, or RSA-SHA256."""
    for algorithm in SignatureAlgorithm:
        service = TokenService(caller.simulation.pki, algorithm=algorithm)
        request = sts.read_request(caller.token_request(caller.requested()))
        _, answer = service.issue(world, request)
        trust = TrustList(certificates=[caller.simulation.pki.sts.certificate])
        assert verify(sts.read_response(answer), trust, world.now).algorithm is algorithm


def test_what_is_no_token_request_is_invalid(caller: DirectCaller) -> None:
    """A DGWS call, an altered card and an empty body are refused, each in its way."""
    request = caller.token_request(caller.requested())
    bodies = (
        caller.message(None, idcard.build(caller.requested())),
        b"",
        b"<x/>",
        request.replace(b"Test system", b"Best system"),
    )
    found = [fault_code(caller.call(STS, body, sts.ACTION)) for body in bodies]
    assert found == ["wst:InvalidRequest"] * 3 + [FAILED]


def test_an_expired_card_is_not_exchanged(caller: DirectCaller, world: World) -> None:
    """The client's own card counts for a day too."""
    request = caller.token_request(caller.requested())
    world.clock.advance(timedelta(hours=25))
    assert fault_code(caller.call(STS, request, sts.ACTION)) == FAILED


def test_keys_are_written_for_every_member_of_staff(
    tmp_path_factory: pytest.TempPathFactory, simulation: Simulation
) -> None:
    """PEM and PKCS #12 for the system and each employee, and the STS's certificate alone."""
    folder = tmp_path_factory.mktemp("keys") / "new"
    simulation.write_keys(folder)
    names = {path.name for path in folder.iterdir()}
    owners = ["system", "identity-provider", *(f"employee-{cpr}" for cpr in Staff)]
    assert names == {f"{o}.{kind}" for o in owners for kind in ("pem", "p12")} | {
        "sts-certificate.pem"
    }
    assert b"PRIVATE KEY" not in (folder / "sts-certificate.pem").read_bytes()


def test_a_card_signed_with_another_key_than_its_certificate_is_refused(
    caller: DirectCaller,
) -> None:
    """The certificate in the signature is not enough."""
    pki = caller.simulation.pki
    mixed = replace(pki.sts, certificate=caller.simulation.system.certificate)
    signed = sign(idcard.build(caller.requested()), mixed)
    request = sts.build_request(signed, issuer_name="x", created=pki.now)
    assert fault_code(caller.call(STS, request, sts.ACTION)) == FAILED
