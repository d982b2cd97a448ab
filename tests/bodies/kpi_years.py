"""A town's 総合戦略: four years of 実績値 beside the goal and its year; set with Typst."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen, heading_text
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import typst_cell, typst_pdf, typst_text

if TYPE_CHECKING:
    from pathlib import Path

ERA_YEARS = {2019: "R元", 2020: "R2", 2021: "R3", 2022: "R4", 2024: "R6"}
ACTUAL_YEARS = (2019, 2020, 2021, 2022)
SCALE = {"◎": "exceeded", "○": "met", "△": "partly", "×": "missed"}
LEGEND = "◎…目標値を上回った　○…目標値に達した　△…目標値に達していないが基準値より改善　×…基準値と同じ又は悪化"
WIDTHS = "(9mm, 44mm, 56mm, 13mm, 20mm, 17mm, 17mm, 17mm, 17mm, 17mm, 15mm, 12mm, 1fr)"
COLUMNS = 13


def _draw(specimen: Specimen, path: Path) -> None:
    cells = _head()
    for pillar, group in groupby(specimen.contents, key=lambda one: one.pillar):
        cells.append(
            f"table.cell(colspan: {COLUMNS}, fill: luma(90%), {typst_text('基本目標' + heading_text(pillar))})"
        )
        for one in group:
            cells += _cells(one)
    source = f"""
#set page(paper: "a4", flipped: true, margin: (x: 12mm, y: 14mm), numbering: "- 1 -")
#set text(font: ("Noto Serif CJK JP", "IPAexMincho"), size: 8pt, lang: "ja")
#align(center, text(size: 14pt, {typst_text(specimen.title)}))
#align(right, {typst_text(specimen.organization + "　企画財政課")})
#{typst_text("【進捗状況】" + LEGEND)}
#table(columns: {WIDTHS}, stroke: 0.5pt, inset: (x: 3pt, y: 4pt), {", ".join(cells)})
"""
    typst_pdf(source, path)


def _head() -> list[str]:
    def top(words: str, columns: int = 1) -> str:
        return typst_cell(words, rows=1 if columns > 1 else 2, columns=columns, align="center")

    first = ["No.", "施策", "重要業績評価指標（KPI）", "単位", "基準値\n（H30）"]
    last = ["目標値", "目標\n年度", "進捗\n状況", "担当課"]
    years = [typst_cell(ERA_YEARS[year], align="center") for year in ACTUAL_YEARS]
    row = [*map(top, first), top("実績値", len(ACTUAL_YEARS)), *map(top, last), *years]
    return [f"table.header({', '.join(row)})"]


def _cells(one: Measure) -> list[str]:
    (known,) = one.indicators
    numbers = [
        typst_cell(value, align="right")
        for value in (known.baseline, *known.yearly.values(), known.target)
    ]
    marks = [
        typst_cell(words, align="center")
        for words in (ERA_YEARS[known.target_year or 0], one.symbol)
    ]
    words = [typst_cell(one.number, align="center"), typst_cell(one.name), typst_cell(known.name)]
    return [
        *words,
        typst_cell(known.unit, align="center"),
        *numbers,
        *marks,
        typst_cell(one.department),
    ]


KPI_YEARS = Specimen(
    name="kpi_years",
    title="第２期例示町まち・ひと・しごと創生総合戦略　令和４年度ＫＰＩ検証結果",
    plan="第２期例示町まち・ひと・しごと創生総合戦略",
    organization="例示町",
    fiscal_year=2022,
    layout="four years of 実績値 under one heading, year of the goal in a column, section rows, no explanation",
    producer="typst",
    contents=read_rows("kpi_years", baseline_year=2018),
    scale=SCALE,
    draw=_draw,
)
