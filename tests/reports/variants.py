"""The real report's content printed by other programs in other styles, read again and compared."""

from __future__ import annotations

import gc
import json
import time
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from kict_nlp.errors import KictError
from kict_nlp.pdf.reading import Backend
from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Report
from scripts.typeset import Style, read_prose, style_for, typeset_many
from tests.reports.comparison import Score, expected_measures, score_measures, table_differences


class VariantScore(NamedTuple):
    """How one printed variant was read; ``error`` says why it was not."""

    seed: int
    producer: str
    score: Score
    seconds: float
    error: str | None = None


class Parity(NamedTuple):
    """Where the tables of one printed variant differ between the backends."""

    seed: int
    producer: str
    differences: tuple[str, ...]


def style_of(seed: int) -> Style:
    """The style of a seed, in a font that scripts/test installs."""
    style = style_for(seed)
    return replace(style, font="IPAPGothic") if style.font.startswith("Takao") else style


def load_content(folder: Path) -> dict[str, Any]:
    """What the real report says, as the typesetter takes it: its truth, and its prose."""
    content: dict[str, Any] = json.loads((folder / "truth.json").read_text(encoding="utf-8"))
    return content | {"prose": read_prose(folder / "report.txt")}


def print_reports(jobs: Iterable[tuple[Mapping[str, Any], Style, Path]]) -> None:
    """Typeset reports, and close the font files that the typesetter leaves open."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        typeset_many(jobs)
        gc.collect()


def score_styles(
    content: Mapping[str, Any], styles: Sequence[Style], folder: Path, backend: Backend = "auto"
) -> list[VariantScore]:
    """Print the content in each style, read the files and count the right measures.

    Raises
    ------
    MissingProducer
        A program, library or font of one of the styles is not installed.
    """
    paths = print_styles(content, styles, folder)
    return [
        _score(content, style, path, backend) for style, path in zip(styles, paths, strict=True)
    ]


def print_styles(content: Mapping[str, Any], styles: Sequence[Style], folder: Path) -> list[Path]:
    """Print the content in each style, a file each."""
    paths = [folder / f"{style.producer}_{style.seed}.pdf" for style in styles]
    print_reports((content, style, path) for style, path in zip(styles, paths, strict=True))
    return paths


def compare_backends(path: Path) -> list[str]:
    """Where the tables, or the failures, of one file differ between PDFium and pdfplumber."""
    pdfium, pdfplumber = _read(path, "pdfium"), _read(path, "pdfplumber")
    if isinstance(pdfium, Report) and isinstance(pdfplumber, Report):
        return table_differences(pdfium, pdfplumber)
    return [] if type(pdfium) is type(pdfplumber) else [f"{pdfium!r} is not {pdfplumber!r}"]


def _read(path: Path, backend: Backend) -> Report | KictError:
    try:
        return read_report(path, backend=backend)
    except KictError as error:
        return error


def _score(content: Mapping[str, Any], style: Style, path: Path, backend: Backend) -> VariantScore:
    wanted = expected_measures(content)
    start = time.perf_counter()
    error = None
    try:
        score = score_measures(read_report(path, backend=backend).measures, wanted)
    except KictError as failure:
        score, error = Score(0, len(wanted)), f"{type(failure).__name__}: {failure.message}"
    seconds = time.perf_counter() - start
    return VariantScore(style.seed, style.producer, score, seconds, error)


def print_and_compare(
    content: Mapping[str, Any], styles: Sequence[Style], folder: Path
) -> list[Parity]:
    """Print the content in each style and read the files with both backends.

    Raises
    ------
    MissingProducer
        A program, library or font of one of the styles is not installed.
    """
    paths = print_styles(content, styles, folder)
    return [
        Parity(style.seed, style.producer, tuple(compare_backends(path)))
        for style, path in zip(styles, paths, strict=True)
    ]


def add_scores(scores: Sequence[VariantScore]) -> Score:
    """All measures of several variants together."""
    return Score(sum(one.score.right for one in scores), sum(one.score.total for one in scores))
