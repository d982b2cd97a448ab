"""From a seed to a style: a deterministic walk that covers the choices well."""

import random
from typing import Final, TypeVar

from .style import CHOICES, Style

T = TypeVar("T")

PRODUCERS: Final[tuple[str, ...]] = tuple(str(name) for name in CHOICES["producer"])

TRUETYPE: Final = (
    "IPAGothic",
    "IPAexMincho",
    "VL Gothic",
    "IPAPGothic",
    "TakaoPGothic",
    "IPAMincho",
)
ANY_FONT: Final = (*TRUETYPE, "Noto Sans CJK JP", "Noto Serif CJK JP")
FONTS: Final[dict[str, tuple[str, ...]]] = {
    "reportlab": TRUETYPE,
    "fpdf2": TRUETYPE,
    "typst": ANY_FONT,
    "chromium": ANY_FONT,
    "weasyprint": ANY_FONT,
    "libreoffice": ANY_FONT,
}
SIZES: Final[dict[str, tuple[float, ...]]] = {
    "A4": (5.5, 6.0, 6.5),
    "A4-landscape": (7.0, 8.0, 8.5),
    "A3-landscape": (8.0, 9.5, 10.5),
}

# What a producer cannot print, or prints so badly that no office would publish it.
EXCLUDED: Final[dict[str, dict[str, tuple[object, ...]]]] = {
    "typst": {"rules": ("filled",)},
    "chromium": {"rules": ("filled",)},
    "weasyprint": {"rules": ("filled",), "label_glyphs": ("rotated",)},
    "libreoffice": {
        "rules": ("filled",),
        "rows": ("split",),
        "noise": ("clipped_rules",),
        "label_glyphs": ("two_columns",),
        "indent": ("space",),
    },
}

# Dealt once more per round: what most reports have, and what other rules take away too often.
MORE_OFTEN: Final[dict[str, tuple[object, ...]]] = {
    "rotate": (0, 0),
    "rules": ("stroke",),
    "labels": ("merged_vertical",),
}


def style_for(seed: int, *, producer: str | None = None) -> Style:
    """Return the style of a seed; neighbouring seeds go through the producers in turn.

    Within one producer every choice comes up once in as many turns as it has
    values, each in an order of its own, so that pairs of choices mix.

    Parameters
    ----------
    seed : int
        0, 1, 2, …
    producer : str, optional
        Keep to one producer; then every seed is a turn of it.
    """
    name = producer or PRODUCERS[seed % len(PRODUCERS)]
    turn = seed if producer else seed // len(PRODUCERS)
    picked = {key: _pick(name, key, turn) for key in CHOICES if key != "producer"}
    page = str(picked["page"])
    rng = random.Random(f"typeset {name} {turn}")
    picked |= {
        "font": _cycle(FONTS[name], f"{name} font", turn),
        "size": rng.choice(SIZES[page]),
        "leading": rng.choice((1.2, 1.3, 1.45)),
        "padding": rng.choice((1.5, 2.5, 3.5)),
        "rule_width": rng.choice((0.25, 0.48, 0.75)),
        "margins": _margins(rng, page),
        "widths": _weights(rng),
    }
    return Style(producer=name, seed=seed, **_sensible(name, picked))  # type: ignore[arg-type]


def _pick(producer: str, key: str, turn: int) -> object:
    """Choose the value of one field for one turn of a producer."""
    refused = EXCLUDED.get(producer, {}).get(key, ())
    options = tuple(value for value in CHOICES[key] if value not in refused)
    return _cycle((*options, *MORE_OFTEN.get(key, ())), f"{producer} {key}", turn)


def _cycle(options: tuple[T, ...], name: str, turn: int) -> T:
    """Deal the options like cards: each once, then shuffle anew."""
    dealt = list(options)
    random.Random(f"{name} {turn // len(dealt)}").shuffle(dealt)
    return dealt[turn % len(dealt)]


def _margins(rng: random.Random, page: str) -> tuple[float, float, float, float]:
    """Choose top, right, bottom, left."""
    side = rng.choice((22.0, 30.0) if page == "A4" else (28.0, 40.0, 52.0))
    return (rng.choice((32.0, 44.0, 58.0)), side, rng.choice((40.0, 50.0)), side)


def _weights(rng: random.Random) -> tuple[tuple[str, float], ...]:
    """Vary the wide columns by a quarter up or down."""
    keys = {
        "measure": 15.0,
        "department": 8.5,
        "indicator": 10.0,
        "target": 8.0,
        "actual": 8.0,
        "explanation": 26.0,
    }
    return tuple((key, round(weight * rng.uniform(0.8, 1.25), 2)) for key, weight in keys.items())


def _sensible(producer: str, picked: dict[str, object]) -> dict[str, object]:
    """Replace combinations that nobody could read."""
    if picked["rules"] == "none":  # something must still part the rows
        picked |= {
            "shading": "zebra",
            "rows": "kept",
            "vertical_align": "top",
            "labels": "section_rows",
        }
    if picked["rules"] == "horizontal" and picked["labels"] == "merged_vertical":
        picked["labels"] = "merged_horizontal"
    if producer == "weasyprint" and picked["labels"] != "section_rows":
        picked["rows"] = "kept"
    if picked["page"] == "A4":  # no landscape page that could be rotated
        picked["rotate_pages"] = "all"
    if picked["noise"] == "white_rules" and picked["rules"] == "none":
        picked["noise"] = "none"
    return picked


REFERENCE_STYLES: Final[dict[str, Style]] = {
    "chromium_zebra": Style(
        producer="chromium",
        seed=-1,
        font="Noto Sans CJK JP",
        shading="zebra",
        rules="dotted",
        rows="split",
    ),
    "reportlab_filled": Style(
        producer="reportlab",
        seed=-2,
        rules="filled",
        labels="merged_vertical",
        shading="header",
        rows="split",
    ),
    "reportlab_rotated": Style(
        producer="reportlab",
        seed=-3,
        font="IPAexMincho",
        rotate=90,
        footer="plan",
        rows="split",
        shading="sections",
    ),
    "typst_horizontal": Style(
        producer="typst", seed=-4, font="Noto Serif CJK JP", rules="horizontal", size=7.5
    ),
}
