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
    for x0, top, x1, bottom, color, order in _thin_boxes(page):
        x, y = (x0 + x1) / 2, (top + bottom) / 2
        if _is_covered(areas, x, y, order):
            continue
        if _is_white(color) and not _lies_on(shades, x, y):
            continue
        wide, high = x1 - x0, bottom - top
        if wide >= high or wide <= THIN:
            across.append(Rule(y, x0, x1))
        if high > wide or high <= THIN:
            down.append(Rule(x, top, bottom))
    return PageRules(tuple(_merge(across)), tuple(_merge(down)), tuple(shades))


def _thin_boxes(page: Page) -> Iterable[tuple[float, float, float, float, _Color, int]]:
    for x0, top, x1, bottom, _, color, order in page.strokes:
        if x1 - x0 <= _STRAIGHT or bottom - top <= _STRAIGHT:
            yield x0, top, x1, bottom, color, order
    for x0, top, x1, bottom, color, order in page.fills:
        if x1 - x0 <= THIN or bottom - top <= THIN:
            yield x0, top, x1, bottom, color, order


def _is_white(color: _Color) -> bool:
    return min(color) >= _WHITE


def _is_covered(areas: Iterable[Fill], x: float, y: float, order: int) -> bool:
    """Whether an area painted later lies over the point, and not just beside it."""
    return any(
        area.order > order
        and area.x0 + _OVERLAP < x < area.x1 - _OVERLAP
        and area.top + _OVERLAP < y < area.bottom - _OVERLAP
        for area in areas
    )


def _lies_on(shades: Iterable[Fill], x: float, y: float) -> bool:
    return any(s.x0 <= x <= s.x1 and s.top <= y <= s.bottom for s in shades)


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
