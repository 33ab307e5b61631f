"""Assembles the simulated services: test PKI, world, services; and hands out the client keys."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from conformance.clock import system_clock
from conformance.security.pki import Credential, TestPki
from conformance.security.signed_form import SignatureAlgorithm
from conformance.simulator.doors.dgws import DgwsEndpoint
from conformance.simulator.doors.idws import EitherEndpoint, IdwsEndpoint
from conformance.simulator.minlog.endpoint import MinLogLookup, MinLogRegistration
from conformance.simulator.nas.endpoint import NasEndpoint
from conformance.simulator.parts import Parts
from conformance.simulator.services import NationalServices
from conformance.simulator.sfsk.endpoint import SfskRegistry, SfskRepository
from conformance.simulator.state.broker import Notifications
from conformance.simulator.state.personas import CVR, ORGANISATION, populate, staff_members
from conformance.simulator.state.stored_world import StateFile, StoredWorld
from conformance.simulator.state.world import DEFAULT_SLOW_SECONDS, World
from conformance.simulator.sts.endpoint import StsEndpoint
from conformance.simulator.sts.exchange import ExchangeEndpoint, IdentityProviders, TokenExchange
from conformance.simulator.sts.issuer import IDENTITY_PROVIDER, IdwsIssuer
from conformance.simulator.sts.token_service import TokenService

P12_PASSWORD: Final = "Test1234"  # noqa: S105 - opens throw-away test keys, and is documented
SYSTEM_NAME: Final = "FSK test client"


@dataclass(frozen=True, kw_only=True)
class Simulation:
    """The services of one run, and the credentials of those who may call them."""

    services: NationalServices
    pki: TestPki
    system: Credential
    employees: dict[str, Credential]
    identity_provider: Credential
    broker: Notifications = field(default_factory=Notifications)

    @classmethod
    def create(
        cls,
        *,
        trusted: Iterable[x509.Certificate] = (),
        algorithm: SignatureAlgorithm = SignatureAlgorithm.RSA_SHA1,
        parts: Parts | None = None,
    ) -> Self:
        """New keys, the personas, and services that trust the new STS alone.

        *trusted* are client certificates that the STS accepts besides those of its own CA;
        *parts* are the judging parts, when one of them is to be wrong on purpose.
        """
        pki = TestPki.create(system_clock())
        return cls.assemble(
            pki,
            system=pki.issue_system(SYSTEM_NAME, CVR, ORGANISATION),
            employees={
                member.cpr: pki.issue_employee(
                    f"{member.given_name} {member.surname}", CVR, ORGANISATION
                )
                for member in staff_members()
            },
            tokens=TokenService(pki, trusted=trusted, algorithm=algorithm),
            parts=parts,
        )

    @classmethod
    def assemble(
        cls,
        pki: TestPki,
        *,
        system: Credential,
        employees: dict[str, Credential],
        tokens: TokenService,
        parts: Parts | None = None,
    ) -> Self:
        """The services over keys that are there already."""
        parts = parts or Parts()
        verifier = parts.verifier(pki.sts.certificate)
        access, sfsk = parts.access(), parts.sfsk(parts.cards())
        minlog = parts.minlog(parts.blurring())
        behind_both = (
            SfskRegistry(sfsk, access),
            SfskRepository(sfsk, access),
            parts.skr_endpoint(parts.stamkort_register(), parts.write_access(access)),
        )
        behind_dgws = (
            MinLogRegistration(minlog),
            MinLogLookup(minlog),
        )
        idws = parts.idws_verifier(pki.sts.certificate)
        identity_provider = pki.issue_system(IDENTITY_PROVIDER, CVR, ORGANISATION)
        exchange = TokenExchange(
            IdwsIssuer(pki), identity_providers=IdentityProviders(pki.ca.certificate)
        )
        services = NationalServices(
            world=World(notifications=parts.broker()),
            endpoints=(
                StsEndpoint(tokens),
                ExchangeEndpoint(exchange),
                *(
                    EitherEndpoint(
                        dgws=DgwsEndpoint(service, verifier=verifier),
                        idws=IdwsEndpoint(service, verifier=idws),
                    )
                    for service in behind_both
                ),
                NasEndpoint(verifier=verifier, rules=parts.notifications()),
                *(DgwsEndpoint(service, verifier=verifier) for service in behind_dgws),
            ),
        )
        populate(services.world)
        return cls(
            services=services,
            pki=pki,
            system=system,
            employees=employees,
            identity_provider=identity_provider,
            broker=parts.broker(),
        )

    def new_world(self, *, slow_seconds: float = DEFAULT_SLOW_SECONDS) -> World:
        """Start over with the personas as they are known; the keys stay."""
        world = World(slow_seconds=slow_seconds, notifications=self.broker)
        populate(world)
        self.services.world = world
        return world

    def go_on_with(self, file: StateFile) -> World:
        """Go on with the world that *file* holds; a new file begins with the personas.

        Raises StateFileUnusable.
        """
        world = StoredWorld(file)
        if file.is_new:
            populate(world)
        self.services.world = world
        return world

    def write_keys(self, folder: Path) -> None:
        """Write the client keys and certificates as PEM and PKCS #12, and the STS certificate."""
        folder.mkdir(parents=True, exist_ok=True)
        credentials = {"system": self.system, "identity-provider": self.identity_provider} | {
            f"employee-{cpr}": credential for cpr, credential in self.employees.items()
        }
        for name, credential in credentials.items():
            (folder / f"{name}.pem").write_bytes(credential.pem())
            (folder / f"{name}.p12").write_bytes(credential.p12(P12_PASSWORD))
        sts = self.pki.sts.certificate.public_bytes(Encoding.PEM)
        (folder / "sts-certificate.pem").write_bytes(sts)
