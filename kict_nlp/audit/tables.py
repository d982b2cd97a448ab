"""The tables of a report against each other: they may have been edited since they were read."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kict_nlp.audit.making import finding, named
from kict_nlp.reports.claims.sentences import pack
from kict_nlp.schema import Finding, Report

_VALUES = ("target", "actual")


def check_tables(report: Report) -> Iterator[Finding]:
    """Yield values of an indicator that the row of its measure does not have."""
    of_id = {measure.measure_id: measure for measure in report.measures}
    for indicator in report.indicators:
        measure = of_id[indicator.measure_id]
        for column in _VALUES:
            own, whole = getattr(indicator, column), getattr(measure, column)
            if own and not _holds(whole, own):
                yield finding(
                    report,
                    "error",
                    "tables_differ",
                    f"{named(measure)}: the table of indicators has the {column} {own}, "
                    f"that of measures {whole}.",
                    measure=measure,
                    claimed=whole,
                    found=own,
                )


def _holds(whole: str | None, part: str) -> bool:
    """Whether a cell has a value, and not just the end or the beginning of a longer number."""
    value = re.escape(_by_lines(part))
    place = _by_lines(whole or "")
    return re.search(rf"(?<![\d.,]){value}(?![\d.,]*\d)", place) is not None


def _by_lines(text: str) -> str:
    """Lines stay apart: two numbers one below the other are not one."""
    return "\n".join(map(pack, text.split("\n")))
