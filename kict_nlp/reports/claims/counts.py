"""Counts and rates of measures in sentences, held against the measures themselves."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Literal, NamedTuple

from kict_nlp.reports.claims.sentences import Sentence, pack
from kict_nlp.reports.ratings import normalize_symbol
from kict_nlp.reports.tally import Tally, count_measures, in_scope
from kict_nlp.schema import ClaimKind, Measure, Verdict
from kict_nlp.text.years import find_years

Meaning = Literal[
    "measures", "active", "completed", "rated", "no_target", "achieved", "exceeded", "met",
    "partly", "missed", "reached", "carried_out", "base", "cause", "symbol",
]  # fmt: skip

_NOUN = "施策|事務事業|事業|取組|取り組み|成果指標|指標|項目"
_LEVELS = {"分野": "fields", "中柱": "middles", "柱": "pillars"}
_FIGURE = re.compile(
    rf"(?P<count>\d[\d,]*|全て|すべて|全)の?(?P<noun>{_NOUN}|分野|中柱|柱)"
    r"(?![費者所名間別ごの]{0,2}(?:者|費|所|名|別|ごと|間))"
    r"|(?P<rate>\d+(?:\.\d+)?)%"
    r"|(?P<points>\d+(?:\.\d+)?)ポイント"
)
_CLAUSE = re.compile("[、。]")
_OF_THESE = re.compile(r"^(?:\([^)]*\))?(?:の?うち|中(?!柱))")
_HIGHER = re.compile("高い|高く|上昇|上回|増加|向上|改善")
_LOWER = re.compile("低い|低く|低下|下降|下回|減少|悪化")
_CAUSE_END = re.compile("の?影響|を?(?:主な)?(?:理由|原因|要因)|によ[るり]|に起因|のため")
_PARTICLES = re.compile(r"^[はがをにのもで、]+|^(?:うち|主に)")
_NAMED_SHARE = 0.6  # of a cause's characters that an explanation must have in one piece to name it
_LEAST_NAMED = 4  # characters


class CountClaim(NamedTuple):
    """What one sentence states of one group of measures, and what the measures give."""

    kind: ClaimKind
    subject: str
    claimed: str
    found: str | None
    verdict: Verdict
    reason: str | None


@dataclass(frozen=True, slots=True)
class _Figure:
    """A figure in a packed sentence."""

    start: int
    end: int
    raw: str
    kind: Literal["count", "level", "rate", "points"]
    value: float | None  # None: all of them
    step: float  # worth of one in the last printed place
    noun: str
    year: int | None


@dataclass(frozen=True, slots=True)
class _Checked:
    figure: _Figure
    scope: _Scope
    meaning: Meaning | None
    found: str | None
    verdict: Verdict
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class _Scope:
    """A pillar, middle and field; None stands for all."""

    pillar_no: str | None = None
    middle_no: str | None = None
    field_no: str | None = None
    label: str = "全体"


def find_count_claims(
    sentence: Sentence, measures: Sequence[Measure], fiscal_year: int | None
) -> list[CountClaim]:
    """Return what a sentence states of the number of measures, a claim for each pillar named.

    Parameters
    ----------
    sentence : Sentence
        Of the body.
    measures : sequence of Measure
        Of the whole annex.
    fiscal_year : int or None
        Of the results; a rate of another year cannot be checked against them.
    """
    text = sentence.packed
    figures = _figures(sentence, fiscal_year)
    if not figures or not _is_about_measures(figures, text, sentence):
        return []
    scopes = [_scope(text, figure, sentence, measures) for figure in figures]
    checked: list[_Checked] = []
    for index, figure in enumerate(figures):
        chosen = _meaning(text, figures, index, checked, measures)
        checked.append(_check(figure, scopes[index], chosen, checked, measures, fiscal_year, text))
    return [_claim(group) for group in _groups(checked)]


def _figures(sentence: Sentence, fiscal_year: int | None) -> list[_Figure]:
    text = sentence.packed
    years = [mention for mention in find_years(text) if mention.kind == "fiscal_year"]
    found = []
    for match in _FIGURE.finditer(text):
        before = [mention.year for mention in years if mention.end <= match.start()]
        year = before[-1] if before else fiscal_year
        number = match["count"] or match["rate"] or match["points"]
        digits = number.replace(",", "")
        value = float(digits) if digits[:1].isdigit() else None
        step = 10.0 ** -len(digits.partition(".")[2])
        noun = match["noun"] or ""
        kind: Literal["count", "level", "rate", "points"] = (
            "rate" if match["rate"] else "points" if match["points"]
            else "level" if noun in _LEVELS else "count"
        )  # fmt: skip
        found.append(_Figure(match.start(), match.end(), match[0], kind, value, step, noun, year))
    return found


def _is_about_measures(figures: Sequence[_Figure], text: str, sentence: Sentence) -> bool:
    """Counts of measures, or a rate of achievement; a field's text mostly counts other things."""
    counted = [figure for figure in figures if figure.kind == "count"]
    if sentence.section.field_no is not None:
        return any(figure.noun == "施策" and figure.value is None for figure in counted)
    return bool(counted) or (
        re.search("達成率|達成割合", text) is not None
        and any(figure.kind == "rate" for figure in figures)
    )


# ---------------------------------------------------------------- which measures


def _scope(text: str, figure: _Figure, sentence: Sentence, measures: Sequence[Measure]) -> _Scope:
    """The pillar named last before the figure, else the one that the section is about."""
    best, at = None, -1
    for number, name in dict.fromkeys((m.pillar_no, m.pillar) for m in measures):
        for word in _namings(number, name):
            position = text.rfind(word, 0, figure.start)
            if position > at:
                best, at = _Scope(number, label=f"柱{number} {name or ''}".strip()), position
    whole = max(text.rfind(word, 0, figure.start) for word in ("全体", "合計", "県全体"))
    section = sentence.section
    if best is not None and whole < at:
        return best
    if whole >= 0 or section.pillar_no is None:
        return _Scope()
    return _Scope(
        section.pillar_no, section.middle_no, section.field_no,
        "".join(filter(None, (section.pillar_no, section.middle_no, section.field_no))),
    )  # fmt: skip


def _namings(number: str | None, name: str | None) -> list[str]:
    found = [f"柱{number}", f"基本目標{number}"] if number else []
    return [*found, f"「{pack(name)}」"] if name else found


# ---------------------------------------------------------------- what of them


def _meaning(
    text: str,
    figures: Sequence[_Figure],
    index: int,
    before: Sequence[_Checked],
    measures: Sequence[Measure],
) -> Meaning | None:
    """What the words at a figure say of what it counts: those nearest to it first."""
    figure = figures[index]
    if figure.kind in ("level", "points"):
        return None
    start = figures[index - 1].end if index else 0
    end = figures[index + 1].start if index + 1 < len(figures) else len(text)
    ahead, behind = text[start : figure.start], text[figure.end : end]
    own = _CLAUSE.split(ahead)[-1]
    if figure.kind == "rate":
        return _of_rate(text, before)
    if _symbols(own, measures) or _symbols(_CLAUSE.split(behind)[0][:8], measures):
        return "symbol"
    of_these = index > 0 and re.search("うち|中", text[: figure.start])
    if of_these and (_CAUSE_END.search(ahead) or _CAUSE_END.search(behind)):
        return "cause"
    return (
        _said(own)
        or ("base" if _OF_THESE.search(behind) else None)
        or _said(_CLAUSE.split(behind)[0])
        or _said(behind)
        or _said(text[figures[-1].end :])
        or next((item.meaning for item in reversed(before) if item.meaning), None)
    )


def _said(words: str) -> Meaning | None:
    return next((meaning for meaning, cue in _meanings().items() if cue.search(words)), None)


@cache
def _meanings() -> dict[Meaning, re.Pattern[str]]:
    """The cues in their order: the first that fits is taken."""
    path = Path(__file__).with_name("meanings.toml")
    content: Any = tomllib.loads(path.read_text(encoding="utf-8"))
    cues: dict[Meaning, list[str]] = content
    return {meaning: re.compile("|".join(words)) for meaning, words in cues.items()}


def _of_rate(text: str, before: Sequence[_Checked]) -> Meaning | None:
    """A rate in brackets is that of the count before it."""
    last = before[-1] if before else None
    if last is not None and last.figure.kind == "count" and text[last.figure.end] == "(":
        return last.meaning
    return "achieved" if "達成" in text else None


def _symbols(words: str, measures: Sequence[Measure]) -> str | None:
    known = {normalize_symbol(m.rating_symbol) for m in measures if m.rating_symbol}
    for symbol in sorted(known, key=len, reverse=True):
        mark = re.escape(symbol)
        around = rf"[「『(]{mark}[」』)]|評価{mark}|{mark}(?:評価|判定|ランク)"
        pattern = rf"{around}|(?<![A-Za-z]){mark}[はが:]"
        if symbol.strip("―") and re.search(pattern, normalize_symbol(words)):
            return symbol
    return None


# ---------------------------------------------------------------- against the measures

_COUNTS: Mapping[Meaning, Sequence[Callable[[Tally], int]]] = {
    "measures": (lambda t: t.measures,),
    "active": (lambda t: t.active,),
    "completed": (lambda t: t.completed,),
    "rated": (lambda t: t.rated,),
    "no_target": (lambda t: t.no_target, lambda t: t.active - t.rated),
    "achieved": (lambda t: t.achieved,),
    "exceeded": (lambda t: t.exceeded,),
    "met": (lambda t: t.met,),
    "partly": (lambda t: t.partly,),
    "missed": (lambda t: t.missed, lambda t: t.missed + t.partly),
    "reached": (lambda t: t.achieved, lambda t: t.met),
    "carried_out": (lambda t: t.active,),
    "base": (lambda t: t.rated, lambda t: t.active, lambda t: t.measures),
}


def _check(
    figure: _Figure,
    scope: _Scope,
    meaning: Meaning | None,
    before: Sequence[_Checked],
    measures: Sequence[Measure],
    fiscal_year: int | None,
    text: str,
) -> _Checked:
    own = in_scope(measures, scope.pillar_no, scope.middle_no, scope.field_no)
    tally = count_measures(own)

    def result(verdict: Verdict, found: str | None = None, reason: str | None = None) -> _Checked:
        return _Checked(figure, scope, meaning, found, verdict, reason)

    if not own:
        return result("uncheckable", reason="the annex has no measure of this scope")
    if figure.kind == "level":
        return _level(figure, own, result)
    if figure.kind == "points":
        return _points(figure, tally, before, text, result)
    if figure.year != fiscal_year and figure.kind == "rate":
        return _earlier_rate(figure, tally, text, result)
    if meaning is None:
        return result("uncheckable", reason="the words do not tell which measures are counted")
    if meaning == "cause":
        return _named_cause(figure, own, text, result)
    if figure.kind == "rate":
        return _share_of_counts(figure, before, result) or _rate(figure, meaning, tally, result)
    if meaning == "symbol":
        start = before[-1].figure.end if before else 0
        symbol = _symbols(text[start : figure.end + 10], measures) or ""
        counts = [sum(normalize_symbol(m.rating_symbol or "") == symbol for m in own)]
    else:
        counts = [count(tally) for count in _COUNTS[meaning]]
    if figure.value is None:  # 全ての施策
        agrees = counts[0] == len(own)
        return result("agrees" if agrees else "disagrees", f"{counts[0]} of {len(own)}")
    if int(figure.value) in counts:
        return result("agrees", str(int(figure.value)))
    return result("disagrees", str(counts[0]), f"the annex has {counts[0]}")


_Result = Callable[..., _Checked]


def _level(figure: _Figure, own: Sequence[Measure], result: _Result) -> _Checked:
    counted: int = getattr(count_measures(own), _LEVELS[figure.noun])
    if figure.value is None or not counted:
        return result("uncheckable", reason=f"the annex does not name {figure.noun}")
    if counted == figure.value:
        return result("agrees", str(counted))
    return result("disagrees", str(counted), f"the annex has {counted}")


def _share_of_counts(
    figure: _Figure, before: Sequence[_Checked], result: _Result
) -> _Checked | None:
    """31施策中24施策（77.4％）: the share must be that of the two counts; None where it is."""
    counts = [i.figure.value for i in before[-2:] if i.figure.kind == "count" and i.figure.value]
    if len(counts) < 2 or figure.value is None or before[-2].meaning != "base":
        return None
    share = 100 * counts[1] / counts[0]
    if abs(share - figure.value) <= figure.step / 2 + 1e-9:
        return None
    reason = f"{counts[1]:g} of {counts[0]:g} are {share:.1f}%"
    return result("disagrees", f"{share:.1f}%", reason)


def _rate(figure: _Figure, meaning: Meaning, tally: Tally, result: _Result) -> _Checked:
    """A share of the rated measures, of those of the year, or of all."""
    counts = [count(tally) for count in _COUNTS.get(meaning, ())]
    bases = {tally.rated, tally.active, tally.measures} - {0}
    shares = [100 * count / base for count in counts for base in sorted(bases)]
    if not shares or figure.value is None:
        return result("uncheckable", reason="the annex gives no such share")
    if any(abs(share - figure.value) <= figure.step / 2 + 1e-9 for share in shares):
        return result("agrees", figure.raw)
    first = 100 * counts[0] / (tally.rated or max(bases))
    return result("disagrees", f"{first:.1f}%", f"the annex gives {first:.1f}%")


def _earlier_rate(figure: _Figure, tally: Tally, text: str, result: _Result) -> _Checked:
    """Of another year only the comparison with this year's rate can be checked."""
    reason = f"the rate of {figure.year} is not in this report"
    if tally.rate is None or figure.value is None or "ポイント" in text:
        return result("uncheckable", reason=reason)
    lead = 100 * tally.rate - figure.value
    wrong = (lead < 0 and _HIGHER.search(text)) or (lead > 0 and _LOWER.search(text))
    if wrong:
        return result("disagrees", f"{100 * tally.rate:.1f}%", "the comparison does not hold")
    return result("uncheckable", f"{100 * tally.rate:.1f}%", reason)


def _points(
    figure: _Figure, tally: Tally, before: Sequence[_Checked], text: str, result: _Result
) -> _Checked:
    """A difference in points from an earlier rate in the same sentence."""
    rates = [
        item for item in before
        if item.figure.kind == "rate" and item.scope == result("uncheckable").scope
    ]  # fmt: skip
    if not rates or tally.rate is None or rates[0].figure.value is None or figure.value is None:
        return result("uncheckable", reason="the rate that it starts from is not stated")
    lead = round(100 * tally.rate, 1) - rates[0].figure.value
    claimed = -figure.value if _LOWER.search(text[figure.end :]) else figure.value
    if abs(lead - claimed) <= figure.step + 1e-9:
        return result("agrees", f"{lead:+.1f}")
    return result("disagrees", f"{lead:+.1f}", f"the rates differ by {lead:+.1f} points")


def _named_cause(figure: _Figure, own: Sequence[Measure], text: str, result: _Result) -> _Checked:
    """How many explanations of a shortfall name the cause; 等 and the like may mean more."""
    cause = _cause(text, figure)
    short = [m for m in own if m.rating in ("missed", "partly")]
    named = sum(_is_named(cause, m.explanation or "") for m in short)
    found = f"{named} of {len(short)}"
    if figure.value == named:
        return result("agrees", found)
    return result("uncheckable", found, f"{found} explanations of a shortfall name {cause}")


def _cause(text: str, figure: _Figure) -> str:
    behind, ahead = text[figure.end :], text[: figure.start]
    end = _CAUSE_END.search(behind)
    words = behind[: end.start()] if end else ""
    if not words:
        end = _CAUSE_END.search(ahead)
        words = _CLAUSE.split(ahead[: end.start()])[-1] if end else ""
    return _PARTICLES.sub("", words)


def _is_named(cause: str, explanation: str) -> bool:
    wanted = max(_LEAST_NAMED, int(_NAMED_SHARE * len(cause)))
    place = pack(explanation)
    return any(cause[i : i + wanted] in place for i in range(max(0, len(cause) - wanted) + 1))


# ---------------------------------------------------------------- figures → claims


def _groups(checked: Sequence[_Checked]) -> list[list[_Checked]]:
    """Figures of one year's comparison are one claim; others one for each scope."""
    if all(item.verdict == "uncheckable" or item.figure.kind == "points" for item in checked):
        return [list(checked)]
    groups: dict[_Scope, list[_Checked]] = {}
    for item in checked:
        groups.setdefault(item.scope, []).append(item)
    return list(groups.values())


def _claim(group: Sequence[_Checked]) -> CountClaim:
    wrong = [item for item in group if item.verdict == "disagrees"]
    open_ = [item for item in group if item.verdict == "uncheckable"]
    vague = [item for item in open_ if item.meaning == "cause"]
    told = wrong or vague or [item for item in group if item.verdict == "agrees"] or open_
    rates = all(item.figure.kind in ("rate", "points") for item in group)
    return CountClaim(
        kind="rate" if rates else "count",
        subject=" ".join(dict.fromkeys(item.scope.label for item in group)),
        claimed="、".join(item.figure.raw for item in (wrong or vague or group)),
        found="、".join(dict.fromkeys(item.found for item in told if item.found)) or None,
        verdict=told[0].verdict,
        reason="; ".join(dict.fromkeys(item.reason for item in told if item.reason)) or None,
    )
