"""A board of education's 点検・評価: the department in brackets below the name, two levels of section rows."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen, heading_text
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, header, html_page, html_table, weasyprint_pdf

if TYPE_CHECKING:
    from pathlib import Path

SCALE = {"Ａ": "met", "Ｂ": "partly", "Ｃ": "missed"}
LEGEND = "評価の基準　Ａ：目標を達成した　Ｂ：目標をおおむね達成した　Ｃ：目標の達成に至らなかった"
HEADINGS = ("事業名\n（担当課）", "取組の概要", "指標", "目標値", "実績値", "評価", "今後の方向性")
WIDTHS = (34, 38, 32, 15, 15, 11, 40)


def _draw(specimen: Specimen, path: Path) -> None:
    rows = []
    for pillar, group in groupby(specimen.contents, key=lambda one: one.pillar):
        rows.append([cell("基本方針" + heading_text(pillar), "pillar", columns=len(WIDTHS))])
        for middle, members in groupby(group, key=lambda one: one.middle):
            rows.append([cell("施策" + heading_text(middle), "middle", columns=len(WIDTHS))])
            rows += [_cells(one) for one in members]
    title = (
        f"<h1>{specimen.title}</h1><div class='body'>{specimen.organization}</div><p>{LEGEND}</p>"
    )
    css = "body{font-family:'IPAexMincho';font-size:8.5pt} .pillar{background:#cfe0d0} .middle{background:#edf5ee}"
    table = html_table(WIDTHS, [[header(words) for words in HEADINGS]], rows)
    weasyprint_pdf(html_page("A4", title, table, css=css), path)


def _cells(one: Measure) -> list[str]:
    (known,) = one.indicators
    return [
        cell(f"{one.name}\n（{one.department}）"),
        cell(one.purpose),
        cell(known.name),
        cell(known.target, "r"),
        cell(known.actual, "r"),
        cell(one.symbol, "c"),
        cell(one.outlook),
    ]


SCHOOL_CHECK = Specimen(
    name="school_check",
    title="令和５年度みほん市教育委員会の点検・評価報告書（令和４年度実績）",
    plan="",
    organization="みほん市",
    fiscal_year=2022,
    layout="portrait; the department in brackets below the name in one cell, as the heading says; two levels of section rows",
    producer="weasyprint",
    contents=read_rows("school_check", target_year=2022),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"plan", "organization"}),
)
