"""Columns of tables without rules between them, from the alignment of the text.

White space that runs down through nearly all rows parts two columns. Such corridors are sought
over all pages of a table at once, since one page alone may leave a column empty. What is found
is handed on as rules, so that the cells come out of the same grid as those of ruled tables.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from statistics import median

from kict_nlp.pdf.page import Glyph
from kict_nlp.pdf.regions import FEWEST_CHUNKS, FEWEST_ROWS, SAME_END, Region
from kict_nlp.pdf.rules import Rule
from kict_nlp.pdf.spans import CELL_GAP, RUN_GAP, Interval, chunks_of, in_band

_STEP = 0.5  # width of the slots in which white space is counted in points

# Shares of the font size.
_CROSSING_GAP = 0.12  # glyphs nearer than this on both sides of an edge run on over it
_CORRIDOR = 0.22  # the narrowest corridor between columns

_SPARSE = 0.15  # of the full rows: a column that fewer fill may be a part of another
_FULL_ROW = 0.75  # of the usual number of texts: rows with fewer are headings or notes
_CROSSING_SHARES = (0.03, 0.08, 0.15, 0.22)  # of the full rows whose text may cross a corridor


def column_rules(regions: Sequence[Region]) -> list[tuple[list[Rule], list[Rule]]]:
    """Return for each region of one table its rules across and down.

    The regions are those of consecutive pages. A rule down is left out of a row where a text
    runs on over it: that row's cell spans the columns.
    """
    rows = [[in_band(region.glyphs, band) for band in region.bands()] for region in regions]
    return [
        _region_rules(region, places)
        for region, places in zip(regions, column_edges(regions, rows), strict=True)
    ]


def column_edges(
    regions: Sequence[Region], rows: Sequence[Sequence[Sequence[Glyph]]]
) -> list[list[float]]:
    """Return for each region of one table the edges of its columns, the outer ones included.

    ``rows`` has for each region the glyphs of its rows, as far as these are known.
    """
    shifts = [_shift(regions[0], region) for region in regions]
    edges = _shared_edges(regions, shifts, rows)
    return [[edge + shift for edge in edges] for shift in shifts]


def _shift(first: Region, region: Region) -> float:
    """How far right of the first page's table this one stands; ragged ends do not tell."""
    if not region.has_rules or abs(region.x1 - first.x1) < SAME_END:
        return 0.0
    return region.x1 - first.x1


def _shared_edges(
    regions: Sequence[Region],
    shifts: Sequence[float],
    inside: Sequence[Sequence[Sequence[Glyph]]],
) -> list[float]:
    """Places of the columns' edges, the outer ones included, as on the first page."""
    rows: list[list[Interval]] = []
    bodies: list[list[Interval]] = []
    sizes = [glyph.size for region in inside for row in region for glyph in row]
    for region_rows, shift in zip(inside, shifts, strict=True):
        own = [[(a - shift, b - shift) for a, b in chunks_of(r, RUN_GAP)] for r in region_rows]
        rows.extend(own)
        bodies.extend(_without_heading(own))
    size = median(sizes)
    full = _full_rows(rows, size)
    x0 = min(r.x0 - s for r, s in zip(regions, shifts, strict=True))
    x1 = max(r.x1 - s for r, s in zip(regions, shifts, strict=True))
    counts = _coverage(full, x0, x1)
    least = int(max(1.5, _CORRIDOR * size) / _STEP)
    corridors = _widened(_corridors(counts, len(full), least), counts, len(full))
    # Bodies count first: headings, notes and titles may well run over an edge.
    weights = list(
        zip(_coverage(_full_rows(bodies, size), x0, x1), _coverage(rows, x0, x1), strict=True)
    )
    edges = [x0, *(x0 + _STEP * _quietest(weights, *corridor) for corridor in corridors), x1]
    return _with_starts(regions, shifts, _without_splinters(edges, rows, counts, len(full)))


def _with_starts(
    regions: Sequence[Region], shifts: Sequence[float], edges: list[float]
) -> list[float]:
    """Left of where most rules begin, the places where others do: these leave labels whole."""
    starts = [
        round(rule.start - shift)
        for region, shift in zip(regions, shifts, strict=True)
        if region.has_rules
        for rule in region.across
    ]
    if not starts:
        return edges
    usual = Counter(starts).most_common(1)[0][0]
    found = [edges[0]]
    for start in sorted(starts):
        if found[-1] + SAME_END < start <= usual:
            found.append(start)
    if len(found) == 1:
        return edges
    return [*found, *(edge for edge in edges if edge > usual + SAME_END)]


def _without_splinters(
    edges: list[float], rows: list[list[Interval]], counts: Sequence[int], n_rows: int
) -> list[float]:
    """Drop edges through a sparse column that has one heading, such as a column of labels.

    A part that hardly a row fills and that no heading stands over belongs to its neighbour.
    """
    heading = next((row for row in rows if len(row) >= FEWEST_CHUNKS), [])
    slots = [int((edge - edges[0]) / _STEP) for edge in edges]
    dropped: set[int] = set()
    for i, (left, right) in enumerate(pairwise(edges)):
        is_headed = any(a < right and left < b for a, b in heading)
        if is_headed or max(counts[slots[i] : slots[i + 1]], default=0) >= _SPARSE * n_rows:
            continue
        inner = [edge for edge in (i, i + 1) if 0 < edge < len(edges) - 1]
        if inner:
            dropped.add(min(inner, key=lambda edge: _width_of_gap(counts, slots[edge])))
    return [edge for i, edge in enumerate(edges) if i not in dropped]


def _width_of_gap(counts: Sequence[int], slot: int) -> int:
    """How many slots round one are as empty as it is."""
    start = end = slot
    while start > 0 and counts[start - 1] <= counts[slot]:
        start -= 1
    while end + 1 < len(counts) and counts[end + 1] <= counts[slot]:
        end += 1
    return end - start


def _widened(
    corridors: list[tuple[int, int]], counts: Sequence[int], n_rows: int
) -> list[tuple[int, int]]:
    """Each corridor with the low ground round it, where that belongs to no other corridor."""
    ground = _low_runs(counts, int(_CROSSING_SHARES[-1] * n_rows))
    widened = []
    for start, end in corridors:
        around = next(((s, e) for s, e in ground if s <= start and end <= e), (start, end))
        shared = [c for c in corridors if c[0] < around[1] and around[0] < c[1]]
        widened.append(around if len(shared) == 1 else (start, end))
    return widened


def _without_heading(rows: list[list[Interval]]) -> list[list[Interval]]:
    """The rows of a page without the first full one: a heading spans what it heads."""
    first = next((i for i, row in enumerate(rows) if len(row) >= FEWEST_CHUNKS), -1)
    return rows[:first] + rows[first + 1 :] if 0 <= first < len(rows) - FEWEST_ROWS else rows


def _full_rows(rows: Sequence[list[Interval]], size: float) -> list[list[Interval]]:
    """Rows with about as many texts side by side as most rows have."""
    counts = [_count_cells(row, size) for row in rows]
    usual = Counter(count for count in counts if count >= FEWEST_CHUNKS).most_common()
    if not usual:
        return list(rows)
    most = max(count for count, times in usual if times >= usual[0][1] / 2)
    return [row for row, count in zip(rows, counts, strict=True) if count >= _FULL_ROW * most]


def _count_cells(row: Sequence[Interval], size: float) -> int:
    gaps = (b[0] - a[1] for a, b in pairwise(row))
    return (1 if row else 0) + sum(gap > CELL_GAP * size for gap in gaps)


def _coverage(rows: Sequence[Sequence[Interval]], x0: float, x1: float) -> list[int]:
    """For each slot of the width, how many rows have text there."""
    slots = int((x1 - x0) / _STEP) + 1
    changes = [0] * (slots + 1)
    for row in rows:
        for start, end in row:
            low = min(max(int((start - x0) / _STEP), 0), slots)
            high = min(max(int((end - x0) / _STEP) + 1, 0), slots)
            changes[low] += 1
            changes[high] -= 1
    counts, running = [], 0
    for change in changes[:-1]:
        running += change
        counts.append(running)
    return counts


def _corridors(counts: Sequence[int], n_rows: int, least: int) -> list[tuple[int, int]]:
    """Runs of at least ``least`` slots that few rows cover, without those at the outer edges.

    Corridors that hardly a row crosses are taken as they are. One that more rows cross, since
    some of their cells span the columns beside it, must be a valley between two columns.
    """
    found: list[tuple[int, int]] = []
    for share in _CROSSING_SHARES:
        level = int(share * n_rows)
        for start, end in _low_runs(counts, level):
            if end - start < least or any(start < e and s < end for s, e in found):
                continue
            # What a corridor of a sparse column has too is no white space, but its neighbour.
            ground = min(counts[start:end]) if share == _CROSSING_SHARES[0] else level
            if ground and not _is_valley(counts, start, end, ground, found):
                continue
            found.append((start, end))
    return sorted(found)


def _low_runs(counts: Sequence[int], level: int) -> list[tuple[int, int]]:
    runs: list[tuple[int, int]] = []
    start: int | None = None
    for slot, count in enumerate(counts):
        if count <= level:
            start = slot if start is None else start
        elif start is not None:
            if start > 0:
                runs.append((start, slot))
            start = None
    return runs


def _is_valley(
    counts: Sequence[int], start: int, end: int, level: int, found: Sequence[tuple[int, int]]
) -> bool:
    """Whether the columns on both sides are covered by clearly more rows."""
    left = max((e for _, e in found if e <= start), default=0)
    right = min((s for s, _ in found if s >= end), default=len(counts))
    peaks = (max(counts[left:start], default=0), max(counts[end:right], default=0))
    return min(peaks) >= max(2 * level, level + 2)


def _quietest(counts: Sequence[tuple[int, int]], start: int, end: int) -> float:
    """The middle of the longest stretch of a corridor that the fewest rows cover."""
    least = min(counts[start:end])
    best = (0, start)
    run = 0
    for slot in range(start, end + 1):
        if slot < end and counts[slot] == least:
            run += 1
            continue
        best = max(best, (run, slot - run))
        run = 0
    return best[1] + best[0] / 2


def _region_rules(region: Region, places: Sequence[float]) -> tuple[list[Rule], list[Rule]]:
    """The rules between the rows, and those between the columns, row by row."""
    across = list(region.across)
    down: list[Rule] = []
    bands = region.bands()
    if region.has_rules:
        across = [
            rule._replace(end=places[-1]) if rule.end > places[-2] else rule for rule in across
        ]
    for top, bottom in bands:
        inside = in_band(region.glyphs, (top, bottom))
        across.extend(_rules_under_groups(inside, places))
        down.extend(_walls(inside, places, top, bottom))
    if region.has_rules and region.x0 - places[0] > SAME_END:
        across.extend(Rule(place, places[0], region.x0) for place in (bands[0][0], bands[-1][1]))
    top, bottom = bands[0][0], bands[-1][1]
    down += [Rule(places[0], top, bottom), Rule(places[-1], top, bottom)]
    return across, down


def _walls(
    glyphs: Sequence[Glyph], places: Sequence[float], top: float, bottom: float
) -> list[Rule]:
    """Rules down through one row, left out of the lines that run on over them."""
    walls = []
    for place in places[1:-1]:
        crossing = _crossing_lines(glyphs, place)
        if not crossing:
            walls.append(Rule(place, top, bottom))
            continue
        # A heading over several columns and the headings under it stand in one row.
        end = max(line[1] for line in crossing)
        below = [g for g in glyphs if g.top >= end - 0.3 * g.size]
        if _both_sides(below, place):
            walls.append(Rule(place, end, bottom))
    return walls


def _crossing_lines(glyphs: Sequence[Glyph], place: float) -> list[tuple[float, float]]:
    """Top and bottom of the runs of text that go over a place."""
    near = [g for g in glyphs if abs((g.x0 + g.x1) / 2 - place) < 2 * g.size and g.text != " "]
    crossing = []
    for left in near:
        if left.x0 < place - _STEP and left.x1 > place + _STEP:
            crossing.append((left.top, left.bottom))
            continue
        if left.x1 > place + _STEP:
            continue
        for right in near:
            same_line = abs(left.top - right.top) < 0.4 * left.size
            if (
                same_line
                and right.x0 >= place - _STEP
                and right.x0 - left.x1 < _CROSSING_GAP * left.size
            ):
                crossing.append((left.top, left.bottom))
                break
    return crossing


def _both_sides(glyphs: Sequence[Glyph], place: float) -> bool:
    reach = [g for g in glyphs if abs((g.x0 + g.x1) / 2 - place) < 8 * g.size]
    return any(g.x1 <= place + _STEP for g in reach) and any(g.x0 >= place - _STEP for g in reach)


def _rules_under_groups(glyphs: Sequence[Glyph], places: Sequence[float]) -> list[Rule]:
    """A rule under a heading that spans columns, where no rule was drawn."""
    rules = []
    for place_index in range(1, len(places) - 1):
        place = places[place_index]
        crossing = _crossing_lines(glyphs, place)
        if not crossing:
            continue
        end = max(line[1] for line in crossing)
        below = [g for g in glyphs if g.top >= end - 0.3 * g.size]
        if _both_sides(below, place):
            low = places[max(0, bisect_left(places, place) - 1)]
            high = places[min(len(places) - 1, bisect_right(places, place))]
            rules.append(Rule(end, low, high))
    return rules
