from __future__ import annotations

from pathlib import Path

import pytest

from kict_nlp.batch import process

# What a reader does that meets a file of that name: stands in for files that hang, crash or exhaust it.
ODD_READER = """
import os, signal, sys, time
from kict_nlp.batch import process
from kict_nlp.reports import reader

read_well = reader.read_report

def read_report(path, **options):
    name = os.path.basename(path)
    if name == "hangs.pdf":
        time.sleep(600)
    if name == "slow.pdf":
        open(os.path.join(os.path.dirname(__file__), "begun"), "w").close()
        time.sleep(2)
    if name == "dies.pdf":
        os.kill(os.getpid(), signal.SIGKILL)
    if name == "leaves.pdf":
        os._exit(7)
    if name == "bug.pdf":
        raise KeyError("no such\\ncolumn")
    if name == "greedy.pdf":
        bytearray(64 * 1024**3)
    if name == "talks.pdf":
        print("library noise", "x" * 200_000)
        print("more noise", "x" * 200_000, file=sys.stderr)
    return read_well(path, **options)

reader.read_report = read_report
serve = process.serve
"""


@pytest.fixture(scope="session")
def odd_reader_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder to import odd_reader from."""
    folder = tmp_path_factory.mktemp("odd reader")
    (folder / "odd_reader.py").write_text(ODD_READER)
    return folder


@pytest.fixture
def odd_reader(odd_reader_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(odd_reader_folder))
    boot = process._BOOT.replace("from kict_nlp.batch.process import", "from odd_reader import")
    assert boot != process._BOOT
    monkeypatch.setattr(process, "_BOOT", boot)
