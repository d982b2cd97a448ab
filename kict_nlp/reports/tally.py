"""Counts of measures by pillar and middle: what a summary and the prose repeat."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kict_nlp.schema import Measure


@dataclass(frozen=True, slots=True)
class Tally:
    """How many measures there are, by status and rating.

    ``measures`` are all, of which ``completed`` were finished before the year; ``rated`` bear a
    rating. Distinct ``pillars``, ``middles`` and ``fields`` are counted too.
    """

    measures: int
    completed: int
    no_target: int
    exceeded: int
    met: int
    partly: int
    missed: int
    pillars: int
    middles: int
    fields: int

    @property
    def active(self) -> int:
        """Measures that were not finished before the year."""
        return self.measures - self.completed

    @property
    def rated(self) -> int:
        """Measures that bear a rating."""
        return self.exceeded + self.met + self.partly + self.missed

    @property
    def achieved(self) -> int:
        """Measures that met or exceeded their target."""
        return self.exceeded + self.met

    @property
    def rate(self) -> float | None:
        """Share of the rated measures that met or exceeded their target (0 to 1)."""
        return self.achieved / self.rated if self.rated else None


def count_measures(measures: Iterable[Measure]) -> Tally:
    """Count measures by status and rating.

    Examples
    --------
    >>> one = Measure(measure_id="r/1", report_id="r", rating="met", status="evaluated")
    >>> two = Measure(measure_id="r/2", report_id="r", rating="missed", status="evaluated")
    >>> tally = count_measures([one, two])
    >>> tally.rated, tally.achieved, tally.rate
    (2, 1, 0.5)
    """
    found = list(measures)
    ratings = [measure.rating for measure in found]
    statuses = [measure.status for measure in found]
    return Tally(
        measures=len(found),
        completed=statuses.count("completed"),
        no_target=statuses.count("no_target"),
        exceeded=ratings.count("exceeded"),
        met=ratings.count("met"),
        partly=ratings.count("partly"),
        missed=ratings.count("missed"),
        pillars=_distinct((m.pillar_no, m.pillar) for m in found),
        middles=_distinct((m.pillar_no, m.pillar, m.middle_no, m.middle) for m in found),
        fields=_distinct(
            (m.pillar_no, m.pillar, m.middle_no, m.middle, m.field_no, m.field) for m in found
        ),
    )


def _distinct(keys: Iterable[tuple[str | None, ...]]) -> int:
    return len({key for key in keys if key[-1] or key[-2]})


def in_scope(
    measures: Iterable[Measure],
    pillar_no: str | None = None,
    middle_no: str | None = None,
    field_no: str | None = None,
) -> list[Measure]:
    """Return the measures under a pillar, middle and field; None stands for all."""
    return [
        measure
        for measure in measures
        if pillar_no in (None, measure.pillar_no)
        and middle_no in (None, measure.middle_no)
        and field_no in (None, measure.field_no)
    ]


def by_pillar(measures: Sequence[Measure]) -> dict[tuple[str | None, str | None], Tally]:
    """Return (number, name) of each pillar in printed order → its counts."""
    groups: dict[tuple[str | None, str | None], list[Measure]] = {}
    for measure in measures:
        groups.setdefault((measure.pillar_no, measure.pillar), []).append(measure)
    return {pillar: count_measures(group) for pillar, group in groups.items()}
