"""A ward's plan: two or three indicators a measure, the measure's cells merged over them."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Indicator, Measure, Specimen, heading_text
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, chromium_pdf, header, html_page, html_table

if TYPE_CHECKING:
    from pathlib import Path

SCALE = {"順調": "met", "概ね順調": "partly", "やや遅れ": "partly", "遅れ": "missed"}
HEADINGS = (
    "番号",
    "施策",
    "担当部",
    "成果指標",
    "単位",
    "令和３年度\n実績",
    "令和４年度\n目標",
    "令和４年度\n実績",
    "指標の\n判定",
    "施策の\n評価",
    "評価の理由",
)
WIDTHS = (11, 40, 28, 52, 17, 25, 25, 25, 18, 22, 66)


def _draw(specimen: Specimen, path: Path) -> None:
    rows = []
    for pillar, group in groupby(specimen.contents, key=lambda one: one.pillar):
        rows.append([cell("基本政策" + heading_text(pillar), "section", columns=len(WIDTHS))])
        for one in group:
            rows += _rows(one)
    title = f"<h1>{specimen.title}</h1><div class='body'>{specimen.organization}企画部</div>"
    css = "body{font-family:'Noto Serif CJK JP';font-size:9pt} td{padding:6pt 3pt} .section{background:#ddd} th{background:#eee}"
    table = html_table(WIDTHS, [[header(words) for words in HEADINGS]], rows)
    chromium_pdf(html_page("A4 landscape", title, table, css=css), path)


def _rows(one: Measure) -> list[list[str]]:
    height = len(one.indicators)
    before = [
        cell(one.number, "c", rows=height),
        cell(one.name, rows=height),
        cell(one.department, rows=height),
    ]
    after = [cell(one.symbol, "c", rows=height), cell(one.explanation, rows=height)]
    first, *others = (_indicator_cells(known) for known in one.indicators)
    return [[*before, *first, *after], *others]


def _indicator_cells(known: Indicator) -> list[str]:
    numbers = [cell(value, "r") for value in (known.yearly[2021], known.target, known.actual)]
    return [cell(known.name), cell(known.unit, "c"), *numbers, cell(known.symbol, "c")]


MERGED_ROWS = Specimen(
    name="merged_rows",
    title="見本区基本計画　令和４年度施策評価結果一覧",
    plan="見本区基本計画",
    organization="見本区",
    fiscal_year=2022,
    layout="measure merged over its indicators; 判定 of each indicator beside 評価 of the measure; previous year's 実績",
    producer="chromium",
    contents=read_rows("merged_rows", target_year=2022),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset(
        {"measures.reason", "measures.outlook", "indicators.baseline", "indicators.baseline_year"}
    ),
)
