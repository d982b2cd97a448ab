"""500 damaged PDFs: a report or an error of ours, no traceback, no hang, no gigabyte."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import pytest

pytest.importorskip("resource", reason="limits of memory are set with a module of Unix")

from kict_nlp.reports.reader import read_report
from tests.pdf.fuzzing import CRASH, MOST_BYTES, MOST_SECONDS, Outcome
from tests.pdf.mutation import base_files, mutate

FILES = 500
PATIENCE = 400  # seconds for all; they take about 20


class Run(NamedTuple):
    """How the reading process ended, and what it said."""

    status: int
    lines: list[dict[str, Any]]
    errors: str

    @property
    def outcomes(self) -> list[Outcome]:
        """What came of each file that was read to the end."""
        return [Outcome(**line) for line in self.lines if "kind" in line]


@pytest.fixture(scope="module")
def run(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("fuzz")
    done = subprocess.run(
        [sys.executable, "-m", "tests.pdf.fuzzing", str(folder), "0", str(FILES - 1)],
        cwd=root,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    return Run(
        done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr
    )


def test_no_damaged_file_kills_the_process(run: Run) -> None:
    last = run.lines[-1] if run.lines else {}
    assert run.status == 0, f"died with status {run.status} at {last}:\n{run.errors[-4000:]}"
    assert len([one for one in run.outcomes if one.backend == "auto"]) == FILES


@pytest.mark.parametrize("backend", ["auto", "pdfplumber"])
def test_every_damaged_file_gives_a_report_or_an_error_of_ours(run: Run, backend: str) -> None:
    outcomes = [one for one in run.outcomes if one.backend == backend]
    assert len(outcomes) == FILES
    assert [one for one in outcomes if one.kind.startswith(CRASH)] == []


def test_no_damaged_file_takes_long(run: Run) -> None:
    assert max(one.seconds for one in run.outcomes) < MOST_SECONDS


@pytest.mark.skipif(sys.platform != "linux", reason="the peak of a process is told by Linux")
def test_no_damaged_file_takes_much_memory(run: Run) -> None:
    assert 0 < run.lines[-1]["most_bytes"] < MOST_BYTES


def test_damage_gives_reports_and_errors_of_several_kinds(run: Run) -> None:
    """Else the files would be so whole, or so broken, that they try nothing."""
    kinds = Counter(one.kind for one in run.outcomes if one.backend == "auto")
    assert kinds["Report"] > 50
    assert kinds["UnreadableFileError"] > 20
    assert kinds["NoTableError"] + kinds["NoTextError"] > 20


def test_the_files_are_whole_before_they_are_damaged(tmp_path: Path) -> None:
    bases = base_files(tmp_path)
    assert len(set(bases)) == 5
    for index, content in enumerate(bases):
        path = tmp_path / f"{index}.pdf"
        path.write_bytes(content)
        assert read_report(path).n_measures == 3


def test_a_seed_always_does_the_same_damage(tmp_path: Path) -> None:
    (content, *_) = base_files(tmp_path)
    assert [mutate(content, seed) for seed in range(20)] == [
        mutate(content, seed) for seed in range(20)
    ]
    assert len({mutate(content, seed) for seed in range(50)}) > 45
