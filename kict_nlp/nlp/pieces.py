"""Long texts in pieces that Sudachi takes: at sentence ends, then at commas, then hard.

Sudachi refuses more than 49,149 bytes of UTF-8, and more than 65,535 after its own normalisation
(½ becomes three characters). A piece keeps within both.
"""

from __future__ import annotations

import re
import unicodedata

from kict_nlp.nlp.sentences import find_sentences

MAX_BYTES = 49_149  # bytes of UTF-8 that Sudachi takes
_MAX_BYTES_NORMALIZED = 65_535  # bytes that it may make of them
# Letters that may grow then, and by how much: most, U+FDFA, makes 33 bytes of 3. Few texts have
# more than a few, so that they need not be normalised to be measured.
_MAY_GROW = re.compile("[^ -~\\n、-】ぁ-ゖァ-ヾ一-鿿]")
_GROWTH = 30
_COMMA = re.compile("[、，,・;；:：\t \u3000。]")  # and full stops within brackets
_JOINER = "\u200d"
# What hangs on an emoji: tones of skin, tags of regions.
_HANGING = re.compile("[\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]")
_FLAG_LETTERS = "".join(map(chr, range(0x1F1E6, 0x1F200)))
_MAX_STEPS_BACK = 64  # code points; no letter or emoji that means something is longer


def cut_text(text: str, max_bytes: int = MAX_BYTES) -> list[str]:
    """Return a text in pieces that Sudachi takes; joined, they are the text.

    Parameters
    ----------
    text : str
        Normalised text of any length.
    max_bytes : int
        Bytes of UTF-8 that a piece may have.

    Returns
    -------
    list of str
        Pieces in order, none empty. A text that fits is one piece.

    Examples
    --------
    >>> cut_text("一つ目。二つ目、三つ目。", max_bytes=20)
    ['一つ目。', '二つ目、', '三つ目。']
    """
    if _fits(text, max_bytes):
        return [text] if text else []
    pieces = []
    start = 0
    while start < len(text):
        window = _window(text[start : start + max_bytes], max_bytes)
        if start + len(window) < len(text):
            window = window[: _cut(window, text[start + len(window)])]
        pieces.append(window)
        start += len(window)
    return pieces


def _fits(text: str, max_bytes: int) -> bool:
    if len(text) * 4 <= max_bytes:  # UTF-8 takes four bytes for a code point at most
        return True
    size = len(text.encode())
    return size <= max_bytes and _normalized_size(text, size) <= _MAX_BYTES_NORMALIZED


def _normalized_size(text: str, size: int) -> int:
    """Bytes after Sudachi's own normalisation, at least the true number."""
    if size + _GROWTH * len(_MAY_GROW.findall(text)) <= _MAX_BYTES_NORMALIZED:
        return size
    return len(unicodedata.normalize("NFKC", text.lower()).encode())


def _window(text: str, max_bytes: int) -> str:
    """The longest beginning that fits, at least one code point."""
    window = text.encode()[:max_bytes].decode(errors="ignore")
    while not _fits(window, max_bytes):
        window = window[: len(window) // 2]
    return window or text[0]


def _cut(window: str, following: str) -> int:
    """Where to cut a window that more text follows."""
    sentences = find_sentences(window + following)
    last = sentences[-1][0]
    if last:
        return last
    commas = [match.end() for match in _COMMA.finditer(window)]
    return commas[-1] if commas else _hard_cut(window, following)


def _hard_cut(window: str, following: str) -> int:
    """The last place between two whole characters, as a reader counts them."""
    text = window + following
    for place in range(len(window), max(len(window) - _MAX_STEPS_BACK, 0), -1):
        if not _hangs_together(text[:place], text[place]):
            return place
    return len(window)


def _hangs_together(left: str, right: str) -> bool:
    return (
        _JOINER in (left[-1], right)
        or unicodedata.category(right).startswith("M")
        or _HANGING.match(right) is not None
        or (right in _FLAG_LETTERS and _has_half_flag(left))
    )


def _has_half_flag(left: str) -> bool:
    """Whether the text ends within a flag; flags are pairs of letters, counted from the first."""
    return (len(left) - len(left.rstrip(_FLAG_LETTERS))) % 2 == 1
