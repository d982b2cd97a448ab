"""Rules → the cells between them, with the rows and columns that each spans."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kict_nlp.pdf.rules import SAME_PLACE, PageRules, Rule
from kict_nlp.schema import Box

TOUCH = 3.5  # points: rules that end this near to each other meet
_WALL_SHARE = 0.6  # of a cell's side: a rule along this much of it is a wall
_LARGEST_GRID = 400_000  # grid squares: more is a drawing or a pattern, not a table


class Span(NamedTuple):
    """A cell's place in the grid, counted from 0; the ends are exclusive."""

    row: int
    column: int
    row_end: int
    column_end: int


class Grid(NamedTuple):
    """The edges of rows and columns in points, and the cells that the rules leave.

    ``open_top`` and ``open_bottom`` tell that no rule closes the grid there.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    spans: tuple[Span, ...]
    open_top: bool
    open_bottom: bool

    @property
    def box(self) -> Box:
        """Outline of the grid."""
        return Box(self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])

    def box_of(self, span: Span) -> Box:
        """Outline of one cell."""
        return Box(
            self.xs[span.column],
            self.ys[span.row],
            self.xs[span.column_end],
            self.ys[span.row_end],
        )


def find_grids(rules: PageRules) -> list[Grid]:
    """Return one grid for each set of rules that hang together."""
    grids = []
    for across, down in _components(rules.horizontal, rules.vertical):
        grid = build_grid(across, down)
        if grid is not None:
            grids.append(grid)
    return grids


def _components(
    across: Sequence[Rule], down: Sequence[Rule]
) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Sets of rules that touch each other, those with both directions only."""
    parent = list(range(len(across) + len(down)))

    def root(index: int) -> int:
        while parent[index] != index:
            parent[index] = parent[parent[index]]
            index = parent[index]
        return index

    for i, (y, left, right) in enumerate(across):
        for j, (x, top, bottom) in enumerate(down, len(across)):
            if left - TOUCH <= x <= right + TOUCH and top - TOUCH <= y <= bottom + TOUCH:
                parent[root(i)] = root(j)
    sets: dict[int, tuple[list[Rule], list[Rule]]] = defaultdict(lambda: ([], []))
    for i, rule in enumerate(across):
        sets[root(i)][0].append(rule)
    for j, rule in enumerate(down, len(across)):
        sets[root(j)][1].append(rule)
    return [members for members in sets.values() if members[0] and members[1]]


def build_grid(across: list[Rule], down: list[Rule]) -> Grid | None:
    """Return the grid that rules in both directions make, or None where they make none."""
    ys = _edges(across, down)
    xs = _edges(down, across)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _LARGEST_GRID:
        return None
    floors = _walls(across, ys, xs)
    sides = _walls(down, xs, ys)
    spans = _regions(floors, sides, len(ys) - 1, len(xs) - 1)
    return Grid(
        tuple(xs),
        tuple(ys),
        tuple(spans),
        open_top=not any(floors[0]),
        open_bottom=not any(floors[-1]),
    )


def _edges(rules: list[Rule], crossing: list[Rule]) -> list[float]:
    """Places of the rules, and where the crossing ones stick out beyond the outermost."""
    places = sorted(rule.at for rule in rules)
    places.append(max(rule.end for rule in crossing))
    places.insert(0, min(rule.start for rule in crossing))
    edges: list[float] = []
    for place in sorted(places):
        if not edges or place - edges[-1] > TOUCH:
            edges.append(place)
    # An outermost rule wins over the stub of a crossing one beside it.
    for end, nearest in ((0, min(r.at for r in rules)), (-1, max(r.at for r in rules))):
        if abs(edges[end] - nearest) <= TOUCH:
            edges[end] = nearest
    return edges


def _walls(rules: list[Rule], places: list[float], across: list[float]) -> list[list[bool]]:
    """``walls[p][k]``: a rule stands at ``places[p]`` between ``across[k]`` and ``across[k+1]``."""
    walls = [[False] * (len(across) - 1) for _ in places]
    for at, start, end in rules:
        place = min(range(len(places)), key=lambda p: abs(places[p] - at))
        if abs(places[place] - at) > TOUCH + SAME_PLACE:
            continue
        row = walls[place]
        first = max(0, bisect_right(across, start) - 1)
        for k in range(first, len(across) - 1):
            low, high = across[k], across[k + 1]
            if low >= end:
                break
            if min(end, high) - max(start, low) >= _WALL_SHARE * (high - low):
                row[k] = True
    return walls


def _regions(
    floors: list[list[bool]], sides: list[list[bool]], n_rows: int, n_columns: int
) -> list[Span]:
    """Runs of grid squares without a wall inside; each is a rectangle of its own."""
    strips: dict[tuple[int, int], int] = {}  # columns of an open strip → its first row
    spans: list[Span] = []
    for row in range(n_rows):
        current: set[tuple[int, int]] = set()
        start = 0
        for column in range(1, n_columns + 1):
            if column == n_columns or sides[column][row]:
                current.add((start, column))
                start = column
        for strip in list(strips):
            left, right = strip
            if strip in current and not any(floors[row][left:right]):
                continue
            spans.append(Span(strips.pop(strip), left, row, right))
        for strip in current:
            strips.setdefault(strip, row)
    spans.extend(Span(row, left, n_rows, right) for (left, right), row in strips.items())
    return sorted(spans)
