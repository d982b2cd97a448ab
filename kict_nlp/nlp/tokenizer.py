"""Words with Sudachi: the text repaired first, offsets of the text as given, any length.

Sudachi alone takes 49,149 bytes, reads 県⺠ as two words, and counts offsets by its own rules where
one sign becomes several. Here the text goes through `kict_nlp.text.normalize` first and every
offset comes back to the text as given.
"""

from __future__ import annotations

import functools
import re
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any, cast, get_args

from kict_nlp.errors import TokenizeError
from kict_nlp.nlp.dictionary import open_dictionary
from kict_nlp.nlp.pieces import cut_text
from kict_nlp.nlp.tokens import (
    DictionaryVersion,
    PartOfSpeech,
    SplitMode,
    Token,
    Tokens,
    Word,
    WordTable,
)
from kict_nlp.text.normalize import NormalizedText, normalize

__all__ = ["DictionaryVersion", "SplitMode", "Token", "Tokenizer", "Tokens", "Word", "tokenize"]

# What Sudachi is asked for. Its plugins that join numbers go wrong without the first two; leaving
# out synonym groups and the parts of words saves a tenth of the time.
_FIELDS = frozenset({"pos", "normalized_form", "dictionary_form", "reading_form"})
# The number of a word says in its upper four bits which dictionary has it; all set: none.
_FIRST_UNKNOWN = 0xF000_0000
# Ends of pages and lines that Sudachi takes for words, or for one with the bullet behind.
_BREAK = re.compile("[\x0c\x1c-\x1f\x85\u2028\u2029]")
# Different words kept with what the dictionary says; ten reports have 10,000. About 50 MB.
_MAX_KNOWN = 200_000


class _Memory:
    """Words met so far: those that Sudachi numbers, and those that it put together itself."""

    __slots__ = ("known", "table", "unknown")

    def __init__(self) -> None:
        self.table = WordTable()
        self.known: dict[int, int] = {}
        # Unknown words of one kind of letters share a number of Sudachi's.
        self.unknown: dict[tuple[int, str], int] = {}

    def learn(self, morpheme: Any) -> int:
        """The number of a morpheme's word, a new one if need be."""
        sudachis = morpheme.word_id()
        if sudachis < _FIRST_UNKNOWN:
            number = self.known.get(sudachis)
            if number is None:
                word = _word(morpheme, in_dictionary=True)
                number = self.known[sudachis] = self.table.add(word)
            return number
        key = sudachis, morpheme.surface()
        number = self.unknown.get(key)
        if number is None:
            word = _word(morpheme, in_dictionary=False)
            number = self.unknown[key] = self.table.add(word)
        return number


class Tokenizer:
    """Cuts texts into words. May be used from several threads, and sent to other processes.

    Parameters
    ----------
    split_mode : {"A", "B", "C"}
        Length of the units: A short (情報 / 連携), C long (named entities in one), B between.
    lexicons : sequence of Path or str
        Compiled lexicons, see `kict_nlp.nlp.lexicon`.

    Attributes
    ----------
    dictionary : DictionaryVersion
        What words are looked up in.

    Raises
    ------
    TokenizeError
        There is no such mode.
    LexiconError
        A lexicon cannot be opened.

    Examples
    --------
    >>> tokens = Tokenizer("C")("県⺠の安全安⼼")
    >>> tokens.normalized_forms
    ['県民', 'の', '安全', '安心']
    >>> tokens.surfaces
    ['県⺠', 'の', '安全', '安⼼']
    """

    def __init__(self, split_mode: SplitMode = "A", *, lexicons: Sequence[str | Path] = ()) -> None:
        if split_mode not in get_args(SplitMode):
            raise TokenizeError(
                f"There is no split mode {split_mode!r}.",
                hint="A gives short units, B middle ones, C long ones.",
            )
        self.split_mode: SplitMode = split_mode
        self.lexicons = tuple(map(Path, lexicons))
        self._sudachi, self.dictionary = open_dictionary(self.lexicons)
        self._memory = _Memory()
        self._of_thread = threading.local()

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.split_mode, self.lexicons)

    def __call__(self, text: str) -> Tokens:
        """Return the words of a text.

        Parameters
        ----------
        text : str
            As published, of any length.

        Returns
        -------
        Tokens
            Words with offsets of ``text``; blanks are words too. Characters that are dropped
            before the analysis (without width, soft hyphens) belong to the word before.

        Raises
        ------
        TokenizeError
            The text holds half a surrogate pair, which is no character.
        """
        memory = self._memory
        if len(memory.table) > _MAX_KNOWN:
            memory = self._memory = _Memory()
        place = normalize(text)
        try:
            ends, numbers = self._analyze(_BREAK.sub("\n", place.text), memory)
        except UnicodeEncodeError as error:
            raise _half_character(error) from error
        if place.cuts:
            ends, numbers = _to_original(place, ends, numbers, memory.table)
        return Tokens(text, self.split_mode, self.dictionary, ends, numbers, memory.table)

    def _analyze(self, text: str, memory: _Memory) -> tuple[list[int], list[int]]:
        """Ends and numbers of the words of normalised text."""
        pieces = cut_text(text)
        if len(pieces) == 1:
            return self._analyze_piece(text, memory)
        ends: list[int] = []
        numbers: list[int] = []
        offset = 0
        for piece in pieces:
            found, meant = self._analyze_piece(piece, memory)
            ends += [offset + end for end in found]
            numbers += meant
            offset += len(piece)
        return ends, numbers

    def _analyze_piece(self, piece: str, memory: _Memory) -> tuple[list[int], list[int]]:
        known = memory.known.get
        learn = memory.learn
        morphemes = list(self._analyzer().tokenize(piece))
        ends = [morpheme.end() for morpheme in morphemes]
        numbers = [known(morpheme.word_id()) or learn(morpheme) for morpheme in morphemes]
        return _merge_equal(ends, numbers, memory.table)

    def _analyzer(self) -> Any:
        """Sudachi's tokenizer of this thread; two threads in one disturb each other."""
        analyzer = getattr(self._of_thread, "analyzer", None)
        if analyzer is None:
            analyzer = self._sudachi.tokenizer(self.split_mode, fields=set(_FIELDS))
            self._of_thread.analyzer = analyzer
        return analyzer


def tokenize(text: str, split_mode: SplitMode = "A") -> Tokens:
    """Return the words of a text, without spaCy.

    Parameters
    ----------
    text : str
        As published, of any length.
    split_mode : {"A", "B", "C"}
        Length of the units: A short, C long, B between.

    Returns
    -------
    Tokens
        A sequence of `Token`, with the mode and the dictionary it comes from; columns such as
        ``surfaces`` and ``normalized_forms`` are quicker than going through the tokens. Offsets
        are code points of ``text``; joined, the surfaces are the text.

    Raises
    ------
    TokenizeError
        There is no such mode, or the text holds half a surrogate pair.

    Examples
    --------
    >>> tokens = tokenize("ﾁｬｯﾄﾎﾞｯﾄを使った。")
    >>> [(token.surface, token.dictionary_form, token.start) for token in tokens][:3]
    [('ﾁｬｯﾄﾎﾞｯﾄ', 'チャットボット', 0), ('を', 'を', 8), ('使っ', '使う', 9)]
    >>> tokens.split_mode, tokens.dictionary.name
    ('A', 'SudachiDict-core')
    """
    return _shared(split_mode)(text)


@functools.cache
def _shared(split_mode: SplitMode) -> Tokenizer:
    return Tokenizer(split_mode)


def _rebuild(split_mode: SplitMode, lexicons: tuple[Path, ...]) -> Tokenizer:
    return Tokenizer(split_mode, lexicons=lexicons)


def _half_character(error: UnicodeEncodeError) -> TokenizeError:
    return TokenizeError(
        f"The text holds half a surrogate pair, U+{ord(error.object[error.start]):04X}.",
        hint="Read the file anew with its right encoding.",
    )


def _merge_equal(
    ends: list[int], numbers: list[int], table: WordTable
) -> tuple[list[int], list[int]]:
    """Join words of which Sudachi says that they stand in one character: the dots of ‥."""
    if len(set(ends)) == len(ends) and ends[0]:
        return ends, numbers
    merged_ends: list[int] = []
    merged: list[int] = []
    for end, number in zip(ends, numbers, strict=True):
        if merged_ends and (end == merged_ends[-1] or not merged_ends[-1]):
            merged_ends[-1] = end
            merged[-1] = table.join(merged[-1], number)
        else:
            merged_ends.append(end)
            merged.append(number)
    return merged_ends, merged


def _word(morpheme: Any, *, in_dictionary: bool) -> Word:
    return Word(
        morpheme.dictionary_form(),
        morpheme.normalized_form(),
        morpheme.reading_form(),
        cast("PartOfSpeech", morpheme.part_of_speech()),
        in_dictionary,
    )


def _to_original(
    place: NormalizedText, ends: list[int], numbers: list[int], table: WordTable
) -> tuple[list[int], list[int]]:
    """Ends in the text as given; words that share one of its characters are joined."""
    if not ends:
        return [len(place.original)], [0]
    return _merge_equal(place.boundaries_to_original(ends), numbers, table)
