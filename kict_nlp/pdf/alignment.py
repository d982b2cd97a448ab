"""Tables with rules between rows only, or with none: columns from the alignment of the text.

White space that runs down through nearly all rows parts two columns. Such corridors are sought
over all pages of a table at once, since one page alone may leave a column empty. What is found
is handed on as rules, so that the cells come out of the same grid as those of ruled tables.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kict_nlp.pdf.page import Fill, Glyph
from kict_nlp.pdf.rules import Rule

# Points.
_SAME_END = 6.0  # rules that end this near to each other belong to one table
_SAME_TEXT_END = 20.0  # the same for text, whose ends are ragged
_NARROWEST = 150.0  # a table is at least this wide
_STEP = 0.5  # width of the slots in which white space is counted
_EDGE = 2.0  # from the outermost glyph to the edge of a table without rules

# Shares of the font size.
_CHUNK_GAP = 0.45  # a wider gap in a row parts two cells
_RUN_GAP = 0.25  # glyphs nearer than this are one run of text
_CROSSING_GAP = 0.12  # glyphs nearer than this on both sides of an edge run on over it
_CORRIDOR = 0.22  # the narrowest corridor between columns
_ROW_GAP = 0.22  # what a gap between rows has over one between the lines of a cell
_REACH = 1.2  # lines this near to each other may belong to one table
_REACH_OVER_RULE = 2.2  # the same for a heading over the first rule and a row below the last
_FAR = 4.0  # a gap this high ends a table without rules

_KEYS_FIRST = 0.7  # of the rows of several lines that must begin with the leftmost column
_KEY_REACH = 2.5  # how far from the left edge the leftmost column may begin

_SINGLE_LINES = 0.8  # of the lines with several texts: then every line is a row
_LEADING_QUANTILE = 0.1  # of the gaps below glyphs: the leading inside cells

_FEWEST_CHUNKS = 3  # a row with fewer texts side by side may be prose
_FEWEST_ROWS = 3
_FULL_ROW = 0.75  # of the usual number of texts: rows with fewer are headings or notes
_CROSSING_SHARES = (0.03, 0.08, 0.15, 0.22)  # of the full rows whose text may cross a corridor


@dataclass(slots=True)
class Region:
    """Part of a page that holds a table, with the places of the rules between its rows.

    ``is_sure`` is False where so few rows stand on the page that only a neighbouring page can
    tell that they are a table's.
    """

    page_number: int
    x0: float
    x1: float
    across: list[Rule]
    glyphs: list[Glyph]
    has_rules: bool
    is_sure: bool

    def bands(self) -> list[tuple[float, float]]:
        """Top and bottom of each row, by the rules whatever their length."""
        edges = sorted({rule.at for rule in self.across})
        tops = [min((g.top for g in self.glyphs), default=edges[0])]
        bottoms = [max((g.bottom for g in self.glyphs), default=edges[-1])]
        first = [tops[0] - _EDGE] if tops[0] < edges[0] - _EDGE else []
        last = [bottoms[0] + _EDGE] if bottoms[0] > edges[-1] + _EDGE else []
        places = [*first, *edges, *last]
        return list(pairwise(places))


_Interval = tuple[float, float]
_TextLine = tuple[float, float, list[_Interval]]  # top, bottom, runs of text


def find_banded(page_number: int, across: Sequence[Rule], glyphs: Sequence[Glyph]) -> list[Region]:
    """Return the regions in which rules part rows but nothing parts columns."""
    regions = []
    for group in _groups(across):
        top, bottom = group[0].at, group[-1].at
        x0, x1 = min(rule.start for rule in group), max(rule.end for rule in group)
        lines = _text_lines([g for g in glyphs if x0 - 1 <= (g.x0 + g.x1) / 2 <= x1 + 1])
        top, bottom = _stretch(lines, top, bottom)
        inside = [
            g for g in glyphs if top - 1 <= (g.top + g.bottom) / 2 <= bottom + 1 and g.x1 <= x1 + 3
        ]
        rules = sorted([*group, *_inner_rules(across, group, top, bottom)])
        region = Region(page_number, x0, x1, rules, inside, has_rules=True, is_sure=False)
        rows = _rows_of_cells(region)
        region.is_sure = rows >= _FEWEST_ROWS and len(group) >= _FEWEST_ROWS
        if rows:
            regions.append(region)
    return regions


def find_unruled(
    page_number: int, glyphs: Sequence[Glyph], shades: Sequence[Fill]
) -> Region | None:
    """Return the region of a page in which texts stand in columns, without any rules."""
    lines = _text_lines(glyphs)
    rich = [i for i, line in enumerate(lines) if len(line[2]) >= _FEWEST_CHUNKS]
    if not rich:
        return None
    size = median(glyph.size for glyph in glyphs)
    first, last = rich[0], rich[-1]
    while last + 1 < len(lines) and lines[last + 1][0] - lines[last][1] < _REACH * size:
        last += 1
    while first > 0 and lines[first][0] - lines[first - 1][1] < _REACH * size:
        first -= 1
    table = lines[first : last + 1]
    inside = [g for g in glyphs if table[0][0] - 1 <= (g.top + g.bottom) / 2 <= table[-1][1] + 1]
    x0 = min(g.x0 for g in inside) - _EDGE
    x1 = max(g.x1 for g in inside) + _EDGE
    places = _row_edges(table, inside, shades, size)
    places = _edges_over_keys(table, places, x0 + _KEY_REACH * size)
    across = [Rule(place, x0, x1) for place in places]
    region = Region(page_number, x0, x1, across, inside, has_rules=False, is_sure=False)
    rows = _rows_of_cells(region)
    region.is_sure = rows >= _FEWEST_ROWS
    return region if rows else None


def column_rules(regions: Sequence[Region]) -> list[tuple[list[Rule], list[Rule]]]:
    """Return for each region of one table its rules across and down.

    The regions are those of consecutive pages. A rule down is left out of a row where a text
    runs on over it: that row's cell spans the columns.
    """
    shifts = [_shift(regions[0], region) for region in regions]
    edges = _column_edges(regions, shifts)
    rules = []
    for region, shift in zip(regions, shifts, strict=True):
        places = [edge + shift for edge in edges]
        rules.append(_region_rules(region, places))
    return rules


def same_outline(before: Region, region: Region) -> bool:
    """Whether the regions of two consecutive pages may be one table's."""
    if before.has_rules != region.has_rules:
        return False
    if region.has_rules:
        width, width_before = region.x1 - region.x0, before.x1 - before.x0
        return abs(region.x1 - before.x1) < _SAME_END or abs(width - width_before) < _SAME_END
    # The ends of text are ragged: a page may leave its first or last columns empty.
    return min(abs(region.x0 - before.x0), abs(region.x1 - before.x1)) < _SAME_TEXT_END


def _shift(first: Region, region: Region) -> float:
    """How far right of the first page's table this one stands; ragged ends do not tell."""
    if not region.has_rules or abs(region.x1 - first.x1) < _SAME_END:
        return 0.0
    return region.x1 - first.x1


# ---------------------------------------------------------------- where a table stands


def _groups(across: Sequence[Rule]) -> list[list[Rule]]:
    """Rules with the same right end, enough of them and wide enough for a table."""
    groups: list[list[Rule]] = []
    for rule in sorted(across, key=lambda rule: rule.end):
        if groups and rule.end - groups[-1][-1].end <= _SAME_END:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    wide = [
        sorted(group)
        for group in groups
        if max(rule.end - rule.start for rule in group) >= _NARROWEST
    ]
    return [group for group in wide if len(group) > 1]


def _inner_rules(
    across: Sequence[Rule], group: Sequence[Rule], top: float, bottom: float
) -> list[Rule]:
    """Short rules inside a table, such as those under a heading of several columns."""
    left, right = min(rule.start for rule in group), max(rule.end for rule in group)
    return [
        rule
        for rule in across
        if left <= rule.start and rule.end < right - _SAME_END and top < rule.at < bottom
    ]


def _stretch(lines: Sequence[_TextLine], top: float, bottom: float) -> tuple[float, float]:
    """Take in a heading over the first rule and a last row under the last one."""
    above = [line for line in lines if (line[0] + line[1]) / 2 < top]
    below = [line for line in lines if (line[0] + line[1]) / 2 > bottom]
    new_top, new_bottom = top, bottom
    for line in reversed(above):
        if new_top - line[1] > _REACH_OVER_RULE * (line[1] - line[0]):
            break
        new_top = line[0]
    for line in below:
        if line[0] - new_bottom > _REACH_OVER_RULE * (line[1] - line[0]):
            break
        new_bottom = line[1]
    rich_above = any(line[0] >= new_top and len(line[2]) >= _FEWEST_CHUNKS for line in above)
    rich_below = any(line[1] <= new_bottom and len(line[2]) >= _FEWEST_CHUNKS for line in below)
    return (new_top if rich_above else top), (new_bottom if rich_below else bottom)


def _rows_of_cells(region: Region) -> int:
    return sum(
        len(_chunks(_in_band(region.glyphs, band))) >= _FEWEST_CHUNKS for band in region.bands()
    )


def _in_band(glyphs: Iterable[Glyph], band: tuple[float, float]) -> list[Glyph]:
    top, bottom = band
    return [g for g in glyphs if top <= (g.top + g.bottom) / 2 < bottom]


def _text_lines(glyphs: Iterable[Glyph]) -> list[_TextLine]:
    """Lines of text from the top down, each with the texts that stand side by side in it."""
    rows: list[list[Glyph]] = []
    for glyph in sorted(glyphs, key=lambda g: (g.top + g.bottom, g.x0)):
        if glyph.text == " ":
            continue
        middle = (glyph.top + glyph.bottom) / 2
        if rows and middle < max(rows[-1][0].bottom - 0.3 * glyph.size, rows[-1][0].top):
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    return [
        (min(g.top for g in row), max(g.bottom for g in row), _chunks(row, _REACH)) for row in rows
    ]


def _chunks(glyphs: Iterable[Glyph], gap: float = _CHUNK_GAP) -> list[_Interval]:
    """The stretches of x that glyphs cover, with gaps of less than ``gap`` em bridged."""
    chunks: list[_Interval] = []
    for glyph in sorted(glyphs, key=lambda g: g.x0):
        if glyph.text == " " and glyph.x1 <= glyph.x0:
            continue
        if chunks and glyph.x0 - chunks[-1][1] <= gap * glyph.size:
            chunks[-1] = (chunks[-1][0], max(chunks[-1][1], glyph.x1))
        else:
            chunks.append((glyph.x0, glyph.x1))
    return chunks


# ---------------------------------------------------------------- rows without rules


def _row_edges(
    lines: Sequence[_TextLine], glyphs: Sequence[Glyph], shades: Sequence[Fill], size: float
) -> list[float]:
    """Places between the rows: edges of shaded rows, and gaps wider than those inside cells."""
    top, bottom = lines[0][0], lines[-1][1]
    width = max(g.x1 for g in glyphs) - min(g.x0 for g in glyphs)
    edges = {top - _EDGE, bottom + _EDGE}
    for row in _shaded_rows(shades, width):
        edges.update(edge for edge in row if top < edge < bottom)
    widest = _widest_gap_in_cells(lines, glyphs, size)
    reach = lines[0][1]
    for upper, lower in pairwise(lines):
        reach = max(reach, upper[1])
        if lower[0] - reach > widest:
            edges.add((reach + lower[0]) / 2)
    return _thinned(sorted(edges), size)


def _edges_over_keys(lines: Sequence[_TextLine], places: list[float], reach: float) -> list[float]:
    """Add an edge over each line that has text in the leftmost column, where those begin rows.

    They do if the rows found so far nearly all have one such line, and that one is the first.
    """
    rows = [
        [line for line in lines if top <= (line[0] + line[1]) / 2 < bottom]
        for top, bottom in pairwise(places)
    ]
    keys = [[line[2][0][0] <= reach for line in row if line[2]] for row in rows if len(row) > 1]
    begins = sum(key[0] and sum(key) == 1 for key in keys if key)
    if begins < _FEWEST_ROWS or begins < _KEYS_FIRST * len(keys):
        return places
    edges = set(places)
    for row in rows:
        for upper, lower in pairwise(row):
            if lower[2] and lower[2][0][0] <= reach:
                edges.add((upper[1] + lower[0]) / 2)
    return sorted(edges)


def _shaded_rows(shades: Sequence[Fill], width: float) -> list[tuple[float, float]]:
    """Top and bottom of the bands that shading makes across most of the width."""
    covered: Counter[tuple[int, int]] = Counter()
    for shade in shades:
        covered[round(shade.top), round(shade.bottom)] += round(shade.x1 - shade.x0)
    return [(float(t), float(b)) for (t, b), wide in covered.items() if wide >= 0.6 * width]


def _widest_gap_in_cells(lines: Sequence[_TextLine], glyphs: Sequence[Glyph], size: float) -> float:
    """The gap up to which two lines may belong to one row."""
    rich = sum(len(line[2]) >= _FEWEST_CHUNKS for line in lines)
    if rich >= _SINGLE_LINES * len(lines):
        return 0.0
    gaps = sorted(_gaps_below(glyphs))
    if not gaps:
        return _ROW_GAP * size
    # The leading inside cells is the smallest gap that comes again and again.
    return gaps[int(_LEADING_QUANTILE * len(gaps))] + _ROW_GAP * size


def _gaps_below(glyphs: Sequence[Glyph]) -> list[float]:
    """Gaps between a glyph and the next one below it in the same column, the near ones."""
    columns: dict[int, list[Glyph]] = {}
    for glyph in glyphs:
        columns.setdefault(round((glyph.x0 + glyph.x1) / 4), []).append(glyph)
    gaps: list[float] = []
    for column in columns.values():
        column.sort(key=lambda g: g.top)
        gaps.extend(
            below.top - above.bottom
            for above, below in pairwise(column)
            if -0.2 * above.size < below.top - above.bottom < 0.8 * above.size
        )
    return gaps


def _thinned(places: Sequence[float], size: float) -> list[float]:
    kept: list[float] = []
    for place in places:
        if not kept or place - kept[-1] > 0.7 * size:
            kept.append(place)
    return kept


# ---------------------------------------------------------------- columns


def _column_edges(regions: Sequence[Region], shifts: Sequence[float]) -> list[float]:
    """Places of the columns' edges, the outer ones included, as on the first page."""
    rows: list[list[_Interval]] = []
    bodies: list[list[_Interval]] = []
    sizes: list[float] = []
    for region, shift in zip(regions, shifts, strict=True):
        own = []
        for band in region.bands():
            inside = _in_band(region.glyphs, band)
            sizes.extend(g.size for g in inside)
            own.append([(a - shift, b - shift) for a, b in _chunks(inside, _RUN_GAP)])
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
    return [x0, *(x0 + _STEP * _quietest(weights, *corridor) for corridor in corridors), x1]


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


def _without_heading(rows: list[list[_Interval]]) -> list[list[_Interval]]:
    """The rows of a page without the first full one: a heading spans what it heads."""
    first = next((i for i, row in enumerate(rows) if len(row) >= _FEWEST_CHUNKS), -1)
    return rows[:first] + rows[first + 1 :] if 0 <= first < len(rows) - _FEWEST_ROWS else rows


def _full_rows(rows: Sequence[list[_Interval]], size: float) -> list[list[_Interval]]:
    """Rows with about as many texts side by side as most rows have."""
    counts = [_count_cells(row, size) for row in rows]
    usual = Counter(count for count in counts if count >= _FEWEST_CHUNKS).most_common()
    if not usual:
        return list(rows)
    most = max(count for count, times in usual if times >= usual[0][1] / 2)
    return [row for row, count in zip(rows, counts, strict=True) if count >= _FULL_ROW * most]


def _count_cells(row: Sequence[_Interval], size: float) -> int:
    gaps = (b[0] - a[1] for a, b in pairwise(row))
    return (1 if row else 0) + sum(gap > _CHUNK_GAP * size for gap in gaps)


def _coverage(rows: Sequence[Sequence[_Interval]], x0: float, x1: float) -> list[int]:
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
            if share > _CROSSING_SHARES[0] and not _is_valley(counts, start, end, level, found):
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
        inside = _in_band(region.glyphs, (top, bottom))
        across.extend(_rules_under_groups(inside, places))
        down.extend(_walls(inside, places, top, bottom))
    if region.has_rules and region.x0 - places[0] > _SAME_END:
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
