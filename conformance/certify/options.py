"""What a run is asked for: whom to judge, and by which profile."""

from dataclasses import dataclass
from importlib.resources import as_file, files
from pathlib import Path

from cryptography import x509

from conformance.catalogue import Declared, Side
from conformance.vendor.profile import Profile, ProfileError, load_profile


@dataclass(frozen=True, slots=True, kw_only=True)
class RunOptions:
    """*embedded* is true when the reference system is judged; *mutant* names its one fault."""

    profile: Profile
    embedded: bool
    sides: tuple[Side, ...]
    mutant: str | None = None
    folder: Path = Path()

    @property
    def declared(self) -> Declared:
        """What decides which requirements apply."""
        return Declared(
            methods=frozenset(self.profile.integration.methods),
            display=frozenset(self.profile.display.scopes),
        )

    def trusted_certificates(self) -> tuple[x509.Certificate, ...]:
        """The client certificates that the profile names. Raises ProfileError."""
        return tuple(
            self._certificate(name) for name in self.profile.simulator.trusted_certificates
        )

    def _certificate(self, name: str) -> x509.Certificate:
        path = self.folder / name
        try:
            return x509.load_pem_x509_certificate(path.read_bytes())
        except (OSError, ValueError) as error:
            raise ProfileError(
                f"simulator.trusted_certificates: expected a certificate in PEM form, "
                f"found {path}: {error}"
            ) from None


def run_options(
    vendor: Path | None, *, side: str | None = None, mutant: str | None = None
) -> RunOptions:
    """The options of a run. Without a *vendor* profile both sides are judged, embedded.

    A vendor's run judges the vendor's side only, unless *side* says otherwise. Raises ProfileError.
    """
    if vendor is not None:
        return RunOptions(
            profile=load_profile(vendor),
            embedded=False,
            sides=(Side(side),) if side else (Side.VENDOR,),
            mutant=mutant,
            folder=vendor.resolve().parent,
        )
    with as_file(files("conformance.vendor") / "reference.toml") as path:
        return RunOptions(
            profile=load_profile(path),
            embedded=True,
            sides=(Side(side),) if side else (Side.VENDOR, Side.SERVICE),
            mutant=mutant,
        )
