"""What a report is made of: frozen records that every row of the house reads.

The records carry the columns of the tables that are published (``measures``, ``indicators``,
``summary``, ``sections`` …) and, beside each value, the place on the page where it stands.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    import pandas as pd

Rating = Literal["exceeded", "met", "partly", "missed", "none"]
Status = Literal["evaluated", "no_target", "completed"]
Scope = Literal["middle", "pillar", "total"]
ValueKind = Literal["quantity", "state", "deadline", "change", "none"]
Comparison = Literal[">=", "<=", "=", "none"]
Basis = Literal["target", "baseline", "pace"]
ClaimKind = Literal["count", "rate", "value"]
Verdict = Literal["agrees", "disagrees", "uncheckable"]
Severity = Literal["error", "warning", "note"]


class Box(NamedTuple):
    """A rectangle in points from the top left corner of the page as it is displayed."""

    x0: float
    top: float
    x1: float
    bottom: float

    @property
    def width(self) -> float:
        """Width in points."""
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        """Height in points."""
        return self.bottom - self.top

    def covers(self, x: float, y: float) -> bool:
        """Tell whether the point lies in the box."""
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    def around(self, other: Box) -> Box:
        """Return the smallest box that holds both."""
        return Box(
            min(self.x0, other.x0),
            min(self.top, other.top),
            max(self.x1, other.x1),
            max(self.bottom, other.bottom),
        )


class Place(NamedTuple):
    """A box on a page, and the column of the record whose value stands there."""

    column: str
    page_number: int
    box: Box


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """One 施策 with its rating, as a report prints it. Columns as in the table ``measures``."""

    measure_id: str
    report_id: str
    fiscal_year: int | None = None
    pillar_no: str | None = None
    pillar: str | None = None
    middle_no: str | None = None
    middle: str | None = None
    field_no: str | None = None
    field: str | None = None
    number: str | None = None
    measure: str | None = None
    department: str | None = None
    indicator: str | None = None
    target: str | None = None
    actual: str | None = None
    rating_symbol: str | None = None
    rating: Rating | None = None
    status: Status | None = None
    completed_fiscal_year: int | None = None
    explanation: str | None = None
    reason: str | None = None
    outlook: str | None = None
    places: tuple[Place, ...] = ()
    boxes: tuple[tuple[int, Box], ...] = ()

    @property
    def page(self) -> int | None:
        """Number of the first page on which the measure stands, from 1."""
        return self.boxes[0][0] if self.boxes else None

    @property
    def page_last(self) -> int | None:
        """Number of the last page on which the measure stands, from 1."""
        return self.boxes[-1][0] if self.boxes else None

    @property
    def bbox(self) -> str | None:
        """Boxes as ``x0 top x1 bottom`` in points, one a page, ``;`` between."""
        if not self.boxes:
            return None
        return ";".join(" ".join(f"{edge:.2f}" for edge in box) for _, box in self.boxes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Grade:
    """One symbol of a rating scale with its meaning.

    ``rate_min`` and ``rate_max`` bound the achievement rates (1.0 = target met exactly) that the
    symbol stands for, where the scale says so: from ``rate_min`` to below ``rate_max``.
    """

    symbol: str
    rating: Rating
    rate_min: float | None = None
    rate_max: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A body's rating scale: what a result is compared with, and what each symbol means.

    ``basis`` is the target of the year, the baseline that the plan started from, or the pace that
    leads to the target of a later year. ``name`` is that of the registry, or ``legend``.
    """

    name: str
    basis: Basis
    grades: tuple[Grade, ...] = ()

    @property
    def ratings(self) -> dict[str, Rating]:
        """Symbol → rating."""
        return {grade.symbol: grade.rating for grade in self.grades}


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One 成果指標 of a measure, or one of its parts "(1)", "(2)" ….

    ``unit``, ``baseline``, ``target`` and ``actual`` are as published; ``*_value`` are numbers in
    that unit. ``rating_symbol`` and ``rating`` are the indicator's own, where a report rates each.
    ``achievement_rate`` is a ratio (1.0 = met exactly). ``agrees_with_rating`` is None where the
    values decide nothing.
    """

    indicator_id: str
    measure_id: str
    part: str | None = None
    indicator: str | None = None
    unit: str | None = None
    baseline: str | None = None
    target: str | None = None
    actual: str | None = None
    baseline_value: float | None = None
    baseline_year: int | None = None
    target_year: int | None = None
    target_value: float | None = None
    target_kind: ValueKind | None = None
    actual_value: float | None = None
    actual_kind: ValueKind | None = None
    pending: bool = False
    comparison: Comparison = "none"
    comparison_reason: str | None = None
    achievement_rate: float | None = None
    cumulative: bool | None = None
    note: str | None = None
    rating_symbol: str | None = None
    rating: Rating | None = None
    computed_rating: Rating | None = None
    agrees_with_rating: bool | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Actual:
    """The result of one fiscal year, where a report prints several for an indicator."""

    indicator_id: str
    fiscal_year: int
    actual: str | None
    actual_value: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryRow:
    """One row of the table of totals. ``achievement_rate`` is a ratio (1.0 = 100 %)."""

    report_id: str
    scope: Scope
    pillar_no: str | None = None
    middle_no: str | None = None
    label: str | None = None
    achievement_rate: float | None = None
    measures: int | None = None
    exceeded: int | None = None
    met: int | None = None
    exceeded_or_met: int | None = None
    missed: int | None = None
    page_number: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading of the body with the text under it, one paragraph or item a line.

    ``pages`` holds the page of each of these lines.
    """

    section_id: str
    report_id: str
    level: int
    number: str | None = None
    title: str | None = None
    text: str | None = None
    page: int | None = None
    pillar_no: str | None = None
    middle_no: str | None = None
    field_no: str | None = None
    items: tuple[str, ...] = ()
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A figure stated in the body, and whether the annex bears it out.

    ``claimed`` and ``found`` are what the body and the annex print or what follows from it;
    ``reason`` says why it cannot be checked, or what contradicts it.
    """

    claim_id: str
    report_id: str
    section_id: str
    page: int | None = None
    sentence: str
    kind: ClaimKind
    subject: str
    claimed: str
    found: str | None = None
    measure_id: str | None = None
    verdict: Verdict
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """Something in a report that contradicts it, or asks for an explanation.

    ``severity``: of an ``error`` one of two printed figures must be wrong, a ``warning`` needs an
    explanation, a ``note`` is good to know. ``claimed`` and ``found`` are the two values.
    """

    finding_id: str
    report_id: str
    severity: Severity
    code: str
    message: str
    measure_id: str | None = None
    page: int | None = None
    sentence: str | None = None
    claimed: str | None = None
    found: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Issue:
    """One doubt about what was read: the raw text is kept, nothing is guessed in silence."""

    code: str
    message: str
    page: int | None = None
    measure_id: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Join:
    """Two tables, or two halves of a row, that became one over a page end, and why."""

    page_before: int
    page_after: int
    what: Literal["table", "row"]
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report read whole: its tables, and how they were read.

    ``page_backends`` holds, page by page, the name of the backend whose glyphs were taken.
    ``layout_score`` is the share of the layout's columns found in the document (0 to 1).
    """

    report_id: str
    organization: str | None = None
    plan: str | None = None
    title: str | None = None
    fiscal_year: int | None = None
    era_year: str | None = None
    source_file: str
    sha256: str
    pages: int
    layout: str
    layout_score: float
    backend: str
    page_backends: tuple[str, ...] = ()
    scale: Scale = Scale(name="common", basis="target")
    measures: tuple[Measure, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    actuals: tuple[Actual, ...] = ()
    summary: tuple[SummaryRow, ...] = ()
    sections: tuple[Section, ...] = ()
    claims: tuple[Claim, ...] = ()
    issues: tuple[Issue, ...] = ()
    joins: tuple[Join, ...] = ()

    @property
    def n_measures(self) -> int:
        """Number of measures read."""
        return len(self.measures)

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """Return the report's tables as pandas frames, keyed by table name."""
        from kict_nlp.output.frames import to_frames

        return to_frames(self)
