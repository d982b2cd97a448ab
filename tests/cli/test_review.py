"""kict review: out to people and back."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from kict_nlp.output.coding_sheet import CODING
from tests.cli.conftest import Run
from tests.output.test_causes_folder import CAUSES, HEADING, MEASURES, write_csv


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    write_csv(folder / "measures.csv", "measure_id,measure,explanation", MEASURES)
    write_csv(folder / "causes.csv", HEADING, CAUSES)
    return folder


def fill(path: Path, cells: dict[str, Any]) -> None:
    book = load_workbook(path)
    for place, value in cells.items():
        book[CODING][place].value = value
    book.save(path)


def causes(folder: Path) -> list[tuple[str, str, str]]:
    with (folder / "causes.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(row["measure_id"], row["cause"], row["source"]) for row in rows]


def test_a_sheet_goes_out_and_comes_back(run: Run, folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "s.xlsx"
    result = run("review", "export", folder, "-o", sheet)
    assert (result.exit_code, result.stdout) == (0, "")
    assert run("review", "import", sheet, "-o", folder).exit_code == 0
    assert causes(folder) == [(row[0], row[1], row[6]) for row in CAUSES]  # nobody read anything
    # r3/2 comes first: rules and model differ.
    fill(sheet, {"D2": "population", "F2": None, "L3": "山田"})
    result = run("review", "import", sheet, "-o", folder)
    assert result.exit_code == 0
    assert "2 of 2 passages were read; 2 are new" in result.stderr
    assert causes(folder) == [("r3/1", "economy", "person"), ("r3/2", "population", "person")]


def test_a_wrong_cell_stops_the_import(run: Run, folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "s.xlsx"
    run("review", "export", folder, "-o", sheet)
    fill(sheet, {"D2": "population", "D3": "nonsense"})
    before = (folder / "causes.csv").read_bytes()
    result = run("review", "import", sheet, "-o", folder)
    assert result.exit_code == 3
    assert "コーディング!D3: 'nonsense' is no code" in result.stderr
    assert (folder / "causes.csv").read_bytes() == before


def test_without_a_folder_the_codes_are_printed(run: Run, folder: Path, tmp_path: Path) -> None:
    sheet = tmp_path / "s.xlsx"
    run("review", "export", folder, "-o", sheet)
    fill(sheet, {"D2": "population"})
    result = run("review", "import", sheet, "--coder", "山田")
    rows = list(csv.DictReader(result.stdout.splitlines()))
    assert [(row["id"], row["cause"], row["coder"]) for row in rows] == [
        ("r3/2", "population", "山田"),
        ("r3/2", "other", "山田"),
        ("r3/1", "economy", ""),
    ]


@pytest.mark.parametrize("form", ["label-studio", "doccano", "prodigy"])
def test_files_of_annotation_tools(run: Run, folder: Path, tmp_path: Path, form: str) -> None:
    file = tmp_path / "tasks.json"
    assert run("review", "export", folder, "-o", file, "--format", form).exit_code == 0
    assert run("review", "import", file, "-o", folder).exit_code == 0
    assert causes(folder) == [(row[0], row[1], row[6]) for row in CAUSES]
    assert run("review", "import", file, "-o", folder, "--read-all").exit_code == 0
    assert causes(folder) == [(row[0], row[1], "person") for row in CAUSES]


def test_agreement_of_two_blank_sheets(run: Run, folder: Path, tmp_path: Path) -> None:
    sheets = [tmp_path / "a.xlsx", tmp_path / "b.xlsx"]
    for sheet in sheets:
        run("review", "export", folder, "-o", sheet, "--blank")
    assert (
        "No passage was read by both: 0 by the first" in run("review", "agreement", *sheets).stderr
    )
    fill(sheets[0], {"D2": "demand", "D3": "economy"})
    fill(sheets[1], {"D2": "demand", "D3": "economy", "F3": "delay"})
    result = run("review", "agreement", *sheets)
    assert result.exit_code == 0
    assert "2 passages read by both; 1 (50%) have the same codes." in result.stdout
    assert "demand" in result.stdout
    record = json.loads(run("review", "agreement", *sheets, "--json").stdout)
    assert record["passages"] == 2
    assert record["only_first_read"] == 0
    assert [code["cause"] for code in record["codes"]] == ["economy", "demand", "delay"]
    assert 0 < record["alpha_masi"]["value"] < record["alpha_jaccard"]["value"] < 1


def test_codes_of_ones_own(run: Run, folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    own.write_text(
        'format = 1\n[codes.weather]\ngroup = "external"\nja = "天候"\nen = "weather"\n', "utf-8"
    )
    sheet = tmp_path / "s.xlsx"
    run("review", "export", folder, "-o", sheet, "--codebook", own)
    fill(sheet, {"D3": "weather 天候"})
    assert run("review", "import", sheet, "-o", folder).exit_code == 3
    assert run("review", "import", sheet, "-o", folder, "--codebook", own).exit_code == 0
    assert ("r3/1", "weather", "person") in causes(folder)


def test_wrong_usage(run: Run, folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "f.json"
    assert (
        run("review", "export", folder, "-o", file, "--format", "doccano", "--blank").exit_code == 2
    )
    assert run("review", "import", tmp_path / "s.xlsx", "--read-all").exit_code == 2
    assert run("review", "import", tmp_path / "none.json").exit_code == 3
    file.write_text("{}", encoding="utf-8")
    assert "no export of Label Studio, doccano or Prodigy" in run("review", "import", file).stderr
