"""Files read on a Dask cluster, each there in a process of its own, as on this machine.

The bytes of a file are sent, so that the workers need not share a disk with this machine. Dask's
messages are pickles: who can speak to a scheduler can run code on its workers and its clients.
"""

from __future__ import annotations

import asyncio
import pickle
import re
import socket
import ssl
from collections.abc import Callable
from concurrent.futures import CancelledError
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from kict_nlp.batch.outcome import FailedReport, Outcome, Task, failed, refused
from kict_nlp.batch.process import OwnProcesses
from kict_nlp.errors import ClusterError, KictError, SchedulerAddressError
from kict_nlp.pdf.reading import MOST_BYTES, read_content
from kict_nlp.version import VERSION

if TYPE_CHECKING:
    from distributed import Client, Future

_Value = TypeVar("_Value")

_CONNECT_SECONDS = 10.0  # a scheduler answers within milliseconds, over a slow line within seconds
_WORKERLESS_SECONDS = 60.0  # a worker that died or is being started is there again within these
_POLL_SECONDS = 2.0  # between two looks whether there are workers; Dask's own heartbeat is as quick
_SENDINGS = 3  # of a file whose scheduler's connection was lost; Dask repeats those of dead workers

_ADDRESS = re.compile(
    r"(?:(?P<scheme>tcp|tls)://)?(?P<host>\[[0-9A-Fa-f:.]+\]|[^\s/:\[\]]+):(?P<port>\d{1,5})"
)
_LAST_PORT = 65535
# A Dask server speaks first, and begins with the length of its greeting, which has some 200 bytes.
# What else may listen (a web server, SSH) is silent, or begins with letters: a giant number.
_LENGTH_BYTES = 8
_LONGEST_GREETING = 1024 * 1024  # bytes

_START_IT = "Start it with: dask scheduler; and correct --scheduler, such as tcp://host:8786."
_INSTALL_THERE = f"Install it there: pip install 'kict-nlp[dask]=={VERSION}'"


class _Address(NamedTuple):
    url: str
    host: str
    port: int
    encrypted: bool


class Cluster:
    """Reads files on a Dask cluster; safe to call from many threads.

    Parameters
    ----------
    address : str
        Where the scheduler listens: ``tcp://host:port``, or ``tls://host:port`` with the
        certificates that Dask's configuration names.

    Raises
    ------
    SchedulerAddressError
        The address is not written as one.
    ClusterError
        Dask is not installed, nothing answers there, or the workers cannot read reports.
    """

    def __init__(self, address: str) -> None:
        self._open = ExitStack()
        with ExitStack() as opened:
            self._client = opened.enter_context(_connect(_parse_address(address)))
            opened.enter_context(_large_files_allowed())
            self._stopped = self._deserted = False
            self._answer(_check_version, VERSION)
            self._open = opened.pop_all()

    @property
    def threads(self) -> int:
        """How many files the workers that are there now can read at the same time."""
        if self._client.status != "running":
            return 0
        try:
            return sum(self._client.nthreads().values())
        except OSError:
            return 0

    def read(self, task: Task) -> Outcome:
        """Read one file there; whatever goes wrong is the outcome, never an exception."""
        try:
            content = read_content(Path(task.path))
        except KictError as error:
            return refused(task, error)
        try:
            outcome: Outcome = self._answer(_read_parcel, VERSION, _pack(task, content))
        except ClusterError as error:
            return failed(task, error, error.message, error.hint)
        return outcome

    def stop(self) -> None:
        """Leave the cluster; what has not begun there will not, and what waits here ends."""
        self._stopped = True
        self._open.close()

    def _answer(self, question: Callable[..., Any], *args: object) -> Any:
        """Have a worker call the function; Dask itself repeats it when the worker dies."""
        from distributed.client import ClosedClientError

        for _ in range(_SENDINGS):
            try:
                return self._ask(question, *args)
            except (CancelledError, asyncio.CancelledError):
                if self._stopped:
                    break
            except ClosedClientError:
                break
        raise _lost()

    def _ask(self, question: Callable[..., Any], *args: object) -> Any:
        future: Future[Any] = self._client.submit(question, *args, pure=False)
        error = self._wait(future.exception)
        if error is not None:
            raise _worker_error(error) from error
        return self._wait(future.result)

    def _wait(self, ask: Callable[[float], _Value]) -> _Value:
        begin = monotonic()
        while True:
            try:
                return ask(_POLL_SECONDS)
            except TimeoutError:
                begin = self._begin_of_patience(begin)

    def _begin_of_patience(self, begin: float) -> float:
        """Now where there are workers; else the begin, until patience is at its end."""
        if self._client.status in ("closing", "closed"):  # Dask takes tasks even then
            raise _lost()
        if self.threads:
            self._deserted = False
            return monotonic()
        if self._deserted or monotonic() - begin > _WORKERLESS_SECONDS:
            self._deserted = True  # the next file need not wait as long
            raise ClusterError(
                f"The cluster has had no worker for {_WORKERLESS_SECONDS:g} seconds.",
                hint="Start workers with: dask worker ADDRESS; then read the files that failed.",
            )
        return begin


def _parse_address(text: str) -> _Address:
    found = _ADDRESS.fullmatch(text)
    if found is None or not 0 < int(found["port"]) <= _LAST_PORT:
        raise SchedulerAddressError(
            "This is not the address of a Dask scheduler.",
            where=f"--scheduler {text}",
            hint="Write it as tcp://host:8786, or tls://host:8786 with certificates.",
        )
    scheme = found["scheme"] or "tcp"
    host, port = found["host"], int(found["port"])
    return _Address(f"{scheme}://{host}:{port}", host.strip("[]"), port, scheme == "tls")


def _connect(address: _Address) -> Client:
    try:
        from distributed import Client
    except ImportError as error:
        raise ClusterError(
            f"Reading on a Dask cluster needs packages that are not installed ({error}).",
            where=f"--scheduler {address.url}",
            hint="Install them with: pip install 'kict-nlp[dask]'",
        ) from error
    _check_certificates(address)
    _check_greeting(address)
    try:
        return Client(  # type: ignore[no-untyped-call]
            address.url, timeout=_CONNECT_SECONDS, set_as_default=False, name="kict"
        )
    except (OSError, ValueError, RuntimeError, ImportError) as error:
        raise _unreachable(address, str(error)) from error


def _check_certificates(address: _Address) -> None:
    """Dask's client would hang at its end without them."""
    from distributed import Security

    if not address.encrypted:
        return
    try:
        security = Security()  # type: ignore[no-untyped-call]
        context = security.get_connection_args("client")["ssl_context"]  # type: ignore[no-untyped-call]
    except (OSError, ssl.SSLError) as error:
        raise _uncertified(address, f"The certificates cannot be read: {error}.") from error
    if context is None:
        raise _uncertified(address, "An encrypted scheduler needs certificates, and none is named.")


def _uncertified(address: _Address, message: str) -> ClusterError:
    return ClusterError(
        message,
        where=f"--scheduler {address.url}",
        hint="Name them in Dask's configuration: distributed.comm.tls.ca-file, and "
        "distributed.comm.tls.client.key and .cert.",
    )


def _check_greeting(address: _Address) -> None:
    """Tell at once what Dask's client would try for long, or wait for without an end."""
    try:
        with socket.create_connection((address.host, address.port), _CONNECT_SECONDS) as peer:
            greeting = b"" if address.encrypted else peer.recv(_LENGTH_BYTES, socket.MSG_WAITALL)
    except TimeoutError as error:
        raise _unreachable(address, f"no answer within {_CONNECT_SECONDS:g} seconds") from error
    except (OSError, UnicodeError) as error:
        raise _unreachable(address, getattr(error, "strerror", None) or str(error)) from error
    length = int.from_bytes(greeting, "little")
    if not address.encrypted and not 0 < length <= _LONGEST_GREETING:
        raise _unreachable(address, "what listens there is something else")


def _unreachable(address: _Address, reason: str) -> ClusterError:
    return ClusterError(
        f"No Dask scheduler can be reached: {reason.rstrip('.')}.",
        where=f"--scheduler {address.url}",
        hint=_START_IT,
    )


def _large_files_allowed() -> Any:
    """Dask warns of tasks above 10 MB; here a task is a file, sent once and read for long."""
    import dask

    # Twice the most, for what pickle adds.
    return dask.config.set({"distributed.admin.large-graph-warning-threshold": 2 * MOST_BYTES})


def _lost() -> ClusterError:
    return ClusterError(
        "The connection to the scheduler was lost.",
        hint="See whether the scheduler still runs, then read the files that failed again.",
    )


def _worker_error(error: BaseException) -> ClusterError:
    from distributed import KilledWorker

    if isinstance(error, ClusterError):
        return error
    if isinstance(error, KilledWorker):
        return ClusterError(
            "The workers died that were given the file, one after the other.",
            hint="See the workers' logs; each thread of a worker needs up to 3 GiB for a file.",
        )
    if isinstance(error, ImportError):
        return ClusterError(f"A worker has no kict_nlp: {error}.", hint=_INSTALL_THERE)
    return ClusterError(
        f"A worker met an unexpected error: {type(error).__name__}: {error}.",
        hint="See the workers' logs, and that all have the same versions of kict_nlp and Dask.",
    )


# ---------------------------------------------------------------- what is sent


class _Parcel(NamedTuple):
    task: Task
    name: str
    content: bytes
    layout: bytes | None


def _pack(task: Task, content: bytes) -> bytes:
    return pickle.dumps(_Parcel(task, Path(task.path).name, content, _layout_content(task)))


def _layout_content(task: Task) -> bytes | None:
    """The layout's file; None where it is no file, or one that the reader will complain of."""
    try:
        return Path(task.options["layout"]).read_bytes() if _has_layout_file(task) else None
    except OSError:
        return None


def _has_layout_file(task: Task) -> bool:
    return str(task.options["layout"]).endswith(".toml")


# ---------------------------------------------------------------- on the worker


def _check_version(version: str) -> None:
    if version != VERSION:
        raise ClusterError(
            f"The worker on {socket.gethostname()} has kict_nlp {VERSION}, who asks has {version}.",
            hint="Install the same version on all machines.",
        )


def _read_parcel(version: str, packed: bytes) -> Outcome:
    _check_version(version)
    parcel: _Parcel = pickle.loads(packed)
    try:
        with TemporaryDirectory(prefix="kict-") as folder:
            return _read_in(Path(folder), parcel)
    except OSError as error:
        return failed(
            parcel.task,
            error,
            f"The worker on {socket.gethostname()} cannot keep the file: {error.strerror}.",
            "Make room in its folder for temporary files.",
        )


def _read_in(folder: Path, parcel: _Parcel) -> Outcome:
    """Read the file as if it lay here; failures name the places where it came from."""
    task, places = parcel.task, {}
    path = _put(folder / "report", parcel.name, parcel.content)
    places[str(path)] = task.path
    options = dict(task.options)
    if _has_layout_file(task):
        layout = _put(folder / "layout", "layout.toml", parcel.layout)
        places[str(layout)] = options["layout"]
        options["layout"] = str(layout)
    outcome = OwnProcesses().read(task._replace(path=str(path), options=options))
    return _sent_back(outcome, places) if isinstance(outcome, FailedReport) else outcome


def _put(folder: Path, name: str, content: bytes | None) -> Path:
    folder.mkdir()
    path = folder / name
    if content is not None:
        path.write_bytes(content)
    return path


def _sent_back(failure: FailedReport, places: dict[str, str]) -> FailedReport:
    place, message = failure.place or "", failure.message
    for there, here in places.items():
        place, message = place.replace(there, here), message.replace(there, here)
    return replace(failure, place=place or None, message=message)
