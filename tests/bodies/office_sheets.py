"""A city's 事務事業評価表: forms with parts (基本情報, 指標, 評価) down the left, two years of goal and result, ticked boxes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.bodies.model import Indicator, Measure, Specimen
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, header, html_page, weasyprint_pdf

if TYPE_CHECKING:
    from pathlib import Path

SCALE = {"Ａ": "met", "Ｂ": "partly", "Ｃ": "missed"}
LEGEND = "Ａ…目標を達成した　Ｂ…目標をおおむね達成した　Ｃ…目標を達成できなかった"
COLUMNS = "".join(f"<col style='width:{width}%'>" for width in (6, 16, 22, 8, 12, 12, 12, 12))
CSS = """
body{font-size:9pt} section{break-after:page} th{background:#eef2f7} td,th{padding:4pt 3pt}
.tall{height:18mm;vertical-align:top} .part{background:#d4dfec}
"""


def _draw(specimen: Specimen, path: Path) -> None:
    forms = [
        f"<section><h1>{specimen.title}</h1><div class='body'>{specimen.organization}</div>{_form(one)}<p>{LEGEND}</p></section>"
        for one in specimen.contents
    ]
    weasyprint_pdf(html_page("A4", *forms, css=CSS, margin="14mm"), path)


def _part(words: str, rows: int) -> str:
    return cell("\n".join(words), "c part", tag="th", rows=rows)


def _form(one: Measure) -> str:
    boxes = "　".join(("☑" if words == one.symbol else "□") + words for words in SCALE)
    height = len(one.indicators)
    rows = [
        [
            _part("基本", 3),
            header("事業番号"),
            cell(one.number),
            header("所管課", columns=2),
            cell(one.department, columns=3),
        ],
        [header("事業名"), cell(one.name, columns=6)],
        [header("事業の目的"), cell(one.purpose, columns=6)],
        [
            _part("指標", 2 + height),
            header("指標名", rows=2, columns=2),
            header("単位", rows=2),
            header("令和３年度", columns=2),
            header("令和４年度", columns=2),
        ],
        [header(words) for words in ("目標", "実績", "目標", "実績")],
        *(_indicator_cells(known) for known in one.indicators),
        [_part("評価", 3), header("目標の達成度"), cell(boxes, columns=6)],
        [header("未達成の理由"), cell(one.reason, "tall", columns=6)],
        [header("今後の取組方針"), cell(one.outlook, "tall", columns=6)],
    ]
    lines = "".join("<tr>" + "".join(row) + "</tr>" for row in rows)
    return f"<table><colgroup>{COLUMNS}</colgroup><tbody>{lines}</tbody></table>"


def _indicator_cells(known: Indicator) -> list[str]:
    values = (known.goals[2021], known.yearly[2021], known.goals[2022], known.actual)
    return [
        cell(known.name, columns=2),
        cell(known.unit, "c"),
        *(cell(value, "r") for value in values),
    ]


OFFICE_SHEETS = Specimen(
    name="office_sheets",
    title="令和４年度　事務事業評価表",
    plan="",
    organization="みほん市",
    fiscal_year=2022,
    layout="one form a page; parts down the left edge; indicators under a header of two rows, goal and result of two years; ☑ before one of three letters",
    producer="weasyprint",
    contents=read_rows("office_sheets", target_year=2022),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"plan", "title"}),
)
