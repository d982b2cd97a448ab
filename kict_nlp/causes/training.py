"""Building the cause model from the corpus, the phrases, and real passages where there are any."""

from __future__ import annotations

import hashlib
import platform
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import sklearn
from sklearn.model_selection import GroupKFold
from threadpoolctl import threadpool_limits

from kict_nlp.causes.codebook import Codebook
from kict_nlp.causes.coding import Coding
from kict_nlp.causes.evaluation import Evaluation, evaluate_codings
from kict_nlp.causes.fitting import (
    Classroom,
    Encoding,
    Lesson,
    Phrase,
    answer_across,
    fit_judge,
    fit_questions,
)
from kict_nlp.causes.judging import Answers, Array
from kict_nlp.causes.model import CauseModel
from kict_nlp.causes.passage_index import read_index
from kict_nlp.causes.passages import Passage, passages_text, read_passages
from kict_nlp.causes.shares import ErrorCounts, measure_errors
from kict_nlp.causes.thresholds import choose_thresholds
from kict_nlp.errors import PassageError
from kict_nlp.nlp.tokenizer import tokenize
from kict_nlp.resources import find_resource
from kict_nlp.version import VERSION

if TYPE_CHECKING:
    from numpy.typing import NDArray

CORPUS = "corpora/causes"
PHRASES = "corpora/causes/phrases"
ADJUDICATED = "corpora/causes/rs2024_dev.csv"

# What a passage counts for. Real ones are few and what it is all about; those that two readers
# agreed on count most.
_ADJUDICATED_WEIGHT, _REAL_WEIGHT, _INVENTED_WEIGHT = 2.0, 1.0, 0.7
_JUDGE_FOLDS = 5


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and how well it does on passages held out, by where they come from."""

    model: CauseModel
    evaluations: dict[str, Evaluation]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Source:
    """A file of passages: ``name`` of its results, ``real`` where officials wrote them."""

    name: str
    passages: list[Passage]
    sha256: str
    real: bool


def train_model(codebook: Codebook, real: Sequence[tuple[str, Sequence[Passage]]]) -> Trained:
    """Fit a model to the corpus of the package and to real passages.

    Parameters
    ----------
    codebook : Codebook
    real : sequence of (str, passages)
        Real labelled passages, by the name that their results shall have. Without any, the model
        learns from invented passages alone.

    Returns
    -------
    Trained
        The same passages, libraries and machine give the same model.

    Raises
    ------
    PassageError
        A passage is labelled twice, or two sources bear one name.

    Notes
    -----
    Everything measured is measured on passages whose group was held out: five folds, and the judge
    and the thresholds again five folds above them.
    """
    sources = [*_real_sources(real), *_invented_sources(codebook)]
    _check_names(sources)
    lessons = _lessons(sources, codebook)
    with threadpool_limits(limits=1):
        room = Classroom.of(codebook.codes, lessons, _phrases(codebook))
        encoding = Encoding.of(room, room.vocabulary())
        answers = answer_across(encoding)
        everything = np.ones(len(lessons), dtype=bool)
        questions = fit_questions(encoding, everything)
        judge = fit_judge(answers, room.stated, room.weights)
        judged, held_out = _judged_across(room, answers)
    thresholds = choose_thresholds(judged, room.stated, room.weights)
    model = CauseModel(codebook.codes, room.vocabulary(), questions, judge, thresholds)
    codings = [
        replace(model, thresholds=of_others).decide(row)
        for row, of_others in zip(judged, held_out, strict=True)
    ]
    evaluations = _evaluations(sources, codings, codebook.codes)
    errors = _errors(sources, codings, codebook.codes)
    return Trained(replace(model, errors=errors, card=_card(sources, evaluations)), evaluations)


def _real_sources(real: Iterable[tuple[str, Sequence[Passage]]]) -> list[_Source]:
    return [_source(name, passages, _hash_of(passages), real=True) for name, passages in real]


def _source(name: str, passages: Iterable[Passage], sha256: str, *, real: bool) -> _Source:
    return _Source(name=name, passages=list(passages), sha256=sha256, real=real)


def _check_names(sources: Iterable[_Source]) -> None:
    """Raise if the results of one source would stand in the place of another's."""
    for name, count in Counter(source.name for source in sources).items():
        if count > 1:
            raise PassageError(
                f"{count} files of passages are called {name}.",
                hint="Give each another name; those of the package are in corpora/causes.",
            )


def _hash_of(passages: Iterable[Passage]) -> str:
    """Return the hash of passages as JSON lines: texts, labels and evidence."""
    return hashlib.sha256(passages_text(passages).encode()).hexdigest()


def _invented_sources(codebook: Codebook) -> list[_Source]:
    return [
        _source(path.stem, read_passages(path, codebook), _sha256(path), real=False)
        for path in sorted(find_resource(CORPUS).glob("*.jsonl"))
    ]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _phrases(codebook: Codebook) -> list[Phrase]:
    return [
        Phrase(codebook.check(path.stem), line)
        for path in sorted(find_resource(PHRASES).glob("*.txt"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line
    ]


def _lessons(sources: Iterable[_Source], codebook: Codebook) -> list[Lesson]:
    adjudicated = {place.id for place in read_index(find_resource(ADJUDICATED), codebook)}
    lessons: dict[str, Lesson] = {}
    for source in sources:
        for passage in source.passages:
            if passage.id in lessons:
                raise PassageError(
                    f"The passage {passage.id} is there twice.",
                    where=source.name,
                    hint="Give each passage in one file only.",
                )
            weight = _INVENTED_WEIGHT
            if source.real:
                weight = _ADJUDICATED_WEIGHT if passage.id in adjudicated else _REAL_WEIGHT
            lessons[passage.id] = Lesson(passage, weight)
    return list(lessons.values())


def _judged_across(room: Classroom, answers: Answers) -> tuple[Array, Array]:
    """Return probabilities and thresholds, both found without the passage's group.

    Both are of shape (passages, codes).
    """
    judged, thresholds = np.zeros_like(answers.whole), np.zeros_like(answers.whole)
    for known, held_out in GroupKFold(_JUDGE_FOLDS).split(judged, groups=room.groups):
        lessons = _part(answers, known)
        judge = fit_judge(lessons, room.stated[known], room.weights[known])
        judged[held_out] = judge(_part(answers, held_out))
        thresholds[held_out] = choose_thresholds(
            judge(lessons), room.stated[known], room.weights[known]
        )
    return judged, thresholds


def _part(answers: Answers, passages: NDArray[np.int64]) -> Answers:
    """Return the answers for some passages, numbered anew."""
    chosen = np.sort(passages)
    rows = np.isin(answers.passage, chosen)
    return Answers(
        answers.where[rows],
        answers.what[rows],
        answers.whole[chosen],
        answers.has_cause[chosen],
        np.searchsorted(chosen, answers.passage[rows]),
    )


def _evaluations(
    sources: Sequence[_Source], codings: Sequence[Coding], codes: Sequence[str]
) -> dict[str, Evaluation]:
    evaluations = {}
    start = 0
    for source in sources:
        end = start + len(source.passages)
        evaluations[source.name] = evaluate_codings(source.passages, codings[start:end], codes)
        start = end
    return evaluations


def _errors(
    sources: Sequence[_Source], codings: Sequence[Coding], codes: Sequence[str]
) -> tuple[ErrorCounts, ...]:
    """Count errors on real passages, where there are any."""
    real = any(source.real for source in sources)
    origins = [source.real for source in sources for _ in source.passages]
    passages = [passage for source in sources for passage in source.passages]
    chosen = [index for index, origin in enumerate(origins) if origin or not real]
    return measure_errors(
        [codings[index].causes for index in chosen],
        [passages[index].causes for index in chosen],
        codes,
    )


def _card(sources: Sequence[_Source], evaluations: dict[str, Evaluation]) -> dict[str, Any]:
    return {
        "kict_nlp": VERSION,
        "python": platform.python_version(),
        "scikit-learn": sklearn.__version__,
        "dictionary": str(tokenize("").dictionary),
        "terms_sha256": _sha256(Path(__file__).with_name("terms.toml")),
        "cues_sha256": _sha256(Path(__file__).parents[1] / "nlp" / "clause_cues.toml"),
        "learned_from": [
            {
                "name": source.name,
                "passages": len(source.passages),
                "real": source.real,
                "sha256": source.sha256,
                "held_out": _figures(evaluations[source.name]),
            }
            for source in sources
        ],
        "phrases": {
            path.stem: _sha256(path) for path in sorted(find_resource(PHRASES).glob("*.txt"))
        },
        "real_passages": any(source.real for source in sources),
    }


def _figures(evaluation: Evaluation) -> dict[str, Any]:
    return {
        "macro_f1": _rounded(evaluation.macro.value),
        "micro_f1": _rounded(evaluation.micro.value),
        "brier": _rounded(evaluation.brier),
        "f1": {metrics.cause: _rounded(metrics.f1.value) for metrics in evaluation.codes},
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
