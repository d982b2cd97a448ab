"""A prefecture's 総合計画 進捗管理表: pillars as merged labels, a header of two levels, the legend under the table."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Indicator, Measure, Specimen
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, chromium_pdf, header, html_page, html_table

if TYPE_CHECKING:
    from pathlib import Path

YEARS = (2021, 2022, 2023)
SCALE = {"Ａ": "met", "Ｂ": "partly", "Ｃ": "missed", "－": "none"}
NOTES = (
    "※１　「累計」は、計画の初年度からの合計値である。",
    "※２　進捗の区分　Ａ：目標を達成　Ｂ：達成率80％以上　Ｃ：達成率80％未満　－：実績値が未公表",
)
WIDTHS = (20, 8, 42, 26, 52, 14, 17, 17, 17, 17, 17, 18, 14)


def _draw(specimen: Specimen, path: Path) -> None:
    before = ("政策の柱", "No.", "主要施策", "所管課", "成果指標", "単位", "現状値\n（R2）")
    after = ("目標値\n（R5）", "達成率", "進捗\n区分")
    head = [
        [
            *(header(words, rows=2) for words in before),
            header("実績値", columns=3),
            *(header(words, rows=2) for words in after),
        ],
        [header(f"R{year - 2018}") for year in YEARS],
    ]
    rows: list[list[str]] = []
    for pillar, group in groupby(specimen.contents, key=lambda one: one.pillar):
        own = [row for one in group for row in _rows(one)]
        own[0].insert(0, cell((pillar or ("", ""))[1], rows=len(own)))
        rows += own
    title = f"<h1>{specimen.title}</h1><div class='body'>{specimen.organization}総合政策局</div>"
    notes = "".join(f"<p>{note}</p>" for note in NOTES)
    table = html_table(WIDTHS, head, rows)
    chromium_pdf(
        html_page("A4 landscape", title, table, notes, css="table{margin-bottom:3mm}"), path
    )


def _rows(one: Measure) -> list[list[str]]:
    height = len(one.indicators)
    rows = [_indicator_cells(known) for known in one.indicators]
    words = (one.number, one.name, one.department)
    rows[0] = [*(cell(text, rows=height) for text in words), *rows[0]]
    return rows


def _indicator_cells(known: Indicator) -> list[str]:
    values = (known.baseline, *(known.yearly[year] for year in YEARS), known.target, known.rate)
    return [
        cell(known.name),
        cell(known.unit, "c"),
        *(cell(value, "r") for value in values),
        cell(known.symbol, "c"),
    ]


BASIC_PLAN = Specimen(
    name="basic_plan",
    title="みほん県総合計画「みほん新時代ビジョン」 令和５年度進捗管理表",
    plan="みほん県総合計画",
    organization="みほん県",
    fiscal_year=2023,
    layout="pillars merged down the left, years in short era form in a second header row, a rating an indicator, legend in notes below",
    producer="chromium",
    contents=read_rows("basic_plan", baseline_year=2020, target_year=2023),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"plan"}),
)
