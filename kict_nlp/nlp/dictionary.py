"""The dictionary behind the tokenizer: opened once a process, and named in what comes out."""

from __future__ import annotations

import functools
import hashlib
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


@functools.lru_cache(maxsize=8)  # a process uses one or two; each maps 200 MB of file
def open_dictionary(lexicons: tuple[Path, ...]) -> tuple[Any, DictionaryVersion]:
    """Return Sudachi's dictionary with compiled lexicons, and how it is called.

    Raises
    ------
    LexiconError
        A lexicon is not there, or was compiled for another dictionary.
    """
    for path in lexicons:
        if not path.is_file():
            raise LexiconError("The compiled lexicon is not there.", where=str(path))
    settings = sudachipy.Config(system=EDITION, user=[str(path.resolve()) for path in lexicons])
    try:
        dictionary = sudachipy.Dictionary(settings)
    except SudachiError as error:
        raise LexiconError(
            f"Sudachi cannot open the lexicon: {error}",
            where=", ".join(map(str, lexicons)),
            hint="Compile it anew with the installed dictionary.",
        ) from error
    return dictionary, DictionaryVersion(
        f"SudachiDict-{EDITION}",
        version(f"sudachidict_{EDITION}"),
        f"SudachiPy {sudachipy.__version__}",
        tuple(map(_lexicon_name, lexicons)),
    )


def _lexicon_name(path: Path) -> str:
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
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
