"""Tables with rules between the rows only, with no rules, and on a turned page; text in fonts that are not embedded."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from tests.bodies.glyphs import Sheet
from tests.bodies.model import Measure, Specimen
from tests.bodies.reading import read_rows

if TYPE_CHECKING:
    from pathlib import Path

PLAN_SCALE = {"達成": "met", "一部達成": "partly", "未達成": "missed", "終了": "none"}
PLAN_HEADINGS = (
    "番号",
    "取組項目",
    "所管課",
    "指標",
    "目標",
    "実績",
    "評価",
    "未達成の理由及び今後の取組",
)
PLAN_WIDTHS = (36, 122, 72, 140, 70, 70, 60, 190)
TURNED_SCALE = {"達成": "met", "未達成": "missed"}
TURNED_HEADINGS = (
    "番号",
    "主要事業",
    "担当課",
    "成果指標",
    "目標値",
    "実績値",
    "達成度",
    "未達成の理由及び今後の見込み",
)
TURNED_WIDTHS = (36, 115, 80, 135, 65, 65, 55, 210)
WELFARE_SCALE = {"Ａ": "met", "Ｂ": "partly", "Ｃ": "missed"}
WELFARE_HEADINGS = ("", "取組の内容", "指標", "目標値", "実績値", "評価", "理由と今後の取組")
WELFARE_WIDTHS = (40, 132, 152, 65, 65, 45, 258)


def _draw_row_rules(specimen: Specimen, path: Path) -> None:
    sheet = Sheet.open(path, "HeiseiKakuGo-W5", 9.5, PLAN_WIDTHS, padding=6)
    sheet.put_line(specimen.title, size=14, centred=True)
    sheet.put_line(f"令和４年８月　{specimen.organization}行政経営課", right=True)
    sheet.put_line("評価：達成・一部達成・未達成の３区分（取組を終えたものは「終了」）")
    _put_plan_header(sheet)
    for one in specimen.contents:
        row = _plan_cells(one)
        if not sheet.fits(sheet.height(row)):
            sheet.turn_page()
            _put_plan_header(sheet)
        sheet.put_row(row)
        sheet.put_rule()
    sheet.finish()


def _put_plan_header(sheet: Sheet) -> None:
    sheet.put_rule(1.2)
    sheet.put_row(PLAN_HEADINGS)
    sheet.put_rule(1.2)


def _plan_cells(one: Measure) -> list[str | None]:
    columns = [
        [known.published(getattr(known, name)) for known in one.indicators]
        for name in ("name", "target", "actual")
    ]
    indicator, target, actual = ("\n".join(filter(None, column)) for column in columns)
    return [
        one.number,
        one.name,
        one.department,
        indicator,
        target,
        actual,
        one.symbol,
        one.explanation,
    ]


def _draw_no_rules(specimen: Specimen, path: Path) -> None:
    sheet = Sheet.open(path, "HeiseiMin-W3", 9.5, WELFARE_WIDTHS, padding=5)
    sheet.put_line(specimen.title, size=15, centred=True)
    sheet.put_line(specimen.organization, right=True)
    sheet.put_line("Ａ…達成した　Ｂ…おおむね達成した　Ｃ…達成できなかった")
    sheet.put_row(WELFARE_HEADINGS)
    for (number, words), group in groupby(specimen.contents, key=lambda one: one.pillar):
        sheet.skip(6)
        sheet.put_line(f"基本目標{number}　{words}", size=11)
        for one in group:
            (known,) = one.indicators
            sheet.put_row(
                [
                    one.number,
                    one.name,
                    known.name,
                    known.target,
                    known.actual,
                    one.symbol,
                    one.explanation,
                ]
            )
    sheet.finish()


def _draw_turned_page(specimen: Specimen, path: Path) -> None:
    sheet = Sheet.open(path, "HeiseiKakuGo-W5", 9, TURNED_WIDTHS, padding=5)
    sheet.turn_paper()
    sheet.put_line(specimen.title, size=14, centred=True)
    sheet.put_line(specimen.organization, right=True)
    rows: list[tuple[str | None, ...]] = [TURNED_HEADINGS]
    for one in specimen.contents:
        (known,) = one.indicators
        rows.append(
            (
                one.number,
                one.name,
                one.department,
                known.name,
                known.target,
                known.actual,
                one.symbol,
                one.explanation,
            )
        )
    for row in rows:
        sheet.put_row(row)
        sheet.put_grid(sheet.height(row))
    sheet.finish()


ROW_RULES = Specimen(
    name="row_rules",
    title="例示市行財政改革プラン　令和３年度進捗状況",
    plan="例示市行財政改革プラン",
    organization="例示市",
    fiscal_year=2021,
    layout="rules between the rows only; (1) and (2) stacked in one cell; gothic font not embedded; a measure that ended",
    producer="reportlab",
    contents=read_rows("row_rules"),
    scale=PLAN_SCALE,
    draw=_draw_row_rules,
    undecided=frozenset(
        {"measures.reason", "measures.outlook", "measures.completed_fiscal_year", "measures.status"}
    ),
)
NO_RULES = Specimen(
    name="no_rules",
    title="みほん村地域福祉計画　令和４年度の進捗状況",
    plan="みほん村地域福祉計画",
    organization="みほん村",
    fiscal_year=2022,
    layout="no rules at all: columns by alignment, sections by larger type; mincho font not embedded; no department",
    producer="reportlab",
    contents=read_rows("no_rules"),
    scale=WELFARE_SCALE,
    draw=_draw_no_rules,
    undecided=frozenset({"measures.reason", "measures.outlook", "measures.number"}),
)
TURNED_PAGE = Specimen(
    name="turned_page",
    title="例示市都市整備計画　令和４年度主要事業点検表",
    plan="例示市都市整備計画",
    organization="例示市",
    fiscal_year=2022,
    layout="full grid drawn as boxes on a portrait page with /Rotate 90; gothic font not embedded",
    producer="reportlab",
    contents=read_rows("turned_page"),
    scale=TURNED_SCALE,
    draw=_draw_turned_page,
    undecided=frozenset({"measures.reason", "measures.outlook"}),
)
