"""Roles of columns whose headings no layout knows, by what stands in their cells."""

from __future__ import annotations

import re

from kict_nlp.pdf.joins import Table
from kict_nlp.reports.columns import Column
from kict_nlp.reports.layout import LEVELS, Role
from kict_nlp.text.normalize import normalize

_FIGURE = re.compile(r"^[(約▲△+-]*\d[\d,. ]*")
_NO_VALUE = re.compile(r"^[-―－—ー–]$")
_NUMBER = re.compile(r"^[(]?(?:[①-⑳]|[0-9]{1,3}(?:-[0-9]{1,3})*|[A-Z]-?[0-9]+)[).]?$")
_LONGEST_NUMBER = 7  # characters
_FIGURE_SHARE = 0.6  # of a column's cells: from here on it holds values
_LONGEST_VALUE = 20  # characters
_ABOUT_MEASURES = re.compile("取組|取り組み|施策|事業")


def infer_roles(table: Table, end: int, columns: list[Column]) -> list[Column]:
    """Give the columns without a role the one that is missing and that their cells suggest.

    Two columns of figures are target and result, in this order; a column of words between the
    measures and the figures names the indicators.
    """
    settled = _numbers_without_heading(table, end, _measures_by_content(columns))
    settled = _indicators_among_targets(table, end, settled)
    roles = {column.role for column in settled}
    unknown = _groups(settled)
    figures = [group for group in unknown if _holds_figures(table, end, group)]
    missing: list[Role] = [role for role in ("target", "actual") if role not in roles]
    years = {settled[group[0]].fiscal_year for group in figures} - {None}
    if len(missing) > 1 and len(years) == len(figures) > 1:
        for group in figures:  # figures under years alone are results of these years
            _assign(settled, group, "actual")
    elif missing and len(figures) == len(missing):
        for group, role in zip(figures, missing, strict=True):
            _assign(settled, group, role)
    elif missing == ["actual"] and all(settled[group[0]].fiscal_year for group in figures):
        for group in figures:
            _assign(settled, group, "actual")  # R3, R4: results of several years
    if "indicator" not in roles and "measure" in roles:
        last = max(i for i, column in enumerate(settled) if column.role == "measure")
        words = [
            g for g in unknown if g not in figures and g[0] > last and settled[g[0]].role is None
        ]
        values = [i for i, c in enumerate(settled) if c.role in ("baseline", "target", "actual")]
        if words and values and words[0][0] < min(values):
            _assign(settled, words[0], "indicator")
    return settled


def _measures_by_content(columns: list[Column]) -> list[Column]:
    """取組の内容, or else 基本施策, names the measures where no other column does."""
    if any(column.role == "measure" for column in columns):
        return list(columns)
    about = [column for column in columns if _ABOUT_MEASURES.search(column.heading)]
    levels = [column.heading for column in reversed(about) if column.role in LEVELS]
    contents = [column.heading for column in about if column.role == "content"]
    heading = next(iter(contents + levels), None)
    return [
        column._replace(role="measure") if column.heading == heading else column
        for column in columns
    ]


def _indicators_among_targets(table: Table, end: int, columns: list[Column]) -> list[Column]:
    """数値目標 beside 目標値: the words on the left name what the figures on the right measure."""
    targets = [i for i, column in enumerate(columns) if column.role == "target"]
    headings = list(dict.fromkeys(columns[i].heading for i in targets))
    if len(headings) < 2 or any(column.role == "indicator" for column in columns):
        return columns
    first = [i for i in targets if columns[i].heading == headings[0]]
    second = [i for i in targets if columns[i].heading == headings[1]]
    if _holds_figures(table, end, first) or not _holds_figures(table, end, second):
        return columns
    settled = list(columns)
    _assign(settled, first, "indicator")
    return settled


def _numbers_without_heading(table: Table, end: int, columns: list[Column]) -> list[Column]:
    """A column without heading, left of the measures, that holds numbers."""
    roles = [column.role for column in columns]
    if "number" in roles or "measure" not in roles:
        return columns
    settled = list(columns)
    for i in range(roles.index("measure")):
        if columns[i].role is not None or columns[i].heading:
            continue
        texts = [c.text.strip() for c in table.cells if c.row >= end and c.column == i and c.lines]
        texts = [t for t in texts if len(t) <= _LONGEST_NUMBER]
        if texts and all(_NUMBER.match(normalize(text).text) for text in texts):
            settled[i] = columns[i]._replace(role="number")
    return settled


def _groups(columns: list[Column]) -> list[list[int]]:
    """Neighbouring grid columns under one heading that has no role."""
    groups: list[list[int]] = []
    for i, column in enumerate(columns):
        if column.role is not None or not column.heading:
            continue
        if groups and groups[-1][-1] == i - 1 and columns[i - 1].heading == column.heading:
            groups[-1].append(i)
        else:
            groups.append([i])
    return groups


def _holds_figures(table: Table, end: int, group: list[int]) -> bool:
    texts = [
        normalize(cell.text).text
        for cell in table.cells
        if cell.row >= end and cell.column in group and cell.lines
    ]
    values = [text for text in texts if _FIGURE.match(text) and len(text) <= _LONGEST_VALUE]
    empty = [text for text in texts if _NO_VALUE.match(text)]
    return bool(values) and len(values) + len(empty) >= _FIGURE_SHARE * len(texts)


def _assign(columns: list[Column], group: list[int], role: Role) -> None:
    for i in group:
        columns[i] = columns[i]._replace(role=role)
