"""Words as rows of numbers, so that spaCy takes a whole document in one step.

spaCy's own tokenizer for Japanese sets tag, lemma, norm, morphology, part of speech word by word.
Here each different word gets a row of hashes once; a document is a list of row numbers.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Sequence
from itertools import chain, pairwise
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from spacy.lang.ja.tag_bigram_map import TAG_BIGRAM_MAP
from spacy.lang.ja.tag_map import TAG_MAP
from spacy.lang.ja.tag_orth_map import TAG_ORTH_MAP
from spacy.symbols import POS, X

from kict_nlp.nlp.tokens import Word

if TYPE_CHECKING:
    from spacy.vocab import Vocab

# Of unsigned 64-bit numbers; spaCy's stubs say signed ones, so no type of numpy fits.
Rows = Any

# The last column says of each word that no sentence starts with it; the caller knows better.
COLUMNS = ("TAG", "POS", "LEMMA", "NORM", "MORPH", "SENT_START")
# What spaCy calls "not the start of a sentence"; it stores signed numbers in unsigned ones.
_NO_START = 2**64 - 1
_POS = COLUMNS.index("POS")

_FIRST_ROWS = 4096  # rows; a report of fifty pages has about as many different words
# Rows kept; 48 bytes each, and the strings that spaCy keeps for them. Beyond it the table begins
# anew, as texts without end would fill the memory.
_MAX_ROWS = 500_000
# A part of speech that spaCy's map for UniDic does not know is X, "other".
_OTHER: dict[int, int] = {POS: X}


class WordRows:
    """The rows of all words met so far, for one vocabulary.

    Parameters
    ----------
    vocab : Vocab
        Where the strings behind the hashes are kept.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab
        self._lock = threading.Lock()
        self._clear()

    def rows(self, surfaces: Sequence[str], words: Sequence[Word]) -> Rows:
        """Return a row a word: the columns of `COLUMNS`, with parts of speech by context.

        Parameters
        ----------
        surfaces, words
            Of the same length, at least one. Words that occur again should be the same objects;
            surfaces of one word differ by width at most.

        Returns
        -------
        ndarray of uint64
            Of the shape (words, 6). The last column says that no sentence starts there.
        """
        with self._lock:
            known = list(map(self._numbers.get, map(id, words)))
            found = self._learn(surfaces, words) if None in known else cast("list[int]", known)
            rows = self._table[found]
            contexts = list(map(self._contexts.__getitem__, found))
        _resolve_by_context(rows, contexts)
        return rows

    def _clear(self) -> None:
        # By identity, as comparing words takes longer than all else here; they are kept alive.
        self._numbers: dict[int, int] = {}
        self._words: list[Word] = []
        self._contexts: list[str] = []
        self._table: Rows = np.zeros((_FIRST_ROWS, len(COLUMNS)), dtype=np.uint64)

    def _learn(self, surfaces: Sequence[str], words: Sequence[Word]) -> list[int]:
        if len(self._numbers) + len(words) > _MAX_ROWS:
            self._clear()
        return [self._number(*pair) for pair in zip(surfaces, words, strict=True)]

    def _number(self, surface: str, word: Word) -> int:
        key = id(word)
        if key not in self._numbers:
            number = self._numbers[key] = len(self._words)
            self._words.append(word)
            self._contexts.append(_context(surface, _tag(word)))
            if number == len(self._table):
                self._table = np.concatenate([self._table, np.zeros_like(self._table)])
            self._table[number] = self._row(surface, word)
        return self._numbers[key]

    def _row(self, surface: str, word: Word) -> tuple[int, ...]:
        tag = _tag(word)
        return (
            self._hash(tag),
            _part_of_speech(surface, tag),
            self._hash(word.dictionary_form),
            self._hash(word.normalized_form),
            self._vocab.morphology.add(_morphology(word)),
            _NO_START,
        )

    def _hash(self, string: str) -> int:
        # Permanent: the rows outlive the memory zones of spaCy, and so must what they name.
        strings: Any = self._vocab.strings  # its stub does not know of memory zones
        number: int = strings.add(string, allow_transient=False)
        return number


def _tag(word: Word) -> str:
    return "-".join(level for level in word.part_of_speech[:4] if level != "*")


def _part_of_speech(surface: str, tag: str) -> int:
    fixed: dict[str, int] = TAG_ORTH_MAP.get(tag, {})
    return fixed[surface] if surface in fixed else TAG_MAP.get(tag, _OTHER)[POS]


def _morphology(word: Word) -> dict[str, str]:
    inflection = ";".join(level for level in word.part_of_speech[4:] if level != "*")
    reading = re.sub("[=|]", "_", word.reading)  # they separate features
    features = {"Inflection": inflection, "Reading": reading}
    return {name: value for name, value in features.items() if value}


def _context(surface: str, tag: str) -> str:
    """The tag, if rules for neighbours may change the part of speech here or beside it, or ""."""
    fixed = surface in TAG_ORTH_MAP.get(tag, ())
    return "" if fixed or tag not in _CONTEXT_TAGS else tag


_CONTEXT_TAGS = frozenset(chain.from_iterable(TAG_BIGRAM_MAP))


def _resolve_by_context(rows: Rows, contexts: list[str]) -> None:
    """Apply spaCy's rules for pairs of tags: 実施 before する is a verb, する auxiliary."""
    settled = -1  # a word whose part of speech its left neighbour has decided asks no more
    found = [index for index, pair in enumerate(pairwise(contexts)) if pair in TAG_BIGRAM_MAP]
    for index in found:
        if index == settled:
            continue
        here, following = TAG_BIGRAM_MAP[contexts[index], contexts[index + 1]]
        if here is not None:
            rows[index, _POS] = here
        if following is not None:
            rows[index + 1, _POS] = following
            settled = index + 1
