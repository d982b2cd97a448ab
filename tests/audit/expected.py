"""What a report's truth says of its claims and indicators, read without the library's own parsers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from kict_nlp.schema import Claim, Indicator

_PART = re.compile(r"\((\d)\)")
_VALUE = re.compile(r"([+-]?)([\d,]+(?:\.\d+)?)((?:\D+[23]?)?)")  # 60km2
_DASHES = frozenset("―-－")


class Typed(NamedTuple):
    """A cell with one value; of words only the kind is said."""

    kind: str
    value: float | None = None
    unit: str | None = None


class TypedPair(NamedTuple):
    """Target and result of one part of an indicator."""

    target: Typed
    actual: Typed
    comparison: str


def packed(text: str) -> str:
    """NFKC without spaces: what a quote and its sentence have in common."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def claims_of_quotes(
    truth: Mapping[str, Any], claims: Sequence[Claim]
) -> list[tuple[Mapping[str, Any], list[Claim]]]:
    """Each quote of the truth with the claims whose sentence has it, and whose figures are its own."""
    return [(entry, _of_quote(packed(entry["quote"]), claims)) for entry in truth["claims"]]


def _of_quote(quote: str, claims: Sequence[Claim]) -> list[Claim]:
    found = [claim for claim in claims if quote in packed(claim.sentence)]
    if len(found) < 2:
        return found
    # Several claims of one sentence: the one whose first figure the quote has.
    return [claim for claim in found if packed(claim.claimed).split("、")[0] in quote]


def typed_parts(measure: Mapping[str, Any]) -> list[TypedPair]:
    """The parts of a measure's indicator, for cells of numbers, words and dashes."""
    parts = max(1, len(_PART.findall(packed(measure["indicator"] or ""))))
    targets, actuals = (_cells(measure[key], parts) for key in ("target", "actual"))
    return [_pair(*map(_typed, pair)) for pair in zip(targets, actuals, strict=True)]


def _cells(text: str | None, parts: int) -> list[str]:
    cell = re.split("※", packed(text or ""))[0].rstrip("(")
    numbered = _PART.split(cell)
    return numbered[2::2] if len(numbered) > 1 else [cell] * parts


def _pair(target: Typed, actual: Typed) -> TypedPair:
    if target.kind == "none":
        return TypedPair(target, actual, "none")
    if target.kind == "state":
        return TypedPair(target, actual, "=")
    return TypedPair(target, actual, "<=" if target.value == 0 else ">=")


def _typed(cell: str) -> Typed:
    if not cell or cell in _DASHES or "予定" in cell:
        return Typed("none")
    match = _VALUE.fullmatch(cell)
    if match is None:
        return Typed("state")
    sign, digits, unit = match.groups()
    value = float(sign + digits.replace(",", ""))
    return Typed("change" if sign else "quantity", value, unit or None)


def typed_indicator(indicator: Indicator) -> TypedPair:
    """The same of an indicator that was read; a deadline is words too."""
    return TypedPair(
        _of(indicator.target_kind, indicator.target_value, indicator.unit),
        _of(indicator.actual_kind, indicator.actual_value, indicator.unit),
        indicator.comparison,
    )


def _of(kind: str | None, value: float | None, unit: str | None) -> Typed:
    if kind in ("quantity", "change"):
        return Typed(kind, value, packed(unit) if unit else None)
    return Typed("state" if kind == "deadline" else kind or "none")
