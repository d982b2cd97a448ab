"""Sentences of official Japanese: full stops, brackets, items, lines that end in a noun, notes."""

from __future__ import annotations

import re
from itertools import pairwise

from kict_nlp.nlp.lines import find_line_breaks
from kict_nlp.nlp.tokens import Token, Tokens

_OPEN = "「『（(［[【〔《〈｢"
_CLOSE = "」』）)］]】〕》〉｣"
_PARTNER = dict(zip(_CLOSE, _OPEN, strict=True))

_MARK = re.compile(
    # A call or question that goes on is part of a name: Go!みほんの, なぜ？という.
    r"(?P<stop>[。｡]+|[！？]+(?![のとをがにはでへも、，])|[!?]+(?=\s|$))"
    rf"|(?P<open>[{re.escape(_OPEN)}])|(?P<close>[{re.escape(_CLOSE)}])"
    # Items and notes behind each other on a line: ①…　②…, ・…　・…, …　※…
    r"|(?<=[ \u3000\t])(?P<item>※|[①-⑳⑴-⒇]|[・･](?=[^\s\d０-９])"
    r"|[○●◎■□◆◇▼](?=[ \u3000]?[^\s\d０-９]))"
)
# With what a mark begins; looking for these letters alone takes a tenth of the time.
_SIGN = re.compile(rf"[。｡！？!?{re.escape(_OPEN + _CLOSE)}※①-⑳⑴-⒇・･○●◎■□◆◇▼]")
# A sentence in a bracket goes on where a particle or a comma follows: 「進める。」とした.
_SENTENCE_CLOSED = re.compile(rf"[。｡][{re.escape(_CLOSE)}](?![。｡、，のとをがにはでへも])")
_BLANKS = re.compile(r"\s*")


def find_sentences(text: str) -> list[tuple[int, int]]:
    r"""Return where the sentences of a text stand.

    Parameters
    ----------
    text : str
        Text as published, of one cell or of many pages.

    Returns
    -------
    list of tuple of int
        Spans (start, end) in order, code points, half open. Together they are the whole text:
        blanks and line ends belong to the sentence before them.

    Notes
    -----
    A sentence ends at 。！？ where no bracket is open; behind a bracket that is a sentence of its
    own: した。（一部を除く。）; at the end of a line that was not only wrapped, be it a heading, an
    item or a 体言止め (see `find_line_breaks`); and before items and notes (① ・ ※) behind a blank.
    A bracket without a partner in its lines is none.

    Examples
    --------
    >>> text = "県は「進める。」とした。\n・講習会の開催\n・窓口の設置　※予定"
    >>> [text[start:end].strip() for start, end in find_sentences(text)]
    ['県は「進める。」とした。', '・講習会の開催', '・窓口の設置', '※予定']
    """
    bounds = [0]
    for end in (*find_line_breaks(text), len(text)):
        bounds += _ends(text, bounds[-1], end)
    return list(pairwise(bounds))


def group_by_sentence(tokens: Tokens) -> list[list[Token]]:
    """Return the words of each sentence without blanks; sentences without words are left out.

    A word belongs to the sentence in which it begins.
    """
    groups: list[list[Token]] = []
    words = iter(tokens)
    word = next(words, None)
    for _, end in find_sentences(tokens.text):
        group = []
        while word is not None and word.start < end:
            if not word.is_space:
                group.append(word)
            word = next(words, None)
        if group:
            groups.append(group)
    return groups


def _ends(text: str, start: int, end: int) -> list[int]:
    """Ends of sentences in lines that belong together, their own end with them."""
    marks = _find_marks(text, start, end)
    if not marks:
        return [end] if start < end else []
    partners = _partners(marks)
    ends = []
    begin = start
    closed = start
    for mark in marks:
        place = mark.start()
        if place < closed:
            continue
        closed = partners.get(place, closed)
        found = _end_at(text, mark, begin, closed)
        if found is not None and begin < found < end:
            begin = found
            ends.append(found)
    return [*ends, end] if start < end else []


def _find_marks(text: str, start: int, end: int) -> list[re.Match[str]]:
    marks: list[re.Match[str]] = []
    for sign in _SIGN.finditer(text, start, end):
        if not marks or marks[-1].end() <= sign.start():
            mark = _MARK.match(text, sign.start(), end)
            if mark is not None:
                marks.append(mark)
    return marks


def _end_at(text: str, mark: re.Match[str], begin: int, closed: int) -> int | None:
    """Where a sentence ends that began at ``begin`` and has a mark, blanks behind it included.

    ``closed`` is where the bracket is closed if the mark opens one.
    """
    kind = mark.lastgroup
    if kind == "stop":
        return _behind_blanks(text, mark.end())
    if kind == "close":
        return None
    is_first = _behind_blanks(text, begin) >= mark.start()
    if kind == "item":
        return None if is_first else mark.start()
    if is_first and closed > mark.end() and _SENTENCE_CLOSED.match(text, closed - 2):
        return _behind_blanks(text, closed)
    return None


def _partners(marks: list[re.Match[str]]) -> dict[int, int]:
    """Where a bracket opens → where its partner ends. Those inside of others are left out."""
    waiting: list[re.Match[str]] = []
    kinds = dict.fromkeys(_OPEN, 0)  # how many of each wait
    partners: dict[int, int] = {}
    for mark in marks:
        if mark.lastgroup == "open":
            waiting.append(mark)
            kinds[mark[0]] += 1
        elif mark.lastgroup == "close" and kinds[_PARTNER[mark[0]]]:
            opened = None
            while opened is None or opened[0] != _PARTNER[mark[0]]:
                opened = waiting.pop()
                kinds[opened[0]] -= 1
            partners[opened.start()] = mark.end()
    return partners


def _behind_blanks(text: str, place: int) -> int:
    match = _BLANKS.match(text, place)
    return match.end() if match else place
