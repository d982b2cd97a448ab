"""The declaration against what was promised, and real values in the rows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kict_nlp.output.tables import Step, clean, declared_tables, report_rows, table_rows
from kict_nlp.schema import Report

# As promised to users, in this order; columns of our own come after.
PROMISED = {
    "reports": "report_id organization plan title fiscal_year era_year source_file sha256 pages layout backend n_measures",
    "measures": "measure_id report_id fiscal_year pillar_no pillar middle_no middle field_no field number measure department "
    "indicator target actual rating_symbol rating status completed_fiscal_year explanation reason outlook page page_last bbox",
    "indicators": "indicator_id measure_id part indicator unit baseline target actual baseline_value baseline_year target_year "
    "target_value target_kind actual_value actual_kind comparison achievement_rate cumulative note computed_rating agrees_with_rating",
    "actuals": "indicator_id fiscal_year actual actual_value",
    "summary": "report_id scope pillar_no middle_no label achievement_rate measures exceeded met exceeded_or_met missed",
    "sections": "section_id report_id level number title text page pillar_no middle_no field_no",
    "claims": "claim_id report_id page sentence kind subject claimed found measure_id verdict",
    "findings": "finding_id report_id severity code message measure_id page claimed found",
    "scales": "report_id scale basis symbol rating rate_min rate_max",
    "places": "measure_id column page x0 top x1 bottom",
    "issues": "report_id code message measure_id page",
    "joins": "report_id page_before page_after what reason",
    "failures": "source_file stage error message hint",
}
LINKED = {
    "tracks": "track_id kind organization name years members origins ended",
    "panel": "track_id fiscal_year measure_id indicator_id target_value actual_value achievement_rate rating causes",
    "links": "id_left id_right year_left year_right event score",
    "events": "event_id kind track_id event year_left year_right id_left id_right",
    "ties": "tie_id kind id_left id_right year_left year_right score",
    "rates": "organization fiscal_year by number name measures rated",
    "outcomes": "track_id organization measure course",
    "explanations": "id_left id_right year_left year_right measure verdict similarity difference",
    "cause_years": "organization cause fiscal_year measures",
}

CODED = {
    "causes": "measure_id cause probability evidence start end source uncertain",
    "texts": "id text",
    "shares": "cause name_ja name_en passages named share low high doubt",
}
CODED_FILE = {**CODED, "causes": "id cause probability evidence start end source uncertain"}


@pytest.mark.parametrize(
    ("step", "promise"),
    [("link", LINKED), ("classify", CODED), ("classify_file", CODED_FILE)],
)
def test_tables_of_the_other_steps_are_the_promised_ones(
    step: Step, promise: dict[str, str]
) -> None:
    tables = declared_tables(step)
    assert list(tables) == list(promise)
    for name, columns in promise.items():
        promised = tuple(columns.split())
        assert tables[name].column_names[: len(promised)] == promised
        for item in (tables[name], *tables[name].columns):
            assert item.title_en.isascii()
            assert item.description.endswith("。")
            assert item.description_en.endswith(".")


def test_tables_are_the_promised_ones() -> None:
    assert list(declared_tables()) == list(PROMISED)


@pytest.mark.parametrize("name", PROMISED)
def test_columns_stand_in_the_promised_order(name: str) -> None:
    promised = tuple(PROMISED[name].split())
    assert declared_tables()[name].column_names[: len(promised)] == promised


@pytest.mark.parametrize("name", PROMISED)
def test_every_column_is_described_in_both_languages(name: str) -> None:
    table = declared_tables()[name]
    for item in (table, *table.columns):
        assert item.title
        assert item.title_en
        assert item.title_en.isascii()
        assert item.description.endswith("。")
        assert item.description_en.endswith((".", "…"))


def test_keys_and_references_name_columns_that_exist() -> None:
    tables = declared_tables()
    for table in tables.values():
        assert set(table.key) <= set(table.column_names)
        for column, to in table.refers:
            other, _, key = to.partition(".")
            assert column in table.column_names
            assert tables[other].key == (key,)


def test_every_row_has_every_column_in_order(small_report: Report) -> None:
    rows = table_rows([small_report])
    assert list(rows) == list(PROMISED)
    for name, table in declared_tables().items():
        for row in rows[name]:
            assert tuple(row) == table.column_names


def test_values_keep_to_the_declared_types_and_values(kanagawa_report: Report) -> None:
    kinds = {"string": str, "integer": int, "number": (int, float), "boolean": bool}
    for name, rows in report_rows(kanagawa_report).items():
        for column in declared_tables()[name].columns:
            for row in rows:
                value = row[column.name]
                if value is None:
                    assert not column.required, (name, column.name, row)
                    continue
                assert isinstance(value, kinds[column.type]), (name, column.name, value)
                assert not column.values or value in column.values


def test_keys_are_unique_and_references_lead_somewhere(kanagawa_report: Report) -> None:
    rows = report_rows(kanagawa_report)
    for name in rows:
        table = declared_tables()[name]
        keys = [tuple(row[column] for column in table.key) for row in rows[name]]
        assert not table.key or len(set(keys)) == len(keys)
        for column, to in table.refers:
            other, _, key = to.partition(".")
            known = {row[key] for row in rows[other]}
            assert {row[column] for row in rows[name]} - {None} <= known


def test_measures_of_the_real_report(kanagawa_report: Report, kanagawa_folder: Path) -> None:
    truth = json.loads((kanagawa_folder / "truth.json").read_text(encoding="utf-8"))["measures"]
    rows = report_rows(kanagawa_report)["measures"]
    assert len(rows) == len(truth) == 76
    for row, true in zip(rows, truth, strict=True):
        assert row["measure"] == true["measure"]
        assert (row["pillar"], row["middle"], row["field"]) == (
            true["pillar_name"],
            true["middle_name"],
            true["field_name"],
        )
        assert row["department"] == true["department"]
        assert row["target"] == true["target"]
        assert row["actual"] == true["actual"]
        assert row["explanation"] == true["explanation"]
        assert row["status"] == true["status"].partition("_r")[0]


def test_golden_rows(kanagawa_report: Report) -> None:
    rows = {row["measure_id"]: row for row in report_rows(kanagawa_report)["measures"]}
    row = rows["report/Ⅰ①ア2"]
    assert row["measure"] == "未病指標の構築・活用"
    assert (row["target"], row["actual"], row["rating_symbol"], row["rating"]) == (
        "50,000人",
        "58,191人",
        "◎",
        "exceeded",
    )
    assert (row["fiscal_year"], row["page"], row["page_last"]) == (2021, 7, 7)
    assert rows["report/Ⅰ①ウ2"]["status"] == "completed"
    assert rows["report/Ⅰ①ウ2"]["completed_fiscal_year"] == 2020


def test_totals_of_the_real_report(kanagawa_report: Report) -> None:
    total = report_rows(kanagawa_report)["summary"][-1]
    assert (total["scope"], total["achievement_rate"], total["measures"]) == ("total", 0.786, 42)
    assert (total["exceeded_or_met"], total["missed"]) == (33, 9)


def test_places_are_the_cells_of_the_values(kanagawa_report: Report) -> None:
    places = [
        row for row in report_rows(kanagawa_report)["places"] if row["measure_id"] == "report/Ⅰ①ア2"
    ]
    assert [row["column"] for row in places][:3] == ["number", "measure", "department"]
    assert all(
        row["page"] == 7 and row["x0"] < row["x1"] and row["top"] < row["bottom"] for row in places
    )


@pytest.mark.parametrize(
    ("value", "cleaned"),
    [
        ("", None),
        ("a\r\nb\rc", "a\nb\nc"),
        ("\x00\x07\x1f", "\ufffd\ufffd\ufffd"),
        ("\ud800", "\ufffd"),
        ("\uffff", "\ufffd"),
        ("タブ\t改行\n", "タブ\t改行\n"),
        ("⽤𠮷👨‍👩‍👧", "⽤𠮷👨‍👩‍👧"),
        (True, True),
        (0, 0),
    ],
)
def test_clean(value: object, cleaned: object) -> None:
    assert clean(value) == cleaned  # type: ignore[arg-type]
