from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from kict_nlp.cli import kict
from tests.output.small_report import write_small_report

Run = Callable[..., Result]
Kict = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def small_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_report(tmp_path_factory.mktemp("small") / "small.pdf")


@pytest.fixture
def run() -> Run:
    """The command in this process."""

    def run(*args: object) -> Result:
        return CliRunner().invoke(kict, [str(arg) for arg in args])

    return run


@pytest.fixture
def real_kict(root: Path, tmp_path: Path) -> Kict:
    """The command in a process of its own, run in an empty folder."""

    def run(*args: object, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "kict_nlp", *map(str, args)],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            encoding=environment.get("PYTHONIOENCODING", "utf-8"),
            env={**os.environ, "PYTHONPATH": str(root), **environment},
        )

    return run
