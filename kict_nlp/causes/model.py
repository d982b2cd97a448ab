"""The cause model: which causes an explanation states, each with its words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

from kict_nlp.causes.codebook import NONE
from kict_nlp.causes.coding import CauseLabel, Coding
from kict_nlp.causes.encoding import Vocabulary
from kict_nlp.causes.features import passage_features
from kict_nlp.causes.judging import Answers, Array, Judge, log_odds
from kict_nlp.causes.questions import Questions
from kict_nlp.causes.shares import ErrorCounts
from kict_nlp.causes.stretches import CutPassage, cut_passage
from kict_nlp.causes.wording import trim_evidence
from kict_nlp.resources import find_resource

SHIPPED = "models/causes"
_AT_ONCE = 500  # passages that are turned into matrices together
# Log odds between a probability and its threshold below which a person should decide.
DOUBT = 0.5


@dataclass(frozen=True, slots=True)
class CauseModel:
    """A fitted model.

    Attributes
    ----------
    codes : tuple of str
        Every code that it gives; ``none`` is given where none of them is.
    thresholds : array of shape (codes,)
        The probability from which on a code is given.
    errors : tuple of ErrorCounts
        How often it was right and wrong on real passages that it had not seen.
    card : mapping
        What it was fitted to, with which versions and hashes, and how well it does.
    """

    codes: tuple[str, ...]
    vocabulary: Vocabulary
    questions: Questions
    judge: Judge
    thresholds: Array
    errors: tuple[ErrorCounts, ...] = ()
    card: Mapping[str, Any] = field(default_factory=dict)

    def predict(self, texts: Iterable[str], *, explaining: bool = False) -> list[Coding]:
        """Return the causes of each text.

        Parameters
        ----------
        texts : iterable of str
            Explanations as published, any length.
        explaining : bool
            Whether each text is known to explain why a target was missed, as the cell of reasons of
            a missed measure is. Then a text in which no code reaches its threshold gets the
            most probable one all the same, and is marked uncertain.

        Returns
        -------
        list of Coding
            One a text, in order. The evidence of a label lies exactly in the given text. A text
            without a stated cause has one label ``none``, whose probability is that of no cause.

        Raises
        ------
        TokenizeError
            A text holds half a surrogate pair, which is no character.

        Notes
        -----
        Source: linear models over terms, clauses and characters; see docs/causes.md.
        """
        return list(self.iter_predict(texts, explaining=explaining))

    def iter_predict(self, texts: Iterable[str], *, explaining: bool = False) -> Iterator[Coding]:
        """Yield what `predict` returns, some hundred texts at a time."""
        waiting = iter(texts)
        while batch := list(islice(waiting, _AT_ONCE)):
            cut = [cut_passage(text) for text in batch]
            answers = self.answer(cut)
            probabilities = self.judge(answers)
            bounds = np.searchsorted(answers.passage, np.arange(len(batch) + 1))
            joint = answers.stretches
            for number, text in enumerate(batch):
                rows = slice(bounds[number], bounds[number + 1])
                coding = self.decide(probabilities[number])
                if explaining and not coding.causes:
                    coding = self._best_guess(coding)
                yield self._with_places(coding, text, cut[number], joint[rows])

    def answer(self, passages: Sequence[CutPassage]) -> Answers:
        """Return the answers to the three questions for passages that are cut."""
        features = [passage_features(passage) for passage in passages]
        return self.questions.answer(self.vocabulary.encode(features))

    def decide(self, probabilities: Array) -> Coding:
        """Return the codes whose probability, one for each of ``codes``, reaches its threshold.

        The labels have no evidence yet.
        """
        labels = [
            CauseLabel(cause=self.codes[index], probability=float(probabilities[index]))
            for index in np.nonzero(probabilities >= self.thresholds)[0]
        ]
        if not labels:
            labels = [CauseLabel(cause=NONE, probability=float(np.prod(1 - probabilities)))]
        return Coding(
            labels=tuple(labels),
            uncertain=self._is_doubtful(probabilities),
            probabilities=dict(zip(self.codes, probabilities.tolist(), strict=True)),
        )

    def _best_guess(self, coding: Coding) -> Coding:
        """Give the most probable code to a text that must have one, for a person to check."""
        best = max(self.codes, key=lambda code: coding.probabilities[code])
        label = CauseLabel(cause=best, probability=coding.probabilities[best])
        return replace(coding, labels=(label,), uncertain=True)

    def _with_places(self, coding: Coding, text: str, cut: CutPassage, joint: Array) -> Coding:
        if not cut.stretches:
            return self.decide(np.zeros(len(self.codes)))
        labels = [
            label if label.cause == NONE else self._with_evidence(label, text, cut, joint)
            for label in coding.labels
        ]
        labels.sort(key=lambda label: (label.start or 0, -label.probability, label.cause))
        return replace(coding, labels=tuple(labels))

    def _with_evidence(
        self, label: CauseLabel, text: str, cut: CutPassage, joint: Array
    ) -> CauseLabel:
        best = int(joint[:, self.codes.index(label.cause)].argmax())
        start, end = trim_evidence(text, cut.stretches[best])
        return replace(label, evidence=text[start:end], start=start, end=end)

    def _is_doubtful(self, probabilities: Array) -> bool:
        distance = np.abs(log_odds(probabilities) - log_odds(self.thresholds))
        return bool((distance < DOUBT).any())


def load_cause_model(path: str | Path | None = None) -> CauseModel:
    """Return a cause model: the one that comes with the package, or one of your own.

    Parameters
    ----------
    path : str or Path, optional
        A folder that ``kict train`` wrote.

    Raises
    ------
    ModelError
        The folder holds no model, or one of another format. Loading never runs code of the file.

    Examples
    --------
    >>> [coding] = load_cause_model().predict(["台風で会場が使えず、目標を下回った。"])
    >>> coding.causes
    ('disaster',)
    """
    from kict_nlp.causes.model_files import read_model

    return read_model(find_resource(SHIPPED) if path is None else Path(path))
