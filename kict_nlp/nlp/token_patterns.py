"""Patterns over words: 「影響 (を 受ける|に より)」 finds 影響を受けた and 影響により.

A pattern is written as words with blanks between them; round brackets, ``|``, ``?``, ``*``, ``+``,
``*+`` and ``{n,m}`` mean what they mean in regular expressions. An item is one of

========  ==========================================================================
受ける     a word whose surface, dictionary form or normalised form is this
<名詞>     a word whose part of speech begins so (levels joined with ``-``)
<*>       any word
@連用形    a word whose form of conjugation begins so
が<助詞>   these may stand together: word, part of speech, form
$name     any word of the list of that name
^         the beginning of the words looked at; ``$`` alone their end
========  ==========================================================================
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from kict_nlp.errors import PatternError
from kict_nlp.nlp.tokens import Token

# A word is written as: begin, its forms each between two bars, its part of speech, its form, end.
_BEGIN, _BAR, _SPEECH, _FORM, _END = "\x01\x02\x04\x05\x03"
_RESERVED = str.maketrans(dict.fromkeys(_BEGIN + _BAR + _SPEECH + _FORM + _END, "\ufffd"))
_NAME = r"[^\s()|?*+<>@$^{}]+"
_ITEM = re.compile(
    rf"\s+|\((?P<words>{_NAME}(?:\|{_NAME})+)\)|"
    r"(?P<operator>[()|?*+]|\{\d+(?:,\d*)?\})|\$(?P<list>[a-z_]+)|(?P<end>\$)|(?P<begin>\^)"
    rf"|(?=[^\s])(?P<word>{_NAME})?(?:<(?P<speech>[^<>]+)>)?(?:@(?P<form>{_NAME}))?"
)


@dataclass(frozen=True, slots=True)
class TokenText:
    """Words written as one string that patterns are looked for in.

    Attributes
    ----------
    tokens : sequence of Token
        The words.
    code : str
        The string.
    ends : tuple of int
        Where each word ends in it.
    """

    tokens: Sequence[Token]
    code: str
    ends: tuple[int, ...]

    def index_at(self, place: int) -> int:
        """The number of the word that begins at a place of the string."""
        return bisect_right(self.ends, place)


def encode_tokens(tokens: Sequence[Token]) -> TokenText:
    """Write words as a string for patterns."""
    codes = [_encode(token) for token in tokens]
    return TokenText(tokens, "".join(codes), tuple(accumulate(map(len, codes))))


def _encode(token: Token) -> str:
    words = (token.surface, token.dictionary_form, token.normalized_form)
    forms = _BAR.join(word.translate(_RESERVED) for word in words)
    speech = "-".join(part for part in token.part_of_speech[:4] if part != "*")
    return f"{_BEGIN}{_BAR}{forms}{_BAR}{_SPEECH}{speech}{_FORM}{token.part_of_speech[5]}{_END}"


@dataclass(frozen=True, slots=True)
class TokenPattern:
    """A compiled pattern; make it with `compile_pattern`."""

    source: str
    _compiled: re.Pattern[str]

    def find(
        self, text: TokenText, first: int = 0, last: int | None = None
    ) -> Iterator[tuple[int, int]]:
        """Yield the places of a pattern, from left to right, none over another.

        Parameters
        ----------
        text : TokenText
            The words.
        first, last : int
            Only words of these indices are looked at, half open.

        Yields
        ------
        tuple of int
            First and last word, half open.
        """
        last = len(text.tokens) if last is None else last
        if first >= last:
            return
        low = text.ends[first - 1] if first else 0
        # The pattern sees its stretch only, so that "^" and "$" are the ends of it.
        code = text.code[low : text.ends[last - 1]]
        for match in self._compiled.finditer(code):
            if match.end() > match.start():
                yield text.index_at(low + match.start()), text.index_at(low + match.end())


def compile_pattern(source: str, lists: Mapping[str, Sequence[str]] | None = None) -> TokenPattern:
    """Compile a pattern over words.

    Parameters
    ----------
    source : str
        The pattern, see above.
    lists : mapping of str to sequence of str, optional
        Lists of words that ``$name`` refers to. A member of several words has blanks between them.

    Returns
    -------
    TokenPattern
        To be asked where it stands.

    Raises
    ------
    PatternError
        The pattern is faulty, or names a list that is not there.

    Examples
    --------
    >>> from kict_nlp.nlp.tokenizer import tokenize
    >>> pattern = compile_pattern("影響 (を 受ける|により|に よる)")
    >>> text = encode_tokens(tokenize("大雨の影響を受けて遅れた。"))
    >>> [(first, last) for first, last in pattern.find(text)]
    [(2, 5)]
    """
    lists = lists or {}
    place = 0
    parts = []
    while place < len(source):
        item = _ITEM.match(source, place)
        if item is None or not item.group():
            raise PatternError(f"The pattern {source!r} has a sign out of place at {place}.")
        parts.append(_translate(item, lists, source))
        place = item.end()
    try:
        return TokenPattern(source, re.compile("".join(parts)))
    except re.error as error:
        raise PatternError(f"The pattern {source!r} is faulty: {error}.") from error


def _translate(item: re.Match[str], lists: Mapping[str, Sequence[str]], source: str) -> str:
    if operator := item["operator"]:
        return "(?:" if operator == "(" else operator
    if name := item["list"]:
        if name not in lists:
            raise PatternError(f"The pattern {source!r} names a list {name!r} that is not there.")
        return _members([member.split() for member in lists[name]])
    if item["begin"] or item["end"]:
        return "^" if item["begin"] else r"\Z"
    if not item.group().strip():
        return ""
    words = item["words"].split("|") if item["words"] else [item["word"]] if item["word"] else []
    return _word(words, item["speech"], item["form"])


def _members(members: list[list[str]]) -> str:
    """One of many runs of words; single words share what stands around them, which is quicker."""
    single = [member[0] for member in members if len(member) == 1]
    longer = ["".join(_word([word]) for word in member) for member in members if len(member) > 1]
    return f"(?:{'|'.join([*longer, *([_word(single)] if single else [])])})"


def _word(words: Sequence[str], speech: str | None = None, form: str | None = None) -> str:
    """The code of one word of which the parts given are known; any of ``words`` will do."""
    forms = f"[^{_SPEECH}]*"
    if words:
        forms = f"{forms}{_BAR}(?:{'|'.join(map(re.escape, words))}){_BAR}{forms}"
    kind = "" if speech in (None, "*") else re.escape(speech or "")
    ending = f"[^{_FORM}]*{_FORM}{re.escape(form)}" if form else ""
    return f"(?:{_BEGIN}{forms}{_SPEECH}{kind}{ending}[^{_END}]*{_END})"
