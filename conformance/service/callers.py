"""Who the suite calls the services as, and whom it may ask for."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Callers:
    """The calling system, and the test persons, by the CPR numbers that the personas have here.

    *citizens* says which CPR number stands for whom; *names* what a persona is called in words.
    """

    system: SystemLog
    system_credential: Credential
    citizens: Mapping[str, str]
    employees: Mapping[str, tuple[UserLog, Credential]]
    names: Mapping[str, str] = field(default_factory=dict)

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

    def _nobody(self, table: str, persona: str) -> CannotArrange:
        name = self.names.get(persona, persona)
        return CannotArrange(
            f"the environment has nobody who stands for {name}. Name one in [{table}]"
        )


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
