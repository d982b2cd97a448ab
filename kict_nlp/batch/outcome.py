"""What is asked of a reader for one file, and what comes of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, NamedTuple, TypeAlias

from kict_nlp.errors import (
    KictError,
    LayoutError,
    NoTableError,
    NoTextError,
    PasswordError,
    TooLargeError,
    UnreadableFileError,
)
from kict_nlp.schema import Report

Stage = Literal["find", "open", "text", "tables", "run"]

# Bytes for one file: 2000 dense pages, the most allowed, take 1.3e9 (python -m tests.bench.length).
MEMORY_LIMIT = 3 * 1024**3

_STAGES: dict[type[KictError], Stage] = {
    UnreadableFileError: "open",
    PasswordError: "open",
    TooLargeError: "open",
    NoTextError: "text",
    NoTableError: "tables",
    LayoutError: "tables",
}
_TRACEBACK = "Traceback (most recent call last):"
_RAISED = re.compile(r"^(?:[\w.]*\.)?(?P<error>\w+)(?:: (?P<text>.*))?$", re.MULTILINE)
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


Outcome: TypeAlias = Report | FailedReport


class Task(NamedTuple):
    """What a process is told to do."""

    path: str
    report_id: str
    options: dict[str, Any]
    memory_limit: int
    timeout: float | None


def failed(
    task: Task, error: BaseException | str, message: str, hint: str | None, stage: Stage = "run"
) -> FailedReport:
    """Return the failure of a task, with the path of its file as the place."""
    return FailedReport(
        source_file=Path(task.path).name,
        stage=stage,
        error=error if isinstance(error, str) else type(error).__name__,
        message=message,
        hint=hint,
        place=task.path,
    )


def refused(task: Task, error: KictError) -> FailedReport:
    """The file was looked at and cannot be read."""
    failure = failed(task, error, error.message, error.hint, _stage(error))
    return replace(failure, place=error.where or task.path)


def _stage(error: KictError) -> Stage:
    if isinstance(error.__cause__, FileNotFoundError):
        return "find"
    return _STAGES.get(type(error), "tables")


def timed_out(task: Task) -> FailedReport:
    """Reading took too long."""
    return failed(
        task,
        TimeoutError.__name__,
        f"Reading took longer than {task.timeout:g} seconds and was stopped.",
        "Allow more with --timeout, or split the file.",
    )


def died(task: Task, status: int, err: str) -> FailedReport:
    """The process ended without an answer: say why as plainly as can be known."""
    raised = _RAISED.search(err, err.rfind(_TRACEBACK) + len(_TRACEBACK))
    if _TRACEBACK in err and raised is not None:
        name = raised["error"]
        if name == MemoryError.__name__:
            return out_of_memory(task)
        what = f"{name}: {raised['text']}" if raised["text"] else name
        return failed(task, name, f"An unexpected error: {what}.", _REPORT_IT)
    how = f"signal {-status}" if status < 0 else f"status {status}"
    return failed(
        task,
        ChildProcessError.__name__,
        f"The process that read the file died ({how}).",
        "Try the other --backend, or save the file anew in a viewer; it may need more memory "
        f"than the {MEMORY_LIMIT // 1024**3} GiB allowed.",
    )


def out_of_memory(task: Task) -> FailedReport:
    """Reading needs more memory than a process is given."""
    return failed(
        task,
        MemoryError.__name__,
        f"Reading needs more than {MEMORY_LIMIT // 1024**3} GiB of memory.",
        "Split the file and read its parts.",
    )
