"""Options and plugins of the suite."""

import gc
from pathlib import Path

import pytest

from conformance.catalogue import Side
from conformance.certify.facts import new_run_id, run_context
from conformance.certify.options import run_options
from conformance.clock import system_clock
from conformance.evidence.collect import RUN_CONTEXT
from conformance.service.environment import EnvironmentUnusable
from conformance.vendor.profile import ProfileError
from steps.environment import RUN_OPTIONS

pytest_plugins = [
    "conformance.evidence.collect",
    "conformance.evidence.allure_bridge",
    "steps.step_lookup",
    "steps.environment",
    "steps.shared",
    "steps.shared_services",
    "steps.shared_vendor",
    "steps.shared_portal",
]


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("fsk")
    group.addoption(
        "--fsk-vendor", type=Path, metavar="TOML", help="profile of the system to judge"
    )
    group.addoption(
        "--fsk-service", type=Path, metavar="TOML", help="real environment of the services"
    )
    group.addoption(
        "--fsk-profile", metavar="NAME", help="example profile, in place of --fsk-vendor"
    )
    group.addoption("--fsk-side", choices=[*Side], help="judge this side only")
    group.addoption("--fsk-mutant", metavar="NAME", help="one thing wrong, on purpose (selfcheck)")
    group.addoption("--fsk-run-id", metavar="ID", help="name of the run in its record")


def pytest_configure(config: pytest.Config) -> None:
    chosen = config.option
    try:
        options = run_options(
            chosen.fsk_vendor,
            service=chosen.fsk_service,
            side=chosen.fsk_side,
            mutant=chosen.fsk_mutant,
            example=chosen.fsk_profile,
        )
        options.trusted_certificates()
    except (ProfileError, EnvironmentUnusable) as error:
        raise pytest.UsageError(str(error)) from None
    config.stash[RUN_OPTIONS] = options
    run_id = chosen.fsk_run_id or new_run_id(system_clock())
    config.stash[RUN_CONTEXT] = run_context(options, run_id=run_id)


def pytest_collection_finish() -> None:
    """What has been collected stays to the end: it is not looked through for garbage again."""
    gc.freeze()


def pytest_sessionfinish() -> None:
    gc.unfreeze()
