from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.output.small_report import write_small_report

DRIFTED = ("番号", "施策名", "担当部局", "成果指標", "目標", "実績", "評価", "謎の欄")


@pytest.fixture
def drifted(tmp_path: Path) -> Path:
    return write_small_report(tmp_path / "r5.pdf", heading=DRIFTED)


def test_a_drafted_layout_is_one_that_extract_takes(
    run: Run, drifted: Path, tmp_path: Path
) -> None:
    layout = tmp_path / "my.toml"
    result = run("layout", "new", drifted, "-o", layout)
    assert (result.exit_code, result.stdout) == (0, "")
    assert run("extract", drifted, "-o", tmp_path / "out", "--layout", layout).exit_code == 0
    assert (
        run("layout", "diff", drifted, "--layout", layout).exit_code == 1
    )  # 謎の欄 has no role yet


def test_a_layout_is_not_overwritten(run: Run, drifted: Path, tmp_path: Path) -> None:
    run("layout", "new", drifted, "-o", tmp_path / "my.toml")
    assert run("layout", "new", drifted, "-o", tmp_path / "my.toml").exit_code == 2


def test_drift_is_shown(run: Run, drifted: Path) -> None:
    result = run("layout", "diff", drifted)
    assert result.exit_code == 1
    lines = [line.split() for line in result.stdout.splitlines()]
    assert lines[0][:2] == ["Layout", "kanagawa-ict:"]
    assert ["renamed", "department", "所属", "所属", "担当部局"] in lines
    assert ["new", "no", "role", "役割なし", "謎の欄"] in lines


def test_no_drift(run: Run, kanagawa_pdf: Path) -> None:
    result = run("layout", "diff", kanagawa_pdf)
    assert result.exit_code == 0
    assert result.stdout.startswith("Layout kanagawa-ict: 11 of 11 columns present\n")


def test_unreadable_report(run: Run, tmp_path: Path) -> None:
    assert run("layout", "diff", tmp_path / "none.pdf").exit_code == 3
    assert run("layout", "new", tmp_path / "none.pdf", "-o", tmp_path / "x.toml").exit_code == 3
    assert not (tmp_path / "x.toml").exists()
