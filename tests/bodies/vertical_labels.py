"""A prefecture's children's plan: 柱 and 分野 stand in merged cells, written downwards."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Heading, Measure, Specimen, heading_text
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, chromium_pdf, header, html_page, html_table

if TYPE_CHECKING:
    from pathlib import Path

SCALE = {"◎": "met", "○": "partly", "△": "missed"}
HEADINGS = (
    "柱",
    "分野",
    "番号",
    "施策",
    "担当課",
    "指標",
    "目標値",
    "実績値",
    "進捗",
    "計画どおりでない理由と今後の対応",
)
WIDTHS = (9, 9, 11, 44, 30, 46, 22, 22, 13, 82)
CSS = """
body{font-size:7.5pt} td{padding:8pt 3pt} td.down{padding:0;font-size:6.8pt;text-align:center} td.down>div{writing-mode:vertical-rl;margin:0 auto;line-height:1.2}
"""


def _draw(specimen: Specimen, path: Path) -> None:
    rows = []
    for pillar, group in groupby(specimen.contents, key=lambda one: one.pillar):
        measures = list(group)
        for index, one in enumerate(measures):
            members = [other for other in measures if other.field == one.field]
            first = [_down(pillar, len(measures))] if index == 0 else []
            second = [_down(one.field, len(members))] if one is members[0] else []
            rows.append([*first, *second, *_cells(one)])
    title = f"<h1>{specimen.title}</h1><div class='body'>{specimen.organization}福祉部</div>"
    legend = "<p>進捗：◎計画どおり　○概ね計画どおり　△計画より遅れている</p>"
    table = html_table(WIDTHS, [[header(words) for words in HEADINGS]], rows)
    chromium_pdf(html_page("A4 landscape", title, legend, table, css=CSS), path)


def _down(heading: Heading | None, rows: int) -> str:
    return f'<td class="down" rowspan="{rows}"><div>{heading_text(heading)}</div></td>'


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


VERTICAL_LABELS = Specimen(
    name="vertical_labels",
    title="例示府こども計画　令和５年度進捗管理表",
    plan="例示府こども計画",
    organization="例示府",
    fiscal_year=2023,
    layout="柱 and 分野 in merged cells of vertical text; ◎ here only means 計画どおり, ○ 概ね, △ 遅れ",
    producer="chromium",
    contents=read_rows("vertical_labels"),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"measures.reason", "measures.outlook"}),
)
