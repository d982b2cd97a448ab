"""Pairs of years joined to tracks: who follows whom, and how each track ended."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from kict_nlp.years.panel.likeness import core
from kict_nlp.years.panel.records import EventName, Kind, Track


@dataclass(frozen=True, slots=True)
class Member:
    """A record that can be part of a track."""

    record_id: str
    year: int
    name: str | None
    completed: bool = False


def build_tracks(
    kind: Kind,
    organization: str | None,
    members: Sequence[Member],
    pairs: Collection[tuple[str, str]],
    undecided: Collection[str] = (),
) -> list[Track]:
    """Return the tracks of one body, in the order of their first records.

    Parameters
    ----------
    kind : {"measure", "indicator"}
        What the records are.
    organization : str or None
        The body.
    members : sequence of Member
        All records, year by year in printed order.
    pairs : collection of tuple of str
        Ids of earlier and later records that are one, or of which one became part of the other.
    undecided : collection of str
        Ids of which a tie leaves open what became of them: their tracks did not end.

    Notes
    -----
    One-to-one pairs make one track. Of a split or merger the track goes on where exactly one of
    the several bears the name of the one; else each part is a track of its own, with the former
    ones as ``origins``.
    """
    by_id = {member.record_id: member for member in members}
    after, before = _grouped(pairs), _grouped((right, left) for left, right in pairs)
    follows = {
        right: left
        for right in before
        if (left := _predecessor(right, before[right], after, by_id)) is not None
    }
    first: dict[str, str] = {}
    for member in members:
        name = member.record_id
        first[name] = first[follows[name]] if name in follows else name
    groups: dict[str, list[Member]] = {}
    for member in members:
        groups.setdefault(first[member.record_id], []).append(member)
    last_year = max((member.year for member in members), default=0)
    return [
        Track(
            track_id=track,
            kind=kind,
            organization=organization,
            name=group[-1].name,
            members=tuple(member.record_id for member in group),
            years=tuple(member.year for member in group),
            origins=()
            if track in follows
            else tuple(dict.fromkeys(first[left] for left in before.get(track, ()))),
            ended=_end(group[-1], last_year, after, before, undecided),
        )
        for track, group in groups.items()
    ]


def _grouped(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for key, value in pairs:
        groups.setdefault(key, []).append(value)
    return groups


def _predecessor(
    right: str,
    lefts: Sequence[str],
    after: Mapping[str, Sequence[str]],
    by_id: Mapping[str, Member],
) -> str | None:
    """The record whose track a record continues."""
    if len(lefts) == 1 and len(after[lefts[0]]) == 1:
        return lefts[0]
    named = [left for left in lefts if _alike(by_id[left], by_id[right])]
    if len(named) != 1:
        return None
    rivals = [other for other in after[named[0]] if _alike(by_id[named[0]], by_id[other])]
    return named[0] if rivals == [right] else None


def _alike(one: Member, other: Member) -> bool:
    return core(one.name or "") == core(other.name or "")


def _end(
    last: Member,
    last_year: int,
    after: Mapping[str, Sequence[str]],
    before: Mapping[str, Sequence[str]],
    undecided: Collection[str],
) -> EventName | None:
    successors = after.get(last.record_id, ())
    if len(successors) > 1:
        return "split"
    if successors:
        return "merged" if len(before[successors[0]]) > 1 else None
    if last.completed:
        return "completed"
    return None if last.year == last_year or last.record_id in undecided else "dropped"
