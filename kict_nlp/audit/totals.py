"""The table of totals: against the measures, against its own sums, against its own rates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from kict_nlp.audit.making import finding
from kict_nlp.reports.tally import Tally, count_measures, in_scope
from kict_nlp.schema import Finding, Report, SummaryRow

# Bodies count differently (all measures, those of the year, those rated). The way of counting that
# fits most rows is the body's; it must fit this share of them, or the column counts something else.
_FITS = 0.6

_COLUMNS = ("measures", "exceeded", "met", "exceeded_or_met", "missed")
_COUNTS: dict[str, tuple[Callable[[Tally], int], ...]] = {
    "measures": (lambda t: t.rated, lambda t: t.active, lambda t: t.measures),
    "exceeded": (lambda t: t.exceeded,),
    "met": (lambda t: t.met, lambda t: t.achieved),
    "exceeded_or_met": (lambda t: t.achieved,),
    "missed": (lambda t: t.missed, lambda t: t.missed + t.partly),
}
_NAMES = {
    "measures": "施策数",
    "exceeded": "上回った",
    "met": "達成",
    "exceeded_or_met": "上回った・達成",
    "missed": "未達成",
}


class _Pair(NamedTuple):
    """What a row prints, and what it should be."""

    row: SummaryRow
    printed: int
    expected: int


def check_totals(report: Report) -> Iterator[Finding]:
    """Yield where the table of totals contradicts the annex or itself."""
    for column in _COLUMNS:
        yield from _against_measures(report, column)
        yield from _against_sums(report, column)
    yield from _across(report)
    yield from _rates(report)


def _against_measures(report: Report, column: str) -> Iterator[Finding]:
    rows = [row for row in report.summary if getattr(row, column) is not None]
    tallies = {id(row): _tally(report, row) for row in rows}
    known = [(row, tally) for row in rows if (tally := tallies[id(row)]) is not None]
    ways = [
        [_Pair(row, getattr(row, column), count(tally)) for row, tally in known]
        for count in _COUNTS[column]
    ]
    pairs = max(ways, key=_fitting, default=[])
    wrong = [pair for pair in pairs if pair.printed != pair.expected]
    if not wrong:
        return
    if _fitting(pairs) < _FITS * len(pairs):
        yield finding(
            report,
            "warning",
            "totals_count_otherwise",
            f"The totals' column {_NAMES[column]} agrees with the measures in "
            f"{_fitting(pairs)} of {len(pairs)} rows: it may count something else.",
            page=pairs[0].row.page_number,
        )
        return
    for row, printed, expected in wrong:
        yield finding(
            report,
            "error",
            "total_differs",
            f"The totals give {printed} for {_NAMES[column]} of {_label(row)}; "
            f"the annex has {expected}.",
            page=row.page_number,
            claimed=printed,
            found=expected,
        )


def _fitting(pairs: Sequence[_Pair]) -> int:
    return sum(pair.printed == pair.expected for pair in pairs)


def _tally(report: Report, row: SummaryRow) -> Tally | None:
    if row.scope == "total":
        return count_measures(report.measures)
    if row.pillar_no is None and row.middle_no is None:
        return None
    own = in_scope(report.measures, row.pillar_no, row.middle_no)
    return count_measures(own) if own else None


def _label(row: SummaryRow) -> str:
    numbers = "".join(filter(None, (row.pillar_no, row.middle_no)))
    return f"{numbers} {row.label or ''}".strip() or row.scope


# ---------------------------------------------------------------- sums


def _against_sums(report: Report, column: str) -> Iterator[Finding]:
    """A subtotal is the sum of its rows, the total that of the subtotals or of all rows."""
    for row, parts in _sums(report.summary):
        printed = getattr(row, column)
        values = [getattr(part, column) for part in parts]
        if printed is None or not values or any(value is None for value in values):
            continue
        if sum(values) != printed:
            yield finding(
                report,
                "error",
                "sum_differs",
                f"{_NAMES[column]} of {_label(row)} is {printed}, but its rows make "
                f"{'+'.join(map(str, values))} = {sum(values)}.",
                page=row.page_number,
                claimed=printed,
                found=sum(values),
            )


def _sums(rows: Sequence[SummaryRow]) -> Iterator[tuple[SummaryRow, list[SummaryRow]]]:
    pillars = [row for row in rows if row.scope == "pillar"]
    middles = [row for row in rows if row.scope == "middle"]
    totals = [row for row in rows if row.scope == "total"]
    for pillar in pillars:
        parts = [row for row in middles if row.pillar_no == pillar.pillar_no]
        if pillar.pillar_no is not None and len(parts) > 1:
            yield pillar, parts
    if len(totals) == 1:
        # Rows that no subtotal holds, such as pillars without middles, are summed with these.
        held = {pillar.pillar_no for pillar in pillars}
        yield totals[0], [*pillars, *(row for row in middles if row.pillar_no not in held)]


def _across(report: Report) -> Iterator[Finding]:
    """In one row the ratings make up the measures, where they do so in most rows."""
    pairs = [
        _Pair(row, row.measures, row.exceeded_or_met + row.missed)
        for row in report.summary
        if row.measures is not None and row.exceeded_or_met is not None and row.missed is not None
    ]
    if _fitting(pairs) >= _FITS * len(pairs):
        for row, printed, expected in pairs:
            if printed != expected:
                yield finding(
                    report,
                    "error",
                    "row_differs",
                    f"{_label(row)} has {printed} measures, but its ratings make "
                    f"{row.exceeded_or_met}+{row.missed} = {expected}.",
                    page=row.page_number,
                    claimed=printed,
                    found=expected,
                )
    for row in report.summary:
        if None in (row.exceeded, row.met, row.exceeded_or_met):
            continue
        both = (row.exceeded or 0) + (row.met or 0)
        if both != row.exceeded_or_met:
            yield finding(
                report,
                "error",
                "row_differs",
                f"{_label(row)}: 上回った {row.exceeded} and 達成 {row.met} do not make "
                f"{row.exceeded_or_met}.",
                page=row.page_number,
                claimed=row.exceeded_or_met,
                found=both,
            )


# ---------------------------------------------------------------- rates


def _rates(report: Report) -> Iterator[Finding]:
    rows = [
        (row, row.achievement_rate, row.exceeded_or_met / row.measures)
        for row in report.summary
        if row.achievement_rate is not None and row.exceeded_or_met is not None and row.measures
    ]
    wrong = [item for item in rows if not _is_rounded(item[1], item[2])]
    if len(rows) - len(wrong) < _FITS * len(rows) and len(rows) > 1 and len(wrong) == len(rows):
        yield finding(
            report,
            "warning",
            "rates_count_otherwise",
            "No printed achievement rate is that of its row: the rate may mean something else.",
            page=rows[0][0].page_number,
        )
        return
    for row, printed, expected in wrong:
        is_cut = 0 <= expected - printed < _step(printed)
        yield finding(
            report,
            "warning" if is_cut else "error",
            "rate_cut" if is_cut else "rate_differs",
            f"The achievement rate of {_label(row)} is printed as {printed:.1%}; "
            f"{row.exceeded_or_met} of {row.measures} are {expected:.1%}.",
            page=row.page_number,
            claimed=f"{printed:.1%}",
            found=f"{expected:.1%}",
        )


def _is_rounded(printed: float, exact: float) -> bool:
    """Whether a rate is the exact one rounded to as many places as it prints."""
    return abs(exact - printed) <= _step(printed) / 2 + 1e-9


def _step(rate: float) -> float:
    """Worth of one in the last printed place of a percentage, as a ratio."""
    text = f"{100 * rate:.6f}".rstrip("0").rstrip(".")
    return 10.0 ** -len(text.partition(".")[2]) / 100
