"""Type a whole cell of normalised text: parts, notes, kind."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from kict_nlp.text import _cell_words as words
from kict_nlp.text._quantity_patterns import PER, PER_TIME, QUALIFIER, WORDS_OF_CHANGE
from kict_nlp.text._quantity_scan import FoundQuantity, Scan, scan
from kict_nlp.text._year_patterns import read_years

# Longer prose after a number makes a statement of the cell, not a figure; in characters.
_LONGEST_TAIL = 12

_WORD_VALUES = {"倍増": Fraction(2), "半減": Fraction(1, 2)}


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundCell:
    """A cell in normalised text; fields as in `kict_nlp.text.numbers.CellValue`."""

    start: int
    end: int
    kind: Literal["quantity", "state", "deadline", "change", "none"]
    quantities: tuple[FoundQuantity, ...] = ()
    parts: tuple["FoundCell", ...] = ()
    part: str | None = None
    state: str | None = None
    is_pending: bool = False
    is_not_done: bool = False
    is_dash: bool = False
    notes: tuple[tuple[int, int], ...] = ()
    unread: tuple[tuple[int, int], ...] = ()


def read_cell(text: str) -> FoundCell:
    """Return what a normalised cell says."""
    notes = tuple(note.span() for note in words.NOTE.finditer(text))
    plain = _without(text, notes)
    cell = _read_parts(plain) or _read_part(plain, 0, len(plain), None)
    return replace(cell, start=0, end=len(text), notes=notes)


def read_lone_quantity(text: str) -> FoundQuantity | None:
    """Return the quantity that a normalised text is, or None."""
    notes = [note.span() for note in words.NOTE.finditer(text)]
    plain = _without(text, notes)
    found = _scan_cell(plain)
    if len(found.quantities) != 1 or found.left_over():
        return None
    [one] = found.quantities
    return one if _is_alone(one, plain) else None


def _is_alone(one: FoundQuantity, text: str) -> bool:
    """Tell whether nothing but qualifiers and signs stands around a quantity."""
    around = f"{text[: one.start]} {text[one.end :]}".replace(one.base or " ", " ")
    for pattern in (PER, PER_TIME, QUALIFIER):
        around = pattern.sub(" ", around)
    return re.fullmatch(r"[\s()、。,:;の値数/]*", around) is not None


def _without(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """Blank spans out, keeping offsets."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _read_parts(text: str) -> FoundCell | None:
    heads = list(words.PART.finditer(text))
    if not heads or text[: heads[0].start()].strip():
        return None
    ends = [*(head.start() for head in heads[1:]), len(text)]
    parts = tuple(
        _read_part(text, head.end(), end, head["part"].replace(" ", "").strip())
        for head, end in zip(heads, ends, strict=True)
    )
    return FoundCell(
        start=0,
        end=len(text),
        kind=_common_kind(parts),
        quantities=tuple(one for part in parts for one in part.quantities),
        parts=parts,
        is_pending=any(part.is_pending for part in parts),
        is_not_done=any(part.is_not_done for part in parts),
        is_dash=all(part.is_dash for part in parts),
        unread=tuple(span for part in parts for span in part.unread),
    )


def _common_kind(
    parts: Sequence[FoundCell],
) -> Literal["quantity", "state", "deadline", "change", "none"]:
    kinds = [part.kind for part in parts]
    for kind in ("quantity", "change", "deadline", "state"):
        if kind in kinds:
            return kind
    return "none"


def _scan_cell(text: str) -> Scan:
    found = scan(text, whole=True)
    if found.quantities:
        return found
    change = WORDS_OF_CHANGE.search(text)
    if change is None:
        return found
    one = FoundQuantity(
        change.start(),
        change.end(),
        _WORD_VALUES[change[0]],
        Fraction(1),
        "倍",
        None,
        is_change=True,
    )
    return Scan(text, (one,), found.set_aside)


def _read_part(text: str, start: int, end: int, part: str | None) -> FoundCell:
    inner = text[start:end]
    body = inner.strip()
    found = _scan_cell(inner)
    quantities = tuple(_moved(one, start) for one in found.quantities)
    unread = tuple((a + start, b + start) for a, b in found.left_over())
    is_dash = words.DASH.fullmatch(body) is not None
    is_pending = words.PENDING.search(body) is not None and not is_dash
    is_not_done = words.NOT_DONE.search(body) is not None
    kind = "none" if is_dash else _kind(found, body, is_pending=is_pending)
    return FoundCell(
        start=start,
        end=end,
        kind=kind,
        quantities=() if is_dash else quantities,
        part=part,
        state=None if kind in {"none", "quantity"} else body,
        is_pending=is_pending,
        is_not_done=is_not_done and not is_pending,
        is_dash=is_dash,
        unread=unread,
    )


def _moved(one: FoundQuantity, by: int) -> FoundQuantity:
    return replace(one, start=one.start + by, end=one.end + by)


def _kind(
    found: Scan, body: str, *, is_pending: bool
) -> Literal["quantity", "state", "deadline", "change", "none"]:
    if found.quantities and not _is_statement(found):
        changes = all(one.is_change for one in found.quantities)
        return "change" if changes else "quantity"
    if is_pending:
        return "none"
    if found.quantities:
        return "state"
    if words.CHANGE.search(body):
        return "change"
    return "deadline" if _is_deadline(body) else "state"


def _is_statement(found: Scan) -> bool:
    """Tell whether the numbers only occur in a sentence."""
    ends = [*(one.start for one in found.quantities[1:]), len(found.text)]
    tails = [
        re.sub(r"\([^()]*\)|[\s、。]", "", re.split(r"[、。\n]", found.text[one.end : end])[0])
        for one, end in zip(found.quantities, ends, strict=True)
    ]
    prose = [tail for tail in tails if len(tail) > 2 and tail.startswith("の")]
    return len(prose) > 1 or len(tails[-1]) > _LONGEST_TAIL


def _is_deadline(body: str) -> bool:
    outside = re.sub(r"\([^()]*\)", lambda match: " " * len(match[0]), body)
    if words.WHEN.search(outside):
        return True
    years = read_years(outside, None)
    return any(not re.match("版|計画|比|の計画|改|実績", outside[year.end :]) for year in years)
