"""The sample reports that come with the package: all that their truths hold is read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Report
from tests.reports.comparison import (
    differences,
    expected_measures,
    expected_summary,
    table_differences,
)


class Sample(NamedTuple):
    """One year of the invented prefecture."""

    path: Path
    truth: dict[str, Any]
    report: Report


@pytest.fixture(scope="module", params=["r1", "r2", "r3", "r4"])
def sample(request: pytest.FixtureRequest, root: Path) -> Sample:
    return _sample(root, request.param)


@pytest.fixture(scope="module")
def report(root: Path) -> Report:
    return _sample(root, "r3").report


def _sample(root: Path, year: str) -> Sample:
    folder = root / "corpora" / "mihon" / year
    path = folder / f"mihon_{year}.pdf"
    return Sample(
        path, json.loads((folder / "truth.json").read_text(encoding="utf-8")), read_report(path)
    )


MEASURES = {"mihon_r1": 66, "mihon_r2": 68, "mihon_r3": 70, "mihon_r4": 73}
EXPLAINED_AHEAD = {"mihon_r1": 14, "mihon_r2": 14, "mihon_r3": 14, "mihon_r4": 16}


def test_every_field_of_all_measures_is_right(sample: Sample) -> None:
    wanted = expected_measures(sample.truth)
    assert len(wanted) == MEASURES[sample.report.report_id]
    assert differences(sample.report.measures, wanted) == []


def test_only_the_year_that_prints_other_columns_leaves_a_doubt(sample: Sample) -> None:
    codes = [issue.code for issue in sample.report.issues]
    assert codes == (["layout_inferred"] if "fields" in sample.truth else [])


def test_the_other_backend_reads_the_same(sample: Sample) -> None:
    other = read_report(sample.path, backend="pdfplumber")
    assert table_differences(sample.report, other) == []


def test_reasons_and_outlooks_are_parted(sample: Sample) -> None:
    wanted = [
        {"reason": entry.get("reason"), "outlook": entry.get("outlook")}
        for entry in sample.truth["measures"]
    ]
    ahead = sum(row["outlook"] is not None for row in wanted)
    assert ahead == EXPLAINED_AHEAD[sample.report.report_id]
    assert differences(sample.report.measures, wanted) == []


@pytest.mark.parametrize("name", ["README.md", "README.ja.md"])
def test_the_row_that_the_readme_shows_comes_out(root: Path, report: Report, name: str) -> None:
    lines = (root / name).read_text(encoding="utf-8").splitlines()
    (at,) = (i for i, line in enumerate(lines) if line.startswith("| mihon_r3/"))
    columns, values = (_cells(line) for line in (lines[at - 2], lines[at]))
    shown = dict(zip(columns, values, strict=True))
    (measure,) = (m for m in report.measures if m.measure_id == shown["measure_id"])
    texts = [c for c in columns if c not in ("page", "bbox")]
    assert all(getattr(measure, c).startswith(shown[c].removesuffix("…")) for c in texts)
    assert str(measure.boxes[0][0]) == shown["page"]


def _cells(row: str) -> list[str]:
    return [cell.strip() for cell in row.strip("|").split("|")]


def test_all_totals_are_right(sample: Sample) -> None:
    wanted = expected_summary(sample.truth)
    assert len(wanted) == 10
    assert differences(sample.report.summary, wanted) == []


def test_all_headings_are_found_in_order(sample: Sample) -> None:
    wanted = [
        (block["level"], block["number"], block["text"])
        for block in sample.truth["prose"]
        if block["kind"] == "heading" and block["level"] > 0
    ]
    assert len(wanted) >= 35
    assert [(s.level, s.number, s.title) for s in sample.report.sections] == wanted


def test_identity(sample: Sample) -> None:
    columns = ("plan", "title", "organization")
    wanted = {column: sample.truth[column] for column in columns}
    wanted |= {"era_year": sample.truth["fiscal_year"]}
    wanted |= {"fiscal_year": 2018 + int(sample.report.report_id.removeprefix("mihon_r"))}
    assert differences([sample.report], [wanted]) == []


def test_the_truth_of_links_calls_records_by_their_ids(sample: Sample, root: Path) -> None:
    records = {
        "links.csv": [measure.measure_id for measure in sample.report.measures],
        "indicator_links.csv": [i.indicator_id for i in sample.report.indicators],
    }
    for name, ids in records.items():
        text = (root / "corpora" / "mihon" / name).read_text(encoding="utf-8")
        cells = {cell for line in text.splitlines() for cell in line.split(",")[2:4]}
        assert {cell for cell in cells if cell.startswith(sample.report.report_id)} == set(ids)


def test_the_samples_are_small(root: Path) -> None:
    sizes = {path.stem: path.stat().st_size for path in root.glob("corpora/mihon/*/*.pdf")}
    assert sizes.keys() == MEASURES.keys()
    assert max(sizes.values()) < 500_000  # bytes; a wheel carries them
