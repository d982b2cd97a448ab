"""Colours of what is drawn over pages."""

from __future__ import annotations

from collections.abc import Mapping

from kict_nlp.reports.layout import Role

Color = tuple[int, int, int]

# Neighbours in the usual order of columns differ in hue and in lightness.
ROLE_COLORS: Mapping[Role | None, Color] = {
    "pillar": (140, 86, 75),
    "middle": (196, 145, 60),
    "field": (214, 190, 20),
    "number": (90, 90, 90),
    "measure": (31, 119, 180),
    "department": (0, 178, 169),
    "indicator": (130, 80, 190),
    "unit": (190, 160, 220),
    "baseline": (120, 190, 90),
    "target": (20, 130, 60),
    "target_year": (0, 75, 75),
    "actual": (245, 130, 20),
    "achievement": (250, 185, 110),
    "rating": (214, 39, 40),
    "explanation": (225, 100, 185),
    "outlook": (120, 40, 110),
    "note": (110, 110, 50),
    "content": (120, 185, 215),
    None: (190, 190, 190),
}

INK: Color = (25, 25, 25)
PAPER: Color = (255, 255, 255)


def ink_on(color: Color) -> Color:
    """Return the ink or the paper, whichever is easier to read on a colour.

    Examples
    --------
    >>> ink_on((255, 255, 0)), ink_on((0, 0, 120))
    ((25, 25, 25), (255, 255, 255))
    """
    return max((INK, PAPER), key=lambda ink: contrast(ink, color))


def contrast(one: Color, other: Color) -> float:
    """Return the contrast ratio of WCAG 2, from 1 (none) to 21 (black on white)."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(color: Color) -> float:
    red, green, blue = (
        part / 255 / 12.92 if part <= 10 else ((part / 255 + 0.055) / 1.055) ** 2.4
        for part in color
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
