"""An invented report as the records that reading its PDF would give, without a page."""

from __future__ import annotations

import hashlib
from typing import Final, cast

from kict_nlp.reports.indicators import type_indicators
from kict_nlp.schema import (
    Grade,
    Indicator,
    Measure,
    Rating,
    Report,
    Scale,
    Scope,
    Status,
    SummaryRow,
)

from .model import Body, Entry, Year, indicator_id, measure_id
from .printed import (
    DASH,
    SIGNS,
    actual_of,
    actual_text,
    content_of,
    era_year,
    indicator_text,
    target_of,
    target_text,
)

SCALE: Final = Scale(
    name="legend",
    basis="target",
    grades=tuple(Grade(symbol=sign, rating=cast("Rating", name)) for name, sign in SIGNS.items()),
)
SCOPES: Final[dict[str, Scope]] = {"middle": "middle", "subtotal": "pillar", "total": "total"}


def report_of(body: Body, year: Year) -> Report:
    """Return one report of a body as records: measures, indicators, totals.

    Places on pages, sections and claims are not there; print the report and read it for these.
    """
    measures = [_measure(year, entry) for entry in year.entries]
    indicators = [indicator for entry in year.entries for indicator in _indicators(year, entry)]
    content = content_of(body, year)
    return Report(
        report_id=year.report_id,
        organization=body.name,
        plan=content["plan"],
        title=content["title"],
        fiscal_year=year.fiscal_year,
        era_year=era_year(year.fiscal_year),
        source_file=f"{year.report_id}.pdf",
        sha256=hashlib.sha256(repr(year).encode()).hexdigest(),
        pages=0,
        layout="invented",
        layout_score=1.0,
        backend="invented",
        scale=SCALE,
        measures=tuple(measures),
        indicators=tuple(type_indicators(measures, indicators, SCALE, year.fiscal_year)),
        summary=tuple(_summary_row(year, row) for row in content["summary"]["rows"]),
    )


def _measure(year: Year, entry: Entry) -> Measure:
    place, why, done = entry.place, entry.explanation, entry.completed is not None
    return Measure(
        measure_id=measure_id(year.report_id, entry),
        report_id=year.report_id,
        fiscal_year=year.fiscal_year,
        pillar_no=place.pillar_no,
        pillar=place.pillar,
        middle_no=place.middle_no,
        middle=place.middle,
        field_no=place.field_no,
        field=place.field,
        number=str(entry.number),
        measure=entry.text,
        department=entry.department,
        indicator=indicator_text(entry),
        target=None if done else target_text(entry),
        actual=None if done else actual_text(entry),
        rating_symbol=None if done else SIGNS[entry.rating],
        rating=cast("Rating", entry.rating),
        status=_status(entry),
        completed_fiscal_year=entry.completed,
        explanation=f"　{why.reason}\n　{why.outlook}" if why else None,
        reason=why.reason if why else None,
        outlook=why.outlook if why else None,
    )


def _status(entry: Entry) -> Status:
    if entry.completed is not None:
        return "completed"
    return "evaluated" if entry.has_target else "no_target"


def _indicators(year: Year, entry: Entry) -> list[Indicator]:
    several = len(entry.yardsticks) > 1
    done = entry.completed is not None
    return [
        Indicator(
            indicator_id=indicator_id(year.report_id, entry, part),
            measure_id=measure_id(year.report_id, entry),
            part=f"({part})" if several else None,
            indicator=one.name,
            target=None if done else target_of(one) if entry.has_target else DASH,
            actual=None if done else actual_of(one) if entry.has_target else DASH,
            target_year=None if done else year.fiscal_year,
        )
        for part, one in enumerate(entry.yardsticks, start=1)
    ]


def _summary_row(year: Year, row: dict[str, str | int | None]) -> SummaryRow:
    rate = cast("str | None", row["achievement_rate"])
    counts = {
        name: cast("int | None", row[name])
        for name in ("measures", "exceeded", "met", "exceeded_or_met", "missed")
    }
    return SummaryRow(
        report_id=year.report_id,
        scope=SCOPES[str(row["kind"])],
        pillar_no=cast("str | None", row["pillar"]),
        middle_no=cast("str | None", row["middle"]),
        label=cast("str | None", row["label"]),
        achievement_rate=None if rate is None else round(float(rate.rstrip("％")) / 100, 6),
        **counts,
    )
