"""Lexicons as plain CSV: a term a line, with reading, synonyms and category where known."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from kict_nlp.errors import LexiconError

_COLUMNS = {"term", "reading", "synonyms", "category"}
_BETWEEN_SYNONYMS = ";"


@dataclass(frozen=True, slots=True)
class Entry:
    """A term and its other spellings.

    Attributes
    ----------
    term : str
        The spelling under which all are counted.
    reading : str or None
        In katakana; None lets the tokenizer read it.
    synonyms : tuple of str
        Other spellings and names.
    category : str or None
        For the maker's own use.
    """

    term: str
    reading: str | None = None
    synonyms: tuple[str, ...] = ()
    category: str | None = None

    @property
    def spellings(self) -> tuple[str, ...]:
        """The term and its synonyms."""
        return (self.term, *self.synonyms)


def starter_lexicon() -> Path:
    """Return the path of the lexicon of administrative Japanese that comes with the package.

    Examples
    --------
    >>> len(read_lexicon(starter_lexicon())) >= 400
    True
    """
    return Path(str(files("kict_nlp").joinpath("nlp/lexicon/administrative.csv")))


def read_lexicon(path: str | Path) -> list[Entry]:
    """Return the entries of a lexicon.

    Parameters
    ----------
    path : str or Path
        CSV in UTF-8, with or without BOM. The first line names the columns: ``term``, and where
        wanted ``reading``, ``synonyms`` (``;`` between them) and ``category``.

    Returns
    -------
    list of Entry
        In the order of the file.

    Raises
    ------
    LexiconError
        The file is missing or no CSV in UTF-8, lacks the column term, has a column of another name,
        or a line has no term.
    """
    try:
        with Path(path).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            _check_columns(reader.fieldnames, str(path))
            return [_entry(row, f"{path}, line {reader.line_num}") for row in reader]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise LexiconError(
            f"The lexicon cannot be read: {error}",
            where=str(path),
            hint="It is a CSV file in UTF-8 with the columns term,reading,synonyms,category.",
        ) from error


def _check_columns(names: object, where: str) -> None:
    columns = set(names) if isinstance(names, list) else set()
    unknown = columns - _COLUMNS
    if "term" not in columns or unknown:
        faults = ", ".join(sorted(unknown)) or "no column term"
        raise LexiconError(
            f"The lexicon has other columns than it should: {faults}.",
            where=where,
            hint="The first line names the columns: term,reading,synonyms,category.",
        )


def _entry(row: dict[str, str | None], where: str) -> Entry:
    cells = {name: (row.get(name) or "").strip() for name in _COLUMNS}
    if not cells["term"]:
        raise LexiconError("A line of the lexicon has no term.", where=where)
    if None in row:
        raise LexiconError("A line of the lexicon has more cells than columns.", where=where)
    synonyms = (synonym.strip() for synonym in cells["synonyms"].split(_BETWEEN_SYNONYMS))
    return Entry(
        cells["term"],
        cells["reading"] or None,
        tuple(synonym for synonym in synonyms if synonym),
        cells["category"] or None,
    )
