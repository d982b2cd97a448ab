"""Drawing operations of a page, from the top left, y downwards, in points."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final, Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A line of text; (x, y) is the start of its baseline. `angle` 90 reads upwards."""

    x: float
    y: float
    text: str
    size: float
    angle: int = 0
    column: int = 0  # of the table; orders text that is written column by column


@dataclass(frozen=True, slots=True, kw_only=True)
class Fill:
    """A filled rectangle without an outline; `grey` 0 is black."""

    x0: float
    y0: float
    x1: float
    y1: float
    grey: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A straight rule. `clipped` rules are drawn outside their clip and stay unseen."""

    x0: float
    y0: float
    x1: float
    y1: float
    width: float
    dash: tuple[float, ...] = ()
    grey: float = 0.0
    clipped: bool = False


@dataclass(slots=True)
class Page:
    """What one page shows: rules below all else, fills, rules, text."""

    width: float
    height: float
    under: list[Rule] = field(default_factory=list)
    fills: list[Fill] = field(default_factory=list)
    rules: list[Rule] = field(default_factory=list)
    texts: list[Text] = field(default_factory=list)


class Pen(Protocol):
    """What a producer must be able to draw; see the two canvas producers."""

    def begin(self, page: Page) -> None:
        """Open a page."""
        ...

    def text(self, one: Text) -> None:
        """Write a line of text."""
        ...

    def fill(self, one: Fill) -> None:
        """Fill a rectangle."""
        ...

    def rule(self, one: Rule) -> None:
        """Stroke a rule."""
        ...

    def end(self) -> None:
        """Close the page."""
        ...


LINE_GRID: Final = (
    2.0  # points; baselines nearer than this count as one line when text is written by line
)


def draw(pages: Sequence[Page], pen: Pen, *, order: str) -> None:
    """Replay the pages on a pen, text in the order of a style."""
    for page in pages:
        pen.begin(page)
        for hidden in page.under:
            pen.rule(hidden)
        for fill in page.fills:
            pen.fill(fill)
        for rule in page.rules:
            pen.rule(rule)
        for text in ordered(page.texts, order):
            pen.text(text)
        pen.end()


def ordered(texts: list[Text], order: str) -> list[Text]:
    """Sort text cell by cell (as it comes), by table column, or line by line over the page."""
    if order == "columns":
        return sorted(texts, key=lambda one: one.column)
    if order == "lines":
        return sorted(texts, key=lambda one: (round(one.y / LINE_GRID), one.x))
    return texts
