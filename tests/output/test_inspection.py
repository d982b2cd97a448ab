"""What people are shown of a report: its columns, its pages, its counts."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest

from kict_nlp.errors import LayoutError, UnreadableFileError
from kict_nlp.output.inspection import (
    ROLE_NAMES,
    Inspection,
    column_spans,
    inspect_report,
    role_name,
)
from kict_nlp.reports.layout import ROLES
from tests.output.small_report import HEADING, write_small_report


@pytest.fixture(scope="module")
def small(small_pdf: Path) -> Inspection:
    return inspect_report(small_pdf)


def test_every_role_has_a_name_in_both_languages() -> None:
    assert set(ROLE_NAMES) == set(ROLES)
    assert all(japanese and english.isascii() for japanese, english in ROLE_NAMES.values())
    assert role_name(None) == ("役割なし", "no role")


def test_columns_stand_where_they_are_printed(small: Inspection) -> None:
    (item,) = small.tables_on(1)
    spans = column_spans(item, 1)
    assert [span.column.heading for span in spans] == list(HEADING)
    assert [span.column.role for span in spans][:3] == ["number", "measure", "department"]
    assert [round(span.x0) for span in spans][:3] == [50, 84, 214]
    assert all(left.x1 == right.x0 for left, right in pairwise(spans))
    assert item.missing_roles(small.layout) == []


def test_columns_on_a_page_on_which_the_table_goes_on(kanagawa_pdf: Path) -> None:
    found = inspect_report(kanagawa_pdf)
    assert found.first_page() == 7
    (item,) = found.tables_on(9)
    assert [span.column.role for span in column_spans(item, 9)][-2:] == ["rating", "explanation"]
    assert column_spans(item, 2) == []
    assert sum(number == 9 for measure in found.measures for number, _ in measure.boxes) > 10


def test_a_report_without_measures_is_still_shown(tmp_path: Path) -> None:
    path = write_small_report(
        tmp_path / "odd.pdf",
        heading=("番号", "品名", "所属", "成果指標", "目標", "実績", "点", "備考"),
    )
    found = inspect_report(path)
    assert found.problem is not None
    assert found.measures == ()
    assert found.first_page() == 1
    assert found.tables[0].missing_roles(found.layout) == ["measure", "rating"]


def test_what_cannot_be_opened_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError):
        inspect_report(tmp_path / "none.pdf")


def test_an_unknown_layout_is_an_error(small_pdf: Path) -> None:
    with pytest.raises(LayoutError):
        inspect_report(small_pdf, layout="none")


def test_what_is_shown_is_what_the_measures_were_read_from(
    small_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    read = Path.read_bytes
    monkeypatch.setattr(Path, "read_bytes", lambda self: opened.append(self) or read(self))
    assert len(inspect_report(small_pdf).measures) == 3
    assert opened == [small_pdf]
