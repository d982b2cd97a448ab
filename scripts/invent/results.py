"""Targets and results of a year, ratings, and why targets were missed."""

from __future__ import annotations

import random
import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from .model import Entry, Explanation, Pace, Yardstick
from .vocabulary import vocabulary

# Share of the causes of a fiscal year that are the pandemic; it also makes more targets be missed.
COVID: Final[Mapping[int, float]] = {2019: 0.1, 2020: 0.75, 2021: 0.5, 2022: 0.15}
COVID_MISSED: Final = 0.2  # added to the share of missed targets, times the above
EXCEEDED: Final = 0.5  # of the targets that are not missed
SECOND_CAUSE: Final = 0.25  # of the explanations
GROWTH: Final = (1.0, 1.15)  # of a target from year to year
REVISION: Final = (0.6, 0.85)  # of a target that is revised
MISSES: Final = (0.3, 0.95)  # of the target
EXCESSES: Final = (1.02, 1.3)
EVIDENCE: Final = re.compile("‹(.*)›")


def yardstick_of(name: str) -> Yardstick:
    """Return an indicator without a target."""
    unit = vocabulary().units[name]
    return Yardstick(name, unit.unit, 0, unit.lower, unit.highest)


def first_target(one: Yardstick, rng: random.Random) -> Yardstick:
    """Set the first target of an indicator."""
    unit = vocabulary().units[one.name]
    value = rng.randint(unit.least, unit.most)
    share = unit.factor if one.unit == unit.other else 1.0
    return replace(one, target=round(value * share, one.places), actual=None)


def next_target(one: Yardstick, rng: random.Random) -> Yardstick:
    """Let a target step on along the plan: never back, and at times not at all."""
    if one.target is None:
        return first_target(one, rng)
    factor = rng.uniform(*GROWTH)
    value = one.target / factor if one.lower else one.target * factor
    if one.highest is not None:
        value = max(one.target, min(one.highest, value))
    return replace(one, target=round(value, one.places), actual=None)


def revised_target(one: Yardstick, rng: random.Random) -> Yardstick:
    """Set a target back behind that of the year before."""
    assert one.target is not None
    factor = rng.uniform(*REVISION)
    value = one.target / factor if one.lower else one.target * factor
    return replace(one, target=_apart(value, one.target, one, up=one.lower), actual=None)


def in_other_unit(one: Yardstick) -> Yardstick | None:
    """Return the indicator in its other unit; None where it has none, or is in it already."""
    unit = vocabulary().units[one.name]
    if unit.other is None or one.unit == unit.other or one.target is None:
        return None
    target = round(one.target * unit.factor, unit.places)
    return replace(one, unit=unit.other, places=unit.places, target=target, actual=None)


def with_results(
    entry: Entry, before: Entry | None, fiscal_year: int, pace: Pace, rng: random.Random
) -> Entry:
    """Return a measure with the results, the rating and the explanation of its year."""
    if not entry.has_target or entry.completed is not None:
        return replace(entry, rating="none", explanation=None)
    covid = COVID.get(fiscal_year, 0.0)
    if rng.random() < pace.missed + (1 - pace.missed) * COVID_MISSED * covid:
        rating = "missed"
    else:
        rating = "exceeded" if rng.random() < EXCEEDED else "met"
    measured = tuple(_with_actual(one, rating, rng) for one in entry.yardsticks)
    explanation = None
    if rating == "missed":
        known = before.explanation if before and before.name == entry.name else None
        is_copied = known is not None and rng.random() < pace.copied
        explanation = known if is_copied else _explain(entry, covid, rng)
    return replace(entry, yardsticks=measured, rating=rating, explanation=explanation)


def _with_actual(one: Yardstick, rating: str, rng: random.Random) -> Yardstick:
    """Choose a result that has the rating under the scale of signs."""
    assert one.target is not None
    if rating == "met":
        return replace(one, actual=one.target)
    factor = rng.uniform(*(EXCESSES if rating == "exceeded" else MISSES))
    value = one.target / factor if one.lower else one.target * factor
    return replace(
        one, actual=_apart(value, one.target, one, up=(rating == "exceeded") != one.lower)
    )


def _apart(value: float, target: float, one: Yardstick, *, up: bool) -> float:
    """Round a value so that it stays at least one step above, or below, the target."""
    step = 10.0**-one.places
    rounded = round(value, one.places)
    if up:
        return max(rounded, round(target + step, one.places))
    return max(0.0, min(rounded, round(target - step, one.places)))


def _explain(entry: Entry, covid: float, rng: random.Random) -> Explanation:
    words = vocabulary()
    others = [code for code in words.causes if code != "covid"]
    first = "covid" if rng.random() < covid else rng.choice(others)
    codes = [first]
    if rng.random() < SECOND_CAUSE:
        codes.append(rng.choice([code for code in others if code != first]))
    clauses = [rng.choice(words.causes[code]).format(**_slots(entry)) for code in codes]
    stated = "ことに加え、".join(EVIDENCE.sub(r"\1", clause) for clause in clauses)
    evidence = [_evidence(clause) for clause in clauses]
    return Explanation(
        reason=f"{stated}ため、{rng.choice(words.effects)}",
        outlook=rng.choice(words.outlooks).format(**_slots(entry)),
        causes=tuple(zip(codes, evidence, strict=True)),
    )


def _slots(entry: Entry) -> dict[str, str]:
    return {"domain": entry.name.domain, "thing": entry.name.thing}


def _evidence(clause: str) -> str:
    found = EVIDENCE.search(clause)
    assert found is not None, clause
    return found[1]
