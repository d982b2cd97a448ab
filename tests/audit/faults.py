"""Copies of a report with one figure, rating, count or statement changed, and how many of these the audit finds.

    python -m tests.audit.faults --copies 300 --seed 1

Whether a change contradicts another printed figure is decided from the print alone, without the audit: the changed
figure stands, digit by digit, in the tables and in the prose of the same section (a target where the prose calls it
so); or its sentence prints a sum; or it is a count or rate of the totals or of the overall prose; or the result passes
its target. Sentences that compare years are left alone. A sentence reported before the change is not counted again.
"""

from __future__ import annotations

import argparse
import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from kict_nlp.audit.auditor import audit_report
from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Finding, Measure, Report, Section
from kict_nlp.text.normalize import normalize

_NUMBER = re.compile(r"[0-9０-９][0-9０-９,，]*(?:[.．][0-9０-９]+)?")
_YEAR_AROUND = re.compile(r"^\s*(?:年|月|日|分野別)|^\s*(?:ページ|頁)")
_GOAL = re.compile(r"目標(?:値)?の([0-9][0-9,.]*)")
_SUM = re.compile("合計|合わせて|総計")  # figures before a printed sum contradict it when changed
_COMPARED = re.compile(
    "比較|比べ|ポイント"
)  # earlier rates that the sentence compares with this year's
_OTHER_SIGN = {"◎": "△", "◯": "△", "○": "△", "△": "◯"}
_MEANING = {"◎": "exceeded", "◯": "met", "○": "met", "△": "missed"}


@dataclass(frozen=True)
class Fault:
    """A changed copy, and whether the change contradicts another printed figure."""

    kind: str
    what: str
    report: Report
    contradicts: bool


Seeder = Callable[[Report, random.Random], Fault | None]


def _digits(text: str) -> list[str]:
    """Numbers of a text without commas and widths."""
    return [number.replace(",", "") for number in _NUMBER.findall(normalize(text).text)]


def _other_number(number: str, rng: random.Random) -> str:
    """The same number with one digit changed, the first never to 0."""
    places = [index for index, char in enumerate(number) if normalize(char).text.isdigit()]
    place = rng.choice(places)
    lowest = 1 if place == places[0] and len(places) > 1 else 0
    digits = [str(n) for n in range(lowest, 10) if str(n) != normalize(number[place]).text]
    digit = rng.choice(digits)
    wide = number[place] > "9"
    return number[:place] + (chr(ord(digit) + 0xFEE0) if wide else digit) + number[place + 1 :]


# ---------------------------------------------------------------- kinds of faults


def total(report: Report, rng: random.Random) -> Fault:
    """A count in the table of totals."""
    cells = [
        (index, column)
        for index, row in enumerate(report.summary)
        for column in ("measures", "exceeded", "met", "missed")
        if getattr(row, column) is not None
    ]
    index, column = rng.choice(cells)
    row = report.summary[index]
    value = getattr(row, column)
    other = rng.choice([n for n in (value - 2, value - 1, value + 1, value + 2) if n >= 0])
    return _with_row(
        report, index, f"{row.label} {column} {value}→{other}", "total", **{column: other}
    )


def rate(report: Report, rng: random.Random) -> Fault:
    """A rate in the table of totals."""
    index = rng.choice(
        [i for i, row in enumerate(report.summary) if row.achievement_rate is not None]
    )
    printed = report.summary[index].achievement_rate or 0
    other = round(printed + rng.choice([-0.1, -0.01, -0.001, 0.001, 0.01]), 4)
    return _with_row(report, index, f"{printed:.1%}→{other:.1%}", "rate", achievement_rate=other)


def _with_row(report: Report, index: int, what: str, kind: str, **changes: object) -> Fault:
    rows = list(report.summary)
    rows[index] = replace(rows[index], **changes)  # type: ignore[arg-type]
    return Fault(kind, what, replace(report, summary=tuple(rows)), contradicts=True)


def rating(report: Report, rng: random.Random) -> Fault:
    """The rating of a measure: the totals count it elsewhere."""
    index = rng.choice([i for i, m in enumerate(report.measures) if m.rating_symbol in _OTHER_SIGN])
    measure = report.measures[index]
    sign = _OTHER_SIGN[measure.rating_symbol or ""]
    changed = replace(measure, rating_symbol=sign, rating=_MEANING[sign])  # type: ignore[arg-type]
    return Fault(
        "rating",
        f"{measure.measure_id} {measure.rating_symbol}→{sign}",
        _with(report, index, changed),
        True,
    )


def value(report: Report, rng: random.Random) -> Fault | None:
    """A result or a target in the annex."""
    column = rng.choice(["actual", "target"])
    numbered = [i for i, m in enumerate(report.measures) if _parts(getattr(m, column) or "")]
    index = rng.choice(numbered)
    measure = report.measures[index]
    text = getattr(measure, column)
    match = rng.choice(_parts(text))
    other = _other_number(match[0], rng)
    changed = replace(measure, **{column: text[: match.start()] + other + text[match.end() :]})
    indicators = tuple(
        replace(item, **{column: own.replace(match[0], other, 1)})
        if item.measure_id == measure.measure_id
        and (own := getattr(item, column))
        and match[0] in own
        else item
        for item in report.indicators
    )
    copy = replace(_with(report, index, changed), indicators=indicators)
    repeated = _digits(match[0])[0] in _prose_figures(report, measure, column)
    return Fault(
        "value",
        f"{measure.measure_id} {column} {match[0]}→{other}",
        copy,
        repeated or _turns(measure, changed),
    )


def _parts(text: str) -> list[re.Match[str]]:
    """Figures of a cell, but for the numbers of its parts."""
    return [
        m
        for m in _NUMBER.finditer(text)
        if not re.search(r"[(（]$", text[: m.start()]) and len(_parts_of(text)) < 2
    ]


def _parts_of(text: str) -> list[str]:
    return [line for line in text.split("\n") if _NUMBER.search(line)]


def _turns(before: Measure, after: Measure) -> bool:
    """The plain cells of a measure with one indicator: the rating would be another."""

    def sign(measure: Measure) -> int | None:
        pair = [
            _NUMBER.findall(normalize(text or "").text) for text in (measure.target, measure.actual)
        ]
        if any(len(numbers) != 1 for numbers in pair):
            return None
        target, actual = (float(numbers[0].replace(",", "")) for numbers in pair)
        return (actual > target) - (actual < target)

    return sign(before) is not None and sign(before) != sign(after)


def _with(report: Report, index: int, measure: Measure) -> Report:
    measures = list(report.measures)
    measures[index] = measure
    return replace(report, measures=tuple(measures))


def statement(report: Report, rng: random.Random) -> Fault | None:
    """A figure in the prose."""
    places = [
        (index, match)
        for index, section in enumerate(report.sections)
        for match in _stated(section.text or "")
    ]
    index, match = rng.choice(places)
    section = report.sections[index]
    text = section.text or ""
    if section.field_no is None and _COMPARED.search(_sentence(text, match)):
        return None  # which earlier rates the comparison rules out depends on its words
    other = _other_number(match[0], rng)
    sections = list(report.sections)
    sections[index] = replace(section, text=text[: match.start()] + other + text[match.end() :])
    copy = replace(report, sections=tuple(sections))
    return Fault(
        "statement",
        f"{section.title}: {match[0]}→{other}",
        copy,
        _is_repeated(report, section, match),
    )


def _stated(text: str) -> Iterator[re.Match[str]]:
    for match in _NUMBER.finditer(text):
        before, after = text[: match.start()], text[match.end() :]
        if not _YEAR_AROUND.search(after) and not re.search(
            r"[(（第ⅠⅡＲR]$|令和$|平成$|平成\s$", before
        ):
            yield match


def _is_repeated(report: Report, section: Section, match: re.Match[str]) -> bool:
    figure = _digits(match[0])[0]
    sentence = _sentence(section.text or "", match)
    if _SUM.search(sentence):
        return True
    if section.field_no is None:
        return _is_count(report, section.text or "", match)
    cells = [
        text
        for m in report.measures
        if (m.pillar_no, m.middle_no, m.field_no)
        == (section.pillar_no, section.middle_no, section.field_no)
        for text in (m.actual, m.explanation, m.target)
    ]
    return figure in {number for text in cells for number in _digits(text or "")}


def _sentence(text: str, match: re.Match[str]) -> str:
    begin = text.rfind("。", 0, match.start()) + 1
    return text[begin : (text + "。").index("。", match.end())]


def _is_count(report: Report, text: str, match: re.Match[str]) -> bool:
    """A count of measures, or a rate of this year, in the overall prose."""
    after = normalize(text[match.end() : match.end() + 4]).text.strip()
    if after.startswith(("施策", "分野")):
        return "計画" in text or "施策" in after
    figures = {
        f"{100 * row.achievement_rate:.1f}" for row in report.summary if row.achievement_rate
    }
    return after.startswith("%") and _digits(match[0])[0] in figures


def _prose_figures(report: Report, measure: Measure, column: str) -> set[str]:
    """Figures of the prose on the measure's field; for a target those that are called 目標.

    A sentence with a wrong total names the parts of the true one, so their sum counts too.
    """
    key = (measure.pillar_no, measure.middle_no, measure.field_no)
    texts = [
        normalize(section.text or "").text
        for section in report.sections
        if (section.pillar_no, section.middle_no, section.field_no) == key
    ]
    if column == "target":
        return {n for text in texts for found in _GOAL.findall(text) for n in _digits(found)}
    sums = {
        str(sum(map(int, _digits(sentence)[:-1][-2:])))
        for text in texts
        for sentence in text.split("。")
        if _SUM.search(sentence) and "." not in "".join(_digits(sentence))
        if len(_digits(sentence)) > 2
    }
    return sums | {number for text in texts for number in _digits(text)}


SEEDERS: Sequence[Seeder] = (total, rate, rating, value, value, statement, statement)


# ---------------------------------------------------------------- what the audit finds


def seed_faults(report: Report, copies: int, seed: int) -> Iterator[Fault]:
    """Give copies with one change each; the kinds take turns."""
    rng = random.Random(seed)
    for number in range(copies):
        fault = SEEDERS[number % len(SEEDERS)](report, rng)
        if fault is not None:
            yield fault


def new_findings(before: Sequence[Finding], fault: Fault) -> list[Finding]:
    """What was not found before; a sentence already reported is not news whatever its message."""
    known = {(f.code, f.sentence or f.message) for f in before}
    return [f for f in audit_report(fault.report) if (f.code, f.sentence or f.message) not in known]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("reports", nargs="+", type=Path)
    parser.add_argument("--copies", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--missed", action="store_true", help="name what is not found")
    options = parser.parse_args()
    counts: Counter[tuple[str, str]] = Counter()
    for path in options.reports:
        report = read_report(path)
        before = audit_report(report)
        for fault in seed_faults(report, options.copies, options.seed):
            found = new_findings(before, fault)
            outcome = "contradicts" if fault.contradicts else "alone"
            counts[fault.kind, outcome] += 1
            counts[fault.kind, f"{outcome} found"] += bool(found)
            counts[fault.kind, f"{outcome} error"] += any(f.severity == "error" for f in found)
            if options.missed and bool(found) != fault.contradicts:
                print(path.name, fault.kind, outcome, fault.what, [f.message for f in found][:2])
    print(
        f"{'kind':10} {'contradicting':>14} {'found':>6} {'as error':>9} {'others':>7} {'errors in others':>17}"
    )
    kinds = sorted({kind for kind, _ in counts})
    for kind in [*kinds, "all"]:
        own = [k for k in kinds if kind in ("all", k)]
        row = [
            sum(counts[k, name] for k in own)
            for name in (
                "contradicts",
                "contradicts found",
                "contradicts error",
                "alone",
                "alone error",
            )
        ]
        print(
            f"{kind:10} {row[0]:14} {row[1]:6} {row[2]:9} {row[3]:7} {row[4]:17}   {row[1] / max(row[0], 1):.1%}"
        )


if __name__ == "__main__":
    main()
