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
OF_THESE = re.compile(r"^(?:\([^)]*\))?(?:の?うち|中(?!柱))")
_PARTED = re.compile("(?:の|この|その)?うち|中で")
_TOPIC = re.compile("[はがも]$")
_SYMBOL_NEAR = 8  # characters behind a count within which its rating is named
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
    own = _PARTED.split(CLAUSE.split(ahead)[-1])[-1]
    if figure.kind == "rate":
        return _of_rate(text, figures[:index], before)
    if find_symbol(ahead, behind, measures):
        return "symbol"
    of_these = index > 0 and re.search("うち|中", text[: figure.start])
    if of_these and (CAUSE_END.search(ahead) or CAUSE_END.search(behind)):
        return "cause"
    is_base = OF_THESE.search(behind) is not None
    if is_base and _TOPIC.search(own):  # 達成したのは７施策中４施策: the words are about the 4
        return "base"
    is_of_base = index > 0 and before[-1] == "base"
    return (
        _said(own)
        or ("base" if is_base else None)
        or _said(CLAUSE.split(behind)[0])
        or _said(behind)
        or _said(text[figures[-1].end :])
        or (_said(text[: figures[index - 1].start]) if is_of_base else None)
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


def find_symbol(ahead: str, behind: str, measures: Sequence[Measure]) -> str | None:
    """Return the rating that the words at a count name: Ａ評価は５施策, ５施策が「◎」."""
    own = _named_symbols(_PARTED.split(CLAUSE.split(ahead)[-1])[-1], measures)
    if own:
        return own[-1]
    return next(iter(_named_symbols(CLAUSE.split(behind)[0][:_SYMBOL_NEAR], measures)), None)


def _named_symbols(words: str, measures: Sequence[Measure]) -> list[str]:
    """Symbols of the report that words name as such, in order."""
    text = normalize_symbol(words)
    found = []
    for symbol in {normalize_symbol(m.rating_symbol) for m in measures if m.rating_symbol}:
        mark = re.escape(symbol)
        around = rf"[「『(]{mark}[」』)]|評価{mark}|{mark}(?:評価|判定|ランク)"
        pattern = rf"{around}|(?<![A-Za-z]){mark}[はが:]"
        if symbol.strip("―"):
            found += [(match.start(), symbol) for match in re.finditer(pattern, text)]
    return [symbol for _, symbol in sorted(found)]
