"""How many measures of each pillar reached their targets, counted from the measures read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from kict_nlp.schema import Measure, Report


class PillarCount(NamedTuple):
    """Counts of one pillar, or of all (``pillar`` None)."""

    pillar_no: str | None
    pillar: str | None
    measures: int
    exceeded: int
    met: int
    partly: int
    missed: int

    @property
    def rated(self) -> int:
        """Number of measures that have a rating."""
        return self.exceeded + self.met + self.partly + self.missed

    @property
    def rate(self) -> float | None:
        """Share of the rated measures that met or exceeded their target (0 to 1)."""
        return (self.exceeded + self.met) / self.rated if self.rated else None


def pillar_counts(report: Report) -> list[PillarCount]:
    """Return the counts of each pillar in printed order.

    Examples
    --------
    >>> from kict_nlp.schema import Measure, Report
    >>> one = Measure(measure_id="r/Ⅰ1", report_id="r", pillar_no="Ⅰ", rating="met")
    >>> report = Report(report_id="r", source_file="r.pdf", sha256="", pages=1, layout="general",
    ...                 layout_score=1.0, backend="pdfium", measures=(one,))
    >>> [(count.pillar_no, count.met, count.rate) for count in pillar_counts(report)]
    [('Ⅰ', 1, 1.0)]
    """
    groups: dict[tuple[str | None, str | None], list[Measure]] = {}
    for measure in report.measures:
        groups.setdefault((measure.pillar_no, measure.pillar), []).append(measure)
    return [_count(*pillar, measures) for pillar, measures in groups.items()]


def total_count(measures: Iterable[Measure]) -> PillarCount:
    """Return the counts of all measures together."""
    return _count(None, None, list(measures))


def _count(number: str | None, name: str | None, measures: list[Measure]) -> PillarCount:
    ratings = [measure.rating for measure in measures]
    return PillarCount(
        number,
        name,
        len(measures),
        ratings.count("exceeded"),
        ratings.count("met"),
        ratings.count("partly"),
        ratings.count("missed"),
    )
