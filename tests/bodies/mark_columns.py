"""A prefecture's DX plan: ● in one of three columns is the rating."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen, heading_text
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, chromium_pdf, header, html_page, html_table

if TYPE_CHECKING:
    from pathlib import Path

MARK = "●"
RATINGS = ("達成", "概ね達成", "未達成")
SCALE = {"達成": "met", "概ね達成": "partly", "未達成": "missed"}
WIDTHS = (9, 42, 27, 42, 25, 25, 12, 12, 12, 82)


def _draw(specimen: Specimen, path: Path) -> None:
    top = ["番号", "施策名", "所管課", "指標", "令和５年度\n目標", "令和５年度\n実績"]
    head = [
        [
            *(header(words, rows=2) for words in top),
            header("達成状況", columns=3),
            header("未達成の理由及び今後の対応等", rows=2),
        ],
        [header(words) for words in RATINGS],
    ]
    rows = []
    for pillar, group in groupby(specimen.contents, key=lambda one: one.pillar):
        rows.append([cell(heading_text(pillar), "section", columns=len(WIDTHS))])
        rows += [_cells(one) for one in group]
    title = (
        f"<h1>{specimen.title}</h1><div class='body'>令和６年７月　{specimen.organization}</div>"
    )
    note = "<p>（注）達成状況は、該当する欄に●を付しています。指標を設けていない施策には付していません。</p>"
    css = "body{font-family:'Noto Sans CJK JP';font-size:8.5pt} td{padding:5pt 3pt} .section{background:#f7e9cf;font-weight:bold}"
    chromium_pdf(
        html_page("A4 landscape", title, html_table(WIDTHS, head, rows), note, css=css), path
    )


def _cells(one: Measure) -> list[str]:
    known = one.indicators[0]
    marks = [cell(MARK if words == one.symbol else "", "c") for words in RATINGS]
    words = [cell(one.number, "c"), cell(one.name), cell(one.department), cell(known.name)]
    return [*words, cell(known.target, "r"), cell(known.actual, "r"), *marks, cell(one.explanation)]


MARK_COLUMNS = Specimen(
    name="mark_columns",
    title="みほん県デジタル化推進計画　令和５年度取組状況報告",
    plan="みほん県デジタル化推進計画",
    organization="みほん県",
    fiscal_year=2023,
    layout="rating is ● under one of three headings; section rows; header of two rows; Noto Sans CJK",
    producer="chromium",
    contents=read_rows("mark_columns", target_year=2023),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"measures.reason", "measures.outlook"}),
)
