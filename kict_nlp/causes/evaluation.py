"""How well codings agree with labelled passages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kict_nlp.causes.codebook import NONE
from kict_nlp.causes.coding import Coding
from kict_nlp.causes.passages import Passage
from kict_nlp.errors import PassageError

_DRAWS = 2000  # of the bootstrap
_LEVEL = 0.95
_BINS = 10  # of the reliability table
FEWEST = 5  # passages that a code must have to count in the macro average, as in the published goal

Counts = NDArray[np.float64]
_Average = Callable[[Counts, Counts, NDArray[np.bool_]], Counts]


@dataclass(frozen=True, slots=True)
class Metric:
    """A figure with its interval; None where it has no meaning."""

    value: float | None
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMetrics:
    """One code: how many passages have it, and how well it was given."""

    cause: str
    passages: int
    given: int
    precision: Metric
    recall: Metric
    f1: Metric


@dataclass(frozen=True, slots=True, kw_only=True)
class ReliabilityBin:
    """Probabilities within a tenth: how many, their mean, and how often they came true."""

    low: float
    high: float
    count: int
    mean: float
    true_share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """A passage whose codes are not those that people gave."""

    id: str
    text: str
    labels: tuple[str, ...]
    given: tuple[str, ...]
    uncertain: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Codings against labels.

    Attributes
    ----------
    passages : int
    codes : tuple of CodeMetrics
        Every code that occurs, in the order of the codebook; ``none`` last.
    macro : Metric
        Mean F1 of the codes that at least five passages have, ``none`` left out.
    micro : Metric
        F1 over all codes together, ``none`` left out.
    exact : float
        Share of passages whose codes are all right.
    evidence_overlap : float or None
        Mean F1 of the characters of evidence, over codes rightly given whose evidence is known.
    evidence_touched : float or None
        Share of these whose evidence shares a character with the labelled one.
    brier : float
        Mean squared error of the probabilities.
    reliability : tuple of ReliabilityBin
    uncertain, right_if_certain, right_if_uncertain : float or None
        Share of passages marked uncertain, and the share of all right among the others and these.
    confusions : tuple of (stated, given, passages)
        A code missed beside one wrongly given in the same passage, most frequent first.
    mistakes : tuple of Mistake
    """

    passages: int
    codes: tuple[CodeMetrics, ...]
    macro: Metric
    micro: Metric
    exact: float
    evidence_overlap: float | None
    evidence_touched: float | None
    brier: float
    reliability: tuple[ReliabilityBin, ...]
    uncertain: float
    right_if_certain: float | None
    right_if_uncertain: float | None
    confusions: tuple[tuple[str, str, int], ...]
    mistakes: tuple[Mistake, ...]


def evaluate_codings(
    passages: Sequence[Passage], codings: Sequence[Coding], codes: Sequence[str], *, seed: int = 0
) -> Evaluation:
    """Return how well codings agree with the labels of passages.

    Parameters
    ----------
    passages : sequence of Passage
    codings : sequence of Coding
        One a passage, in the same order; the model must not have learned from these passages.
    codes : sequence of str
        Codes in the order of the result, ``none`` not among them.
    seed : int
        Of the bootstrap: the same seed gives the same intervals.

    Raises
    ------
    PassageError
        There are no passages, or one has a code that is not among ``codes``.

    Notes
    -----
    Source: percentile bootstrap over passages (Efron), 95 %. Passages are drawn whole, so causes
    that stand together stay together.
    """
    if not passages:
        raise PassageError("There are no labelled passages to compare with.")
    names = [*codes, NONE]
    _check_codes(passages, names)
    stated = np.array([[name in passage.labels for name in names] for passage in passages])
    given = np.array([[name in _given(coding) for name in names] for coding in codings])
    draws = _draws(len(passages), seed)
    overlap = list(_evidence_overlaps(passages, codings))
    right = (stated == given).all(axis=1)
    doubtful = np.array([coding.uncertain for coding in codings])
    probabilities = np.array([[c.probabilities.get(n, 0.0) for n in codes] for c in codings])
    return Evaluation(
        passages=len(passages),
        codes=tuple(
            _code_metrics(name, stated[:, index], given[:, index], draws)
            for index, name in enumerate(names)
            if stated[:, index].any() or given[:, index].any()
        ),
        macro=_averaged(stated[:, :-1], given[:, :-1], draws, _macro),
        micro=_averaged(stated[:, :-1], given[:, :-1], draws, _micro),
        exact=float(right.mean()),
        evidence_overlap=_mean(overlap),
        evidence_touched=_mean([share > 0 for share in overlap]),
        brier=float(((probabilities - stated[:, :-1]) ** 2).mean()),
        reliability=tuple(_reliability(probabilities, stated[:, :-1])),
        uncertain=float(doubtful.mean()),
        right_if_certain=_mean(right[~doubtful].tolist()),
        right_if_uncertain=_mean(right[doubtful].tolist()),
        confusions=tuple(_confusions(passages, codings)),
        mistakes=tuple(
            Mistake(
                id=passage.id,
                text=passage.text,
                labels=passage.labels,
                given=_given(coding),
                uncertain=coding.uncertain,
            )
            for passage, coding, is_right in zip(passages, codings, right, strict=True)
            if not is_right
        ),
    )


def _check_codes(passages: Iterable[Passage], names: Sequence[str]) -> None:
    """Raise rather than leave out a code: the averages would be of fewer codes than it seems."""
    for passage in passages:
        if unknown := [label for label in passage.labels if label not in names]:
            raise PassageError(
                f"The passage {passage.id} has the code {unknown[0]!r}, which the model cannot "
                "give.",
                hint="Take a model that was trained with this code, or take the code out.",
            )


def _given(coding: Coding) -> tuple[str, ...]:
    return tuple(label.cause for label in coding.labels)


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if len(values) else None


def _draws(passages: int, seed: int) -> Counts:
    """Return how often each draw of the bootstrap holds each passage."""
    random = np.random.default_rng(seed)
    even = np.full(passages, 1 / passages)
    return random.multinomial(passages, even, size=_DRAWS).astype(float)


def _code_metrics(
    name: str, stated: NDArray[np.bool_], given: NDArray[np.bool_], draws: Counts
) -> CodeMetrics:
    both = stated & given
    return CodeMetrics(
        cause=name,
        passages=int(stated.sum()),
        given=int(given.sum()),
        precision=_ratio(both, given, draws),
        recall=_ratio(both, stated, draws),
        f1=_ratio(2.0 * both, stated.astype(float) + given, draws),
    )


def _ratio(part: NDArray[Any], whole: NDArray[Any], draws: Counts) -> Metric:
    if not whole.sum():
        return Metric(None)
    parts: Counts = draws @ part.astype(float)
    wholes: Counts = draws @ whole.astype(float)
    low, high = _interval(parts[wholes > 0] / wholes[wholes > 0])
    return Metric(float(part.sum() / whole.sum()), low, high)


def _interval(values: Counts) -> tuple[float, float]:
    tail = (1 - _LEVEL) / 2
    low, high = np.quantile(values, [tail, 1 - tail])
    return float(low), float(high)


def _averaged(
    stated: NDArray[np.bool_], given: NDArray[np.bool_], draws: Counts, average: _Average
) -> Metric:
    frequent = stated.sum(axis=0) >= FEWEST
    both = (stated & given).astype(float)
    total = stated.astype(float) + given
    value = average(both.sum(axis=0)[None], total.sum(axis=0)[None], frequent)[0]
    if np.isnan(value):
        return Metric(None)
    low, high = _interval(average(draws @ both, draws @ total, frequent))
    return Metric(float(value), low, high)


def _macro(both: Counts, total: Counts, frequent: NDArray[np.bool_]) -> Counts:
    if not frequent.any():
        return np.full(len(both), np.nan)
    scores: Counts = (2 * both[:, frequent] / np.maximum(total[:, frequent], 1)).mean(axis=1)
    return scores


def _micro(both: Counts, total: Counts, _frequent: NDArray[np.bool_]) -> Counts:
    scores: Counts = 2 * both.sum(axis=1) / np.maximum(total.sum(axis=1), 1)
    return scores


def _evidence_overlaps(passages: Iterable[Passage], codings: Iterable[Coding]) -> Iterator[float]:
    """Yield the F1 of characters for each code rightly given whose evidence is labelled."""
    for passage, coding in zip(passages, codings, strict=True):
        for label in coding.labels:
            places = passage.evidence.get(label.cause)
            if places and label.start is not None and label.end is not None:
                ours = set(range(label.start, label.end))
                theirs = {place for start, end in places for place in range(start, end)}
                yield 2 * len(ours & theirs) / (len(ours) + len(theirs))


def _reliability(probabilities: Counts, stated: NDArray[np.bool_]) -> Iterator[ReliabilityBin]:
    numbers = np.minimum((probabilities * _BINS).astype(int), _BINS - 1)
    for number in range(_BINS):
        chosen = numbers == number
        if chosen.any():
            yield ReliabilityBin(
                low=number / _BINS,
                high=(number + 1) / _BINS,
                count=int(chosen.sum()),
                mean=float(probabilities[chosen].mean()),
                true_share=float(stated[chosen].mean()),
            )


def _confusions(
    passages: Iterable[Passage], codings: Iterable[Coding]
) -> list[tuple[str, str, int]]:
    counts: Counter[tuple[str, str]] = Counter()
    for passage, coding in zip(passages, codings, strict=True):
        given = set(_given(coding))
        for missed in sorted(set(passage.labels) - given):
            for wrong in sorted(given - set(passage.labels)):
                counts[missed, wrong] += 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return [(missed, wrong, count) for (missed, wrong), count in ranked]
