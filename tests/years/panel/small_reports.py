"""Reports of a few measures, written as records."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from kict_nlp.reports.indicators import type_indicators
from kict_nlp.schema import Indicator, Measure, Rating, Report, Scale, Status

SCALE = Scale(name="common", basis="target")


class Row(NamedTuple):
    """One measure as a report prints it; ``place`` is pillar, middle, field, number."""

    place: str
    measure: str
    department: str = "産業政策課"
    indicators: tuple[tuple[str, str | None], ...] = ()
    field: str | None = None
    status: Status = "evaluated"
    completed: int | None = None
    explanation: str | None = None
    rating: Rating | None = "met"


NAMES = (
    "温室における環境制御の導入",
    "橋りょう点検の効率化",
    "電子図書館の開設",
    "観光案内の多言語化",
    "県税の納付手段の拡大",
    "河川の水位の公開",
    "保育士人材バンクの運営",
    "統計資料の公開",
)


def filler(year: int = 0) -> list[Row]:
    """Measures that stay, so that a year is no handful; their targets rise."""
    return [
        Row(f"Ⅰ①ア{n}", name, f"第{n}課", ((f"{name[:2]}の件数", f"{100 * n + year}件"),))
        for n, name in enumerate(NAMES, 1)
    ]


def report(
    year: int,
    rows: Sequence[Row],
    *,
    organization: str | None = "みほん県",
    plan: str | None = None,
    name: str | None = None,
) -> Report:
    """Return the report of a year; ids as reading a PDF would give them."""
    report_id = name or f"r{year}"
    measures = [_measure(report_id, year, row) for row in rows]
    indicators = [
        Indicator(
            indicator_id=f"{report_id}/{row.place}#{n}",
            measure_id=f"{report_id}/{row.place}",
            part=f"({n})" if len(row.indicators) > 1 else None,
            indicator=wording,
            target=target,
            actual=target,
        )
        for row in rows
        for n, (wording, target) in enumerate(row.indicators, 1)
    ]
    return Report(
        report_id=report_id,
        organization=organization,
        plan=plan,
        fiscal_year=year,
        source_file=f"{report_id}.pdf",
        sha256="",
        pages=9,
        layout="general",
        layout_score=1.0,
        backend="pdfium",
        scale=SCALE,
        measures=tuple(measures),
        indicators=tuple(type_indicators(measures, indicators, SCALE, year)),
    )


def _measure(report_id: str, year: int, row: Row) -> Measure:
    pillar, middle, field, number = row.place[0], row.place[1], row.place[2], row.place[3:]
    return Measure(
        measure_id=f"{report_id}/{row.place}",
        report_id=report_id,
        fiscal_year=year,
        pillar_no=pillar,
        pillar=f"柱{pillar}",
        middle_no=middle,
        middle=f"中柱{middle}",
        field_no=field,
        field=row.field or f"分野{field}",
        number=number,
        measure=row.measure,
        department=row.department,
        status=row.status,
        completed_fiscal_year=row.completed,
        explanation=row.explanation,
        rating=row.rating,
    )
