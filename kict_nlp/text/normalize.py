"""A lossless normaliser: one form for searching and linking, with the way back to the published.

What changes, piece by piece; whatever is not listed stays as it is:

====================================  =====================================================
published                             normalised
====================================  =====================================================
radicals (⽤ ⺠)                       the kanji (用 民), see `kict_nlp.text.radicals`
half-width kana (ﾃﾞｰﾀ ｡ ｢ ｣)          full width, sound marks composed (データ 。 「 」)
a sound mark that cannot join (ｱﾞ)    the full-width mark (ア゛)
full-width ASCII (ＩＣＴ １２％ ，)   half width (ICT 12% ,)
wave dash 〜 and ～                   ~
minus − and hyphens ‐ ‑ －            -
squared and bracketed signs           written out (㈱ (株), ㋿ 令和, ㎡ m2, ⑴ (1), ㌧ トン)
compatibility kanji                   unified kanji, as NFC does (U+FA19 神)
letters with combining marks          composed (か + U+3099 が)
spaces (U+3000, no-break, thin)       one space each; spaces are never joined
variation selectors (葛 + U+E0100)    dropped, they belong to the character before
zero-width characters, soft hyphens   dropped
====================================  =====================================================

What NFKC would change and this keeps, because it carries meaning in reports: circled numbers and
letters (① ㊤ Ⓐ), Roman numerals (Ⅰ ⅱ), superscripts and subscripts (10² would read 102),
fractions (½), … and ‥, marks that stand alone (゛ ´). Letter case and kanji variants stay.
"""

import functools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from kict_nlp.errors import OffsetError
from kict_nlp.text.radicals import repair_radicals

_VOICED = (
    "うかきくけこさしすせそたちつてとはひふへほ"
    "ウカキクケコサシスセソタチツテトハヒフヘホワヰヱヲ"
    "ｳｶｷｸｹｺｻｼｽｾｿﾀﾁﾂﾃﾄﾊﾋﾌﾍﾎﾜｦ"
)
_HALF_VOICED = "はひふへほハヒフヘホﾊﾋﾌﾍﾎ"

# Characters that stay when no mark follows; all others are looked at one by one.
_PLAIN = r"\t\n\r -~、-】〔-〛ぁ-ゖ゛-ゞァ-ヾ一-鿿①-⑳Ⅰ-ⅿ※○◎●△▲×→"
_INVISIBLE = "\u00ad\u200b\u2060\ufeff"
_SELECTORS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_MARKS = (
    "\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f" + _SELECTORS
)

# A character with what hangs on it. An invisible character counts to it only with a mark behind,
# so that dropping it never brings a mark and a letter together that a second pass would compose.
_HANGING = f"(?:[{_INVISIBLE}]*[{_MARKS}])"
_CLUSTER = re.compile(
    f"(?:[{_VOICED}]ﾞ|[{_HALF_VOICED}]ﾟ|[^{_PLAIN}{_INVISIBLE}{_MARKS}]){_HANGING}*"
    f"|[{_PLAIN}]{_HANGING}+"
    f"|[{_INVISIBLE}]|[{_MARKS}]{_HANGING}*"
)
_STRETCH = re.compile(f"[^{_PLAIN}]+")
_HANGS = re.compile(f"[{_INVISIBLE}{_MARKS}ﾞﾟ]")
_DROPPED = re.compile(f"[{_INVISIBLE}{_SELECTORS}]")
_SOUND_MARKS = {"ﾞ": "゛", "ﾟ": "゜"}
_DASHES = str.maketrans({"〜": "~", "−": "-", "‐": "-"})
_KEPT_TAGS = ("<circle>", "<super>", "<sub>", "<fraction>")
_KEPT = re.compile("[Ⅰ-ⅿ…‥]")


class Cut(NamedTuple):
    """A piece whose length changed: where it lies in the normalised text and in the original."""

    start: int
    end: int
    original_start: int
    original_end: int


@dataclass(frozen=True, slots=True)
class NormalizedText:
    """A text in normalised form, with the way back to the original.

    Attributes
    ----------
    original : str
        The text as published.
    text : str
        The normalised text.
    cuts : tuple of Cut
        The pieces whose length changed, in order; between them offsets differ by a constant.
    """

    original: str
    text: str
    cuts: tuple[Cut, ...]

    def to_original(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest span of the original that covers a span of the normalised text.

        Parameters
        ----------
        start, end : int
            Code points, half open, in ``text``.

        Returns
        -------
        tuple of int
            Code points, half open, in ``original``. An empty span gives an empty one.

        Raises
        ------
        OffsetError
            The span does not lie in the text.

        Examples
        --------
        >>> found = normalize("㈱ﾃﾞｰﾀ利⽤")
        >>> found.text
        '(株)データ利用'
        >>> found.to_original(3, 4), found.original[1:3]
        ((1, 3), 'ﾃﾞ')
        """
        _check_span(start, end, len(self.text))
        begin = self._original_start(start)
        return begin, begin if start == end else self._original_end(end)

    def to_normalized(self, start: int, end: int) -> tuple[int, int]:
        """Return the smallest span of the normalised text that covers a span of the original.

        Parameters
        ----------
        start, end : int
            Code points, half open, in ``original``.

        Returns
        -------
        tuple of int
            Code points, half open, in ``text``. It is empty where the span holds only what was
            dropped.

        Raises
        ------
        OffsetError
            The span does not lie in the original.

        Examples
        --------
        >>> normalize("㈱ﾃﾞｰﾀ").to_normalized(1, 3)
        (3, 4)
        """
        _check_span(start, end, len(self.original))
        begin = self._normalized_start(start)
        return begin, begin if start == end else max(begin, self._normalized_end(end))

    def boundaries_to_original(self, places: Iterable[int]) -> list[int]:
        """Return where cuts through the normalised text go through the original.

        Parameters
        ----------
        places : iterable of int
            Places between characters of ``text``, ascending, each from 0 to its length.

        Returns
        -------
        list of int
            Places in ``original``, ascending. What was dropped belongs to the text before it. A
            place inside of a sign that was written out (㈱ → (株)) comes out behind the sign.

        Examples
        --------
        >>> normalize("公\u200b園の㈱").boundaries_to_original([1, 2, 3, 4, 6])
        [2, 3, 4, 5, 5]
        """
        moved = []
        shift = 0  # of offsets behind the last piece passed
        cuts = iter(self.cuts)
        cut = next(cuts, None)
        for place in places:
            while cut is not None and cut.end <= place:
                shift = cut.original_end - cut.end
                cut = next(cuts, None)
            if cut is not None and cut.start < place:
                moved.append(cut.original_end)
            else:
                moved.append(place + shift)
        return moved

    def pieces(self) -> Iterator[tuple[str, str]]:
        """Yield (normalised, original) pieces; joined, they give both texts.

        Examples
        --------
        >>> list(normalize("県の㈱Ａ").pieces())
        [('県の', '県の'), ('(株)', '㈱'), ('A', 'Ａ')]
        """
        here, there = 0, 0
        for cut in self.cuts:
            if here < cut.start:
                yield self.text[here : cut.start], self.original[there : cut.original_start]
            yield (
                self.text[cut.start : cut.end],
                self.original[cut.original_start : cut.original_end],
            )
            here, there = cut.end, cut.original_end
        if here < len(self.text):
            yield self.text[here:], self.original[there:]

    def _original_start(self, start: int) -> int:
        index = bisect_right(self.cuts, start, key=lambda cut: cut.start) - 1
        if index < 0:
            return start
        cut = self.cuts[index]
        return cut.original_start if start < cut.end else start - cut.end + cut.original_end

    def _original_end(self, end: int) -> int:
        index = bisect_left(self.cuts, end, key=lambda cut: cut.start) - 1
        if index < 0:
            return end
        cut = self.cuts[index]
        return cut.original_end if end <= cut.end else end - cut.end + cut.original_end

    def _normalized_start(self, start: int) -> int:
        index = bisect_right(self.cuts, start, key=lambda cut: cut.original_start) - 1
        if index < 0:
            return start
        cut = self.cuts[index]
        return cut.start if start < cut.original_end else start - cut.original_end + cut.end

    def _normalized_end(self, end: int) -> int:
        index = bisect_left(self.cuts, end, key=lambda cut: cut.original_start) - 1
        if index < 0:
            return end
        cut = self.cuts[index]
        return cut.end if end <= cut.original_end else end - cut.original_end + cut.end


def _check_span(start: int, end: int, length: int) -> None:
    if not 0 <= start <= end <= length:
        raise OffsetError(
            f"The span {start}..{end} does not lie in a text of {length} code points.",
            hint="Offsets count code points from 0 and are half open.",
        )


# The same names and cells are compared with each other again and again.
@functools.lru_cache(maxsize=4096)
def normalize(text: str) -> NormalizedText:
    """Return the text in normalised form, with a map of offsets.

    Parameters
    ----------
    text : str
        Text as published.

    Returns
    -------
    NormalizedText
        Normalised and original text. Normalising twice gives the same as once.

    Notes
    -----
    The table at the head of this module says what changes. Characters are looked at one by one with
    the marks that hang on them, by Unicode's NFKC where it keeps the meaning.

    Examples
    --------
    >>> normalize("①ＡＩ　ﾁｬｯﾄﾎﾞｯﾄ（㋿３年度〜）").text
    '①AI チャットボット(令和3年度~)'
    """
    if _STRETCH.search(text) is None:
        return NormalizedText(text, text, ())
    repaired = repair_radicals(text)
    done: list[str] = []
    cuts: list[Cut] = []
    read = written = 0
    for match in _STRETCH.finditer(repaired):
        begin = match.start()
        if begin > read and _HANGS.match(match[0]):
            begin -= 1  # what hangs on a plain letter makes a cluster with it
        piece, changed = _normalize_stretch(repaired[begin : match.end()])
        done += (repaired[read:begin], piece)
        written += begin - read
        cuts += [
            Cut(written + start, written + end, begin + original_start, begin + original_end)
            for start, end, original_start, original_end in changed
        ]
        written += len(piece)
        read = match.end()
    done.append(repaired[read:])
    return NormalizedText(text, "".join(done), tuple(cuts))


# Reports use few different stretches, each many times: （ ） ％ ＩＣＴ ﾃﾞｰﾀ.
@functools.lru_cache(maxsize=4096)
def _normalize_stretch(stretch: str) -> tuple[str, tuple[Cut, ...]]:
    """Return the normalised form of letters that are not plain, and the pieces that changed length.

    A plain letter may stand before them, on which they hang.
    """
    done: list[str] = []
    cuts: list[Cut] = []
    read = written = 0
    for match in _CLUSTER.finditer(stretch):
        begin, end = match.span()
        piece = _normalize_cluster(match[0])
        done += (stretch[read:begin], piece)
        written += begin - read
        if len(piece) != end - begin:
            cuts.append(Cut(written, written + len(piece), begin, end))
        written += len(piece)
        read = end
    done.append(stretch[read:])
    return "".join(done), tuple(cuts)


def find_normalized(needle: str, haystack: str | NormalizedText) -> list[tuple[int, int]]:
    """Return where a text is found, whatever the width of either, in offsets of the original.

    Parameters
    ----------
    needle : str
        What to look for; it is normalised too.
    haystack : str or NormalizedText
        Where to look. Give the normalised text to search it many times.

    Returns
    -------
    list of tuple of int
        Spans (start, end) of the original, in order, code points, half open; they do not overlap in
        the normalised text.

    Raises
    ------
    OffsetError
        Nothing is left of the needle to look for.

    Examples
    --------
    >>> text = "ﾃﾞｰﾀと、データ。"
    >>> [text[start:end] for start, end in find_normalized("データ", text)]
    ['ﾃﾞｰﾀ', 'データ']
    """
    wanted = normalize(needle).text
    if not wanted:
        raise OffsetError("There is nothing to look for: the needle is empty.")
    place = normalize(haystack) if isinstance(haystack, str) else haystack
    starts = (match.start() for match in re.finditer(re.escape(wanted), place.text))
    return [place.to_original(start, start + len(wanted)) for start in starts]


@functools.lru_cache(maxsize=4096)
def _normalize_cluster(cluster: str) -> str:
    """Return the normalised form of one character with what hangs on it."""
    cluster = _DROPPED.sub("", cluster)
    if not cluster:
        return ""
    base, hanging = cluster[0], cluster[1:]
    if _is_kept(base):
        return base + unicodedata.normalize("NFKC", hanging)
    if base in _SOUND_MARKS:
        return _SOUND_MARKS[base] + unicodedata.normalize("NFKC", hanging)
    if unicodedata.category(base) == "Zs":
        return " " + unicodedata.normalize("NFKC", hanging)
    return unicodedata.normalize("NFKC", cluster).translate(_DASHES)


def _is_kept(base: str) -> bool:
    if unicodedata.decomposition(base).startswith(_KEPT_TAGS) or _KEPT.match(base):
        return True
    # ´ and the like: a space with a mark on it, to NFKC. A space proper gives the space alone.
    compatible = unicodedata.normalize("NFKC", base)
    return len(compatible) > 1 and compatible[0] == " "
