"""A prefecture's industry plan: cover and prose first, then a table whose header is printed once and whose row is cut."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, chromium_pdf, header, html_page, html_table

if TYPE_CHECKING:
    from pathlib import Path

SCALE = {"Ａ": "met", "Ｂ": "partly", "Ｃ": "missed", "－": "none"}
HEADINGS = ("№", "取組", "所管課", "指標", "目標", "実績", "評価", "要因及び今後の対応")
WIDTHS = (10, 32, 26, 32, 23, 23, 13, 70)
CSS = """
body{font-size:9pt} thead{display:table-row-group} tr{break-inside:auto} td{vertical-align:top;padding:4pt 3pt}
.cover{break-after:page;text-align:center;padding-top:70mm} .cover h1{font-size:22pt;margin:0 0 12mm;line-height:1.6}
.cover p{font-size:13pt} .prose{font-size:10.5pt;line-height:1.9}
"""
COVER = "<section class='cover'><h1>{plan}<br>{rest}</h1><p>令和５年９月</p><p>{organization}</p></section>"
PROSE = """<section class='prose'><h2>１　報告の趣旨</h2><p>　この報告書は、計画に掲げた取組の成果を年度ごとに点検し、次の年度の進め方に生かすために作成しています。</p>
<h2>２　評価の方法</h2><p>　取組ごとに定めた指標の目標と実績を比べ、次の区分により評価しました。</p>
<p>　Ａ　目標を達成した<br>　Ｂ　目標をおおむね達成した（達成率80％以上）<br>　Ｃ　目標を達成できなかった（達成率80％未満）<br>　－　評価の対象外</p>
<h2>３　評価の結果</h2><p>　12の取組のうち、Ａは５、Ｂは３、Ｃは３、評価の対象外は１となりました。</p></section><h2>４　取組ごとの評価</h2>"""


def _draw(specimen: Specimen, path: Path) -> None:
    rest = specimen.title.removeprefix(specimen.plan).strip()
    cover = COVER.format(plan=specimen.plan, rest=rest, organization=specimen.organization)
    table = html_table(
        WIDTHS, [[header(words) for words in HEADINGS]], [_cells(one) for one in specimen.contents]
    )
    chromium_pdf(html_page("A4", cover, PROSE, table, css=CSS, margin="18mm 15mm"), path)


def _cells(one: Measure) -> list[str]:
    (known,) = one.indicators
    words = [cell(one.number, "c"), cell(one.name), cell(one.department), cell(known.name)]
    return [
        *words,
        cell(known.target, "r"),
        cell(known.actual, "r"),
        cell(one.symbol, "c"),
        cell(one.explanation),
    ]


CUT_ROW = Specimen(
    name="cut_row",
    title="みほん県産業振興プラン　令和４年度点検・評価報告書",
    plan="みほん県産業振興プラン",
    organization="みほん県",
    fiscal_year=2022,
    layout="cover and prose before the table; header printed once; a row is cut by the end of the page; title in two lines",
    producer="chromium",
    contents=read_rows("cut_row", target_year=2022),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"measures.reason", "measures.outlook", "measures.status", "title"}),
)
