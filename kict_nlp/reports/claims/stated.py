"""The figures that a sentence states, and whether they contradict each other."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations

from kict_nlp.reports.claims.sentences import Sentence
from kict_nlp.text.numbers import Quantity, find_quantities

_OF_THE_TARGET = re.compile("目標(?:値)?(?:の|は|である|とする|で|より)?$")
TOTAL = re.compile("合計|総計|合わせて|あわせて|(?<!累)計で?$|総数")
_AND_OTHERS = re.compile("など|ほか|等(?:の|を|で|に|、)|除")


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure of the sentence, or the sum of several."""

    value: Fraction
    unit: str | None
    raw: str
    quantity: Quantity | None  # None: a sum
    ahead: str  # the packed words of its clause before it


def find_stated(sentence: Sentence) -> list[Stated]:
    """Return the quantities of a sentence with the words of their clause before them."""
    text = sentence.packed
    return [
        Stated(q.value, q.unit, q.raw, q, re.split("[、。]", text[: q.start])[-1])
        for q in find_quantities(text)
    ]


def find_sums(stated: Sequence[Stated]) -> list[Stated]:
    """Sums of two or three figures of one unit that stand before a total or beside each other."""
    found = []
    plain = [
        item
        for item in stated
        if not is_target(item) and item.quantity and not item.quantity.is_change
    ]
    for size in (2, 3):
        for group in combinations(plain, size):
            if len({item.unit for item in group}) == 1 and group[0].unit not in (None, "%"):
                value = sum((item.value for item in group), Fraction(0))
                raw = "+".join(item.raw for item in group)
                found.append(Stated(value, group[0].unit, raw, None, ""))
    return found


def find_wrong_sum(stated: Sequence[Stated], sentence: Sentence) -> str | None:
    """Say which total in the sentence is not the sum of the figures before it."""
    for index, total in enumerate(stated):
        parts = [item for item in stated[:index] if item.unit == total.unit]
        if len(parts) < 2 or not TOTAL.search(total.ahead):
            continue
        begin, end = (item.quantity.start if item.quantity else 0 for item in (parts[0], total))
        if _AND_OTHERS.search(sentence.packed[begin:end]):
            continue
        value = sum((item.value for item in parts), Fraction(0))
        if value != total.value and not _is_sum_of_last(total, parts):
            figures = "+".join(f"{float(item.value):,g}" for item in parts)
            return f"{figures} = {float(value):,g}, the sentence says {total.raw}"
    return None


def _is_sum_of_last(total: Stated, parts: Sequence[Stated]) -> bool:
    """A sentence may speak of other things before the figures that it sums up."""
    return any(
        sum((item.value for item in parts[start:]), Fraction(0)) == total.value
        for start in range(len(parts) - 1)
    )


def is_target(stated: Stated) -> bool:
    """Tell whether the words before a figure call it a target."""
    return bool(_OF_THE_TARGET.search(stated.ahead))
