"""How long ``kict --help`` takes, start of Python included.

``python -m tests.bench.startup [--rounds N]`` runs it in a process of its own each time, in turns
with a Python that does nothing, and prints both.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Sequence
from statistics import median
from typing import NamedTuple

ROUNDS = 11
HELP = (sys.executable, "-m", "kict_nlp", "--help")
NOTHING = (sys.executable, "-c", "")


class Times(NamedTuple):
    """Seconds a round of the command, and of a Python that does nothing."""

    kict: tuple[float, ...]
    python: tuple[float, ...]


def measure(rounds: int) -> Times:
    """Run both in turns; a first round, which fills the caches of the disk, is left out."""
    pairs = [(_seconds(HELP), _seconds(NOTHING)) for _ in range(rounds + 1)][1:]
    kict, python = zip(*pairs, strict=True)
    return Times(kict, python)


def _seconds(command: Sequence[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    return time.perf_counter() - start


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.startup",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    times = measure(parser.parse_args(arguments).rounds)
    for name, values in (("kict --help", times.kict), ("python -c ''", times.python)):
        print(f"{name:<14} median {median(values):.3f} s   least {min(values):.3f} s")
    return 0


if __name__ == "__main__":
    sys.exit(main())
