"""Tables written, edited and loaded again: the audit sees what they say."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from kict_nlp.audit.auditor import audit_report
from kict_nlp.errors import UnreadableFileError
from kict_nlp.output.load import load_reports
from kict_nlp.output.tables import table_rows
from kict_nlp.output.write import write_tables
from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Report


@pytest.fixture(scope="module")
def mihon(root: Path) -> Report:
    return read_report(root / "corpora" / "mihon" / "r3" / "mihon_r3.pdf")


@pytest.fixture
def folder(mihon: Report, tmp_path: Path) -> Path:
    write_tables(table_rows([mihon]), tmp_path / "out")
    return tmp_path / "out"


def edit(folder: Path, name: str, old: str, new: str) -> None:
    path = folder / f"{name}.csv"
    text = path.read_text(encoding="utf-8-sig")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8-sig")


def test_loaded_tables_give_the_same_findings(mihon: Report, folder: Path) -> None:
    (loaded,) = load_reports(folder)
    assert audit_report(loaded) == audit_report(mihon)
    assert (loaded.measures[0].measure, loaded.scale) == (mihon.measures[0].measure, mihon.scale)


def test_an_edited_result_is_found(folder: Path) -> None:
    edit(folder, "measures", "41,270人", "41,720人")
    (loaded,) = load_reports(folder)
    errors = {f.code for f in audit_report(loaded) if f.severity == "error"}
    assert "tables_differ" in errors


def test_a_table_that_is_not_there_says_so(folder: Path) -> None:
    (folder / "sections.csv").unlink()
    with pytest.raises(UnreadableFileError, match=r"The table sections\.csv is not there"):
        load_reports(folder)


def test_a_column_that_is_not_there_says_so(folder: Path) -> None:
    edit(folder, "measures", "rating_symbol", "symbol")
    with pytest.raises(UnreadableFileError, match="has no column rating_symbol"):
        load_reports(folder)


@pytest.mark.parametrize(
    ("column", "value", "message"),
    [
        ("measure_id", "", "has no measure_id"),
        ("rating", "good", "has a rating that is none of exceeded, met"),
        ("page", "1.5", "cannot be read"),
        ("bbox", "1 2", "The bbox '1 2' is none"),
    ],
)
def test_a_cell_that_cannot_be_says_so(folder: Path, column: str, value: str, message: str) -> None:
    frame = pd.read_csv(folder / "measures.csv", dtype=str, keep_default_na=False)
    frame.loc[1, column] = value
    frame.to_csv(folder / "measures.csv", index=False, encoding="utf-8-sig")
    with pytest.raises(UnreadableFileError, match=message):
        load_reports(folder)


@pytest.mark.parametrize("name", ["measures", "indicators"])
def test_an_id_that_stands_twice_says_so(folder: Path, name: str) -> None:
    frame = pd.read_csv(folder / f"{name}.csv", dtype=str, keep_default_na=False)
    twice = pd.concat([frame, frame.iloc[[0]]])
    twice.to_csv(folder / f"{name}.csv", index=False, encoding="utf-8-sig")
    with pytest.raises(UnreadableFileError, match="of a row above it") as caught:
        load_reports(folder)
    assert caught.value.where == f"{folder / name}.csv, row {len(frame) + 2}"
