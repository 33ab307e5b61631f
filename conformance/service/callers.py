"""Who the suite calls the services as, and whom it may ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from cryptography import x509
from lxml import etree

from conformance.security.idcard import SystemLog, UserLog
from conformance.security.pki import Credential
from conformance.service.environment import (
    Employee,
    Environment,
    EnvironmentUnusable,
    load_credential,
)


class CannotArrange(Exception):
    """A scenario asks for what a real environment does not offer: its verdict stays open."""


class TokenSource(Protocol):
    """Where the suite gets holder-of-key tokens of OIO-IDWS for its persons."""

    def citizen(
        self, cpr: str, *, holder: x509.Certificate, now: datetime, audience: str
    ) -> etree._Element:
        """A signed token of the citizen, for whoever holds the key of *holder*."""
        ...

    def employee(
        self, cpr: str, *, holder: x509.Certificate, now: datetime, audience: str
    ) -> etree._Element:
        """A signed token of the member of staff."""
        ...


class BootstrapSource(Protocol):
    """Where the suite gets the bootstrap tokens that an identity provider gives at login."""

    def citizen(
        self, cpr: str, *, holder: x509.Certificate, now: datetime, audience: str
    ) -> etree._Element:
        """A signed bootstrap token of the citizen, for whoever holds the key of *holder*."""
        ...

    def employee(self, cpr: str, *, holder: x509.Certificate, now: datetime) -> etree._Element:
        """A signed bootstrap token of the member of staff."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Relations:
    """The values of `nsi:CitizenUserRelation`; they are not public."""

    custody: str
    proxy: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Callers:
    """The calling system, and the test persons, by the CPR numbers that the personas have here.

    *citizens* says which CPR number stands for whom; *names* what a persona is called in words.
    *writes* is whether anything may be written; *tokens*, *bootstraps* and *relations* are None
    where the suite cannot have them. *dentists* are provider numbers of the Yderregister: two, or
    none.
    """

    system: SystemLog
    system_credential: Credential
    citizens: Mapping[str, str]
    employees: Mapping[str, tuple[UserLog, Credential]]
    names: Mapping[str, str] = field(default_factory=dict)
    writes: bool = False
    tokens: TokenSource | None = None
    bootstraps: BootstrapSource | None = None
    relations: Relations | None = None
    dentists: tuple[str, ...] = ()

    @classmethod
    def of(
        cls,
        environment: Environment,
        folder: Path,
        *,
        citizens: Mapping[str, str],
        staff: Mapping[str, str],
    ) -> "Callers":
        """The callers of *environment*, whose relative paths count from *folder*.

        *citizens* and *staff* are the personas' CPR numbers by the names that the features use.
        Raises EnvironmentUnusable for a name that no feature uses, and for an unusable certificate.
        """
        _require_known("citizens", environment.citizens, citizens)
        _require_known("staff", environment.staff, staff)
        system = environment.system
        return cls(
            system=SystemLog(
                it_system_name=system.name,
                care_provider_id=system.cvr,
                care_provider_name=system.organisation,
            ),
            system_credential=load_credential(folder / system.certificate),
            citizens={citizens[name]: cpr for name, cpr in environment.citizens.items()},
            employees={
                staff[name]: (_user(employee), load_credential(folder / employee.certificate))
                for name, employee in environment.staff.items()
            },
            names={cpr: name for name, cpr in (*citizens.items(), *staff.items())},
            writes=environment.environment.writes,
        )

    def cpr(self, persona: str) -> str:
        """The CPR number of who stands for a citizen. Raises CannotArrange."""
        try:
            return self.citizens[persona]
        except KeyError:
            raise self._nobody("citizens", persona) from None

    def employee(self, persona: str) -> tuple[UserLog, Credential]:
        """Who stands for a member of staff, with the certificate. Raises CannotArrange."""
        try:
            return self.employees[persona]
        except KeyError:
            raise self._nobody("staff", persona) from None

    def require_writes(self) -> None:
        """Raises CannotArrange where the suite may not write."""
        if not self.writes:
            raise CannotArrange(
                "the suite only reads in this real environment. To let it write, set "
                "[environment] writes = true"
            )

    def token_source(self) -> TokenSource:
        """Where tokens come from. Raises CannotArrange."""
        if self.tokens is None:
            raise CannotArrange("the suite has no tokens of OIO-IDWS in a real environment")
        return self.tokens

    def bootstrap_source(self) -> BootstrapSource:
        """Where bootstrap tokens come from. Raises CannotArrange."""
        if self.bootstraps is None:
            raise CannotArrange("the suite has no identity provider in a real environment")
        return self.bootstraps

    def two_dentists(self) -> tuple[str, ...]:
        """Provider numbers of two dentists in the Yderregister. Raises CannotArrange."""
        if not self.dentists:
            raise CannotArrange("the suite knows no dentists of a real environment")
        return self.dentists

    def relation_codes(self) -> Relations:
        """How a relation is told in the HSUID header. Raises CannotArrange."""
        if self.relations is None:
            raise CannotArrange(
                "the codes of nsi:CitizenUserRelation in a real environment are not public"
            )
        return self.relations

    def _nobody(self, table: str, persona: str) -> CannotArrange:
        name = self.names.get(persona, persona)
        return CannotArrange(
            f"the environment has nobody who stands for {name}. Name one in [{table}]"
        )


def named(address: str | None, key: str) -> str:
    """The address of a service that an environment need not name. Raises CannotArrange."""
    if address is None:
        raise CannotArrange(
            f"the real environment names no address of the service. Name one as [addresses] {key}"
        )
    return address


def _require_known(table: str, given: Mapping[str, object], known: Mapping[str, str]) -> None:
    unknown = sorted(set(given) - set(known))
    if unknown:
        raise EnvironmentUnusable(
            f"{table}: expected names that the features use ({', '.join(sorted(known))}), "
            f"found {', '.join(unknown)}"
        )


def _user(employee: Employee) -> UserLog:
    return UserLog(
        cpr=employee.cpr,
        given_name=employee.given_name,
        surname=employee.surname,
        roles=employee.roles,
        authorisation_code=employee.authorisation,
    )
