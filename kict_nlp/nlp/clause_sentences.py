"""One sentence as clauses are looked for in it: stretches between contrasts, and what they say."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Any, Literal, TypeVar

from kict_nlp.nlp.clause_cues import CauseCue, ClauseCues
from kict_nlp.nlp.sentences import find_sentences
from kict_nlp.nlp.token_automaton import PatternText, Stretch
from kict_nlp.nlp.tokens import BLANK, Tokens, Word

_Answer = TypeVar("_Answer")
Verdict = Literal["shortfall", "trouble", "success", "action", "nothing"]

# Where two end with the same word, the first counts.
_VERDICTS: tuple[Verdict, ...] = ("shortfall", "trouble", "success")
_CLOSING_SIGNS = ("句点", "括弧閉")


def _remembered(ask: Callable[[Reader, Stretch], _Answer]) -> Callable[[Reader, Stretch], _Answer]:
    """Ask each question once; the same stretches come up for causes, shortfalls and outlooks."""

    @functools.wraps(ask)
    def remember(reader: Reader, within: Stretch) -> _Answer:
        key = (ask.__name__, within)
        answer: _Answer | None = reader.answers.get(key)
        if answer is None:
            answer = reader.answers[key] = ask(reader, within)
        return answer

    return remember


@dataclass(frozen=True, slots=True)
class Reader:
    """The words of a text with the questions that are put to stretches of it.

    Attributes
    ----------
    words : sequence of Word
        What the dictionary says about each word that is not blank.
    surfaces, starts, ends : sequence
        Each as it stands in the text, and its code points, half open.
    patterns : PatternText
        The words as patterns see them.
    cues : tuple of CauseCue
        The ways to mark a cause.
    """

    words: Sequence[Word]
    surfaces: Sequence[str]
    starts: Sequence[int]
    ends: Sequence[int]
    patterns: PatternText
    cues: tuple[CauseCue, ...]
    answers: dict[tuple[str, Stretch], Any] = field(default_factory=dict)

    def find(self, question: str, within: Stretch) -> list[Stretch]:
        """Return where a pattern stands."""
        return self.patterns.find(question, within)

    def has(self, question: str, within: Stretch) -> bool:
        """Whether a pattern stands there."""
        return self.patterns.has(question, within)

    def is_comma(self, index: int) -> bool:
        """Whether a word is a comma."""
        return self.words[index].part_of_speech[1] == "読点"

    def skip_opening(self, within: Stretch) -> Stretch:
        """Leave out また、 これは、 and bullets at the head of a stretch."""
        openings = self.find("boundaries.opening", within)
        if not openings or openings[0].first != within.first or openings[0].last >= within.last:
            return within
        return self.skip_opening(Stretch(openings[0].last, within.last))

    def skip_signs(self, within: Stretch) -> int:
        """The first word behind commas, bullets and closed brackets."""
        first = within.first
        while first < within.last and self._is_sign(first):
            first += 1
        return first

    def _is_sign(self, index: int) -> bool:
        speech = self.words[index].part_of_speech
        return speech[0] == "補助記号" and speech[1] != "括弧開"

    def skip_open_bracket(self, within: Stretch) -> int:
        """The first word behind the last bracket that is opened and not closed."""
        opened: list[int] = []
        for index in range(*within):
            kind = self.words[index].part_of_speech[1]
            if kind == "括弧開":
                opened.append(index + 1)
            elif kind == "括弧閉" and opened:
                opened.pop()
        return opened[-1] if opened else within.first

    def predicate_end(self, rest: Stretch) -> int:
        """Where a predicate ends of which ``rest`` holds the endings: 下回っ + て + いる."""
        hanging = self.find("closing.hanging", rest)
        return hanging[0].last if hanging and hanging[0].first == rest.first else rest.first

    def contrasts(self, sentence: Stretch) -> tuple[Stretch, ...]:
        """Cut a sentence behind が、, ものの、 and their like."""
        ends = [place.last for place in self.find("boundaries.contrast", sentence)]
        return _cut(sentence, ends)

    @_remembered
    def steps(self, within: Stretch) -> tuple[Stretch, ...]:
        """Cut a stretch behind clauses that go on: 遅れ、 and 減っており、."""
        return _cut(within, self._step_ends(within))

    def _step_ends(self, within: Stretch) -> list[int]:
        ends = {place.last for place in self.find("boundaries.continued", within)}
        # A clause that runs on is known by the noun behind it.
        return sorted(ends | {place.last - 1 for place in self.find("boundaries.run_on", within)})

    def steps_and_topics(self, within: Stretch) -> tuple[Stretch, ...]:
        """Cut a stretch behind its topics too: 下回っている点については、."""
        ends = [place.last for place in self.find("boundaries.topic", within)]
        ends += self._step_ends(within)
        return _cut(within, sorted(set(ends)))

    @_remembered
    def is_outlook(self, within: Stretch) -> bool:
        """Whether a clause ends in what is to be done or expected."""
        tail = self.without_contrast(within)
        if tail.first >= tail.last or self.has("outlook.past", tail):
            return False
        if _ends_in(self.find("outlook.final", tail), tail.last, _TAIL):
            return True
        if self.has("outlook.stative", tail):
            return self._plans(tail)
        return self.has("outlook.present", tail) or (self._plans(tail) and self._is_nominal(tail))

    def _plans(self, tail: Stretch) -> bool:
        return self.has("outlook.ahead", tail) and self.judge(tail) in ("nothing", "success")

    def _is_nominal(self, tail: Stretch) -> bool:
        return self.words[tail.last - 1].part_of_speech[0] == "名詞"

    @_remembered
    def without_contrast(self, within: Stretch) -> Stretch:
        """Leave out the contrast and the signs that close a stretch."""
        contrasts = self.find("boundaries.contrast", within)
        last = within.last
        if contrasts and contrasts[-1].last == within.last:
            last = contrasts[-1].first
            if contrasts[-1].last - last > 2:  # もの の 、 may begin with the verb before it
                last += 1
        while last > within.first and self.words[last - 1].part_of_speech[0] == "補助記号":
            last -= 1
        return Stretch(within.first, last)

    @_remembered
    def judge(self, within: Stretch) -> Verdict:
        """Return what a stretch says of the results, by the last word that says anything."""
        said = [
            (place, verdict)
            for verdict in _VERDICTS
            for place in self.find(f"judgement.{verdict}", within)
        ]
        if not said:
            return "nothing"
        harmless = self.find("judgement.harmless", within)
        said.sort(key=lambda item: -item[0].last)
        return next(
            (
                verdict
                for place, verdict in said
                if not (any(map(place.meets, harmless)) or self._is_denied(place, within))
            ),
            "nothing",
        )

    def judge_predicate(self, within: Stretch) -> Verdict:
        """Return what the end of a stretch says, leaving out what is told in passing before."""
        views = self.find("closing.view", within)
        last = views[-1].first if views else within.last
        return self.judge(Stretch(max(within.first, last - _PREDICATE), last))

    def _is_denied(self, place: Stretch, within: Stretch) -> bool:
        return self.has("polarity.denied_shortfall", Stretch(place.last, within.last))


# Words at the end of a step that belong to its predicate: 下回っ て いる 点 に つい て は.
_PREDICATE = 8
# Words that may stand between what makes an outlook and the end of its clause: ものと考えている.
_TAIL = 7


def _ends_in(places: list[Stretch], last: int, slack: int) -> bool:
    return any(last - place.last <= slack for place in places)


def _cut(within: Stretch, ends: list[int]) -> tuple[Stretch, ...]:
    first, last = within
    inner = [end for end in ends if first < end < last]
    return tuple(map(Stretch, (first, *inner), (*inner, last)))


def read_sentences(tokens: Tokens, cues: ClauseCues) -> tuple[Reader, list[Stretch]]:
    """Return the words of a text and its sentences, without the signs that close them."""
    kept = [word.part_of_speech[0] != BLANK for word in tokens.words]
    words, surfaces, starts, ends = (
        list(compress(tokens.words, kept)),
        list(compress(tokens.surfaces, kept)),
        list(compress(tokens.starts, kept)),
        list(compress(tokens.ends, kept)),
    )
    patterns = cues.patterns.read(surfaces, words)
    reader = Reader(words, surfaces, starts, ends, patterns, cues.causes)
    return reader, list(_sentences(tokens.text, reader))


# A point of a list that a blank parts from the one before.
_BULLET = re.compile(r"(?<=\s)(?=[・●○◯■□◆◇▽▼※])")


def _sentence_ends(text: str) -> list[int]:
    ends = {end for _, end in find_sentences(text)}
    return sorted(ends | {match.start() for match in _BULLET.finditer(text)})


def _sentences(text: str, reader: Reader) -> Iterator[Stretch]:
    first = 0
    for end in _sentence_ends(text):
        last = bisect_left(reader.starts, end, first)
        closed = last
        while closed > first and reader.words[closed - 1].part_of_speech[1] in _CLOSING_SIGNS:
            closed -= 1
        if closed > first:
            yield Stretch(first, closed)
        first = last
