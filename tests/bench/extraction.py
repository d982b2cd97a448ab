"""How long ``read_report`` takes beside pdfplumber's ``extract_tables`` on the same pages.

``python -m tests.bench.extraction [PDF ...] [--rounds N]`` reads the files in turns with both, in
one process, and prints the ratio. Without a file it takes the real report beside the repository.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pdfplumber

from kict_nlp.reports.reader import read_report

REAL = Path(__file__).resolve().parents[3] / "shared/reports/kanagawa_r3/report.pdf"
ROUNDS = 7


class Times(NamedTuple):
    """Seconds a round that each of the two took for the same pages of one file."""

    path: Path
    pages: int
    ours: tuple[float, ...]
    theirs: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """Median of ours as a share of the median of theirs."""
        return median(self.ours) / median(self.theirs)


def extract_tables(path: Path) -> int:
    """What is compared with: every table of every page, as pdfplumber finds them by default."""
    with pdfplumber.open(path) as pdf:
        for page in pdf.pages:
            page.extract_tables()
            page.close()
        return len(pdf.pages)


def compare(path: Path, rounds: int) -> Times:
    """Read a file with both in turns; a first round, in which libraries are loaded, is left out."""
    pages = extract_tables(path)
    if read_report(path).pages != pages:
        raise ValueError(f"{path}: the two do not read the same pages")
    ours, theirs = [], []
    for _ in range(rounds):
        ours.append(_seconds(read_report, path))
        theirs.append(_seconds(extract_tables, path))
    return Times(path, pages, tuple(ours), tuple(theirs))


def _seconds(read: Callable[[Path], object], path: Path) -> float:
    start = time.perf_counter()
    read(path)
    return time.perf_counter() - start


def describe(times: Times) -> str:
    """One line: milliseconds a page of both (median, least), and the ratio."""
    ours, theirs = (
        f"{1000 * median(values) / times.pages:6.1f} (least {1000 * min(values) / times.pages:.1f})"
        for values in (times.ours, times.theirs)
    )
    return f"{times.path.name:<24} {times.pages:>4} pages   read_report {ours}   extract_tables {theirs} ms a page   ratio {times.ratio:.3f}"


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the arguments, compare each file, print a line each."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.extraction",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("files", nargs="*", type=Path, default=[REAL])
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    logging.disable()  # pdfminer notes every font without a bounding box
    for path in options.files:
        print(describe(compare(path, options.rounds)), flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
