"""Counts and rates of measures in sentences, held against the measures themselves."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from kict_nlp.reports.claims.doubts import is_of_something_else
from kict_nlp.reports.claims.figures import (
    LEVELS,
    Figure,
    Scope,
    find_figures,
    find_scope,
    is_about_measures,
)
from kict_nlp.reports.claims.meanings import (
    CAUSE_END,
    CLAUSE,
    OF_THESE,
    Meaning,
    find_meanings,
    find_symbol,
)
from kict_nlp.reports.claims.sentences import Sentence, pack
from kict_nlp.reports.ratings import normalize_symbol
from kict_nlp.reports.tally import Tally, count_measures, in_scope
from kict_nlp.schema import ClaimKind, Measure, Verdict

_HIGHER = re.compile("高い|高く|上昇|上回|増加|向上|改善")
# Behind 21分野: the plan as a whole is told, not some of its fields.
_WHOLE_PLAN = re.compile(
    r"^(?:[、の・にとで]|及び)?(?:\d|から|(?:を|で|に)?(?:構成|定め|設け|掲げ|置|位置|分け|分類|区分|体系))"
)
_LOWER = re.compile("低い|低く|低下|下降|下回|減少|悪化")
_THIS_YEAR = re.compile("今回|今年度|本年度|当年度")
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
class _Checked:
    figure: Figure
    scope: Scope
    meaning: Meaning | None
    found: str | None
    verdict: Verdict
    reason: str | None = None


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
    figures = find_figures(sentence, fiscal_year)
    if not figures or not is_about_measures(figures, text, sentence):
        return []
    scopes = [find_scope(text, figure, sentence, measures) for figure in figures]
    meanings = find_meanings(text, figures, measures)
    checked: list[_Checked] = []
    for figure, scope, meaning in zip(figures, scopes, meanings, strict=True):
        checked.append(_check(figure, scope, meaning, checked, measures, text))
    return [_claim(group) for group in _groups(checked)]


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
    figure: Figure,
    scope: Scope,
    meaning: Meaning | None,
    before: Sequence[_Checked],
    measures: Sequence[Measure],
    text: str,
) -> _Checked:
    own = in_scope(measures, scope.pillar_no, scope.middle_no, scope.field_no)
    tally = count_measures(own)
    doubt = figure.doubt or _doubt(figure, before, text)

    def result(verdict: Verdict, found: str | None = None, reason: str | None = None) -> _Checked:
        if verdict == "disagrees" and doubt:
            return _Checked(figure, scope, meaning, None, "uncheckable", doubt)
        return _Checked(figure, scope, meaning, found, verdict, reason)

    if not own:
        return result("uncheckable", reason="the annex has no measure of this scope")
    if figure.kind == "points":
        return _points(figure, scope, tally, before, text, result)
    if figure.years_off != 0:
        return _of_another_year(figure, tally, text, result)
    if figure.kind == "level":
        return _level(figure, own, text, result)
    if meaning is None:
        return result("uncheckable", reason="the words do not tell which measures are counted")
    if meaning == "cause":
        return _named_cause(figure, own, text, result)
    if figure.kind == "rate":
        return _share_of_counts(figure, before, result) or _rate(figure, meaning, tally, result)
    if meaning == "symbol":
        ahead = text[before[-1].figure.end if before else 0 : figure.start]
        symbol = find_symbol(ahead, text[figure.end :], measures)
        counts = [sum(normalize_symbol(m.rating_symbol or "") == symbol for m in own)]
    else:
        counts = [count(tally) for count in _COUNTS[meaning]]
    return _count(figure, counts, tally, result)


def _count(figure: Figure, counts: Sequence[int], tally: Tally, result: _Result) -> _Checked:
    if figure.value is None:  # 全ての施策: all, or all that could be
        everything = {tally.measures, tally.active, tally.rated}
        agrees = counts[0] in everything
        return result("agrees" if agrees else "disagrees", f"{counts[0]} of {max(everything)}")
    if int(figure.value) in counts:
        return result("agrees", str(int(figure.value)))
    return result("disagrees", str(counts[0]), f"the annex has {counts[0]}")


_WHOLE: frozenset[Meaning | None] = frozenset({None, "base", "rated", "active", "measures"})


def _doubt(figure: Figure, before: Sequence[_Checked], text: str) -> str | None:
    """Why a figure may be no count of the whole: a part of those counted before, an average."""
    last = before[-1] if before else None
    if figure.kind == "rate" and is_of_something_else(text):
        return "the rate may be an average or one of other bodies"
    if last is None or figure.kind != "count" or last.meaning in _WHOLE:
        return None
    if OF_THESE.search(text[last.figure.end :]):
        return f"it is a part of the {last.figure.raw}"
    return None


_Result = Callable[..., _Checked]


def _level(figure: Figure, own: Sequence[Measure], text: str, result: _Result) -> _Checked:
    counted: int = getattr(count_measures(own), LEVELS[figure.noun])
    if figure.value is None or not counted:
        return result("uncheckable", reason=f"the annex does not name {figure.noun}")
    if counted == figure.value:
        return result("agrees", str(counted))
    if not _WHOLE_PLAN.search(text[figure.end :]):
        return result("uncheckable", reason=f"it may be some of the {counted}")
    return result("disagrees", str(counted), f"the annex has {counted}")


def _share_of_counts(
    figure: Figure, before: Sequence[_Checked], result: _Result
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


def _rate(figure: Figure, meaning: Meaning, tally: Tally, result: _Result) -> _Checked:
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


def _of_another_year(figure: Figure, tally: Tally, text: str, result: _Result) -> _Checked:
    """Of another year only the comparison with this year's rate can be checked."""
    reason = "the figure is of another year, which is not in this report"
    is_compared = figure.years_off == -1 and _THIS_YEAR.search(text[figure.end :])
    if figure.kind != "rate" or tally.rate is None or figure.value is None or not is_compared:
        return result("uncheckable", reason=reason)
    lead = 100 * tally.rate - figure.value
    wrong = (lead < 0 and _HIGHER.search(text)) or (lead > 0 and _LOWER.search(text))
    if wrong and "ポイント" not in text:
        return result("disagrees", f"{100 * tally.rate:.1f}%", "the comparison does not hold")
    return result("uncheckable", f"{100 * tally.rate:.1f}%", reason)


def _points(
    figure: Figure,
    scope: Scope,
    tally: Tally,
    before: Sequence[_Checked],
    text: str,
    result: _Result,
) -> _Checked:
    """A difference in points from the rate of the year before in the same sentence."""
    earlier = [
        item.figure.value
        for item in before
        if item.figure.kind == "rate" and item.scope == scope and item.figure.years_off == -1
    ]
    if not earlier or earlier[0] is None or tally.rate is None or figure.value is None:
        return result("uncheckable", reason="the rate that it starts from is not stated")
    lead = round(100 * tally.rate, 1) - earlier[0]
    claimed = -figure.value if _LOWER.search(text[figure.end :]) else figure.value
    if abs(lead - claimed) <= figure.step + 1e-9:
        return result("agrees", f"{lead:+.1f}")
    return result("disagrees", f"{lead:+.1f}", f"the rates differ by {lead:+.1f} points")


def _named_cause(figure: Figure, own: Sequence[Measure], text: str, result: _Result) -> _Checked:
    """How many explanations of a shortfall name the cause; 等 and the like may mean more."""
    cause = _cause(text, figure)
    short = [m for m in own if m.rating in ("missed", "partly")]
    named = sum(_is_named(cause, m.explanation or "") for m in short)
    found = f"{named} of {len(short)}"
    if figure.value == named:
        return result("agrees", found)
    return result("uncheckable", found, f"{found} explanations of a shortfall name {cause}")


def _cause(text: str, figure: Figure) -> str:
    behind, ahead = text[figure.end :], text[: figure.start]
    end = CAUSE_END.search(behind)
    words = behind[: end.start()] if end else ""
    if not words:
        end = CAUSE_END.search(ahead)
        words = CLAUSE.split(ahead[: end.start()])[-1] if end else ""
    return _PARTICLES.sub("", words)


def _is_named(cause: str, explanation: str) -> bool:
    wanted = max(_LEAST_NAMED, int(_NAMED_SHARE * len(cause)))
    place = pack(explanation)
    return any(cause[i : i + wanted] in place for i in range(max(0, len(cause) - wanted) + 1))


def _groups(checked: Sequence[_Checked]) -> list[list[_Checked]]:
    """Figures of one year's comparison are one claim; others one for each scope."""
    if all(item.verdict == "uncheckable" or item.figure.kind == "points" for item in checked):
        return [list(checked)]
    groups: dict[Scope, list[_Checked]] = {}
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
