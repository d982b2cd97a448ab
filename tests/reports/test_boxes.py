"""The boxes of measures and cells: cut the page down to them, and their text alone is left."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Box, Measure, Report
from scripts.typeset import REFERENCE_STYLES, MissingProducer
from tests.reports.cropping import packed, read_cuttings
from tests.reports.producers import skip_or_fail
from tests.reports.variants import print_reports

VALUES = (
    "number",
    "measure",
    "department",
    "indicator",
    "target",
    "actual",
    "rating_symbol",
    "explanation",
)
# Rows kept whole; rows cut by page ends, rules of filled rectangles; pages with /Rotate 90.
PRINTS = ("published", "reportlab_filled", "reportlab_rotated")


class Print(NamedTuple):
    """One file with the report that was read from it."""

    path: Path
    report: Report
    notes: tuple[str | None, ...]


@pytest.fixture(scope="module", params=PRINTS)
def printed(
    request: pytest.FixtureRequest, kanagawa_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Print:
    truth: dict[str, Any] = json.loads((kanagawa_folder / "truth.json").read_text("utf-8"))
    path = kanagawa_folder / "report.pdf"
    if request.param != "published":
        path = tmp_path_factory.mktemp("boxes") / f"{request.param}.pdf"
        try:
            print_reports([(truth, REFERENCE_STYLES[request.param], path)])
        except MissingProducer as error:
            skip_or_fail("reportlab", error)
    notes = tuple(entry["status_text"] for entry in truth["measures"])
    return Print(path, read_report(path), notes)


def test_a_box_of_a_measure_holds_its_row_and_nothing_else(printed: Print) -> None:
    measures = printed.report.measures
    boxes = [(page, box) for measure in measures for page, box in measure.boxes]
    texts = iter(read_cuttings(printed.path, boxes))
    assert len(measures) == 76
    for measure, note in zip(measures, printed.notes, strict=True):
        inside = "".join(next(texts) for _ in measure.boxes)
        wanted = "".join(packed(getattr(measure, column)) for column in VALUES) + packed(note)
        assert Counter(inside) == Counter(wanted), measure.measure_id


def test_names_targets_and_results_stand_in_their_own_box_only(printed: Print) -> None:
    measures = [m for m in printed.report.measures if len(m.boxes) == 1][::3]
    texts = read_cuttings(printed.path, [measure.boxes[0] for measure in measures])
    names = {packed(measure.measure) for measure in measures}
    assert len(names) > 15
    for measure, text in zip(measures, texts, strict=True):
        glyphs = Counter(text)
        for column in ("measure", "target", "actual"):
            assert Counter(packed(getattr(measure, column))) <= glyphs, (measure.measure_id, column)
        assert {name for name in names if name in text} <= {packed(measure.measure)}


def test_a_place_holds_the_text_of_its_cell(printed: Print) -> None:
    measures = printed.report.measures
    boxes = [(place.page_number, place.box) for measure in measures for place in measure.places]
    texts = iter(read_cuttings(printed.path, boxes))
    for measure, note in zip(measures, printed.notes, strict=True):
        found: dict[str, str] = defaultdict(str)
        for place in measure.places:
            found[place.column] += next(texts)
        assert found == _values(measure, note), measure.measure_id


def _values(measure: Measure, note: str | None) -> dict[str, str]:
    """Column → text; a note that a measure was completed stands where its target would."""
    values = {column: packed(getattr(measure, column)) for column in VALUES}
    if note:
        values["target"] = packed(note)
    return {column: text for column, text in values.items() if text}


def test_boxes_of_one_page_do_not_overlap(printed: Print) -> None:
    by_page: dict[int, list[Box]] = defaultdict(list)
    for measure in printed.report.measures:
        for page, box in measure.boxes:
            by_page[page].append(box)
    assert len(by_page) > 2
    for boxes in by_page.values():
        boxes.sort(key=lambda box: box.top)
        assert all(over.bottom <= under.top + 0.01 for over, under in pairwise(boxes))
        assert all(box.width > 300 and box.height > 5 for box in boxes)


def test_a_row_cut_by_the_page_end_has_a_box_on_both_pages(printed: Print) -> None:
    cut = [measure for measure in printed.report.measures if len(measure.boxes) > 1]
    joins = [join for join in printed.report.joins if join.what == "row"]
    assert [(m.page, m.page_last) for m in cut] == [(j.page_before, j.page_after) for j in joins]
    assert all(f"{box.x0:.2f} {box.top:.2f}" in (m.bbox or "") for m in cut for _, box in m.boxes)
    assert all((m.bbox or "").count(";") == len(m.boxes) - 1 for m in printed.report.measures)
