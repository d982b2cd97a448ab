"""A ministry's 実績評価書: nested labels, each indicator a block of its own with a header of two rows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bodies.model import Indicator, Measure, Specimen
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, chromium_pdf, header, html_page

if TYPE_CHECKING:
    from pathlib import Path

YEARS = (2020, 2021, 2022)
SCALE = {
    "①目標超過達成": "exceeded",
    "②目標達成": "met",
    "③相当程度進展あり": "partly",
    "④進展が大きくない": "missed",
    "⑤目標に向かっていない": "missed",
}
COLUMNS = "".join(f"<col style='width:{width}%'>" for width in (13, 24, 12, 11, 11, 11, 11, 7))
CSS = "body{font-family:'IPAexMincho';font-size:8.5pt} section{break-after:page} th{background:#f2f2f2} .tall{height:20mm}"


def _draw(specimen: Specimen, path: Path) -> None:
    title = f"<h1>{specimen.title}</h1><div class='body'>{specimen.organization}</div>"
    forms = [
        f"<section>{title if index == 0 else ''}{_form(one)}</section>"
        for index, one in enumerate(specimen.contents)
    ]
    chromium_pdf(html_page("A4", *forms, css=CSS, margin="14mm"), path)


def _form(one: Measure) -> str:
    blocks = [row for known in one.indicators for row in _block(known)]
    blocks[0].insert(0, header("測定指標", rows=len(blocks)))
    rows = [
        [header("施策名"), cell(one.name, columns=7)],
        [header("施策の概要"), cell(one.purpose, columns=7)],
        *blocks,
        [
            header("評価結果", rows=3),
            header("目標達成度合いの測定結果"),
            cell(one.symbol, columns=6),
        ],
        [header("施策の分析"), cell(one.reason, "tall", columns=6)],
        [header("次期目標等への反映の方向性"), cell(one.outlook, "tall", columns=6)],
        [
            header("担当部局名"),
            cell(one.department, columns=2),
            header("政策評価実施時期", columns=2),
            cell("令和５年８月", columns=3),
        ],
    ]
    lines = "".join("<tr>" + "".join(row) + "</tr>" for row in rows)
    return f"<table><colgroup>{COLUMNS}</colgroup><tbody>{lines}</tbody></table>"


def _block(known: Indicator) -> list[list[str]]:
    values = [cell(known.yearly[year], "c") for year in YEARS]
    return [
        [
            cell(known.name, rows=4),
            header("基準値"),
            header("実績値", columns=3),
            header("目標値"),
            header("達成"),
        ],
        [header(words) for words in ("元年度", "２年度", "３年度", "４年度", "４年度")]
        + [cell(known.symbol, "c", rows=3)],
        [cell(known.baseline, "c"), *values, cell(known.target, "c")],
        [
            header("年度ごとの目標値"),
            cell("－", "c"),
            cell("－", "c"),
            cell(known.target, "c"),
            cell("", "c"),
        ],
    ]


MINISTRY_SHEETS = Specimen(
    name="ministry_sheets",
    title="令和４年度実施施策に係る実績評価書",
    plan="",
    organization="例示省",
    fiscal_year=2022,
    layout="one form a page; labels within labels; a block of four rows an indicator; ratings with their number",
    producer="chromium",
    contents=read_rows("ministry_sheets", baseline_year=2019, target_year=2022),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"plan", "measures.number"}),
)
