"""A first layout for a new kind of report, written from its own heading for a person to mend."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from kict_nlp.errors import OutputRefusedError
from kict_nlp.output.folder import whole_file
from kict_nlp.output.inspection import Inspection, main_table, role_name
from kict_nlp.pdf.joins import Table
from kict_nlp.pdf.lines import read_lines
from kict_nlp.reports.celltext import cell_text
from kict_nlp.reports.heading import Heading
from kict_nlp.reports.layout import GENERAL, ROLES, Layout, Role, find_layout
from kict_nlp.reports.ratings import find_legend, normalize_symbol
from kict_nlp.reports.scales import find_scale
from kict_nlp.schema import Rating

_LONGEST_SYMBOL = 8  # characters: longer cells of a rating column are no symbols

_HEAD = """\
# Layout drafted by "kict layout new" from {file}. Check each line, then use it:
#   kict extract REPORT... -o DIR --layout {name}.toml
# 「kict layout new」が {file} から作った様式の下書き。内容を確かめてから上のように使う。
"""
_SECTIONS = """\
# How a row that opens a pillar, a middle pillar or a field looks (柱・中柱・分野の見出し行).
# Without patterns it is inferred. The groups number and name are needed; single quotes keep
# backslashes.
"""
_SECTIONS_EXAMPLE = """\
# [sections]
# pillar = '^柱\\s*(?P<number>[Ⅰ-Ⅻ])\\s*(?P<name>.+)$'
# middle = '^(?P<number>[①-⑳])\\s*(?P<name>.+)$'
# field = '^(?P<number>[ア-ン])\\s+(?P<name>.+)$'
"""
_COMPLETED = """\
# How a row says that its measure was finished in an earlier year (以前の年度に完了した施策).
"""
_COMPLETED_EXAMPLE = """\
# [completed]
# pattern = '取組完了'
"""


def draft_layout(inspection: Inspection, name: str) -> str:
    """Return a layout in TOML for the report's table of measures.

    Parameters
    ----------
    inspection : Inspection
        What was recognised in the report.
    name : str
        Name of the new layout.

    Returns
    -------
    str
        Text that :func:`~kict_nlp.reports.layout.load_layout` reads: each heading under the role
        that its words suggest; headings without a role, and what cannot be known, as comments.

    Raises
    ------
    LayoutError
        No table has a heading.
    """
    general = find_layout(GENERAL)
    table, heading = main_table(inspection, general)
    parts = [
        _HEAD.format(file=inspection.source_file, name=name),
        f"name = {_quoted(name)}\ntitle = {_quoted(f'{inspection.source_file} の様式')}\n",
        _columns_part(table, heading, general),
        _SECTIONS + _sections_part(inspection.layout),
        _ratings_part(inspection, table, heading),
        _COMPLETED + _completed_part(inspection.layout),
    ]
    return "\n".join(parts)


def _quoted(text: str) -> str:
    """A text as TOML writes it, which is how JSON does."""
    return json.dumps(text, ensure_ascii=False)


def _sections_part(layout: Layout) -> str:
    if not layout.sections:
        return _SECTIONS_EXAMPLE
    lines = [f"{level} = {_literal(pattern)}" for level, pattern in layout.sections.items()]
    return "\n".join(["[sections]", *lines]) + "\n"


def _completed_part(layout: Layout) -> str:
    if layout.completed is None:
        return _COMPLETED_EXAMPLE
    return f"[completed]\npattern = {_literal(layout.completed)}\n"


def _literal(pattern: re.Pattern[str]) -> str:
    """A pattern between single quotes, which leave backslashes alone, if it has none itself."""
    text = pattern.pattern
    return _quoted(text) if "'" in text or "\n" in text else f"'{text}'"


# ---------------------------------------------------------------- columns


def _columns_part(table: Table, heading: Heading, general: Layout) -> str:
    words = _words_of_roles(table, heading, general)
    lines = ["# role = words over the column (役割 = 表頭の語)", "[columns]"]
    for role in ROLES:
        if role in words:
            texts = ", ".join(map(_quoted, words[role]))
            lines.append(f"{role} = [{texts}]  # {role_name(role)[0]}")
    marks = _distinct(c.heading for c in heading.columns if c.is_mark and c.heading)
    if marks and "rating" not in words:
        lines.append(
            f"# Marks in the columns {', '.join(marks)} are the rating; no word is needed."
        )
    unknown = _distinct(c.heading for c in heading.columns if c.role is None and c.heading)
    if unknown:
        lines.append("# Headings without a role; move a word into the list of its role above.")
        lines.append("# 役割の分からない見出し。上の役割の一覧に移す。")
        lines += [f"#   {_quoted(word)}" for word in unknown]
    missing = [role for role in general.required if role not in heading.roles()]
    for role in missing:
        japanese, english = role_name(role)
        lines.append(f"# No column for the {english} ({japanese}) was recognised; it is needed.")
        lines.append(f'# {role} = ["…"]')
    lines.append("# Roles: " + ", ".join(ROLES[: len(ROLES) // 2]) + ",")
    lines.append("#   " + ", ".join(ROLES[len(ROLES) // 2 :]))
    return "\n".join(lines) + "\n"


def _words_of_roles(table: Table, heading: Heading, general: Layout) -> dict[Role, list[str]]:
    """The heading words that lead to the role of each column."""
    words: dict[Role, list[str]] = {}
    for index, column in enumerate(heading.columns):
        if column.role is None:
            continue
        word = _word(table, heading, index, column.role, general)
        if word and word not in words.setdefault(column.role, []):
            words[column.role].append(word)
    return {role: texts for role, texts in words.items() if texts}


def _word(table: Table, heading: Heading, index: int, role: Role, general: Layout) -> str | None:
    """The nearest word over the column that says its role; its own heading if none does."""
    over = [
        cell
        for cell in table.cells
        if heading.start <= cell.row < heading.end
        and cell.column <= index < cell.column_end
        and cell.lines
    ]
    for cell in sorted(over, reverse=True):
        match = general.find_role(cell.text)
        if match is not None and match[0] == role and not _is_mark_word(heading, index, cell.text):
            return cell.text
    return None if heading.columns[index].is_mark else heading.columns[index].heading


def _is_mark_word(heading: Heading, index: int, text: str) -> bool:
    """A word such as 達成 over a column of marks is a rating, not a name for ratings."""
    column = heading.columns[index]
    return column.is_mark and column.heading == text


# ---------------------------------------------------------------- ratings


def _ratings_part(inspection: Inspection, table: Table, heading: Heading) -> str:
    legend = _legend(inspection)
    lines = ["# What the symbols mean (記号の意味): exceeded, met, partly, missed or none."]
    lines += ["# The legend that a report prints wins over this.", "[ratings]"]
    lines += [f"{_quoted(symbol)} = {_quoted(rating)}" for symbol, rating in legend.items()]
    others = [
        symbol for symbol in _symbols(table, heading) if normalize_symbol(symbol) not in legend
    ]
    if others:
        lines.append("# Symbols that the report uses and no legend explains:")
        lines += [f'# {_quoted(symbol)} = "…"' for symbol in others]
    return "\n".join(lines) + "\n"


def _legend(inspection: Inspection) -> Mapping[str, Rating]:
    texts = [
        line.text for content in inspection.contents for line in read_lines(content.free_glyphs)
    ]
    for item in inspection.tables:
        texts += [cell_text(cell.lines) for cell in item.table.cells if cell.lines]
    return find_scale((), find_legend(texts), {}).ratings


def _symbols(table: Table, heading: Heading) -> list[str]:
    columns = {i for i in heading.columns_of("rating") if not heading.columns[i].is_mark}
    texts = [
        cell_text(cell.lines)
        for cell in table.cells
        if cell.row >= heading.end and cell.column in columns
        if cell.column_end - cell.column == 1 and cell.lines
    ]
    return [text for text in _distinct(texts) if len(text) <= _LONGEST_SYMBOL]


def _distinct(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(texts))


def write_draft(text: str, path: Path) -> None:
    """Write a drafted layout to a new file.

    Raises
    ------
    OutputRefusedError
        The file is there already: somebody may have worked on it.
    OutputError
        The file cannot be written.
    """
    if path.exists():
        raise OutputRefusedError(
            "The layout file is there already.",
            where=str(path),
            hint="Give another name with -o, or remove it.",
        )
    with whole_file(path) as new:
        new.write_text(text, encoding="utf-8", newline="\n")
