"""Assembles the simulated services: test PKI, world, services; and hands out the client keys."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Self

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding

from conformance.clock import system_clock
from conformance.security.pki import Credential, TestPki
from conformance.security.signed_form import SignatureAlgorithm
from conformance.simulator.doors.dgws import DgwsEndpoint
from conformance.simulator.doors.endpoint import Endpoint
from conformance.simulator.doors.idws import EitherEndpoint, IdwsEndpoint
from conformance.simulator.minlog.endpoint import MinLogLookup, MinLogRegistration
from conformance.simulator.nas.endpoint import NasEndpoint
from conformance.simulator.parts import Parts
from conformance.simulator.services import NationalServices
from conformance.simulator.settings import SimulatorSettings
from conformance.simulator.sfsk.endpoint import SfskRegistry, SfskRepository
from conformance.simulator.state.blurring import BlurringRegister
from conformance.simulator.state.broker import Notifications
from conformance.simulator.state.personas import CVR, ORGANISATION, populate, staff_members
from conformance.simulator.state.stored_world import StateFile, StoredWorld
from conformance.simulator.state.world import DEFAULT_SLOW_SECONDS, World
from conformance.simulator.sts.endpoint import StsEndpoint
from conformance.simulator.sts.exchange import ExchangeEndpoint
from conformance.simulator.sts.issuer import IDENTITY_PROVIDER
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
    settings: SimulatorSettings = field(default_factory=SimulatorSettings)

    @classmethod
    def create(
        cls,
        *,
        trusted: Iterable[x509.Certificate] = (),
        algorithm: SignatureAlgorithm = SignatureAlgorithm.RSA_SHA1,
        parts: Parts | None = None,
        settings: SimulatorSettings | None = None,
        pki: TestPki | None = None,
    ) -> Self:
        """The personas, and services that trust one STS alone: that of *pki*, or a new one.

        *trusted* are client certificates that the STS accepts besides those of its own CA;
        *parts* are the judging parts, when one of them is to be wrong on purpose; *settings* turn
        what is assumed.
        """
        settings = settings or SimulatorSettings()
        pki = pki or TestPki.create(system_clock())
        return cls.assemble(
            pki,
            system=pki.issue_system(SYSTEM_NAME, CVR, ORGANISATION),
            employees={
                member.cpr: pki.issue_employee(
                    f"{member.given_name} {member.surname}", CVR, ORGANISATION
                )
                for member in staff_members()
            },
            tokens=TokenService(pki, trusted=trusted, algorithm=algorithm, settings=settings.sts),
            parts=(parts or Parts()).under(settings),
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
        """The services over keys that are there already, under the settings of the *parts*."""
        parts = parts or Parts()
        settings = parts.settings
        services = NationalServices(
            world=_empty_world(parts.broker(), settings),
            settings=settings,
            endpoints=(
                StsEndpoint(tokens),
                ExchangeEndpoint(parts.exchange(pki)),
                *_endpoints(parts, pki.sts.certificate),
            ),
        )
        populate(services.world)
        return cls(
            services=services,
            pki=pki,
            system=system,
            employees=employees,
            identity_provider=pki.issue_system(IDENTITY_PROVIDER, CVR, ORGANISATION),
            broker=parts.broker(),
            settings=settings,
        )

    def new_world(self, *, slow_seconds: float = DEFAULT_SLOW_SECONDS) -> World:
        """Start over with the personas as they are known; the keys stay."""
        world = _empty_world(self.broker, self.settings, slow_seconds=slow_seconds)
        populate(world)
        self.services.world = world
        return world

    def go_on_with(self, file: StateFile) -> World:
        """Go on with the world that *file* holds; a new file begins with the personas.

        The settings are those of this simulation, whatever they were before. Raises
        StateFileUnusable.
        """
        world = StoredWorld(file)
        world.notifications = replace(world.notifications, settings=self.settings.nas)
        world.blurring = replace(world.blurring, settings=self.settings.blurring)
        if file.is_new:
            populate(world)
        self.services.world = world
        return world

    def write_keys(self, folder: Path) -> None:
        """Write the client keys and certificates as PEM and PKCS #12, and the STS certificate."""
        self.write_pem(folder)
        for name, credential in self._clients.items():
            (folder / f"{name}.p12").write_bytes(credential.p12(P12_PASSWORD))

    def write_pem(self, folder: Path) -> None:
        """Write the client keys and certificates, and the STS certificate, as PEM alone."""
        folder.mkdir(parents=True, exist_ok=True)
        for name, credential in self._clients.items():
            (folder / f"{name}.pem").write_bytes(credential.pem())
        sts = self.pki.sts.certificate.public_bytes(Encoding.PEM)
        (folder / "sts-certificate.pem").write_bytes(sts)

    @property
    def _clients(self) -> dict[str, Credential]:
        """The credentials of all who call, by the names of their files."""
        return {"system": self.system, "identity-provider": self.identity_provider} | {
            f"employee-{cpr}": credential for cpr, credential in self.employees.items()
        }


def _endpoints(parts: Parts, sts: x509.Certificate) -> Iterator[Endpoint]:
    """The services that trust *sts*: some take id cards and tokens, some id cards alone."""
    verifier, idws = parts.verifier(sts), parts.idws_verifier(sts)
    access, sfsk = parts.access(), parts.sfsk(parts.cards())
    minlog = parts.minlog(parts.blurring())
    skr = parts.skr_endpoint(parts.stamkort_register(), parts.write_access(access))
    for service in (SfskRegistry(sfsk, access), SfskRepository(sfsk, access), skr):
        yield EitherEndpoint(
            dgws=DgwsEndpoint(service, verifier=verifier), idws=IdwsEndpoint(service, verifier=idws)
        )
    yield NasEndpoint(verifier=verifier, rules=parts.notifications())
    yield DgwsEndpoint(MinLogRegistration(minlog), verifier=verifier)
    yield DgwsEndpoint(MinLogLookup(minlog), verifier=verifier)


def _empty_world(
    broker: Notifications,
    settings: SimulatorSettings,
    *,
    slow_seconds: float = DEFAULT_SLOW_SECONDS,
) -> World:
    return World(
        slow_seconds=slow_seconds,
        notifications=broker,
        blurring=BlurringRegister(settings=settings.blurring),
    )
