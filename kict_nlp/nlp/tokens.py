"""The words of a text in columns: one object a text, and one a word only where asked for."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, overload

SplitMode = Literal["A", "B", "C"]
PartOfSpeech = tuple[str, str, str, str, str, str]

BLANK = "空白"


class Word(NamedTuple):
    """What the dictionary says about a word, whatever its place.

    Attributes
    ----------
    dictionary_form : str
        終止形: 行っ → 行く.
    normalized_form : str
        Sudachi's 正規化表記, one for all spellings of a word: 附属 and 付属 → 付属.
    reading : str
        In katakana. Of signs it is キゴウ, of unknown words in other scripts the word itself.
    part_of_speech : tuple of str
        Six levels as in UniDic, "*" where there is none: 名詞, 普通名詞, サ変可能, *, *, *.
    in_dictionary : bool
        False for words that were put together from their kind of letters.
    """

    dictionary_form: str
    normalized_form: str
    reading: str
    part_of_speech: PartOfSpeech
    in_dictionary: bool


class Token(NamedTuple):
    """A word at its place.

    Attributes
    ----------
    surface : str
        As the given text has it; ``text[start:end]``.
    start, end : int
        Code points of the given text, half open.
    dictionary_form, normalized_form, reading, part_of_speech, in_dictionary
        As in `Word`.
    """

    surface: str
    start: int
    end: int
    dictionary_form: str
    normalized_form: str
    reading: str
    part_of_speech: PartOfSpeech
    in_dictionary: bool

    @property
    def is_space(self) -> bool:
        """Whether it is blank: spaces, line ends, characters without width."""
        return self.part_of_speech[0] == BLANK


@dataclass(frozen=True, slots=True)
class DictionaryVersion:
    """Which dictionary the words come from; counts from two dictionaries do not compare.

    Attributes
    ----------
    name, version : str
        Of the system dictionary: SudachiDict-core, 20261015.
    engine : str
        The analyser: SudachiPy 0.7.0.
    lexicons : tuple of str
        Lexicons added to it, each with the first digits of its SHA-256.
    """

    name: str
    version: str
    engine: str
    lexicons: tuple[str, ...] = ()

    def __str__(self) -> str:
        return ", ".join((f"{self.name} {self.version}", self.engine, *self.lexicons))


class WordTable:
    """Different words by their numbers, in columns; words are added to it and never change.

    Attributes
    ----------
    words : list of Word
        The words; number 0 is a word without letters.
    normalized_forms, parts_of_speech : list
        The same of each word that most readers ask for.
    """

    __slots__ = ("_blanks", "_joined", "_lock", "normalized_forms", "parts_of_speech", "words")

    def __init__(self) -> None:
        self.words: list[Word] = []
        self.normalized_forms: list[str] = []
        self.parts_of_speech: list[PartOfSpeech] = []
        self._joined: dict[tuple[int, int], int] = {}
        self._blanks: dict[str, int] = {}
        self._lock = threading.Lock()
        self.blank("")

    def __len__(self) -> int:
        return len(self.words)

    def add(self, word: Word) -> int:
        """Return the number of a word that is added."""
        with self._lock:
            self.normalized_forms.append(word.normalized_form)
            self.parts_of_speech.append(word.part_of_speech)
            self.words.append(word)
            return len(self.words) - 1

    def blank(self, text: str) -> int:
        """Return the number of a word that is nothing but blanks."""
        number = self._blanks.get(text)
        if number is None:
            word = Word(text, text, "", (BLANK, "*", "*", "*", "*", "*"), in_dictionary=False)
            number = self._blanks[text] = self.add(word)
        return number

    def join(self, left: int, right: int) -> int:
        """Return the number of the word that two words are together."""
        number = self._joined.get((left, right))
        if number is None:
            first, second = self.words[left], self.words[right]
            joined = Word(
                first.dictionary_form + second.dictionary_form,
                first.normalized_form + second.normalized_form,
                first.reading + second.reading,
                first.part_of_speech,
                in_dictionary=False,
            )
            number = self._joined[left, right] = self.add(joined)
        return number


# Not frozen, as setting each field of a frozen one by its back door takes a tenth of the time of a
# short sentence; nothing changes it all the same.
@dataclass(slots=True, eq=False)
class Tokens(Sequence[Token]):
    """The words of a text, in order. Joined, their surfaces are the text.

    Attributes
    ----------
    text : str
        The text as given.
    split_mode : {"A", "B", "C"}
        Length of the units: short, middle, long.
    dictionary : DictionaryVersion
        What the words were looked up in.
    ends : list of int
        Where each word ends, in code points; it starts where the one before ends.
    numbers : list of int
        The number of each word in ``table``.
    table : WordTable
        What the dictionary says about the words.
    """

    text: str
    split_mode: SplitMode
    dictionary: DictionaryVersion
    ends: list[int] = field(repr=False)
    numbers: list[int] = field(repr=False)
    table: WordTable = field(repr=False)

    def __len__(self) -> int:
        return len(self.ends)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Tokens) and self._content() == other._content()

    __hash__ = None  # type: ignore[assignment]

    def __reduce__(self) -> tuple[object, ...]:
        # Without the other words of the table.
        return _rebuild, self._content()

    def _content(self) -> tuple[str, SplitMode, DictionaryVersion, list[int], list[Word]]:
        return self.text, self.split_mode, self.dictionary, self.ends, self.words

    def __iter__(self) -> Iterator[Token]:
        new = tuple.__new__
        for surface, start, end, word in zip(
            self.surfaces, self.starts, self.ends, self.words, strict=True
        ):
            yield new(Token, (surface, start, end, *word))

    @overload
    def __getitem__(self, index: int) -> Token: ...
    @overload
    def __getitem__(self, index: slice) -> list[Token]: ...
    def __getitem__(self, index: int | slice) -> Token | list[Token]:
        if isinstance(index, slice):
            return [self._token(place) for place in range(*index.indices(len(self)))]
        return self._token(range(len(self))[index])

    def _token(self, index: int) -> Token:
        start = self.ends[index - 1] if index else 0
        end = self.ends[index]
        word = self.table.words[self.numbers[index]]
        return Token(self.text[start:end], start, end, *word)

    @property
    def words(self) -> list[Word]:
        """What the dictionary says about each; words that occur again share one object."""
        return [*map(self.table.words.__getitem__, self.numbers)]

    @property
    def starts(self) -> list[int]:
        """Where each word starts, in code points."""
        return [0, *self.ends[:-1]] if self.ends else []

    @property
    def surfaces(self) -> list[str]:
        """The words as the text has them."""
        text = self.text
        surfaces = []
        start = 0
        for end in self.ends:
            surfaces.append(text[start:end])
            start = end
        return surfaces

    @property
    def normalized_forms(self) -> list[str]:
        """Sudachi's normalised form of each word."""
        return [*map(self.table.normalized_forms.__getitem__, self.numbers)]

    @property
    def dictionary_forms(self) -> list[str]:
        """The dictionary form of each word."""
        return [word.dictionary_form for word in self.words]

    @property
    def readings(self) -> list[str]:
        """The reading of each word, in katakana."""
        return [word.reading for word in self.words]

    @property
    def parts_of_speech(self) -> list[PartOfSpeech]:
        """The part of speech of each word."""
        return [*map(self.table.parts_of_speech.__getitem__, self.numbers)]


def _rebuild(
    text: str,
    split_mode: SplitMode,
    dictionary: DictionaryVersion,
    ends: list[int],
    words: list[Word],
) -> Tokens:
    table = WordTable()
    return Tokens(text, split_mode, dictionary, ends, [table.add(word) for word in words], table)
