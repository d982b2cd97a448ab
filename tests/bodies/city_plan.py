"""A city's 総合計画: one wide ruled table, 要因分析 and 今後の方向性 in columns of their own."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen, heading_text
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, chromium_pdf, header, html_page, html_table

if TYPE_CHECKING:
    from pathlib import Path

SCALE = {"A": "met", "B": "partly", "C": "missed", "D": "missed", "－": "none"}
LEGEND = "【評価】A：目標を達成　B：概ね達成（達成率80％以上）　C：未達成（達成率80％未満）　D：未達成（基準値を下回る）　－：未集計"
HEADINGS = (
    "基本目標",
    "施策",
    "指標名",
    "単位",
    "基準値\n(H30)",
    "目標値\n(R4)",
    "実績値\n(R4)",
    "達成率",
    "評価",
    "要因分析",
    "今後の方向性",
)
WIDTHS = (30, 44, 46, 15, 21, 21, 21, 21, 13, 76, 76)


def _draw(specimen: Specimen, path: Path) -> None:
    rows = []
    for pillar, group in groupby(specimen.contents, key=lambda one: one.pillar):
        members = list(group)
        for index, one in enumerate(members):
            first = (
                [cell("基本目標" + heading_text(pillar, "\n"), rows=len(members))]
                if index == 0
                else []
            )
            rows.append([*first, *_cells(one)])
    table = html_table(WIDTHS, [[header(words) for words in HEADINGS]], rows)
    title = f"<h1>{specimen.title}</h1><div class='body'>{specimen.organization}企画政策部</div><p>{LEGEND}</p>"
    chromium_pdf(html_page("A4 landscape", title, table, css="body{font-size:7.5pt}"), path)


def _cells(one: Measure) -> list[str]:
    known = one.indicators[0]
    numbers = [
        cell(value, "r") for value in (known.baseline, known.target, known.actual, known.rate)
    ]
    return [
        cell(one.name),
        cell(known.name),
        cell(known.unit, "c"),
        *numbers,
        cell(one.symbol, "c"),
        cell(one.reason),
        cell(one.outlook),
    ]


CITY_PLAN = Specimen(
    name="city_plan",
    title="第２次みほん市総合計画　令和４年度施策評価報告書",
    plan="第２次みほん市総合計画",
    organization="みほん市",
    fiscal_year=2022,
    layout="full grid, pillar merged over its rows, era years in the header, reason and outlook in two columns",
    producer="chromium",
    contents=read_rows("city_plan", baseline_year=2018, target_year=2022),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"measures.status"}),
)
