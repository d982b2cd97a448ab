"""From the report of one year to the next: what becomes of each measure."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from .model import Entry, Name, Pace, Place, Yardstick
from .results import first_target, in_other_unit, next_target, revised_target, yardstick_of
from .structure import Names, domain_of, text_of
from .vocabulary import vocabulary

TWO_INDICATORS: Final = 0.1  # of the new measures
PREFIXES: Final = ("北部地域における", "南部地域における")  # of the halves of a split
TOGGLED: Final = 0.05  # of the measures of a year: one gets a target, or goes without

Pair = tuple[int | None, int | None, str]  # part on the left, part on the right, event


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to a measure between two reports; ``years_back`` is 2 over a gap."""

    left: int | None
    right: int | None
    events: tuple[str, ...] = ()
    pairs: tuple[Pair, ...] = ()
    years_back: int = 1


@dataclass(slots=True)
class Turn:
    """The state that goes from year to year, and the changes of the step taken last."""

    pace: Pace
    places: Sequence[Place]
    rng: random.Random
    names: Names
    tracks: Iterator[int]
    away: list[Entry] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)

    def begin(self, measures: int) -> list[Entry]:
        """Return the measures of the first report."""
        count = len(self.places)
        return [self._new(index * count // measures) for index in range(measures)]

    def step(self, entries: Sequence[Entry], fiscal_year: int, *, is_last: bool) -> list[Entry]:
        """Return the measures of the next report, in order of place but without numbers.

        Parameters
        ----------
        entries : sequence of Entry
            Of the report before.
        fiscal_year : int
            Of that report.
        is_last : bool
            Whether no report follows the next; then no measure stays away to come back.
        """
        self.changes = []
        back, self.away = self.away, []
        following = [self._go_on(entry, years_back=2) for entry in back]
        merged: set[int] = set()
        for index, entry in enumerate(entries):
            if entry.track not in merged:
                partner = _partner(entries, index)
                following[len(following) :] = self._fate(
                    entry, partner, fiscal_year, merged, is_last=is_last
                )
        following += self._newcomers(len(entries))
        order = {place: index for index, place in enumerate(self.places)}
        return sorted(following, key=lambda one: order[one.place])

    def _fate(
        self,
        entry: Entry,
        partner: Entry | None,
        fiscal_year: int,
        merged: set[int],
        *,
        is_last: bool,
    ) -> list[Entry]:
        """Draw what becomes of a measure."""
        if entry.completed is not None:
            self._note(entry, entry, (), _same(entry))
            return [entry]
        fate = self._draw("split", "merged", "completed", "away", "dropped")
        if fate == "split":
            return self._split(entry)
        if fate == "merged" and partner is not None and partner.track not in merged:
            merged.add(partner.track)
            return [self._merge(entry, partner)]
        if fate == "completed" and entry.has_target:
            return [self._complete(entry, fiscal_year)]
        if fate == "away" and not is_last:
            self.away.append(entry)
            return []
        if fate == "dropped":
            pairs = tuple((part, None, "dropped") for part in _parts(entry))
            self.changes.append(Change(entry.track, None, ("dropped",), pairs))
            return []
        return [self._go_on(entry)]

    def _draw(self, *names: str) -> str | None:
        """Choose one of several happenings that exclude each other, or none."""
        roll = self.rng.random()
        for name in names:
            roll -= getattr(self.pace, name)
            if roll < 0:
                return name
        return None

    # ---------------------------------------------------------------- what may become of a measure

    def _go_on(self, entry: Entry, years_back: int = 1) -> Entry:
        """The same measure a year later, perhaps with another name, place or yardstick."""
        change = self._draw("target_revised", "unit_changed", "indicator_replaced")
        happened = None
        following = self._targets(entry, keeps=change is not None)
        if change is not None and entry.has_target:
            first, happened = self._change(entry.yardsticks[0], change)
            if happened == "indicator_replaced":
                following = replace(following, yardsticks=(first,))
            elif happened is not None:
                following = replace(following, yardsticks=(first, *following.yardsticks[1:]))
        events = [happened] if happened else []
        if self.rng.random() < self.pace.renamed:
            following = _renamed(following, self.rng)
            events.append("renamed")
        others = [place for place in self.places if place != entry.place]
        if others and self.rng.random() < self.pace.moved:
            following = replace(following, place=self.rng.choice(others))
            events.append("moved")
        self._note(entry, following, events, _pairs(entry, happened), years_back)
        return following

    def _targets(self, entry: Entry, *, keeps: bool) -> Entry:
        """Let the targets step on; now and then a measure gets its first one, or goes without."""
        toggled = not keeps and self.rng.random() < TOGGLED
        has_target = entry.has_target != toggled
        if not has_target:
            bare = tuple(replace(one, target=None, actual=None) for one in entry.yardsticks)
            return replace(entry, has_target=False, yardsticks=bare)
        stepped = tuple(next_target(one, self.rng) for one in entry.yardsticks)
        return replace(entry, has_target=True, yardsticks=stepped)

    def _change(self, one: Yardstick, change: str) -> tuple[Yardstick, str | None]:
        """Change a yardstick; nothing happens where it has but one unit."""
        if change == "target_revised":
            return revised_target(one, self.rng), change
        if change == "unit_changed":
            other = in_other_unit(one)
            return (next_target(one, self.rng), None) if other is None else (other, change)
        names = [name for name in vocabulary().replacements if name != one.name]
        return first_target(yardstick_of(self.rng.choice(names)), self.rng), change

    def _complete(self, entry: Entry, fiscal_year: int) -> Entry:
        bare = tuple(replace(one, target=None, actual=None) for one in entry.yardsticks)
        done = replace(entry, completed=fiscal_year, has_target=False, yardsticks=bare)
        self._note(entry, done, ["completed"], tuple((p, p, "completed") for p in _parts(entry)))
        return done

    def _split(self, entry: Entry) -> list[Entry]:
        """Two measures, each with an indicator of its own where there were two."""
        both = len(entry.yardsticks) > 1
        halves: list[Entry] = []
        for index, prefix in enumerate(PREFIXES):
            name = replace(entry.name, prefix=prefix + entry.name.prefix)
            own = entry.yardsticks[index if both else 0]
            stepped = next_target(own, self.rng) if entry.has_target else own
            half = replace(
                entry,
                track=next(self.tracks),
                name=name,
                text=text_of(name),
                yardsticks=(stepped,),
            )
            pair = (index + 1, 1, "same") if both else (1, 1, "split")
            self._note(entry, half, ["split"], (pair,))
            halves.append(half)
        return halves

    def _merge(self, entry: Entry, partner: Entry) -> Entry:
        """One measure with the first indicator of each."""
        name = replace(entry.name, partner=partner.name)
        own = tuple(one.yardsticks[0] for one in (entry, partner))
        has_target = entry.has_target and partner.has_target
        stepped = tuple(
            next_target(one, self.rng) if has_target else replace(one, target=None, actual=None)
            for one in own
        )
        whole = replace(
            entry,
            track=next(self.tracks),
            name=name,
            text=text_of(name),
            yardsticks=stepped,
            has_target=has_target,
        )
        for part, one in enumerate((entry, partner), start=1):
            lost: list[Pair] = [(extra, None, "dropped") for extra in _parts(one)[1:]]
            self._note(one, whole, ["merged"], ((1, part, "same"), *lost))
        return whole

    def _newcomers(self, count: int) -> list[Entry]:
        new = sum(self.rng.random() < self.pace.new for _ in range(count))
        found = [self._new(self.rng.randrange(len(self.places))) for _ in range(new)]
        for entry in found:
            pairs = tuple((None, part, "new") for part in _parts(entry))
            self.changes.append(Change(None, entry.track, ("new",), pairs))
        return found

    def _new(self, place_index: int) -> Entry:
        """Return a measure that there was not before, in a field."""
        name = self.names.take(domain_of(place_index))
        fitting = vocabulary().actions[name.action].indicators
        count = 2 if self.rng.random() < TWO_INDICATORS else 1
        has_target = self.rng.random() >= self.pace.no_target
        chosen = [yardstick_of(one) for one in self.rng.sample(fitting, count)]
        return Entry(
            track=next(self.tracks),
            place=self.places[place_index],
            name=name,
            text=text_of(name),
            department=f"{name.domain}課",
            yardsticks=tuple(first_target(one, self.rng) if has_target else one for one in chosen),
            has_target=has_target,
        )

    def _note(
        self,
        left: Entry,
        right: Entry,
        events: Sequence[str],
        pairs: tuple[Pair, ...],
        years_back: int = 1,
    ) -> None:
        self.changes.append(Change(left.track, right.track, tuple(events), pairs, years_back))


def _parts(entry: Entry) -> list[int]:
    return list(range(1, len(entry.yardsticks) + 1))


def _same(entry: Entry) -> tuple[Pair, ...]:
    return tuple((part, part, "same") for part in _parts(entry))


def _pairs(left: Entry, happened: str | None) -> tuple[Pair, ...]:
    """How the indicators of a measure that goes on belong together."""
    if happened == "indicator_replaced":
        gone: list[Pair] = [(part, None, "dropped") for part in _parts(left)]
        return (*gone, (None, 1, "new"))
    first: Pair = (1, 1, happened or "same")
    return (first, *_same(left)[1:])


def _partner(entries: Sequence[Entry], index: int) -> Entry | None:
    """The measure after this one, where the two may become one."""
    if index + 1 == len(entries):
        return None
    entry, after = entries[index], entries[index + 1]
    plain = all(one.name.partner is None and one.completed is None for one in (entry, after))
    return after if plain and after.place == entry.place else None


def _renamed(entry: Entry, rng: random.Random) -> Entry:
    """The name in another wording of the same meaning."""
    wordings = len(vocabulary().actions[entry.name.action].wordings)
    other = rng.choice([n for n in range(wordings) if n != entry.name.wording])
    name: Name = replace(entry.name, wording=other)
    return replace(entry, name=name, text=text_of(name))
