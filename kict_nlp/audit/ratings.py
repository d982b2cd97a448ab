"""Ratings against the values that they rate, and results against earlier ones."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from kict_nlp.audit.making import finding, named
from kict_nlp.reports.scales import rate
from kict_nlp.schema import Finding, Indicator, Measure, Report

_RATED = ("exceeded", "met", "partly", "missed")


def check_ratings(report: Report) -> Iterator[Finding]:
    """Yield ratings that the values, the scale, or the lack of a result speak against."""
    of_id = {measure.measure_id: measure for measure in report.measures}
    for indicator in report.indicators:
        measure = of_id[indicator.measure_id]
        rating = indicator.rating or measure.rating
        symbol = indicator.rating_symbol or measure.rating_symbol
        if rating not in _RATED:
            continue
        values = f"target {indicator.target}, result {indicator.actual}"
        if indicator.pending:
            yield finding(
                report,
                "warning",
                "pending_but_rated",
                f"{named(measure)} is rated {symbol} although its result is not known yet: "
                f"{indicator.actual}.",
                measure=measure,
                claimed=symbol,
                found=indicator.actual,
            )
        elif indicator.agrees_with_rating is False:
            yield finding(
                report,
                "warning",
                "rating_against_values",
                f"{named(measure)} is rated {symbol}, but its values say otherwise "
                f"({indicator.indicator or indicator.indicator_id}: {values}, "
                f"better is {indicator.comparison}).",
                measure=measure,
                claimed=symbol,
                found=f"{indicator.actual} / {indicator.target}",
            )
    for measure in report.measures:
        yield from _against_scale(report, measure)


def _against_scale(report: Report, measure: Measure) -> Iterator[Finding]:
    """The rating must be one of those that the printed symbols mean."""
    if measure.rating is None or not measure.rating_symbol:
        return
    printed = [m.rating_symbol for m in report.measures if m.rating_symbol]
    symbols = measure.rating_symbol.split("\n")
    meant = {rate(symbol, report.scale, printed) for symbol in symbols} - {None}
    if meant and measure.rating not in meant:
        yield finding(
            report,
            "error",
            "rating_against_symbol",
            f"{named(measure)} is said to be {measure.rating}, but its symbol "
            f"{' '.join(symbols)} means {', '.join(sorted(filter(None, meant)))}.",
            measure=measure,
            claimed=measure.rating,
            found=measure.rating_symbol,
        )


def check_series(report: Report) -> Iterator[Finding]:
    """Yield totals since the plan began that fall."""
    of_id = {measure.measure_id: measure for measure in report.measures}
    for indicator in report.indicators:
        if not indicator.cumulative or indicator.comparison != ">=":
            continue
        points = _points(report, indicator)
        for (year, before), (later, after) in pairwise(points):
            if after < before:
                yield finding(
                    report,
                    "warning",
                    "cumulative_falls",
                    f"{named(of_id[indicator.measure_id])}: {indicator.indicator} is a running "
                    f"total, but falls from {before:g} ({year}) to {after:g} ({later}).",
                    measure=of_id[indicator.measure_id],
                    claimed=f"{after:g}",
                    found=f"{before:g}",
                )


def _points(report: Report, indicator: Indicator) -> list[tuple[str, float]]:
    """Values with their years in order: the baseline, earlier results, the result."""
    known: dict[int, float] = {
        item.fiscal_year: item.actual_value
        for item in report.actuals
        if item.indicator_id == indicator.indicator_id and item.actual_value is not None
    }
    if indicator.baseline_year is not None and indicator.baseline_value is not None:
        known.setdefault(indicator.baseline_year, indicator.baseline_value)
    if report.fiscal_year is not None and indicator.actual_value is not None:
        known.setdefault(report.fiscal_year, indicator.actual_value)
    return [(str(year), value) for year, value in sorted(known.items())]
