"""One run of the small suite, shared by the tests that look at what it wrote."""

import pytest
from small_suite import Session, start


@pytest.fixture(scope="session")
def session(tmp_path_factory: pytest.TempPathFactory) -> Session:
    """One whole run with record and Allure results."""
    folder = tmp_path_factory.mktemp("whole")
    return start(folder, "--fsk-out", "out", "--alluredir", "allure", "-p", "no:randomly")
