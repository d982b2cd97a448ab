"""The numbers that the annex prints for its measures, each with the words beside it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from kict_nlp.schema import Indicator, Measure
from kict_nlp.text.numbers import Quantity, find_quantities, parse_cell

Source = Literal["actual", "target", "explanation"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A number that the annex prints for a measure."""

    measure: Measure
    source: Source
    quantity: Quantity
    name: str  # words beside it: of the indicator, or of the clause in the explanation
    others: int = 0  # numbers of its kind and unit that its measure has besides
    rivals: int = 0  # … that other measures of its section have


def read_entries(measures: Sequence[Measure], indicators: Sequence[Indicator]) -> list[Entry]:
    """Return every number that the annex prints for its measures."""
    of_measure: dict[str, list[Indicator]] = {}
    for indicator in indicators:
        of_measure.setdefault(indicator.measure_id, []).append(indicator)
    entries: list[Entry] = []
    for measure in measures:
        entries += _of_cells(measure, of_measure.get(measure.measure_id, []))
        entries += _of_text(measure)
    of_measures = Counter((entry.measure.measure_id, *_kind(entry)) for entry in entries)
    of_sections = Counter(_section(entry) + _kind(entry) for entry in entries)
    return [
        replace(
            entry,
            others=(own := of_measures[entry.measure.measure_id, *_kind(entry)]) - 1,
            rivals=of_sections[_section(entry) + _kind(entry)] - own,
        )
        for entry in entries
    ]


def _kind(entry: Entry) -> tuple[str, str | None]:
    return entry.source, entry.quantity.unit


def _section(entry: Entry) -> tuple[str | None, ...]:
    return entry.measure.pillar_no, entry.measure.middle_no, entry.measure.field_no


def _of_cells(measure: Measure, indicators: Sequence[Indicator]) -> Iterator[Entry]:
    for indicator in indicators:
        name = indicator.indicator or measure.measure or ""
        cells: tuple[tuple[Source, str], ...] = (
            ("actual", indicator.actual or ""),
            ("target", indicator.target or ""),
        )
        for source, text in cells:
            note = text.find("※") % (len(text) + 1)  # without a note the end of the text
            for quantity in parse_cell(text).quantities:
                yield Entry(
                    measure, source if quantity.start < note else "explanation", quantity, name
                )


def _of_text(measure: Measure) -> Iterator[Entry]:
    text = measure.explanation or ""
    for quantity in find_quantities(text):
        yield Entry(measure, "explanation", quantity, _clause(text, quantity))


def _clause(text: str, quantity: Quantity) -> str:
    """The words round a number, without it."""
    begin = max(text.rfind(mark, 0, quantity.start) for mark in "、。※\n") + 1
    ends = [end for mark in "、。\n" if (end := text.find(mark, quantity.end)) >= 0]
    return text[begin : quantity.start] + text[quantity.end : min(ends, default=len(text))]
