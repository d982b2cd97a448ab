"""Sections → sentences, each with its page, in the form in which they are searched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from kict_nlp.schema import Section
from kict_nlp.text.normalize import normalize

_BULLET = re.compile(r"^[○◯〇●◆■□◇▪•➢▶・※*]\s*")
_OPENING, _CLOSING = "「『（(【", "」』）)】"


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence as published, without bullet, and ``packed``: normalised, without any space."""

    text: str
    packed: str
    page: int | None
    section: Section


def read_sentences(section: Section) -> Iterator[Sentence]:
    """Yield the sentences of a section; a full stop within brackets ends none.

    Examples
    --------
    >>> section = Section(section_id="r/s1", report_id="r", level=1, page=3,
    ...                   text="○ 「完了。」とした。次年度も続ける。")
    >>> [(sentence.text, sentence.page) for sentence in read_sentences(section)]
    [('「完了。」とした。', 3), ('次年度も続ける。', 3)]
    """
    lines = (section.text or "").split("\n")
    for index, line in enumerate(lines):
        page = section.pages[index] if index < len(section.pages) else section.page
        for text in _split(_BULLET.sub("", line.strip())):
            yield Sentence(text, pack(text), page, section)


@lru_cache(maxsize=4096)  # of names that are looked for in one sentence after another
def pack(text: str) -> str:
    """The text in the form in which texts are compared: normalised, without spaces."""
    return re.sub(r"\s", "", normalize(text).text)


def _split(line: str) -> Iterator[str]:
    depth, start = 0, 0
    for position, char in enumerate(line):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING:
            depth = max(0, depth - 1)
        elif char == "。" and depth == 0:
            yield line[start : position + 1].strip()
            start = position + 1
    if line[start:].strip():
        yield line[start:].strip()
