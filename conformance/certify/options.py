"""What a run is asked for: whom to judge, and by which profile."""

from dataclasses import dataclass, field
from importlib.resources import as_file, files
from pathlib import Path

from cryptography import x509

from conformance.catalogue import Declared, Side, load_catalogue
from conformance.catalogue.step_numbers import numbers_by_requirement, read_steps
from conformance.service.environment import Environment, EnvironmentUnusable, load_environment
from conformance.simulator.settings import SimulatorSettings
from conformance.simulator.settings_file import SettingsError, settings_of
from conformance.suite import suite_root
from conformance.vendor.examples import example_profile
from conformance.vendor.profile import Profile, ProfileError, load_profile


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """*embedded* is true when the reference system is judged; *mutant* names its one fault.

    *environment* is the real environment whose services are judged in place of the simulator.
    *settings* turn what the simulated services assume.
    """

    profile: Profile
    embedded: bool
    sides: tuple[Side, ...]
    mutant: str | None = None
    environment: Environment | None = None
    folder: Path = Path()
    settings: SimulatorSettings = field(default_factory=SimulatorSettings)

    @property
    def declared(self) -> Declared:
        """What decides which requirements apply."""
        return declared_by(self.profile)

    @property
    def keys(self) -> Path:
        """The folder of the test keys; a relative one is beside the profile."""
        return self.folder / self.profile.simulator.keys

    @property
    def authority(self) -> Path | None:
        """The PEM file of the authority that the real services' TLS certificates come from."""
        named = self.environment and self.environment.addresses.ca
        return self.folder / named if named else None

    def trusted_certificates(self) -> tuple[x509.Certificate, ...]:
        """The client certificates that the profile names. Raises ProfileError."""
        names = self.profile.simulator.trusted_certificates
        try:
            return tuple(client_certificate(self.folder / name) for name in names)
        except ProfileError as error:
            raise ProfileError(f"simulator.trusted_certificates: {error}") from None


def declared_by(profile: Profile) -> Declared:
    """What of a profile decides which requirements apply."""
    return Declared(
        methods=frozenset(profile.integration.methods),
        display=frozenset(profile.display.scopes),
        system_type=profile.system.type,
        portal=profile.system.portal,
        writes_to_skr=profile.integration.writes_to_skr,
        subscribes_to_nas=profile.integration.subscribes_to_nas,
        credentials=frozenset(profile.integration.credentials),
        local_log=profile.driver.local_log,
    )


def client_certificate(path: Path) -> x509.Certificate:
    """The certificate in a PEM file. Raises ProfileError."""
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (OSError, ValueError) as error:
        raise ProfileError(f"expected a certificate in PEM form, found {path}: {error}") from None


def run_options(
    vendor: Path | None,
    *,
    service: Path | None = None,
    side: str | None = None,
    mutant: str | None = None,
    example: str | None = None,
) -> RunOptions:
    """The options of a run. Without a *vendor* profile both sides are judged, embedded.

    A vendor's run judges the vendor's side only, unless *side* says otherwise, and so does one of
    the reference system under an *example* profile; a run against a real environment of the
    services, which *service* describes, judges the services only. Raises ProfileError, and
    EnvironmentUnusable.
    """
    if example is not None and (vendor is not None or service is not None):
        raise ProfileError(
            "--profile judges the reference system under an example profile: leave --vendor and "
            "--service out"
        )
    if service is not None:
        return _service_options(service, vendor, side)
    if vendor is not None:
        profile = _with_known_waivers(vendor, load_profile(vendor))
        return RunOptions(
            profile=profile,
            embedded=False,
            sides=(Side(side),) if side else (Side.VENDOR,),
            mutant=mutant,
            folder=vendor.resolve().parent,
            settings=_settings(vendor, profile),
        )
    by_default = (Side.VENDOR,) if example else (Side.VENDOR, Side.SERVICE)
    return RunOptions(
        profile=example_profile(example) if example else _reference_profile(),
        embedded=True,
        sides=(Side(side),) if side else by_default,
        mutant=mutant,
    )


def _reference_profile() -> Profile:
    with as_file(files("conformance.vendor") / "reference.toml") as path:
        return load_profile(path)


def _service_options(service: Path, vendor: Path | None, side: str | None) -> RunOptions:
    if vendor is not None or side not in (None, Side.SERVICE):
        raise EnvironmentUnusable(
            "a real environment of the services is judged alone: leave --vendor and "
            "--side vendor out"
        )
    return RunOptions(
        profile=_reference_profile(),
        embedded=True,
        sides=(Side.SERVICE,),
        folder=service.resolve().parent,
        environment=load_environment(service),
    )


def _settings(path: Path, profile: Profile) -> SimulatorSettings:
    """What the profile turns of the simulator. Raises ProfileError."""
    try:
        return settings_of(profile.simulator.settings)
    except SettingsError as error:
        raise ProfileError(
            f"{path}: simulator.settings: {error}. `fsk simulate --settings-example` shows every "
            "setting"
        ) from None


def _with_known_waivers(path: Path, profile: Profile) -> Profile:
    """The profile, unless it waives what no catalogue knows: a misspelt id would waive nothing."""
    known = {requirement.id for requirement in load_catalogue().requirement}
    unknown = sorted({waiver.requirement for waiver in profile.waiver} - known)
    if unknown:
        raise ProfileError(
            f"{path}: waiver.requirement: expected requirements of this edition, found "
            f"{', '.join(unknown)}. `fsk requirements` lists them"
        )
    numbers = numbers_by_requirement(read_steps(suite_root() / "features"))
    strays = [
        f"{step} of {waiver.requirement}"
        for waiver in profile.waiver
        for step in waiver.steps
        if step not in numbers.get(waiver.requirement, ())
    ]
    if strays:
        raise ProfileError(
            f"{path}: waiver.steps: expected test steps that show the waived requirement, found "
            f"{', '.join(strays)}. `fsk plan` lists them"
        )
    return profile
