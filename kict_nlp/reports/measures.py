"""Raw records → measures, indicators and results, as the published tables have them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from kict_nlp.reports.explanation import split_explanation
from kict_nlp.reports.ids import make_unique
from kict_nlp.reports.layout import Layout, Role
from kict_nlp.reports.numbering import parse_label
from kict_nlp.reports.ratings import checked_option, normalize_symbol
from kict_nlp.reports.raw import RawMeasure, RawRow
from kict_nlp.reports.scales import rate
from kict_nlp.reports.yearly import column_taken, year_taken
from kict_nlp.schema import Actual, Box, Indicator, Issue, Measure, Place, Rating, Scale, Status
from kict_nlp.text.normalize import normalize
from kict_nlp.text.years import find_fiscal_year

_PART = re.compile(r"^[(（]([0-9０-９]{1,2})[)）]\s*")
_DASH = "―"
_MOST_NUMBERED = 0.8  # of the measures whose names must begin with a number for it to be theirs
_PLACED: dict[Role, str] = {
    "number": "number",
    "measure": "measure",
    "department": "department",
    "indicator": "indicator",
    "unit": "unit",
    "baseline": "baseline",
    "target": "target",
    "actual": "actual",
    "rating": "rating_symbol",
    "explanation": "explanation",
    "outlook": "outlook",
    "note": "note",
}
# From the worst to the best: of several indicators the worst rating is the measure's.
_WORST_FIRST: tuple[Rating, ...] = ("missed", "partly", "met", "exceeded", "none")


class Reading(NamedTuple):
    """All measures of a report with their indicators, results, and doubts."""

    measures: list[Measure]
    indicators: list[Indicator]
    actuals: list[Actual]
    issues: list[Issue]


class Context(NamedTuple):
    """What the measures of one report have in common."""

    report_id: str
    fiscal_year: int | None
    layout: Layout
    scale: Scale


def build_measures(raws: Sequence[RawMeasure], context: Context) -> Reading:
    """Turn raw records into the records of the tables, in printed order."""
    reading = Reading([], [], [], [])
    symbols = [symbol for raw in raws for symbol in printed_ratings(raw)]
    numbers = _numbers(raws)
    keys = [_key(raw, number) for raw, number in zip(raws, numbers, strict=True)]
    for raw, number, key in zip(raws, numbers, make_unique(keys), strict=True):
        measure_id = f"{context.report_id}/{key}"
        _build(raw, measure_id, number, context, symbols, reading)
    return reading


def _numbers(raws: Sequence[RawMeasure]) -> list[str]:
    """The measures' own numbers, also where they stand before the names in one cell."""
    printed = [_text_of(raw, "number") for raw in raws]
    if any(printed):
        return printed
    before = [parse_label(_text_of(raw, "measure")).number or "" for raw in raws]
    found = sum(bool(number) for number in before)
    return before if found >= _MOST_NUMBERED * len(before) else printed


def _text_of(raw: RawMeasure, role: Role) -> str:
    return next((text for row in raw.rows if (text := row.text(role))), "")


def _key(raw: RawMeasure, own: str) -> str:
    """Numbers of the levels and of the measure, one behind the other."""
    numbers = [raw.levels[level].number or "" for level in ("pillar", "middle", "field")]
    return "".join(re.sub(r"\s", "", part) for part in (*numbers, own)) or "0"


def _build(
    raw: RawMeasure,
    measure_id: str,
    number: str,
    context: Context,
    symbols: Sequence[str],
    reading: Reading,
) -> None:
    completed = _completed_note(raw, context.layout)
    skipped: frozenset[Role] = (
        frozenset({"target", "actual", "rating"}) if completed else frozenset()
    )
    values = [
        {
            role: _value(row, raw, role, context.fiscal_year)
            for role in _PLACED
            if role not in skipped
        }
        for row in raw.rows
    ]
    own = [
        {role: text for role, text in value.items() if role not in row.carried}
        for row, value in zip(raw.rows, values, strict=True)
    ]
    own_symbols = _distinct(value.get("rating", "") for value in own)
    ratings = [rate(symbol, context.scale, symbols) for symbol in own_symbols]
    rating = _worst(ratings) if own_symbols else _no_rating(raw, completed)
    target = _lines(own, "target")
    explanation, reason, outlook = _explanation(own)
    status = _status(completed, rating, target, own_symbols)
    reading.issues.extend(
        Issue(code=code, message=message, page=_page(raw), measure_id=measure_id)
        for code, message in _rating_doubts(own_symbols, ratings, status)
    )
    if not completed:
        reading.issues.extend(_other_years(raw, measure_id, context.fiscal_year))
    reading.measures.append(
        Measure(
            measure_id=measure_id,
            report_id=context.report_id,
            fiscal_year=context.fiscal_year,
            pillar_no=raw.levels["pillar"].number,
            pillar=raw.levels["pillar"].name,
            middle_no=raw.levels["middle"].number,
            middle=raw.levels["middle"].name,
            field_no=raw.levels["field"].number,
            field=raw.levels["field"].name,
            number=number or None,
            measure=_first(values, "measure"),
            department="\n".join(_distinct(value.get("department", "") for value in own)) or None,
            indicator=_lines(own, "indicator"),
            target=target,
            actual=_lines(own, "actual"),
            rating_symbol="\n".join(own_symbols) or None,
            rating=rating,
            status=status,
            completed_fiscal_year=find_fiscal_year(completed),
            explanation=explanation,
            reason=reason,
            outlook=outlook,
            places=tuple(_places(raw)),
            boxes=tuple(_boxes(raw)),
        )
    )
    _add_indicators(raw, values, measure_id, context, symbols, reading)


# ---------------------------------------------------------------- values


def _value(row: RawRow, raw: RawMeasure, role: Role, fiscal_year: int | None) -> str:
    texts = row.texts(role)
    if not texts:
        return _spanning_value(row, role)
    columns = raw.heading.columns
    if role == "rating" and any(columns[column].is_mark for column, _ in texts):
        return " ".join(columns[column].heading for column, _ in texts if columns[column].is_mark)
    if role == "rating":
        return "\n".join(checked_option(text) for _, text in texts)
    if role in ("target", "actual", "baseline"):
        return next((t for c, t in texts if c == column_taken(row, raw, role, fiscal_year)), "")
    return "\n".join(text for _, text in texts)


def _other_years(raw: RawMeasure, measure_id: str, fiscal_year: int | None) -> list[Issue]:
    years = {year_taken(row, raw, "actual", fiscal_year) for row in raw.rows}
    return [
        Issue(
            code="other_year",
            message=f"The result is of fiscal year {year}: no column is of {fiscal_year}.",
            page=_page(raw),
            measure_id=measure_id,
        )
        for year in sorted(year for year in years if year is not None)
        if fiscal_year is not None and year != fiscal_year
    ]


def _spanning_value(row: RawRow, role: Role) -> str:
    """A cell over several columns speaks for the first of them only."""
    for roles, cell in row.spanning:
        if roles[0] == role:
            return cell.text
    return ""


def printed_ratings(raw: RawMeasure) -> list[str]:
    """The ratings as printed; a mark stands for the heading of its column."""
    columns = raw.heading.columns
    return [
        columns[column].heading if columns[column].is_mark else checked_option(text)
        for row in raw.rows
        for column, text in row.texts("rating")
    ]


def _distinct(values: object) -> list[str]:
    return [value for value in dict.fromkeys(values) if value]  # type: ignore[call-overload]


def _first(values: Sequence[Mapping[Role, str]], role: Role) -> str | None:
    return next((value[role] for value in values if value.get(role)), None)


def _lines(values: Sequence[Mapping[Role, str]], role: Role) -> str | None:
    """Several indicators of one measure stand a line each."""
    texts = [value.get(role, "") for value in values]
    return "\n".join(text for text in texts if text) or None


def _explanation(
    values: Sequence[Mapping[Role, str]],
) -> tuple[str | None, str | None, str | None]:
    reason = "\n".join(_distinct(value.get("explanation", "") for value in values))
    outlook = "\n".join(_distinct(value.get("outlook", "") for value in values))
    if outlook:
        joined = "\n".join(text for text in (reason, outlook) if text)
        return joined, reason or None, outlook
    if not reason:
        return None, None, None
    return (reason, *split_explanation(reason))


def _no_rating(raw: RawMeasure, completed: str) -> Rating | None:
    """No rating is meant where the work has ended, or where none of the columns is marked."""
    marked = any(column.is_mark for column in raw.heading.columns)
    return "none" if completed or marked else None


def _worst(ratings: Sequence[Rating | None]) -> Rating | None:
    """None where one of them is unknown: it might be the worst."""
    known = [rating for rating in ratings if rating is not None]
    return min(known, key=_WORST_FIRST.index) if known and len(known) == len(ratings) else None


# ---------------------------------------------------------------- status


def _completed_note(raw: RawMeasure, layout: Layout) -> str:
    """The note that stands in place of the values where a measure was finished before."""
    if layout.completed is None:
        return ""
    for row in raw.rows:
        for roles, cell in row.spanning:
            if {"target", "actual", "rating"} & set(roles) and layout.completed.search(cell.text):
                return cell.text
        texts = [row.text(role) for role in ("target", "actual", "rating")]
        filled = [text for text in texts if text]
        if len(filled) == 1 and filled[0][:1] in "(（" and layout.completed.search(filled[0]):
            return filled[0]
    return ""


def _status(
    completed: str, rating: Rating | None, target: str | None, symbols: Sequence[str]
) -> Status | None:
    if completed:
        return "completed"
    if rating == "none" or (rating is None and normalize_symbol(target or "") in ("", _DASH)):
        return "no_target"
    return "evaluated" if symbols or rating else None


def _rating_doubts(
    symbols: Sequence[str], ratings: Sequence[Rating | None], status: Status | None
) -> Iterator[tuple[str, str]]:
    """Code and message of what the ratings leave open."""
    for symbol, rating in zip(symbols, ratings, strict=True):
        if rating is None:
            yield "unknown_rating", f"The rating {symbol} is in no scale that is known here."
    if status is None:
        yield "rating_missing", "There is a target, but the cell of the rating is empty."


# ---------------------------------------------------------------- places


def _page(raw: RawMeasure) -> int | None:
    return next((page for _, cell in raw.cells() for page, _ in cell.places), None)


def _places(raw: RawMeasure) -> list[Place]:
    return [
        Place(_PLACED[role], page, box)
        for role, cell in raw.cells()
        if role in _PLACED
        for page, box in cell.places
    ]


def _boxes(raw: RawMeasure) -> list[tuple[int, Box]]:
    """One box a page round all cells of the measure."""
    boxes: dict[int, Box] = {}
    for _, cell in raw.cells():
        for page, box in cell.places:
            boxes[page] = boxes[page].around(box) if page in boxes else box
    return sorted(boxes.items())


# ---------------------------------------------------------------- indicators


def _add_indicators(
    raw: RawMeasure,
    values: Sequence[Mapping[Role, str]],
    measure_id: str,
    context: Context,
    symbols: Sequence[str],
    reading: Reading,
) -> None:
    count = 0
    for row, value in zip(raw.rows, values, strict=True):
        if not any(value.get(role) for role in ("indicator", "target", "actual", "baseline")):
            continue
        parts = _split_parts(value.get("indicator", ""))
        symbol = _own_symbol(raw, row, value) if len(parts) == 1 else None
        for part, name in parts:
            count += 1
            indicator_id = f"{measure_id}#{count}"
            reading.indicators.append(
                Indicator(
                    indicator_id=indicator_id,
                    measure_id=measure_id,
                    part=part,
                    indicator=name or None,
                    unit=value.get("unit") or None,
                    baseline=_part_of(value.get("baseline", ""), part),
                    target=_part_of(value.get("target", ""), part),
                    actual=_part_of(value.get("actual", ""), part),
                    baseline_year=year_taken(row, raw, "baseline", context.fiscal_year)
                    or find_fiscal_year(value.get("baseline", "")),
                    target_year=find_fiscal_year(row.text("target_year"))
                    or year_taken(row, raw, "target", context.fiscal_year),
                    rating_symbol=symbol,
                    rating=rate(symbol, context.scale, symbols) if symbol else None,
                    note=value.get("note") or None,
                )
            )
            reading.actuals.extend(_yearly(row, raw, indicator_id, part))


def _own_symbol(raw: RawMeasure, row: RawRow, value: Mapping[Role, str]) -> str | None:
    """The rating of a row, where each row of a measure bears one of its own."""
    if len(raw.rows) == 1 or "rating" in row.carried:
        return None
    return value.get("rating") or None


def _split_parts(text: str) -> list[tuple[str | None, str]]:
    """Split off "(1)…" and "(2)…" on lines of their own: indicators of their own."""
    parts: list[tuple[str | None, str]] = []
    for line in text.split("\n"):
        match = _PART.match(line)
        if match:
            parts.append((f"({int(normalize(match[1]).text)})", line[match.end() :]))
        elif parts:
            part, before = parts[-1]
            parts[-1] = (part, f"{before}\n{line}")
        else:
            parts.append((None, line))
    return parts if len(parts) > 1 else [(None, text)]


def _part_of(text: str, part: str | None) -> str | None:
    if part is None or not text:
        return text or None
    values = dict(_split_parts(text))
    return (values.get(part) or None) if part in values else text


def _yearly(row: RawRow, raw: RawMeasure, indicator_id: str, part: str | None) -> list[Actual]:
    """The results of several years, where columns of results bear different years."""
    columns = raw.heading.columns_of("actual")
    years = {raw.heading.columns[i].fiscal_year for i in columns} - {None}
    if len(years) < 2:
        return []
    texts = dict(row.texts("actual"))
    return [
        Actual(
            indicator_id=indicator_id,
            fiscal_year=year,
            actual=_part_of(texts.get(i, ""), part),
        )
        for i in columns
        if (year := raw.heading.columns[i].fiscal_year) is not None
    ]
