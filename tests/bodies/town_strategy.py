"""A town's 総合戦略 KPI 一覧 on portrait paper: no unit column, three years of results, section rows, notes below."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Indicator, Measure, Specimen, heading_text
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, chromium_pdf, header, html_page, html_table

if TYPE_CHECKING:
    from pathlib import Path

YEARS = (2020, 2021, 2022)
SCALE = {"◎": "met", "○": "partly", "△": "missed"}
NOTES = (
    "（注１）評価は、◎：目標値を達成、○：目標値は未達成だが基準値を上回る、△：基準値以下、の３段階とした。",
    "（注２）目標値は、令和４年度末の値である。",
)
WIDTHS = (30, 40, 18, 17, 17, 17, 18, 12, 26)


def _draw(specimen: Specimen, path: Path) -> None:
    head = [
        [
            *(header(words, rows=2) for words in ("主な事業", "ＫＰＩ")),
            header("基準値", rows=1),
            header("実績値", columns=3),
            header("目標値", rows=1),
            *(header(words, rows=2) for words in ("評価", "所管課")),
        ],
        [header(words) for words in ("R1", "R2", "R3", "R4", "R4")],
    ]
    rows = []
    for pillar, group in groupby(specimen.contents, key=lambda one: one.pillar):
        words = "基本目標" + heading_text(pillar)
        rows.append([cell(words, "section", columns=len(WIDTHS))])
        rows += [row for one in group for row in _rows(one)]
    title = f"<h1>{specimen.title}</h1><div class='body'>{specimen.organization}</div>"
    notes = "".join(f"<p>{note}</p>" for note in NOTES)
    css = ".section{background:#fbeee0} table{margin-bottom:2mm} td{padding:5pt 3pt}"
    table = html_table(WIDTHS, head, rows)
    chromium_pdf(html_page("A4", title, table, notes, css=css), path)


def _rows(one: Measure) -> list[list[str]]:
    height = len(one.indicators)
    rows = [_indicator_cells(known) for known in one.indicators]
    after = (cell(one.symbol, "c", rows=height), cell(one.department, rows=height))
    rows[0] = [cell(one.name, rows=height), *rows[0], *after]
    return rows


def _indicator_cells(known: Indicator) -> list[str]:
    values = (known.baseline, *(known.yearly[year] for year in YEARS), known.target)
    return [cell(known.name), *(cell(value, "r") for value in values)]


TOWN_STRATEGY = Specimen(
    name="town_strategy",
    title="みほん町まち・ひと・しごと創生総合戦略　令和４年度効果検証シート",
    plan="みほん町まち・ひと・しごと創生総合戦略",
    organization="みほん町",
    fiscal_year=2022,
    layout="portrait; years of baseline, results and goal in a second header row; no unit column; legend in a note below; department last",
    producer="chromium",
    contents=read_rows("town_strategy", baseline_year=2019, target_year=2022),
    scale=SCALE,
    draw=_draw,
)
