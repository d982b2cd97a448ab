"""Figures of an evaluation, against scikit-learn and by hand."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import f1_score, precision_score, recall_score

from kict_nlp.causes.codebook import NONE
from kict_nlp.causes.coding import CauseLabel, Coding
from kict_nlp.causes.evaluation import evaluate_codings
from kict_nlp.causes.passages import Passage
from kict_nlp.causes.thresholds import choose_thresholds
from kict_nlp.errors import PassageError

CODES = ("covid", "delay", "demand")
SETS = st.sets(st.sampled_from(CODES))


def passage(labels: set[str], number: int = 0, **more: object) -> Passage:
    ordered = tuple(code for code in CODES if code in labels) or (NONE,)
    return Passage(id=str(number), text="工事の遅れにより利用が減った", labels=ordered, **more)


def coding(labels: set[str], *, uncertain: bool = False) -> Coding:
    ordered = [code for code in CODES if code in labels] or [NONE]
    return Coding(
        labels=tuple(CauseLabel(cause=code, probability=0.9) for code in ordered),
        uncertain=uncertain,
        probabilities={code: 0.9 if code in labels else 0.1 for code in CODES},
    )


@given(st.lists(st.tuples(SETS, SETS), min_size=1, max_size=30))
def test_precision_recall_and_f1_are_those_of_scikit_learn(
    pairs: list[tuple[set[str], set[str]]],
) -> None:
    stated = np.array([[code in labels for code in CODES] for labels, _ in pairs])
    given_codes = np.array([[code in labels for code in CODES] for _, labels in pairs])
    result = evaluate_codings(
        [passage(labels) for labels, _ in pairs], [coding(labels) for _, labels in pairs], CODES
    )
    for metrics in result.codes:
        if metrics.cause == NONE:
            continue
        column = CODES.index(metrics.cause)
        own, ours = stated[:, column], given_codes[:, column]
        if metrics.precision.value is not None:
            assert metrics.precision.value == pytest.approx(precision_score(own, ours))
        if metrics.recall.value is not None:
            assert metrics.recall.value == pytest.approx(recall_score(own, ours))
        assert metrics.f1.value == pytest.approx(f1_score(own, ours))
    assert result.micro.value == pytest.approx(
        f1_score(stated, given_codes, average="micro", zero_division=0)
    )
    assert result.exact == pytest.approx(np.mean([a == b for a, b in pairs]))
    assert len(result.mistakes) == sum(a != b for a, b in pairs)


def test_macro_counts_codes_that_five_passages_have() -> None:
    passages = [passage({"covid"})] * 5 + [passage({"delay"})] * 4
    codings = [coding({"covid"})] * 5 + [coding(set())] * 4
    assert evaluate_codings(passages, codings, CODES).macro.value == 1.0


def test_intervals_hold_the_figure_and_shrink_with_more_passages() -> None:
    passages = [passage({"covid"}), passage({"covid"}), passage(set())]
    codings = [coding({"covid"}), coding(set()), coding({"covid"})]
    widths = []
    for times in (10, 200):
        micro = evaluate_codings(passages * times, codings * times, CODES).micro
        assert micro.value == pytest.approx(0.5)
        assert micro.low is not None
        assert micro.high is not None
        assert micro.low < micro.value < micro.high
        widths.append(micro.high - micro.low)
    assert widths[1] < widths[0] / 3


def test_overlap_of_evidence_is_the_f1_of_characters() -> None:
    stated = passage({"delay"}, evidence={"delay": ((0, 5),)})
    given_label = CauseLabel(
        cause="delay", probability=0.8, evidence="の遅れにより", start=2, end=8
    )
    result = evaluate_codings([stated], [Coding(labels=(given_label,))], CODES)
    assert result.evidence_overlap == pytest.approx(2 * 3 / (5 + 6))
    assert result.evidence_touched == 1.0


def test_reliability_confusions_and_doubt() -> None:
    passages = [passage({"covid"}, 1), passage({"delay"}, 2)]
    codings = [coding({"covid"}), coding({"demand"}, uncertain=True)]
    result = evaluate_codings(passages, codings, CODES)
    assert [(b.low, b.count, b.true_share) for b in result.reliability] == [
        (0.1, 4, 0.25),
        (0.9, 2, 0.5),
    ]
    assert result.confusions == (("delay", "demand", 1),)
    assert (result.uncertain, result.right_if_certain, result.right_if_uncertain) == (0.5, 1, 0)
    assert result.brier == pytest.approx((4 * 0.1**2 + 2 * 0.9**2) / 6)


def test_nothing_to_compare_with_is_an_error() -> None:
    with pytest.raises(PassageError, match="no labelled passages"):
        evaluate_codings([], [], CODES)


def test_a_code_that_the_model_does_not_know_is_not_left_out() -> None:
    stated = Passage(id="p7", text="猛暑", labels=("heat",))
    with pytest.raises(PassageError, match="p7 has the code 'heat'"):
        evaluate_codings([stated], [Coding(labels=())], CODES)


def test_a_frequent_code_gets_its_own_threshold_and_a_rare_one_that_of_all() -> None:
    probabilities = np.full((400, 2), 0.05)
    stated = np.zeros((400, 2), dtype=bool)
    stated[:200, 0] = True
    probabilities[:200, 0] = 0.5
    probabilities[200:300, 0] = 0.4
    stated[0, 1] = True
    probabilities[0, 1] = 0.3
    frequent, rare = choose_thresholds(probabilities, stated, np.ones(400))
    assert 0.4 < frequent <= 0.5
    assert rare == pytest.approx(frequent)
