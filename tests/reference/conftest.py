"""Keys, national services and systems for the tests of the reference system."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from card_documents import CITIZEN, card
from national_services import NationalServices, serve
from reference_persons import ASSISTANT, DOCTOR, NOW, WITH_TWO_ROLES, Start, make_pem

from conformance.reference.behaviour import Behaviour
from conformance.reference.ehr import Ehr, Settings
from conformance.reference.shown import Display, IntegrationMethod, Scenario


@pytest.fixture(scope="session")
def keys_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("keys")
    for name in (
        "system",
        f"employee-{DOCTOR}",
        f"employee-{ASSISTANT}",
        f"employee-{WITH_TWO_ROLES}",
    ):
        (folder / f"{name}.pem").write_bytes(make_pem(name))
    return folder


@pytest.fixture
def services() -> Iterator[NationalServices]:
    found = NationalServices(cards={CITIZEN: card()})
    server = serve(found)
    yield found
    server.shutdown()
    server.server_close()


@pytest.fixture
def settings(services: NationalServices, keys_folder: Path, tmp_path: Path) -> Settings:
    return Settings(services=services.url, keys=keys_folder, state=tmp_path / "state", timeout=1.0)


@pytest.fixture
def start(settings: Settings) -> Iterator[Start]:
    """Start a system in this process: with a behaviour, in a scenario, at NOW."""
    started = []

    def make(
        method: IntegrationMethod = IntegrationMethod.SYSTEM,
        display: Display = Display.FULL,
        behaviour: Behaviour | None = None,
    ) -> Ehr:
        ehr = Ehr(settings, behaviour or Behaviour())
        started.append(ehr)
        ehr.begin(Scenario(integration_method=method, display=display))
        ehr.set_clock(NOW)
        return ehr

    yield make
    for ehr in started:
        ehr.close()
