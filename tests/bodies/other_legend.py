"""A board of education: two levels of section rows, and a legend at the end that gives the marks other meanings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bodies.model import Heading, Measure, Specimen, heading_text
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, header, html_page, html_table, weasyprint_pdf

if TYPE_CHECKING:
    from pathlib import Path

SCALE = {"○": "met", "△": "partly", "×": "missed", "－": "none"}
LEGEND = "【進捗】○：計画どおり又は計画以上　△：やや遅れている　×：遅れている　－：評価を行わない"
HEADINGS = ("番号", "主な施策", "所属", "指標", "Ｒ２目標", "Ｒ２実績", "進捗", "進捗の理由等")
WIDTHS = (11, 46, 28, 50, 22, 22, 13, 82)
CSS = """
body{font-family:"Noto Sans CJK JP";font-size:8pt} .pillar{background:#d8d0e8} .middle{background:#efeaf7;padding-left:12pt}
.after{margin-top:2mm}
"""


def _draw(specimen: Specimen, path: Path) -> None:
    rows: list[list[str]] = []
    pillar: Heading | None = None
    middle: Heading | None = None
    for one in specimen.contents:
        if one.pillar != pillar:
            rows.append(
                [cell("基本方針" + heading_text(one.pillar), "pillar", columns=len(WIDTHS))]
            )
        if (one.pillar, one.middle) != (pillar, middle):
            rows.append([cell(heading_text(one.middle, " "), "middle", columns=len(WIDTHS))])
        pillar, middle = one.pillar, one.middle
        rows.append(_cells(one))
    table = html_table(WIDTHS, [[header(words) for words in HEADINGS]], rows)
    title = (
        f"<h1>{specimen.title}</h1><div class='body'>令和３年９月　{specimen.organization}</div>"
    )
    page = html_page("A4 landscape", title, table, f"<p class='after'>{LEGEND}</p>", css=CSS)
    weasyprint_pdf(page, path)


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


OTHER_LEGEND = Specimen(
    name="other_legend",
    title="みほん県教育振興基本計画　令和２年度点検評価結果",
    plan="みほん県教育振興基本計画",
    organization="みほん県教育委員会",
    fiscal_year=2020,
    layout="two levels of section rows; the legend after the table gives ○ △ × meanings of its own",
    producer="weasyprint",
    contents=read_rows("other_legend", target_year=2020),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset(
        {"measures.reason", "measures.outlook", "measures.middle_no", "organization"}
    ),
)
