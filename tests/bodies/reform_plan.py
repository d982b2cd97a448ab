"""A city's 行財政改革 実施計画: plan and result in words, ○ in one of four columns, costs as decoys."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen, heading_text
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import typst_cell, typst_pdf, typst_text

if TYPE_CHECKING:
    from pathlib import Path

SCALE = {"計画以上": "exceeded", "計画どおり": "met", "やや遅れ": "partly", "遅れ": "missed"}
WIDTHS = "(11mm, 34mm, 20mm, 38mm, 1fr, 11mm, 11mm, 11mm, 11mm, 19mm, 42mm)"


def _draw(specimen: Specimen, path: Path) -> None:
    rows = _head()
    for pillar, group in groupby(specimen.contents, key=lambda one: one.pillar):
        rows.append(
            f"table.cell(colspan: 11, fill: luma(235), {typst_text('改革の柱' + heading_text(pillar))})"
        )
        rows += [text for one in group for text in _cells(one)]
    source = f"""
#set page(paper: "a4", flipped: true, margin: 12mm, footer: align(center, context counter(page).display()))
#set text(font: ("Noto Sans CJK JP", "IPAexGothic"), size: 8pt, lang: "ja")
#align(center, text(size: 15pt, {typst_text(specimen.title)}))
#align(right, {typst_text(specimen.organization + "　総務部行政改革推進課")})
#table(columns: {WIDTHS}, stroke: 0.4pt, inset: 4pt, {", ".join(rows)})
#{typst_text("※　効果額は、一般財源ベースの概算である。")}
"""
    typst_pdf(source, path)


def _head() -> list[str]:
    before = ("番号", "実施項目", "担当課", "令和５年度の計画", "令和５年度の実績")
    after = ("効果額\n（千円）", "今後の取組")
    first = [
        *(typst_cell(words, rows=2, align="center") for words in before),
        typst_cell("進捗状況", columns=4, align="center"),
        *(typst_cell(words, rows=2, align="center") for words in after),
    ]
    second = [typst_cell(words, align="center") for words in SCALE]
    return [f"table.header({', '.join([*first, *second])})"]


def _cells(one: Measure) -> list[str]:
    (known,) = one.indicators
    words = (one.number, one.name, one.department, known.target, known.actual)
    marks = [typst_cell("○" if name == one.symbol else "", align="center") for name in SCALE]
    return [
        *map(typst_cell, words),
        *marks,
        typst_cell(one.budget, align="right"),
        typst_cell(one.outlook),
    ]


REFORM_PLAN = Specimen(
    name="reform_plan",
    title="第４次例示市行財政改革実施計画　令和５年度進捗状況",
    plan="第４次例示市行財政改革実施計画",
    organization="例示市",
    fiscal_year=2023,
    layout="no indicators: plan and result in words; ○ in one of four columns; a column of money beside them",
    producer="typst",
    contents=read_rows("reform_plan", target_year=2023),
    scale=SCALE,
    draw=_draw,
)
