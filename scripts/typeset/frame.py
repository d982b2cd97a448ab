"""Rules, shading and noise of a table part on one page."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from .cells import Box
from .ops import Fill, Page, Rule
from .style import Style

DASHES: Final[dict[str, tuple[float, ...]]] = {"dashed": (3.0, 2.0), "dotted": (0.8, 1.2)}
DOUBLE_GAP: Final = 1.4  # points between the two rules of a double one
Edge = tuple[float, float, float]  # position, start, end


def draw_frame(page: Page, boxes: Iterable[Box], style: Style) -> None:
    """Draw the rules around all boxes, each edge once, neighbours joined."""
    if style.rules == "none":
        return
    across: set[Edge] = set()
    down: set[Edge] = set()
    for box in boxes:
        across |= {(box.y0, box.x0, box.x1), (box.y1, box.x0, box.x1)}
        down |= {(box.x0, box.y0, box.y1), (box.x1, box.y0, box.y1)}
    for position, start, end in _joined(across):
        _draw_edge(page, (start, position, end, position), style)
    if style.rules != "horizontal":
        for position, start, end in _joined(down):
            _draw_edge(page, (position, start, position, end), style)


def _joined(edges: set[Edge]) -> list[Edge]:
    """Merge edges that touch or overlap on one line; positions are compared to 1/100 point."""
    lines: dict[float, list[tuple[float, float]]] = defaultdict(list)
    for position, start, end in edges:
        lines[round(position, 2)].append((start, end))
    joined: list[Edge] = []
    for position in sorted(lines):
        pieces = sorted(lines[position])
        start, end = pieces[0]
        for next_start, next_end in pieces[1:]:
            if next_start > end + 0.01:
                joined.append((position, start, end))
                start, end = next_start, next_end
            end = max(end, next_end)
        joined.append((position, start, end))
    return joined


def _draw_edge(page: Page, edge: tuple[float, float, float, float], style: Style) -> None:
    x0, y0, x1, y1 = edge
    half = style.rule_width / 2
    if style.rules == "filled":
        page.fills.append(Fill(x0=x0 - half, y0=y0 - half, x1=x1 + half, y1=y1 + half, grey=0.0))
        return
    shifts = (-DOUBLE_GAP / 2, DOUBLE_GAP / 2) if style.rules == "double" else (0.0,)
    level = y0 == y1
    for shift in shifts:
        dx, dy = (0.0, shift) if level else (shift, 0.0)
        page.rules.append(
            Rule(
                x0=x0 + dx,
                y0=y0 + dy,
                x1=x1 + dx,
                y1=y1 + dy,
                width=style.rule_width * (0.6 if style.rules == "double" else 1.0),
                dash=DASHES.get(style.rules, ()),
            )
        )


def shade(page: Page, box: Box, grey: float) -> None:
    """Fill the ground of a cell."""
    page.fills.append(Fill(x0=box.x0, y0=box.y0, x1=box.x1, y1=box.y1, grey=grey))


def draw_noise(page: Page, box: Box, style: Style) -> None:
    """Draw rules through a table that no reader sees: white on white, or clipped away."""
    if style.noise == "none":
        return
    width, height = box.x1 - box.x0, box.y1 - box.y0
    for share in (0.17, 0.43, 0.71):
        x, y = box.x0 + share * width, box.y0 + share * height
        for line in ((x, box.y0, x, box.y1), (box.x0, y, box.x1, y)):
            clipped = style.noise == "clipped_rules"
            x0, y0, x1, y1 = line
            rule = Rule(
                x0=x0, y0=y0, x1=x1, y1=y1, width=0.5, grey=0.0 if clipped else 1.0, clipped=clipped
            )
            page.under.append(rule)
