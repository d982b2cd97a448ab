"""Words as rows of numbers, so that spaCy takes a whole document in one step.

spaCy's own tokenizer for Japanese sets tag, lemma, norm, morphology, part of speech word by word.
Here each different word gets a row of hashes once; a document is a choice of rows.
"""

from __future__ import annotations

import re
import threading
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.lang.ja.tag_bigram_map import TAG_BIGRAM_MAP
from spacy.lang.ja.tag_map import TAG_MAP
from spacy.lang.ja.tag_orth_map import TAG_ORTH_MAP
from spacy.symbols import LEMMA, NORM, POS, SENT_START, TAG, X
from spacy.tokens import Doc, MorphAnalysis

from kict_nlp.nlp.tokens import Word, WordTable

if TYPE_CHECKING:
    from spacy.vocab import Vocab

# Of unsigned 64-bit numbers; spaCy's stubs say signed ones, so no type of numpy fits.
_Rows = Any

# Not MORPH: from_array looks each up by its string, which takes longer than all other columns.
_COLUMNS = [TAG, POS, LEMMA, NORM, SENT_START]
_POS, _START = _COLUMNS.index(POS), _COLUMNS.index(SENT_START)
# What spaCy calls "not the start of a sentence"; it stores signed numbers in unsigned ones.
_NO_START = 2**64 - 1

_FIRST_ROWS = 4096  # rows; a report of fifty pages has about as many different words
_MAX_ORTHS = 500_000  # surfaces kept; beyond it the table of them begins anew
# A part of speech that spaCy's map for UniDic does not know is X, "other".
_OTHER: dict[int, int] = {POS: X}


class DocumentMaker:
    """Makes documents from numbered words, for one vocabulary.

    Parameters
    ----------
    vocab : Vocab
        Where the strings behind the hashes are kept.
    """

    def __init__(self, vocab: Vocab) -> None:
        self._vocab = vocab
        self._lock = threading.Lock()
        self._orths: dict[str, int] = {}
        self._rows = _WordRows(vocab, WordTable())

    def __call__(
        self,
        surfaces: list[str],
        spaces: list[bool],
        numbers: list[int],
        starts: list[int],
        table: WordTable,
        *,
        user_data: dict[str, str],
    ) -> Doc:
        """Return a document.

        Parameters
        ----------
        surfaces, spaces, numbers
            Of each word, at least one: how it stands in the text, whether a space follows, its
            number.
        starts : list of int
            Indices of the words with which sentences start.
        table : WordTable
            What the numbers mean.
        user_data : dict
            Of the document.
        """
        rows = self._rows
        if rows.words is not table:
            rows = self._rows = _WordRows(self._vocab, table)
        if len(rows.morphs) < len(table):
            with self._lock:
                rows.fill()
        # Hashes, as spaCy would have to work them out of the words; its stub does not know of them.
        orths: Any = list(map(self._orths.get, surfaces))
        if None in orths:
            orths = list(map(self._orth, surfaces))
        doc = Doc(self._vocab, orths, spaces, user_data=user_data)
        values = rows.table.take(numbers, axis=0)
        for index in starts:
            values[index, _START] = 1
        _resolve_by_context(values, numbers, rows)
        doc.from_array(_COLUMNS, values)
        for token, morph in zip(doc, map(rows.morphs.__getitem__, numbers), strict=True):
            token.morph = morph
        return doc

    def _orth(self, surface: str) -> int:
        number = self._orths.get(surface)
        if number is None:
            if len(self._orths) > _MAX_ORTHS:
                self._orths = {}
            number = self._orths[surface] = _hash(self._vocab, surface)
        return number


class _WordRows:
    """What spaCy keeps of each word of a table, as rows of numbers."""

    def __init__(self, vocab: Vocab, words: WordTable) -> None:
        self.words = words
        self.table: _Rows = np.zeros((_FIRST_ROWS, len(_COLUMNS)), dtype=np.uint64)
        self.morphs: list[MorphAnalysis] = []
        self.leading: dict[int, str] = {}  # word → its tag, where it matters to what follows
        self.following: dict[int, str] = {}  # … to what stands before
        self._vocab = vocab

    def fill(self) -> None:
        """Take in the words that were added to the table."""
        for number in range(len(self.morphs), len(self.words)):
            word = self.words.words[number]
            if number == len(self.table):
                self.table = np.concatenate([self.table, np.zeros_like(self.table)])
            tag = _tag(word)
            fixed = TAG_ORTH_MAP.get(tag, {}).get(word.dictionary_form)
            self.table[number] = (
                _hash(self._vocab, tag),
                TAG_MAP.get(tag, _OTHER)[POS] if fixed is None else fixed,
                _hash(self._vocab, word.dictionary_form),
                _hash(self._vocab, word.normalized_form),
                _NO_START,
            )
            if fixed is None and tag in _LEADING_TAGS:
                self.leading[number] = tag
            if fixed is None and tag in _FOLLOWING_TAGS:
                self.following[number] = tag
            self.morphs.append(MorphAnalysis(self._vocab, _features(word)))


def _hash(vocab: Vocab, string: str) -> int:
    # Permanent: the rows outlive the memory zones of spaCy, and so must what they name.
    strings: Any = vocab.strings  # its stub does not know of memory zones
    number: int = strings.add(string, allow_transient=False)
    return number


def _tag(word: Word) -> str:
    return "-".join(level for level in word.part_of_speech[:4] if level != "*")


def _features(word: Word) -> dict[str, str]:
    inflection = ";".join(level for level in word.part_of_speech[4:] if level != "*")
    reading = re.sub("[=|]", "_", word.reading)  # they separate features
    features = {"Inflection": inflection, "Reading": reading}
    return {name: value for name, value in features.items() if value}


_LEADING_TAGS = frozenset(first for first, _ in TAG_BIGRAM_MAP)
_FOLLOWING_TAGS = frozenset(second for _, second in TAG_BIGRAM_MAP)


def _resolve_by_context(values: _Rows, numbers: list[int], rows: _WordRows) -> None:
    """Apply spaCy's rules for pairs of tags: 実施 before する is a verb, する auxiliary."""
    following = rows.following
    settled = -1  # a word whose part of speech its left neighbour has decided asks no more
    for index in [index for index, number in enumerate(numbers) if number in following]:
        first = rows.leading.get(numbers[index - 1], "") if index else ""
        rule = TAG_BIGRAM_MAP.get((first, following[numbers[index]]))
        if rule is None or index - 1 == settled:
            continue
        here, there = rule
        if here is not None:
            values[index - 1, _POS] = here
        if there is not None:
            values[index, _POS] = there
            settled = index
