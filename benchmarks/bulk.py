"""Documents a second in bulk: one process against two, and the cost of a card as a corpus grows.

The corpus is written once to a temporary folder as a zip archive; smaller ones are its beginning.
Each run is a process of its own, so that the peak of memory is its own; one and two processes take
turns. `python -m benchmarks.bulk [MOST]`, 20,000 cards unless told, and 100,000 at will.
"""

import json
import multiprocessing
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from conformance.bulk import FileOutput, Summary, run
from conformance.corpus import cards
from conformance.corpus.packing import packing
from conformance.validate import Options

_SIZES = (1_000, 5_000, 20_000, 100_000)
_COMPARED = 20_000
_TURNS = 3
_RATES = {"PDC-V31": 0.01, "PDC-VTEL": 0.005, "PDC-X01": 0.001}


def corpus(folder: Path, count: int) -> Path:
    """Cards of every shape, with some faults, as a zip archive."""
    path = folder / f"{count}.zip"
    with packing(path) as put:
        for name, data in cards(count, 1, _RATES):
            put(name, data)
    return path


def once(path: str, jobs: str) -> None:
    """One run, in this process; tells seconds, documents and the peak of its memory as JSON."""
    output = Path(path).with_suffix(".ndjson")
    told: list[Summary] = []
    begun = time.perf_counter()
    with FileOutput(output) as file:
        told.append(run([path], Options(), output=file, jobs=int(jobs)))
    facts = {
        "seconds": time.perf_counter() - begun,
        "documents": told[0].documents,
        "valid": told[0].valid,
        "peak": peak(),
    }
    print(json.dumps(facts))


def peak() -> float:
    """Megabytes that this process, its children left out, has held at most; 0 where unknown.

    On Linux from /proc: what getrusage tells there is inherited from the process that started us.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii", errors="replace").splitlines()
        (held,) = (line for line in lines if line.startswith("VmHWM:"))
        return int(held.split()[1]) / 1_000
    try:
        import resource  # noqa: PLC0415 - there is none on Windows
    except ModuleNotFoundError:
        return 0.0
    unit = 1_000_000 if sys.platform == "darwin" else 1_000
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


def timed(path: Path, jobs: int) -> dict[str, float]:
    """A run in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.bulk", "--once", str(path), str(jobs)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, encoding="utf-8")
    facts: dict[str, float] = json.loads(done.stdout)
    return facts


def burn(_number: int) -> float:
    """Seconds that a second of work takes."""
    begun, worked = time.perf_counter(), time.process_time()
    while time.process_time() - worked < 1:
        sum(range(1000))
    return time.perf_counter() - begun


def ceiling() -> float:
    """How much more two processes do than one that has nothing to wait for: 2 on idle cores."""
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        pool.map(burn, range(2))
        one = pool.map(burn, range(1))
        two = pool.map(burn, range(2), chunksize=1)
    return 2 * one[0] / max(two)


def compare(folder: Path) -> None:
    """One process against two, taking turns."""
    path = corpus(folder, _COMPARED)
    rates: dict[int, list[float]] = {1: [], 2: []}
    for _ in range(_TURNS):
        for jobs, each in rates.items():
            facts = timed(path, jobs)
            each.append(facts["documents"] / facts["seconds"])
    path.unlink()
    ratios = [two / one for one, two in zip(rates[1], rates[2], strict=True)]
    print(f"processors                           {os.cpu_count()}")
    print(f"two / one, a loop that shares nothing {ceiling():.2f} (what this machine has to give)")
    print(f"cards                                {_COMPARED}, turns {_TURNS}")
    print(f"one process, cards a second          {statistics.median(rates[1]):.0f} (median)")
    print(f"two processes, cards a second        {statistics.median(rates[2]):.0f} (median)")
    print(f"two / one, turn by turn              {statistics.median(ratios):.2f} (median)")


def grow(folder: Path, most: int) -> None:
    """The cost of a card, and the peak of memory of the process that hands out the work."""
    print("cards     ms a card, one   ms a card, two   peak MB, one   peak MB, two (parent)")
    for count in (size for size in _SIZES if size <= most):
        path = corpus(folder, count)
        one, two = timed(path, 1), timed(path, 2)
        path.unlink()
        costs = [1000 * facts["seconds"] / facts["documents"] for facts in (one, two)]
        print(
            f"{count:<9} {costs[0]:<16.3f} {costs[1]:<16.3f} {one['peak']:<14.1f} {two['peak']:.1f}"
        )


def main() -> None:
    if sys.argv[1:2] == ["--once"]:
        once(*sys.argv[2:])
        return
    most = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    with TemporaryDirectory() as name:
        folder = Path(name)
        compare(folder)
        grow(folder, most)
    print("To repeat: python -m benchmarks.bulk")


if __name__ == "__main__":
    main()
