"""A passage cut into the stretches among which its causes are looked for."""

from __future__ import annotations

import re
from typing import NamedTuple

from kict_nlp.nlp.clauses import Clause, find_clauses
from kict_nlp.text.normalize import normalize

_BOUNDARY = re.compile(
    r"[、。\n,;]+"
    r"|(?:により|によって|による|ために|ため(?=[^、。に])|ことから|に伴い|に伴う"
    r"|の影響(?:により|で|から)?|を受け(?:て)?|であったが|ものの|せざるを得)(?=[^、。])"
    r"|(?<=[ずくてりきしみび])(?=(?:目標|当初の?見込|計画値|想定を))"  # …が少なく目標に届かなかった
)
_SENTENCE = re.compile(r"[。\n]+|(?<=[^\d])(?=[・①-⑳■●○◆])")
_SHORTEST = 4  # characters; what is shorter joins the stretch before it


class Stretch(NamedTuple):
    """A piece of a passage.

    ``start``, ``end`` count in the given text, ``text`` is normalised; ``place`` is where it begins
    in the normalised passage, ``sentence`` the number of its sentence.
    """

    start: int
    end: int
    text: str
    place: int
    sentence: int


class CutPassage(NamedTuple):
    """A passage as the model reads it; ``text`` is normalised, clauses count in the given text."""

    text: str
    stretches: list[Stretch]
    clauses: list[Clause]


def cut_passage(text: str) -> CutPassage:
    """Cut a passage at commas, at ends of sentences, behind the cues of causes, before a miss.

    Parameters
    ----------
    text : str
        As published, any length.

    Examples
    --------
    >>> passage = cut_passage("資材の高騰により着工が遅れ、目標を下回った。")
    >>> [stretch.text for stretch in passage.stretches]
    ['資材の高騰により', '着工が遅れ、', '目標を下回った。']
    """
    normalized = normalize(text)
    bounds = _bounds(normalized.text)
    places = [0, *normalized.boundaries_to_original(end for _, end in bounds)]
    sentences = _sentence_numbers(normalized.text, bounds)
    stretches = [
        Stretch(places[index], places[index + 1], normalized.text[start:end], start, sentence)
        for index, ((start, end), sentence) in enumerate(zip(bounds, sentences, strict=True))
    ]
    return CutPassage(normalized.text, stretches, find_clauses(text))


def _bounds(text: str) -> list[tuple[int, int]]:
    ends = [match.end() for match in _BOUNDARY.finditer(text)]
    if text and (not ends or ends[-1] < len(text)):
        ends.append(len(text))
    bounds: list[tuple[int, int]] = []
    start = 0
    for end in ends:
        if bounds and end - start < _SHORTEST:
            bounds[-1] = (bounds[-1][0], end)
        else:
            bounds.append((start, end))
        start = end
    return bounds


def _sentence_numbers(text: str, bounds: list[tuple[int, int]]) -> list[int]:
    ends = [match.end() for match in _SENTENCE.finditer(text)]
    numbers = []
    number = 0
    for start, _ in bounds:
        while number < len(ends) and ends[number] <= start:
            number += 1
        numbers.append(number)
    return numbers
