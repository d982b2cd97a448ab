"""Numbers of measures within their sections: twice, missing, or in the wrong section."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

from kict_nlp.audit.making import finding, named
from kict_nlp.schema import Finding, Measure, Report
from kict_nlp.text.normalize import normalize

_Key = tuple[str | None, ...]
_RESTARTS = 0.6  # share of the sections that must begin with 1 for the numbers to restart in each


def check_numbers(report: Report) -> Iterator[Finding]:
    """Yield measures whose numbers break the series of their section."""
    groups = _groups(report.measures)
    if not groups:
        return
    yield from _twice(report, groups)
    yield from _out_of_series(report, groups)


def _groups(measures: Sequence[Measure]) -> dict[_Key, list[tuple[int, Measure]]]:
    """Measures with plain numbers by section; empty where numbers are of another kind."""
    numbered = [(_plain(measure.number), measure) for measure in measures]
    if not numbered or any(number is None for number, _ in numbered):
        return {}
    groups: dict[_Key, list[tuple[int, Measure]]] = {}
    for number, m in numbered:
        key = (m.pillar_no, m.pillar, m.middle_no, m.middle, m.field_no, m.field)
        groups.setdefault(key, []).append((number or 0, m))
    begins = sum(rows[0][0] == 1 for rows in groups.values())
    if len(groups) > 1 and begins < _RESTARTS * len(groups):
        return {(): [row for rows in groups.values() for row in rows]}  # one series over all
    return groups


def _plain(number: str | None) -> int | None:
    match = re.fullmatch(r"[(]?(\d{1,4})[).]?", normalize(number or "").text.strip())
    return int(match[1]) if match else None


def _twice(report: Report, groups: dict[_Key, list[tuple[int, Measure]]]) -> Iterator[Finding]:
    for rows in groups.values():
        counts = Counter(number for number, _ in rows)
        for number, times in counts.items():
            if times > 1:
                same = [measure for other, measure in rows if other == number]
                yield finding(
                    report,
                    "warning",
                    "number_twice",
                    f"The number {number} stands {times} times in one section: "
                    f"{' / '.join(named(measure) for measure in same)}.",
                    measure=same[-1],
                    claimed=number,
                    found=times,
                )


def _out_of_series(
    report: Report, groups: dict[_Key, list[tuple[int, Measure]]]
) -> Iterator[Finding]:
    missing = {
        key: set(range(1, max(n for n, _ in rows) + 1)) - {n for n, _ in rows}
        for key, rows in groups.items()
    }
    for key, rows in groups.items():
        for (before, _), (number, measure) in pairwise(rows):
            if number >= before:
                continue
            home = next((k for k in groups if k != key and number in missing[k]), None)
            where = f"; {_name(home)} lacks it" if home else ""
            yield finding(
                report,
                "warning",
                "row_out_of_series",
                f"{named(measure)} follows number {before} in {_name(key)}{where}.",
                measure=measure,
                claimed=number,
                found=before,
            )
        gaps = sorted(missing[key])
        if gaps and len(gaps) <= len(rows):
            yield finding(
                report,
                "warning",
                "number_missing",
                f"{_name(key)} has no measure numbered {', '.join(map(str, gaps))}.",
                measure=rows[0][1],
                claimed=", ".join(map(str, gaps)),
            )


def _name(key: _Key | None) -> str:
    parts = [part for part in (key or ())[-2:] if part]
    return " ".join(parts) or "the annex"
