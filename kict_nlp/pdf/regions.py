"""Where tables stand that have rules between their rows only, or none at all, and their rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from kict_nlp.pdf.page import Fill, Glyph
from kict_nlp.pdf.rules import Rule
from kict_nlp.pdf.spans import TextLine, chunks_of, in_band, text_lines

# Points.
SAME_END = 6.0  # rules that end this near to each other belong to one table
_SAME_TEXT_END = 20.0  # the same for text, whose ends are ragged
_NARROWEST = 150.0  # a table is at least this wide
_EDGE = 2.0  # from the outermost glyph to the edge of a table without rules

# Shares of the font size.
_ROW_GAP = 0.22  # what a gap between rows has over one between the lines of a cell
_REACH = 1.2  # lines this near to each other may belong to one table
_REACH_OVER_RULE = 2.2  # the same for a heading over the first rule and a row below the last
_TITLE_GAP = 1.0  # lines further apart than this, over the first rule, are a title and a row

_SINGLE_LINES = 0.8  # of the lines with several texts: then every line is a row
_LEADING_QUANTILE = 0.1  # of the gaps below glyphs: the leading inside cells

FEWEST_CHUNKS = 3  # a row with fewer texts side by side may be prose
FEWEST_ROWS = 3


@dataclass(slots=True)
class Region:
    """Part of a page that holds a table, with the places of the rules between its rows.

    ``is_sure`` is False where so few rows stand on the page that only a neighbouring page can
    tell that they are a table's. ``guessed`` are the places that only a wider gap tells.
    """

    page_number: int
    x0: float
    x1: float
    across: list[Rule]
    glyphs: list[Glyph]
    has_rules: bool
    is_sure: bool
    guessed: frozenset[float] = frozenset()

    def bands(self) -> list[tuple[float, float]]:
        """Top and bottom of each row, by the rules whatever their length."""
        edges = sorted({rule.at for rule in self.across})
        tops = [min((g.top for g in self.glyphs), default=edges[0])]
        bottoms = [max((g.bottom for g in self.glyphs), default=edges[-1])]
        first = [tops[0] - _EDGE] if tops[0] < edges[0] - _EDGE else []
        last = [bottoms[0] + _EDGE] if bottoms[0] > edges[-1] + _EDGE else []
        places = [*first, *edges, *last]
        return list(pairwise(places))


def find_banded(page_number: int, across: Sequence[Rule], glyphs: Sequence[Glyph]) -> list[Region]:
    """Return the regions in which rules part rows but nothing parts columns."""
    regions = []
    for group in _groups(across):
        top, bottom = group[0].at, group[-1].at
        x0, x1 = min(rule.start for rule in group), max(rule.end for rule in group)
        lines = text_lines([g for g in glyphs if x0 - 1 <= (g.x0 + g.x1) / 2 <= x1 + 1])
        top, bottom = _stretch(lines, top, bottom)
        over = [line for line in lines if top <= line.top and line.bottom <= group[0].at]
        top = _under_titles(over, top, (x0, x1))
        inside = [
            g for g in glyphs if top - 1 <= (g.top + g.bottom) / 2 <= bottom + 1 and g.x1 <= x1 + 3
        ]
        rules = sorted([*group, *_inner_rules(across, group, top, bottom)])
        region = Region(page_number, x0, x1, rules, inside, has_rules=True, is_sure=False)
        rows = _rows_of_cells(region)
        region.is_sure = rows >= FEWEST_ROWS and len(group) >= FEWEST_ROWS
        if rows:
            regions.append(region)
    return regions


def find_unruled(
    page_number: int, glyphs: Sequence[Glyph], shades: Sequence[Fill]
) -> Region | None:
    """Return the region of a page in which texts stand in columns, without any rules."""
    lines = text_lines(glyphs)
    rich = [i for i, line in enumerate(lines) if len(line[2]) >= FEWEST_CHUNKS]
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
    seen = {table[0][0] - _EDGE, table[-1][1] + _EDGE, *_shaded_edges(table, inside, shades)}
    places = _thinned(sorted(seen | _gaps_between_rows(table, inside, size)), size)
    return Region(
        page_number,
        x0,
        x1,
        [Rule(place, x0, x1) for place in places],
        inside,
        has_rules=False,
        is_sure=len(rich) >= FEWEST_ROWS,
        guessed=frozenset(places) - seen,
    )


def same_outline(before: Region, region: Region) -> bool:
    """Whether the regions of two consecutive pages may be one table's."""
    if before.has_rules != region.has_rules:
        return False
    if region.has_rules:
        width, width_before = region.x1 - region.x0, before.x1 - before.x0
        return abs(region.x1 - before.x1) < SAME_END or abs(width - width_before) < SAME_END
    # The ends of text are ragged: a page may leave its first or last columns empty.
    return min(abs(region.x0 - before.x0), abs(region.x1 - before.x1)) < _SAME_TEXT_END


def _groups(across: Sequence[Rule]) -> list[list[Rule]]:
    """Rules with the same right end, enough of them and wide enough for a table."""
    groups: list[list[Rule]] = []
    for rule in sorted(across, key=lambda rule: rule.end):
        if groups and rule.end - groups[-1][-1].end <= SAME_END:
            groups[-1].append(rule)
        else:
            groups.append([rule])
    wide = [
        sorted(group)
        for group in groups
        if max(rule.end - rule.start for rule in group) >= _NARROWEST
    ]
    return [group for group in wide if len(group) > 1]


def _under_titles(lines: Sequence[TextLine], top: float, sides: tuple[float, float]) -> float:
    """The top of a first row that has no rule over it, under titles and legends."""
    for upper, lower in pairwise(lines):
        high = upper.bottom - upper.top
        at_side = upper.texts[0][0] - sides[0] < high or sides[1] - upper.texts[-1][1] < high
        if len(upper.texts) >= FEWEST_CHUNKS or not at_side:
            break
        if lower.top - upper.bottom > _TITLE_GAP * high:
            top = lower.top
    return top


def _inner_rules(
    across: Sequence[Rule], group: Sequence[Rule], top: float, bottom: float
) -> list[Rule]:
    """Short rules inside a table, such as those under a heading of several columns."""
    left, right = min(rule.start for rule in group), max(rule.end for rule in group)
    return [
        rule
        for rule in across
        if left <= rule.start and rule.end < right - SAME_END and top < rule.at < bottom
    ]


def _stretch(lines: Sequence[TextLine], top: float, bottom: float) -> tuple[float, float]:
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
    rich_above = any(line[0] >= new_top and len(line[2]) >= FEWEST_CHUNKS for line in above)
    rich_below = any(line[1] <= new_bottom and len(line[2]) >= FEWEST_CHUNKS for line in below)
    return (new_top if rich_above else top), (new_bottom if rich_below else bottom)


def _rows_of_cells(region: Region) -> int:
    return sum(
        len(chunks_of(in_band(region.glyphs, band))) >= FEWEST_CHUNKS for band in region.bands()
    )


def _shaded_edges(
    lines: Sequence[TextLine], glyphs: Sequence[Glyph], shades: Sequence[Fill]
) -> set[float]:
    """Edges of shaded rows."""
    width = max(g.x1 for g in glyphs) - min(g.x0 for g in glyphs)
    edges = {edge for row in _shaded_rows(shades, width) for edge in row}
    return {edge for edge in edges if lines[0][0] < edge < lines[-1][1]}


def _gaps_between_rows(
    lines: Sequence[TextLine], glyphs: Sequence[Glyph], size: float
) -> set[float]:
    """The middles of gaps wider than those inside cells."""
    edges: set[float] = set()
    widest = _widest_gap_in_cells(lines, glyphs, size)
    reach = lines[0][1]
    for upper, lower in pairwise(lines):
        reach = max(reach, upper[1])
        if lower[0] - reach > widest:
            edges.add((reach + lower[0]) / 2)
    return edges


def _shaded_rows(shades: Sequence[Fill], width: float) -> list[tuple[float, float]]:
    """Top and bottom of the bands that shading makes across most of the width."""
    covered: Counter[tuple[int, int]] = Counter()
    for shade in shades:
        covered[round(shade.top), round(shade.bottom)] += round(shade.x1 - shade.x0)
    return [(float(t), float(b)) for (t, b), wide in covered.items() if wide >= 0.6 * width]


def _widest_gap_in_cells(lines: Sequence[TextLine], glyphs: Sequence[Glyph], size: float) -> float:
    """The gap up to which two lines may belong to one row."""
    rich = sum(len(line[2]) >= FEWEST_CHUNKS for line in lines)
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
