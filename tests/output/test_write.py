"""What is written can be read back equal, by the programs that people use."""

from __future__ import annotations

import csv
import hashlib
import zipfile
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.output.folder import OutputRefusedError
from kict_nlp.output.frames import read_frame, to_frame, to_frames
from kict_nlp.output.tables import FORMATS, Row, clean, declared_tables, report_rows, table_rows
from kict_nlp.output.workbook import COLUMNS_SHEET
from kict_nlp.output.write import parse_formats, write_csv, write_tables
from kict_nlp.schema import Report

ODD = [
    "=1+1",
    "+81-45-210",
    "-5",
    "@name",
    "#N/A",
    "TRUE",
    "1.0",
    "001",
    "NA",
    "None",
    'かぎ"かっこ",カンマ',
    "(1)一\n(2)二",
    "　全角の空白",
    " lead and trail ",
    "𠮷野家 ⽤ 県⺠ ﾃﾞｼﾞﾀﾙ",
    "'quoted",
    "\ttab",
]


def _issue_rows(texts: list[str]) -> list[Row]:
    return [
        {"report_id": "r", "code": "c", "message": clean(text), "measure_id": None, "page": number}
        for number, text in enumerate(texts, start=1)
    ]


def _issues(texts: list[str]) -> dict[str, list[Row]]:
    return {**table_rows([]), "issues": _issue_rows(texts)}


def test_csv_is_what_excel_and_pandas_read(tmp_path: Path, kanagawa_report: Report) -> None:
    write_tables(table_rows([kanagawa_report]), tmp_path / "out")
    content = (tmp_path / "out" / "measures.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfmeasure_id,report_id,")
    assert content.count(b"\r\n") == 77
    frame = pd.read_csv(tmp_path / "out" / "measures.csv")
    assert len(frame) == 76
    assert frame.loc[1, "actual"] == "58,191人"
    with_parts = frame[frame["measure"].str.startswith("ウェブサイトを活用した")].iloc[0]
    assert with_parts["target"] == "(1)500,000PV\n(2)100,000PV"


def test_csv_is_read_back_equal(tmp_path: Path, kanagawa_report: Report) -> None:
    write_tables(table_rows([kanagawa_report]), tmp_path / "out")
    for name, frame in to_frames(kanagawa_report).items():
        pd.testing.assert_frame_equal(read_frame(tmp_path / "out", name), frame)


def test_frames_know_empty_cells(kanagawa_report: Report) -> None:
    frames = kanagawa_report.to_frames()
    assert list(frames) == list(report_rows(kanagawa_report))
    measures = frames["measures"]
    assert str(measures["fiscal_year"].dtype) == "Int64"
    assert str(frames["places"]["x0"].dtype) == "Float64"
    assert str(frames["indicators"]["cumulative"].dtype) == "boolean"
    assert measures["completed_fiscal_year"].isna().sum() == 69
    counts = measures["rating"].value_counts()
    assert (counts["exceeded"], counts["met"], counts["missed"]) == (12, 21, 9)


def test_empty_tables_have_their_columns() -> None:
    for table in declared_tables().values():
        assert tuple(to_frame(table, []).columns) == table.column_names


def test_xlsx_is_read_back_equal(tmp_path: Path, kanagawa_report: Report) -> None:
    write_tables(table_rows([kanagawa_report]), tmp_path / "out", ("xlsx",))
    sheets = pd.read_excel(
        tmp_path / "out" / "kict.xlsx", sheet_name=None, keep_default_na=False, na_values=[""]
    )
    assert list(sheets) == [*declared_tables(), COLUMNS_SHEET]
    for name, frame in to_frames(kanagawa_report).items():
        read = sheets[name].astype(frame.dtypes.to_dict())
        pd.testing.assert_frame_equal(read, frame)


def test_xlsx_header_is_frozen_and_columns_are_explained(
    tmp_path: Path, small_report: Report
) -> None:
    write_tables(table_rows([small_report]), tmp_path / "out", ("xlsx",))
    book = openpyxl.load_workbook(tmp_path / "out" / "kict.xlsx")
    assert book["measures"].freeze_panes == "A2"
    assert book["measures"].auto_filter.ref == "A1:Y4"
    explained = {
        (row[0], row[1]): row[3]
        for row in book[COLUMNS_SHEET].iter_rows(min_row=2, values_only=True)
    }
    assert explained["measures", "department"] == "所属"
    assert explained["measures", None] == "施策"


def test_xlsx_keeps_texts_that_look_like_formulas(tmp_path: Path) -> None:
    write_tables(_issues(ODD), tmp_path / "out", ("xlsx",))
    sheet = openpyxl.load_workbook(tmp_path / "out" / "kict.xlsx")["issues"]
    cells = [row[2] for row in sheet.iter_rows(min_row=2)]
    assert [cell.value for cell in cells] == ODD
    assert {cell.data_type for cell in cells} == {"s"}
    assert [bool(cell.quotePrefix) for cell in cells][:5] == [True, True, True, True, False]


def test_xlsx_cell_longer_than_excel_allows_is_cut_with_a_note(tmp_path: Path) -> None:
    write_tables(_issues(["あ" * 40_000]), tmp_path / "out", ("csv", "xlsx"))
    value = openpyxl.load_workbook(tmp_path / "out" / "kict.xlsx")["issues"]["C2"].value
    assert len(value) == 32_767
    assert "cut here" in value[-100:]
    assert read_frame(tmp_path / "out", "issues").loc[0, "message"] == "あ" * 40_000


def test_duckdb_and_parquet_hold_the_same(tmp_path: Path, kanagawa_report: Report) -> None:
    write_tables(table_rows([kanagawa_report]), tmp_path / "out", ("parquet", "duckdb"))
    with duckdb.connect(str(tmp_path / "out" / "kict.duckdb"), read_only=True) as connection:
        for name, frame in to_frames(kanagawa_report).items():
            for source in (name, f"'{tmp_path / 'out' / name}.parquet'"):
                read = connection.execute(f"SELECT * FROM {source}").fetchall()
                wanted = [
                    tuple(None if pd.isna(v) else v for v in row)
                    for row in frame.itertuples(index=False)
                ]
                assert read == wanted
        comment = connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'measures' AND column_name = 'department'"
        ).fetchone()
    assert comment == ("所属",)


def test_odd_texts_survive_every_format(tmp_path: Path) -> None:
    write_tables(_issues(ODD), tmp_path / "out", FORMATS)
    assert read_frame(tmp_path / "out", "issues")["message"].tolist() == ODD
    with duckdb.connect(str(tmp_path / "out" / "kict.duckdb"), read_only=True) as connection:
        assert [
            row[0] for row in connection.execute("SELECT message FROM issues").fetchall()
        ] == ODD


@given(st.lists(st.text(alphabet=st.characters(), max_size=30), max_size=8))
def test_any_text_is_read_back_from_csv_as_it_was_cleaned(
    tmp_path_factory: pytest.TempPathFactory, texts: list[str]
) -> None:
    folder = tmp_path_factory.mktemp("csv")
    table = declared_tables()["issues"]
    rows = _issue_rows(texts)
    write_csv(folder / "issues.csv", table, rows)
    pd.testing.assert_frame_equal(read_frame(folder, "issues"), to_frame(table, rows))
    with (folder / "issues.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [row[2] or None for row in list(csv.reader(file))[1:]] == [
            row["message"] for row in rows
        ]


def test_same_tables_give_the_same_bytes(tmp_path: Path, small_report: Report) -> None:
    digests = []
    for name in ("a", "b"):
        write_tables(table_rows([small_report]), tmp_path / name, FORMATS)
        digests.append(
            {
                path.name: hashlib.sha256(path.read_bytes()).hexdigest()
                for path in (tmp_path / name).iterdir()
                if path.suffix != ".duckdb"  # DuckDB gives each file a number of its own
            }
        )
    assert digests[0] == digests[1]
    with zipfile.ZipFile(tmp_path / "a" / "kict.xlsx") as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}


@pytest.mark.parametrize(
    ("text", "formats"), [("csv", ("csv",)), (" XLSX,csv,csv ", ("csv", "xlsx"))]
)
def test_formats_are_parsed(text: str, formats: tuple[str, ...]) -> None:
    assert parse_formats(text) == formats


@pytest.mark.parametrize("text", ["", "pdf", "csv,json", ","])
def test_unknown_formats_are_refused(text: str) -> None:
    with pytest.raises(OutputRefusedError, match="There is no format"):
        parse_formats(text)
