"""A city's 環境基本計画: weather as rating, Western years, the table goes on under （続き）, a note below each half."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, header, html_page, html_table, weasyprint_pdf

if TYPE_CHECKING:
    from pathlib import Path

SCALE = {"晴れ": "met", "くもり": "partly", "雨": "missed"}
LEGEND = "【評価】晴れ：目標を達成　くもり：目標は未達成だが基準年度より改善　雨：基準年度より悪化"
NOTE = "※　進捗率は、基準年度からの改善の幅を目標までの幅で除したもの。悪化した場合は「－」とした。"
HEADINGS = (
    "No.",
    "取組項目",
    "所管課",
    "環境指標",
    "単位",
    "2013年度\n（基準）",
    "2022年度\n（実績）",
    "目標値",
    "目標年度",
    "進捗率",
    "評価",
    "評価の理由",
)
WIDTHS = (9, 34, 32, 46, 16, 18, 18, 17, 16, 16, 15, 48)
ON_FIRST_PAGE = 6


def _draw(specimen: Specimen, path: Path) -> None:
    head = [[header(words) for words in HEADINGS]]
    first, second = (
        html_table(WIDTHS, head, [_cells(one) for one in part])
        for part in (specimen.contents[:ON_FIRST_PAGE], specimen.contents[ON_FIRST_PAGE:])
    )
    title = f"<h1>{specimen.title}</h1><div class='body'>{specimen.organization}環境局</div><p>{LEGEND}</p>"
    body = f"<p>表１　環境指標の進捗状況</p>{first}<p>{NOTE}</p>"
    rest = f"<p class='next'>表１　環境指標の進捗状況（続き）</p>{second}<p>{NOTE}</p>"
    css = ".next{break-before:page} td{padding:5pt 3pt}"
    weasyprint_pdf(html_page("A4 landscape", title, body, rest, css=css), path)


def _cells(one: Measure) -> list[str]:
    (known,) = one.indicators
    words = (one.number, one.name, one.department, known.name, known.unit)
    values = (known.baseline, known.actual, known.target, str(known.target_year), known.rate)
    return [
        *map(cell, words),
        *(cell(value, "r") for value in values),
        cell(one.symbol, "c"),
        cell(one.explanation),
    ]


WEATHER_MARKS = Specimen(
    name="weather_marks",
    title="見本市環境基本計画　2023年版年次報告書（2022年度実績）",
    plan="見本市環境基本計画",
    organization="見本市",
    fiscal_year=2022,
    layout="Western years; the year of the goal differs by row; weather as ratings; continued under a caption, with notes between",
    producer="weasyprint",
    contents=read_rows("weather_marks", baseline_year=2013),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"measures.reason", "measures.outlook"}),
)
