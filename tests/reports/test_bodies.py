"""Reports of invented bodies, each built in another way: what they print must come out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest

from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Indicator, Measure, Report
from tests.bodies.model import Row, Specimen
from tests.bodies.specimens import SPECIMENS
from tests.bodies.typesetting import find_chromium
from tests.reports.comparison import differences
from tests.reports.producers import skip_or_fail

# Not printed apart: where to part an explanation is the reader's guess, tested on its own.
GUESSED = ("reason", "outlook")
INDICATOR_COLUMNS = ("part", "indicator", "baseline", "target", "actual")
UNIT_COLUMN = (
    "city_plan",
    "kpi_years",
    "merged_rows",
    "dark_header",
    "headed_tables",
    "year_pairs",
    "basic_plan",
    "office_sheets",
    "policy_sheets",
    "weather_marks",
    "digital_plan",
)


@pytest.fixture(scope="session")
def read_specimen(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Typeset and read a specimen, once."""
    folder = tmp_path_factory.mktemp("bodies")
    known: dict[str, Report] = {}

    def read(specimen: Specimen) -> Report:
        if specimen.producer == "chromium" and find_chromium() is None:
            skip_or_fail("chromium", "no Chromium found, which prints this specimen")
        if specimen.name not in known:
            known[specimen.name] = read_report(specimen.typeset(folder / f"{specimen.name}.pdf"))
        return known[specimen.name]

    return read


def undecided(specimen: Specimen, table: str) -> set[str]:
    return {name.partition(".")[2] for name in specimen.undecided if name.startswith(table)}


def expected_measures(specimen: Specimen) -> list[Row]:
    left_out = undecided(specimen, "measures")
    return [
        {
            column: value
            for column, value in row.items()
            if column not in left_out and not (column in GUESSED and _is_whole(row))
        }
        for row in specimen.measures
    ]


def _is_whole(row: Row) -> bool:
    """Whether a report prints one explanation, not reason and outlook apart."""
    return row["reason"] is None and row["outlook"] is None


def expected_indicators(specimen: Specimen) -> list[Row]:
    columns = [c for c in INDICATOR_COLUMNS if c not in undecided(specimen, "indicators")]
    return [{column: row[column] for column in columns} for row in specimen.indicators]


@pytest.mark.parametrize("specimen", SPECIMENS.values(), ids=SPECIMENS)
def test_measures(read_specimen: Any, specimen: Specimen) -> None:
    wanted = expected_measures(specimen)
    assert len(wanted) > 5
    assert differences(read_specimen(specimen).measures, wanted) == []


@pytest.mark.parametrize("specimen", SPECIMENS.values(), ids=SPECIMENS)
def test_indicators(read_specimen: Any, specimen: Specimen) -> None:
    report: Report = read_specimen(specimen)
    assert differences(report.indicators, expected_indicators(specimen)) == []
    assert owners(report.indicators, report.measures) == [
        row["measure"] for row in specimen.indicators
    ]


def owners(indicators: Sequence[Indicator], measures: Sequence[Measure]) -> list[str | None]:
    """The names of the measures that indicators belong to."""
    names = {measure.measure_id: measure.measure for measure in measures}
    return [names[indicator.measure_id] for indicator in indicators]


@pytest.mark.parametrize("specimen", SPECIMENS.values(), ids=SPECIMENS)
def test_results_of_several_years(read_specimen: Any, specimen: Specimen) -> None:
    report: Report = read_specimen(specimen)
    names = {indicator.indicator_id: indicator.indicator for indicator in report.indicators}
    found = sorted((names[a.indicator_id] or "", a.fiscal_year, a.actual) for a in report.actuals)
    wanted = sorted(
        (row["indicator"], row["fiscal_year"], row["actual"]) for row in specimen.actuals
    )
    assert found == wanted


@pytest.mark.parametrize("specimen", SPECIMENS.values(), ids=SPECIMENS)
def test_identity(read_specimen: Any, specimen: Specimen) -> None:
    report: Report = read_specimen(specimen)
    columns = {"title", "plan", "organization", "fiscal_year"} - specimen.undecided
    wanted = [{column: getattr(specimen, column) or None for column in columns}]
    assert differences([report], wanted) == []


@pytest.mark.parametrize("name", UNIT_COLUMN)
def test_units_in_a_column_of_their_own(read_specimen: Any, name: str) -> None:
    specimen = SPECIMENS[name]
    wanted = [{"unit": row["unit"]} for row in specimen.indicators]
    assert differences(read_specimen(specimen).indicators, wanted) == []


def test_a_table_of_no_known_layout_is_marked_so(read_specimen: Any) -> None:
    report: Report = read_specimen(SPECIMENS["kpi_years"])
    assert report.layout == "general"
    assert [issue.code for issue in report.issues] == ["layout_inferred"]


def test_a_symbol_that_the_legend_leaves_out_is_marked_so(read_specimen: Any) -> None:
    report: Report = read_specimen(SPECIMENS["city_plan"])
    assert {measure.rating_symbol for measure in report.measures} - set(report.scale.ratings) == {
        "－"
    }
    (issue,) = [issue for issue in report.issues if issue.code == "scale_assumed"]
    assert issue.message == "No legend explains －; the usual meaning was taken."


@pytest.mark.parametrize("specimen", SPECIMENS.values(), ids=SPECIMENS)
def test_every_measure_has_a_place_on_its_page(read_specimen: Any, specimen: Specimen) -> None:
    report: Report = read_specimen(specimen)
    pages = [measure.page for measure in report.measures]
    assert None not in pages
    assert pages == sorted(pages, key=lambda page: page or 0)
    assert {page for page in pages if page} <= set(range(1, report.pages + 1))
