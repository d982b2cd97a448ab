"""The body of a report → a tree of sections, with paragraphs and items in reading order."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kict_nlp.pdf.lines import Line
from kict_nlp.pdf.tables import PageContent
from kict_nlp.reports.numbering import Label, parse_label
from kict_nlp.reports.reading_order import PlacedLine, reading_order
from kict_nlp.schema import Box, Measure, Section

_BULLET = re.compile(r"^[○◯〇●◆■□◇※▪•＊*➢▶・]")
_LIST_NUMBER = re.compile(r"^[①-⑳]")
_PAGE_NUMBER = re.compile(
    r"^[-－―–\s]*(?:\d{1,4}|[０-９]{1,4})[-－―–\s]*(?:[/／]\s*\d{1,4})?$|^[Pp]\.?\s*\d+$"
)
_SENTENCE_END = re.compile(r"[。．！？]$")
_PILLAR_NUMBER = re.compile(
    r"柱[\s　]*(?P<number>[Ⅰ-Ⅻ]+|[IVX]+|[0-9０-９]+|[一二三四五六七八九十]+)"
)
_LATIN_END, _LATIN_START = re.compile(r"[A-Za-z]$"), re.compile(r"[A-Za-z]")

# Numbers of these kinds in line after line are a list, or a legend, and no headings.
_LISTED = ("circled", "letter")
_HEADING_LONGEST = 60  # characters: a longer line is a sentence
_MARGIN = 0.08  # of the page's height: lines this near the edge that repeat are running titles
_RUNNING_PAGES = 3  # pages on which a running title stands at the least

# Shares of the font size.
_SAME_SIZE = 0.05
_FULL = 3.5  # a line that ends nearer than this to the right edge runs on in the next
_SET_IN = 0.5  # a line that begins further right than the one before opens a paragraph
_APART = 1.5  # lines further apart belong to two paragraphs


class _Entry(NamedTuple):
    """A heading with what stands under it."""

    level: int
    label: Label
    page_number: int
    paragraphs: list[str]
    items: list[str]
    pages: list[int]


def read_sections(
    contents: Sequence[PageContent],
    lines: Sequence[Sequence[Line]],
    annex: Mapping[int, Sequence[Box]],
    summary: Mapping[int, Sequence[Box]],
    measures: Sequence[Measure],
    report_id: str,
    title: str | None,
) -> list[Section]:
    """Return the sections of the body in reading order.

    Parameters
    ----------
    contents : sequence of PageContent
        The pages.
    lines : sequence of sequences of Line
        The lines outside tables, page by page.
    annex, summary : mapping of page number to boxes
        Tables that were read as measures, and as totals, and are no text.
    measures : sequence of Measure
        Their pillars tie a section to the pillar, middle and field that it is about.
    report_id : str
        Begins each section_id.
    title : str or None
        The report's title, which heads no section.
    """
    running = _running_lines(contents, lines)
    reader = _BodyReader(title or "")
    for content, own in zip(contents, lines, strict=True):
        boxes = annex.get(content.page.number, ())
        totals = summary.get(content.page.number, ())
        tables = [t for t in content.tables if t.box not in boxes and t.box not in totals]
        placed = [
            item
            for item in reading_order(content, own, tables)
            if item.line.text not in running and not _PAGE_NUMBER.match(item.line.text.strip())
        ]
        reader.read_page(_beside_tables(placed, boxes), content.page.number)
    return _tie(reader.entries, measures, report_id)


def _running_lines(contents: Sequence[PageContent], lines: Sequence[Sequence[Line]]) -> set[str]:
    """Texts at the head or foot of several pages."""
    seen: dict[str, set[int]] = {}
    for content, own in zip(contents, lines, strict=True):
        height = content.page.height
        for line in own:
            if line.box.bottom < _MARGIN * height or line.box.top > (1 - _MARGIN) * height:
                seen.setdefault(line.text, set()).add(content.page.number)
    return {text for text, pages in seen.items() if len(pages) >= _RUNNING_PAGES}


def _beside_tables(placed: list[PlacedLine], boxes: Sequence[Box]) -> list[PlacedLine]:
    """On a page with measures, what is text: not the tables' own titles, legends and notes."""
    if not boxes:
        return placed
    kept: list[PlacedLine] = []
    ends = [float("-inf"), *sorted(box.bottom for box in boxes)]
    starts = [*sorted(box.top for box in boxes), float("inf")]
    for index, (end, start) in enumerate(zip(ends, starts, strict=True)):
        between = [
            i for i in placed if i.line.box.top >= end - 1 and i.line.box.bottom <= start + 1
        ]
        while between and index > 0 and not _is_text(between[0].line):
            between.pop(0)
        while between and index < len(boxes) and not _is_text(between[-1].line):
            between.pop()
        kept.extend(between)
    return kept


def _is_text(line: Line) -> bool:
    text = line.text.strip()
    if text.startswith(("※", "注", "（注", "(注")):
        return False
    return bool(_SENTENCE_END.search(text)) or parse_label(text).number is not None


class _BodyReader:
    """Goes through the lines of the body and grows the list of entries."""

    def __init__(self, title: str) -> None:
        self.entries: list[_Entry] = []
        self._title = title
        self._keys: list[str] = []
        self._before: PlacedLine | None = None

    def read_page(self, placed: Sequence[PlacedLine], page_number: int) -> None:
        """Read the lines of one page."""
        right = max((item.line.box.x1 for item in placed), default=0.0)
        for index, item in enumerate(placed):
            if not self.entries and item.line.text.strip() in self._title:
                continue
            following = placed[index + 1] if index + 1 < len(placed) else None
            label = self._heading(item, following, right)
            if label is not None:
                self.entries.append(_Entry(self._level(label), label, page_number, [], [], []))
            else:
                self._add(item, page_number, right)
            self._before = item

    def _heading(
        self, item: PlacedLine, following: PlacedLine | None, right: float
    ) -> Label | None:
        """A short numbered line that no sentence runs into or out of."""
        text = item.line.text.strip()
        label = parse_label(text)
        if label.number is None or not label.name or len(text) > _HEADING_LONGEST:
            return None
        if _SENTENCE_END.search(text) or text.endswith("、") or item.frame >= 0:
            return None
        before = self._before
        if before is not None and _goes_on(before.line, item.line, right):
            return None
        neighbours = [other.line.text.strip() for other in (before, following) if other]
        if label.style in _LISTED and any(parse_label(n).style == label.style for n in neighbours):
            return None
        return label

    def _level(self, label: Label) -> int:
        """Depth by the order in which the styles of numbering appear, outer ones first."""
        key = label.key or ""
        if key in self._keys:
            del self._keys[self._keys.index(key) + 1 :]
        else:
            self._keys.append(key)
        return self._keys.index(key) + 1

    def _add(self, item: PlacedLine, page_number: int, right: float) -> None:
        text = item.line.text.strip()
        if not self.entries:
            self.entries.append(_Entry(0, Label(None, "", None), page_number, [], [], []))
        entry = self.entries[-1]
        listed = bool(_BULLET.match(text)) or bool(_LIST_NUMBER.match(text))
        if listed or not entry.paragraphs or self._opens(item, entry.paragraphs[-1], right):
            entry.paragraphs.append(text)
            entry.pages.append(page_number)
            if listed:
                entry.items.append(text)
            return
        goes_on_item = bool(entry.items) and entry.items[-1] == entry.paragraphs[-1]
        entry.paragraphs[-1] = _joined(entry.paragraphs[-1], text)
        if goes_on_item:
            entry.items[-1] = entry.paragraphs[-1]

    def _opens(self, item: PlacedLine, paragraph: str, right: float) -> bool:
        """Whether a line opens a paragraph."""
        line, before = item.line, self._before
        if before is None or item.frame != before.frame or line.text.startswith("\u3000"):
            return True
        last = before.line
        if line.box.top < last.box.top:  # a new page or column: a sentence may run over it
            return bool(_SENTENCE_END.search(paragraph))
        if not _same_size(line, last) or line.box.top - last.box.bottom > _APART * line.size:
            return True
        if _SENTENCE_END.search(paragraph) and line.box.x0 - last.box.x0 > _SET_IN * line.size:
            return True
        if item.frame >= 0:
            return not _one_below_the_other(last, line)
        return right - last.box.x1 >= _FULL * last.size


def _goes_on(before: Line, line: Line, right: float) -> bool:
    """Whether the line is the rest of the sentence before."""
    if _SENTENCE_END.search(before.text.rstrip()) or not _same_size(before, line):
        return False
    if before.font != line.font or line.box.top - before.box.bottom > line.size:
        return False
    return right - before.box.x1 < _FULL * before.size / 2


def _one_below_the_other(upper: Line, lower: Line) -> bool:
    """Lines of one text in a box share most of their width."""
    shared = min(upper.box.x1, lower.box.x1) - max(upper.box.x0, lower.box.x0)
    return shared >= 0.5 * min(upper.box.width, lower.box.width)


def _same_size(a: Line, b: Line) -> bool:
    return abs(a.size - b.size) <= _SAME_SIZE * b.size


def _joined(before: str, text: str) -> str:
    gap = " " if _LATIN_END.search(before) and _LATIN_START.match(text) else ""
    return before + gap + text


# ---------------------------------------------------------------- what a section is about


def _tie(entries: Sequence[_Entry], measures: Sequence[Measure], report_id: str) -> list[Section]:
    pillars = {m.pillar_no: m.pillar for m in measures if m.pillar_no}
    sections = []
    about: dict[str, tuple[int, str | None]] = {}  # level of the plan → depth, number
    for index, entry in enumerate(entries, 1):
        about = {name: found for name, found in about.items() if found[0] < entry.level}
        pillar = _pillar(entry.label, pillars)
        if pillar is not None:
            about["pillar"] = (entry.level, pillar)
        elif "middle" in about:
            about["field"] = (entry.level, entry.label.number)
        elif "pillar" in about:
            about["middle"] = (entry.level, entry.label.number)
        sections.append(
            Section(
                section_id=f"{report_id}/s{index}",
                report_id=report_id,
                level=entry.level,
                number=entry.label.number,
                title=entry.label.name or None,
                text="\n".join(entry.paragraphs) or None,
                page=entry.page_number,
                pillar_no=about.get("pillar", (0, None))[1],
                middle_no=about.get("middle", (0, None))[1],
                field_no=about.get("field", (0, None))[1],
                items=tuple(entry.items),
                pages=tuple(entry.pages),
            )
        )
    return sections


def _pillar(label: Label, pillars: Mapping[str, str | None]) -> str | None:
    """The pillar that a heading names: by 柱 and its number, else by the longest name in it."""
    number = _PILLAR_NUMBER.match(label.name)
    if number is not None:
        wanted = _plain(number["number"])
        return next((own for own in pillars if _plain(own) == wanted), None)
    named = {name: own for own, name in pillars.items() if name and name in label.name}
    return named[max(named, key=len)] if named else None


def _plain(number: str) -> str:
    """A number as it is compared: Ⅰ and I, １ and 1, 柱1 and 1 are the same."""
    return unicodedata.normalize("NFKC", number).removeprefix("柱").strip("第.。 ")
