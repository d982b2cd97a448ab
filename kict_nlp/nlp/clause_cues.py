"""The cues of clauses, read from clause_cues.toml and compiled once a process."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kict_nlp.errors import PatternError
from kict_nlp.nlp.token_automaton import TokenPatterns
from kict_nlp.nlp.tokenizer import tokenize


@dataclass(frozen=True, slots=True)
class CauseCue:
    """One way to mark a cause.

    Attributes
    ----------
    name : str
        As in the file: influence, by, for, …
    question : str
        Under which its words stand in the patterns: cause.before.by.
    before : bool
        Whether the cause stands before the cue.
    sure : bool
        Whether the cue marks causes whatever follows it; if not, what follows must have gone wrong.
    not_after : frozenset of str
        Words after which the cue means something else: 進捗に影響が出る names no cause.
    not_before : frozenset of str
        The same of words that follow: 促進するための is a purpose.
    denies : bool
        Whether the cue says that it was no cause: 影響はなかった.
    """

    name: str
    question: str
    before: bool
    sure: bool
    not_after: frozenset[str]
    not_before: frozenset[str]
    denies: bool


@dataclass(frozen=True, slots=True)
class ClauseCues:
    """Every cue: how causes are marked, and the patterns of these and of all other questions."""

    causes: tuple[CauseCue, ...]
    patterns: TokenPatterns


@cache
def load_cues() -> ClauseCues:
    """Return the cues that come with the package.

    Raises
    ------
    PatternError
        The file holds a faulty pattern.

    Examples
    --------
    >>> [cue.name for cue in load_cues().causes if not cue.before]
    ['reason_is', 'explained', 'heading']
    """
    path = Path(__file__).with_name("clause_cues.toml")
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    lists = {name: _cut_members(members) for name, members in content.pop("lists").items()}
    causes = content.pop("cause")
    sources = {
        f"{section}.{name}": "|".join(f"({pattern})" for pattern in patterns)
        for section, questions in content.items()
        for name, patterns in questions.items()
    }
    cues = []
    for side, entries in causes.items():
        for name, entry in entries.items():
            cues.append(_cause(f"cause.{side}.{name}", entry, name, before=side == "before"))
            sources[cues[-1].question] = entry["pattern"]
    return ClauseCues(tuple(cues), TokenPatterns(sources, lists))


def _cut_members(members: Sequence[str]) -> list[str]:
    """Cut the words of a list as texts are cut, so that 後ろ倒し finds its two units."""
    return [" ".join(tokenize(member, "A").surfaces) for member in members]


def _cause(question: str, entry: Mapping[str, Any], name: str, *, before: bool) -> CauseCue:
    if unknown := set(entry) - {"pattern", "sure", "not_after", "not_before", "denies"}:
        raise PatternError(f"The cue {name} has unknown keys: {', '.join(sorted(unknown))}.")
    return CauseCue(
        name,
        question,
        before=before,
        sure=entry.get("sure", True),
        not_after=frozenset(entry.get("not_after", ())),
        not_before=frozenset(entry.get("not_before", ())),
        denies=entry.get("denies", False),
    )
