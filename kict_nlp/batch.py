"""Many reports, a process a file: one bad file harms no other, and none can hang the run.

Each process is a new Python that reads one file and ends. It is not made by ``multiprocessing``,
which would run the caller's script a second time where that has no ``__main__`` guard.
"""

from __future__ import annotations

import json
import os
import pickle
import re
import subprocess
import sys
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from typing import Any, Literal, NamedTuple

from kict_nlp.errors import (
    KictError,
    LayoutError,
    NoTableError,
    NoTextError,
    PasswordError,
    TooLargeError,
    UnreadableFileError,
)
from kict_nlp.reports.ids import make_unique
from kict_nlp.schema import Report

Stage = Literal["find", "open", "text", "tables", "run"]

TIMEOUT = 120.0  # seconds for one file; a report of 600 dense pages takes about 15
MEMORY_LIMIT = 3 * 1024**3  # bytes for one file; 2000 dense pages, the most allowed, take 1.7e9
_AHEAD = 4  # files a worker may be ahead of the one whose turn it is

_STAGES: dict[type[KictError], Stage] = {
    UnreadableFileError: "open",
    PasswordError: "open",
    TooLargeError: "open",
    NoTextError: "text",
    NoTableError: "tables",
    LayoutError: "tables",
}
_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from kict_nlp.batch import serve; serve()"
)
_TRACEBACK = "Traceback (most recent call last):"
_RAISED = re.compile(r"^(?:[\w.]*\.)?(?P<error>\w+)(?:: (?P<text>.*))?$", re.MULTILINE)
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only
_REPORT_IT = "Report it to the makers of kict_nlp with the file, so that it can be mended."


@dataclass(frozen=True, slots=True, kw_only=True)
class FailedReport:
    """A file that could not be read. Columns as in the table ``failures``.

    ``stage`` tells where it failed: ``find`` the file, ``open`` it, read its ``text``, read its
    ``tables``, or ``run`` within the limits of time and memory. ``error`` is the kind of error,
    ``place`` the place as far as known.
    """

    source_file: str
    stage: Stage
    error: str
    message: str
    hint: str | None = None
    place: str | None = None


class _Task(NamedTuple):
    """What a process is told to do."""

    path: str
    report_id: str
    options: dict[str, Any]
    memory_limit: int
    timeout: float | None


def read_reports(
    paths: Iterable[str | Path],
    *,
    workers: int = 1,
    layout: str = "auto",
    backend: str = "auto",
    password: str | None = None,
    timeout: float | None = TIMEOUT,
) -> Iterator[Report | FailedReport]:
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
    stems = [file.stem if isinstance(file, Path) else "" for file in files]
    options = {"layout": layout, "backend": backend, "password": password}
    tasks = [
        item
        if isinstance(item, FailedReport)
        else _Task(str(item), report_id, options, MEMORY_LIMIT, timeout)
        for item, report_id in zip(files, make_unique(stems), strict=True)
    ]
    with _Pool(workers) as pool:
        yield from pool.outcomes(tasks)


def find_report_files(paths: Iterable[str | Path]) -> list[Path | FailedReport]:
    """Return the files that paths stand for, with a failure for each folder without any PDF.

    A folder stands for the PDF files directly in it, sorted by name.
    """
    found: list[Path | FailedReport] = []
    for path in map(Path, paths):
        if not path.is_dir():
            found.append(path)
            continue
        try:
            inside = sorted(filter(_is_pdf, path.iterdir()), key=lambda file: file.name)
        except OSError as error:
            found.append(_bad_folder(path, f"The folder cannot be read: {error.strerror}."))
            continue
        found.extend(inside or [_bad_folder(path, "The folder has no PDF file.")])
    return found


def _is_pdf(path: Path) -> bool:
    """By its name; hidden files are what desktops and copying programs leave behind."""
    return path.suffix.casefold() == ".pdf" and not path.name.startswith(".") and path.is_file()


def _bad_folder(path: Path, message: str) -> FailedReport:
    return FailedReport(
        source_file=path.name,
        stage="find",
        error=UnreadableFileError.__name__,
        message=message,
        hint="Give the folder in which the PDF files lie; folders inside it are not searched.",
        place=str(path),
    )


# ---------------------------------------------------------------- this side


class _Pool:
    """Runs tasks in at most ``workers`` processes and gives their outcomes in order."""

    def __init__(self, workers: int) -> None:
        self._workers = max(1, workers)
        self._threads = ThreadPoolExecutor(self._workers, "kict-read")
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()
        self._closed = False

    def __enter__(self) -> _Pool:
        return self

    def __exit__(self, *_: object) -> None:
        with self._lock:
            self._closed = True
            for process in self._running:
                process.kill()
        self._threads.shutdown(cancel_futures=True)

    def outcomes(self, tasks: Iterable[_Task | FailedReport]) -> Iterator[Report | FailedReport]:
        """Start tasks a little ahead of the one whose outcome is asked for."""
        waiting: deque[Future[Report | FailedReport]] = deque()
        for task in tasks:
            waiting.append(self._threads.submit(self._outcome, task))
            if len(waiting) > self._workers * _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

    def _outcome(self, task: _Task | FailedReport) -> Report | FailedReport:
        if isinstance(task, FailedReport):
            return task
        try:
            return self._run(task)
        except OSError as error:
            return _failed(
                task,
                error,
                f"No process could be started to read the file: {error.strerror or error}.",
                "Give fewer --workers, or close other programs.",
            )

    def _run(self, task: _Task) -> Report | FailedReport:
        process = self._start()
        try:
            out, err = process.communicate(pickle.dumps(task), task.timeout)
        except subprocess.TimeoutExpired:
            return _timed_out(task)
        finally:
            process.kill()
            process.communicate()
            with self._lock:
                self._running.discard(process)
        if process.returncode != 0:
            return _died(task, process.returncode, err.decode("utf-8", "replace"))
        outcome: Report | FailedReport = pickle.loads(out)
        return outcome

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._closed:
                raise InterruptedError("the run was stopped")
            process = subprocess.Popen(
                # -P: a json.py in the current folder is not ours.
                [sys.executable, "-P", "-X", "utf8", "-c", _BOOT, json.dumps(sys.path)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                creationflags=_NO_WINDOW,
            )
            self._running.add(process)
        return process


def _failed(
    task: _Task, error: BaseException | str, message: str, hint: str | None, stage: Stage = "run"
) -> FailedReport:
    return FailedReport(
        source_file=Path(task.path).name,
        stage=stage,
        error=error if isinstance(error, str) else type(error).__name__,
        message=message,
        hint=hint,
        place=task.path,
    )


def _timed_out(task: _Task) -> FailedReport:
    return _failed(
        task,
        TimeoutError.__name__,
        f"Reading took longer than {task.timeout:g} seconds and was stopped.",
        "Allow more with --timeout, or split the file.",
    )


def _died(task: _Task, status: int, err: str) -> FailedReport:
    """The process ended without an answer: say why as plainly as can be known."""
    raised = _RAISED.search(err, err.rfind(_TRACEBACK) + len(_TRACEBACK))
    if _TRACEBACK in err and raised is not None:
        name = raised["error"]
        if name == MemoryError.__name__:
            return _out_of_memory(task)
        what = f"{name}: {raised['text']}" if raised["text"] else name
        return _failed(task, name, f"An unexpected error: {what}.", _REPORT_IT)
    how = f"signal {-status}" if status < 0 else f"status {status}"
    return _failed(
        task,
        ChildProcessError.__name__,
        f"The process that read the file died ({how}).",
        "Try the other --backend, or save the file anew in a viewer; it may need more memory "
        f"than the {MEMORY_LIMIT // 1024**3} GiB allowed.",
    )


def _out_of_memory(task: _Task) -> FailedReport:
    return _failed(
        task,
        MemoryError.__name__,
        f"Reading needs more than {MEMORY_LIMIT // 1024**3} GiB of memory.",
        "Split the file and read its parts.",
    )


# ---------------------------------------------------------------- the other side


def serve() -> None:
    """Read one task from stdin, write its outcome to stdout. Runs in the process of a file."""
    import signal

    # Ctrl-C reaches the whole group; who started this process will end it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    task: _Task = pickle.load(sys.stdin.buffer)
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not get into the answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit(task)
    with answer:
        pickle.dump(_read(task), answer)


def _limit(task: _Task) -> None:
    """Set limits that hold even if who started this process is gone."""
    if sys.platform == "win32":
        return
    import resource

    if sys.platform == "linux":  # elsewhere it is not kept, or refused
        _lower(resource.RLIMIT_AS, task.memory_limit)
    if task.timeout is not None:
        # Later than the kill, which says more.
        _lower(resource.RLIMIT_CPU, int(task.timeout) + 2)


def _lower(kind: int, limit: int) -> None:
    if sys.platform == "win32":
        return
    import resource

    _, hard = resource.getrlimit(kind)
    soft = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
    resource.setrlimit(kind, (soft, hard))


def _read(task: _Task) -> Report | FailedReport:
    from kict_nlp.reports.reader import read_report

    try:
        return read_report(task.path, report_id=task.report_id, **task.options)
    except MemoryError:
        return _out_of_memory(task)
    except KictError as error:
        stage = _STAGES.get(type(error), "tables")
        failed = _failed(task, error, error.message, error.hint, stage)
        return replace(failed, place=error.where or task.path)
