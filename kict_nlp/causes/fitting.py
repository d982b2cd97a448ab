"""Fitting the cause model to labelled passages and phrases."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from scipy import sparse
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from kict_nlp.causes.encoding import Encoded, Matrix, Vocabulary
from kict_nlp.causes.features import StretchFeatures, passage_features, phrase_features
from kict_nlp.causes.judging import EVIDENCE, Answers, Array, Judge, evidence
from kict_nlp.causes.passages import Passage
from kict_nlp.causes.questions import Linear, Questions
from kict_nlp.causes.stretches import CutPassage, cut_passage
from kict_nlp.text.normalize import normalize

_FOLDS = 5
# Inverse strengths of regularisation; see docs/causes.md for what else was tried.
_C_WHERE, _C_WHAT, _C_WHOLE, _C_JUDGE = 1.0, 3.0, 1.0, 0.05
_DIGITS = 4  # of the judge's weights; more would differ from one run of the same sums to the next
_ROUNDS = 120  # of the solver; where it has not come to rest by then, more changes nothing
_PHRASE_WEIGHT = 0.5  # of a phrase without its passage, against a passage of weight 1
_MOST_OF_EVIDENCE = 0.4  # of the marked words, from where on a stretch that holds them states them

Mask = NDArray[np.bool_]


class Lesson(NamedTuple):
    """A labelled passage, and how much it counts when the model is fitted."""

    passage: Passage
    weight: float


class Phrase(NamedTuple):
    """Words that state one cause, without their passage."""

    cause: str
    text: str


@dataclass(frozen=True, slots=True)
class Classroom:
    """Lessons and phrases with their features, ready to fit any part of them.

    Attributes
    ----------
    stated : array of bool of shape (passages, codes)
    stated_in : array of bool of shape (stretches, codes)
    weights : array of shape (passages,)
    groups : tuple of str
        The group of each passage; a group is never parted by cross-validation.
    """

    codes: tuple[str, ...]
    features: list[list[StretchFeatures]]
    stated: Mask
    stated_in: Mask
    weights: Array
    groups: tuple[str, ...]
    phrases: list[StretchFeatures]
    phrase_codes: NDArray[np.int64]
    phrase_owners: NDArray[np.int64]
    phrase_weights: Array

    @classmethod
    def of(
        cls, codes: Sequence[str], lessons: Sequence[Lesson], phrases: Sequence[Phrase]
    ) -> Classroom:
        """Prepare lessons and phrases.

        The marked words of each passage are phrases too, which go wherever their passage goes.
        """
        number = {code: index for index, code in enumerate(codes)}
        cut = [cut_passage(lesson.passage.text) for lesson in lessons]
        texts, of_code, owners, weights = [], [], [], []
        for phrase in phrases:
            texts.append(normalize(phrase.text).text)
            of_code.append(number[phrase.cause])
            owners.append(-1)
            weights.append(_PHRASE_WEIGHT)
        for index, (passage, weight) in enumerate(lessons):
            for code, places in passage.evidence.items():
                for start, end in places:
                    texts.append(normalize(passage.text[start:end]).text)
                    of_code.append(number[code])
                    owners.append(index)
                    weights.append(weight)
        return cls(
            codes=tuple(codes),
            features=[passage_features(passage) for passage in cut],
            stated=np.array([[c in lesson.passage.labels for c in codes] for lesson in lessons]),
            stated_in=np.vstack(
                [
                    _stated_in(lesson.passage, c, codes)
                    for lesson, c in zip(lessons, cut, strict=True)
                ]
            ),
            weights=np.array([lesson.weight for lesson in lessons]),
            groups=tuple(lesson.passage.group for lesson in lessons),
            phrases=[phrase_features(text) for text in texts],
            phrase_codes=np.array(of_code, dtype=np.int64),
            phrase_owners=np.array(owners, dtype=np.int64),
            phrase_weights=np.array(weights),
        )

    def vocabulary(self) -> Vocabulary:
        """Return the vocabulary of all stretches and phrases."""
        stretches = [stretch for passage in self.features for stretch in passage]
        return Vocabulary.of([*stretches, *self.phrases])


def _stated_in(passage: Passage, cut: CutPassage, codes: Sequence[str]) -> Mask:
    """Return which stretch states which code: where the marked words lie, or most of them."""
    stated = np.zeros((len(cut.stretches), len(codes)), dtype=bool)
    for code, places in passage.evidence.items():
        for start, end in places:
            shared = np.array(
                [min(end, stretch.end) - max(start, stretch.start) for stretch in cut.stretches]
            )
            enough = (shared >= _MOST_OF_EVIDENCE * (end - start)) | (shared == shared.max())
            stated[enough & (shared > 0), codes.index(code)] = True
    return stated


@dataclass(frozen=True, slots=True)
class Encoding:
    """A classroom as matrices."""

    room: Classroom
    passages: Encoded
    phrases: Matrix

    @classmethod
    def of(cls, room: Classroom, vocabulary: Vocabulary) -> Encoding:
        """Encode a classroom."""
        return cls(room, vocabulary.encode(room.features), vocabulary.encode_phrases(room.phrases))


def fit_questions(encoding: Encoding, chosen: Mask) -> Questions:
    """Fit the three questions to the chosen passages, their phrases, and those of no passage."""
    room, passages = encoding.room, encoding.passages
    rows = chosen[passages.passage]
    stated_in = room.stated_in[rows]
    weights = room.weights[passages.passage[rows]]
    whole = passages.whole[chosen]
    stated = room.stated[chosen]
    targets = [_any(stated), *stated.T]
    with ThreadPoolExecutor() as pool:
        where = pool.submit(_fit_one, passages.where[rows], _any(stated_in), weights, _C_WHERE)
        heads = list(
            pool.map(
                lambda target: _fit_one(whole, target, room.weights[chosen], _C_WHOLE), targets
            )
        )
        return Questions(where.result(), _fit_what(encoding, chosen), Linear.stack(heads))


def _any(stated: Mask) -> Mask:
    return np.asarray(stated.any(axis=1))


def _fit_one(rows: Matrix, target: Mask, weights: Array, c: float) -> Linear:
    if target.all() or not target.any():
        return Linear.constant(rows.shape[1], certain=bool(target.all()))
    fitted = LogisticRegression(C=c, solver="liblinear", max_iter=_ROUNDS, random_state=0)
    fitted.fit(rows, target, sample_weight=weights)
    return Linear(fitted.coef_.T, fitted.intercept_)


def _fit_what(encoding: Encoding, chosen: Mask) -> Linear:
    """Fit which code a stretch states that states one.

    A stretch that states several is there once for each, for a part of its weight.
    """
    room, passages = encoding.room, encoding.passages
    rows, codes = np.nonzero(room.stated_in & chosen[passages.passage][:, None])
    shares = room.weights[passages.passage[rows]] / room.stated_in[rows].sum(axis=1)
    ours = np.nonzero((room.phrase_owners < 0) | chosen[room.phrase_owners])[0]
    stacked = sparse.vstack([passages.what[rows], encoding.phrases[ours]], format="csr")
    fitted = LogisticRegression(C=_C_WHAT, max_iter=_ROUNDS)
    fitted.fit(
        stacked,
        np.concatenate([codes, room.phrase_codes[ours]]),
        sample_weight=np.concatenate([shares, room.phrase_weights[ours]]),
    )
    return Linear.of_classes(fitted.coef_, fitted.intercept_, fitted.classes_, len(room.codes))


def answer_across(encoding: Encoding) -> Answers:
    """Return what the questions say of each passage when they were fitted without its group."""
    room, passages = encoding.room, encoding.passages
    count = len(room.groups)
    where = np.zeros(len(passages.passage))
    what = np.zeros((len(passages.passage), len(room.codes)))
    whole = np.zeros((count, len(room.codes)))
    has_cause = np.zeros(count)
    for _, held_out in GroupKFold(_FOLDS).split(np.zeros(count), groups=room.groups):
        chosen = np.ones(count, dtype=bool)
        chosen[held_out] = False
        answers = fit_questions(encoding, chosen).answer(passages)
        rows = ~chosen[passages.passage]
        where[rows], what[rows] = answers.where[rows], answers.what[rows]
        whole[held_out], has_cause[held_out] = answers.whole[held_out], answers.has_cause[held_out]
    return Answers(where, what, whole, has_cause, passages.passage)


def fit_judge(answers: Answers, stated: Mask, weights: Array) -> Judge:
    """Fit the judge to answers that were given without knowing the passages."""
    pieces = evidence(answers)
    rows = pieces.reshape(-1, len(EVIDENCE))
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    fitted = LogisticRegression(C=_C_JUDGE, max_iter=1000)
    fitted.fit(
        (rows - mean) / spread, stated.ravel(), sample_weight=np.repeat(weights, stated.shape[1])
    )
    weights_of_pieces = (fitted.coef_[0] / spread).round(_DIGITS)
    start = float(fitted.intercept_[0] - fitted.coef_[0] / spread @ mean)
    return Judge(weights_of_pieces, round(start, _DIGITS))
