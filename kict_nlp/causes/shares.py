"""How many passages name a cause, with the classifier's own errors taken into account."""

from __future__ import annotations

import zlib
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from kict_nlp.causes.coding import Coding
from kict_nlp.errors import ArgumentError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Draws = NDArray[np.float64]

Basis = Literal["census", "sample"]
Doubt = Literal["", "not measured", "no better than chance", "other errors than measured"]

_DRAWS = 4000  # of the posterior; the ends of an interval then move by about 1 % of its width
_BATCH = 8000  # candidates at a time, of which those that are possible are kept
_BATCHES = 50
_FEWEST = 50  # possible candidates among _BATCH * _BATCHES, below which the errors do not fit


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorCounts:
    """How often a classifier gave one code rightly and wrongly on labelled passages.

    Attributes
    ----------
    cause : str
    tp, fp, fn, tn : int
        Passages that have the code and were given it; were given it wrongly; lack it wrongly;
        lack it rightly.
    """

    cause: str
    tp: int
    fp: int
    fn: int
    tn: int

    @property
    def sensitivity(self) -> float | None:
        """Of the passages that have the code, the share that was given it."""
        return self.tp / (self.tp + self.fn) if self.tp + self.fn else None

    @property
    def specificity(self) -> float | None:
        """Of the passages that do not have the code, the share that was not given it."""
        return self.tn / (self.tn + self.fp) if self.tn + self.fp else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """The share of passages that name a cause.

    Attributes
    ----------
    cause, group : str
        ``group`` is empty where all passages are counted together.
    passages, read_by_person : int
        How many passages there are, and of these how many a person coded.
    named : int
        How many of them were given the code.
    share, low, high : float or None
        Adjusted share (0 to 1) and its interval. None where there is a ``doubt``.
    basis : {"census", "sample"}
        What the interval is about: these passages, or those that they were drawn from.
    doubt : str
        Why there is no adjusted share: the errors were ``not measured`` (no labelled passage has
        the code, or none lacks it); the classifier is ``no better than chance``; with ``other
        errors than measured`` the codes here cannot have come about.
    """

    cause: str
    group: str = ""
    passages: int
    read_by_person: int
    named: int
    share: float | None
    low: float | None
    high: float | None
    basis: Basis
    doubt: Doubt = ""


def measure_errors(
    given: Sequence[Collection[str]], true: Sequence[Collection[str]], codes: Iterable[str]
) -> tuple[ErrorCounts, ...]:
    """Return the errors of each code.

    Parameters
    ----------
    given, true : sequence of collections of str
        The codes that the classifier gave each labelled passage, and those it has. The classifier
        must not have learned from these passages.
    codes : iterable of str
        Which codes to count, in this order.

    Examples
    --------
    >>> measure_errors([{"covid"}, {"covid"}, set()], [{"covid"}, set(), set()], ["covid"])
    (ErrorCounts(cause='covid', tp=1, fp=1, fn=0, tn=1),)
    """
    if len(given) != len(true):
        raise ArgumentError(f"{len(given)} passages were coded, but {len(true)} are labelled.")
    pairs = list(zip(given, true, strict=True))
    counts = []
    for code in codes:
        hits = [(code in found, code in labels) for found, labels in pairs]
        counts.append(
            ErrorCounts(
                cause=code,
                tp=hits.count((True, True)),
                fp=hits.count((True, False)),
                fn=hits.count((False, True)),
                tn=hits.count((False, False)),
            )
        )
    return tuple(counts)


def adjusted_shares(
    codings: Sequence[Coding],
    errors: Iterable[ErrorCounts],
    *,
    basis: Basis,
    groups: Sequence[str] | None = None,
    level: float = 0.95,
    seed: int = 0,
) -> list[Share]:
    """Return for each code the share of passages that name it, with an interval.

    Parameters
    ----------
    codings : sequence of Coding
        One a passage. Where a person gave the labels, they are taken for true.
    errors : iterable of ErrorCounts
        Measured on labelled passages like these; the codes are reported in this order.
    basis : {"census", "sample"}
        ``census``: these are all the passages that the question is about, and only the
        classifier's errors make the share uncertain. ``sample``: they were drawn at random from
        many more, which adds to it.
    groups : sequence of str, optional
        The group of each passage (a pillar, a fiscal year): shares within each, in the order of
        their first passage.
    level : float
        Of the interval.
    seed : int
        Of the random draws: the same seed gives the same interval.

    Returns
    -------
    list of Share

    Notes
    -----
    Source: the estimate of Rogan and Gladen (1978), (p + Sp - 1) / (Se + Sp - 1), kept within 0
    and 1. The interval is that of the posterior distribution under flat priors of sensitivity Se,
    specificity Sp and share, given the labelled passages and the codes here; the classifier is
    supposed to be better than chance. ``tests/causes/test_shares.py`` measures how often it holds
    the true share. It knows nothing of passages that differ in kind from the labelled ones.

    Examples
    --------
    >>> from kict_nlp.causes.coding import CauseLabel
    >>> codings = [
    ...     Coding(labels=(CauseLabel(cause=cause, probability=0.9),))
    ...     for cause in ["covid"] * 40 + ["none"] * 60
    ... ]
    >>> errors = [ErrorCounts(cause="covid", tp=80, fn=20, fp=4, tn=196)]
    >>> found = adjusted_shares(codings, errors, basis="census")[0]
    >>> f"{found.share:.2f} ({found.low:.2f} to {found.high:.2f})"
    '0.49 (0.41 to 0.60)'
    """
    if groups is not None and len(groups) != len(codings):
        raise ArgumentError(f"{len(codings)} codings were given, but {len(groups)} groups.")
    if not 0 < level < 1:
        raise ArgumentError(f"The level of an interval lies between 0 and 1; {level} does not.")
    parts: dict[str, list[Coding]] = {}
    for number, coding in enumerate(codings):
        parts.setdefault(groups[number] if groups else "", []).append(coding)
    measured = {counts.cause: counts for counts in errors}
    return [
        _share(part, cause, group, measured.get(cause), basis, level, seed)
        for group, part in parts.items()
        for cause in _causes(measured, codings)
    ]


def _causes(measured: Iterable[str], codings: Iterable[Coding]) -> list[str]:
    """The codes whose errors are known, then others that were given."""
    given = sorted({cause for coding in codings for cause in coding.causes})
    return list(dict.fromkeys([*measured, *given]))


def _share(
    codings: Sequence[Coding],
    cause: str,
    group: str,
    errors: ErrorCounts | None,
    basis: Basis,
    level: float,
    seed: int,
) -> Share:
    import numpy as np

    read = [coding for coding in codings if _by_person(coding)]
    total, unread = len(codings), len(codings) - len(read)
    true = sum(_has(coding, cause) for coding in read)
    named = sum(_has(coding, cause) for coding in codings)
    rng = np.random.default_rng([seed, zlib.crc32(cause.encode())])
    doubt, estimate, counts = _unread_counts(named - true, unread, errors, rng)
    share = low = high = None
    if not doubt:
        counts = counts + true
        draws = counts / total if basis == "census" else rng.beta(counts + 1, total - counts + 1)
        share = (true + estimate * unread) / total
        ends = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
        # The estimate can lie at 0 or 1, where no draw comes.
        low, high = min(float(ends[0]), share), max(float(ends[1]), share)
    return Share(
        cause=cause, group=group, passages=total, read_by_person=len(read), named=named,
        share=share, low=low, high=high, basis=basis, doubt=doubt,
    )  # fmt: skip


def _by_person(coding: Coding) -> bool:
    return any(label.source == "person" for label in coding.labels)


def _has(coding: Coding, cause: str) -> bool:
    return any(label.cause == cause for label in coding.labels)


def _unread_counts(
    named: int, passages: int, errors: ErrorCounts | None, rng: np.random.Generator
) -> tuple[Doubt, float, Draws]:
    """Of passages that no person read: a doubt, the estimated share, draws of the true number."""
    import numpy as np

    nothing = np.zeros(_DRAWS)
    if passages == 0:
        return "", 0.0, nothing
    if errors is None or errors.sensitivity is None or errors.specificity is None:
        return "not measured", 0.0, nothing
    better = errors.sensitivity + errors.specificity - 1
    if better <= 0:
        return "no better than chance", 0.0, nothing
    drawn = _posterior(named, passages, errors, rng)
    if drawn is None:
        return "other errors than measured", 0.0, nothing
    sensitivity, false_alarms, share = drawn
    rightly, missed = share * sensitivity, share * (1 - sensitivity)
    wrongly, none = (1 - share) * false_alarms, (1 - share) * (1 - false_alarms)
    counts = rng.binomial(named, _ratio(rightly, wrongly))
    counts = counts + rng.binomial(passages - named, _ratio(missed, none))
    estimate = (named / passages - (1 - errors.specificity)) / better
    return "", min(1.0, max(0.0, estimate)), counts.astype(float)


def _posterior(
    named: int, passages: int, errors: ErrorCounts, rng: np.random.Generator
) -> Draws | None:
    """Draws of sensitivity, rate of false alarms and share, given everything that was counted.

    With a flat prior of the share, the rate at which the code is given lies anywhere between the
    false alarms and the sensitivity, equally likely: so it is drawn as if there were no bounds,
    what falls outside is dropped, and what is kept weighs 1 / (sensitivity - false alarms).
    """
    import numpy as np

    kept: list[Draws] = []
    for _ in range(_BATCHES):
        sensitivity = rng.beta(errors.tp + 1, errors.fn + 1, _BATCH)
        false_alarms = rng.beta(errors.fp + 1, errors.tn + 1, _BATCH)
        rate = rng.beta(named + 1, passages - named + 1, _BATCH)
        possible = (false_alarms < rate) & (rate < sensitivity)
        kept.append(np.stack([sensitivity, false_alarms, rate])[:, possible])
        if sum(batch.shape[1] for batch in kept) >= _DRAWS // 2:
            break
    sensitivity, false_alarms, rate = np.concatenate(kept, axis=1)
    if len(rate) < _FEWEST:
        return None
    weights = 1 / (sensitivity - false_alarms)
    chosen = rng.choice(len(rate), _DRAWS, p=weights / weights.sum())
    share = (rate - false_alarms) * weights
    return np.stack([sensitivity[chosen], false_alarms[chosen], share[chosen]])


def _ratio(part: Draws, other: Draws) -> Draws:
    ratio: Draws = part / (part + other)
    return ratio
