"""An invented report as the typesetter takes it: cells, totals, and prose that repeats figures."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Any, Final

from .model import Body, Entry, Yardstick, Year

SIGNS: Final = {"exceeded": "◎", "met": "◯", "missed": "△", "none": "―"}
DASH: Final = "―"
LEGEND: Final = "【評価の見方】◎上回った　◯達成　△未達成　―目標の設定なし"
COLUMNS: Final = ("柱", "中柱", "分野", "番号", "施策名", "所属", "成果指標")
FIRST_REIWA: Final = 2018  # the year before 令和元年
FIRST_HEISEI: Final = 1988


def content_of(body: Body, year: Year) -> dict[str, Any]:
    """Return one report of a body as content for ``typeset``."""
    era = era_year(year.fiscal_year)
    title = f"{body.name}{body.plan} {era}点検報告書"
    reasons = "未達成の理由及び今後の見込み等"
    return {
        "plan": f"{body.name}{body.plan}",
        "title": title,
        "organization": body.name,
        "fiscal_year": era,
        "annex_title": f"【別紙】施策別成果指標の状況（{era}）",
        "legend": LEGEND,
        "columns": [*COLUMNS, *(f"{era}／{name}" for name in ("目標", "実績", "評価")), reasons],
        "measures": [_measure(entry) for entry in year.entries],
        "summary": _summary(year.entries),
        "prose": [
            {"kind": "heading", "level": 0, "number": "", "text": title},
            *_overall(year.entries, era),
            *_by_field(year.entries),
        ],
    }


def era_year(fiscal_year: int) -> str:
    """Return a fiscal year as it is printed: 令和元年度, 令和４年度, 平成30年度.

    Examples
    --------
    >>> [era_year(year) for year in (2018, 2019, 2022)]
    ['平成30年度', '令和元年度', '令和４年度']
    """
    if fiscal_year > FIRST_REIWA:
        number = fiscal_year - FIRST_REIWA
        return "令和元年度" if number == 1 else f"令和{_wide(number)}年度"
    return f"平成{_wide(fiscal_year - FIRST_HEISEI)}年度"


def _wide(number: int) -> str:
    """One digit in full width, more in half width, as offices print."""
    return chr(ord("０") + number) if number < 10 else str(number)


def _measure(entry: Entry) -> dict[str, Any]:
    place, why = entry.place, entry.explanation
    done = entry.completed is not None
    return {
        "pillar": place.pillar_no,
        "pillar_name": place.pillar,
        "middle": place.middle_no,
        "middle_name": place.middle,
        "field": place.field_no,
        "field_name": place.field,
        "number": entry.number,
        "measure": entry.text,
        "department": entry.department,
        "indicator": indicator_text(entry),
        "target": None if done else target_text(entry),
        "actual": None if done else actual_text(entry),
        "rating": None if done else SIGNS[entry.rating],
        "status_text": f"（{era_year(entry.completed)}で取組完了）" if entry.completed else None,
        "explanation": f"　{why.reason}\n　{why.outlook}" if why else None,
    }


def indicator_text(entry: Entry) -> str:
    """Return the cell of indicators."""
    return _numbered([one.name for one in entry.yardsticks])


def target_text(entry: Entry) -> str:
    """Return the cell of targets."""
    if not entry.has_target:
        return DASH
    return _numbered([target_of(one) for one in entry.yardsticks])


def actual_text(entry: Entry) -> str:
    """Return the cell of results."""
    if not entry.has_target:
        return DASH
    return _numbered([actual_of(one) for one in entry.yardsticks])


def target_of(one: Yardstick) -> str:
    """Return a target as it is printed."""
    return DASH if one.target is None else _figure(one, one.target) + "以下" * one.lower


def actual_of(one: Yardstick) -> str:
    """Return a result as it is printed."""
    return DASH if one.actual is None else _figure(one, one.actual)


def _figure(one: Yardstick, value: float) -> str:
    return f"{value:,.{one.places}f}{one.unit}"


def _numbered(texts: Sequence[str]) -> str:
    if len(texts) == 1:
        return texts[0]
    return "\n".join(f"({number}){text}" for number, text in enumerate(texts, start=1))


# ---------------------------------------------------------------- totals


def tally(entries: Sequence[Entry]) -> dict[str, int]:
    """Count the rated measures by their rating."""
    counts = {sign: sum(one.rating == sign for one in entries) for sign in SIGNS if sign != "none"}
    achieved = counts["exceeded"] + counts["met"]
    return {**counts, "exceeded_or_met": achieved, "measures": achieved + counts["missed"]}


def rate_text(counts: dict[str, int]) -> str | None:
    """Return the share of measures that reached their targets; None where none is rated."""
    rated = counts["measures"]
    return f"{100 * counts['exceeded_or_met'] / rated:.1f}％" if rated else None


def _summary(entries: Sequence[Entry]) -> dict[str, Any]:
    columns = ["柱", "中 柱", "達成率", "施策数"]
    columns += [f"成果指標：{name}" for name in ("上回った", "達成", "未達成")]
    rows: list[dict[str, Any]] = []
    for (number, name), pillar in grouped(entries, "pillar"):
        for (middle_no, middle), own in grouped(pillar, "middle"):
            rows.append(_row("middle", own, number, name, middle_no, middle))
        rows.append(_row("subtotal", pillar, number, name, None, "小 計"))
    rows.append(_row("total", entries, None, None, None, "合 計"))
    return {"columns": columns, "rows": rows}


def grouped(entries: Sequence[Entry], level: str) -> Iterator[tuple[tuple[str, str], list[Entry]]]:
    """Yield neighbours of one pillar, middle or field with its number and name."""

    def key(one: Entry) -> tuple[str, str]:
        return getattr(one.place, f"{level}_no"), getattr(one.place, level)

    for place, own in groupby(entries, key=key):
        yield place, list(own)


def _row(
    kind: str,
    entries: Sequence[Entry],
    pillar_no: str | None,
    pillar: str | None,
    middle_no: str | None,
    label: str,
) -> dict[str, Any]:
    counts = tally(entries)
    apart = counts if kind == "middle" else {**counts, "exceeded": None, "met": None}
    return {
        "kind": kind,
        "pillar": pillar_no,
        "pillar_name": pillar,
        "middle": middle_no,
        "label": label,
        "achievement_rate": None if kind == "middle" else rate_text(counts),
        **apart,
    }


# ---------------------------------------------------------------- prose


def _overall(entries: Sequence[Entry], era: str) -> Iterator[dict[str, Any]]:
    counts = tally(entries)
    yield {"kind": "heading", "level": 1, "number": "１", "text": f"{era}の取組"}
    yield {"kind": "heading", "level": 2, "number": "(1)", "text": "全体"}
    if counts["measures"]:
        yield _bullet(
            f"成果指標の目標を定めた{_wide(counts['measures'])}施策では、"
            f"{_wide(counts['exceeded'])}施策が目標を上回り、"
            f"{_wide(counts['met'])}施策が目標を達成し、合わせて"
            f"{_wide(counts['exceeded_or_met'])}施策（{rate_text(counts)}）が"
            "達成以上の評価となりました。"
        )
    yield {"kind": "summary"}


def _bullet(text: str) -> dict[str, Any]:
    return {"kind": "bullet", "text": text}


def _by_field(entries: Sequence[Entry]) -> Iterator[dict[str, Any]]:
    """One sentence a field: the result of its first measure with one indicator."""
    for number, ((pillar_no, pillar), own) in enumerate(grouped(entries, "pillar"), start=2):
        text = f"柱{pillar_no}「{pillar}」の主な取組"
        yield {"kind": "heading", "level": 2, "number": f"({number})", "text": text}
        for (middle_no, middle), inner in grouped(own, "middle"):
            yield {"kind": "heading", "level": 3, "number": middle_no, "text": middle}
            for (field_no, name), measures in grouped(inner, "field"):
                yield {"kind": "heading", "level": 4, "number": field_no, "text": name}
                yield {"kind": "paragraph", "text": _sentence(measures)}


def _sentence(entries: Sequence[Entry]) -> str:
    told = next((one for one in entries if one.has_target and len(one.yardsticks) == 1), None)
    if told is None:
        return "それぞれの施策について、関係機関と連携して取り組みました。"
    (one,) = told.yardsticks
    return f"「{told.text}」の{one.name}は{actual_of(one)}となりました。"
