"""Patterns over words: 「影響 (を 受ける|に より)」 finds 影響を受けた and 影響により.

A pattern is written as words with blanks between them; round brackets, ``|``, ``?``, ``*``, ``+``
and ``{n,m}`` mean what they mean in regular expressions. An item is one of

========  ==========================================================================
受ける     a word whose surface, dictionary form or normalised form is this
<名詞>     a word whose part of speech begins so (levels joined with ``-``)
<*>       any word
@連用形    a word whose form of conjugation begins so
が<助詞>   these may stand together: word, part of speech, form
$name     any word of the list of that name
^         the beginning of the words looked at; ``$`` alone their end
========  ==========================================================================

Here patterns are read; `kict_nlp.nlp.token_automaton` looks for them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from kict_nlp.errors import PatternError

_NAME = r"[^\s()|?*+<>@$^{}]+"
_ITEM = re.compile(
    rf"\s+|\((?P<words>{_NAME}(?:\|{_NAME})+)\)"
    r"|(?P<open>\()|(?P<close>\))|(?P<or>\|)|(?P<repeat>[?*+]|\{\d+(?:,\d*)?\})"
    r"|\$(?P<list>[a-z_]+)|(?P<end>\$)|(?P<begin>\^)"
    rf"|(?=[^\s])(?P<word>{_NAME})?(?:<(?P<speech>[^<>]+)>)?(?:@(?P<form>{_NAME}))?"
)
_MAX_STEPS = 10_000  # of a pattern written out; {1,999} within {1,999} would fill the memory


class WordTest(NamedTuple):
    """What is asked of one word; an empty part asks nothing."""

    words: frozenset[str]
    speech: str
    form: str


@dataclass(frozen=True, slots=True)
class Branch:
    """Go on at either place, relative to this one; the first is preferred."""

    first: int
    second: int


Edge = Literal["^", "$"]
# A pattern written out: tests of words, places where two ways part, and the two ends.
Steps = tuple[WordTest | Branch | Edge, ...]


def parse_pattern(source: str, lists: Mapping[str, Sequence[str]] | None = None) -> Steps:
    """Return a pattern as the steps of a search.

    Parameters
    ----------
    source : str
        The pattern, see above.
    lists : mapping of str to sequence of str, optional
        Lists of words that ``$name`` refers to. A member of several words has blanks between them.

    Returns
    -------
    tuple
        Steps to be taken one after the other.

    Raises
    ------
    PatternError
        The pattern is faulty, or names a list that is not there.

    Examples
    --------
    >>> parse_pattern("影響 を?")[0]
    WordTest(words=frozenset({'影響'}), speech='', form='')
    """
    parser = _Parser(source, lists or {})
    steps = parser.alternatives()
    if parser.item is not None:
        raise parser.fault()
    return steps


class _Parser:
    """Reads a pattern from left to right; ``item`` is what comes next."""

    def __init__(self, source: str, lists: Mapping[str, Sequence[str]]) -> None:
        self.source = source
        self.lists = lists
        self.place = 0
        self.item: re.Match[str] | None = None
        self.advance()

    def fault(self) -> PatternError:
        return PatternError(f"The pattern {self.source!r} has a sign out of place at {self.place}.")

    def advance(self) -> None:
        self.place = self.item.end() if self.item else self.place
        while self.place < len(self.source):
            self.item = _ITEM.match(self.source, self.place)
            if self.item is None or not self.item.group():
                raise self.fault()
            if self.item.group().strip():
                return
            self.place = self.item.end()
        self.item = None

    def alternatives(self) -> Steps:
        first = self.sequence()
        if self.item is None or not self.item["or"]:
            return first
        self.advance()
        return _either(first, self.alternatives())

    def sequence(self) -> Steps:
        steps: Steps = ()
        while self.item is not None and not (self.item["or"] or self.item["close"]):
            steps += self.repeated()
        return steps

    def repeated(self) -> Steps:
        steps = self.atom()
        if self.item is not None and self.item["repeat"]:
            least, most = _bounds(self.item["repeat"])
            if most is not None and most < least:
                raise self.fault()
            if len(steps) * max(least, most or 0) > _MAX_STEPS:
                raise PatternError(f"The pattern {self.source!r} repeats too much.")
            steps = _repeat(steps, least, most)
            self.advance()
        return steps

    def atom(self) -> Steps:
        item = self.item
        if item is None or item["repeat"]:
            raise self.fault()
        self.advance()
        if item["open"]:
            steps = self.alternatives()
            if self.item is None or not self.item["close"]:
                raise self.fault()
            self.advance()
            return steps
        if item["list"]:
            return self.members(item["list"])
        if item["begin"] or item["end"]:
            return ("^",) if item["begin"] else ("$",)
        words = (item["words"] or item["word"] or "").split("|")
        speech = item["speech"] or ""
        test = WordTest(
            frozenset(filter(None, words)), "" if speech == "*" else speech, item["form"] or ""
        )
        return (test,)

    def members(self, name: str) -> Steps:
        if name not in self.lists:
            raise PatternError(
                f"The pattern {self.source!r} names a list {name!r} that is not there."
            )
        members = [member.split() for member in self.lists[name]]
        steps: Steps = (_one_of(member[0] for member in members if len(member) == 1),)
        for member in reversed([member for member in members if len(member) > 1]):
            steps = _either(tuple(_one_of([word]) for word in member), steps)
        return steps


def _one_of(words: Iterable[str]) -> WordTest:
    return WordTest(frozenset(words), "", "")


def _either(left: Steps, right: Steps) -> Steps:
    return (Branch(1, len(left) + 2), *left, _jump(len(right) + 1), *right)


def _jump(distance: int) -> Branch:
    return Branch(distance, distance)


def _repeat(steps: Steps, least: int, most: int | None) -> Steps:
    if most is None:
        return steps * least + (Branch(1, len(steps) + 2), *steps, _jump(-len(steps) - 1))
    optional: Steps = ()
    for _ in range(most - least):
        optional = (Branch(1, len(steps) + len(optional) + 1), *steps, *optional)
    return steps * least + optional


_BOUNDS: dict[str, tuple[int, int | None]] = {"?": (0, 1), "*": (0, None), "+": (1, None)}


def _bounds(sign: str) -> tuple[int, int | None]:
    """How often at least and at most; None if without end."""
    if sign in _BOUNDS:
        return _BOUNDS[sign]
    least, comma, most = sign.strip("{}").partition(",")
    return int(least), int(most) if most else None if comma else int(least)
