from __future__ import annotations

import csv
import json
import shutil
from pathlib import Path

import pytest

from kict_nlp.output.tables import FORMATS, declared_tables, table_rows
from kict_nlp.output.write import write_tables
from tests.cli.conftest import Kict, Run
from tests.years.panel.small_reports import Row, filler, report

TWIN = Row("Ⅰ①イ", "温泉の活用", "観光課")


def _write(folder: Path, *reports: object) -> Path:
    write_tables(table_rows(reports), folder)  # type: ignore[arg-type]
    return folder


@pytest.fixture
def years(tmp_path: Path) -> list[Path]:
    """Three folders of tables, a year each."""
    renamed = [row._replace(measure=row.measure + "の推進") for row in filler(5)[:1]]
    return [
        _write(tmp_path / "y1", report(2019, filler())),
        _write(tmp_path / "y2", report(2020, renamed + filler(5)[1:])),
        _write(tmp_path / "y3", report(2021, renamed + filler(9)[1:-1])),
    ]


def _rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def test_folders_of_tables_become_linked_tables(
    run: Run, years: list[Path], tmp_path: Path
) -> None:
    result = run("link", *years, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    events = _rows(tmp_path / "out", "events")
    assert {row["event"] for row in events} == {"same", "renamed", "dropped"}
    assert ["renamed", "1", "0"] in [line.split() for line in result.stdout.splitlines()]
    assert "8 measures followed, 8 of them over several years" in result.stdout
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "datapackage.json", *(f"{name}.csv" for name in declared_tables("link")),
    }  # fmt: skip


def test_one_folder_with_several_reports_gives_the_same(
    run: Run, years: list[Path], tmp_path: Path
) -> None:
    renamed = [row._replace(measure=row.measure + "の推進") for row in filler(5)[:1]]
    whole = _write(
        tmp_path / "whole",
        report(2019, filler()),
        report(2020, renamed + filler(5)[1:]),
        report(2021, renamed + filler(9)[1:-1]),
    )
    assert run("link", *years, "-o", tmp_path / "a").exit_code == 0
    assert run("link", whole, "-o", tmp_path / "b").exit_code == 0
    for name in declared_tables("link"):
        assert (tmp_path / "a" / f"{name}.csv").read_bytes() == (
            tmp_path / "b" / f"{name}.csv"
        ).read_bytes()


def test_pdf_files_are_read_and_linked(run: Run, root: Path, tmp_path: Path) -> None:
    samples = sorted((root / "corpora" / "mihon").glob("r[12]/*.pdf"))
    result = run("link", *samples, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    assert "2019→2020" in result.stdout
    assert len(_rows(tmp_path / "out", "ties")) == 0


@pytest.mark.parametrize("form", FORMATS)
def test_every_format(run: Run, years: list[Path], tmp_path: Path, form: str) -> None:
    assert run("link", *years, "-o", tmp_path / "out", "--format", form).exit_code == 0
    package = json.loads((tmp_path / "out" / "datapackage.json").read_text("utf-8"))
    assert package["name"] == "kict-links"
    assert [resource["name"] for resource in package["resources"]] == list(declared_tables("link"))
    for resource in package["resources"]:
        for reference in resource["schema"].get("foreignKeys", ()):
            assert reference["reference"]["resource"] in declared_tables("link")


def test_rows_keep_to_the_declared_values(run: Run, years: list[Path], tmp_path: Path) -> None:
    assert run("link", *years, "-o", tmp_path / "out").exit_code == 0
    for name, table in declared_tables("link").items():
        for row in _rows(tmp_path / "out", name):
            for column in table.columns:
                assert row[column.name] or not column.required, (name, column.name)
                assert not column.values or row[column.name] in ("", *column.values)


def test_ties_are_told_and_decided_by_a_file_that_stays_as_it_is(run: Run, tmp_path: Path) -> None:
    left = _write(tmp_path / "l", report(2019, [*filler(), TWIN]))
    twice = _write(
        tmp_path / "r",
        report(2020, [*filler(), TWIN, TWIN._replace(place="Ⅰ①エ", field="分野イ")]),
    )
    result = run("link", left, twice, "-o", tmp_path / "out")
    assert "1 undecided" in result.stdout
    ties = _rows(tmp_path / "out", "ties")
    assert len(ties) == 2
    decisions = tmp_path / "decisions.csv"
    decisions.write_text(
        f"id_left,id_right,decision,note\n{ties[1]['id_left']},{ties[1]['id_right']},link,by mail\n",
        encoding="utf-8",
    )
    before = decisions.read_bytes()
    for _ in range(2):  # a second run over the first keeps it, too
        result = run("link", left, twice, "-o", tmp_path / "out", "--decisions", decisions)
        assert result.exit_code == 0
        assert decisions.read_bytes() == before
        assert not _rows(tmp_path / "out", "ties")
        made = [row for row in _rows(tmp_path / "out", "links") if row["source"] == "person"]
        assert [(row["id_right"], row["note"]) for row in made] == [
            (ties[1]["id_right"], "by mail")
        ]


def test_causes_beside_the_tables_or_in_a_folder_of_their_own(
    run: Run, years: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "coded").mkdir()
    (tmp_path / "coded" / "causes.csv").write_text(
        "id,cause,probability\nr2019/Ⅰ①ア1,covid,0.9\nr2019/Ⅰ①ア1,demand,0.7\n", encoding="utf-8"
    )
    shutil.copy(tmp_path / "coded" / "causes.csv", years[1])
    (years[1] / "causes.csv").write_text(
        "measure_id,cause\nr2020/Ⅰ①ア1,none\n", encoding="utf-8-sig"
    )
    assert run("link", *years, tmp_path / "coded", "-o", tmp_path / "out").exit_code == 0
    causes = [row["causes"] for row in _rows(tmp_path / "out", "panel")]
    assert causes[:3] == ["covid;demand", "none", ""]


def test_causes_of_no_measure_are_told_and_of_two_minds_refused(
    run: Run, years: list[Path], tmp_path: Path
) -> None:
    coded = tmp_path / "coded" / "causes.csv"
    coded.parent.mkdir()
    coded.write_text("id,cause\nr2019/Ⅰ①ア1,covid\nr1999/1,delay\n", encoding="utf-8")
    result = run("link", *years, coded.parent, "-o", tmp_path / "out")
    assert result.exit_code == 0
    assert "Causes of 1 ids that are no measures" in result.stdout
    shutil.copy(coded, years[0])
    assert run("link", *years, coded.parent, "-o", tmp_path / "out").exit_code == 0
    (years[0] / "causes.csv").write_text("id,cause\nr2019/Ⅰ①ア1,delay\n", encoding="utf-8")
    result = run("link", *years, coded.parent, "-o", tmp_path / "out")
    assert result.exit_code == 3
    assert "different causes: delay and covid" in result.stderr


def test_a_table_of_causes_that_is_no_csv_says_so(
    run: Run, years: list[Path], tmp_path: Path
) -> None:
    text = f'id,cause\nx,"{"あ" * 200_000}"\n'
    (years[0] / "causes.csv").write_text(text, encoding="utf-8")
    result = run("link", *years, "-o", tmp_path / "out")
    assert result.exit_code == 3
    assert "causes.csv is no CSV" in result.stderr


def test_what_cannot_be_linked_is_a_plain_error_and_writes_nothing(
    real_kict: Kict, years: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "empty").mkdir()
    again = _write(tmp_path / "again", report(2019, filler(), name="other"))
    bad = tmp_path / "bad.csv"
    bad.write_text("id_left,id_right,decision\na,b,perhaps\n", encoding="utf-8")
    cases = [
        ((tmp_path / "empty",), 3, "holds no tables of kict extract and no PDF"),
        ((years[0], again), 3, "2 reports of the fiscal year 2019"),
        ((years[0], years[0]), 3, "2 reports are called r2019"),
        ((years[0], "--decisions", bad), 3, "line 2"),
        ((years[0], "--format", "ods"), 2, "There is no format ods"),
    ]
    for arguments, status, message in cases:
        done = real_kict("link", *arguments, "-o", tmp_path / "out")
        assert (done.returncode, message in done.stderr) == (status, True), done.stderr
        assert "Traceback" not in done.stderr
        assert not (tmp_path / "out").exists()


def test_a_file_that_cannot_be_read_is_told_and_harms_no_other(
    run: Run, years: list[Path], tmp_path: Path
) -> None:
    (tmp_path / "bad.pdf").write_text("no PDF")
    result = run("link", *years, tmp_path / "bad.pdf", "-o", tmp_path / "out")
    assert (result.exit_code, "Failed: " in result.stderr) == (1, True)
    assert _rows(tmp_path / "out", "links")
    assert run("link", tmp_path / "bad.pdf", "-o", tmp_path / "none").exit_code == 3
    assert not (tmp_path / "none").exists()
