"""The words of a text in columns: one object a text, and one a word only where asked for."""

from __future__ import annotations

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


@dataclass(frozen=True, slots=True)
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
    words : list of Word
        What the dictionary says about each; words that occur again share one object.
    """

    text: str
    split_mode: SplitMode
    dictionary: DictionaryVersion
    ends: list[int] = field(repr=False)
    words: list[Word] = field(repr=False)

    def __len__(self) -> int:
        return len(self.ends)

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
        return Token(self.text[start:end], start, end, *self.words[index])

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
        return [word.normalized_form for word in self.words]

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
        return [word.part_of_speech for word in self.words]
