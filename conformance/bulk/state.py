"""The state file of a run: how far it has come, written after every batch."""

import os
from pathlib import Path

import msgspec

from conformance.bulk.output import CannotResume
from conformance.validate.summary import Summary


class State(msgspec.Struct, frozen=True, kw_only=True):
    """*inputs* of this run's documents are finished and stand in the first *written* bytes.

    *digest* tells what was asked of which files.
    """

    digest: str
    inputs: int = 0
    written: int = 0
    summary: Summary = Summary()


def read_state(path: Path, digest: str) -> State:
    """The state to go on from; a new one without a file. CannotResume when it is another run's."""
    try:
        state = msgspec.json.decode(path.read_bytes(), type=State)
    except FileNotFoundError:
        return State(digest=digest)
    except (OSError, msgspec.DecodeError) as error:
        raise CannotResume(f"expected the state of a run in {path}: {error}") from None
    if state.digest != digest:
        raise CannotResume(
            f"{path} is the state of a run over other files, or with other options: "
            "give the same sources and options, or remove it to start anew"
        )
    return state


def write_state(path: Path, state: State) -> None:
    """Replace the file in one step: a kill leaves the old state or the new one."""
    beside = path.with_name(path.name + ".new")
    beside.write_bytes(msgspec.json.encode(state))
    os.replace(beside, path)  # noqa: PTH105 - the same on Windows, where rename would not replace
