"""What a panel is made of: pairs of years, what happened between them, and who follows whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from functools import cached_property
from typing import TYPE_CHECKING, Literal, get_args

from kict_nlp.schema import Indicator, Measure, Rating, Report

if TYPE_CHECKING:
    import pandas as pd

Kind = Literal["measure", "indicator"]
Source = Literal["comparison", "person"]
# The most telling first: what ends or doubles a series, then what breaks the comparison of its
# values, then what only changes how a measure is called or where it stands.
EventName = Literal[
    "split",
    "merged",
    "completed",
    "indicator_replaced",
    "unit_changed",
    "target_revised",
    "renamed",
    "moved",
    "renumbered",
    "same",
    "new",
    "dropped",
]

TELLING: tuple[EventName, ...] = get_args(EventName)


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two records of two years that are one measure, or one indicator.

    ``event`` is the most telling of ``events`` in the order of :data:`TELLING`. ``score`` is the
    probability that the two are one (1.0 where a person decided). ``reasons`` tell which field
    spoke for (+) and against (−) the link, in units of evidence (natural logarithm of odds).
    """

    kind: Kind
    id_left: str
    id_right: str
    year_left: int
    year_right: int
    event: EventName
    score: float
    events: tuple[EventName, ...] = ()
    source: Source = "comparison"
    reasons: str | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One thing that happened to a measure between two years, with its evidence.

    ``id_left`` and ``id_right`` are measures; ``indicator_left`` and ``indicator_right`` name the
    indicator whose values are meant (``kind`` indicator). Of ``new`` only the right side is there,
    of ``dropped`` only the left one; the other year is that of the report where it is missing.
    ``field`` says what the two values are, ``reason`` why this is more than the course of things.
    """

    event_id: str
    kind: Kind
    track_id: str
    event: EventName
    year_left: int
    year_right: int
    id_left: str | None = None
    id_right: str | None = None
    indicator_left: str | None = None
    indicator_right: str | None = None
    value_left: str | None = None
    value_right: str | None = None
    page_left: int | None = None
    page_right: int | None = None
    field: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Tie:
    """A pair that is as good as another one: no link is made, a person must decide."""

    tie_id: str
    kind: Kind
    id_left: str
    id_right: str
    year_left: int
    year_right: int
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """A measure, or an indicator, followed over the years.

    ``track_id`` is the id of its first record, so that later years do not change it. ``origins``
    are the tracks that it came from by a split or a merger. ``ended`` says how it ended before the
    last year: completed, dropped, split or merged; None where it goes on.
    """

    track_id: str
    kind: Kind
    organization: str | None
    name: str | None
    members: tuple[str, ...]
    years: tuple[int, ...]
    origins: tuple[str, ...] = ()
    ended: EventName | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PanelRow:
    """One indicator of one measure in one fiscal year; a measure without any has one row too."""

    track_id: str
    fiscal_year: int
    measure_id: str
    indicator_id: str | None
    target_value: float | None
    actual_value: float | None
    achievement_rate: float | None
    rating: Rating | None
    causes: str | None
    organization: str | None
    indicator_track_id: str | None
    measure: str | None
    department: str | None
    indicator: str | None
    unit: str | None
    status: str | None


@dataclass(frozen=True, kw_only=True)
class Panel:
    """Measures and indicators of one or more bodies, followed over fiscal years.

    Attributes
    ----------
    reports : tuple of Report
        By organization and fiscal year.
    rows : tuple of PanelRow
        One indicator a row, by track and year.
    links, events, ties, tracks : tuple
        Pairs of years; what happened; pairs that a person must decide; who follows whom.
    causes : mapping of str to tuple of str
        Measure → the codes of its causes, as given.
    notes : tuple of str
        What was odd about the reports given, to be read by a person.
    """

    reports: tuple[Report, ...]
    rows: tuple[PanelRow, ...] = ()
    links: tuple[Link, ...] = ()
    events: tuple[Event, ...] = ()
    ties: tuple[Tie, ...] = ()
    tracks: tuple[Track, ...] = ()
    causes: Mapping[str, tuple[str, ...]]
    notes: tuple[str, ...] = ()

    @cached_property
    def measures(self) -> dict[str, Measure]:
        """Every measure by its id."""
        return {m.measure_id: m for report in self.reports for m in report.measures}

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """Every indicator by its id."""
        return {i.indicator_id: i for report in self.reports for i in report.indicators}

    @cached_property
    def years(self) -> dict[str, int]:
        """The fiscal year of the report of each measure and indicator, by its id."""
        return {
            record: report.fiscal_year
            for report in self.reports
            if report.fiscal_year is not None
            for record in (
                *(m.measure_id for m in report.measures),
                *(i.indicator_id for i in report.indicators),
            )
        }

    @property
    def measure_tracks(self) -> tuple[Track, ...]:
        """The tracks of measures."""
        return tuple(track for track in self.tracks if track.kind == "measure")

    def to_frames(self) -> dict[str, pd.DataFrame]:
        """Return the tables ``links``, ``panel``, ``events``, ``ties``, ``tracks`` as frames."""
        import pandas as pd

        tables: dict[str, tuple[type, Sequence[object]]] = {
            "links": (Link, self.links),
            "panel": (PanelRow, self.rows),
            "events": (Event, self.events),
            "ties": (Tie, self.ties),
            "tracks": (Track, self.tracks),
        }
        return {
            name: pd.DataFrame(
                [[_cell(getattr(row, column)) for column in _columns(kind)] for row in rows],
                columns=_columns(kind),
            ).convert_dtypes()
            for name, (kind, rows) in tables.items()
        }


def _columns(kind: type) -> list[str]:
    return [field.name for field in fields(kind)]


def _cell(value: object) -> object:
    return ";".join(map(str, value)) or None if isinstance(value, tuple) else value
