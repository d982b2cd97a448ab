"""Which heading opens which level, over the whole document."""

from __future__ import annotations

import pytest

from kict_nlp.reports.captions import Caption, recurring
from kict_nlp.reports.heading import find_heading
from kict_nlp.reports.layout import Level, find_layout
from kict_nlp.reports.levels import SectionReader, SectionRow, levels_by_style, spoken
from kict_nlp.reports.numbering import parse_label
from tests.pdf.drawing import make_table

GENERAL = find_layout("general")
XS = (20.0, 110.0, 200.0, 290.0)


def reader(*headings: str) -> SectionReader:
    table = make_table(headings, ("防災訓練", "10人", "Ａ"), ("花壇", "5か所", "Ｂ"), xs=XS)
    heading = find_heading(table, GENERAL)
    assert heading is not None
    return SectionReader(GENERAL, heading)


def caption(text: str, size: float, row: int = 0) -> Caption:
    _, _, style, key = parse_label(text)
    return Caption(row, text, style, key or f"{size:.0f}", size)


def row(text: str) -> SectionRow:
    _, _, style, key = parse_label(text)
    return SectionRow(text, 0, style, key)


def level_of(
    section: SectionRow, captions: list[Caption], rows: list[SectionRow]
) -> tuple[Level, str | None]:
    own = reader("事業名", "目標", "評価")
    level, name = own.read(section, levels_by_style([(own, rows)], captions))
    return level, name.name


CHAPTER, DIRECTION, GROUP = (
    caption("第１章　くらし", 14),
    caption("(1) 防災", 12),
    caption("1-1 訓練", 10),
)


@pytest.mark.parametrize(
    ("captions", "levels"),
    [
        ([CHAPTER], ["pillar"]),
        ([CHAPTER, DIRECTION], ["pillar", "field"]),
        ([CHAPTER, DIRECTION, GROUP], ["pillar", "middle", "field"]),
        ([DIRECTION, CHAPTER], ["field", "pillar"]),  # the larger type is the outer heading
    ],
)
def test_the_innermost_heading_over_tables_names_the_field(
    captions: list[Caption], levels: list[Level]
) -> None:
    assert [level_of(spoken(one), captions, [])[0] for one in captions] == levels


def test_headings_over_tables_stand_outside_those_between_rows() -> None:
    between = row("１　訓練")
    assert level_of(spoken(CHAPTER), [CHAPTER], [between]) == ("pillar", "くらし")
    assert level_of(between, [CHAPTER], [between]) == ("middle", "訓練")


def test_a_table_that_groups_its_measures_leaves_the_field_to_its_column() -> None:
    own = reader("分野", "施策名", "評価")
    levels = levels_by_style([(own, [])], [CHAPTER, DIRECTION])
    assert sorted(levels.values()) == ["middle", "pillar"]


def test_a_heading_known_by_its_size_alone_must_recur() -> None:
    once, twice = caption("はじめの章", 14), [caption("防災", 11), caption("防犯", 11)]
    assert recurring([[once, twice[0]], [twice[1]]]) == [[twice[0]], [twice[1]]]
