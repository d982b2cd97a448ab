"""Which line ends are ends of sentences, and which only wrap a sentence that goes on.

A line was wrapped if what follows had no room on it. How wide lines may be, the text shows: many
lines come close to one width. Cells and lists of short lines show no such width; each is its own.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from statistics import median
from typing import NamedTuple

# What stands at the beginning of an item, heading, note or paragraph. Numbers need a sign behind
# them: "12 件" and "3.5" begin wrapped lines.
_ITEM = re.compile(
    r"\u3000|[・･○●◎■□◆◇▼▽◯◦•►▶＊*※★☆→⇒]"
    r"|[①-⑳㉑-㉟㊱-㊿⑴-⒇Ⅰ-Ⅻⅰ-ⅻ]"
    r"|[(（][0-9０-９一二三四五六七八九十ア-ンa-zａ-ｚ]{1,3}[)）]"
    r"|[0-9０-９]{1,2}(?:[)）]|[.．](?![0-9０-９]))"
    r"|[ア-ン][)）.．]|第[0-9０-９一二三四五六七八九十]{1,3}[章節条項]"
)
_STOPS = tuple("。｡！？!?")
_CLOSERS = "」』）)］】〕》〉｣"
# Endings with which no line of its own ends: commas, open brackets, particles. Not 〜こと, 〜もの,
# 〜ども and the like, which end in a noun.
_GOES_ON = re.compile("[、，,「『（(［【〔を]|(?<![も])の|(?<![こご])と|(?<!ど)も|[にがはで]")
# With these no line begins that is one of its own.
_CONTINUES = re.compile(r"[をんーぁぃぅぇぉっゃゅょ々、，。｡」』）)］】〕]")
# What is set on a line as a whole: a word or number in half width, and the sign behind a letter.
_UNIT = re.compile(r"(?:[!-~]+|.)[ーっゃゅょッャュョ々、，。｡」』）)］】〕・%％]*")
_LINE_END = re.compile(r"\r\n?|[\n\v\f\x85\u2028\u2029]")
_OPENING = re.compile("[「『（(［【〔]")
_CLOSING = re.compile("[」』）)］】〕]")
_HALF_BLANKS = " \t\xa0"

_MIN_WIDTH = 40  # columns of half width; cells and lists are narrower, wrapped prose is wider
_SLACK = 8  # columns; four letters: an indent that the text lost, justification, hanging signs
_MIN_LINES = 2  # lines that come close to a width make it one
_MIN_SHARE = 0.1  # of the wide lines; long rows of tables reach a width of their own
_FEW_LINES = 5  # fewer do not show how many line ends usually stand between two


class _Line(NamedTuple):
    """A line that is not blank.

    ``start`` is the place of its first letter, ``gap`` the number of line ends before it.
    """

    text: str
    start: int
    gap: int


def find_line_breaks(text: str) -> list[int]:
    r"""Return where lines begin that continue nothing.

    Parameters
    ----------
    text : str
        Text as published.

    Returns
    -------
    list of int
        Places of the first letters of such lines, ascending; the first line of the text is none.

    Examples
    --------
    >>> find_line_breaks("講習会の開催\n・窓口の設置を、\n検討した。\n※予定")
    [7, 22]
    """
    if _LINE_END.search(text) is None:
        return []
    lines = _split(text)
    width = _common_width([_columns(line.text) for line in lines])
    usual_gap = median(line.gap for line in lines[1:]) if len(lines) > _FEW_LINES else 1
    return [
        following.start
        for line, following in pairwise(lines)
        if following.gap > usual_gap or _breaks(line.text, following.text, width)
    ]


def _split(text: str) -> list[_Line]:
    lines = []
    start = gap = 0
    ends = [match.span() for match in _LINE_END.finditer(text)]
    for end, following in (*ends, (len(text), len(text))):
        line = text[start:end].rstrip()
        if line:
            lines.append(_Line(line, start + len(line) - len(line.lstrip()), gap))
            gap = 0
        gap += 1
        start = following
    return lines


def _breaks(line: str, following: str, width: int) -> bool:
    following = following.lstrip(_HALF_BLANKS)
    if _CONTINUES.match(following):
        return False
    if _ITEM.match(following) or line.rstrip(_CLOSERS).endswith(_STOPS):
        return True
    if _GOES_ON.match(line, len(line) - 1) or _closes(line, following):
        return False
    if not width:
        return True
    unit = _UNIT.match(following)
    return _columns(line) + _columns(unit[0] if unit else "") <= width - _SLACK


def _closes(line: str, following: str) -> bool:
    """Whether a line leaves brackets open and the next one closes more than it opens."""
    return _OPENING.search(line) is not None and _depth(line) > 0 > _depth(following)


def _depth(line: str) -> int:
    """How many brackets a line leaves open; below 0 it closes some of lines before."""
    return len(_OPENING.findall(line)) - len(_CLOSING.findall(line))


def _common_width(widths: Sequence[int]) -> int:
    """The greatest width that many of the wide lines come close to; 0 if there is none."""
    wide = sorted(width for width in widths if width >= _MIN_WIDTH)
    enough = max(_MIN_LINES, _MIN_SHARE * len(wide))
    for width in reversed(wide):
        if bisect_right(wide, width) - bisect_left(wide, width - _SLACK) >= enough:
            return width
    return 0


def _columns(line: str) -> int:
    """Width in columns: ASCII takes one, all else two. Half-width kana are too rare to matter."""
    return 2 * len(line) - len(line.encode("ascii", "ignore"))
