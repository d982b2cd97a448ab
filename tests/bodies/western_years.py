"""A city's smart city strategy: Western years, English words in header, names and ratings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import typst_cell, typst_pdf, typst_text

if TYPE_CHECKING:
    from pathlib import Path

SCALE = {"Achieved": "met", "Partially achieved": "partly", "Not achieved": "missed"}
HEADINGS = (
    "ID",
    "Project（取組）",
    "担当",
    "KPI",
    "単位",
    "Baseline\n（2019）",
    "Target\n（2022）",
    "Result\n（2022）",
    "Status",
    "Comment（要因・今後の予定）",
)
WIDTHS = "(13mm, 33mm, 36mm, 38mm, 13mm, 19mm, 19mm, 19mm, 23mm, 1fr)"


def _draw(specimen: Specimen, path: Path) -> None:
    head = ", ".join(
        f"table.cell(fill: rgb(220, 232, 240), align: center + horizon, {typst_text(words)})"
        for words in HEADINGS
    )
    body = ", ".join(text for one in specimen.contents for text in _cells(one))
    source = f"""
#set page(paper: "a4", flipped: true, margin: 12mm)
#set text(font: ("Noto Sans CJK JP", "IPAexGothic"), size: 7.5pt, lang: "ja")
#text(size: 16pt, {typst_text(specimen.title)})
#align(right, {typst_text("2023年9月　" + specimen.organization + " スマートシティ推進本部")})
#table(columns: {WIDTHS}, stroke: 0.5pt + rgb(90, 110, 130), inset: 4pt, table.header({head}), {body})
"""
    typst_pdf(source, path)


def _cells(one: Measure) -> list[str]:
    (known,) = one.indicators
    words = [
        typst_cell(one.number, align="center"),
        *map(typst_cell, (one.name, one.department, known.name)),
    ]
    numbers = [
        typst_cell(value, align="right") for value in (known.baseline, known.target, known.actual)
    ]
    unit, status = (typst_cell(text, align="center") for text in (known.unit, one.symbol))
    return [*words, unit, *numbers, status, typst_cell(one.explanation)]


WESTERN_YEARS = Specimen(
    name="western_years",
    title="例示市Smart City戦略　2022年度 Progress Report",
    plan="例示市Smart City戦略",
    organization="例示市",
    fiscal_year=2022,
    layout="Western years, English header words and ratings, spaces inside names that may fall at a line's end",
    producer="typst",
    contents=read_rows("western_years", baseline_year=2019, target_year=2022),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"measures.reason", "measures.outlook"}),
)
