"""How `fsk` starts and ends: at once, with help, and with an exit code that means something."""

import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from conformance import cli
from tests.fsk_command import fsk

HEAVY = {"lxml", "pytest", "starlette", "uvicorn", "rich", "cryptography", "requests", "signxml"}


def test_the_command_line_is_light() -> None:
    """Until a command is chosen nothing heavy is imported: a tool in a loop must start at once."""
    code = (
        "import sys\nimport conformance.cli as cli\n"
        "try:\n    cli.main(['--help'])\n"
        "except SystemExit:\n    print(*sys.modules, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, encoding="utf-8"
    )
    assert "certify" in done.stdout
    loaded = {name.partition(".")[0] for name in done.stderr.split()}
    assert loaded & {"click"}
    assert not loaded & HEAVY


def test_every_command_explains_itself(tmp_path: Path) -> None:
    """`fsk` alone prints its commands and ends with 2; each command has its own help."""
    alone = fsk(folder=tmp_path).require(2)
    for name in ("certify", "simulate", "validate", "requirements", "selfcheck", "allure"):
        assert name in alone.out + alone.err
        result = CliRunner().invoke(cli.main, [name, "--help"])
        assert result.exit_code == 0
        assert "Usage:" in result.output


def test_an_unknown_command_is_told(tmp_path: Path) -> None:
    """A misspelt command is a usage error."""
    assert "No such command 'certfy'" in fsk("certfy", folder=tmp_path).require(2).told


@pytest.mark.parametrize(
    ("raised", "code", "said"),
    [
        (KeyboardInterrupt(), 3, "fsk: interrupted"),
        (ZeroDivisionError("oh"), 3, "fsk: the tool itself broke (ZeroDivisionError), see above"),
        (PermissionError("no"), 3, "fsk: the tool itself broke (PermissionError), see above"),
        (click.UsageError("such a word"), 2, "such a word"),
        (SystemExit(1), 1, ""),
    ],
)
def test_only_a_verdict_ends_with_1(
    monkeypatch: pytest.MonkeyPatch, raised: BaseException, code: int, said: str
) -> None:
    """Neither Ctrl-C nor a fault of the tool ends with 1: that means that the system fell short."""

    @click.command()
    def breaks() -> None:
        raise raised

    monkeypatch.setattr(cli.main, "get_command", lambda _ctx, _name: breaks)
    result = CliRunner().invoke(cli.main, ["certify"])
    assert result.exit_code == code
    assert said in result.output
