from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kict_nlp.output.frames import read_frame
from kict_nlp.output.tables import declared_tables
from tests.cli.conftest import Kict, Run
from tests.output.small_report import write_small_report


def _reports(folder: Path) -> Path:
    write_small_report(folder / "good.pdf")
    (folder / "bad.pdf").write_text("no PDF")
    return folder


def test_good_report_gives_all_tables(run: Run, small_pdf: Path, tmp_path: Path) -> None:
    result = run("extract", small_pdf, "-o", tmp_path / "out")
    assert (result.exit_code, result.stdout) == (0, "")
    names = {path.name for path in (tmp_path / "out").iterdir()}
    assert names == {"datapackage.json", *(f"{name}.csv" for name in declared_tables())}
    assert "Read: 3 measures" in result.stderr
    assert len(read_frame(tmp_path / "out", "failures")) == 0


def test_real_report(run: Run, kanagawa_pdf: Path, tmp_path: Path) -> None:
    result = run(
        "extract", kanagawa_pdf, "-o", tmp_path / "out", "--format", "csv,xlsx,parquet,duckdb"
    )
    assert result.exit_code == 0
    frame = pd.read_csv(tmp_path / "out" / "measures.csv")
    counts = frame["rating"].value_counts()
    assert (counts["exceeded"], counts["met"], counts["missed"]) == (12, 21, 9)
    assert {"kict.xlsx", "kict.duckdb", "measures.parquet"} <= {
        p.name for p in (tmp_path / "out").iterdir()
    }


def test_a_bad_file_among_good_ones(run: Run, tmp_path: Path) -> None:
    result = run("extract", _reports(tmp_path / "in"), "-o", tmp_path / "out")
    assert result.exit_code == 1
    failures = read_frame(tmp_path / "out", "failures")
    assert failures["source_file"].tolist() == ["bad.pdf"]
    assert failures["hint"].tolist() == [
        "Give the PDF itself, not a web page, a Word or an Excel file."
    ]
    assert len(read_frame(tmp_path / "out", "measures")) == 3
    assert "1 of 2 files read" in result.stderr


def test_any_number_of_workers_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    source = _reports(tmp_path / "in")
    write_small_report(source / "more" / "good.pdf")
    contents = []
    for workers in (1, 3):
        target = tmp_path / f"out{workers}"
        run("extract", source, source / "more", "-o", target, "--workers", workers)
        contents.append({path.name: path.read_bytes() for path in target.iterdir()})
    assert contents[0] == contents[1]


def test_nothing_readable_leaves_no_folder(run: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.pdf").write_text("no PDF")
    result = run("extract", tmp_path / "bad.pdf", tmp_path / "none.pdf", "-o", tmp_path / "out")
    assert result.exit_code == 3
    assert not (tmp_path / "out").exists()
    assert "Nothing could be read" in result.stderr


def test_nothing_readable_leaves_earlier_results(run: Run, small_pdf: Path, tmp_path: Path) -> None:
    run("extract", small_pdf, "-o", tmp_path / "out")
    before = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    assert run("extract", tmp_path / "none.pdf", "-o", tmp_path / "out").exit_code == 3
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == before


def test_same_content_is_pointed_out(run: Run, small_pdf: Path, tmp_path: Path) -> None:
    result = run("extract", small_pdf, small_pdf, "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert "small, small-2 have the same content" in result.stderr


def test_password_from_the_environment(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    locked = write_small_report(tmp_path / "locked.pdf", password="key")
    assert run("extract", locked, "-o", tmp_path / "out").exit_code == 3
    monkeypatch.setenv("KICT_PASSWORD", "key")
    assert run("extract", locked, "-o", tmp_path / "out").exit_code == 0


@pytest.mark.parametrize(
    "args",
    [
        (),
        ("r.pdf",),
        ("r.pdf", "-o", "out", "--backend", "other"),
        ("r.pdf", "-o", "out", "--workers", "0"),
        ("r.pdf", "-o", "out", "--timeout", "0"),
        ("r.pdf", "-o", "out", "--format", "pdf"),
        ("r.pdf", "-o", "out", "--layout", "none"),
        ("r.pdf", "-o", "out", "--layout", "none.toml"),
        ("r.pdf", "-o", "."),
        ("--nonsense",),
    ],
)
def test_wrong_usage(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, args: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    result = run("extract", *args)
    assert result.exit_code == 2
    assert "Error: " in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_foreign_folder_is_refused_before_any_work(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "thesis.docx").write_text("years of work")
    result = run("extract", tmp_path / "none.pdf", "-o", tmp_path / "mine")
    assert result.exit_code == 2
    assert "thesis.docx" in result.stderr
    assert "Give another folder" in result.stderr


def test_in_a_process_of_its_own(real_kict: Kict, tmp_path: Path) -> None:
    _reports(tmp_path / "令和 ４年度")
    done = real_kict("extract", "令和 ４年度", "-o", "結果/表", "--workers", "2")
    assert (done.returncode, done.stdout) == (1, "")
    assert (tmp_path / "結果" / "表" / "measures.csv").is_file()
    assert "\r" not in done.stderr  # no progress bar in a pipe
    assert "Traceback" not in done.stderr
    assert real_kict("extract", "令和 ４年度/bad.pdf", "-o", "x").returncode == 3
    assert real_kict("extract", "-o", "x").returncode == 2
