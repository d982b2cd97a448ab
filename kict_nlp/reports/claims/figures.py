"""Figures in sentences that speak of measures: what each is, and of which part of the plan."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from kict_nlp.reports.claims.doubts import find_doubt, years_off
from kict_nlp.reports.claims.sentences import Sentence, pack
from kict_nlp.schema import Measure

_NOUN = "施策|事務事業|事業|取組|取り組み|成果指標|指標|項目"
LEVELS = {"分野": "fields", "中柱": "middles", "柱": "pillars"}
_FIGURE = re.compile(
    rf"(?P<count>\d[\d,]*|全て|すべて|全)(?:つ)?の?(?P<noun>{_NOUN}|分野|中柱|柱)"
    r"(?![費者所名間別ごの]{0,2}(?:者|費|所|名|別|ごと|間))"
    r"|(?P<rate>\d+(?:\.\d+)?)%"
    r"|(?P<points>\d+(?:\.\d+)?)ポイント"
)


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure in a packed sentence."""

    start: int
    end: int
    raw: str
    kind: Literal["count", "level", "rate", "points"]
    value: float | None  # None: all of them
    step: float  # worth of one in the last printed place
    noun: str
    years_off: int | None  # from the report's fiscal year
    doubt: str | None = None  # why it may be no result of the year


@dataclass(frozen=True, slots=True)
class Scope:
    """A pillar, middle and field; None stands for all."""

    pillar_no: str | None = None
    middle_no: str | None = None
    field_no: str | None = None
    label: str = "全体"


def find_figures(sentence: Sentence, fiscal_year: int | None) -> list[Figure]:
    """Return the counts, rates and differences in points of a sentence, in order."""
    text = sentence.packed
    found = []
    for match in _FIGURE.finditer(text):
        number = match["count"] or match["rate"] or match["points"]
        digits = number.replace(",", "")
        value = float(digits) if digits[:1].isdigit() else None
        step = 10.0 ** -len(digits.partition(".")[2])
        noun = match["noun"] or ""
        kind: Literal["count", "level", "rate", "points"] = (
            "rate" if match["rate"] else "points" if match["points"]
            else "level" if noun in LEVELS else "count"
        )  # fmt: skip
        start, end = match.span()
        off = years_off(text, start, fiscal_year)
        doubt = find_doubt(text, start, end)
        found.append(Figure(start, end, match[0], kind, value, step, noun, off, doubt))
    return found


def is_about_measures(figures: Sequence[Figure], text: str, sentence: Sentence) -> bool:
    """Counts of measures, or a rate of achievement; a field's text mostly counts other things."""
    counted = [figure for figure in figures if figure.kind == "count"]
    if sentence.section.field_no is not None:
        return any(figure.noun == "施策" and figure.value is None for figure in counted)
    return bool(counted) or (
        re.search("達成率|達成割合", text) is not None
        and any(figure.kind == "rate" for figure in figures)
    )


def find_scope(text: str, figure: Figure, sentence: Sentence, measures: Sequence[Measure]) -> Scope:
    """The pillar, middle or field named last before the figure, else that of the section."""
    best, at = None, -1
    for word, scope in _namings(measures):
        position = text.rfind(word, 0, figure.start)
        if position > at:
            best, at = scope, position
    whole = max(text.rfind(word, 0, figure.start) for word in ("全体", "合計", "県全体"))
    section = sentence.section
    if best is not None and whole < at:
        return best
    if whole >= 0 or section.pillar_no is None:
        return Scope()
    return Scope(
        section.pillar_no, section.middle_no, section.field_no,
        "".join(filter(None, (section.pillar_no, section.middle_no, section.field_no))),
    )  # fmt: skip


def _namings(measures: Sequence[Measure]) -> Iterator[tuple[str, Scope]]:
    """The words that name a part of the plan; the parts of a pillar only by their names."""
    for number, name in dict.fromkeys((m.pillar_no, m.pillar) for m in measures):
        scope = Scope(number, label=f"柱{number} {name or ''}".strip())
        for word in (f"柱{number}", f"基本目標{number}") if number else ():
            yield word, scope
        if name:
            yield f"「{pack(name)}」", scope
    for pillar, number, middle in dict.fromkeys(
        (m.pillar_no, m.middle_no, m.middle) for m in measures
    ):
        if middle:
            yield f"「{pack(middle)}」", Scope(pillar, number, None, middle)
    fields = dict.fromkeys((m.pillar_no, m.middle_no, m.field_no, m.field) for m in measures)
    for pillar, number, field_no, field in fields:
        if field:
            scope = Scope(pillar, number, field_no, field)
            yield f"「{pack(field)}」", scope
            yield f"{pack(field)}分野", scope
