"""A panel in a few lines: what changed from year to year, to be read on a terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from kict_nlp.cli.text_table import Cell, format_table, wrap
from kict_nlp.text.eras import era_year
from kict_nlp.years.analysis.outcomes import outcomes
from kict_nlp.years.analysis.rates import rates
from kict_nlp.years.panel.records import TELLING, Event, EventName, Panel

_COLUMNS = 96  # of the terminal that a line takes
_SHOWN = 3  # events of one kind; the table has all
_LISTED: tuple[EventName, ...] = (
    "split",
    "merged",
    "indicator_replaced",
    "unit_changed",
    "target_revised",
    "moved",
    "renamed",
    "new",
    "dropped",
)
# Events of an indicator that are also told of its measure.
_OF_INDICATORS: frozenset[EventName] = frozenset(
    {"indicator_replaced", "unit_changed", "target_revised"}
)


def panel_text(panel: Panel) -> str:
    """What became of the measures, to be read on a terminal."""
    told = [e for e in panel.events if e.kind == "measure" or e.event in _OF_INDICATORS]
    parts = [_reports(panel)]
    if told:
        parts.append(_counts(told))
    parts += [text for name in _LISTED if (text := _some(panel, told, name))]
    if panel.ties:
        groups = len({tie.tie_id for tie in panel.ties})
        parts.append(f"{groups} undecided: see the table ties, and decide with --decisions.")
    parts += [f"Note: {note}" for note in panel.notes]
    return "\n\n".join(parts)


def _reports(panel: Panel) -> str:
    rows = [
        (
            rate.organization,
            era_year(rate.fiscal_year),
            rate.measures,
            rate.rated,
            _percent(rate.rate),
            _percent(rate.printed_rate),
        )
        for rate in rates(panel)
    ]
    heading = ("body", "fiscal year", "measures", "rated", "met or better", "as printed")
    tracks = panel.measure_tracks
    whole = sum(len(track.years) > 1 for track in tracks)
    courses = Counter(outcome.course for outcome in outcomes(panel))
    return (
        f"{format_table(heading, rows)}\n\n"
        f"{len(tracks)} measures followed, {whole} of them over several years: "
        f"{courses['chronic']} missed their target again and again, {courses['newly_missed']} for "
        f"the first time, {courses['recovered']} recovered."
    )


def _percent(rate: float | None) -> str | None:
    return None if rate is None else f"{rate:.1%}"


def _counts(events: Sequence[Event]) -> str:
    """How many measures each event happened to, from year to year."""
    steps = sorted({(event.year_left, event.year_right) for event in events})
    counts = Counter(
        (name, step)
        for name, step, _ in {
            (e.event, (e.year_left, e.year_right), (e.id_left, e.id_right)) for e in events
        }
    )
    rows: list[tuple[Cell, ...]] = [
        (name, *(counts[name, step] for step in steps))
        for name in TELLING
        if any(counts[name, step] for step in steps)
    ]
    return format_table(("event", *(f"{left}→{right}" for left, right in steps)), rows)


def _some(panel: Panel, events: Sequence[Event], name: EventName) -> str:
    own = [event for event in events if event.event == name]
    if not own:
        return ""
    lines: list[str] = [name]
    for event in own[:_SHOWN]:
        lines += wrap(_line(panel, event), _COLUMNS, indent="  ")
    if len(own) > _SHOWN:
        lines.append(f"  … and {len(own) - _SHOWN} more")
    return "\n".join(lines)


def _line(panel: Panel, event: Event) -> str:
    """The two values, with the measure's name where they are not names themselves."""
    values = [v for v in (event.value_left, event.value_right) if v is not None]
    names = [name for name in (event.id_left, event.id_right) if name is not None]
    pages = [str(page) for page in (event.page_left, event.page_right) if page is not None]
    noun = "pages" if len(pages) > 1 else "page"
    place = " → ".join(names) + (f", {noun} {' → '.join(pages)}" if pages else "")
    measure = panel.measures[names[-1]].measure
    subject = "" if event.field == "measure" else f"{measure}: "
    return f"{subject}{' → '.join(values)} ({place})"
