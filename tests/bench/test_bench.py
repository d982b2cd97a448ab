"""The comparisons run and compare like with like. How fast they are is no matter of these tests."""

from __future__ import annotations

from pathlib import Path

import pytest

from kict_nlp.batch.outcome import MEMORY_LIMIT
from tests.bench import extraction, length, startup
from tests.output.small_report import write_small_report


@pytest.fixture
def small_pdf(tmp_path: Path) -> Path:
    return write_small_report(tmp_path / "small.pdf")


def test_both_read_the_same_pages_as_many_times(small_pdf: Path) -> None:
    times = extraction.compare(small_pdf, rounds=2)
    assert times.pages == extraction.extract_tables(small_pdf) == 1
    assert (len(times.ours), len(times.theirs)) == (2, 2)
    assert min(times.ours + times.theirs) > 0


def test_the_ratio_is_ours_by_theirs() -> None:
    times = extraction.Times(Path("r3.pdf"), 10, (0.2, 0.1, 9.0), (1.0, 0.8, 0.7))
    assert times.ratio == 0.25
    assert extraction.describe(times).endswith("ratio 0.250")


def test_a_line_is_printed_for_each_file(
    small_pdf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert extraction.main([str(small_pdf), str(small_pdf), "--rounds", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines] == [["small.pdf", "1", "pages"]] * 2


def test_the_command_and_a_bare_python_are_run_in_turns(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    assert startup.main(["--rounds", "1"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("kict --help")
    assert second.startswith("python -c ''")


def test_a_long_report_is_made_of_its_densest_page(
    small_pdf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cost = length.measure(small_pdf, pages=3)
    assert cost.outcome == "Report"
    assert 0 < cost.most_bytes < MEMORY_LIMIT
    assert length.main(["--pages", "1", str(small_pdf)]) == 0
    assert capsys.readouterr().out.startswith("Report: ")
