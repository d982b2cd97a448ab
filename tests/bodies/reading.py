"""The texts of the specimens: ``rows/NAME.tsv``.

A line is an indicator; one without ``measure`` belongs to the measure above it, and one with neither ``indicator`` nor
``target`` is a measure that has none. ``[pillar]``, ``[middle]`` and ``[field]`` in the first cell open a section (number, words).
``\\n`` is a line break in the cell; a column headed by a year holds 実績, one headed by "goal YEAR" 目標 of that year.
"""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path
from typing import Any

from tests.bodies.model import Heading, Indicator, Measure

LEVELS = ("pillar", "middle", "field")
MEASURE_COLUMNS = (
    "number",
    "department",
    "reason",
    "outlook",
    "explanation",
    "purpose",
    "budget",
    "spent",
)
INDICATOR_COLUMNS = ("target", "actual", "unit", "baseline", "part", "rate")


def read_rows(
    name: str, *, baseline_year: int | None = None, target_year: int | None = None
) -> tuple[Measure, ...]:
    """Return the measures of one specimen; the years are those of a header that gives one for all."""
    measures: list[Measure] = []
    headings: dict[str, Heading] = {}
    for line in _read_lines(name):
        if "level" in line:
            _open_section(headings, line)
            continue
        if line.get("measure"):
            measures.append(_measure(line, headings))
        if {"indicator", "target"} & line.keys():
            known = _indicator(line, baseline_year, target_year)
            measures[-1] = replace(measures[-1], indicators=(*measures[-1].indicators, known))
    return tuple(measures)


def _read_lines(name: str) -> list[dict[str, str]]:
    text = (Path(__file__).parent / "rows" / f"{name}.tsv").read_text(encoding="utf-8")
    head, *body = csv.reader(text.splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    lines = []
    for cells in body:
        if len(cells) > len(head):
            raise ValueError(f"{name}.tsv: {len(cells)} cells under {len(head)} headings: {cells}")
        if cells[0].strip("[]") in LEVELS:
            lines.append({"level": cells[0].strip("[]"), "number": cells[1], "words": cells[2]})
        else:
            lines.append(
                {
                    key: value.replace("\\n", "\n")
                    for key, value in zip(head, cells, strict=False)
                    if value
                }
            )
    return lines


def _open_section(headings: dict[str, Heading], line: dict[str, str]) -> None:
    for level in LEVELS[LEVELS.index(line["level"]) :]:
        headings.pop(level, None)
    headings[line["level"]] = (line["number"] or None, line["words"])


def _measure(line: dict[str, str], headings: dict[str, Heading]) -> Measure:
    words: dict[str, Any] = {column: line[column] for column in MEASURE_COLUMNS if column in line}
    words |= headings
    completed = int(line["completed"]) if "completed" in line else None
    return Measure(line["measure"], symbol=line.get("rating"), completed=completed, **words)


def _indicator(
    line: dict[str, str], baseline_year: int | None, target_year: int | None
) -> Indicator:
    words = {column: line[column] for column in INDICATOR_COLUMNS if column in line}
    yearly = {int(key): value for key, value in line.items() if key.isdigit()}
    if yearly and "actual" not in words:
        words["actual"] = yearly[max(yearly)]
    return Indicator(
        line.get("indicator", ""),
        symbol=line.get("judged"),
        baseline_year=_year(line, "baseline_year", baseline_year) if "baseline" in line else None,
        target_year=_year(line, "target_year", target_year),
        yearly=yearly,
        goals={int(key[5:]): value for key, value in line.items() if key.startswith("goal ")},
        **words,
    )


def _year(line: dict[str, str], column: str, otherwise: int | None) -> int | None:
    return int(line[column]) if column in line else otherwise
