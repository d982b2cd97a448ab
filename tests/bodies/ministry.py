"""A ministry's 政策評価: yearly 目標値 and 実績値 one above the other, years as columns."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Indicator, Measure, Specimen, heading_text
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, chromium_pdf, header, html_page, html_table

if TYPE_CHECKING:
    from pathlib import Path

YEARS = (2020, 2021, 2022)
ERA_OFFSET = 2018  # 令和N年度 = 2018 + N
HEISEI_OFFSET = 1988
SCALE = {"Ｓ": "exceeded", "Ａ": "met", "Ｂ": "partly", "Ｃ": "missed", "Ｄ": "missed"}
LEGEND = "Ｓ：目標超過達成　Ａ：目標達成　Ｂ：相当程度進展あり　Ｃ：進展が大きくない　Ｄ：目標に向かっていない"
WIDTHS = (9, 36, 44, 13, 31, 17, 19, 19, 19, 13, 71)


def _era(year: int | None) -> str:
    if year is None:
        return ""
    if year < 2019:
        return f"平成{year - HEISEI_OFFSET}年度"
    return "令和元年度" if year == 2019 else f"令和{year - ERA_OFFSET}年度"


def _draw(specimen: Specimen, path: Path) -> None:
    top = ["番号", "施策目標", "測定指標", "単位", "基準値\n（基準年度）", "区分"]
    head = [
        [
            *(header(words, rows=2) for words in top),
            header("年度ごとの目標値及び実績値", columns=3),
            header("評定", rows=2),
            header("測定指標の分析", rows=2),
        ],
        [header(_era(year)) for year in YEARS],
    ]
    rows = []
    for pillar, group in groupby(specimen.contents, key=lambda one: one.pillar):
        rows.append([cell("政策目標" + heading_text(pillar), "section", columns=len(WIDTHS))])
        for one in group:
            rows += _rows(one)
    title = f"<h1>{specimen.title}</h1><div class='body'>{specimen.organization}大臣官房政策評価室</div><p>（評定の区分）{LEGEND}</p>"
    css = "body{font-family:'IPAexMincho';font-size:8pt} .section{background:#f0f0f0} th{background:#f0f0f0}"
    chromium_pdf(html_page("A4 landscape", title, html_table(WIDTHS, head, rows), css=css), path)


def _rows(one: Measure) -> list[list[str]]:
    height = 2 * len(one.indicators)
    rows = [row for known in one.indicators for row in _indicator_rows(known)]
    rows[0] = [cell(one.number, "c", rows=height), cell(one.name, rows=height), *rows[0]]
    rows[0] += [cell(one.symbol, "c", rows=height), cell(one.explanation, rows=height)]
    return rows


def _indicator_rows(known: Indicator) -> list[list[str]]:
    baseline = f"{known.baseline}\n（{_era(known.baseline_year)}）"
    words = [cell(known.name, rows=2), cell(known.unit, "c", rows=2), cell(baseline, "c", rows=2)]
    goals = [cell("目標値", "c"), *(cell(known.goals[year], "r") for year in YEARS)]
    actuals = [cell("実績値", "c"), *(cell(known.yearly[year], "r") for year in YEARS)]
    return [[*words, *goals], actuals]


MINISTRY = Specimen(
    name="ministry",
    title="例示省政策評価実施計画に基づく令和４年度実施施策の事後評価書",
    plan="例示省政策評価実施計画",
    organization="例示省",
    fiscal_year=2022,
    layout="目標値 row above 実績値 row inside each indicator, years as columns; Ｓ–Ｄ; one or two indicators a measure",
    producer="chromium",
    contents=read_rows("ministry", target_year=2022),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"measures.reason", "measures.outlook", "indicators.baseline"}),
)
