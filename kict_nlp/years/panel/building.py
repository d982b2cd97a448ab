"""Reports of several fiscal years → a panel."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kict_nlp.schema import Measure, Report
from kict_nlp.years.panel.choices import Choices, choose
from kict_nlp.years.panel.decisions import Decision
from kict_nlp.years.panel.following import follow
from kict_nlp.years.panel.history import History, tell
from kict_nlp.years.panel.records import Panel, PanelRow, Tie, Track
from kict_nlp.years.panel.series import Series, arrange
from kict_nlp.years.panel.tracks import Member, build_tracks


def link_years(
    reports: Iterable[Report],
    *,
    decisions: Iterable[Decision] = (),
    causes: Mapping[str, Sequence[str]] | None = None,
) -> Panel:
    """Follow measures and indicators over fiscal years.

    Parameters
    ----------
    reports : iterable of Report
        Of any number of years and bodies, in any order. Each body is linked within itself.
    decisions : iterable of Decision
        What people decided about pairs, as
        :func:`~kict_nlp.years.panel.decisions.read_decisions` gives; they go before all else.
    causes : mapping of str to sequence of str, optional
        Measure → codes of its causes, for the column ``causes`` of the panel. Those of no measure
        here are left out, which a note tells.

    Returns
    -------
    Panel
        Tracks, links, events with their evidence, ties that a person must decide.

    Raises
    ------
    YearsError
        The reports cannot be put in order: no year known, or two of one body and year.
    DecisionError
        A decision names what is not there.

    Examples
    --------
    >>> def report(year, name, number):
    ...     own = Measure(measure_id=f"r{year}/{number}", report_id=f"r{year}", measure=name,
    ...                   number=number, department="農政課", field="農業")
    ...     return Report(report_id=f"r{year}", fiscal_year=year, source_file="", sha256="",
    ...                   pages=1, layout="general", layout_score=1.0, backend="pdfium",
    ...                   measures=(own,))
    >>> panel = link_years([report(2021, "温室の自動制御", "1"), report(2020, "温室の制御", "1")])
    >>> [(event.event, event.value_left, event.value_right) for event in panel.events]
    [('renamed', '温室の制御', '温室の自動制御')]
    """
    series, notes = arrange(reports)
    choices, more = choose(decisions, series)
    built = [_build(one, choices) for one in series]
    panel = Panel(
        reports=tuple(report for one in series for report in one.reports),
        links=tuple(link for history, _ in built for link in history.links),
        events=tuple(
            replace(event, event_id=f"e{number}")
            for number, event in enumerate((e for history, _ in built for e in history.events), 1)
        ),
        ties=tuple(_numbered(tie for history, _ in built for tie in history.ties)),
        tracks=tuple(track for _, tracks in built for track in tracks),
        causes={name: tuple(codes) for name, codes in (causes or {}).items()},
        notes=(*notes, *more),
    )
    foreign = sum(name not in panel.measures for name in panel.causes)
    if foreign:
        note = f"Causes of {foreign} ids that are no measures of these reports were left out."
        panel = replace(panel, notes=(*panel.notes, note))
    return replace(panel, rows=tuple(_rows(panel)))


def _numbered(ties: Iterable[Tie]) -> Iterator[Tie]:
    """Number the ties of all bodies in a row; each body has begun at 1."""
    groups: dict[tuple[str, str], str] = {}
    for tie in ties:
        group = (tie.tie_id, tie.id_left.partition("/")[0])
        yield replace(tie, tie_id=groups.setdefault(group, f"t{len(groups) + 1}"))


def _build(series: Series, choices: Choices) -> tuple[History, list[Track]]:
    found = follow(series.reports, choices)
    history = tell(found, choices)
    measures = [
        Member(m.measure_id, p.year, m.measure, m.status == "completed")
        for year in found.years
        for p in year
        for m in (p.measure,)
    ]
    indicators = [
        Member(i.indicator_id, p.year, i.indicator, p.measure.status == "completed")
        for year in found.years
        for p in year
        for i in p.indicators
    ]
    undecided = {tie.id_left for tie in history.ties}
    tracks = [
        *build_tracks(
            "measure", series.organization, measures, history.pairs("measure"), undecided
        ),
        *build_tracks(
            "indicator", series.organization, indicators, history.pairs("indicator"), undecided
        ),
    ]
    of_member = {name: track.track_id for track in tracks for name in track.members}
    events = [
        replace(event, track_id=of_member[event.id_right or event.id_left or ""])
        for event in history.events
    ]
    return replace(history, events=tuple(events)), tracks


def _rows(panel: Panel) -> Iterator[PanelRow]:
    of_measure: dict[str, list[str | None]] = {}
    for indicator in panel.indicators.values():
        of_measure.setdefault(indicator.measure_id, []).append(indicator.indicator_id)
    of_indicator = {
        name: track.track_id
        for track in panel.tracks
        if track.kind == "indicator"
        for name in track.members
    }
    for track in panel.measure_tracks:
        for name, year in zip(track.members, track.years, strict=True):
            measure = panel.measures[name]
            for own in of_measure.get(name) or [None]:
                yield _row(panel, track, year, measure, own, of_indicator)


def _row(
    panel: Panel,
    track: Track,
    year: int,
    measure: Measure,
    indicator_id: str | None,
    tracks: Mapping[str, str],
) -> PanelRow:
    one = None if indicator_id is None else panel.indicators[indicator_id]
    return PanelRow(
        track_id=track.track_id,
        fiscal_year=year,
        measure_id=measure.measure_id,
        indicator_id=indicator_id,
        target_value=one.target_value if one else None,
        actual_value=one.actual_value if one else None,
        achievement_rate=one.achievement_rate if one else None,
        rating=(one.rating if one else None) or measure.rating,
        causes=";".join(panel.causes.get(measure.measure_id, ())) or None,
        organization=track.organization,
        indicator_track_id=None if indicator_id is None else tracks[indicator_id],
        measure=measure.measure,
        department=measure.department,
        indicator=one.indicator if one else measure.indicator,
        unit=one.unit if one else None,
        status=measure.status,
    )
