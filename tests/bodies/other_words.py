"""A city's plan without numbers or departments, its columns named in other words; printed by WeasyPrint."""

from __future__ import annotations

from functools import partial
from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen, heading_text
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, header, html_page, html_table, weasyprint_pdf

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SCALE = {"順調": "met", "概ね順調": "partly", "遅れ": "missed"}
HEADINGS = (
    "基本施策",
    "取組",
    "成果を測るものさし",
    "めざす値",
    "到達した値",
    "進捗状況",
    "課題と今後の対応",
)
WIDTHS = (22, 40, 42, 20, 20, 20, 82)
CSS = """
body{font-family:"IPAexMincho"} h1{text-align:left;border-bottom:2pt solid #7a3b69} td,th{border:0;border-bottom:.5pt solid #999;padding:4pt 3pt}
th{background:none;border-top:1pt solid #333;border-bottom:1pt solid #333}
"""


def draw_headed(headings: Sequence[str], specimen: Specimen, path: Path) -> None:
    """Typeset the plan with these words over its columns."""
    rows = []
    for pillar, group in groupby(specimen.contents, key=lambda one: one.pillar):
        members = list(group)
        for index, one in enumerate(members):
            rows.append(
                [
                    *([cell(heading_text(pillar), rows=len(members))] if index == 0 else []),
                    *_cells(one),
                ]
            )
    table = html_table(WIDTHS, [[header(words) for words in headings]], rows)
    title = f"<h1>{specimen.title}</h1><div class='body'>{specimen.organization}市民協働課</div>"
    weasyprint_pdf(html_page("A4 landscape", title, table, css=CSS), path)


def _cells(one: Measure) -> list[str]:
    (known,) = one.indicators
    bullets = (one.explanation or "").replace("。・", "。\n・")
    numbers = [cell(known.target, "r"), cell(known.actual, "r")]
    return [cell(one.name), cell(known.name), *numbers, cell(one.symbol, "c"), cell(bullets)]


OTHER_WORDS = Specimen(
    name="other_words",
    title="みほん市男女共同参画プラン　令和４年度の取組状況について",
    plan="みほん市男女共同参画プラン",
    organization="みほん市",
    fiscal_year=2022,
    layout="no numbers, no department, unusual header words, horizontal rules, merged section cell, bullets (・) in cells",
    producer="weasyprint",
    contents=read_rows("other_words"),
    scale=SCALE,
    draw=partial(draw_headed, HEADINGS),
    undecided=frozenset({"measures.reason", "measures.outlook"}),
)
