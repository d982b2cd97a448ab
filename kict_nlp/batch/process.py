"""One file read in a process of its own, within limits of time and memory.

Each process is a new Python that reads one file and ends. It is not made by ``multiprocessing``,
which would run the caller's script a second time where that has no ``__main__`` guard.
"""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from threading import Lock

from kict_nlp.batch.outcome import Outcome, Task, died, failed, out_of_memory, refused, timed_out
from kict_nlp.errors import KictError

_BOOT = (
    "import json, sys; sys.path[:] = json.loads(sys.argv[1]); "
    "from kict_nlp.batch.process import serve; serve()"
)
_NO_WINDOW = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only


# ---------------------------------------------------------------- this side


class OwnProcesses:
    """Reads files on this machine, a process each; safe to call from many threads."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()
        self._lock = Lock()
        self._stopped = False

    def read(self, task: Task) -> Outcome:
        """Read one file; whatever goes wrong is the outcome, never an exception."""
        try:
            return self._run(task)
        except OSError as error:
            return failed(
                task,
                error,
                f"No process could be started to read the file: {error.strerror or error}.",
                "Give fewer --workers, or close other programs.",
            )

    def stop(self) -> None:
        """Kill what runs, and start nothing more."""
        with self._lock:
            self._stopped = True
            for process in self._running:
                process.kill()

    def _run(self, task: Task) -> Outcome:
        process = self._start()
        try:
            out, err = process.communicate(pickle.dumps(task), task.timeout)
        except subprocess.TimeoutExpired:
            return timed_out(task)
        finally:
            process.kill()
            process.communicate()
            with self._lock:
                self._running.discard(process)
        if process.returncode != 0:
            return died(task, process.returncode, err.decode("utf-8", "replace"))
        outcome: Outcome = pickle.loads(out)
        return outcome

    def _start(self) -> subprocess.Popen[bytes]:
        with self._lock:
            if self._stopped:
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


# ---------------------------------------------------------------- the other side


def serve() -> None:
    """Read one task from stdin, write its outcome to stdout. Runs in the process of a file."""
    import signal

    # Ctrl-C reaches the whole group; who started this process will end it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    task: Task = pickle.load(sys.stdin.buffer)
    answer = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # What a library prints must not get into the answer.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    _limit(task)
    with answer:
        pickle.dump(_read(task), answer)


def _limit(task: Task) -> None:
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


def _read(task: Task) -> Outcome:
    from kict_nlp.reports.reader import read_report

    try:
        return read_report(task.path, report_id=task.report_id, **task.options)
    except MemoryError:
        return out_of_memory(task)
    except KictError as error:
        return refused(task, error)
