"""A town's waterworks: 目標 and 実績 side by side under each of three years."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, header, html_page, html_table, weasyprint_pdf

if TYPE_CHECKING:
    from pathlib import Path

YEARS = {2021: "令和３年度", 2022: "令和４年度", 2023: "令和５年度"}
SCALE = {"◎": "exceeded", "○": "met", "△": "partly", "×": "missed"}
LEGEND = "評価（令和５年度）　◎：目標を上回った　○：目標を達成した　△：目標には届かないが前年度から改善した　×：目標を下回り改善も見られない"
WIDTHS = (13, 38, 20, 42, 11, 17, 15, 15, 15, 15, 15, 15, 11, 70)
CSS = "body{font-size:7.5pt} th{background:#dff0ee} .section{background:#f3f9f8} .now{background:#fff6d8}"


def _draw(specimen: Specimen, path: Path) -> None:
    def tall(words: str) -> str:
        return header(words, rows=2)

    names = map(tall, ("番号", "取組", "担当", "指標", "単位", "令和２年度\n（基準）"))
    years = [header(words, columns=2) for words in YEARS.values()]
    head = [
        [*names, *years, *map(tall, ("評価", "要因と対応"))],
        [header(words) for _ in YEARS for words in ("目標", "実績")],
    ]
    rows = []
    for (number, words), group in groupby(specimen.contents, key=lambda one: one.pillar):
        rows.append([cell(f"方針{number}　{words}", "section", columns=len(WIDTHS))])
        rows += [_cells(one) for one in group]
    title = f"<h1>{specimen.title}</h1><div class='body'>令和６年10月　{specimen.organization}上下水道部</div><p>{LEGEND}</p>"
    weasyprint_pdf(html_page("A4 landscape", title, html_table(WIDTHS, head, rows), css=CSS), path)


def _cells(one: Measure) -> list[str]:
    (known,) = one.indicators
    words = [
        cell(one.number, "c"),
        cell(one.name),
        cell(one.department),
        cell(known.name),
        cell(known.unit, "c"),
    ]
    pairs = [pair for year in YEARS for pair in (known.goals[year], known.yearly[year])]
    numbers = [cell(value, "r") for value in (known.baseline, *pairs[:-2])] + [
        cell(value, "r now") for value in pairs[-2:]
    ]
    return [*words, *numbers, cell(one.symbol, "c"), cell(one.explanation)]


YEAR_PAIRS = Specimen(
    name="year_pairs",
    title="みほん町水道事業経営戦略　令和５年度進捗管理報告",
    plan="みほん町水道事業経営戦略",
    organization="みほん町",
    fiscal_year=2023,
    layout="目標 and 実績 under each of three years; the last year is the report's; tinted cells",
    producer="weasyprint",
    contents=read_rows("year_pairs", baseline_year=2020, target_year=2023),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"measures.reason", "measures.outlook"}),
)
