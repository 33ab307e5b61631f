"""The process and its HTTP face: start, contract, page, end."""

import ast
import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
import requests
import yaml
from card_documents import CITIZEN, card, protected_name_and_address
from national_services import NationalServices
from openapi_spec_validator import validate
from reference_persons import ASSISTANT, DOCTOR, WITH_TWO_ROLES

import conformance.reference
from conformance.reference.rights import NationalRole

ROOT = Path(__file__).parents[2]
CONTRACT = yaml.safe_load(
    (ROOT / "docs" / "vendor-driver.openapi.yaml").read_text(encoding="utf-8")
)
DOCTOR_TOLD = {
    "cpr": DOCTOR,
    "given_name": "Lars",
    "surname": "Larsen",
    "authorisation_code": "J0184",
    "education_code": "7170",
    "national_roles": [],
}


class Face:
    """A running process, asked over HTTP; every answer is held against the contract."""

    def __init__(self, process: subprocess.Popen[str], url: str) -> None:
        self.process = process
        self.url = url
        self.session = requests.Session()
        self.session.trust_env = False

    def ask(
        self,
        method: str,
        path: str,
        template: str,
        told: dict[str, object] | None = None,
    ) -> tuple[int, dict[str, object] | None]:
        answer = self.session.request(
            method, self.url + "/fsk-driver/v1" + path, json=told, timeout=10
        )
        described = CONTRACT["paths"][template][method.lower()]["responses"]
        content = described[str(answer.status_code)].get("content")
        if content is None:
            assert not answer.content
            return answer.status_code, None
        schema = content["application/json"]["schema"] | {"components": CONTRACT["components"]}
        jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(
            answer.json()
        )
        return answer.status_code, answer.json()

    def begin(self, method: str = "system", display: str = "full") -> None:
        told = {"integration_method": method, "display": display}
        assert self.ask("PUT", "/scenario", "/scenario", told) == (204, None)

    def log_in(self, told: dict[str, object] | None = None) -> str:
        status, answer = self.ask("POST", "/sessions", "/sessions", told or DOCTOR_TOLD)
        assert status == 201
        return answer["session"]

    def open(self, session: str, cpr: str = CITIZEN) -> dict[str, object]:
        path = f"/sessions/{session}/cards/{cpr}"
        return self.ask("POST", path, "/sessions/{session}/cards/{cpr}")[1]


def launch(services: NationalServices, keys_folder: Path, *more: str) -> Face:
    command = [sys.executable, "-m", "conformance.reference", "--services", services.url]
    process = subprocess.Popen(
        [*command, "--keys", str(keys_folder), *more],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=ROOT,
        text=True,
        encoding="utf-8",
    )
    return Face(process, json.loads(process.stdout.readline())["url"])


def end(face: Face) -> int:
    face.session.close()
    face.process.stdin.close()
    status = face.process.wait(10)
    face.process.stdout.close()
    return status


@pytest.fixture
def face(services: NationalServices, keys_folder: Path) -> Iterator[Face]:
    found = launch(services, keys_folder)
    yield found
    end(found)


def test_the_contract_is_a_valid_openapi_document() -> None:
    validate(CONTRACT)


def test_the_process_tells_one_line_and_ends_with_stdin(
    services: NationalServices, keys_folder: Path
) -> None:
    found = launch(services, keys_folder)
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+", found.url)
    found.process.stdin.close()
    assert found.process.wait(10) == 0
    assert found.process.stdout.read() == ""
    end(found)


def test_the_process_ends_though_a_connection_is_open(
    services: NationalServices, keys_folder: Path
) -> None:
    found = launch(services, keys_folder)
    found.ask("GET", "/about", "/about")
    begun = time.monotonic()
    found.process.stdin.close()
    assert found.process.wait(10) == 0
    assert time.monotonic() - begun < 3
    end(found)


def test_the_log_is_sent_without_being_asked_for(
    services: NationalServices, keys_folder: Path
) -> None:
    """It makes its rounds as long as it is up."""
    services.cards[CITIZEN] = card([])
    found = launch(services, keys_folder, "--interval", "0.05")
    found.begin()
    found.open(found.log_in())
    deadline = time.monotonic() + 10
    while not services.logged and time.monotonic() < deadline:
        time.sleep(0.01)
    assert len(services.logged) == 1
    end(found)


def test_a_folder_without_system_key_stops_the_start(
    services: NationalServices, tmp_path: Path
) -> None:
    command = [sys.executable, "-m", "conformance.reference", "--services", services.url]
    found = subprocess.run(
        [*command, "--keys", str(tmp_path)], capture_output=True, check=False, cwd=ROOT, text=True
    )
    assert found.returncode == 2
    assert "system.pem" in found.stderr


def test_an_unknown_mutant_stops_the_start(services: NationalServices, keys_folder: Path) -> None:
    command = [sys.executable, "-m", "conformance.reference", "--services", services.url]
    found = subprocess.run(
        [*command, "--keys", str(keys_folder), "--mutant", "nonsense"],
        capture_output=True,
        check=False,
        cwd=ROOT,
        text=True,
    )
    assert found.returncode == 2
    assert "nav-shown-as-no" in found.stderr


def test_a_mutant_can_be_run(services: NationalServices, keys_folder: Path) -> None:
    found = launch(services, keys_folder, "--mutant", "empty")
    assert found.open(found.log_in()) == {"outcome": "shown", "card": {}}
    end(found)


def test_it_says_who_it_is_and_what_it_can_be_asked(face: Face) -> None:
    status, about = face.ask("GET", "/about", "/about")
    assert (status, about["organisation"]) == (200, "Testorganisation")
    assert about["can"] == [
        *("clock", "notes", "notifications", "editing", "citizens", "tokens", "local-log")
    ]


@pytest.mark.parametrize("method", ["system", "local-copy", "user"])
@pytest.mark.parametrize("display", ["full", "restricted"])
def test_a_whole_visit_keeps_the_contract(face: Face, method: str, display: str) -> None:
    face.begin(method, display)
    assert face.ask("PUT", "/clock", "/clock", {"now": "2025-06-01T12:00:00+02:00"}) == (204, None)
    session = face.log_in()
    assert face.open(session)["outcome"] == "shown"
    assert face.open(session, "0410009234")["outcome"] == "not-found"
    refreshed = face.ask("POST", "/refresh", "/refresh", {"citizens": [CITIZEN]})[1]
    kept, card = face.ask("GET", f"/local-copies/{CITIZEN}", "/local-copies/{cpr}")
    queue = face.ask("POST", "/log/flush", "/log/flush")[1]

    copies = method == "local-copy"
    assert refreshed["refreshed" if copies else "failed"] == [CITIZEN]
    assert (200 if copies else 404) == kept
    assert copies == (card is not None)
    assert {"sent": 0 if method == "user" else 2, "waiting": 0} == queue


def test_an_outage_keeps_the_contract(face: Face, services: NationalServices) -> None:
    services.search_status = "Failure"
    view = face.open(face.log_in())
    assert ("unavailable", {"no_resuscitation"}) == (view["outcome"], set(view["card"]))


def test_two_national_roles_are_refused_with_403(face: Face) -> None:
    told = DOCTOR_TOLD | {"national_roles": list(NationalRole)}
    status, problem = face.ask("POST", "/sessions", "/sessions", told)
    assert status == 403
    assert problem["message"]


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/clock", {"now": "2025-06-01T12:00:00"}),
        ("/clock", {"now": "soon"}),
        ("/scenario", {"integration_method": "carrier pigeon", "display": "full"}),
        ("/scenario", {"integration_method": "system", "display": "full", "more": 1}),
        ("/scenario", {}),
    ],
)
def test_what_the_contract_does_not_describe_is_refused(
    face: Face, path: str, told: dict[str, object] | None
) -> None:
    answer = face.session.put(face.url + "/fsk-driver/v1" + path, json=told, timeout=10)
    assert answer.status_code == 400
    assert answer.json()["message"]


def test_bad_sessions_numbers_sizes_and_hosts_are_refused(face: Face) -> None:
    post = face.session.post
    base = face.url + "/fsk-driver/v1"
    assert post(f"{base}/sessions/none/cards/{CITIZEN}", timeout=10).status_code == 404
    session = face.log_in()
    assert post(f"{base}/sessions/{session}/cards/12", timeout=10).status_code == 400
    assert post(f"{base}/refresh", data=b" " * 1_100_000, timeout=10).status_code == 413
    assert (
        face.session.get(face.url, headers={"Host": "evil.example"}, timeout=10).status_code == 400
    )


def test_a_person_logs_in_finds_a_citizen_and_sees_the_band(face: Face) -> None:
    front = face.session.get(face.url, timeout=10)
    assert "Lars Larsen" in front.text
    assert (
        face.session.get(
            f"{face.url}/patients/{CITIZEN}", timeout=10, allow_redirects=False
        ).status_code
        == 303
    )
    face.session.post(f"{face.url}/login", data={"cpr": DOCTOR}, timeout=10)
    page = face.session.get(f"{face.url}/patients", params={"cpr": "010858-9995"}, timeout=10)

    assert page.url.endswith(f"/patients/{CITIZEN}")
    assert '<section class="band no"' in page.text
    assert "Intet aktivt fravalg registreret" in page.text
    assert "Max Test Berggren" in page.text
    assert "&lt;tegn&gt;" in page.text
    assert "<tegn>" not in page.text
    assert face.ask("POST", "/log/flush", "/log/flush")[1]["sent"] == 1


def test_the_page_tells_who_entered_what_and_when(face: Face) -> None:
    face.ask("PUT", "/clock", "/clock", {"now": "2025-06-01T10:00:00Z"})
    face.session.post(f"{face.url}/login", data={"cpr": DOCTOR}, timeout=10)
    page = " ".join(face.session.get(f"{face.url}/patients/{CITIZEN}", timeout=10).text.split())
    told = "Indtastet af borger (Max Berggren) den 01-03-2024"
    assert f'Sprog</th><td>de<br><small class="quiet">{told}' in page
    # language, dentist, temporary address, telephone numbers and one relative
    assert page.count(told) == 5
    assert "beskyttelse" not in page


def test_the_page_says_that_name_and_address_are_protected(
    face: Face, services: NationalServices
) -> None:
    services.cards[CITIZEN] = card([protected_name_and_address()])
    face.session.post(f"{face.url}/login", data={"cpr": DOCTOR}, timeout=10)
    page = face.session.get(f"{face.url}/patients/{CITIZEN}", timeout=10).text
    assert "Borgeren har navne- og adressebeskyttelse" in page
    assert "<h1>BESKYTTET NAVN/ADRESSE</h1>" in page
    assert "ADRESSEBESKYTTET" not in page


def test_the_page_says_that_the_status_is_unknown_in_an_outage(
    face: Face, services: NationalServices
) -> None:
    services.search_status = "Failure"
    face.session.post(f"{face.url}/login", data={"cpr": DOCTOR}, timeout=10)
    page = face.session.get(f"{face.url}/patients/{CITIZEN}", timeout=10)
    assert '<section class="band unavailable"' in page.text
    assert "Max Test" not in page.text


def test_only_staff_on_the_list_can_log_in_and_log_out_again(face: Face) -> None:
    refused = face.session.post(f"{face.url}/login", data={"cpr": "2408631478"}, timeout=10)
    assert refused.status_code == 400
    refused = face.session.post(f"{face.url}/login", data={"cpr": WITH_TWO_ROLES}, timeout=10)
    assert refused.status_code == 403
    assert "én national rolle" in refused.text
    face.session.post(f"{face.url}/login", data={"cpr": ASSISTANT}, timeout=10)
    assert "Log ud" in face.session.get(face.url, timeout=10).text
    assert face.session.get(f"{face.url}/patients?cpr=12", timeout=10).status_code == 400
    assert face.session.get(f"{face.url}/patients/12", timeout=10).status_code == 400
    face.session.post(f"{face.url}/logout", timeout=10)
    assert "Log ud" not in face.session.get(face.url, timeout=10).text


def test_the_judged_imports_nothing_of_the_judge() -> None:
    """The reference system shares no code with the suite: one bug must not hide another."""
    foreign = set()
    for path in Path(conformance.reference.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [node.module or ""] if isinstance(node, ast.ImportFrom) else []
            names += [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            foreign |= {
                name
                for name in names
                if name.startswith("conformance") and not name.startswith("conformance.reference")
            }
    assert set() == foreign
