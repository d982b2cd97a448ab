"""The table ``causes`` → the codes of each measure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path

from kict_nlp.errors import EncodingError, UnreadableFileError
from kict_nlp.text.decoding import decode_text

CAUSES = "causes.csv"
_IDS = ("measure_id", "id")
_HINT = "Give the table causes as kict classify wrote it: measure_id, cause, …"


def load_causes(directory: str | Path) -> dict[str, tuple[str, ...]]:
    """Return measure → codes of its causes, each once, in the order of the table.

    Parameters
    ----------
    directory : str or Path
        A folder; one without ``causes.csv`` has no causes.

    Raises
    ------
    UnreadableFileError
        The table is there, but cannot be read, or lacks a column.
    """
    place = Path(directory) / CAUSES
    if not place.is_file():
        return {}
    reader = csv.DictReader(io.StringIO(_text(place), newline=""))
    heading = list(reader.fieldnames or ())
    column = next((name for name in _IDS if name in heading), None)
    if column is None or "cause" not in heading:
        raise UnreadableFileError(
            f"The table {CAUSES} has no column measure_id or no column cause.",
            where=str(place),
            hint=_HINT,
        )
    codes: dict[str, dict[str, None]] = {}
    try:
        for row in reader:
            if row[column] and row["cause"]:
                codes.setdefault(row[column], {})[row["cause"]] = None
    except csv.Error as error:
        raise UnreadableFileError(
            f"The table {CAUSES} is no CSV: {error}.",
            where=f"{place}, line {reader.line_num}",
            hint=_HINT,
        ) from error
    return {name: tuple(found) for name, found in codes.items()}


def load_all_causes(directories: Iterable[str | Path]) -> dict[str, tuple[str, ...]]:
    """Return what `load_causes` returns, of several folders together.

    Raises
    ------
    UnreadableFileError
        As for `load_causes`; or two folders give one measure different codes.
    """
    found: dict[str, tuple[str, ...]] = {}
    for directory in directories:
        for name, codes in load_causes(directory).items():
            if set(found.setdefault(name, codes)) != set(codes):
                raise UnreadableFileError(
                    f"Two tables {CAUSES} give {name} different causes: "
                    f"{', '.join(found[name])} and {', '.join(codes)}.",
                    where=str(Path(directory) / CAUSES),
                    hint="Give the causes of each measure in one folder only.",
                )
    return found


def _text(place: Path) -> str:
    try:
        return decode_text(place.read_bytes())[0].removeprefix("\ufeff")
    except (OSError, EncodingError) as error:
        raise UnreadableFileError(
            f"The table {CAUSES} cannot be read: {error}.", where=str(place), hint=_HINT
        ) from error
