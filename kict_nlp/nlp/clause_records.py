"""What is found in explanations: clauses with their cue, polarity and certainty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

ClauseKind = Literal["cause", "ground", "shortfall", "outlook"]
Polarity = Literal["affirmed", "denied"]
Certainty = Literal["stated", "partial", "presumed", "open"]


@dataclass(frozen=True, slots=True, order=True)
class Cue:
    """The words by which a clause was recognised.

    Attributes
    ----------
    start, end : int
        Code points of the given text, half open.
    name : str
        Which cue: one of clause_cues.toml; ``sequence`` where what went wrong merely stands before
        the shortfall in one sentence, ``neighbour`` where it is a sentence beside it, ``bare``
        where the explanation says nothing else, ``listed`` where it is a point behind 要因は, and
        ``connective`` where the next sentence points back (このため).
    """

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Clause:
    """A clause of an explanation.

    Attributes
    ----------
    kind : {"cause", "ground", "shortfall", "outlook"}
        ``cause``: why something went wrong. ``ground``: marked like a cause, but of an action or a
        success. ``shortfall``: what went wrong. ``outlook``: what is to be done or expected.
    start, end : int
        Code points of the given text, half open.
    cue : Cue
        By which words it was found.
    polarity : {"affirmed", "denied"}
        ``denied`` where the text says that it was not so: 影響はなかった.
    certainty : {"stated", "partial", "presumed", "open"}
        ``open``: not known yet (検討中). ``presumed``: a view, an expectation (考えられる, 見込み).
        ``partial``: one cause of several, or not always (一因, とは限らない).
    """

    kind: ClauseKind
    start: int
    end: int
    cue: Cue
    polarity: Polarity = "affirmed"
    certainty: Certainty = "stated"
