"""A prefecture's 施策評価シート: one form of labelled cells a measure, two forms a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen, heading_text
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, chromium_pdf, header, html_page

if TYPE_CHECKING:
    from pathlib import Path

SCALE = {"Ａ": "met", "Ｂ": "partly", "Ｃ": "missed", "－": "none"}
LEGEND = "評価　Ａ：達成（達成率100％以上）　Ｂ：おおむね達成（80％以上100％未満）　Ｃ：未達成（80％未満）　－：評価対象外"
COLUMNS = "<colgroup><col style='width:16%'><col style='width:34%'><col style='width:10%'><col style='width:13%'><col style='width:14%'><col style='width:13%'></colgroup>"
CSS = """
body{font-size:9pt} table{margin:0 0 9mm} .form{break-inside:avoid} .form:nth-of-type(2n){break-after:page}
th{background:#e8f0e0;text-align:left} .form p{font-size:10pt;font-weight:bold;margin:0 0 1mm} .tall{height:13mm}
"""


def _draw(specimen: Specimen, path: Path) -> None:
    title = f"<h1>{specimen.title}</h1><p class='c'>{specimen.organization}　政策推進課</p><p>{LEGEND}</p>"
    forms = [
        f"<section class='form'><p>施策評価シート</p>{_form(one)}</section>"
        for one in specimen.contents
    ]
    chromium_pdf(html_page("A4", title, *forms, css=CSS, margin="15mm 14mm"), path)


def _form(one: Measure) -> str:
    rows = [
        [
            header("施策番号"),
            cell(one.number),
            header("担当課", columns=2),
            cell(one.department, columns=2),
        ],
        [
            header("政策の柱"),
            cell(heading_text(one.pillar)),
            header("政策", columns=2),
            cell(heading_text(one.middle), columns=2),
        ],
        [header("施策名"), cell(one.name, columns=5)],
        [header("施策の目的"), cell(one.purpose, columns=5)],
        [
            header("成果指標", rows=1 + len(one.indicators)),
            *map(header, ("指標名", "単位", "目標値", "実績値", "達成率")),
        ],
        *_indicator_rows(one),
        [header("評価"), cell(one.symbol, columns=5)],
        [header("未達成の理由"), cell(one.reason, "tall", columns=5)],
        [header("今後の対応"), cell(one.outlook, "tall", columns=5)],
    ]
    lines = "".join("<tr>" + "".join(row) + "</tr>" for row in rows)
    return f"<table>{COLUMNS}<tbody>{lines}</tbody></table>"


def _indicator_rows(one: Measure) -> list[list[str]]:
    rows = []
    for known in one.indicators:
        numbers = [cell(value, "r") for value in (known.target, known.actual, known.rate)]
        rows.append([cell(known.name), cell(known.unit, "c"), *numbers])
    return rows


FORMS = Specimen(
    name="forms",
    title="みほん県総合計画　令和３年度施策評価シート",
    plan="みほん県総合計画",
    organization="みほん県",
    fiscal_year=2021,
    layout="one form of label and value cells a measure, two a page, small indicator table inside; portrait",
    producer="chromium",
    contents=read_rows("forms", target_year=2021),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"measures.status"}),
)
