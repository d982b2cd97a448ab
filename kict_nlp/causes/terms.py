"""Words by which officials speak of causes, found in texts with their classes (terms.toml)."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kict_nlp.text.normalize import normalize

_SINGLE = (1,)  # the length that is tried behind every opening
_OPENING = 2  # characters by which terms are looked up


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
        self._lengths = _lengths_by_opening(members)

    def find(self, text: str) -> list[Term]:
        """Return the terms of a normalised text, in order."""
        found: list[Term] = []
        last = 0
        for start in range(len(text)):
            for length in self._lengths.get(text[start : start + _OPENING], _SINGLE):
                end = start + length
                if end <= last:
                    break
                classes = self._classes_of.get(text[start:end])
                if classes is not None:
                    found.append(Term(start, end, text[start:end], classes))
                    last = end
                    break
        return found


@cache
def load_terms() -> TermScanner:
    """Return the scanner of the terms that come with the package."""
    path = Path(__file__).with_name("terms.toml")
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return TermScanner(
        {name: terms.split() for section in content.values() for name, terms in section.items()}
    )


def _lengths_by_opening(terms: Iterable[str]) -> dict[str, list[int]]:
    """Return, for the first characters of terms, which lengths to try, the longest first."""
    lengths: dict[str, set[int]] = {}
    for term in terms:
        lengths.setdefault(term[:_OPENING], {*_SINGLE}).add(len(term))
    return {opening: sorted(found, reverse=True) for opening, found in lengths.items()}
