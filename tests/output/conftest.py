from __future__ import annotations

from pathlib import Path

import pytest

from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Report
from tests.output.small_report import write_small_report


@pytest.fixture(scope="session")
def small_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_report(tmp_path_factory.mktemp("small") / "small.pdf")


@pytest.fixture(scope="session")
def small_report(small_pdf: Path) -> Report:
    return read_report(small_pdf)
