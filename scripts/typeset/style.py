"""How one report looks: a frozen set of choices, checked once."""

from dataclasses import dataclass
from typing import Final

A4: Final = (595.28, 841.89)
A3: Final = (841.89, 1190.55)

CHOICES: Final[dict[str, tuple[object, ...]]] = {
    "producer": ("typst", "reportlab", "chromium", "weasyprint", "fpdf2", "libreoffice"),
    "page": ("A4", "A4-landscape", "A3-landscape"),
    "shading": ("none", "zebra", "header", "sections"),
    "rules": ("stroke", "filled", "dashed", "dotted", "double", "horizontal", "none"),
    "rows": ("kept", "split"),
    "header": ("repeated", "once"),
    "labels": ("section_rows", "merged_vertical", "merged_horizontal"),
    "label_glyphs": ("stacked", "two_columns", "rotated"),
    "label_text": ("once", "every_page"),
    "section_start": ("strips", "flat"),
    "footer": ("none", "number", "number_of", "plan"),
    "rotate": (0, 90, 270),
    "rotate_pages": ("all", "landscape"),
    "legend": ("top_right", "top_left", "bottom", "none"),
    "vertical_align": ("middle", "top"),
    "noise": ("none", "white_rules", "clipped_rules"),
    "title": ("once", "every_page"),
    "indent": ("glyph", "space"),
    "runs": ("line", "glyph"),
    "order": ("cells", "columns", "lines"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """Every choice that decides how a report is printed.

    Lengths are points. `widths` holds (column key, weight) pairs; columns that
    are not named there get a weight of their own from `grid.DEFAULT_WEIGHTS`.
    `runs` (a text operator a line or a glyph) and `order` (the sequence in which
    text is written into the file) take effect where the page is drawn by hand:
    reportlab and fpdf2.
    """

    producer: str
    seed: int
    font: str = "IPAGothic"
    size: float = 8.0
    leading: float = 1.3
    padding: float = 2.5
    widths: tuple[tuple[str, float], ...] = ()
    page: str = "A4-landscape"
    margins: tuple[float, float, float, float] = (40.0, 36.0, 44.0, 36.0)
    shading: str = "none"
    rules: str = "stroke"
    rule_width: float = 0.5
    rows: str = "kept"
    header: str = "repeated"
    labels: str = "section_rows"
    label_glyphs: str = "stacked"
    label_text: str = "once"
    section_start: str = "strips"
    footer: str = "number"
    rotate: int = 0
    rotate_pages: str = "all"
    legend: str = "top_right"
    vertical_align: str = "middle"
    noise: str = "none"
    title: str = "once"
    indent: str = "glyph"
    runs: str = "line"
    order: str = "cells"

    def __post_init__(self) -> None:
        """Refuse a value that no producer knows."""
        for name, allowed in CHOICES.items():
            if getattr(self, name) not in allowed:
                raise ValueError(f"Style.{name}: {getattr(self, name)!r} is not one of {allowed}")
        if min(self.size, self.leading, self.rule_width) <= 0:
            raise ValueError("Style: size, leading and rule_width must be above 0")

    @property
    def page_size(self) -> tuple[float, float]:
        """Width and height of an annex page as it is read."""
        width, height = A3 if self.page.startswith("A3") else A4
        return (height, width) if self.page.endswith("landscape") else (width, height)

    @property
    def table_width(self) -> float:
        """Room between the left and the right margin of an annex page."""
        return self.page_size[0] - self.margins[1] - self.margins[3]

    @property
    def prose_width(self) -> float:
        """Room between the margins of an A4 portrait page of prose."""
        return A4[0] - 2 * PROSE_MARGIN


PROSE_MARGIN: Final = 62.0  # points; about 40 glyphs of 11.5 points a line, as offices print
PROSE_SIZE: Final = 11.0
