"""The public face is a list that somebody chose."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

import kict_nlp as kict

PUBLIC = [
    "CauseLabel",
    "Coding",
    "EncodingError",
    "FailedReport",
    "Finding",
    "KictError",
    "LayoutError",
    "LexiconError",
    "NoTableError",
    "NoTextError",
    "Panel",
    "PasswordError",
    "Report",
    "ReportReadError",
    "TokenizeError",
    "TooLargeError",
    "UnreadableFileError",
    "audit_report",
    "find_clauses",
    "link_tables",
    "link_years",
    "load_cause_model",
    "load_nlp",
    "read_report",
    "read_reports",
    "tokenize",
]

HEAVY = {
    "altair",
    "click",
    "dask",
    "distributed",
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


def test_import_loads_nothing_of_ours_or_others() -> None:
    """How long it takes would tell of the machine; what is loaded does not."""
    code = "import sys; before = {*sys.modules}; import kict_nlp; print(*{*sys.modules} - before)"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    loaded = set(done.stdout.split())
    assert not HEAVY & {name.split(".")[0] for name in loaded}
    assert {name for name in loaded if name.startswith("kict_nlp")} == {
        "kict_nlp",
        "kict_nlp.version",
    }
