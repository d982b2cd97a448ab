from __future__ import annotations

from pathlib import Path

import pytest

from kict_nlp.cli import demo
from tests.cli.conftest import Run
from tests.output.small_report import write_small_report


@pytest.fixture
def samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "corpora"
    write_small_report(folder / "mihon" / "r4" / "report.pdf")
    monkeypatch.setattr(demo, "find_resource", lambda _: folder)
    return folder


@pytest.mark.usefixtures("samples")
def test_it_says_what_it_found_and_where_to_look(run: Run, tmp_path: Path) -> None:
    result = run("demo", "-o", tmp_path / "out")
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["Ⅰ", "くらしの情報化", "2", "2", "1", "1", "0", "100.0%"] in lines
    assert ["合計", "total", "3", "3", "1", "1", "1", "66.7%"] in lines
    for name in ("kict.xlsx", "measures.csv", "datapackage.json"):
        assert str(tmp_path / "out" / name) in result.stdout
        assert (tmp_path / "out" / name).is_file()
    assert run("demo", "-o", tmp_path / "out").exit_code == 0  # a second time, over the first


def test_missing_samples_are_a_plain_error(run: Run, samples: Path, tmp_path: Path) -> None:
    (samples / "mihon" / "r4" / "report.pdf").unlink()
    result = run("demo", "-o", tmp_path / "out")
    assert result.exit_code == 3
    assert "The sample reports have not been built." in result.stderr


def test_the_sample_that_comes_with_the_package_gives_the_table_of_the_readme(
    run: Run, tmp_path: Path, root: Path
) -> None:
    readme = (root / "README.md").read_text("utf-8").partition("## What comes out")[2]
    table = [line for line in readme.splitlines() if line.startswith("| ")][:4]
    wanted = [" ".join(line.replace("|", " ").split()).replace(" %", "%") for line in table]
    result = run("demo", "-o", tmp_path / "out")
    assert result.exit_code == 0
    printed = [" ".join(line.split()) for line in result.stdout.splitlines()]
    # The README shows one of the years, each of which has a table under its title.
    year = next(i for i, line in enumerate(printed) if line.endswith("令和３年度点検報告書"))
    start = printed.index(wanted[0], year)
    assert start == year + 1
    assert len(wanted) == 4
    assert printed[start : start + 4] == wanted
