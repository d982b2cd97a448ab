"""Columns of two tables as fields that can be compared, each of a kind."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

import numpy as np

from kict_nlp.errors import LinkError, NotANumberError
from kict_nlp.text.normalize import normalize
from kict_nlp.text.numbers import parse_quantity

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

Kind = Literal["text", "category", "number", "code", "parent"]
KINDS: tuple[Kind, ...] = get_args(Kind)
ID = "record_id"

# 12, 3-4, 新30-0005: what a body files its records under. Few letters, and digits at the end.
_CODE = re.compile(r"[^\W\d]{0,3}[0-9]{1,6}(?:[-ー_./][0-9A-Za-z]{1,6}){0,3}")
_SHARE = 0.9  # of the values that must look like codes or numbers; the rest are slips
_FEW = 8  # values below which nothing is concluded from their look


@dataclass(frozen=True, slots=True)
class Field:
    """One column of both tables.

    Attributes
    ----------
    name : str
        Name of the column.
    kind : str
        One of `KINDS`: as asked for, unless the values show another (see `read_fields`).
    left, right : tuple of str
        The values as normalised text; "" where there is none.
    """

    name: str
    kind: Kind
    left: tuple[str, ...]
    right: tuple[str, ...]


def read_fields(
    left: pd.DataFrame, right: pd.DataFrame, fields: Mapping[str, str]
) -> tuple[Field, ...]:
    """Return the fields to compare, in the order asked for.

    Parameters
    ----------
    left, right : DataFrame
        Tables with the columns named.
    fields : mapping of str to str
        Column → kind.

    Returns
    -------
    tuple of Field
        ``number`` becomes ``code`` where most values are no quantities but look like codes, and
        ``text`` and ``category`` become ``code`` where nearly all do. ``category`` and ``code``
        become ``parent`` where values repeat on each side and the two sides share none of them:
        such keys group records, but cannot be equal.

    Raises
    ------
    LinkError
        A kind is unknown, a column is missing, or has no value on one side.
    """
    if not fields:
        raise LinkError("There is no field to compare.", hint='Such as fields={"name": "text"}.')
    return tuple(_read_field(left, right, name, kind) for name, kind in fields.items())


def _read_field(left: pd.DataFrame, right: pd.DataFrame, name: str, kind: str) -> Field:
    known = _check_kind(name, kind)
    sides = []
    for table, side in ((left, "left"), (right, "right")):
        if name not in table.columns:
            raise LinkError(
                f"The {side} table has no column {name}.",
                where=f"its columns: {', '.join(map(str, table.columns))}",
                hint="Name a column that both tables have in fields.",
            )
        values = tuple(_as_text(value) for value in table[name])
        if not any(values):
            raise LinkError(
                f"The column {name} of the {side} table is empty in every row.",
                hint="Leave it out of fields; nothing can be compared by it.",
            )
        sides.append(values)
    return Field(name, _settle_kind(known, *sides), *sides)


def _check_kind(name: str, kind: str) -> Kind:
    for known in KINDS:
        if kind == known:
            return known
    raise LinkError(
        f"{kind!r} is no kind of field.",
        where=f"fields[{name!r}]",
        hint=f"One of {', '.join(KINDS)}.",
    )


def _as_text(value: Hashable) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, (float, np.floating)) and float(value).is_integer():
        return str(int(value))  # a column of whole numbers with gaps comes as 12.0
    text = str(value)
    return "" if text == "<NA>" else normalize(text).text.strip()


def _settle_kind(kind: Kind, left: Sequence[str], right: Sequence[str]) -> Kind:
    values = [value for value in (*left, *right) if value]
    if kind in ("text", "category") and _look_like_codes(values):
        kind = "code"
    if kind == "number" and np.mean(np.isnan(quantities(values))) > 0.5:
        kind = "code"
    if kind in ("category", "code") and _are_private(left, right):
        kind = "parent"
    return kind


def _look_like_codes(values: Sequence[str]) -> bool:
    fitting = sum(_CODE.fullmatch(value) is not None for value in values)
    return len(values) >= _FEW and fitting >= _SHARE * len(values)


def _are_private(left: Sequence[str], right: Sequence[str]) -> bool:
    """Tell whether the sides share no value and both use some value more than once."""
    ours, theirs = set(left) - {""}, set(right) - {""}
    filled = sum(map(bool, left)), sum(map(bool, right))
    repeats = len(ours) < filled[0] and len(theirs) < filled[1]
    return repeats and len(ours) >= _FEW and not ours & theirs


def quantities(values: Sequence[str]) -> NDArray[np.float64]:
    """Return the values as numbers; NaN where a value is not one quantity.

    Examples
    --------
    >>> quantities(["1,234", "3万4千件", "", "実施"])
    array([ 1234., 34000.,    nan,    nan])
    """
    found = {value: _quantity(value) for value in set(values)}
    return np.array([found[value] for value in values], dtype=np.float64)


def _quantity(value: str) -> float:
    try:
        return float(value.replace(",", ""))
    except ValueError:
        pass
    try:
        return float(parse_quantity(value).value)
    except NotANumberError:
        return float("nan")
