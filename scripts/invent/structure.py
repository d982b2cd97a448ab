"""The plan of an invented body: pillars, middles and fields, and the names of measures in them."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from typing import Final

from .errors import InventError
from .model import FIELD_LETTERS, MIDDLE_NUMBERS, PILLAR_NUMBERS, Name, Place
from .vocabulary import vocabulary

PER_FIELD: Final = 4  # measures, as in most plans
PER_MIDDLE: Final = 3  # fields, while the numbers last
PER_PILLAR: Final = 3  # middles


def invent_places(measures: int) -> list[Place]:
    """Return the fields of a plan that is to hold so many measures, in printed order."""
    words = vocabulary()
    fields = max(1, math.ceil(measures / PER_FIELD))
    middles = min(math.ceil(fields / PER_MIDDLE), len(PILLAR_NUMBERS) * len(MIDDLE_NUMBERS))
    per_middle = math.ceil(fields / middles)
    pillars = min(math.ceil(middles / PER_PILLAR), len(PILLAR_NUMBERS))
    per_pillar = math.ceil(middles / pillars)
    if per_middle > len(FIELD_LETTERS):
        raise InventError(f"{measures} measures need more fields than there are letters for")
    return [
        Place(
            PILLAR_NUMBERS[index // per_middle // per_pillar],
            words.pillars[index // per_middle // per_pillar],
            MIDDLE_NUMBERS[index // per_middle % per_pillar],
            _middle(index // per_middle),
            FIELD_LETTERS[index % per_middle],
            f"{domain_of(index)}の{words.fields[index // len(words.domains) % len(words.fields)]}",
        )
        for index in range(fields)
    ]


def domain_of(index: int) -> str:
    """Return the domain that the measures of a field are about."""
    domains = vocabulary().domains
    return domains[index % len(domains)]


def _middle(index: int) -> str:
    words = vocabulary()
    return f"{words.domains[index * PER_MIDDLE % len(words.domains)]}などの{words.middles[index % len(words.middles)]}"


class Names:
    """Gives each measure of a body a name that no other has ever had."""

    def __init__(self, rng: random.Random) -> None:
        """Shuffle the names of each domain."""
        self.rng = rng
        self.left: dict[str, Iterator[Name]] = {}

    def take(self, domain: str) -> Name:
        """Return the next name about a domain, or about another where its names are used up."""
        domains = vocabulary().domains
        start = domains.index(domain)
        for other in (*domains[start:], *domains[:start]):
            if name := next(self._names(other), None):
                return name
        raise InventError("More measures than there are names for; ask for fewer, or fewer years")

    def _names(self, domain: str) -> Iterator[Name]:
        if domain not in self.left:
            words = vocabulary()
            names = [
                Name(domain, thing, action)
                for thing in words.things
                for action in range(len(words.actions))
            ]
            self.rng.shuffle(names)
            self.left[domain] = iter(names)
        return self.left[domain]


def text_of(name: Name) -> str:
    """Return a name as it is printed."""
    wording = vocabulary().actions[name.action].wordings[name.wording]
    partner = f"と{name.partner.domain}{name.partner.thing}" if name.partner else ""
    return f"{name.prefix}{name.domain}{name.thing}{partner}の{wording}"
