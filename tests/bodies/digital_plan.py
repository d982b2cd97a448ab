"""A prefecture's DX 推進計画: measures merged over their KPIs, ticked boxes by KPI, the department below the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import typst_cell, typst_pdf, typst_text

if TYPE_CHECKING:
    from pathlib import Path

SCALE = {"達成": "met", "未達成": "missed"}
WIDTHS = "(12mm, 40mm, 46mm, 16mm, 18mm, 18mm, 18mm, 18mm, 23mm, 1fr, 1fr)"


def _draw(specimen: Specimen, path: Path) -> None:
    rows = [_head(), *(text for one in specimen.contents for text in _cells(one))]
    source = f"""
#set page(paper: "a4", flipped: true, margin: (x: 12mm, y: 15mm))
#set text(font: ("IPAexGothic", "Noto Sans CJK JP"), size: 8pt, lang: "ja")
#align(center, text(size: 14pt, {typst_text(specimen.title)}))
#align(right, {typst_text("令和６年８月　" + specimen.organization)})
#table(columns: {WIDTHS}, stroke: 0.5pt, inset: 4pt, {", ".join(rows)})
"""
    typst_pdf(source, path)


def _head() -> str:
    before = (
        "施策番号",
        "施策名\n【担当課】",
        "ＫＰＩ",
        "単位",
        "2021年度\n実績",
        "2022年度\n実績",
    )
    after = ("達成状況", "未達成の理由", "今後の対応")
    first = [
        *(typst_cell(words, rows=2, align="center") for words in before),
        typst_cell("2023年度", columns=2, align="center"),
        *(typst_cell(words, rows=2, align="center") for words in after),
    ]
    second = [typst_cell(words, align="center") for words in ("目標", "実績")]
    return f"table.header({', '.join([*first, *second])})"


def _cells(one: Measure) -> list[str]:
    height = len(one.indicators)
    words = (one.number, f"{one.name}\n【{one.department}】")
    cells = [typst_cell(text, rows=height) for text in words]
    for index, known in enumerate(one.indicators):
        values = (known.yearly[2021], known.yearly[2022], known.target, known.actual)
        boxes = "\n".join(("☑" if name == known.symbol else "□") + name for name in SCALE)
        cells += [typst_cell(known.name), typst_cell(known.unit, align="center")]
        cells += [typst_cell(value, align="right") for value in values] + [typst_cell(boxes)]
        if index == 0:
            cells += [typst_cell(text, rows=height) for text in (one.reason, one.outlook)]
    return cells


DIGITAL_PLAN = Specimen(
    name="digital_plan",
    title="みほん県ＤＸ推進計画　令和５年度取組実績",
    plan="みほん県ＤＸ推進計画",
    organization="みほん県",
    fiscal_year=2023,
    layout="measure merged over its KPIs with the department in brackets below its name; results of two years before goal and result; a box ticked for each KPI",
    producer="typst",
    contents=read_rows("digital_plan", target_year=2023),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset(
        {"indicators.baseline", "indicators.baseline_year", "measures.rating_symbol"}
    ),
)
