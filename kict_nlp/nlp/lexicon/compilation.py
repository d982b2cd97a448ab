"""Lexicons compiled for Sudachi, and every spelling tried for whether it comes out as one word."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

from kict_nlp.nlp.dictionary import build_dictionary, normalize_for_lookup, place_dictionary
from kict_nlp.nlp.lexicon.entries import Entry, read_lexicon
from kict_nlp.nlp.tokenizer import Tokenizer, tokenize
from kict_nlp.nlp.tokens import SplitMode
from kict_nlp.text.normalize import normalize

# How Sudachi joins a proper noun to its neighbours: the number that its documentation of user
# dictionaries gives for one, left and right.
_CONNECTION = "4786"
_PART_OF_SPEECH = ("名詞", "固有名詞", "一般", "*", "*", "*")
# What a word costs against others in its place. Sudachi's documentation advises 5000 to 9000. Lower
# costs follow only for spellings that did not come out whole, as a cheap word cuts through others:
# 県民 whole before に is 県民 cut off 県民税 as well.
_COSTS = (8000, 5000, 2000, -2000, -10_000)

# A spelling is tried alone and in sentences, for neighbours can swallow its ends.
_FRAMES = (("", ""), ("県は、", "を進めた。"), ("今後の", "について、"))


@dataclass(frozen=True, slots=True)
class LexiconProblem:
    """A spelling that does not come out as it should.

    Attributes
    ----------
    term, spelling : str
        As the lexicon has them.
    reason : str
        What happens instead.
    """

    term: str
    spelling: str
    reason: str


@dataclass(frozen=True, slots=True)
class CompiledLexicon:
    """A lexicon ready for `load_nlp` and `Tokenizer`.

    Attributes
    ----------
    path : Path
        The compiled file. It fits the dictionary with which it was compiled.
    spellings : int
        How many spellings were compiled: terms and synonyms, each once.
    problems : tuple of LexiconProblem
        Spellings that do not come out as one word, or not under their term.
    """

    path: Path
    spellings: int
    problems: tuple[LexiconProblem, ...]


@dataclass(frozen=True, slots=True)
class _Spelling:
    """A spelling with its place in the dictionary: what is looked up, and what it counts as."""

    entry: Entry
    text: str
    key: str


def compile_lexicon(source: str | Path, target: str | Path) -> CompiledLexicon:
    """Compile a lexicon for Sudachi and try every spelling in all three modes.

    Parameters
    ----------
    source : str or Path
        CSV as `read_lexicon` takes it.
    target : str or Path
        File to write; what was there is replaced.

    Returns
    -------
    CompiledLexicon
        Synonyms come out with the term as normalised form, so that all count as one. Whatever does
        not come out as one word is in ``problems``; nothing is left out in silence.

    Raises
    ------
    LexiconError
        The lexicon is faulty, or the target cannot be written.

    Notes
    -----
    Spellings are normalised before they are compiled, as Sudachi looks up normalised text and a
    full-width or capital entry would never be found. A spelling that is not found whole at the
    usual cost is compiled again at lower ones. A compilation takes some seconds.
    """
    entries = read_lexicon(source)
    spellings, problems = _distinct(entries)
    target = Path(target)
    costs = dict.fromkeys(spellings, 0)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        for attempt in range(len(_COSTS)):
            built = Path(folder) / f"{attempt}" / target.name
            built.parent.mkdir()
            rows = _rows((spelling, _COSTS[step]) for spelling, step in costs.items())
            build_dictionary(rows, built)
            failed = _try(built, spellings)
            if not failed or attempt == len(_COSTS) - 1:
                break
            costs.update(dict.fromkeys(failed, attempt + 1))
        place_dictionary(built.read_bytes(), target)
    found = [LexiconProblem(one.entry.term, one.text, reason) for one, reason in failed.items()]
    return CompiledLexicon(target, len(spellings), (*problems, *found))


def _distinct(entries: Sequence[Entry]) -> tuple[list[_Spelling], list[LexiconProblem]]:
    """Spellings that differ when looked up; a later one of another term is a problem."""
    spellings: dict[str, _Spelling] = {}
    problems = []
    for entry in entries:
        for text in entry.spellings:
            key = normalize_for_lookup(normalize(text).text.strip())
            first = spellings.setdefault(key, _Spelling(entry, text, key))
            if first.entry is not entry:
                reason = f"It is a spelling of {first.entry.term} already."
                problems.append(LexiconProblem(entry.term, text, reason))
    return list(spellings.values()), problems


def _rows(spellings: Iterable[tuple[_Spelling, int]]) -> bytes:
    """Lines of a user dictionary of Sudachi."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    for spelling, cost in spellings:
        text = normalize(spelling.text).text.strip()
        reading = spelling.entry.reading if spelling.text == spelling.entry.term else None
        place = (spelling.key, _CONNECTION, _CONNECTION, cost, text)
        meaning = (reading or _reading(text), _counted_as(spelling))
        # No link to another entry's dictionary form, one unit in all modes, no parts of it.
        writer.writerow((*place, *_PART_OF_SPEECH, *meaning, "*", "A", "*", "*", "*"))
    return file.getvalue().encode()


def _reading(text: str) -> str:
    return "".join(tokenize(text, "C").readings)


def _counted_as(spelling: _Spelling) -> str:
    return normalize(spelling.entry.term).text.strip()


def _try(built: Path, spellings: Sequence[_Spelling]) -> dict[_Spelling, str]:
    """Spellings that do not come out as one word under their term, and what they come out as."""
    tokenizers = [Tokenizer(mode, lexicons=[built]) for mode in get_args(SplitMode)]
    failed = {}
    for spelling in spellings:
        reasons = (_reason(tokenizer, spelling) for tokenizer in tokenizers)
        reason = next((reason for reason in reasons if reason is not None), None)
        if reason is not None:
            failed[spelling] = reason
    return failed


def _reason(tokenizer: Tokenizer, spelling: _Spelling) -> str | None:
    text = spelling.text
    for before, after in _FRAMES:
        start, end = len(before), len(before) + len(text)
        tokens = tokenizer(before + text + after)
        touched = [token for token in tokens if token.start < end and token.end > start]
        mode = f"mode {tokenizer.split_mode}, in {before}{text}{after}"
        if len(touched) != 1 or (touched[0].start, touched[0].end) != (start, end):
            return f"It comes out as {' '.join(token.surface for token in touched)} ({mode})."
        if touched[0].normalized_form != _counted_as(spelling):
            return f"It counts as {touched[0].normalized_form} ({mode})."
    return None
