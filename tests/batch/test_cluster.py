"""The same outcomes from a Dask cluster as from this machine, and plain words where it fails."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kict_nlp.batch import FailedReport, cluster, read_reports
from kict_nlp.cli import kict
from kict_nlp.errors import ClusterError, SchedulerAddressError
from kict_nlp.schema import Report
from tests.output.small_report import write_small_report

# Workers whose processes run the odd reader, as the fixture odd_reader does it here.
ODD_WORKER = """
import sys
sys.path.insert(0, {folder!r})
from kict_nlp.batch import process
process._BOOT = process._BOOT.replace("from kict_nlp.batch.process import", "from odd_reader import")
"""
START_SECONDS = 30.0  # a scheduler or worker is there within 2 on a quiet machine

Process = subprocess.Popen[bytes]


class Machines:
    """A scheduler and workers, each a process of its own."""

    def __init__(
        self, folder: Path, root: Path, odd_reader_folder: Path, opened: ExitStack
    ) -> None:
        self._folder, self._root, self._opened = folder, root, opened
        self._preload = folder / "odd_worker.py"
        self._preload.write_text(ODD_WORKER.format(folder=str(odd_reader_folder)))
        with closing(socket.socket()) as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self.address = f"tcp://127.0.0.1:{port}"
        self.scheduler = self._start("scheduler", "--host", "127.0.0.1", "--port", port)
        self._await_line("Scheduler at", self.scheduler)

    def add_worker(self) -> Process:
        given = ("--preload", self._preload, "--nthreads", 1, "--no-nanny", self.address)
        worker = self._start("worker", *given)
        self._await_line("Registered to", worker)
        return worker

    def log(self, process: Process) -> str:
        return (self._folder / f"{process.args[2]}-{id(process.args)}.log").read_text()  # type: ignore[index]

    def _start(self, kind: str, *arguments: object) -> Process:
        words = [sys.executable, "-m", f"distributed.cli.dask_{kind}", "--no-dashboard"]
        words += [str(argument) for argument in arguments]
        log = self._opened.enter_context((self._folder / f"{words[2]}-{id(words)}.log").open("wb"))
        process = subprocess.Popen(words, stdout=log, stderr=log, cwd=self._root)
        self._opened.callback(process.wait)
        self._opened.callback(process.kill)
        return process

    def _await_line(self, line: str, process: Process) -> None:
        deadline = time.monotonic() + START_SECONDS
        while line not in self.log(process):
            assert process.poll() is None, self.log(process)
            assert time.monotonic() < deadline, self.log(process)
            time.sleep(0.05)


@pytest.fixture
def new_machines(
    tmp_path_factory: pytest.TempPathFactory, root: Path, odd_reader_folder: Path
) -> Iterator[Callable[[], Machines]]:
    with ExitStack() as opened:
        yield lambda: Machines(tmp_path_factory.mktemp("machines"), root, odd_reader_folder, opened)


@pytest.fixture(scope="module")
def machines(
    tmp_path_factory: pytest.TempPathFactory, root: Path, odd_reader_folder: Path
) -> Iterator[Machines]:
    """A scheduler with two workers, for the tests that leave them alive."""
    with ExitStack() as opened:
        made = Machines(tmp_path_factory.mktemp("machines"), root, odd_reader_folder, opened)
        made.add_worker()
        made.add_worker()
        yield made


def _extract(*arguments: object) -> Result:
    return CliRunner().invoke(kict, ["extract", *map(str, arguments)])


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_the_same_bytes_as_here(machines: Machines, tmp_path: Path) -> None:
    source = tmp_path / "令和 ４年度"
    for name in ("a.pdf", "c.pdf", "more/a.pdf"):
        write_small_report(source / name)
    (source / "b.pdf").write_bytes(b"")
    (source / "d.pdf").write_bytes((source / "a.pdf").read_bytes()[:600])
    given = (source, source / "more", source / "none.pdf", "--format", "csv,xlsx")
    here = _extract(*given, "-o", tmp_path / "here")
    there = _extract(*given, "-o", tmp_path / "there", "--scheduler", machines.address)
    one = _extract(*given, "-o", tmp_path / "one", "--scheduler", machines.address, "--workers", 1)
    assert (here.exit_code, there.exit_code, one.exit_code) == (1, 1, 1)
    assert "3 of 6 files read" in there.stderr
    assert there.stderr == here.stderr.replace("/here", "/there")
    assert _contents(tmp_path / "here") == _contents(tmp_path / "there")
    assert _contents(tmp_path / "here") == _contents(tmp_path / "one")


def test_bad_files_harm_no_other(machines: Machines, tmp_path: Path) -> None:
    names = ("a.pdf", "hangs.pdf", "dies.pdf", "bug.pdf", "talks.pdf", "z.pdf")
    files = [write_small_report(tmp_path / name) for name in names]
    outcomes = list(read_reports(files, scheduler=machines.address, timeout=3))
    assert [outcome.source_file for outcome in outcomes] == list(names)
    assert [getattr(outcome, "message", "") for outcome in outcomes] == [
        "",
        "Reading took longer than 3 seconds and was stopped.",
        "The process that read the file died (signal 9).",
        "An unexpected error: KeyError: 'no such\\ncolumn'.",
        "",
        "",
    ]
    places = [outcome.place for outcome in outcomes if isinstance(outcome, FailedReport)]
    assert places == [str(file) for file in files[1:4]]


def test_the_layout_is_sent_along(machines: Machines, tmp_path: Path) -> None:
    file = write_small_report(tmp_path / "a.pdf")
    layout = tmp_path / "ours.toml"
    layout.write_text('name = "ours"\n[columns]\nmeasure = ["施策名"]\nrating = ["評価"]\n')
    faulty = tmp_path / "faulty.toml"
    faulty.write_text('name = "faulty"\ncolour = "red"\n')
    for path in (layout, faulty, tmp_path / "none.toml"):
        here = list(read_reports([file], layout=str(path)))
        assert list(read_reports([file], layout=str(path), scheduler=machines.address)) == here
        assert path == layout or str(path) in str(here)


def test_passwords_are_sent_along(machines: Machines, tmp_path: Path) -> None:
    locked = write_small_report(tmp_path / "locked.pdf", password="key")
    (report,) = read_reports([locked], scheduler=machines.address, password="key")
    assert isinstance(report, Report)


def test_a_large_file_gives_no_warning(machines: Machines, tmp_path: Path) -> None:
    file = write_small_report(tmp_path / "large.pdf")
    file.write_bytes(file.read_bytes() + b"\n" * 11_000_000)  # Dask warns above 10 MB
    (report,) = read_reports([file], scheduler=machines.address)
    assert isinstance(report, Report)


def test_leaving_early_does_not_wait(machines: Machines, tmp_path: Path) -> None:
    files = [write_small_report(tmp_path / name) for name in ("a.pdf", "slow.pdf")]
    outcomes = read_reports(files, scheduler=machines.address)
    next(outcomes)
    begin = time.monotonic()
    outcomes.close()  # type: ignore[attr-defined]
    assert time.monotonic() - begin < 1.5


def _read_slow(
    machines: Machines, odd_reader_folder: Path, folder: Path, harm: Callable[[], None]
) -> list[Report | FailedReport]:
    """Outcomes of a slow file and another, where harm is done while the slow one is read."""
    begun = odd_reader_folder / "begun"
    begun.unlink(missing_ok=True)
    files = [write_small_report(folder / name) for name in ("slow.pdf", "z.pdf")]
    with ThreadPoolExecutor(1) as threads:
        outcomes = threads.submit(
            lambda: list(read_reports(files, scheduler=machines.address, workers=1))
        )
        while not begun.exists() and not outcomes.done():
            time.sleep(0.05)
        harm()
        return outcomes.result()


def test_what_a_killed_worker_read_is_read_by_another(
    new_machines: Callable[[], Machines], odd_reader_folder: Path, tmp_path: Path
) -> None:
    machines = new_machines()
    worker = machines.add_worker()

    def kill() -> None:
        worker.kill()
        machines.add_worker()

    outcomes = _read_slow(machines, odd_reader_folder, tmp_path, kill)
    assert [type(outcome) for outcome in outcomes] == [Report, Report]


def test_no_worker_left_is_a_failure(
    new_machines: Callable[[], Machines],
    odd_reader_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "_WORKERLESS_SECONDS", 1.0)
    monkeypatch.setattr(cluster, "_POLL_SECONDS", 0.2)
    machines = new_machines()
    worker = machines.add_worker()
    outcomes = _read_slow(machines, odd_reader_folder, tmp_path, worker.kill)
    assert [getattr(outcome, "message", "") for outcome in outcomes] == [
        "The cluster has had no worker for 1 seconds."
    ] * 2
    with pytest.raises(ClusterError, match="no worker for 1 seconds"):
        next(read_reports(["a.pdf"], scheduler=machines.address))


def test_a_dead_scheduler_is_a_failure(
    new_machines: Callable[[], Machines],
    odd_reader_folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1.0)
    machines = new_machines()
    machines.add_worker()
    outcomes = _read_slow(machines, odd_reader_folder, tmp_path, machines.scheduler.kill)
    assert [(outcome.source_file, getattr(outcome, "message", "")) for outcome in outcomes] == [
        ("slow.pdf", "The connection to the scheduler was lost."),
        ("z.pdf", "The connection to the scheduler was lost."),
    ]


def test_a_worker_of_another_version_is_refused(
    machines: Machines, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "VERSION", "0.0.0")
    with pytest.raises(ClusterError, match=r"who asks has 0\.0\.0"):
        next(read_reports(["a.pdf"], scheduler=machines.address))


def _greet(server: socket.socket, greeting: bytes) -> None:
    with closing(server.accept()[0]) as peer:
        peer.sendall(greeting)


@pytest.mark.parametrize("greeting", [None, b"", b"SSH-2.0-OpenSSH_9.2\r\n"])
def test_no_scheduler_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, greeting: bytes | None
) -> None:
    """Nothing listens, or what listens is silent as a web server, or speaks of something else."""
    monkeypatch.setattr(cluster, "_CONNECT_SECONDS", 1.0)
    file = write_small_report(tmp_path / "a.pdf")
    with (
        closing(socket.create_server(("127.0.0.1", 0))) as server,
        ThreadPoolExecutor(1) as threads,
    ):
        address = f"tcp://127.0.0.1:{server.getsockname()[1]}"
        if greeting is None:
            server.close()
        elif greeting:
            threads.submit(_greet, server, greeting)
        result = _extract(file, "-o", tmp_path / "out", "--scheduler", address)
    assert result.exit_code == 3
    assert "No Dask scheduler can be reached" in result.stderr
    assert f"where: --scheduler {address}" in result.stderr
    assert "hint: Start it with" in result.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "address",
    ["", "host", "tcp://", "tcp://host", "host:0", "host:65536", "http://host:1", "tcp://a b:1"],
)
def test_no_address(tmp_path: Path, address: str) -> None:
    result = _extract(tmp_path / "a.pdf", "-o", tmp_path / "out", "--scheduler", address)
    assert result.exit_code == 2
    assert "This is not the address of a Dask scheduler." in result.stderr
    with pytest.raises(SchedulerAddressError):
        next(read_reports(["a.pdf"], scheduler=address))


@pytest.mark.parametrize(
    ("text", "url", "host"),
    [
        ("host:8786", "tcp://host:8786", "host"),
        ("tls://10.0.0.1:1", "tls://10.0.0.1:1", "10.0.0.1"),
        ("[::1]:8786", "tcp://[::1]:8786", "::1"),
    ],
)
def test_addresses(text: str, url: str, host: str) -> None:
    address = cluster._parse_address(text)
    assert (address.url, address.host) == (url, host)


def test_encryption_needs_certificates() -> None:
    with pytest.raises(ClusterError, match="needs certificates, and none is named"):
        next(read_reports(["a.pdf"], scheduler="tls://127.0.0.1:1"))


def test_without_dask_it_says_how_to_install_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ClusterError) as caught:
        next(read_reports(["a.pdf"], scheduler="tcp://127.0.0.1:1"))
    assert caught.value.hint == "Install them with: pip install 'kict-nlp[dask]'"
