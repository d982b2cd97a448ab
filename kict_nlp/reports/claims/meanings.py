"""What the words at a figure say of the measures that it counts."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Literal

from kict_nlp.reports.claims.figures import Figure
from kict_nlp.reports.ratings import normalize_symbol
from kict_nlp.schema import Measure

Meaning = Literal[
    "measures", "active", "completed", "rated", "no_target", "achieved", "exceeded", "met",
    "partly", "missed", "reached", "carried_out", "base", "cause", "symbol",
]  # fmt: skip
CLAUSE = re.compile("[、。]")
_OF_THESE = re.compile(r"^(?:\([^)]*\))?(?:の?うち|中(?!柱))")
CAUSE_END = re.compile("の?影響|を?(?:主な)?(?:理由|原因|要因)|によ[るり]|に起因|のため")


def find_meanings(
    text: str, figures: Sequence[Figure], measures: Sequence[Measure]
) -> list[Meaning | None]:
    """Return what each figure of a packed sentence counts; None where the words do not tell."""
    found: list[Meaning | None] = []
    for index in range(len(figures)):
        found.append(_meaning(text, figures, index, found, measures))
    return found


def _meaning(
    text: str,
    figures: Sequence[Figure],
    index: int,
    before: Sequence[Meaning | None],
    measures: Sequence[Measure],
) -> Meaning | None:
    """What the words at a figure say of what it counts: those nearest to it first."""
    figure = figures[index]
    if figure.kind in ("level", "points"):
        return None
    start = figures[index - 1].end if index else 0
    end = figures[index + 1].start if index + 1 < len(figures) else len(text)
    ahead, behind = text[start : figure.start], text[figure.end : end]
    own = CLAUSE.split(ahead)[-1]
    if figure.kind == "rate":
        return _of_rate(text, figures[:index], before)
    if find_symbol(own, measures) or find_symbol(CLAUSE.split(behind)[0][:8], measures):
        return "symbol"
    of_these = index > 0 and re.search("うち|中", text[: figure.start])
    if of_these and (CAUSE_END.search(ahead) or CAUSE_END.search(behind)):
        return "cause"
    return (
        _said(own)
        or ("base" if _OF_THESE.search(behind) else None)
        or _said(CLAUSE.split(behind)[0])
        or _said(behind)
        or _said(text[figures[-1].end :])
        or next((meaning for meaning in reversed(before) if meaning), None)
    )


def _said(words: str) -> Meaning | None:
    return next((meaning for meaning, cue in _meanings().items() if cue.search(words)), None)


@cache
def _meanings() -> dict[Meaning, re.Pattern[str]]:
    """The cues in their order: the first that fits is taken."""
    path = Path(__file__).with_name("meanings.toml")
    content: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    cues: dict[Meaning, list[str]] = content
    return {meaning: re.compile("|".join(words)) for meaning, words in cues.items()}


def _of_rate(
    text: str, figures: Sequence[Figure], before: Sequence[Meaning | None]
) -> Meaning | None:
    """A rate in brackets is that of the count before it."""
    last = figures[-1] if figures else None
    if last is not None and last.kind == "count" and text[last.end] == "(":
        return before[-1]
    return "achieved" if "達成" in text else None


def find_symbol(words: str, measures: Sequence[Measure]) -> str | None:
    """Return the rating symbol that words name as one: 「◎」, Ａ評価, 評価Ｂ, Ａは."""
    known = {normalize_symbol(m.rating_symbol) for m in measures if m.rating_symbol}
    for symbol in sorted(known, key=len, reverse=True):
        mark = re.escape(symbol)
        around = rf"[「『(]{mark}[」』)]|評価{mark}|{mark}(?:評価|判定|ランク)"
        pattern = rf"{around}|(?<![A-Za-z]){mark}[はが:]"
        if symbol.strip("―") and re.search(pattern, normalize_symbol(words)):
            return symbol
    return None
