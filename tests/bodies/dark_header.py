"""A metropolis on A3: small type, white words and white rules in a dark header, rows in alternating tint."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, chromium_pdf, header, html_page, html_table

if TYPE_CHECKING:
    from pathlib import Path

SCALE = {"5": "exceeded", "4": "met", "3": "partly", "2": "missed", "1": "missed", "－": "none"}
LEGEND = "評価　5：目標を大きく上回った　4：目標を達成した　3：目標をおおむね達成した　2：目標を下回った　1：目標を大きく下回った　－：評価対象外"
WIDTHS = (9, 40, 20, 44, 13, 20, 20, 20, 18, 24, 24, 12, 68, 62)
CSS = """
body{font-size:6.2pt} h1{font-size:15pt;text-align:left}
th{background:#1f3a5f;color:#fff;border:0.8pt solid #fff} td{border:0;padding:2.5pt 3pt}
tbody tr:nth-child(even) td{background:#eef2f7} tbody tr:nth-child(n) td.section{background:#c9d6e6;font-weight:bold}
"""


def _draw(specimen: Specimen, path: Path) -> None:
    def tall(words: str) -> str:
        return header(words, rows=2)

    head = [
        [
            *map(
                tall,
                (
                    "No.",
                    "施策名",
                    "所管局",
                    "指標",
                    "単位",
                    "基準値\n（2019）",
                    "目標値\n（2023）",
                    "実績値\n（2023）",
                    "達成率\n（％）",
                ),
            ),
            header("事業費（千円）", columns=2),
            *map(tall, ("評価", "要因", "今後の取組")),
        ],
        [header("予算額"), header("決算額")],
    ]
    rows = []
    for (number, words), group in groupby(specimen.contents, key=lambda one: one.pillar):
        rows.append([cell(f"政策{number}　{words}", "section", columns=len(WIDTHS))])
        rows += [_cells(one) for one in group]
    title = f"<h1>{specimen.title}</h1><div class='body'>{specimen.organization}政策企画局</div><p>{LEGEND}</p>"
    chromium_pdf(
        html_page("A3 landscape", title, html_table(WIDTHS, head, rows), css=CSS, margin="15mm"),
        path,
    )


def _cells(one: Measure) -> list[str]:
    (known,) = one.indicators
    words = [
        cell(one.number, "c"),
        cell(one.name),
        cell(one.department),
        cell(known.name),
        cell(known.unit, "c"),
    ]
    numbers = (known.baseline, known.target, known.actual, known.rate, one.budget, one.spent)
    return [
        *words,
        *(cell(value, "r") for value in numbers),
        cell(one.symbol, "c"),
        cell(one.reason),
        cell(one.outlook),
    ]


DARK_HEADER = Specimen(
    name="dark_header",
    title="みほん都長期戦略　2023年度施策評価一覧",
    plan="みほん都長期戦略",
    organization="みほん都",
    fiscal_year=2023,
    layout="A3 landscape, 6 pt; dark header, white words and rules; zebra body without rules; costs as decoys; ratings 5–1",
    producer="chromium",
    contents=read_rows("dark_header", baseline_year=2019, target_year=2023),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"measures.status"}),
)
