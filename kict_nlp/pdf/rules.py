"""From what is drawn to the rules that a reader sees.

Producers draw one rule in many ways: a stroke, a thin filled rectangle, dashes, dots, two lines
side by side, a border a cell. All of these become one straight rule here. White lines on white
paper are dropped; white lines on a coloured header stay, since a reader sees them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from kict_nlp.pdf.page import Fill, Page

# All in points.
THIN = 3.2  # a filled rectangle up to this thickness is a rule, since no type is that small
SAME_PLACE = 2.6  # parallel rules this close are one (double lines, borders of two cells)
DASH_GAP = 4.0  # gaps up to this inside a rule are dashes, dots or broken crossings
SHORTEST = 5.0  # what is shorter after merging is a dot or a tick, not a rule
_STRAIGHT = 1.0  # a stroke that leans less than this is straight

_OVERLAP = 1.6  # an area that covers a rule by less is the shading of the cell beside it
_WHITE = 250  # of 255: from here on, a colour looks like the paper


_Color = tuple[int, int, int]


class Rule(NamedTuple):
    """A straight rule: ``at`` is its y if it is horizontal, else its x."""

    at: float
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class PageRules:
    """The rules of a page, and its shaded areas (coloured ones only)."""

    horizontal: tuple[Rule, ...]
    vertical: tuple[Rule, ...]
    shades: tuple[Fill, ...]


def find_rules(page: Page) -> PageRules:
    """Return the visible rules of a page, each once, and its shaded areas."""
    areas = [
        fill for fill in page.fills if fill.x1 - fill.x0 > THIN and fill.bottom - fill.top > THIN
    ]
    shades = [fill for fill in areas if not _is_white(fill.color)]
    across: list[Rule] = []
    down: list[Rule] = []
    for box in _thin_boxes(page):
        wide, high = box.x1 - box.x0, box.bottom - box.top
        for start, end in _visible(box, areas, shades, across=wide >= high):
            if wide >= high or wide <= THIN:
                low, high_end = (start, end) if wide >= high else (box.x0, box.x1)
                across.append(Rule((box.top + box.bottom) / 2, low, high_end))
            if high > wide or high <= THIN:
                low, high_end = (start, end) if high > wide else (box.top, box.bottom)
                down.append(Rule((box.x0 + box.x1) / 2, low, high_end))
    return PageRules(tuple(_merge(across)), tuple(_merge(down)), tuple(shades))


def _thin_boxes(page: Page) -> Iterable[Fill]:
    for x0, top, x1, bottom, _, color, order in page.strokes:
        if x1 - x0 <= _STRAIGHT or bottom - top <= _STRAIGHT:
            yield Fill(x0, top, x1, bottom, color, order)
    for fill in page.fills:
        if fill.x1 - fill.x0 <= THIN or fill.bottom - fill.top <= THIN:
            yield fill


def _is_white(color: _Color) -> bool:
    return min(color) >= _WHITE


def _visible(
    box: Fill, areas: Iterable[Fill], shades: Iterable[Fill], *, across: bool
) -> list[tuple[float, float]]:
    """The stretches of a thin box, along its length, that a reader sees.

    Areas painted later hide it; if it is white, only coloured ground painted before shows it.
    """
    start, end = (box.x0, box.x1) if across else (box.top, box.bottom)
    at = (box.top + box.bottom) / 2 if across else (box.x0 + box.x1) / 2
    stretches = [(start, end)]
    if _is_white(box.color):
        ground = [
            _stretch(s, across=across)
            for s in shades
            if s.order < box.order and _holds(s, at, across=across)
        ]
        stretches = [
            (max(start, low), min(end, high))
            for low, high in ground
            if max(start, low) < min(end, high)
        ]
    for area in areas:
        if area.order > box.order and _holds(area, at, across=across):
            low, high = _stretch(area, across=across)
            stretches = [part for s in stretches for part in _without(s, low, high)]
    return stretches


def _holds(area: Fill, at: float, *, across: bool) -> bool:
    """Whether the line runs through the area, and not just along its edge."""
    low, high = _stretch(area, across=not across)
    return low + _OVERLAP < at < high - _OVERLAP


def _stretch(area: Fill, *, across: bool) -> tuple[float, float]:
    return (area.x0, area.x1) if across else (area.top, area.bottom)


def _without(stretch: tuple[float, float], low: float, high: float) -> list[tuple[float, float]]:
    start, end = stretch
    if high <= start or low >= end:
        return [stretch]
    return [part for part in ((start, low), (high, end)) if part[0] < part[1]]


def _merge(rules: list[Rule]) -> list[Rule]:
    """Join what lies on one line into one rule, bridging dashes and crossings."""
    merged: list[Rule] = []
    for cluster in _clusters(sorted(rules)):
        length = sum(rule.end - rule.start for rule in cluster)
        at = (
            sum(rule.at * (rule.end - rule.start) for rule in cluster) / length
            if length > 0
            else cluster[0].at
        )
        cluster.sort(key=lambda rule: rule.start)
        start, end = cluster[0].start, cluster[0].end
        for rule in cluster[1:]:
            if rule.start - end > DASH_GAP:
                merged.append(Rule(at, start, end))
                start, end = rule.start, rule.end
            else:
                end = max(end, rule.end)
        merged.append(Rule(at, start, end))
    return [rule for rule in merged if rule.end - rule.start >= SHORTEST]


def _clusters(rules: list[Rule]) -> Iterable[list[Rule]]:
    """Runs of parallel rules whose neighbours lie in the same place; ``rules`` is sorted."""
    cluster: list[Rule] = []
    for rule in rules:
        if cluster and (
            rule.at - cluster[-1].at > SAME_PLACE or rule.at - cluster[0].at > 2 * SAME_PLACE
        ):
            yield cluster
            cluster = []
        cluster.append(rule)
    if cluster:
        yield cluster
