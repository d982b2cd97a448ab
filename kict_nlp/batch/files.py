"""The files that paths and folders stand for, and the ids of their reports."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from kict_nlp.batch.outcome import FailedReport
from kict_nlp.errors import UnreadableFileError


def find_report_files(paths: Iterable[str | Path]) -> list[Path | FailedReport]:
    """Return the files that paths stand for, with a failure for each folder without any PDF.

    A folder stands for the PDF files directly in it, sorted by name.
    """
    found: list[Path | FailedReport] = []
    for path in map(Path, paths):
        if not path.is_dir():
            found.append(path)
            continue
        try:
            inside = sorted(filter(_is_pdf, path.iterdir()), key=lambda file: file.name)
        except OSError as error:
            found.append(_bad_folder(path, f"The folder cannot be read: {error.strerror}."))
            continue
        found.extend(inside or [_bad_folder(path, "The folder has no PDF file.")])
    return found


def _is_pdf(path: Path) -> bool:
    """By its name; hidden files are what desktops and copying programs leave behind."""
    return path.suffix.casefold() == ".pdf" and not path.name.startswith(".") and path.is_file()


def _bad_folder(path: Path, message: str) -> FailedReport:
    return FailedReport(
        source_file=path.name,
        stage="find",
        error=UnreadableFileError.__name__,
        message=message,
        hint="Give the folder in which the PDF files lie; folders inside it are not searched.",
        place=str(path),
    )


def report_ids(files: Sequence[Path | FailedReport]) -> list[str]:
    """Return the name of each file without its ending, made unique in the order given."""
    stems = [file.stem if isinstance(file, Path) else "" for file in files]
    taken = set(stems)
    ids: list[str] = []
    seen: set[str] = set()
    for stem in stems:
        report_id, number = stem, 2
        while report_id in seen or (report_id in taken and report_id != stem):
            report_id, number = f"{stem}-{number}", number + 1
        seen.add(report_id)
        ids.append(report_id)
    return ids
