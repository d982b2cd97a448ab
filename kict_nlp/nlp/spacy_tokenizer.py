"""spaCy's tokenizer, with ours behind it."""

from __future__ import annotations

import json
import re
import warnings
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from spacy.tokens import Doc
from spacy.util import DummyTokenizer, registry

from kict_nlp.nlp.attributes import DocumentMaker
from kict_nlp.nlp.dictionary import place_dictionary
from kict_nlp.nlp.extensions import set_extensions
from kict_nlp.nlp.sentences import find_sentences
from kict_nlp.nlp.tokenizer import Tokenizer
from kict_nlp.nlp.tokens import SplitMode, Tokens

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.vocab import Vocab

TOKENIZER = "kict_nlp.SudachiTokenizer.v1"

_SETTINGS = "sudachi.json"


class _Units(NamedTuple):
    """Columns of a document: words, where they start, whether a space follows them."""

    surfaces: list[str]
    numbers: list[int]
    starts: list[int]
    spaces: list[bool]

    def add(self, surfaces: list[str], numbers: list[int], starts: list[int]) -> None:
        self.surfaces.extend(surfaces)
        self.numbers.extend(numbers)
        self.starts.extend(starts)
        self.spaces.extend([False] * len(numbers))


class _Opened(NamedTuple):
    """A dictionary in use, and what documents say about it."""

    tokenizer: Tokenizer
    make: DocumentMaker
    about: dict[str, str]


class SudachiTokenizer(DummyTokenizer):
    """Makes documents whose words, tags, lemmas, norms and readings are Sudachi's.

    Parameters
    ----------
    vocab : Vocab
        Vocabulary of the pipeline.
    split_mode : {"A", "B", "C"}
        Length of the units.
    lexicons : sequence of Path or str
        Compiled lexicons; they are opened when the first text comes.

    Notes
    -----
    ``token.lemma_`` is the dictionary form, ``norm_`` the normalised form, ``tag_`` the UniDic part
    of speech, ``morph`` has Reading and Inflection. A single half-width space behind a word is its
    ``whitespace_``, other blanks are tokens. Sentence boundaries are set too; where one lies within
    a word, the sentence starts behind it. ``doc.user_data`` has ``kict_split_mode`` and
    ``kict_dictionary``.
    """

    def __init__(
        self, vocab: Vocab, split_mode: SplitMode = "C", *, lexicons: Sequence[str | Path] = ()
    ) -> None:
        set_extensions()
        self.vocab = vocab
        self._settings = (split_mode, tuple(map(Path, lexicons)))
        self._opened: _Opened | None = None

    @property
    def tokenizer(self) -> Tokenizer:
        """The tokenizer behind it.

        Raises
        ------
        TokenizeError
            There is no such mode.
        LexiconError
            A lexicon cannot be opened.
        """
        return self._open().tokenizer

    def _open(self) -> _Opened:
        # Not when it is made: spaCy makes a saved pipeline as it was, where its lexicons lay then,
        # before it reads the copies that were saved with it.
        if self._opened is None:
            split_mode, lexicons = self._settings
            tokenizer = Tokenizer(split_mode, lexicons=lexicons)
            about = {"kict_split_mode": split_mode, "kict_dictionary": str(tokenizer.dictionary)}
            self._opened = _Opened(tokenizer, DocumentMaker(self.vocab), about)
        return self._opened

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.vocab, *self._settings)

    def __call__(self, text: str) -> Doc:
        """Return the document of a text; ``doc.text`` is the text."""
        tokenizer, make, about = self._open()
        tokens = tokenizer(text)
        if not tokens:
            return Doc(self.vocab, user_data=about.copy())
        units = _units(tokens)
        return make(
            units.surfaces,
            units.spaces,
            units.numbers,
            _sentence_starts(text, units.starts),
            tokens.table,
            user_data=about.copy(),
        )

    def pipe(self, texts: Iterable[str], **_options: Any) -> Iterator[Doc]:
        """Yield the document of each text."""
        return map(self, texts)

    def to_disk(self, path: str | Path, **_options: Any) -> None:
        """Write mode, dictionary and lexicons into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        names = []
        for number, lexicon in enumerate(self.tokenizer.lexicons):
            names.append(f"{number}/{lexicon.name}")
            (folder / str(number)).mkdir(exist_ok=True)
            place_dictionary(lexicon.read_bytes(), folder / names[-1])
        (folder / _SETTINGS).write_text(self._about(names), encoding="utf-8")

    def from_disk(self, path: str | Path, **_options: Any) -> SudachiTokenizer:
        """Take mode and lexicons from a folder; warn where the dictionary is another now."""
        folder = Path(path)
        self._set((folder / _SETTINGS).read_text(encoding="utf-8"), folder)
        return self

    def to_bytes(self, **_options: Any) -> bytes:
        """Return mode and dictionary, and where the lexicons lie; not the lexicons themselves."""
        paths = [str(lexicon.resolve()) for lexicon in self.tokenizer.lexicons]
        return self._about(paths).encode()

    def from_bytes(self, data: bytes, **_options: Any) -> SudachiTokenizer:
        """Take mode and lexicons; these must lie where they lay."""
        self._set(data.decode(), Path())
        return self

    def _about(self, lexicons: list[str]) -> str:
        settings = {
            "split_mode": self.tokenizer.split_mode,
            "dictionary": str(self.tokenizer.dictionary),
            "lexicons": lexicons,
        }
        return json.dumps(settings, ensure_ascii=False)

    def _set(self, text: str, folder: Path) -> None:
        settings = json.loads(text)
        lexicons = tuple(folder / name for name in settings["lexicons"])
        self._settings = (settings["split_mode"], lexicons)
        self._opened = None
        dictionary = str(self.tokenizer.dictionary)
        if dictionary != settings["dictionary"]:
            warnings.warn(
                f"The pipeline was saved with {settings['dictionary']} and now runs with "
                f"{dictionary}: counts may differ.",
                stacklevel=3,
            )


@registry.tokenizers(TOKENIZER)  # type: ignore[untyped-decorator]
def make_tokenizer(
    split_mode: SplitMode = "C", lexicons: Sequence[str] = ()
) -> Callable[[Language], SudachiTokenizer]:
    """Return what spaCy calls to make the tokenizer of a pipeline.

    Parameters
    ----------
    split_mode : {"A", "B", "C"}
        Length of the units.
    lexicons : sequence of str
        Paths of compiled lexicons. A saved pipeline has copies and does not look here.
    """

    def make(nlp: Language) -> SudachiTokenizer:
        return SudachiTokenizer(nlp.vocab, split_mode, lexicons=lexicons)

    return make


def _rebuild(vocab: Vocab, split_mode: SplitMode, lexicons: tuple[Path, ...]) -> SudachiTokenizer:
    return SudachiTokenizer(vocab, split_mode, lexicons=lexicons)


_BLANK = re.compile(r"\s")


def _units(tokens: Tokens) -> _Units:
    """Words as spaCy wants them: a space behind a word is no word, other blanks are one."""
    surfaces, numbers, starts = tokens.surfaces, tokens.numbers, tokens.starts
    if _BLANK.search(tokens.text) is None:
        return _Units(surfaces, numbers, starts, [False] * len(numbers))
    units = _Units([], [], [], [])
    read = 0
    for start, end in _runs([index for index, word in enumerate(surfaces) if word.isspace()]):
        units.add(surfaces[read:start], numbers[read:start], starts[read:start])
        gap = "".join(surfaces[start:end])
        spaced = gap[0] == " " and bool(units.spaces)
        if spaced:
            units.spaces[-1] = True
            gap = gap[1:]
        if gap:
            units.add([gap], [tokens.table.blank(gap)], [starts[start] + spaced])
        read = end
    units.add(surfaces[read:], numbers[read:], starts[read:])
    return units


def _sentence_starts(text: str, starts: list[int]) -> list[int]:
    """Indices of the words with which sentences start: the first that begins in each."""
    last = len(starts) - 1
    return [min(bisect_left(starts, start), last) for start, _ in find_sentences(text)]


def _runs(indexes: list[int]) -> Iterator[tuple[int, int]]:
    """Spans of indexes that follow each other."""
    start = 0
    for place, index in enumerate(indexes, 1):
        if place == len(indexes) or indexes[place] != index + 1:
            yield indexes[start], index + 1
            start = place
