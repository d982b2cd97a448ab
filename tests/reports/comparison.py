"""A report against its truth: which measures are right in every column, and where the others differ."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from kict_nlp.schema import Measure, Report

Row = dict[str, Any]

# Column of the table of measures → key of a measure in truth.json.
KEYS: Mapping[str, str] = {
    "pillar_no": "pillar",
    "pillar": "pillar_name",
    "middle_no": "middle",
    "middle": "middle_name",
    "field_no": "field",
    "field": "field_name",
    "number": "number",
    "measure": "measure",
    "department": "department",
    "indicator": "indicator",
    "target": "target",
    "actual": "actual",
    "rating_symbol": "rating",
    "explanation": "explanation",
}
RATINGS = {"◎": "exceeded", "◯": "met", "△": "missed", "―": "none", None: "none"}
STATUSES = {
    "evaluated": ("evaluated", None),
    "no_target": ("no_target", None),
    "completed_r1": ("completed", 2019),
    "completed_r2": ("completed", 2020),
    "completed_r3": ("completed", 2021),
}
SCOPES = {"middle": "middle", "subtotal": "pillar", "total": "total"}
TABLES = ("measures", "indicators", "actuals", "summary", "sections", "claims", "issues")
PLACES = frozenset({"places", "box", "boxes"})  # backends differ in these by parts of a point
COLUMNS = (*KEYS, "rating", "status", "completed_fiscal_year")


class Score(NamedTuple):
    """How many measures are right in every column, of those that were wanted or found."""

    right: int
    total: int

    @property
    def share(self) -> float:
        """Share of right measures (0 to 1)."""
        return self.right / self.total if self.total else 0.0


def expected_measures(truth: Mapping[str, Any]) -> list[Row]:
    """The rows that a reader should make of the measures in truth.json, in printed order."""
    return [_expected(entry) for entry in truth["measures"]]


def _expected(entry: Mapping[str, Any]) -> Row:
    row = {column: entry[key] for column, key in KEYS.items()}
    status, completed = STATUSES[entry["status"]]
    return row | {
        "number": str(entry["number"]),
        "rating": RATINGS[entry["rating"]],
        "status": status,
        "completed_fiscal_year": completed,
    }


def expected_summary(truth: Mapping[str, Any]) -> list[Row]:
    """The rows that a reader should make of the table of totals in truth.json."""
    columns = ("label", "measures", "exceeded", "met", "exceeded_or_met", "missed")
    return [
        {column: row[column] for column in columns}
        | {
            "scope": SCOPES[row["kind"]],
            "pillar_no": row["pillar"],
            "middle_no": row["middle"],
            "achievement_rate": _ratio(row["achievement_rate"]),
        }
        for row in truth["summary"]["rows"]
    ]


def _ratio(printed: str | None) -> float | None:
    return None if printed is None else round(float(printed.rstrip("％%")) / 100, 6)


def row_of(record: object, columns: Iterable[str] = COLUMNS) -> Row:
    """The named columns of a record."""
    return {column: getattr(record, column) for column in columns}


def differences(found: Sequence[object], wanted: Sequence[Mapping[str, Any]]) -> list[str]:
    """Where records differ from the rows wanted, row by row, in the columns that these have."""
    texts = []
    for index, row in enumerate(wanted):
        if index >= len(found):
            texts.append(f"row {index}: missing {dict(row)}")
            continue
        texts += [
            f"row {index} {column}: {getattr(found[index], column)!r} is not {value!r}"
            for column, value in row.items()
            if getattr(found[index], column) != value
        ]
    texts += [f"row {index}: not wanted {found[index]}" for index in range(len(wanted), len(found))]
    return texts


def score_measures(found: Sequence[Measure], wanted: Sequence[Row]) -> Score:
    """Count the measures that are right in every column; those made up count as wrong."""
    right = Counter(map(_key, wanted)) & Counter(_key(row_of(measure)) for measure in found)
    return Score(right.total(), max(len(wanted), len(found)))


def _key(row: Row) -> tuple[Any, ...]:
    return tuple(row[column] for column in COLUMNS)


def without_backend(report: Report) -> Row:
    """Everything that a report holds but the names of what read it."""
    left_out = {"backend", "page_backends"}
    return {name: getattr(report, name) for name in Report.__slots__ if name not in left_out}


def table_differences(left: Report, right: Report) -> list[str]:
    """Where the tables of two reports differ, in all that they say but the places on the page."""
    texts = []
    for table in TABLES:
        wanted = [_without_places(record) for record in getattr(left, table)]
        texts += [f"{table} {text}" for text in differences(getattr(right, table), wanted)]
    return texts


def _without_places(record: Any) -> Row:
    return row_of(record, (name for name in record.__slots__ if name not in PLACES))
