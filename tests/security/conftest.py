"""A test PKI and id cards, made once; tests copy what they change."""

from datetime import UTC, datetime
from uuid import UUID

import pytest
from lxml import etree

from conformance.security import idcard
from conformance.security.idcard import IdCard, SystemLog, UserLog
from conformance.security.pki import Credential, TestPki
from conformance.security.roles import NationalRole
from conformance.security.signature import TrustList, sign

NOW = datetime(2026, 3, 2, 9, 30, 15, 123456, tzinfo=UTC)


@pytest.fixture(scope="session")
def now() -> datetime:
    return NOW


@pytest.fixture(scope="session")
def pki() -> TestPki:
    numbers = iter(range(1, 10_000))
    return TestPki.create(NOW, new_uuid=lambda: UUID(int=next(numbers)))


@pytest.fixture(scope="session")
def client(pki: TestPki) -> Credential:
    return pki.issue_system("Example EHR", "33257872", "Sundhedsdatastyrelsen")


@pytest.fixture(scope="session")
def trust(pki: TestPki) -> TrustList:
    return TrustList(certificates=[pki.sts.certificate])


@pytest.fixture(scope="session")
def system_card(client: Credential) -> IdCard:
    return idcard.system_card(
        card_id="Hgx6eTR/bD2U+dcByz+GPA==",
        issuer="ExampleEHR",
        cert_hash=client.cert_hash(),
        system=SystemLog(
            it_system_name="Example EHR",
            care_provider_id="33257872",
            care_provider_name="Sundhedsdatastyrelsen",
        ),
        now=NOW,
    )


@pytest.fixture(scope="session")
def user_card(system_card: IdCard) -> IdCard:
    user = UserLog(
        cpr="0501792275",
        given_name="Lars",
        surname="Larsen",
        email="lars@example.org",
        roles=(NationalRole.SUND_ASSIST_R1,),
        occupation="Læge",
        authorisation_code="J0184",
    )
    return idcard.user_card(system_card, user)


@pytest.fixture
def signed(system_card: IdCard, pki: TestPki) -> etree._Element:
    """A fresh, signed system card, free to be damaged."""
    return sign(idcard.build(system_card), pki.sts)
