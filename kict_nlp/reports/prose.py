"""The body of a report → a tree of sections, with paragraphs and items in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from kict_nlp.pdf.lines import Line
from kict_nlp.pdf.tables import PageContent
from kict_nlp.reports.numbering import Label, parse_label
from kict_nlp.reports.reading_order import reading_order
from kict_nlp.schema import Measure, Section

_BULLET = re.compile(r"^[○◯〇●・◆■□◇※▪•＊*➢▶]")
_LIST_NUMBER = re.compile(r"^[①-⑳]")
_PAGE_NUMBER = re.compile(r"^[-－―–\s]*(?:\d{1,4}|[０-９]{1,4})[-－―–\s]*(?:[/／]\s*\d{1,4})?$|^[Pp]\.?\s*\d+$")
_SENTENCE_END = re.compile(r"[。．！？]$")
_HEADING_LONGEST = 60  # characters: a longer line is a sentence
_MARGIN = 0.08  # of the page's height: lines this near the edge that repeat are no text
_DEEPER = 1.3  # of the font size: a line set in further than this opens a paragraph


class _Entry(NamedTuple):
    """A heading with what stands under it."""

    level: int
    label: Label
    page_number: int
    paragraphs: list[str]
    items: list[str]


def read_sections(
    contents: Sequence[PageContent],
    table_pages: frozenset[int],
    measures: Sequence[Measure],
    report_id: str,
) -> list[Section]:
    """Return the sections of the body in reading order.

    Pages that hold measures (``table_pages``) are no body. Each section is tied to the pillar,
    middle and field whose name or number its heading, or one above it, bears.
    """
    entries: list[_Entry] = []
    styles: list[str] = []
    running = _running_lines(contents)
    for content in contents:
        if content.page.number in table_pages:
            continue
        lines = [
            line
            for line in reading_order(content)
            if line.text not in running and not _PAGE_NUMBER.match(line.text.strip())
        ]
        _read_page(lines, content.page.number, entries, styles)
    return _number(entries, measures, report_id)


def _running_lines(contents: Sequence[PageContent]) -> set[str]:
    """Texts at the head or foot of at least three pages: running titles."""
    seen: dict[str, set[int]] = {}
    for content in contents:
        height = content.page.height
        for line in reading_order(content):
            if line.box.bottom < _MARGIN * height or line.box.top > (1 - _MARGIN) * height:
                seen.setdefault(line.text, set()).add(content.page.number)
    return {text for text, pages in seen.items() if len(pages) >= 3}


def _read_page(
    lines: Sequence[Line], page_number: int, entries: list[_Entry], styles: list[str]
) -> None:
    left = min((line.box.x0 for line in lines), default=0.0)
    right = max((line.box.x1 for line in lines), default=0.0)
    before: Line | None = None
    for index, line in enumerate(lines):
        following = lines[index + 1] if index + 1 < len(lines) else None
        label = _heading(line, before, following, right)
        if label is not None:
            level = _level(label, styles)
            entries.append(_Entry(level, label, page_number, [], []))
        else:
            _add_line(line, before, entries, page_number, right)
        before = line
    del left


def _heading(
    line: Line, before: Line | None, following: Line | None, right: float
) -> Label | None:
    """A short numbered line that no sentence runs into or out of."""
    text = line.text.strip()
    label = parse_label(text)
    if label.style is None or not label.name or len(text) > _HEADING_LONGEST:
        return None
    if _SENTENCE_END.search(text) or text.endswith("、"):
        return None
    if before is not None and _runs_on(before, right) and before.font == line.font:
        return None
    if label.style == "circled" and _is_list(line, before, following):
        return None
    return label


def _runs_on(line: Line, right: float) -> bool:
    """A line that fills the width and ends no sentence goes on in the next."""
    fills = right - line.box.x1 < 1.6 * line.size
    return fills and not _SENTENCE_END.search(line.text.rstrip())


def _is_list(line: Line, before: Line | None, following: Line | None) -> bool:
    """Circled numbers line after line are a list, not headings."""
    neighbours = (other for other in (before, following) if other is not None)
    return any(_LIST_NUMBER.match(other.text.strip()) for other in neighbours)


def _level(label: Label, styles: list[str]) -> int:
    """Depth by the order in which the styles of numbering appear, outer ones first."""
    style = label.style or ""
    if style in styles:
        del styles[styles.index(style) + 1 :]
    else:
        styles.append(style)
    return styles.index(style) + 1


def _add_line(
    line: Line,
    before: Line | None,
    entries: list[_Entry],
    page_number: int,
    right: float,
) -> None:
    text = line.text.strip()
    if not entries:
        entries.append(_Entry(0, Label(None, "", None), page_number, [], []))
    entry = entries[-1]
    item = bool(_BULLET.match(text)) or bool(_LIST_NUMBER.match(text))
    opens = (
        item
        or not entry.paragraphs
        or before is None
        or line.text.startswith("\u3000")
        or _starts_paragraph(line, before, entry.paragraphs[-1], right)
    )
    if opens:
        entry.paragraphs.append(text)
    else:
        entry.paragraphs[-1] = _joined(entry.paragraphs[-1], text)
    if item:
        entry.items.append(text)
    elif not opens and entry.items and entry.paragraphs[-1].startswith(entry.items[-1]):
        entry.items[-1] = entry.paragraphs[-1]


def _starts_paragraph(line: Line, before: Line, paragraph: str, right: float) -> bool:
    if line.box.top < before.box.top:  # a new page or column: a sentence may run over it
        return bool(_SENTENCE_END.search(paragraph))
    if abs(line.size - before.size) > 0.5 or line.box.top - before.box.bottom > 1.5 * line.size:
        return True
    if _SENTENCE_END.search(paragraph):
        return line.box.x0 - before.box.x0 > 0.5 * line.size or not _fills(before, right)
    return not _fills(before, right)


def _fills(line: Line, right: float) -> bool:
    return right - line.box.x1 < 3.5 * line.size


def _joined(before: str, text: str) -> str:
    gap = " " if re.search(r"[A-Za-z]$", before) and re.match(r"[A-Za-z]", text) else ""
    return before + gap + text


def _number(
    entries: Iterable[_Entry], measures: Sequence[Measure], report_id: str
) -> list[Section]:
    pillars = {m.pillar_no: m.pillar for m in measures if m.pillar_no}
    sections = []
    pillar_no = middle_no = field_no = None
    levels: dict[str, int] = {}
    for index, entry in enumerate(entries, 1):
        for name in [name for name, level in levels.items() if level >= entry.level]:
            del levels[name]
        found_pillar = _pillar(entry.label, pillars)
        if found_pillar is not None:
            pillar_no, levels["pillar"] = found_pillar, entry.level
        elif "pillar" in levels and entry.label.style == "circled":
            middle_no, levels["middle"] = entry.label.number, entry.level
        elif "middle" in levels and entry.label.style == "kana":
            field_no, levels["field"] = entry.label.number, entry.level
        sections.append(
            Section(
                section_id=f"{report_id}/s{index}",
                report_id=report_id,
                level=entry.level,
                number=entry.label.number,
                title=entry.label.name or None,
                text="\n".join(entry.paragraphs) or None,
                page=entry.page_number,
                pillar_no=pillar_no if "pillar" in levels else None,
                middle_no=middle_no if "middle" in levels else None,
                field_no=field_no if "field" in levels else None,
                items=tuple(entry.items),
            )
        )
    return sections


def _pillar(label: Label, pillars: dict[str, str | None]) -> str | None:
    """The pillar that a heading names, by its name or by 柱 and its number."""
    for number, name in pillars.items():
        if (name and name in label.name) or label.name.startswith(f"柱{number}"):
            return number
    return None
