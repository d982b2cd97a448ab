"""Rows that neither a rule nor a gap parts: which lines of text open one, by what stands in them.

The column to go by is the leftmost that every full line fills, such as numbers or names. A text
there opens a row, unless it goes on with the one above it: that had no room left for its first
glyphs. Nothing is read into the words.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from kict_nlp.pdf.corridors import column_edges
from kict_nlp.pdf.page import Glyph
from kict_nlp.pdf.regions import FEWEST_CHUNKS, FEWEST_ROWS, Region
from kict_nlp.pdf.rules import Rule
from kict_nlp.pdf.spans import TEXT_GAP, chunks_of, glyph_rows

# Shares of the font size.
_OVERLAP = 0.15  # lines that overlap by more are the lines of a heading set to the middle
_SLACK = 0.3  # what must be left over beside glyphs that would have had room

_FULL_LINE = 0.75  # of the usual number of texts: lines with fewer go on with a row
_KEY_SHARE = 0.9  # of the full lines that have a text in the column to go by
_RICH_SHARE = 0.5  # of the lines that open rows: these have texts in several columns, headings one
_WIDE = 6.0  # a narrower column is filled by chance, and does not show where its texts end
_TOP_SHARE = 0.5  # of the texts over those of an opening line: these must have ended there
_AMISS = 0.2  # of the wider gaps: if more stand over no opening line, gaps tell nothing
_SHORT = 4  # glyphs; a number or a mark is no longer, and never goes on in a second line

_NEVER_FIRST = frozenset(
    "、。，．・：；！？）］｝」』】〉》ーぁぃぅぇぉっゃゅょァィゥェォッャュョ々),.:;!?]}"
)


class _Text(NamedTuple):
    """The part of a line in one column; ``lead`` is the width that its first glyphs need."""

    x0: float
    x1: float
    lead: float
    glyphs: int


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text: the columns it has text in, and where the texts begin that stand apart."""

    top: float
    bottom: float
    size: float
    texts: dict[int, _Text]
    starts: tuple[float, ...]


def part_rows(regions: Sequence[Region]) -> None:
    """Add the places between rows that stand no further apart than the lines of a cell.

    The regions are those of one table without rules, on consecutive pages.
    """
    if any(region.has_rules for region in regions):
        return
    rows = [glyph_rows(region.glyphs) for region in regions]
    edges = column_edges(regions, rows)
    pages = [[_line(row, places) for row in page] for page, places in zip(rows, edges, strict=True)]
    for region, places in zip(regions, find_openings(pages, edges), strict=True):
        if places:
            _replace_guesses(region, places)


def _replace_guesses(region: Region, openings: Sequence[float]) -> None:
    """Part a region over the lines that open rows, and at gaps unless these part cells too."""
    reach = median(glyph.size for glyph in region.glyphs) / 2
    inside = [place for place in region.guessed if place > openings[0] + reach]
    wrong = {place for place in inside if not _is_near(place, openings, reach)}
    if len(wrong) <= _AMISS * len(inside):
        wrong = set()
    kept = [rule for rule in region.across if rule.at not in wrong]
    places = [rule.at for rule in kept]
    added = [place for place in openings if not _is_near(place, places, reach)]
    region.across = sorted([*kept, *(Rule(place, region.x0, region.x1) for place in added)])


def _is_near(place: float, others: Iterable[float], reach: float) -> bool:
    return any(abs(place - other) < reach for other in others)


def find_openings(
    pages: Sequence[Sequence[_Line]], edges: Sequence[Sequence[float]]
) -> list[list[float]]:
    """Return for each page the places over lines that open a row; none where it is not clear."""
    lines = [line for page in pages for line in page]
    key = _key_column(lines, len(edges[0]) - 1)
    nothing: list[list[float]] = [[] for _ in pages]
    if key is None:
        return nothing
    sight = _Sight(key, _holds_numbers(lines, key), _rooms(lines))
    opened = [
        [
            _Opening(above, line)
            for above, line in pairwise(page)
            if _opens(above, line, sight, places)
        ]
        for page, places in zip(pages, edges, strict=True)
    ]
    if not _are_openings([o for page in opened for o in page], sight):
        return nothing
    return [[(o.above.bottom + o.line.top) / 2 for o in page] for page in opened]


class _Opening(NamedTuple):
    """A line that opens a row, and the one above it."""

    above: _Line
    line: _Line


class _Sight(NamedTuple):
    """What tells that a line opens a row.

    ``key`` is the column to go by; what ``holds_numbers`` never goes on in a second line.
    ``rooms`` has the width and right end of the widest text of each column.
    """

    key: int
    holds_numbers: bool
    rooms: dict[int, tuple[float, float]]


def _line(row: Sequence[Glyph], edges: Sequence[float]) -> _Line:
    inside: dict[int, list[Glyph]] = defaultdict(list)
    for glyph in sorted(row, key=lambda g: g.x0):
        column = bisect_right(edges, (glyph.x0 + glyph.x1) / 2) - 1
        inside[min(max(column, 0), len(edges) - 2)].append(glyph)
    return _Line(
        min(g.top for g in row),
        max(g.bottom for g in row),
        median(g.size for g in row),
        {column: _text(glyphs) for column, glyphs in inside.items()},
        tuple(start for start, _ in chunks_of(row, TEXT_GAP)),
    )


def _text(glyphs: Sequence[Glyph]) -> _Text:
    return _Text(glyphs[0].x0, max(g.x1 for g in glyphs), _lead(glyphs), len(glyphs))


def _lead(glyphs: Sequence[Glyph]) -> float:
    """Width of the first glyphs that no line break may part."""
    end = 1
    while end < len(glyphs) and _holds_on(glyphs[end - 1].text, glyphs[end].text):
        end += 1
    return glyphs[end - 1].x1 - glyphs[0].x0


def _holds_on(before: str, text: str) -> bool:
    return text in _NEVER_FIRST or (before.isascii() and text.isascii())


def _is_rich(line: _Line) -> bool:
    """Whether a line has text in several columns, and not one text that runs on over them."""
    return len(line.texts) >= FEWEST_CHUNKS and len(line.starts) > 1


def _key_column(lines: Sequence[_Line], n_columns: int) -> int | None:
    """The leftmost column that nearly all full lines fill."""
    counts = Counter(len(line.texts) for line in lines if _is_rich(line))
    if not counts:
        return None
    often = max(counts.values()) / 2
    most = max(count for count, times in counts.items() if times >= often)
    full = [line for line in lines if len(line.texts) >= _FULL_LINE * most]
    filled = Counter(column for line in full for column in line.texts)
    keys = (c for c in range(n_columns) if filled[c] >= _KEY_SHARE * len(full))
    return next(keys, None)


def _rooms(lines: Iterable[_Line]) -> dict[int, tuple[float, float]]:
    """Width and right end of the widest text of each column."""
    rooms: dict[int, tuple[float, float]] = {}
    for line in lines:
        if not _is_rich(line):
            continue
        for column, text in line.texts.items():
            width, right = rooms.get(column, (0.0, text.x1))
            rooms[column] = (max(width, text.x1 - text.x0), max(right, text.x1))
    return rooms


def _has_ended(
    above: _Line, line: _Line, column: int, rooms: dict[int, tuple[float, float]]
) -> bool:
    """Whether the text above had room for the first glyphs of the one below, and left it."""
    upper, lower = above.texts[column], line.texts[column]
    width, right = rooms.get(column, (0.0, upper.x1))
    # Half of what is left over beside a text in the middle stands on its right.
    left_over = min(width - (upper.x1 - upper.x0), 2 * (right - upper.x1))
    return left_over > lower.lead + _SLACK * line.size


def _holds_numbers(lines: Iterable[_Line], key: int) -> bool:
    """Whether most texts of the column are too short to go on in a second line."""
    lengths = [line.texts[key].glyphs for line in lines if key in line.texts]
    return median(lengths) <= _SHORT


def _opens(above: _Line, line: _Line, sight: _Sight, edges: Sequence[float]) -> bool:
    if line.top - above.bottom < -_OVERLAP * line.size:
        return False
    if sight.key not in line.texts:
        return _is_section(line, sight.key, edges)
    if sight.key not in above.texts or sight.holds_numbers:
        return True
    if _has_ended(above, line, sight.key, sight.rooms):
        return True
    others = line.texts.keys() - {sight.key}
    if others - above.texts.keys():
        return True
    ended = sum(_has_ended(above, line, column, sight.rooms) for column in others)
    return 2 * ended > len(others)


def _is_section(line: _Line, key: int, edges: Sequence[float]) -> bool:
    """Whether a line has text at the left end only, further left than the rows begin."""
    last = edges[min(key + 2, len(edges) - 1)]
    return line.starts[0] < edges[key] and line.starts[-1] < last


def _are_openings(openings: Sequence[_Opening], sight: _Sight) -> bool:
    """Whether the lines found are the first of their rows, which are set to the top."""
    keyed = [o for o in openings if sight.key in o.line.texts]
    rich = [o for o in keyed if _is_rich(o.line)]
    if len(rich) < max(FEWEST_ROWS, _RICH_SHARE * len(keyed)):
        return False
    ended = [
        _has_ended(o.above, o.line, column, sight.rooms)
        for o in keyed
        if sight.key not in o.above.texts
        for column in o.above.texts.keys() & o.line.texts.keys()
        if sight.rooms.get(column, (0.0, 0.0))[0] >= _WIDE * o.line.size
    ]
    return sum(ended) >= _TOP_SHARE * len(ended)
