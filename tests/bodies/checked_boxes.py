"""A city's 事務事業評価シート: one form a page, the rating is the ticked box (■) of three."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import typst_cell, typst_pdf, typst_text

if TYPE_CHECKING:
    from pathlib import Path

RATINGS = ("達成", "概ね達成", "未達成")
SCALE = {"達成": "met", "概ね達成": "partly", "未達成": "missed"}
LABEL_TINT = "rgb(238, 238, 230)"


def _draw(specimen: Specimen, path: Path) -> None:
    forms = "\n#pagebreak()\n".join(_form(one, specimen) for one in specimen.contents)
    source = f"""
#set page(paper: "a4", margin: (x: 16mm, y: 16mm))
#set text(font: ("IPAexGothic", "Noto Sans CJK JP"), size: 9.5pt, lang: "ja")
{forms}
"""
    typst_pdf(source, path)


def _form(one: Measure, specimen: Specimen) -> str:
    boxes = "　".join(("■" if words == one.symbol else "□") + words for words in RATINGS)
    rows = [
        [
            _label("事業番号"),
            _value(one.number),
            _label("担当課"),
            _value(one.department, columns=2),
        ],
        [_label("事務事業名"), _value(one.name, columns=4)],
        [_label("事業の目的"), _value(one.purpose, columns=4)],
        [
            _label("事業費\n（千円）"),
            _label("予算額"),
            _value(one.budget),
            _label("決算額"),
            _value(one.spent),
        ],
        [
            _label("成果指標", rows=1 + len(one.indicators)),
            *map(_label, ("指標名（単位）", "目標", "実績", "達成率")),
        ],
        *(
            [
                _value(f"{known.name}（{known.unit}）"),
                *map(_value, (known.target, known.actual, known.rate)),
            ]
            for known in one.indicators
        ),
        [_label("目標の達成状況"), _value(boxes, columns=4)],
        [_label("未達成の要因"), _value(one.reason, columns=4, height="24mm")],
        [_label("次年度以降の方向性"), _value(one.outlook, columns=4, height="24mm")],
    ]
    cells = ", ".join(text for row in rows for text in row)
    return f"""
#align(center, text(size: 14pt, {typst_text(specimen.title)}))
#align(right, {typst_text(specimen.organization)})
#table(columns: (32mm, 1fr, 28mm, 28mm, 28mm), stroke: 0.6pt, inset: 6pt, {cells})
"""


def _label(text: str, rows: int = 1) -> str:
    return f"table.cell(rowspan: {rows}, fill: {LABEL_TINT}, align: horizon + center, {typst_text(text)})"


def _value(text: str | None, *, columns: int = 1, height: str | None = None) -> str:
    if height is None:
        return typst_cell(text, columns=columns)
    return (
        f"table.cell(colspan: {columns}, align: top, block(height: {height}, {typst_text(text)}))"
    )


CHECKED_BOXES = Specimen(
    name="checked_boxes",
    title="令和４年度　事務事業評価シート",
    plan="",
    organization="例示市",
    fiscal_year=2022,
    layout="one form a page with costs as decoys; ■ before one of three ratings; the unit stands in the indicator's name",
    producer="typst",
    contents=read_rows("checked_boxes", target_year=2022),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"indicators.indicator", "measures.indicator", "plan", "title"}),
)
