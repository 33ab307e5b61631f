"""What a run tells its record: who is judged, by which requirements, with which declarations."""

import platform
from datetime import UTC, datetime
from importlib.metadata import version as installed
from uuid import uuid4

from conformance import __version__
from conformance.catalogue import Catalogue, Declared, Requirement, load_catalogue
from conformance.certify.options import RunOptions
from conformance.evidence.context import RunContext
from conformance.evidence.events import Person, RequirementSnapshot, SystemUnderTest, Waiver
from conformance.simulator.settings import written
from conformance.simulator.state.personas import citizens
from conformance.vendor.profile import Profile


def new_run_id(now: datetime) -> str:
    """A name that sorts by time and is unique: `20261121-204500-1f3a`."""
    return f"{now.astimezone(UTC):%Y%m%d-%H%M%S}-{uuid4().hex[:4]}"


def run_context(options: RunOptions, *, run_id: str) -> RunContext:
    """The facts of a run with these options."""
    catalogue = load_catalogue()
    profile = options.profile
    return RunContext(
        run_id=run_id,
        tool_version=__version__,
        edition=catalogue.edition,
        system_under_test=_judged(options),
        sides=options.sides,
        profile={} if options.environment else _declarations(profile),
        environment=_environment(options),
        requirements=_snapshots(
            catalogue, options.declared, services_are_real=options.environment is not None
        ),
        waivers=tuple(
            Waiver(
                requirement=waiver.requirement,
                reason=waiver.reason,
                approved_by=waiver.approved_by,
                expires=waiver.expires,
                steps=waiver.steps,
            )
            for waiver in profile.waiver
        ),
        chapters=catalogue.chapters,
        test_persons=tuple(Person(cpr=each.cpr, name=each.name.full) for each in citizens()),
    )


def _judged(options: RunOptions) -> SystemUnderTest:
    if options.environment is None:
        return _system(options.profile)
    about = options.environment.environment
    return SystemUnderTest(
        name=about.name,
        version="",
        organisation=about.operator,
        supplier=about.operator,
        address="",
        contact="",
        telephone="",
        email="",
        description=about.description,
    )


def _system(profile: Profile) -> SystemUnderTest:
    return SystemUnderTest(
        name=profile.system.name,
        version=profile.system.version,
        organisation=profile.supplier.company,
        supplier=profile.supplier.company,
        address=profile.supplier.address,
        contact=profile.supplier.contact,
        telephone=profile.supplier.telephone,
        email=profile.supplier.email,
        description=profile.system.description,
    )


def _declarations(profile: Profile) -> dict[str, str]:
    system, integration = profile.system, profile.integration
    declared = {
        "Type of system": system.type.value,
        "Portal for citizens": _yes_or_no(system.portal),
        "Integration methods": ", ".join(integration.methods),
        "Display": ", ".join(profile.display.scopes),
        "Calls the services with": ", ".join(integration.credentials),
        "Writes to SKR": _yes_or_no(integration.writes_to_skr),
        "Subscribes to notifications (NAS)": _yes_or_no(integration.subscribes_to_nas),
        "Driver tells the system's own log": _yes_or_no(profile.driver.local_log),
    }
    grant = profile.display.restricted
    if grant:
        declared["Restricted display: system type"] = grant.system_type
        declared["Restricted display: approved by"] = grant.approved_by
        declared["Restricted display: approved on"] = grant.approved_on.isoformat()
    return declared


def _yes_or_no(declared: bool) -> str:  # noqa: FBT001 - a fact to print, it switches nothing
    return "yes" if declared else "no"


def _environment(options: RunOptions) -> dict[str, str]:
    environment = {
        "Suite": f"fsk-conformance {__version__}",
        **_who_is_real(options),
        "Python": platform.python_version(),
        "Platform": platform.system(),
        "pytest": installed("pytest"),
        "pytest-bdd": installed("pytest-bdd"),
    }
    environment |= {
        f"Setting {each.name}": f"{written(each.value)}, by default {written(each.default)}"
        for each in options.settings.turned()
    }
    if options.mutant:
        environment["Deviation on purpose"] = options.mutant
    return environment


def _who_is_real(options: RunOptions) -> dict[str, str]:
    """Which of the two sides is simulated, and where the other is reached."""
    if options.environment is not None:
        return {
            "National services": options.environment.addresses.registry,
            "Calling system": f"the suite, as {options.environment.system.name}",
        }
    judged = "reference system, embedded" if options.embedded else options.profile.driver.url
    return {"National services": "simulated", "System under test": judged}


def _snapshots(
    catalogue: Catalogue, declared: Declared, *, services_are_real: bool
) -> tuple[RequirementSnapshot, ...]:
    return tuple(
        _snapshot(requirement, declared, assumed=requirement.rests_on if services_are_real else ())
        for requirement in catalogue.requirement
    )


def _snapshot(
    requirement: Requirement, declared: Declared, assumed: tuple[str, ...]
) -> RequirementSnapshot:
    reason_not = requirement.not_applicable_because(declared)
    return RequirementSnapshot(
        id=requirement.id,
        title=requirement.title,
        title_da=requirement.title_da,
        statement=requirement.statement,
        level=requirement.level,
        certain=requirement.certain,
        basis=requirement.basis,
        rests_on=assumed,
        side=requirement.obliged,
        verification=requirement.verification,
        source="; ".join(str(source) for source in requirement.sources),
        applies=reason_not is None,
        reason_not=reason_not,
        not_tested_because=requirement.not_tested_because,
        inspect=requirement.inspect,
        grade=requirement.grade or "",
    )
