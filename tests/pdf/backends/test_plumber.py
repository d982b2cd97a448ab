"""What pdfplumber meets in a file is the file's fault; what our code does is not."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kict_nlp.errors import TooLargeError
from kict_nlp.pdf.backends import plumber
from kict_nlp.reports.reader import read_report
from tests.output.small_report import write_small_report


@pytest.fixture(scope="module")
def small_pdf(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_small_report(tmp_path_factory.mktemp("plumber") / "small.pdf")


def test_a_bug_of_ours_is_not_taken_for_damage(
    small_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistyped(*_: Any) -> None:
        raise AttributeError("a typo of ours")

    monkeypatch.setattr(plumber, "read_glyphs", mistyped)
    with pytest.raises(AttributeError, match="a typo of ours"):
        read_report(small_pdf, backend="pdfplumber")


def test_a_page_that_needs_too_much_memory_says_so(
    small_pdf: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def greedy(_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(plumber, "_drawn", greedy)
    with pytest.raises(TooLargeError, match="more memory") as caught:
        read_report(small_pdf, backend="pdfplumber")
    assert caught.value.where == "small.pdf, page 1"
    assert caught.value.hint
