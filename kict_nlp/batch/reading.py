"""Many reports read at the same time, their outcomes given in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Protocol

from kict_nlp.batch.files import find_report_files, report_ids
from kict_nlp.batch.outcome import MEMORY_LIMIT, FailedReport, Outcome, Task
from kict_nlp.batch.process import OwnProcesses
from kict_nlp.errors import ArgumentError
from kict_nlp.pdf.reading import check_backend

# Seconds for one file: 600 dense pages take 23 on a busy machine (python -m tests.bench.length).
TIMEOUT = 120.0
_AHEAD = 4  # files a worker may be ahead of the one whose turn it is


def read_reports(
    paths: Iterable[str | Path],
    *,
    workers: int | None = None,
    scheduler: str | None = None,
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
    workers : int, optional
        How many files are read at the same time: 1 unless given, or with a scheduler as many as
        the workers of its cluster have threads when reading begins.
    scheduler : str, optional
        Where the scheduler of a Dask cluster listens, such as ``tcp://host:8786``: the files are
        sent to its workers and read there. Needs ``pip install kict-nlp[dask]``.
    layout, backend, password
        As for :func:`~kict_nlp.reports.reader.read_report`, for every file.
    timeout : float or None
        Seconds that one file may take before its process is killed. None = no limit.

    Yields
    ------
    Report or FailedReport
        One for each file, in the order given, whatever happened to the others. Where several
        files bear the same name, the second has the report_id ``name-2``, the third ``name-3``.

    Raises
    ------
    ArgumentError
        An argument is of no use: one path in place of a list, no worker, no such backend.
    ClusterError
        The scheduler cannot be reached, or its workers cannot read reports. Once reading has
        begun, what goes wrong with the cluster is a FailedReport.

    Notes
    -----
    On Linux a process may take 3 GiB of memory. The outcomes are the same for any number of
    workers, here or on a cluster. Dask's messages are pickles, which can run code: use clusters
    and networks that you trust, or ``tls://`` with certificates.

    Examples
    --------
    >>> from kict_nlp.resources import find_resource
    >>> sample = find_resource("corpora/mihon/r3/mihon_r3.pdf")
    >>> for outcome in read_reports([sample, "none.pdf"], workers=2):
    ...     print(type(outcome).__name__, outcome.source_file)
    Report mihon_r3.pdf
    FailedReport none.pdf
    """
    _check_arguments(paths, workers, timeout, backend)
    files = find_report_files(paths)
    options = {"layout": layout, "backend": backend, "password": password}
    tasks = [
        item
        if isinstance(item, FailedReport)
        else Task(str(item), report_id, options, MEMORY_LIMIT, timeout)
        for item, report_id in zip(files, report_ids(files), strict=True)
    ]
    with _pool(scheduler, workers) as pool:
        for item, outcome in zip(files, pool.outcomes(tasks), strict=True):
            assert outcome.source_file == _source_file(item)
            yield outcome


def _check_arguments(
    paths: object, workers: int | None, timeout: float | None, backend: str
) -> None:
    if isinstance(paths, str | Path):
        raise ArgumentError(
            f"read_reports takes a list of paths, not one ({str(paths)!r}).",
            hint="Put it into brackets, or give it to read_report.",
        )
    if workers is not None and workers < 1:
        raise ArgumentError(
            f"workers must be 1 or more, not {workers}.", hint="Leave it out for one at a time."
        )
    if timeout is not None and timeout <= 0:
        raise ArgumentError(
            f"timeout must be above 0 seconds, not {timeout:g}.", hint="Give None for no limit."
        )
    check_backend(backend)


def _source_file(item: Path | FailedReport) -> str:
    return item.source_file if isinstance(item, FailedReport) else item.name


class _Reader(Protocol):
    """What reads one file at a time, called from many threads."""

    def read(self, task: Task) -> Outcome: ...

    def stop(self) -> None: ...


def _pool(scheduler: str | None, workers: int | None) -> _Pool:
    if scheduler is None:
        return _Pool(OwnProcesses(), workers or 1)
    from kict_nlp.batch.cluster import Cluster

    cluster = Cluster(scheduler)
    return _Pool(cluster, workers or cluster.threads)


class _Pool:
    """Has at most ``workers`` files read at a time and gives their outcomes in order."""

    def __init__(self, reader: _Reader, workers: int) -> None:
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
