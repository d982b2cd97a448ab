"""What the model sees of a passage: names of features, stretch by stretch.

``words`` say what a stretch speaks of: its terms (``t:``), their classes (``u:``), ordered pairs of
classes close together (``p:``, over the border to the stretch before ``bp:``).
``marks`` say where it stands: in which kind of clause, behind which cue, beside what. ``grams`` are
its strings of two and three characters.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from kict_nlp.causes.stretches import CutPassage, Stretch
from kict_nlp.causes.terms import Term, load_terms
from kict_nlp.nlp.clauses import Clause

_FAR = 40  # characters between two terms of a pair
_FOLLOWING = 7  # terms behind the first among which its pairs are looked for
_BEFORE, _BEHIND = 4, 4  # terms of neighbouring stretches that are looked at
_OVERLAP = 3  # characters that a clause must share with a stretch to mark it
_MOST = 0.6  # of a stretch, from where on a clause covers it

_REGIONS = {"cause": "C", "outlook": "O", "ground": "G", "shortfall": "S"}
_NO_REGION = "N"


class StretchFeatures(NamedTuple):
    """Names of features of one stretch."""

    words: list[str]
    marks: list[str]
    grams: list[str]


def passage_features(passage: CutPassage) -> list[StretchFeatures]:
    """Return the features of each stretch of a passage."""
    terms = _terms_by_stretch(passage)
    covering = [_covering(stretch, passage.clauses) for stretch in passage.stretches]
    kinds = [f"has:{kind}" for kind in sorted({clause.kind for clause in passage.clauses})]
    misses = _misses(terms)
    features = []
    for index, stretch in enumerate(passage.stretches):
        before = terms[index - 1] if _same_sentence(passage.stretches, index - 1, index) else []
        behind = terms[index + 1] if _same_sentence(passage.stretches, index, index + 1) else []
        region = _region(covering[index])
        words, marks = _words_and_marks(terms[index], before[-_BEFORE:], region)
        marks += _single("a", behind[:_BEHIND])
        marks += _clause_marks(stretch, covering[index])
        marks += _place_marks(passage.stretches, misses, index)
        features.append(StretchFeatures(words, marks + kinds, _grams(stretch.text)))
    return features


def phrase_features(text: str) -> StretchFeatures:
    """Return the features of words that stand alone, without marks.

    ``text`` is normalised.
    """
    words, _ = _words_and_marks(load_terms().find(text), [], _NO_REGION)
    return StretchFeatures(words, [], _grams(text))


def _terms_by_stretch(passage: CutPassage) -> list[list[Term]]:
    found: list[list[Term]] = [[] for _ in passage.stretches]
    index = 0
    for term in load_terms().find(passage.text):
        while (
            index + 1 < len(passage.stretches) and passage.stretches[index + 1].place <= term.start
        ):
            index += 1
        found[index].append(term)
    return found


def _same_sentence(stretches: Sequence[Stretch], first: int, second: int) -> bool:
    if first < 0 or second >= len(stretches):
        return False
    return stretches[first].sentence == stretches[second].sentence


def _words_and_marks(
    terms: Sequence[Term], before: Sequence[Term], region: str
) -> tuple[list[str], list[str]]:
    words, marks = [], _single("b", before)
    for index, term in enumerate(terms):
        words.append(f"t:{term.text}")
        words += _class_names("", term.classes)
        marks += _class_names(region, term.classes)
        for other in terms[index + 1 : index + 1 + _FOLLOWING]:
            gap = other.start - term.end
            if gap > _FAR:
                break
            words += _pair_names("", term.classes, other.classes)
            marks += _pair_names(region, term.classes, other.classes)
    for term in before:
        for other in terms[:_BEHIND]:
            words += _pair_names("b", term.classes, other.classes)
    return words, marks


def _single(prefix: str, terms: Sequence[Term]) -> list[str]:
    return [name for term in terms for name in _class_names(prefix, term.classes)]


# The same classes meet again and again; their names are made once.
@cache
def _class_names(prefix: str, classes: tuple[int, ...]) -> tuple[str, ...]:
    names = load_terms().classes
    return tuple(f"{prefix}u:{names[number]}" for number in classes)


@lru_cache(maxsize=200_000)
def _pair_names(prefix: str, first: tuple[int, ...], second: tuple[int, ...]) -> tuple[str, ...]:
    names = load_terms().classes
    return tuple(f"{prefix}p:{names[one]}>{names[two]}" for one in first for two in second)


def _covering(stretch: Stretch, clauses: Sequence[Clause]) -> list[tuple[Clause, int]]:
    """Return the clauses that mark a stretch, with how much of it they share."""
    length = stretch.end - stretch.start
    found = []
    for clause in clauses:
        shared = min(stretch.end, clause.end) - max(stretch.start, clause.start)
        if shared >= min(_OVERLAP, length):
            found.append((clause, shared))
    return found


def _region(covering: Sequence[tuple[Clause, int]]) -> str:
    kinds = {clause.kind for clause, _ in covering}
    return next((sign for kind, sign in _REGIONS.items() if kind in kinds), _NO_REGION)


def _clause_marks(stretch: Stretch, covering: Sequence[tuple[Clause, int]]) -> list[str]:
    marks = []
    for clause, shared in covering:
        most = shared >= _MOST * (stretch.end - stretch.start)
        marks.append(f"{'most' if most else 'part'}:{clause.kind}")
        marks.append(f"cue:{clause.kind}:{clause.cue.name}")
        marks.append(f"{clause.certainty}:{clause.kind}")
        if clause.polarity == "denied":
            marks.append("denied")
    return marks


def _misses(terms: Sequence[Sequence[Term]]) -> list[bool]:
    miss = load_terms().classes.index("miss")
    return [any(miss in term.classes for term in found) for found in terms]


def _place_marks(stretches: Sequence[Stretch], misses: Sequence[bool], index: int) -> list[str]:
    own = stretches[index].sentence
    sentence = [number for number, other in enumerate(stretches) if other.sentence == own]
    marks = [f"sentence:{min(stretches[index].sentence, 3)}"]
    if misses[index]:
        marks.append("miss:here")
    if any(misses[number] for number in sentence if number < index):
        marks.append("miss:before")
    if any(misses[number] for number in sentence if number > index):
        marks.append("miss:behind")
    if any(misses):
        marks.append("miss:somewhere")
    if index == sentence[0]:
        marks.append("opens")
    if index == sentence[-1]:
        marks.append("closes")
    return marks


def _grams(text: str) -> list[str]:
    twos = [text[place : place + 2] for place in range(len(text) - 1)]
    return twos + [text[place : place + 3] for place in range(len(text) - 2)]
