"""A town's 行政評価シート: landscape forms, goal and result of three years in rows of their own, the rating beside a comment."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bodies.model import Indicator, Measure, Specimen
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import typst_cell, typst_pdf, typst_text

if TYPE_CHECKING:
    from pathlib import Path

YEARS = (2021, 2022, 2023)
SCALE = {"Ａ": "met", "Ｂ": "partly", "Ｃ": "missed"}
LEGEND = "Ａ：目標を達成　Ｂ：目標をおおむね達成　Ｃ：目標を下回る"


def _draw(specimen: Specimen, path: Path) -> None:
    forms = "\n#pagebreak()\n".join(_form(one, specimen) for one in specimen.contents)
    source = f"""
#set page(paper: "a4", flipped: true, margin: 15mm)
#set text(font: ("Noto Serif CJK JP", "IPAexMincho"), size: 9pt, lang: "ja")
{forms}
"""
    typst_pdf(source, path)


def _form(one: Measure, specimen: Specimen) -> str:
    height = 2 * len(one.indicators)
    rows = [
        [
            _label("整理番号"),
            typst_cell(one.number),
            _label("施策名"),
            typst_cell(one.name, columns=2),
            _label("主管課"),
            typst_cell(one.department),
        ],
        [_label("施策の目的"), typst_cell(one.purpose, columns=6)],
        [
            _label("成果指標", rows=1 + height),
            *map(_label, ("指標名", "単位", "区分", "令和３年度", "令和４年度", "令和５年度")),
        ],
        *(row for known in one.indicators for row in _indicator_rows(known)),
        [_label("評価", rows=2), _label("達成度"), typst_cell(one.symbol, columns=5)],
        [_label("評価の理由"), typst_cell(one.reason, columns=5)],
        [_label("今後の方向性"), typst_cell(one.outlook, columns=6)],
    ]
    cells = ", ".join(text for row in rows for text in row)
    return f"""
#align(center, text(size: 14pt, {typst_text(specimen.title)}))
#align(right, {typst_text(specimen.organization)})
#table(columns: (28mm, 1fr, 20mm, 24mm, 32mm, 32mm, 32mm), stroke: 0.5pt, inset: 6pt, {cells})
#{typst_text(LEGEND)}
"""


def _label(text: str, rows: int = 1) -> str:
    return (
        f"table.cell(rowspan: {rows}, fill: luma(232), align: horizon + center, {typst_text(text)})"
    )


def _indicator_rows(known: Indicator) -> list[list[str]]:
    goals = [typst_cell(known.goals[year], align="right") for year in YEARS]
    actuals = [typst_cell(known.yearly[year], align="right") for year in YEARS]
    words = [typst_cell(known.name, rows=2), typst_cell(known.unit, rows=2, align="center")]
    return [[*words, typst_cell("目標"), *goals], [typst_cell("実績"), *actuals]]


POLICY_SHEETS = Specimen(
    name="policy_sheets",
    title="みほん町第６次総合計画　令和５年度行政評価シート",
    plan="みほん町第６次総合計画",
    organization="みほん町",
    fiscal_year=2023,
    layout="landscape, one form a page; goal above result in rows of their own, three years as columns; the rating under a label within a label",
    producer="typst",
    contents=read_rows("policy_sheets", target_year=2023),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"plan", "title"}),
)
