"""The cues of clauses, read from clause_cues.toml and compiled once a process."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from kict_nlp.errors import PatternError
from kict_nlp.nlp.token_patterns import TokenPattern, compile_pattern
from kict_nlp.nlp.tokenizer import tokenize


@dataclass(frozen=True, slots=True)
class CauseCue:
    """One way to mark a cause.

    Attributes
    ----------
    name : str
        As in the file: influence, by, for, …
    pattern : TokenPattern
        The words of the cue.
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
    pattern: TokenPattern
    before: bool
    sure: bool
    not_after: frozenset[str]
    not_before: frozenset[str]
    denies: bool


@dataclass(frozen=True, slots=True)
class ClauseCues:
    """Every cue: how causes are marked, and one pattern for each other question."""

    causes: tuple[CauseCue, ...]
    patterns: Mapping[str, TokenPattern]

    def __getitem__(self, question: str) -> TokenPattern:
        return self.patterns[question]


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
    return ClauseCues(
        (
            *_causes(causes["before"], lists, side="before"),
            *_causes(causes["after"], lists, side="after"),
        ),
        {
            f"{section}.{name}": _alternatives(patterns, lists)
            for section, questions in content.items()
            for name, patterns in questions.items()
        },
    )


def _cut_members(members: Sequence[str]) -> list[str]:
    """Cut the words of a list as texts are cut, so that 後ろ倒し finds its two units."""
    return [" ".join(tokenize(member, "A").surfaces) for member in members]


def _causes(
    entries: Mapping[str, Mapping[str, Any]], lists: Mapping[str, Sequence[str]], *, side: str
) -> list[CauseCue]:
    found = []
    for name, entry in entries.items():
        if unknown := set(entry) - {"pattern", "sure", "not_after", "not_before", "denies"}:
            raise PatternError(f"The cue {name} has unknown keys: {', '.join(sorted(unknown))}.")
        found.append(
            CauseCue(
                name,
                compile_pattern(entry["pattern"], lists),
                before=side == "before",
                sure=entry.get("sure", True),
                not_after=frozenset(entry.get("not_after", ())),
                not_before=frozenset(entry.get("not_before", ())),
                denies=entry.get("denies", False),
            )
        )
    return found


def _alternatives(patterns: Sequence[str], lists: Mapping[str, Sequence[str]]) -> TokenPattern:
    return compile_pattern("|".join(f"({pattern})" for pattern in patterns), lists)
