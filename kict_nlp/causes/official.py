"""Labelled passages put together again from the published table that they stand in.

The table is 点検・評価 (4-1) of the national programme review of 2024 (行政事業レビュー), which
https://rssystem.go.jp/download-csv/2024 offers as a zip archive with one CSV in UTF-8 with BOM. A
programme may have several rows there, one for each remark on it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
import unicodedata
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from kict_nlp.causes.passage_index import PassagePlace
from kict_nlp.causes.passages import Passage
from kict_nlp.errors import EncodingError, PassageError
from kict_nlp.text.decoding import decode_text

PROGRAMME_ID = "予算事業ID"
SOURCE = "https://rssystem.go.jp/download-csv/2024 (点検・評価, 4-1)"

Lack = Literal["no such programme", "no such column", "other text"]

# The published headings part their words now with －, now with ー; copies of the table have more.
_DASHES = re.compile("[-ー－‐‑‒–—―−─━ｰ]")
_SHOWN = 5  # passages that a message names
_Cells = Mapping[tuple[str, str], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class MissingPassage:
    """A passage that the published table does not have, and what of it is lacking."""

    place: PassagePlace
    lack: Lack


@dataclass(frozen=True, slots=True)
class Assembly:
    """What was found of an index, in its order, and what was not."""

    passages: tuple[Passage, ...]
    missing: tuple[MissingPassage, ...]


def assemble_passages(index: Iterable[PassagePlace], official: str | Path) -> list[Passage]:
    """Return every passage of an index with its text.

    Parameters
    ----------
    index : iterable of PassagePlace
        As :func:`~kict_nlp.causes.passage_index.read_index` gives them.
    official : str or Path
        The published table: its zip archive, or the CSV out of it.

    Returns
    -------
    list of Passage
        In the order of the index; the SHA-1 of each text was checked. ``group`` is the programme.

    Raises
    ------
    PassageError
        The file cannot be read, is another table, or does not have every passage.
    """
    assembly = find_passages(index, official)
    if assembly.missing:
        total = len(assembly.passages) + len(assembly.missing)
        raise PassageError(
            f"{len(assembly.missing)} of {total} passages are not in the published table: "
            f"{missing_text(assembly.missing)}.",
            where=str(official),
            hint=f"Take the table as it was published: {SOURCE}.",
        )
    return list(assembly.passages)


def find_passages(index: Iterable[PassagePlace], official: str | Path) -> Assembly:
    """Return what the published table has of an index, and what it has not.

    Parameters and errors are those of :func:`assemble_passages`, but that passages may be missing.
    """
    places = list(index)
    path = Path(official)
    cells = _read_cells(path, {_folded(place.column) for place in places})
    programmes = {programme for programme, _ in cells}
    passages, missing = [], []
    for place in places:
        key = _number_of(place.programme_id), _folded(place.column)
        text = _find_text(cells.get(key, ()), place)
        if text is not None:
            passages.append(_passage(place, text))
        elif key in cells:
            missing.append(MissingPassage(place, "other text"))
        else:
            known = key[0] in programmes
            missing.append(
                MissingPassage(place, "no such column" if known else "no such programme")
            )
    return Assembly(tuple(passages), tuple(missing))


def missing_text(missing: Iterable[MissingPassage]) -> str:
    """Return in one line what is missing: how many for each reason, and the first of them."""
    missing = list(missing)
    counts = Counter(entry.lack for entry in missing)
    reasons = ", ".join(f"{count} × {lack}" for lack, count in counts.items())
    names = [
        f"{entry.place.id} (programme {entry.place.programme_id}, {entry.place.column})"
        for entry in missing[:_SHOWN]
    ]
    more = " …" if len(missing) > _SHOWN else ""
    return f"{reasons}; {', '.join(names)}{more}"


def passage_id(text: str) -> str:
    """Return what a text is called here: the first 12 hex digits of its SHA-1 in UTF-8.

    Examples
    --------
    >>> passage_id("みほん")
    'c8424007c6c4'
    """
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:12]


def _passage(place: PassagePlace, text: str) -> Passage:
    return Passage(
        id=place.id,
        text=text,
        labels=place.labels,
        evidence=place.evidence,
        outlook=place.outlook,
        group=place.programme_id,
    )


# ---------------------------------------------------------------- a text in its cells


def _find_text(cells: Iterable[str], place: PassagePlace) -> str | None:
    """The stretch that has the hash of the passage, first looked for where it should stand."""
    for cell in cells:
        for text in _readings(cell):
            for start in _starts(place, len(text)):
                stretch = text[start : start + place.length]
                if passage_id(stretch) == place.id:
                    return stretch
    return None


def _readings(cell: str) -> Iterator[str]:
    """A cell with its line breaks; without them, as passages have it; and with lines trimmed."""
    lines = cell.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    yield "\n".join(lines)
    if len(lines) > 1:
        yield "".join(lines)
        yield "".join(line.strip() for line in lines)


def _starts(place: PassagePlace, length: int) -> Iterator[int]:
    last = length - place.length
    if place.start <= last:
        yield place.start
    yield from range(last + 1)


# ---------------------------------------------------------------- the published table


def _read_cells(path: Path, columns: set[str]) -> _Cells:
    """(programme, folded heading) → the different texts there."""
    tables = [(where, _rows(text, where)) for where, text in _texts(path)]
    fitting = [(where, rows) for where, rows in tables if columns & set(rows[0])]
    if len(fitting) != 1 or _folded(PROGRAMME_ID) not in fitting[0][1][0]:
        raise PassageError(
            "This is not the published table that the passages stand in, or more than that.",
            where=str(path),
            hint=f"Its columns are {PROGRAMME_ID} and the sections of a review. "
            f"Give the zip archive or its CSV from {SOURCE}.",
        )
    _, (heading, *rows) = fitting[0]
    found: dict[tuple[str, str], dict[str, None]] = {}
    for row in rows:
        # A row that was cut lacks its last cells.
        cells = {**dict.fromkeys(heading, ""), **dict(zip(heading, row, strict=False))}
        programme = _number_of(cells.get(_folded(PROGRAMME_ID), ""))
        for name in columns & set(cells):
            found.setdefault((programme, name), {})[cells[name]] = None
    return {key: tuple(texts) for key, texts in found.items()}


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    """Every CSV of the file, with its name."""
    try:
        if not zipfile.is_zipfile(path):
            yield str(path), decode_text(path.read_bytes())[0]
            return
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.casefold().endswith(".csv"):
                    yield f"{path}: {name}", decode_text(archive.read(name))[0]
    except OSError as error:
        raise PassageError("The published table cannot be read.", where=str(path)) from error
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise PassageError(
            f"The zip archive cannot be read: {error}.", where=str(path), hint="Download it again."
        ) from error
    except EncodingError as error:
        raise PassageError(error.message, where=str(path), hint=error.hint) from error


def _rows(text: str, where: str) -> list[list[str]]:
    """The rows of a CSV; in the first, the headings are folded."""
    try:
        heading, *rows = [*csv.reader(io.StringIO(text, newline=""))] or [[]]
    except csv.Error as error:
        raise PassageError(
            f"This is no CSV: {error}.", where=where, hint="Download the table again."
        ) from error
    return [[_folded(name) for name in heading], *rows]


def _folded(heading: str) -> str:
    """A heading without what differs between copies of it: spaces, width, the kind of dash."""
    return _DASHES.sub("-", "".join(unicodedata.normalize("NFKC", heading).split()))


def _number_of(programme: str) -> str:
    """A programme's number without the zeros and blanks that programs put around it."""
    return unicodedata.normalize("NFKC", programme).strip().lstrip("0")
