"""A city's environmental plan: each field is a heading above a table of its own; every indicator has its rating."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Heading, Measure, Specimen, heading_text
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import typst_cell, typst_pdf, typst_text

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

SCALE = {"達成": "met", "前進": "partly", "横ばい": "missed", "後退": "missed"}
LEGEND = "達成：目標値に達した　前進：基準値より改善した　横ばい：基準値と変わらない　後退：基準値より悪化した"
HEADINGS = (
    "",
    "施策",
    "担当課",
    "環境指標",
    "単位",
    "基準値\n(R元年度)",
    "目標値\n(R5年度)",
    "実績値\n(R5年度)",
    "評価",
    "前進・横ばい・後退の要因及び今後の取組",
)
WIDTHS = "(8mm, 36mm, 22mm, 44mm, 14mm, 19mm, 19mm, 19mm, 15mm, 1fr)"


def _draw(specimen: Specimen, path: Path) -> None:
    parts = []
    for pillar, group in groupby(specimen.contents, key=lambda one: one.pillar):
        parts.append(f"== #{_words('第', pillar, '章　')}")
        parts += [
            _table(field, members) for field, members in groupby(group, key=lambda one: one.field)
        ]
    source = f"""
#set page(paper: "a4", flipped: true, margin: (x: 13mm, y: 14mm), numbering: "1")
#set text(font: ("IPAexGothic", "Noto Sans CJK JP"), size: 8pt, lang: "ja")
#set par(leading: 0.5em)
#show heading: it => block(above: 12pt, below: 6pt, text(weight: "regular", it.body))
#align(center, text(size: 15pt, {typst_text(specimen.title)}))
#align(right, {typst_text(specimen.organization + "　環境部環境政策課")})
#{typst_text("評価の見方　" + LEGEND)}
{chr(10).join(parts)}
"""
    typst_pdf(source, path)


def _words(before: str, heading: Heading | None, between: str) -> str:
    return typst_text(f"{before}{heading_text(heading, between)}")


def _table(field: Heading | None, measures: Iterable[Measure]) -> str:
    head = ", ".join(typst_cell(words, align="center") for words in HEADINGS)
    body = ", ".join(text for one in measures for text in _cells(one))
    table = f"table(columns: {WIDTHS}, stroke: 0.4pt, inset: 7pt, table.header({head}), {body})"
    return f"=== #{_words('', field, '　')}\n#{table}"


def _cells(one: Measure) -> list[str]:
    height = len(one.indicators)
    cells = [typst_cell(words, rows=height) for words in (one.number, one.name, one.department)]
    for index, known in enumerate(one.indicators):
        numbers = [
            typst_cell(value, align="right")
            for value in (known.baseline, known.target, known.actual)
        ]
        cells += [typst_cell(known.name), typst_cell(known.unit, align="center"), *numbers]
        cells.append(typst_cell(known.symbol, align="center"))
        cells += [typst_cell(one.explanation, rows=height)] if index == 0 else []
    return cells


HEADED_TABLES = Specimen(
    name="headed_tables",
    title="みほん市環境基本計画　令和５年度年次報告書",
    plan="みほん市環境基本計画",
    organization="みほん市",
    fiscal_year=2023,
    layout="a table with its own header under each field's heading line; numbers start anew; a rating for each indicator",
    producer="typst",
    contents=read_rows("headed_tables", baseline_year=2019, target_year=2023),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset(
        {
            "measures.pillar_no",
            "measures.reason",
            "measures.outlook",
            "measures.rating",
            "measures.rating_symbol",
        }
    ),
)
