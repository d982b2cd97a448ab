"""The public face is a list that somebody chose."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kict_nlp as kict

PUBLIC = [
    "EncodingError",
    "FailedReport",
    "KictError",
    "LayoutError",
    "LexiconError",
    "NoTableError",
    "NoTextError",
    "PasswordError",
    "Report",
    "ReportReadError",
    "TokenizeError",
    "TooLargeError",
    "UnreadableFileError",
    "load_nlp",
    "read_report",
    "read_reports",
    "tokenize",
]

# Well under the promise of 0.15 s; the package loads nothing but importlib.
IMPORT_LIMIT_SECONDS = 0.05

HEAVY = {
    "altair",
    "click",
    "dask",
    "duckdb",
    "networkx",
    "openpyxl",
    "pandas",
    "pdfplumber",
    "pypdfium2",
    "rapidfuzz",
    "scipy",
    "sklearn",
    "spacy",
    "sudachipy",
}


def test_list_is_the_chosen_one_and_sorted() -> None:
    assert kict.__all__ == PUBLIC == sorted(PUBLIC)


@pytest.mark.parametrize("name", PUBLIC)
def test_each_name_can_be_loaded(name: str) -> None:
    value = getattr(kict, name)
    assert value.__name__ == name
    assert value.__doc__


def test_type_checkers_see_the_same_names_in_the_same_homes() -> None:
    tree = ast.parse(Path(kict.__file__).read_text(encoding="utf-8"))
    seen = {
        alias.asname: node.module
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and str(node.module).startswith("kict_nlp.")
        for alias in node.names
        if alias.asname is not None  # "X as X" is what type checkers take for an export
    }
    assert seen == kict._HOMES


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'read_rapport'"):
        kict.read_rapport  # noqa: B018


def test_dir_shows_the_public_names() -> None:
    assert set(PUBLIC) <= set(dir(kict))


def test_no_name_hides_a_subpackage() -> None:
    folder = Path(kict.__file__).parent
    assert not {path.stem for path in folder.iterdir()} & set(PUBLIC)


def test_import_is_quick_and_loads_nothing_heavy() -> None:
    code = (
        "import sys, time; begin = time.perf_counter(); import kict_nlp; "
        "print(time.perf_counter() - begin, *{name.split('.')[0] for name in sys.modules})"
    )
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], check=True, capture_output=True, text=True
        ).stdout.split()
        for _ in range(3)
    ]
    assert min(float(run[0]) for run in runs) < IMPORT_LIMIT_SECONDS
    assert not HEAVY & set(runs[0][1:])
