"""The heading of a table → the role of each of its columns."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kict_nlp.pdf.joins import JoinedCell, Table
from kict_nlp.reports.columns import Column
from kict_nlp.reports.inference import infer_roles
from kict_nlp.reports.layout import ENDS_WITH, EQUALS, LEVELS, Layout, Role, heading_words
from kict_nlp.reports.ratings import normalize_symbol, rating_of_words
from kict_nlp.text.normalize import normalize
from kict_nlp.text.years import find_fiscal_year, find_years

_LAST_HEADING_ROW = 6  # a heading that starts below this many rows is none
_HEADING_DEPTH = 4  # rows: no heading is deeper
_LONGEST_HEADING = 40  # characters
_REPEATED_SHARE = 0.6  # of a row's cells that must be words of the heading
_HEADING_SHARE = 0.5  # of a row's filled cells that must be heading words
_LONGEST_RATING = 12  # characters: what is longer is a comment, not a rating
_IN_BRACKETS = re.compile(r"[(\[【〔]([^)\]】〕]+)[)\]】〕]")
_WITHOUT_ERA = re.compile(r"(元|\d{1,2})\s*年度")
_BEFORE_REIWA, _BEFORE_HEISEI = 2018, 1988  # the year before the first of each era
# Plans run ten years or so: a number up to the one is 令和, from the other on it is 平成.
_LATEST_REIWA, _EARLIEST_HEISEI = 12, 20
_EARLIER = re.compile("前回|前年度|昨年度|前期|前々|当初評価")
_AHEAD = re.compile("次年度|翌年度|来年度|今後|次期|予定")
_MOST_MARKS = 0.8  # of the cells under columns of marks that must be marks
_MARKS = frozenset("◯●◎✓✔レ★☆■1Vv")


@dataclass(frozen=True, slots=True)
class Heading:
    """Rows ``start`` to ``end`` (exclusive) of a table are its heading."""

    start: int
    end: int
    columns: tuple[Column, ...]
    texts: frozenset[str]

    def roles(self) -> set[Role]:
        """The roles that have a column."""
        return {column.role for column in self.columns if column.role}

    def columns_of(self, role: Role) -> list[int]:
        """Indices of the grid columns with that role."""
        return [i for i, column in enumerate(self.columns) if column.role == role]


def layout_score(heading: Heading, layout: Layout) -> float:
    """Share of the layout's columns that the heading has (0 to 1).

    Pillar, middle and field do not count: heading rows may stand in for their columns.
    """
    expected = set(layout.columns) - set(LEVELS)
    return len(heading.roles() & expected) / len(expected)


def find_heading(table: Table, layout: Layout, first: int = 0) -> Heading | None:
    """Return the heading that begins at or below row ``first``, or None."""
    rows = table.rows()
    for start in range(first, min(len(rows) - 1, first + _LAST_HEADING_ROW)):
        if not _is_heading_row(rows[start], layout):
            continue
        end = _end_of_heading(rows, start, layout)
        top = _top_of_heading(rows, start, first)
        columns = _read_columns(table, top, end, layout)
        if len({column.role for column in columns if column.role}) > 1:
            texts = {c.text for c in table.cells if top <= c.row < end and c.lines}
            return Heading(top, end, _settle(table, end, columns), frozenset(texts))
    return None


def repeats_heading(cells: Iterable[JoinedCell], heading: Heading) -> bool:
    """Whether a row of the body is the heading once more."""
    texts = [cell.text for cell in cells if cell.lines]
    same = sum(text in heading.texts for text in texts)
    return bool(texts) and same >= _REPEATED_SHARE * len(texts)


def _is_heading_row(cells: Iterable[JoinedCell], layout: Layout) -> bool:
    """At least two different roles, and mostly words that head columns."""
    filled = [cell for cell in cells if cell.lines]
    found = [layout.find_role(cell.text) for cell in filled if len(cell.text) <= _LONGEST_HEADING]
    sure = {match[0] for match in found if match and match[1] >= ENDS_WITH}
    hits = sum(match is not None for match in found)
    return len(sure) > 1 and hits >= _HEADING_SHARE * len(filled)


def _top_of_heading(rows: list[list[JoinedCell]], start: int, first: int) -> int:
    """Cells over the first row of words (a year, a group) belong to the heading too."""
    top = min((cell.row for cell in rows[start] if cell.lines), default=start)
    while top > first and len([cell for cell in rows[top - 1] if cell.lines]) > 1:
        top -= 1
    return max(top, first)


def _end_of_heading(rows: list[list[JoinedCell]], start: int, layout: Layout) -> int:
    end = max(cell.row_end for cell in rows[start] if cell.lines and _is_word(cell, layout))
    end = min(end, start + _HEADING_DEPTH, len(rows) - 1)
    while end < min(start + _HEADING_DEPTH, len(rows) - 1):
        filled = [cell for cell in rows[end] if cell.lines and cell.row == end]
        words = [cell for cell in filled if _is_word(cell, layout) or _names_year(cell)]
        if not filled or len(words) < len(filled) or len(filled) < 2:
            break
        end += 1
    return max(end, start + 1)


def _is_word(cell: JoinedCell, layout: Layout) -> bool:
    return layout.find_role(cell.text) is not None


def _names_year(cell: JoinedCell) -> bool:
    return len(cell.text) <= 10 and bool(find_years(cell.text))


def _read_columns(table: Table, top: int, end: int, layout: Layout) -> list[Column]:
    paths: list[list[JoinedCell]] = [[] for _ in range(table.n_columns)]
    for cell in table.cells:
        if top <= cell.row < end and cell.lines:
            for column in range(cell.column, cell.column_end):
                paths[column].append(cell)
    columns = [_column(sorted(path), layout) for path in paths]
    return _marks_without_parent(table, end, columns)


def _column(path: Sequence[JoinedCell], layout: Layout) -> Column:
    if not path:
        return Column(None, "")
    leaf = path[-1].text
    below = _below(path[-1], layout)
    if below is not None:
        return Column("measure", leaf, below=below)
    year = next((y for cell in reversed(path) if (y := fiscal_year_of(cell.text))), None)
    parents = [layout.find_role(cell.text) for cell in path[:-1]]
    parent = next((match[0] for match in reversed(parents) if match), None)
    if parent == "rating" and _is_rating_name(leaf):
        return Column("rating", leaf, year, is_mark=True)
    own = layout.find_role(leaf)
    if own is not None:
        partly = own[1] < EQUALS
        ahead = bool(_AHEAD.search(leaf)) and own[0] in ("measure", "content")
        if partly and (ahead or (own[0] == "measure" and year)):
            return Column("outlook", leaf)  # 次年度の取組予定, 令和６年度の取組
        return Column(own[0], leaf, year, bracketed=_bracketed(leaf, own[0], layout))
    return Column(parent, leaf, year)


def _bracketed(text: str, role: Role, layout: Layout) -> Role | None:
    """Whose words the heading puts in brackets: 事業名（担当課）."""
    inside = _IN_BRACKETS.search(normalize(text).text)
    if role != "measure" or inside is None:
        return None
    match = layout.find_role(inside[1])
    return "department" if match and match[0] == "department" else None


def _below(cell: JoinedCell, layout: Layout) -> Role | None:
    """Whose words the heading has in a line of its own below those of the measure."""
    found = [layout.find_role(line.text) for line in cell.lines]
    sure = [match[0] if match and match[1] >= EQUALS else None for match in found]
    return "department" if sure == ["measure", "department"] else None


def fiscal_year_of(text: str) -> int | None:
    """The fiscal year that a heading names, also one without its era: 30年度, 元年度, ２年度."""
    named = find_fiscal_year(text)
    if named is not None:
        return named
    bare = _WITHOUT_ERA.fullmatch(normalize(text).text.strip())
    return _year_without_era(1 if bare[1] == "元" else int(bare[1])) if bare else None


def _year_without_era(number: int) -> int | None:
    """Years up to 令和12 and from 平成20 on cannot be mistaken for each other."""
    if 0 < number <= _LATEST_REIWA:
        return _BEFORE_REIWA + number
    return _BEFORE_HEISEI + number if number >= _EARLIEST_HEISEI else None


def _is_rating_name(text: str) -> bool:
    return len(normalize_symbol(text)) == 1 or rating_of_words(text) is not None


def _marks_without_parent(table: Table, end: int, columns: list[Column]) -> list[Column]:
    """Neighbouring columns headed 達成, 未達成 … whose cells hold marks only are one rating."""
    if any(column.role == "rating" for column in columns):
        return columns
    body: dict[int, set[str]] = {}
    for cell in table.cells:
        if cell.row >= end and cell.lines:
            body.setdefault(cell.column, set()).add(normalize_symbol(cell.text))
    marked = [
        i
        for i, column in enumerate(columns)
        if column.heading and _is_rating_name(column.heading) and body.get(i, set()) <= _MARKS
    ]
    if len(marked) < 2:
        return columns
    return [
        column._replace(role="rating", is_mark=True) if i in marked else column
        for i, column in enumerate(columns)
    ]


# ------------------------------------------------- what the cells themselves say


def _settle(table: Table, end: int, columns: list[Column]) -> tuple[Column, ...]:
    """Correct the roles by what stands in the columns."""
    columns = _marks_hold_marks(table, end, columns)
    columns = _one_measure_column(columns)
    columns = _ratings_are_short(table, end, columns)
    columns = _one_rating_column(table, end, columns)
    columns = _present_value_is_result(columns)
    return tuple(_years_of_neighbours(infer_roles(table, end, columns)))


def _years_of_neighbours(columns: list[Column]) -> list[Column]:
    """A result right of a target whose year is printed is of that year, too."""
    settled = list(columns)
    for i in range(1, len(settled)):
        before, column = settled[i - 1], settled[i]
        if before.role == "target" and column.role == "actual" and column.fiscal_year is None:
            settled[i] = column._replace(fiscal_year=before.fiscal_year)
    return settled


def _one_measure_column(columns: list[Column]) -> list[Column]:
    """Of several columns of measures the rightmost holds them; the others group them."""
    groups: list[list[int]] = []
    values = [i for i, c in enumerate(columns) if c.role in ("target", "actual", "rating")]
    names = [i for i, column in enumerate(columns) if column.role == "measure"]
    first_value = min(values, default=len(columns))
    if names and names[0] < first_value < names[-1]:
        # What stands right of the values says what is done next.
        columns = [
            column._replace(role="content") if i in names and i > first_value else column
            for i, column in enumerate(columns)
        ]
    for i, column in enumerate(columns):
        if column.role != "measure":
            continue
        if groups and groups[-1][-1] == i - 1 and columns[i - 1].heading == column.heading:
            groups[-1].append(i)
        else:
            groups.append([i])
    taken = {column.role for column in columns}
    free: list[Role] = [level for level in ("field", "middle", "pillar") if level not in taken]
    settled = list(columns)
    for group in reversed(groups[:-1]):
        role = free.pop(0) if free else None
        for i in group:
            settled[i] = settled[i]._replace(role=role)
    return settled


def _ratings_are_short(table: Table, end: int, columns: list[Column]) -> list[Column]:
    """A column headed 達成状況 that holds sentences or figures is no rating."""
    settled = list(columns)
    for i, column in enumerate(columns):
        if column.role != "rating" or column.is_mark:
            continue
        texts = [
            cell.text
            for cell in table.cells
            if cell.row >= end and cell.column == i and cell.column_end - cell.column < 3
            if cell.lines
        ]
        if not texts:
            continue
        if 2 * sum(len(text) > _LONGEST_RATING for text in texts) > len(texts):
            settled[i] = column._replace(role="explanation")
        elif 2 * sum("%" in heading_words(text)[0] for text in texts) > len(texts):
            settled[i] = column._replace(role="achievement")
    return settled


def _one_rating_column(table: Table, end: int, columns: list[Column]) -> list[Column]:
    """Of several ratings the latest counts, and of those the one that is merged over a measure.

    A rating in fewer cells is the measure's, one in more cells an indicator's.
    """
    groups: dict[str, Column] = {}
    for column in columns:
        if column.role == "rating" and not column.is_mark:
            groups.setdefault(f"{column.heading} {column.fiscal_year}", column)
    if len(groups) < 2:
        return columns
    now = [c for c in groups.values() if not _EARLIER.search(c.heading)] or list(groups.values())
    years = [c.fiscal_year for c in now if c.fiscal_year is not None]
    if len(set(years)) > 1:
        now = [c for c in now if c.fiscal_year == max(years)]
    best = min(reversed(now), key=lambda column: _count_cells(table, end, columns, column))
    return [
        column._replace(role="content")
        if column.role == "rating"
        and not column.is_mark
        and (column.heading, column.fiscal_year) != (best.heading, best.fiscal_year)
        else column
        for column in columns
    ]


def _count_cells(table: Table, end: int, columns: list[Column], group: Column) -> int:
    own = {i for i, column in enumerate(columns) if column == group}
    return sum(c.row >= end and bool(c.lines) and c.column in own for c in table.cells)


def _marks_hold_marks(table: Table, end: int, columns: list[Column]) -> list[Column]:
    """Columns headed Ａ Ｂ Ｃ that hold figures count measures; they rate none."""
    marked = {i for i, column in enumerate(columns) if column.is_mark}
    texts = [
        normalize_symbol(cell.text)
        for cell in table.cells
        if cell.row >= end and cell.lines and cell.column in marked
    ]
    marks = sum(text in _MARKS for text in texts)
    if not marked or (marks >= _MOST_MARKS * len(texts) and set(texts) != {"1"}):
        return columns
    return [
        column._replace(role=None, is_mark=False) if i in marked else column
        for i, column in enumerate(columns)
    ]


def _present_value_is_result(columns: list[Column]) -> list[Column]:
    """現状値 is the result where another column is the baseline, or no other is a result."""
    roles = [column.role for column in columns]
    if "actual" in roles or "baseline" not in roles:
        return columns
    last = max(i for i, role in enumerate(roles) if role == "baseline")
    heading = columns[last].heading
    if roles.count("baseline") == 1 and "現" not in heading:
        return columns
    return [
        column._replace(role="actual") if column.heading == heading else column
        for column in columns
    ]
