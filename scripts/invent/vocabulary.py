"""The words of words.toml, read once."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Action:
    """What is done: wordings of one meaning, and the indicators that fit."""

    wordings: tuple[str, ...]
    indicators: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """What an indicator is counted in; ``other`` is ``factor`` of it, with ``places`` decimals."""

    unit: str
    least: int
    most: int
    highest: float | None = None
    lower: bool = False
    other: str | None = None
    factor: float = 1.0
    places: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """Every list of words, by what it is for."""

    bodies: tuple[str, ...]
    kinds: tuple[str, ...]
    plan: str
    pillars: tuple[str, ...]
    middles: tuple[str, ...]
    fields: tuple[str, ...]
    domains: tuple[str, ...]
    things: tuple[str, ...]
    actions: tuple[Action, ...]
    units: dict[str, Unit]
    replacements: tuple[str, ...]
    causes: dict[str, tuple[str, ...]]
    effects: tuple[str, ...]
    outlooks: tuple[str, ...]


@lru_cache(maxsize=1)
def vocabulary() -> Vocabulary:
    """Read words.toml."""
    read = tomllib.loads(Path(__file__).with_name("words.toml").read_text(encoding="utf-8"))
    lists = ("bodies", "kinds", "pillars", "middles", "fields", "domains", "things")
    return Vocabulary(
        **{name: tuple(read[name]) for name in lists},
        plan=read["plan"],
        actions=tuple(
            Action(tuple(one["wordings"]), tuple(one["indicators"])) for one in read["actions"]
        ),
        units={name: Unit(**unit) for name, unit in read["units"].items()},
        replacements=tuple(read["replacements"]["indicators"]),
        causes={code: tuple(clauses) for code, clauses in read["causes"].items()},
        effects=tuple(read["explanations"]["effects"]),
        outlooks=tuple(read["explanations"]["outlooks"]),
    )
