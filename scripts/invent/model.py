"""What an invented body's reports are made of, and what is true of them."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

from .errors import InventError

FIELD_LETTERS: Final = "アイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモ"
MIDDLE_NUMBERS: Final = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
PILLAR_NUMBERS: Final = "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pace:
    """How often something happens to a measure from one year to the next: shares of 0 to 1.

    ``split`` to ``dropped`` exclude each other, as do ``target_revised`` to
    ``indicator_replaced``; ``renamed`` and ``moved`` come on top. ``new`` is a share of those
    that were there. ``missed`` is the share of rated measures in a quiet year; ``copied`` that of
    explanations taken over where the target is missed again.
    """

    renamed: float = 0.06
    moved: float = 0.02
    target_revised: float = 0.04
    unit_changed: float = 0.02
    indicator_replaced: float = 0.03
    split: float = 0.01
    merged: float = 0.01
    completed: float = 0.03
    away: float = 0.01
    dropped: float = 0.02
    new: float = 0.05
    no_target: float = 0.25
    missed: float = 0.25
    copied: float = 0.15

    def __post_init__(self) -> None:
        """Refuse what is no share, and shares of one whole that exceed it."""
        for item in fields(self):
            if not 0 <= getattr(self, item.name) <= 1:
                raise InventError(
                    f"Pace.{item.name}: {getattr(self, item.name)} is not from 0 to 1"
                )
        fates = self.split + self.merged + self.completed + self.away + self.dropped
        if fates > 1 or self.target_revised + self.unit_changed + self.indicator_replaced > 1:
            raise InventError("Pace: shares that exclude each other add up to more than 1")


@dataclass(frozen=True, slots=True)
class Place:
    """A field of a plan with its middle and pillar."""

    pillar_no: str
    pillar: str
    middle_no: str
    middle: str
    field_no: str
    field: str


@dataclass(frozen=True, slots=True)
class Name:
    """The words of a measure's name; ``prefix`` tells the halves of a split apart."""

    domain: str
    thing: str
    action: int
    wording: int = 0
    prefix: str = ""
    partner: Name | None = None  # of a merged measure


@dataclass(frozen=True, slots=True)
class Yardstick:
    """An indicator of a measure. ``target`` and ``actual`` are in its unit; None without a target."""

    name: str
    unit: str
    places: int
    lower: bool
    highest: float | None
    target: float | None = None
    actual: float | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why a target was missed and what is to come; causes as (code, evidence)."""

    reason: str
    outlook: str
    causes: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A measure in the report of one year."""

    track: int
    place: Place
    number: int = 0
    name: Name
    text: str
    department: str
    yardsticks: tuple[Yardstick, ...]
    has_target: bool = True
    rating: str = "none"
    completed: int | None = None
    explanation: Explanation | None = None


@dataclass(frozen=True, slots=True)
class Year:
    """The report of one fiscal year, its measures in printed order."""

    report_id: str
    fiscal_year: int
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """What became of a measure or an indicator; an empty id where there is no counterpart."""

    year_left: int
    year_right: int
    left: str
    right: str
    event: str


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause that the explanation of a measure states, with the words that state it."""

    measure_id: str
    cause: str
    evidence: str


@dataclass(frozen=True, slots=True)
class Body:
    """An invented body: its reports, and the truth about them."""

    name: str
    plan: str
    years: tuple[Year, ...]
    links: tuple[Link, ...]
    indicator_links: tuple[Link, ...]
    causes: tuple[Cause, ...]


def measure_id(report_id: str, entry: Entry) -> str:
    """Return the id that a reader gives the measure."""
    place = entry.place
    return f"{report_id}/{place.pillar_no}{place.middle_no}{place.field_no}{entry.number}"


def indicator_id(report_id: str, entry: Entry, part: int) -> str:
    """Return the id that a reader gives a part of the measure's indicator, counted from 1."""
    return f"{measure_id(report_id, entry)}#{part}"
