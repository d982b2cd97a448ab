"""How long a long report takes, and how much memory its process.

``python -m tests.bench.length [--pages N] REPORT`` repeats the page with the most glyphs of a
report N times, reads the copy in a process of its own, as ``kict extract`` does, and prints both.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import pikepdf

from kict_nlp.batch import read_reports
from kict_nlp.pdf.reading import read_pages

PAGES = 600


class Cost(NamedTuple):
    """What came of it, its seconds, and the most bytes that were resident at a time."""

    outcome: str
    seconds: float
    most_bytes: int


def measure(report: Path, pages: int) -> Cost:
    """Read the densest page of a report that many times over."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "long.pdf"
        _write(report, pages, path)
        start = time.perf_counter()
        (outcome,) = read_reports([path], timeout=None)
        seconds = time.perf_counter() - start
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    return Cost(type(outcome).__name__, seconds, most)


def _write(report: Path, pages: int, path: Path) -> None:
    read = read_pages(report.read_bytes(), report.name)
    densest = max(read, key=lambda page: len(page.glyphs)).number
    with pikepdf.open(report) as source, pikepdf.new() as copy:
        for _ in range(pages):
            copy.pages.append(source.pages[densest - 1])
        copy.save(path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the arguments, measure, print."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.length",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("report", metavar="REPORT", type=Path)
    parser.add_argument("--pages", type=int, default=PAGES)
    options = parser.parse_args(arguments)
    cost = measure(options.report, options.pages)
    print(f"{cost.outcome}: {cost.seconds:.1f} s, {cost.most_bytes / 1e9:.2f} GB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
