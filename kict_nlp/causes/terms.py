"""Words by which officials speak of causes, found in texts with their classes (terms.toml)."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kict_nlp.text.normalize import normalize

_Trie = dict[str, "_Trie"]
_END = ""


class Term(NamedTuple):
    """A term in a normalised text. ``classes`` are indices of ``TermScanner.classes``."""

    start: int
    end: int
    text: str
    classes: tuple[int, ...]


class TermScanner:
    """Finds terms: at each place the longest, none inside another.

    Parameters
    ----------
    terms : mapping of str to iterable of str
        The terms of each class.

    Examples
    --------
    >>> scanner = TermScanner({"staff": ["職員"], "lack": ["不足", "足り"]})
    >>> [(term.text, term.classes) for term in scanner.find("職員が不足し")]
    [('職員', (0,)), ('不足', (1,))]
    """

    def __init__(self, terms: Mapping[str, Iterable[str]]) -> None:
        self.classes = tuple(terms)
        members: dict[str, list[int]] = {}
        for index, listed in enumerate(terms.values()):
            for term in listed:
                members.setdefault(normalize(term).text, []).append(index)
        self._classes_of = {term: tuple(classes) for term, classes in members.items()}
        # A look-ahead finds the terms that begin inside others too; those are dropped afterwards.
        self._pattern = re.compile(f"(?=({_pattern_of(_trie_of(members))}))")

    def find(self, text: str) -> list[Term]:
        """Return the terms of a normalised text, in order."""
        found: list[Term] = []
        last = 0
        for match in self._pattern.finditer(text):
            start, end = match.span(1)
            if end > last:
                term = text[start:end]
                found.append(Term(start, end, term, self._classes_of[term]))
                last = end
        return found


@cache
def load_terms() -> TermScanner:
    """Return the scanner of the terms that come with the package."""
    path = Path(__file__).with_name("terms.toml")
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return TermScanner(
        {name: terms.split() for section in content.values() for name, terms in section.items()}
    )


def _trie_of(terms: Iterable[str]) -> _Trie:
    root: _Trie = {}
    for term in terms:
        node = root
        for character in term:
            node = node.setdefault(character, {})
        node[_END] = {}
    return root


def _pattern_of(node: _Trie) -> str:
    """Return a regular expression for the terms of a trie, the longest first."""
    branches = [
        re.escape(character) + _pattern_of(below)
        for character, below in sorted(node.items())
        if character != _END
    ]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 else f"(?:{'|'.join(branches)})"
    return f"(?:{joined})?" if _END in node else joined
