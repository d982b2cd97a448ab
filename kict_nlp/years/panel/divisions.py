"""Measures that were split into several, and several that were merged into one.

After the one-to-one pairs are found, some measures are left over. One that takes over a part of a
measure's name or one of its indicators, in the same place, is a part of it: together with the part
that is linked already, or with another one left over. A merger is a split read backwards.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from kict_nlp.schema import Indicator
from kict_nlp.years.panel.assignment import TIE, Pair
from kict_nlp.years.panel.indicators import pair_indicators
from kict_nlp.years.panel.likeness import Likeness, Matrix, core
from kict_nlp.years.panel.matching import Matched
from kict_nlp.years.panel.steps import Profile

# Evidence by the share of a name, or of an indicator's wording, that part and whole have in common
# (of the shorter one). Set by hand: splits are too rare to count.
_NAME = ((0.75, 4.5), (0.55, 3.0), (0.40, 1.5), (0.0, -2.5))
_WORDING = ((0.9, 4.0), (0.6, 1.5), (0.0, -2.5))
_HANDED_OVER = 2.5  # more for an indicator that the whole had and its counterpart lacks
_SHARED_NAME, _SHARED_WORDING = 0.4, 0.9  # one of the two must be reached
_WHOLE_INSIDE = 0.8  # share of the whole's name that stands in each part
_AS_LIKE = 0.12  # difference of the parts' likeness to the whole
_PART_INSIDE = 0.7  # share of a part's name that stands in the whole …
_GAIN = 0.1  # and share of the whole's name that only this part has

# How many of the measures left over a whole may be thought to have taken in or given off.
_ORPHANED = 0.5  # it is called otherwise, and has an indicator that its counterpart lacks
_RENAMED = 0.1  # it is called otherwise, or has no counterpart
_UNCHANGED = 0.02
_LEAST = math.log(3)  # a part must be three times as likely one as not
_LEAST_PARTS = 2


@dataclass(frozen=True, slots=True)
class Division:
    """A whole and its parts, as pairs (left, right) with their probability."""

    event: Literal["split", "merged"]
    pairs: Mapping[Pair, float]


@dataclass(frozen=True)
class _View:
    """Wholes against parts: the years as they are for splits, turned round for mergers."""

    wholes: tuple[Profile, ...]
    parts: tuple[Profile, ...]
    partners: Mapping[int, int]
    left_over: tuple[int, ...]
    decided: frozenset[int]  # wholes of which people said what became of them
    fixed: Matrix  # evidence of the fields that are weighed as for any pair
    matched: Matched

    @cached_property
    def orphans(self) -> dict[int, list[Indicator]]:
        """Indicators of each whole that its counterpart lacks, where it has others of them."""
        return {whole: _orphans(self, whole) for whole in self.partners}


def find_divisions(matched: Matched, forbidden: Collection[Pair] = ()) -> list[Division]:
    """Return the splits and mergers between two years.

    Parameters
    ----------
    matched : Matched
        The years with their one-to-one pairs. Records between which nothing decided may turn out
        to be the parts of one whole.
    forbidden : collection of tuple of int
        Pairs that must not be linked.
    """
    splits = [
        Division("split", {(whole, part): score for part, score in parts.items()})
        for whole, parts in _divide(_as_split(matched), set(forbidden))
    ]
    mergers = [
        Division("merged", {(part, whole): score for part, score in parts.items()})
        for whole, parts in _divide(_as_merger(matched), {(j, i) for i, j in forbidden})
    ]
    return [*splits, *mergers]


def _as_split(matched: Matched) -> _View:
    taken = {j for _, j in (*matched.pairs, *matched.forced)}
    return _View(
        wholes=matched.left,
        parts=matched.right,
        partners=dict(list(matched.pairs)),
        decided=frozenset(i for i, _ in matched.forced),
        left_over=_left_over(matched.right, taken | _undecided(matched, 1)),
        fixed=_fixed(matched),
        matched=matched,
    )


def _as_merger(matched: Matched) -> _View:
    taken = {i for i, _ in (*matched.pairs, *matched.forced)}
    return _View(
        wholes=matched.right,
        parts=matched.left,
        partners={j: i for i, j in matched.pairs},
        decided=frozenset(j for _, j in matched.forced),
        left_over=_left_over(matched.left, taken | _undecided(matched, 0)),
        fixed=_fixed(matched).T,
        matched=matched,
    )


def _left_over(parts: tuple[Profile, ...], taken: Collection[int]) -> tuple[int, ...]:
    return tuple(
        index
        for index, part in enumerate(parts)
        if index not in taken and part.measure.status != "completed"
    )


def _undecided(matched: Matched, side: Literal[0, 1]) -> set[int]:
    """Records of that side in ties, unless all of a tie's pairs meet in one whole."""
    return {
        pair[side]
        for tie in matched.assignment.ties
        if len({pair[1 - side] for pair in tie}) > 1
        for pair in tie
    }


def _fixed(matched: Matched) -> Matrix:
    fields = matched.evidence.fields
    fixed: Matrix = fields["place"] + fields["department"] + fields["values"]
    return fixed


def _divide(view: _View, forbidden: Collection[Pair]) -> Iterator[tuple[int, dict[int, float]]]:
    """Each whole that has several parts, with their probabilities."""
    found: dict[int, dict[int, float]] = {}
    for part in view.left_over:
        whole, odds = _best_whole(view, part, forbidden)
        if whole is not None:
            found.setdefault(whole, {})[part] = odds
    for whole, parts in sorted(found.items()):
        partner = view.partners.get(whole)
        if partner is not None:
            parts[partner] = max(_odds(view, whole, partner), _LEAST)
        if len(parts) >= _LEAST_PARTS and _is_divided(view, whole, list(parts)):
            yield whole, {part: 1 / (1 + math.exp(-odds)) for part, odds in sorted(parts.items())}


def _best_whole(view: _View, part: int, forbidden: Collection[Pair]) -> tuple[int | None, float]:
    """The whole that a measure most likely is a part of; none where two are as likely."""
    ranked = sorted(
        (
            (_odds(view, whole, part), whole)
            for whole, profile in enumerate(view.wholes)
            if profile.measure.status != "completed"
            and whole not in view.decided
            and (whole, part) not in forbidden
        ),
        reverse=True,
    )
    first, second = (*ranked, (-math.inf, -1), (-math.inf, -1))[:2]
    if first[0] < _LEAST or first[0] - second[0] < TIE:
        return None, 0.0
    return first[1], first[0]


def _odds(view: _View, whole: int, part: int) -> float:
    one, other = view.wholes[whole], view.parts[part]
    name = _shared(view.matched.texts.names, one.measure.measure, other.measure.measure)
    orphans = view.orphans.get(whole, [])
    wordings = view.matched.texts.wordings
    wording = max(
        (
            _shared(wordings, a.indicator, b.indicator)
            for a in orphans or one.indicators
            for b in other.indicators
        ),
        default=0.0,
    )
    if name < _SHARED_NAME and wording < _SHARED_WORDING:
        return -math.inf
    share = math.log(_share(view, whole, orphans) / max(len(view.left_over), 1))
    handed_over = _HANDED_OVER if orphans and wording >= _SHARED_WORDING else 0.0
    fields = float(view.fixed[whole, part]) + _step(name, _NAME) + _step(wording, _WORDING)
    return share + fields + handed_over


def _is_divided(view: _View, whole: int, parts: Sequence[int]) -> bool:
    """Whether parts share a whole between them, and are not merely like it.

    An indicator of it went to another part; or each part is the whole for one case (in the north,
    in the south); or each part takes in words that no other one does (books and lessons).
    """
    if any(profile.measure.status == "completed" for profile in _profiles(view, parts)):
        return False
    names = view.matched.texts.names
    own = view.wholes[whole].measure.measure
    others = [profile.measure.measure for profile in _profiles(view, parts)]
    if any(core(own or "") == core(other or "") for other in others):
        return _is_handed_over(view, whole, parts)
    return (
        _is_handed_over(view, whole, parts)
        or _are_cases(names, own, others)
        or all(
            names.covered(own, others) - names.covered(own, others[:n] + others[n + 1 :]) >= _GAIN
            and names.covered(other, [own]) >= _PART_INSIDE
            for n, other in enumerate(others)
        )
    )


def _are_cases(names: Likeness, own: str | None, others: Sequence[str | None]) -> bool:
    """Whether each part is the whole for one case, one as like it as the other."""
    alike = [names.between(own, other) or 0.0 for other in others]
    inside = all(names.covered(own, [other]) >= _WHOLE_INSIDE for other in others)
    return inside and max(alike) - min(alike) <= _AS_LIKE


def _profiles(view: _View, parts: Iterable[int]) -> list[Profile]:
    return [view.parts[part] for part in parts]


def _is_handed_over(view: _View, whole: int, parts: Sequence[int]) -> bool:
    """Whether an indicator that the counterpart lacks stands in another part."""
    partner = view.partners.get(whole)
    wordings = view.matched.texts.wordings
    return any(
        _shared(wordings, orphan.indicator, other.indicator) >= _SHARED_WORDING
        for orphan in view.orphans.get(whole, [])
        for profile in _profiles(view, [part for part in parts if part != partner])
        for other in profile.indicators
    )


def _shared(texts: Likeness, one: str | None, other: str | None) -> float:
    return max(texts.covered(one, [other]), texts.covered(other, [one]))


def _step(share: float, steps: tuple[tuple[float, float], ...]) -> float:
    return next(odds for bound, odds in steps if share >= bound)


def _share(view: _View, whole: int, orphans: Collection[Indicator]) -> float:
    partner = view.partners.get(whole)
    if partner is None:
        return _RENAMED
    names = (view.wholes[whole].measure.measure, view.parts[partner].measure.measure)
    if core(names[0] or "") == core(names[1] or ""):
        return _UNCHANGED
    return _ORPHANED if orphans else _RENAMED


def _orphans(view: _View, whole: int) -> list[Indicator]:
    own, other = view.wholes[whole].indicators, view.parts[view.partners[whole]].indicators
    found = pair_indicators(own, other, view.matched.texts.wordings)
    known = {i for i, _ in (*found.pairs, *(pair for tie in found.ties for pair in tie))}
    return [indicator for i, indicator in enumerate(own) if i not in known] if known else []
