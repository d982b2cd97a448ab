"""The dictionary behind the tokenizer: opened once a process, and named in what comes out."""

from __future__ import annotations

import functools
import hashlib
import os
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

import sudachipy
from sudachipy.errors import SudachiError

from kict_nlp.errors import LexiconError
from kict_nlp.nlp.tokens import DictionaryVersion

# The edition that most published counts use; "small" lacks most names, "full" is twice as large.
EDITION = "core"
_HASH_DIGITS = 12  # hexadecimal; enough to tell lexicons of one study apart, short enough to print


def open_dictionary(lexicons: tuple[Path, ...]) -> tuple[Any, DictionaryVersion]:
    """Return Sudachi's dictionary with compiled lexicons, and how it is called.

    Raises
    ------
    LexiconError
        A lexicon is not there, or was compiled for another dictionary.
    """
    return _opened(tuple(path.resolve() for path in lexicons), tuple(map(_lexicon_name, lexicons)))


# By content too, as a lexicon may be compiled anew. A process uses one or two; each maps 200 MB.
@functools.lru_cache(maxsize=8)
def _opened(paths: tuple[Path, ...], names: tuple[str, ...]) -> tuple[Any, DictionaryVersion]:
    settings = sudachipy.Config(system=EDITION, user=list(map(str, paths)))
    try:
        dictionary = sudachipy.Dictionary(settings)
    except SudachiError as error:
        raise LexiconError(
            f"Sudachi cannot open the lexicon: {error}",
            where=", ".join(map(str, paths)),
            hint="Compile it anew with the installed dictionary.",
        ) from error
    return dictionary, DictionaryVersion(
        f"SudachiDict-{EDITION}",
        version(f"sudachidict_{EDITION}"),
        f"SudachiPy {sudachipy.__version__}",
        names,
    )


def _lexicon_name(path: Path) -> str:
    try:
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
    except OSError as error:
        raise LexiconError(
            f"The compiled lexicon cannot be read: {error.strerror}.",
            where=str(path),
            hint="Compile it with: kict lexicon compile",
        ) from error
    return f"{path.stem} {digest[:_HASH_DIGITS]}"


def build_dictionary(rows: bytes, target: Path) -> None:
    """Compile lines of a user dictionary against the system dictionary.

    Raises
    ------
    LexiconError
        Sudachi refuses a line.
    """
    system = files(f"sudachidict_{EDITION}") / "resources" / "system.dic"
    try:
        sudachipy.sudachipy.build_user_dic(system=str(system), lex=[rows], output=str(target))
    except SudachiError as error:
        raise LexiconError(f"Sudachi cannot compile the lexicon: {error}") from error


def place_dictionary(content: bytes, target: Path) -> None:
    """Write a compiled lexicon, or put it in the place of another.

    Never into the file that is there: Sudachi has it mapped where it is in use, and stops the
    process when it changes.

    Raises
    ------
    LexiconError
        The file cannot be written.
    """
    beside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(target)
    except OSError as error:
        beside.unlink(missing_ok=True)
        raise LexiconError(
            f"The compiled lexicon cannot be written: {error.strerror}.", where=str(target)
        ) from error


def normalize_for_lookup(text: str) -> str:
    """Return a text as Sudachi looks it up: small letters, kana in brackets behind kanji left out.

    Examples
    --------
    >>> normalize_for_lookup("RPA")
    'rpa'
    """
    dictionary, _ = open_dictionary(())
    normalized: str = dictionary.text_normalizer().normalize(text)
    return normalized
