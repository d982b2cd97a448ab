"""What a specimen report says, and the rows that a reader should make of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Row = dict[str, str | int | None]
Heading = tuple[str | None, str]
"""Number and words of a section: ``("１", "安心のまち")``; the number is None where none is printed."""

NOT_RATED = "none"
WORSE = (NOT_RATED, "exceeded", "met", "partly", "missed")


@dataclass(frozen=True, slots=True)
class Indicator:
    """One indicator as published.

    ``unit`` is what the reader should give, wherever it is printed (own column, in the name, behind the value).
    ``yearly`` maps a fiscal year to its printed 実績; ``goals`` does so for 目標 by year. ``rate`` (達成率) and
    ``symbol`` (判定 of the single indicator) are printed only: the tables of the contract that are compared do not hold them.
    """

    name: str
    target: str | None = None
    actual: str | None = None
    unit: str | None = None
    baseline: str | None = None
    part: str | None = None
    rate: str | None = None
    symbol: str | None = None
    baseline_year: int | None = None
    target_year: int | None = None
    yearly: Mapping[int, str] = field(default_factory=dict)
    goals: Mapping[int, str] = field(default_factory=dict)

    def published(self, text: str | None) -> str | None:
        """Return a value as its cell prints it, behind "(1)" where the indicator is a part."""
        return text if text is None or self.part is None else self.part + text


@dataclass(frozen=True, slots=True)
class Measure:
    """One measure as published; ``purpose``, ``budget`` and ``spent`` are decoys that only the typesetting uses."""

    name: str
    indicators: tuple[Indicator, ...] = ()
    symbol: str | None = None
    reason: str | None = None
    outlook: str | None = None
    explanation: str | None = None
    number: str | None = None
    department: str | None = None
    pillar: Heading | None = None
    middle: Heading | None = None
    field: Heading | None = None
    completed: int | None = None
    purpose: str | None = None
    budget: str | None = None
    spent: str | None = None

    @property
    def full_explanation(self) -> str | None:
        """Return reason and outlook joined where they are printed apart, or the one text."""
        return self.explanation or "\n".join(filter(None, (self.reason, self.outlook))) or None


@dataclass(frozen=True, slots=True)
class Specimen:
    """One report of an invented body: how to typeset it, and its truth.

    ``scale`` maps each printed rating to the contract's vocabulary. ``undecided`` names columns, as ``measures.middle``,
    in which more than one reading can be defended: a test should not assert them.
    """

    name: str
    title: str
    plan: str
    organization: str
    fiscal_year: int
    layout: str
    producer: str
    contents: tuple[Measure, ...]
    scale: Mapping[str, str]
    draw: Callable[[Specimen, Path], None]
    undecided: frozenset[str] = frozenset()

    def typeset(self, path: str | Path) -> Path:
        """Write the report as a PDF and return its path."""
        self.draw(self, Path(path))
        return Path(path)

    def _yearly(self, one: Indicator) -> dict[int, str]:
        """Return all years' 実績 where more than the report's own year is printed."""
        own = {self.fiscal_year: one.actual} if one.yearly and one.actual else {}
        return dict(sorted((own | dict(one.yearly)).items()))

    @property
    def measures(self) -> list[Row]:
        """Return the expected rows of the table ``measures``, in printed order."""
        return [_measure_row(one, self.scale) for one in self.contents]

    @property
    def indicators(self) -> list[Row]:
        """Return the expected rows of ``indicators``, each with the name of its measure."""
        return [
            _indicator_row(one, measure) for measure in self.contents for one in measure.indicators
        ]

    @property
    def actuals(self) -> list[Row]:
        """Return the expected rows of ``actuals``, each with the names of its measure and indicator."""
        return [
            {"measure": measure.name, "indicator": one.name, "fiscal_year": year, "actual": actual}
            for measure in self.contents
            for one in measure.indicators
            for year, actual in self._yearly(one).items()
        ]


def heading_text(heading: Heading | None, between: str = "　") -> str:
    """Return number and words of a section as printed; nothing where there is no section."""
    return between.join(filter(None, heading or ()))


def _measure_row(measure: Measure, scale: Mapping[str, str]) -> Row:
    row: Row = {}
    for level in ("pillar", "middle", "field"):
        number, words = getattr(measure, level) or (None, None)
        row |= {f"{level}_no": number, level: words}
    return row | {
        "number": measure.number,
        "measure": measure.name,
        "department": measure.department,
        "indicator": _lines([one.published(one.name) for one in measure.indicators]),
        "target": _lines([one.published(one.target) for one in measure.indicators]),
        "actual": _lines([one.published(one.actual) for one in measure.indicators]),
        "rating_symbol": measure.symbol,
        "rating": _rating(measure, scale),
        "status": _status(measure, scale),
        "completed_fiscal_year": measure.completed,
        "explanation": measure.full_explanation,
        "reason": measure.reason,
        "outlook": measure.outlook,
    }


def _rating(measure: Measure, scale: Mapping[str, str]) -> str:
    """Return the rating; the worst one where each indicator has its own, a line each."""
    ratings = [scale[symbol] for symbol in (measure.symbol or "").split("\n") if symbol]
    return max(ratings, key=WORSE.index, default=NOT_RATED)


def _status(measure: Measure, scale: Mapping[str, str]) -> str:
    if measure.completed is not None:
        return "completed"
    return "evaluated" if _rating(measure, scale) != NOT_RATED else "no_target"


def _indicator_row(one: Indicator, measure: Measure) -> Row:
    columns = ("part", "unit", "baseline", "target", "actual", "baseline_year", "target_year")
    return {"measure": measure.name, "indicator": one.name or None} | {
        name: getattr(one, name) for name in columns
    }


def _lines(cells: list[str | None]) -> str | None:
    return "\n".join(cell or "" for cell in cells) if any(cells) else None
