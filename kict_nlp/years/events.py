"""What happened to a record between two tables."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kict_nlp.years.fields import Field, quantities
from kict_nlp.years.wording import plain_form

Event = Literal[
    "same", "renamed", "renumbered", "target_revised", "unit_changed", "split", "merged"
]

_UNITS = ("unit", "単位")


def name_event(fields: Sequence[Field], left: int, right: int) -> Event:
    """Return the most telling event of a pair of records that are linked one to one.

    Parameters
    ----------
    fields : sequence of Field
        The fields. The first ``text`` is taken for the name.
    left, right : int
        Rows.

    Returns
    -------
    str
        ``renamed`` where the name differs in more than width, spaces and punctuation, else
        ``unit_changed`` where a category called ``unit`` or 単位 does, else ``target_revised``
        where a number does, else ``renumbered`` where a code does, else ``same``. A value that is
        missing on one side differs from none.
    """
    name = next((field for field in fields if field.kind == "text"), None)
    if name is not None and _differs(name, left, right):
        return "renamed"
    checks: tuple[tuple[Event, list[Field]], ...] = (
        ("unit_changed", [one for one in fields if one.kind == "category" and _is_unit(one.name)]),
        ("target_revised", [one for one in fields if one.kind == "number"]),
        ("renumbered", [one for one in fields if one.kind == "code"]),
    )
    for event, concerned in checks:
        if any(_differs(field, left, right) for field in concerned):
            return event
    return "same"


def _is_unit(name: str) -> bool:
    return any(word in name.lower() for word in _UNITS)


def _differs(field: Field, left: int, right: int) -> bool:
    ours, theirs = field.left[left], field.right[right]
    if not ours or not theirs or plain_form(ours) == plain_form(theirs):
        return False
    if field.kind == "number":
        values = quantities([ours, theirs])
        return bool(values[0] != values[1])
    return True
