from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run


@pytest.fixture
def sample(root: Path) -> Path:
    return root / "corpora" / "mihon" / "r3" / "mihon_r3.pdf"


def test_a_report_with_errors_ends_with_1(run: Run, sample: Path) -> None:
    result = run("audit", sample)
    assert result.exit_code == 1
    assert "1 error, 3 warnings, 0 notes." in result.stdout
    assert "ERROR claim_differs, page 2" in result.stdout


def test_a_consistent_report_ends_with_0(run: Run, small_pdf: Path) -> None:
    result = run("audit", small_pdf)
    assert (result.exit_code, "0 errors" in result.stdout) == (0, True)


def test_json_holds_every_finding(run: Run, sample: Path) -> None:
    found = json.loads(run("audit", sample, "--json").stdout)
    assert [finding["severity"] for finding in found] == ["error", *["warning"] * 3]
    assert {"code", "message", "page", "claimed", "found", "measure_id"} <= set(found[0])


def test_a_folder_of_tables_gives_the_same(run: Run, sample: Path, tmp_path: Path) -> None:
    assert run("extract", sample, "-o", tmp_path / "out").exit_code == 0
    whole, tables = run("audit", sample, "--json"), run("audit", tmp_path / "out", "--json")
    assert tables.exit_code == 1
    assert json.loads(tables.stdout) == json.loads(whole.stdout)


def test_wrong_usage_ends_with_2(run: Run) -> None:
    assert run("audit").exit_code == 2


def test_a_file_that_is_no_report_ends_with_3(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_text("no PDF")
    assert run("audit", tmp_path / "bad.pdf").exit_code == 3


def test_a_folder_of_pdfs_says_what_to_give(run: Run, small_pdf: Path) -> None:
    result = run("audit", small_pdf.parent)
    assert result.exit_code == 3
    assert "kict extract" in result.stderr
