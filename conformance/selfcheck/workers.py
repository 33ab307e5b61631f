"""Several processes at work: hands tasks out, and waits for their ends."""

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from queue import SimpleQueue
from typing import Final

from conformance.certify.session import environment, python
from conformance.selfcheck.task import Task, encode

_WORKER: Final = "conformance.selfcheck.worker"


class WorkerLost(RuntimeError):
    """A process ended before it had answered."""


class Workers:
    """As many processes as were asked for; a task goes to one that has nothing to do."""

    def __init__(self, processes: list[subprocess.Popen[bytes]]) -> None:
        self._idle: SimpleQueue[subprocess.Popen[bytes]] = SimpleQueue()
        for process in processes:
            self._idle.put(process)

    def run(self, task: Task) -> int:
        """Run a task to its end; returns pytest's exit code. Raises WorkerLost."""
        process = self._idle.get()
        try:
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(encode(task))
            process.stdin.flush()
            answer = process.stdout.readline()
        except BrokenPipeError:
            answer = b""
        finally:
            self._idle.put(process)
        if not answer.strip():
            raise WorkerLost(f"the process ended while it ran {task.session.out}")
        return int(answer)


@contextmanager
def workers(count: int, *, bytecode: Path) -> Iterator[Workers]:
    """*count* processes, which are ended afterwards, whatever they do then.

    Where Python may write no bytecode beside the program it writes that in the folder *bytecode*.
    """
    processes = [
        subprocess.Popen(  # noqa: S603 - our own interpreter and module
            python(_WORKER),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=_environment(bytecode),
        )
        for _ in range(count)
    ]
    try:
        yield Workers(processes)
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def _environment(bytecode: Path) -> dict[str, str]:
    """Each mutant is a new process of the reference system, which shall not be compiled anew."""
    variables = environment()
    if variables.pop("PYTHONDONTWRITEBYTECODE", ""):
        variables["PYTHONPYCACHEPREFIX"] = str(bytecode / "bytecode")
    return variables
