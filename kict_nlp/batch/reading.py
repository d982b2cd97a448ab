"""Many reports read at the same time, their outcomes given in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

from kict_nlp.batch.files import find_report_files, report_ids
from kict_nlp.batch.outcome import MEMORY_LIMIT, FailedReport, Outcome, Task
from kict_nlp.batch.process import OwnProcesses

TIMEOUT = 120.0  # seconds for one file; a report of 600 dense pages takes about 15
_AHEAD = 4  # files a worker may be ahead of the one whose turn it is


def read_reports(
    paths: Iterable[str | Path],
    *,
    workers: int = 1,
    layout: str = "auto",
    backend: str = "auto",
    password: str | None = None,
    timeout: float | None = TIMEOUT,
) -> Iterator[Outcome]:
    """Read many reports, each in a process of its own.

    Parameters
    ----------
    paths : iterable of str or Path
        Files, and folders that stand for the PDF files directly in them, sorted by name.
    workers : int
        How many files are read at the same time.
    layout, backend, password
        As for :func:`~kict_nlp.reports.reader.read_report`, for every file.
    timeout : float or None
        Seconds that one file may take before its process is killed. None = no limit.

    Yields
    ------
    Report or FailedReport
        One for each file, in the order given, whatever happened to the others. Where several
        files bear the same name, the second has the report_id ``name-2``, the third ``name-3``.

    Notes
    -----
    On Linux a process may take 3 GiB of memory.
    """
    files = find_report_files(paths)
    options = {"layout": layout, "backend": backend, "password": password}
    tasks = [
        item
        if isinstance(item, FailedReport)
        else Task(str(item), report_id, options, MEMORY_LIMIT, timeout)
        for item, report_id in zip(files, report_ids(files), strict=True)
    ]
    with _Pool(OwnProcesses(), workers) as pool:
        yield from pool.outcomes(tasks)


class _Pool:
    """Has at most ``workers`` files read at a time and gives their outcomes in order."""

    def __init__(self, reader: OwnProcesses, workers: int) -> None:
        self._reader = reader
        self._workers = max(1, workers)
        self._threads = ThreadPoolExecutor(self._workers, "kict-read")

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self._reader.stop()
        self._threads.shutdown(cancel_futures=True)

    def outcomes(self, tasks: Iterable[Task | FailedReport]) -> Iterator[Outcome]:
        """Start tasks a little ahead of the one whose outcome is asked for."""
        waiting: deque[Future[Outcome]] = deque()
        for task in tasks:
            waiting.append(self._threads.submit(self._outcome, task))
            if len(waiting) > self._workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _outcome(self, task: Task | FailedReport) -> Outcome:
        return task if isinstance(task, FailedReport) else self._reader.read(task)
