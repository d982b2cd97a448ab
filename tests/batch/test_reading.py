"""One bad file harms no other: order, limits, dead and hung processes."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

import kict_nlp as kict
from kict_nlp.batch import FailedReport, find_report_files, outcome, read_reports, reading
from kict_nlp.errors import ArgumentError
from kict_nlp.output.tables import declared_tables, table_rows
from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Report
from tests.output.small_report import write_small_report


@pytest.fixture(scope="module")
def small_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_report(tmp_path_factory.mktemp("small") / "small.pdf")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Good files around bad ones, in a folder with a Japanese name and a space."""
    folder = tmp_path / "令和 ４年度"
    for name in ("a.pdf", "c.pdf", "e.PDF"):
        write_small_report(folder / name)
    (folder / "b.pdf").write_bytes(b"")
    (folder / "d.pdf").write_bytes(write_small_report(tmp_path / "whole.pdf").read_bytes()[:600])
    (folder / "notes.txt").write_text("no report")
    (folder / "._a.pdf").write_text("left by a copying program")
    return folder


def _kinds(outcomes: list[Report | FailedReport]) -> list[tuple[str, str]]:
    return [(outcome.source_file, getattr(outcome, "error", "")) for outcome in outcomes]


@pytest.mark.parametrize("workers", [1, 3])
def test_outcomes_come_in_order_whatever_happens(folder: Path, workers: int) -> None:
    outcomes = list(read_reports([folder, folder / "none.pdf"], workers=workers))
    assert _kinds(outcomes) == [
        ("a.pdf", ""),
        ("b.pdf", "UnreadableFileError"),
        ("c.pdf", ""),
        ("d.pdf", "UnreadableFileError"),
        ("e.PDF", ""),
        ("none.pdf", "UnreadableFileError"),
    ]


def test_a_report_is_the_one_that_read_report_gives(small_pdf: Path) -> None:
    assert list(read_reports([small_pdf])) == [read_report(small_pdf)]


def test_a_failure_says_where_why_and_what_to_do(folder: Path) -> None:
    (failure,) = read_reports([folder / "b.pdf"])
    assert failure == FailedReport(
        source_file="b.pdf",
        stage="open",
        error="UnreadableFileError",
        message="The file is empty.",
        hint="Download it again.",
        place=str(folder / "b.pdf"),
    )


def test_a_failure_has_the_columns_of_its_table() -> None:
    assert (
        tuple(field.name for field in fields(FailedReport))
        == declared_tables()["failures"].column_names
    )
    stages = next(c.values for c in declared_tables()["failures"].columns if c.name == "stage")
    of_rows = {"row"}  # kict classify, whose failures are rows of a file
    assert set(stages) == set(outcome.Stage.__args__) | of_rows  # type: ignore[attr-defined]


def test_reasons_have_their_stage(tmp_path: Path) -> None:
    from reportlab.pdfgen.canvas import Canvas

    for name in ("blank.pdf", "letter.pdf"):
        canvas = Canvas(str(tmp_path / name))
        canvas.drawString(100, 700, "Dear Sir" if name == "letter.pdf" else "")
        canvas.save()
    locked = write_small_report(tmp_path / "locked.pdf", password="key")
    outcomes = list(read_reports([tmp_path / "blank.pdf", tmp_path / "letter.pdf", locked]))
    assert [(o.stage, o.error) for o in outcomes if isinstance(o, FailedReport)] == [
        ("text", "NoTextError"),
        ("tables", "NoTableError"),
        ("open", "PasswordError"),
    ]
    assert isinstance(next(read_reports([locked], password="key")), Report)


@pytest.mark.usefixtures("odd_reader")
def test_a_hung_process_is_killed_and_the_others_go_on(tmp_path: Path) -> None:
    files = [write_small_report(tmp_path / "in" / name) for name in ("a.pdf", "hangs.pdf", "z.pdf")]
    begin = time.monotonic()
    outcomes = list(read_reports(files, workers=2, timeout=3))
    assert time.monotonic() - begin < 15
    assert _kinds(outcomes) == [("a.pdf", ""), ("hangs.pdf", "TimeoutError"), ("z.pdf", "")]
    failure = outcomes[1]
    assert isinstance(failure, FailedReport)
    assert (failure.stage, failure.message) == (
        "run",
        "Reading took longer than 3 seconds and was stopped.",
    )


@pytest.mark.usefixtures("odd_reader")
@pytest.mark.parametrize(
    ("name", "error", "message"),
    [
        ("dies.pdf", "ChildProcessError", "The process that read the file died (signal 9)."),
        ("leaves.pdf", "ChildProcessError", "The process that read the file died (status 7)."),
        ("bug.pdf", "KeyError", "An unexpected error: KeyError: 'no such\\ncolumn'."),
        ("greedy.pdf", "MemoryError", "Reading needs more than 3 GiB of memory."),
    ],
)
@pytest.mark.skipif(
    sys.platform != "linux", reason="signals and the limit of memory are those of Linux"
)
def test_a_dead_process_is_a_failure(tmp_path: Path, name: str, error: str, message: str) -> None:
    bad = write_small_report(tmp_path / "in" / name)
    good = write_small_report(tmp_path / "in" / "good.pdf")
    failure, report = read_reports([bad, good])
    assert isinstance(failure, FailedReport)
    assert (failure.stage, failure.error, failure.message) == ("run", error, message)
    assert failure.hint
    assert isinstance(report, Report)


@pytest.mark.usefixtures("odd_reader")
def test_what_libraries_print_does_no_harm(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (report,) = read_reports([write_small_report(tmp_path / "in" / "talks.pdf")])
    assert isinstance(report, Report)
    assert capfd.readouterr() == ("", "")


@pytest.mark.usefixtures("odd_reader")
def test_leaving_early_kills_what_runs(tmp_path: Path) -> None:
    files = [write_small_report(tmp_path / "in" / name) for name in ("a.pdf", "hangs.pdf")]
    begin = time.monotonic()
    outcomes = read_reports(files, workers=2, timeout=None)
    assert isinstance(next(outcomes), Report)
    outcomes.close()  # type: ignore[attr-defined]
    assert time.monotonic() - begin < 10


def test_nothing_is_read_before_it_is_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "_Pool", None)
    read_reports([tmp_path / "a.pdf"])


def test_same_names_get_ids_of_their_own(tmp_path: Path) -> None:
    files = [
        write_small_report(tmp_path / place)
        for place in ("x/r.pdf", "y/r.pdf", "z/r-2.pdf", "w/r.pdf")
    ]
    reports = [outcome for outcome in read_reports(files) if isinstance(outcome, Report)]
    assert [report.report_id for report in reports] == ["r", "r-3", "r-2", "r-4"]
    second = reports[1]
    assert second.measures[0].measure_id == "r-3/Ⅰ1"
    rows = table_rows(reports)
    for name, table in declared_tables().items():
        for row in rows[name]:
            owner = [row[column] for column in ("report_id", "measure_id") if row.get(column)]
            assert all(
                str(value).split("/")[0] in {r.report_id for r in reports} for value in owner
            )
        keys = [tuple(row[column] for column in table.key) for row in rows[name]]
        assert not table.key or len(set(keys)) == len(keys)


def test_a_renamed_report_differs_in_its_ids_only(small_pdf: Path) -> None:
    first, second = read_reports([small_pdf, small_pdf])
    assert isinstance(second, Report)
    assert second.report_id == "small-2"
    assert first != second
    assert str(second).replace("small-2", "small") == str(first)


def test_folders_stand_for_their_files(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    found = find_report_files([folder, tmp_path / "empty"])
    assert [item.name for item in found if isinstance(item, Path)] == [
        "a.pdf",
        "b.pdf",
        "c.pdf",
        "d.pdf",
        "e.PDF",
    ]
    assert isinstance(found[-1], FailedReport)
    assert (found[-1].stage, found[-1].message) == ("find", "The folder has no PDF file.")


def test_no_file_gives_nothing() -> None:
    assert list(read_reports([])) == []


def test_the_process_of_a_file_loads_what_it_needs_only(small_pdf: Path) -> None:
    code = (
        "import sys, kict_nlp.batch.process as process; from kict_nlp.batch.outcome import Task; "
        f"print(type(process._read(Task({str(small_pdf)!r}, 'r', {{}}, 0, None))).__name__, "
        "*{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    kind, *loaded = done.stdout.split()
    assert kind == "Report"
    assert not {"click", "duckdb", "openpyxl", "pandas", "pdfplumber"} & set(loaded)


def test_a_script_needs_no_main_guard(tmp_path: Path, small_pdf: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        f"import sys; sys.path.insert(0, {str(Path(kict.__file__).parent.parent)!r})\n"
        "import kict_nlp as kict\n"
        f"for outcome in kict.read_reports([{str(small_pdf)!r}]):\n"
        "    print(outcome.n_measures)\n"
    )
    (tmp_path / "json.py").write_text(
        "raise SystemExit('a module of the user, not the standard one')"
    )
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    done = subprocess.run(
        [sys.executable, "-P", str(script)],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env=environment,
    )
    assert (done.stdout, done.stderr) == ("3\n", "")


@pytest.mark.parametrize(
    ("paths", "options", "message"),
    [
        ("r.pdf", {}, "takes a list of paths"),
        (Path("r.pdf"), {}, "takes a list of paths"),
        (["r.pdf"], {"workers": 0}, "workers must be 1 or more"),
        (["r.pdf"], {"workers": -3}, "workers must be 1 or more"),
        (["r.pdf"], {"timeout": 0}, "timeout must be above 0"),
        (["r.pdf"], {"backend": "nonsense"}, "no backend 'nonsense'"),
    ],
)
def test_wrong_arguments_say_what_is_allowed(
    paths: Any, options: dict[str, Any], message: str
) -> None:
    with pytest.raises(ArgumentError, match=message) as caught:
        next(read_reports(paths, **options))
    assert caught.value.hint


def test_a_missing_file_was_not_found(tmp_path: Path) -> None:
    (failure,) = read_reports([tmp_path / "nope.pdf"])
    assert isinstance(failure, FailedReport)
    assert (failure.stage, failure.error) == ("find", "UnreadableFileError")
