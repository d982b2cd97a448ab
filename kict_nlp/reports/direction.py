"""Which way an indicator is better, and what tells it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kict_nlp.schema import Comparison
from kict_nlp.text.normalize import normalize
from kict_nlp.text.numbers import CellValue, Quantity


class Direction(NamedTuple):
    """How a result must stand to its target, and why that is taken to be so."""

    comparison: Comparison
    reason: str | None = None


@cache
def _cues() -> dict[str, re.Pattern[str]]:
    content = tomllib.loads(Path(__file__).with_name("directions.toml").read_text(encoding="utf-8"))
    return {name: re.compile("|".join(cues)) for name, cues in content.items()}


def find_direction(
    target: CellValue, baseline: CellValue, names: Sequence[str | None]
) -> Direction:
    """Return how a result must stand to its target.

    Parameters
    ----------
    target, baseline : CellValue
        The cells, typed.
    names : sequence of str or None
        What the indicator is called, the most telling name first: its own, then its measure's.

    Examples
    --------
    >>> from kict_nlp.text.numbers import parse_cell
    >>> find_direction(parse_cell("100件"), parse_cell(""), ["苦情の件数"])
    Direction(comparison='<=', reason='less is better: 苦情')
    >>> find_direction(parse_cell("100件"), parse_cell(""), ["苦情の解決件数"]).comparison
    '>='
    """
    if target.kind not in ("quantity", "change"):
        return Direction("none" if target.kind == "none" else "=")
    goal = lone_quantity(target)
    if goal is None:
        return _by_words(names) or Direction(">=", "nothing says that less is better")
    return (
        _by_sign(goal)
        or _by_zero(goal)
        or _by_words(names[:1])
        or _by_baseline(goal, lone_quantity(baseline))
        or (None if _is_of_success(names[0]) else _by_words(names[1:]))
        or Direction(">=", "nothing says that less is better")
    )


def lone_quantity(cell: CellValue) -> Quantity | None:
    """Return the one quantity of a cell; None where there are several or none."""
    if cell.kind not in ("quantity", "change") or len(cell.quantities) != 1:
        return None
    return cell.quantities[0]


def _by_sign(goal: Quantity) -> Direction | None:
    if goal.comparison in (">=", ">"):
        return Direction(">=", f"the target says so: {goal.raw}")
    if goal.comparison in ("<=", "<"):
        return Direction("<=", f"the target says so: {goal.raw}")
    if goal.is_change and goal.value:
        return Direction(">=" if goal.value > 0 else "<=", f"the target is a change: {goal.raw}")
    return None


def _by_zero(goal: Quantity) -> Direction | None:
    return None if goal.value or goal.is_change else Direction("<=", "the target is 0")


def _by_baseline(goal: Quantity, base: Quantity | None) -> Direction | None:
    if base is None or base.unit != goal.unit or base.is_change or base.value <= goal.value:
        return None
    return Direction("<=", f"the target lies below the baseline {base.raw}")


def _by_words(names: Sequence[str | None]) -> Direction | None:
    for name in names:
        text = normalize(name or "").text
        lower, higher = (_last(_cues()[key], text) for key in ("lower", "higher"))
        if higher and (lower is None or higher.end() > lower.start()):
            return Direction(">=", f"more is better: {higher[0]}") if lower else None
        if lower:
            return Direction("<=", f"less is better: {lower[0]}")
    return None


def _is_of_success(name: str | None) -> bool:
    """成約件数 of a measure against 空き家 is to rise, whatever the measure fights."""
    return _last(_cues()["higher"], normalize(name or "").text) is not None


def _last(cue: re.Pattern[str], text: str) -> re.Match[str] | None:
    return next(reversed(list(cue.finditer(text))), None)
