"""Rating scales: what each symbol means, what a result is compared with, and which rating follows.

A legend that the report prints comes first, then its layout, then the registry ``scales.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import NamedTuple

from kict_nlp.reports.ratings import normalize_symbol, rating_of_words
from kict_nlp.schema import Basis, Grade, Rating, Scale
from kict_nlp.text.normalize import normalize

LEGEND, LAYOUT = "legend", "layout"

_BOUND = re.compile(r"(\d+(?:\.\d+)?)\s*%\s*(以上|未満|超|以下)?")
_JUST_ABOVE = 1e-9  # a ratio: turns "over 100 %" into a lower end, far finer than any printed rate
_SHORTFALLS: frozenset[Rating] = frozenset({"partly", "missed"})
_SUCCESSES: frozenset[Rating] = frozenset({"exceeded", "met"})


class Outcome(NamedTuple):
    """How a result compares with what its scale compares it with.

    ``sign`` is 1 where it is better, 0 equal, -1 worse; ``rate`` the achievement rate, if any.
    """

    sign: int
    rate: float | None = None


class _Registry(NamedTuple):
    scales: tuple[Scale, ...]
    cues: Mapping[Basis, re.Pattern[str]]


@cache
def _registry() -> _Registry:
    content = tomllib.loads(Path(__file__).with_name("scales.toml").read_text(encoding="utf-8"))
    scales = tuple(
        Scale(
            name=entry["name"],
            basis=entry["basis"],
            grades=tuple(Grade(symbol=s, rating=r) for s, r in entry["grades"].items()),
        )
        for entry in content["scale"]
    )
    return _Registry(scales, {name: re.compile(cue) for name, cue in content["cues"].items()})


def known_scales() -> tuple[Scale, ...]:
    """Return the scales of the registry, in the order in which they are tried.

    Examples
    --------
    >>> [scale.name for scale in known_scales()]
    ['signs', 'signs-with-cross', 'letters', 'letters-with-s', 'arrows']
    """
    return _registry().scales


def common_scale(symbols: Iterable[str]) -> Scale:
    """Return the scale of the registry that holds the most of the symbols; the first at a tie."""
    used = {normalize_symbol(symbol) for symbol in symbols}
    return max(known_scales(), key=lambda scale: len(used & set(scale.ratings)))


def find_scale(
    symbols: Iterable[str], legend: Mapping[str, str], layout: Mapping[str, Rating]
) -> Scale:
    """Return the scale of a report.

    Parameters
    ----------
    symbols : iterable of str
        Every rating as printed; a scale is understood as a whole.
    legend : mapping of str to str
        Normalised symbol → the words that define it, as printed.
    layout : mapping of str to Rating
        What the layout says of symbols that the legend does not define.

    Examples
    --------
    >>> scale = find_scale("AB", {"A": "達成率80％以上", "B": "達成率80％未満"}, {})
    >>> [(grade.symbol, grade.rate_min, grade.rate_max) for grade in scale.grades]
    [('A', 0.8, None), ('B', None, 0.8)]
    """
    defined = {
        symbol: Grade(symbol=symbol, rating=rating, **_bounds(words))
        for symbol, words in legend.items()
        if (rating := rating_of_words(words)) is not None
    }
    _raise_top_band(defined, legend)
    for symbol, rating in layout.items():
        defined.setdefault(symbol, Grade(symbol=symbol, rating=rating))
    common = common_scale([*symbols, *defined])
    name = LEGEND if legend else LAYOUT if layout else common.name
    basis = _basis(legend) if legend else common.basis
    return Scale(name=name, basis=basis, grades=tuple(defined.values()))


def _raise_top_band(defined: dict[str, Grade], legend: Mapping[str, str]) -> None:
    """Where no grade is a success the open band at the top is one, be it only 80％以上.

    Words that call it partial, 概ね達成（80％以上）, count more.
    """
    if any(grade.rating in _SUCCESSES for grade in defined.values()):
        return
    for symbol, grade in defined.items():
        words = _BOUND.sub("", normalize(legend[symbol]).text)
        is_open = grade.rate_min is not None and grade.rate_max is None
        if is_open and rating_of_words(words) not in _SHORTFALLS:
            defined[symbol] = replace(grade, rating="met")


def _bounds(words: str) -> dict[str, float]:
    """The achievement rates that a definition names: from the lower to below the upper end."""
    bounds: dict[str, float] = {}
    found = _BOUND.findall(normalize(words).text)
    for figure, kind in found:
        rate = float(figure) / 100
        if not kind and len(found) == 1:
            return {"rate_min": rate, "rate_max": rate + _JUST_ABOVE}
        if kind in ("以上", "超"):
            bounds["rate_min"] = rate + (_JUST_ABOVE if kind == "超" else 0.0)
        elif kind in ("未満", "以下"):
            bounds["rate_max"] = rate + (_JUST_ABOVE if kind == "以下" else 0.0)
    return bounds


def _basis(legend: Mapping[str, str]) -> Basis:
    cues = _registry().cues
    found = {
        basis: sum(bool(cue.search(words)) for words in legend.values())
        for basis, cue in cues.items()
    }
    return max(found, key=lambda basis: found[basis])


def rate(symbol: str, scale: Scale, all_symbols: Iterable[str]) -> Rating | None:
    """Return what a printed symbol or word means.

    Parameters
    ----------
    symbol : str
        As printed.
    scale : Scale
        Of the report.
    all_symbols : iterable of str
        Every symbol of the same column: a scale is understood as a whole.

    Examples
    --------
    >>> none = find_scale("△", {}, {})
    >>> rate("△", none, "◯△"), rate("△", none, "◯△×")
    ('missed', 'partly')
    """
    form = normalize_symbol(symbol)
    if not form:
        return None
    known = scale.ratings
    if form in known:
        return known[form]
    return common_scale([*all_symbols, *known]).ratings.get(form) or rating_of_words(form)


def allowed_ratings(outcome: Outcome, scale: Scale) -> frozenset[Rating]:
    """Return the ratings that a result may have under a scale; empty where it decides nothing.

    Parameters
    ----------
    outcome : Outcome
        How the result compares with the scale's basis.
    scale : Scale
        Of the report.

    Examples
    --------
    >>> scale = find_scale("◎◯△", {"◎": "目標を上回った", "◯": "達成", "△": "未達成"}, {})
    >>> sorted(allowed_ratings(Outcome(1, 1.2), scale)), sorted(allowed_ratings(Outcome(-1), scale))
    (['exceeded'], ['missed'])
    """
    if any(g.rate_min is not None or g.rate_max is not None for g in scale.grades):
        return _in_bands(outcome, scale.grades)
    known = frozenset(scale.ratings.values()) - {"none"}
    if scale.basis == "target":
        return _against_target(outcome.sign, known)
    # On the way, or better than before: how good is good enough is left to the body.
    good = _SUCCESSES | ({"partly"} if scale.basis == "baseline" else set())
    return known & (good if outcome.sign > 0 else _SHORTFALLS if outcome.sign < 0 else known)


def _in_bands(outcome: Outcome, grades: Sequence[Grade]) -> frozenset[Rating]:
    """Grades by achievement rate; one that only says 達成した is left to the target itself."""
    if outcome.rate is None:
        return frozenset()
    in_words = {g.rating for g in grades if g.rate_min is None and g.rate_max is None}
    if outcome.sign >= 0 and in_words & _SUCCESSES:
        return frozenset(in_words & _SUCCESSES)
    banded = {
        grade.rating
        for grade in grades
        if (grade.rate_min is not None or grade.rate_max is not None)
        and (grade.rate_min is None or outcome.rate >= grade.rate_min)
        and (grade.rate_max is None or outcome.rate < grade.rate_max)
    }
    return frozenset(banded | (in_words & _SHORTFALLS if outcome.sign < 0 else set()))


def _against_target(sign: int, known: frozenset[Rating]) -> frozenset[Rating]:
    if sign < 0:
        return known & _SHORTFALLS if "missed" in known else _SHORTFALLS
    best: frozenset[Rating] = frozenset({"exceeded"} if sign > 0 else {"met"})
    return best if best <= known else known & _SUCCESSES
