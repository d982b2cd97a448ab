"""A city's 男女共同参画計画: goals and directions as two levels of captions above small portrait tables."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.model import Measure, Specimen, heading_text
from tests.bodies.reading import read_rows
from tests.bodies.typesetting import cell, chromium_pdf, header, html_page, html_table

if TYPE_CHECKING:
    from pathlib import Path

SCALE = {
    "計画どおり進んでいる": "met",
    "やや遅れている": "partly",
    "遅れている": "missed",
}
HEADINGS = (
    "No.",
    "具体的な取組",
    "担当課",
    "指標",
    "目標値\n(令和5年度)",
    "実績値\n(令和5年度)",
    "進捗状況",
    "評価の理由",
)
WIDTHS = (9, 32, 24, 28, 19, 19, 22, 42)


def _draw(specimen: Specimen, path: Path) -> None:
    parts = [f"<h1>{specimen.title}</h1><div class='body'>{specimen.organization}</div>"]
    for pillar, group in groupby(specimen.contents, key=lambda one: one.pillar):
        parts.append(f"<h2>基本目標{heading_text(pillar)}</h2>")
        for field, members in groupby(group, key=lambda one: one.field):
            parts.append(f"<h3>施策の方向{heading_text(field)}</h3>")
            rows = [_cells(one) for one in members]
            parts.append(html_table(WIDTHS, [[header(words) for words in HEADINGS]], rows))
    css = "h2{font-size:12pt} h3{font-size:9.5pt;margin:2mm 0 1mm;font-weight:normal}"
    chromium_pdf(html_page("A4", *parts, css=css), path)


def _cells(one: Measure) -> list[str]:
    (known,) = one.indicators
    return [
        cell(one.number, "c"),
        *map(cell, (one.name, one.department, known.name)),
        *(cell(value, "r") for value in (known.target, known.actual)),
        cell(one.symbol, "c"),
        cell(one.explanation),
    ]


EQUALITY_PLAN = Specimen(
    name="equality_plan",
    title="第３次みほん市男女共同参画計画　令和５年度年次報告書",
    plan="第３次みほん市男女共同参画計画",
    organization="みほん市",
    fiscal_year=2023,
    layout="portrait; two levels of captions above tables, the inner numbers begin anew under each outer one; ratings in words",
    producer="chromium",
    contents=read_rows("equality_plan", target_year=2023),
    scale=SCALE,
    draw=_draw,
    undecided=frozenset({"measures.reason", "measures.outlook"}),
)
