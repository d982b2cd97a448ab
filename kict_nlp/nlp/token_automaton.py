"""Many patterns over words, looked for at once.

The words are read from the last to the first, and each place learns which patterns begin there and
which of their tests lead on to an end. So nothing is tried in vain, and a search takes time in
proportion to the words, whatever the pattern. What a word or a place can be is worked out when it
is met for the first time and remembered, as official Japanese repeats itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from kict_nlp.nlp.token_patterns import Branch, Steps, WordTest, parse_pattern
from kict_nlp.nlp.tokens import PartOfSpeech, Word

# Words and steps between places remembered, half a kilobyte each; 700 explanations have 20,000.
# Beyond it memory begins anew, as texts without end would fill it.
_MAX_REMEMBERED = 200_000
_DONE = -1  # instead of a test: the end of a pattern


class Stretch(NamedTuple):
    """Words of a text by their indices, half open."""

    first: int
    last: int

    def meets(self, other: Stretch) -> bool:
        """Whether the two share a word."""
        return self.first < other.last and other.first < self.last


class _Target(NamedTuple):
    """Where a search may go on: a test, or the end; perhaps at an edge of the stretch only."""

    test: int
    at_begin: bool
    at_end: bool


class _Kind:
    """Words that pass the same tests, as bits; compared by identity, which is quick."""

    __slots__ = ("tests",)

    def __init__(self, tests: int) -> None:
        self.tests = tests


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """A place with what follows it.

    Attributes
    ----------
    active : frozenset of int
        Tests that the word here passes and from which the rest of their pattern is found.
    begun, begun_at_edge : tuple of str
        Patterns that begin here; those that do so at the beginning of a stretch.
    wanted : int
        Tests, as bits, that make sense of the word before: the next test is active here, or none
        is needed.
    before : dict of _Kind to _State
        The place one word to the left, by the kind of that word.
    """

    active: frozenset[int]
    begun: tuple[str, ...]
    begun_at_edge: tuple[str, ...]
    wanted: int
    before: dict[_Kind, _State] = field(default_factory=dict)


class _Memory:
    """What was met so far; ``end`` is the place behind all words, ``size`` counts the entries."""

    def __init__(self, end: _State) -> None:
        self.end = end
        self.size = 0
        # By identity of the word, which is kept alive; comparing its six strings takes longer.
        self.words: dict[tuple[str, int], tuple[_Kind, Word]] = {}
        self.speeches: dict[PartOfSpeech, int] = {}  # tests that any word of it passes, as bits
        self.kinds: dict[int, _Kind] = {}
        self.states: dict[int, _State] = {}


class _Places(NamedTuple):
    """The places before words up to ``last``.

    Attributes
    ----------
    last : int
        The word behind.
    states : list of _State
        By how many words are left.
    begun : dict of str to list of int or None
        Pattern → words with which it begins, the last one first; None where with none.
    """

    last: int
    states: list[_State]
    begun: dict[str, list[int] | None]


class TokenPatterns:
    """Patterns by their names, see `kict_nlp.nlp.token_patterns` for how they are written.

    Parameters
    ----------
    sources : mapping of str to str
        Name → pattern.
    lists : mapping of str to sequence of str, optional
        Lists of words that ``$name`` refers to.

    Raises
    ------
    PatternError
        A pattern is faulty, or names a list that is not there.

    Examples
    --------
    >>> from kict_nlp.nlp.tokenizer import tokenize
    >>> patterns = TokenPatterns({"influence": "影響 (を 受ける|に より)"})
    >>> tokens = tokenize("大雨の影響を受けて遅れた。")
    >>> text = patterns.read(tokens.surfaces, tokens.words)
    >>> text.find("influence", Stretch(0, len(tokens)))
    [Stretch(first=2, last=5)]
    """

    def __init__(
        self, sources: Mapping[str, str], lists: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        self.targets: list[tuple[_Target, ...]] = []  # behind each test, the best first
        self.entries: dict[str, tuple[_Target, ...]] = {}  # of each pattern, the best first
        self._tests: list[WordTest] = []
        self._names: list[str] = []  # of the pattern of each test
        for name, source in sources.items():
            self._add(name, parse_pattern(source, lists))
        self._index()
        self.nowhere = dict.fromkeys(self.entries)
        self._memory = _Memory(self._end())

    def read(self, surfaces: Sequence[str], words: Sequence[Word]) -> PatternText:
        """Return words in which the patterns can be found.

        Parameters
        ----------
        surfaces, words
            Of the same length. Words that occur again should be the same objects.
        """
        if self._memory.size > _MAX_REMEMBERED:
            self._memory = _Memory(self._end())
        memory = self._memory
        known = memory.words.get
        kinds = [
            (known((surface, id(word))) or self._learn(memory, surface, word))[0]
            for surface, word in zip(surfaces, words, strict=True)
        ]
        return PatternText(self, memory, kinds)

    def _add(self, name: str, steps: Steps) -> None:
        places = [place for place, step in enumerate(steps) if isinstance(step, WordTest)]
        numbers = {place: number for number, place in enumerate(places, len(self._tests))}
        self.entries[name] = tuple(_targets(steps, 0, numbers))
        for step, place in zip(steps, range(1, len(steps) + 1), strict=True):
            if isinstance(step, WordTest):
                self._tests.append(step)
                self._names.append(name)
                behind = _targets(steps, place, numbers)
                self.targets.append(tuple(target for target in behind if not target.at_begin))

    def _index(self) -> None:
        """Put the tests where they are found by words and by what follows them."""
        self._by_word: dict[str, list[int]] = {}
        self._of_any_word: list[int] = []
        for number, test in enumerate(self._tests):
            for word in test.words:
                self._by_word.setdefault(word, []).append(number)
            if not test.words:
                self._of_any_word.append(number)
        self._leading: list[int] = [0] * len(self._tests)  # to each test, as bits
        self._closing = 0  # tests behind which a pattern may end, as bits
        self._closing_at_edge = 0
        for number, targets in enumerate(self.targets):
            for target in targets:
                if target.test != _DONE:
                    self._leading[target.test] |= 1 << number
                elif target.at_end:
                    self._closing_at_edge |= 1 << number
                else:
                    self._closing |= 1 << number
        self._first = {t.test for entry in self.entries.values() for t in entry if not t.at_begin}
        self._first_at_edge = {t.test for entry in self.entries.values() for t in entry}

    def _end(self) -> _State:
        return _State(frozenset(), (), (), self._closing | self._closing_at_edge)

    def _learn(self, memory: _Memory, surface: str, word: Word) -> tuple[_Kind, Word]:
        speech = word.part_of_speech
        passed = memory.speeches.get(speech)
        if passed is None:
            passed = memory.speeches[speech] = self._passed(self._of_any_word, speech)
        for form in {surface, word.dictionary_form, word.normalized_form}:
            if form in self._by_word:
                passed |= self._passed(self._by_word[form], speech)
        kind = memory.kinds.setdefault(passed, _Kind(passed))
        memory.size += 1
        found = memory.words[surface, id(word)] = (kind, word)
        return found

    def _passed(self, asked: Iterable[int], part_of_speech: PartOfSpeech) -> int:
        """The tests, as bits, that a word of this part of speech passes."""
        speech = "-".join(level for level in part_of_speech[:4] if level != "*")
        passed = 0
        for number in asked:
            test = self._tests[number]
            if speech.startswith(test.speech) and part_of_speech[5].startswith(test.form):
                passed |= 1 << number
        return passed

    def step(self, memory: _Memory, following: _State, kind: _Kind) -> _State:
        """Return the place of a word of a kind before another place."""
        active = kind.tests & following.wanted
        state = memory.states.get(active)
        if state is None:
            state = memory.states.setdefault(active, self._state(active))
        following.before[kind] = state
        memory.size += 1
        return state

    def _state(self, active: int) -> _State:
        tests = list(_numbers(active))
        wanted = self._closing
        for test in tests:
            wanted |= self._leading[test]
        names = self._names
        return _State(
            frozenset(tests),
            tuple({names[test]: None for test in tests if test in self._first}),
            tuple({names[test]: None for test in tests if test in self._first_at_edge}),
            wanted,
        )


class PatternText:
    """Words in which patterns can be found; made by `TokenPatterns.read`.

    The ends of the stretch that is looked at are ``^`` and ``$``, whatever stands around it.
    """

    def __init__(self, patterns: TokenPatterns, memory: _Memory, kinds: list[_Kind]) -> None:
        self._patterns = patterns
        self._memory = memory
        self._kinds = kinds
        self._places: dict[int, _Places] = {}

    def has(self, name: str, within: Stretch) -> bool:
        """Whether a pattern stands in a stretch.

        Raises
        ------
        KeyError
            There is no pattern of this name.
        """
        first, last = within
        if first >= last:
            return False
        places = self._places.get(last)
        if places is None or len(places.states) <= last - first:
            places = self._read(first, last)
        begun = places.begun[name]
        if begun is not None and begun[0] >= first:
            return True
        return name in places.states[last - first].begun_at_edge

    def find(self, name: str, within: Stretch) -> list[Stretch]:
        """Return where a pattern stands in a stretch, from left to right, none over another.

        Raises
        ------
        KeyError
            There is no pattern of this name.
        """
        first, last = within
        found: list[Stretch] = []
        if first >= last:
            return found
        places = self._places.get(last)
        if places is None or len(places.states) <= last - first:
            places = self._read(first, last)
        begun = places.begun[name]
        read = first
        if name in places.states[last - first].begun_at_edge:
            read = self._follow(name, places, first, at_begin=True)
            found.append(Stretch(first, read))
        if begun is not None and begun[0] >= read:
            for place in reversed(begun):
                if place >= read:
                    read = self._follow(name, places, place, at_begin=False)
                    found.append(Stretch(place, read))
        return found

    def names(self, within: Stretch) -> set[str]:
        """The patterns that stand in a stretch, to be asked for where there are many."""
        first, last = within
        places = self._read(first, last)
        found = {name for name, begun in places.begun.items() if begun and begun[0] >= first}
        return found.union(places.states[last - first].begun_at_edge)

    def _read(self, first: int, last: int) -> _Places:
        """The places before the words up to ``last``, at least from ``first`` on."""
        places = self._places.get(last)
        if places is None:
            nowhere = self._patterns.nowhere.copy()
            places = self._places[last] = _Places(last, [self._memory.end], nowhere)
        kinds, states, begun = self._kinds, places.states, places.begun
        state = states[-1]
        for index in range(last - len(states), first - 1, -1):
            kind = kinds[index]
            state = state.before.get(kind) or self._patterns.step(self._memory, state, kind)
            states.append(state)
            for name in state.begun:
                if found := begun[name]:
                    found.append(index)
                else:
                    begun[name] = [index]
        return places

    def _follow(self, name: str, places: _Places, first: int, *, at_begin: bool) -> int:
        """The end of a pattern that begins with a word."""
        states = places.states
        whole = left = places.last - first
        targets = self._patterns.entries[name]
        while True:
            active = states[left].active
            for test, needs_begin, needs_end in targets:
                if test in active and (at_begin or not needs_begin):
                    left -= 1
                    targets = self._patterns.targets[test]
                    break
                # A pattern that may be empty is not found where nothing else of it is.
                if test == _DONE and left < whole and not (needs_end and left):
                    return places.last - left


def _targets(steps: Steps, place: int, numbers: Mapping[int, int]) -> list[_Target]:
    """Where to go on from a step without reading a word, the best first."""
    found = []
    seen = set()
    waiting = [(place, False, False)]
    while waiting:
        here = waiting.pop()
        if here in seen:
            continue
        seen.add(here)
        place, at_begin, at_end = here
        step = steps[place] if place < len(steps) else None
        if step is None:
            found.append(_Target(_DONE, at_begin, at_end))
        elif isinstance(step, Branch):
            waiting += ((place + way, at_begin, at_end) for way in (step.second, step.first))
        elif isinstance(step, WordTest):
            if not at_end:
                found.append(_Target(numbers[place], at_begin, at_end))
        else:
            waiting.append((place + 1, at_begin or step == "^", at_end or step == "$"))
    return found


def _numbers(bits: int) -> Iterator[int]:
    """The places of the bits that are set, ascending."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest
