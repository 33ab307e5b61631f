"""Start the reference system: ``python -m conformance.reference --services URL --keys DIR``."""

import argparse
import sys
import tempfile
from pathlib import Path

from conformance.reference.app import serve
from conformance.reference.ehr import Ehr, Settings
from conformance.reference.keys import KeyMissing
from conformance.reference.mutants import MUTANTS
from conformance.reference.tracing import behaviour_in_use


def main(arguments: list[str] | None = None) -> int:
    """Run the system until stdin is closed; return 2 when it cannot start."""
    told = _parser().parse_args(arguments)
    behaviour = MUTANTS[told.mutant].behaviour() if told.mutant else behaviour_in_use(MUTANTS)
    with tempfile.TemporaryDirectory(prefix="fsk-reference-") as scratch:
        settings = Settings(
            services=told.services,
            keys=told.keys,
            state=told.state or Path(scratch),
            timeout=told.timeout,
        )
        try:
            ehr = Ehr(settings, behaviour)
        except KeyMissing as missing:
            sys.stderr.write(f"the reference system cannot start: {missing}\n")
            return 2
        try:
            serve(ehr, told.port, interval=told.interval)
        finally:
            ehr.close()
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m conformance.reference", description=__doc__)
    parser.add_argument("--services", required=True, help="base address of the national services")
    parser.add_argument("--keys", required=True, type=Path, help="folder of PEM files")
    parser.add_argument("--port", type=int, default=0, help="port to listen on; 0 is any free one")
    parser.add_argument("--timeout", type=float, default=5.0, help="seconds to wait for an answer")
    parser.add_argument(
        "--interval", type=float, default=60.0, help="seconds between two rounds of sending the log"
    )
    parser.add_argument("--mutant", choices=sorted(MUTANTS), help="run with one thing wrong")
    parser.add_argument("--state", type=Path, help="folder of the persistent state")
    return parser


if __name__ == "__main__":
    sys.exit(main())
