"""Reads damaged files one after the other, in a process that dies of hangs and of greed.

``python -m tests.pdf.fuzzing FOLDER FIRST LAST`` prints a line of JSON before and after each
file, so that the last line names the file that killed the process.
"""

from __future__ import annotations

import faulthandler
import json
import logging
import re
import resource
import sys
import time
import traceback
from pathlib import Path
from typing import NamedTuple

from kict_nlp.errors import KictError
from kict_nlp.pdf.reading import Backend
from kict_nlp.reports.reader import read_report
from tests.pdf.mutation import base_files, mutate

MOST_SECONDS = 20  # for one file; the process is killed and says where it was
MOST_BYTES = 256 * 1024**2  # resident; measured: 97 MB
_ADDRESS_SPACE = 1024**3  # bytes: stops what would take the whole machine before it is measured


CRASH = "CRASH"  # begins the kind of what is neither a report nor an error of ours


class Outcome(NamedTuple):
    """What came of one file: ``kind`` is the name of the error, or Report."""

    seed: int
    backend: str
    kind: str
    seconds: float


def read_damaged(folder: Path, first: int, last: int) -> None:
    """Damage, read and report on each seed from first to last; limits must be set before."""
    bases = base_files(folder)
    for seed in range(first, last + 1):
        path = folder / f"damaged_{seed}.pdf"
        path.write_bytes(mutate(bases[seed % len(bases)], seed))
        _read(path, seed, "auto")
        _read(path, seed, "pdfplumber")
        path.unlink()


def _read(path: Path, seed: int, backend: Backend) -> None:
    _say({"seed": seed, "backend": backend})
    faulthandler.dump_traceback_later(MOST_SECONDS, exit=True)
    start = time.perf_counter()
    try:
        read_report(path, backend=backend)
        kind = "Report"
    except KictError as error:
        kind = type(error).__name__
        if isinstance(error.__cause__, MemoryError):
            kind = f"{CRASH} {kind} at {_place(error)}: the memory ran out"
    except Exception as error:  # noqa: BLE001 - what the test looks for; the other files are still read
        kind = f"{CRASH} {type(error).__name__} at {_place(error)}: {error}"
    faulthandler.cancel_dump_traceback_later()
    _say(Outcome(seed, backend, kind, round(time.perf_counter() - start, 3))._asdict())


def _place(error: Exception) -> str:
    """Where in our code it came from."""
    own = [f for f in traceback.extract_tb(error.__traceback__) if "kict_nlp" in f.filename]
    return f"{Path(own[-1].filename).name}:{own[-1].lineno}" if own else "?"


def _say(words: dict[str, object]) -> None:
    print(json.dumps(words), flush=True)


def main() -> None:
    """Set the limits and read."""
    logging.disable()  # pdfminer tells of every oddity
    resource.setrlimit(resource.RLIMIT_AS, (_ADDRESS_SPACE, _ADDRESS_SPACE))
    folder, first, last = sys.argv[1:]
    read_damaged(Path(folder), int(first), int(last))
    _say({"most_bytes": _most_bytes()})


def _most_bytes() -> int:
    """The peak of this program; getrusage would count that of the program which started it too."""
    if sys.platform != "linux":
        return 0
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(re.search(r"^VmHWM:\s*(\d+) kB$", status, re.MULTILINE)[1]) * 1024  # type: ignore[index]


if __name__ == "__main__":
    main()
