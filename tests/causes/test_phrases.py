"""The invented phrases: one cause each, no phrase inside another, none out of the real passages."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from kict_nlp.causes.codebook import load_codebook

SHORTEST, LONGEST = 8, 45  # characters: enough to name a cause, too few to tell a whole story


@pytest.fixture(scope="module")
def phrases(root: Path) -> dict[str, list[str]]:
    """The lines of every file, by the code that is its name."""
    files = sorted((root / "corpora" / "causes" / "phrases").iterdir())
    assert all(file.suffix == ".txt" for file in files)
    return {file.stem: file.read_text(encoding="utf-8").splitlines() for file in files}


@pytest.fixture(scope="module")
def lines(phrases: dict[str, list[str]]) -> list[str]:
    """The lines of all files."""
    return [line for of_code in phrases.values() for line in of_code]


def _parts(line: str) -> Iterator[str]:
    """Yield every shorter stretch of a line that is long enough to be a phrase."""
    for start in range(len(line)):
        for end in range(start + SHORTEST, len(line) + 1):
            if end - start < len(line):
                yield line[start:end]


def test_every_code_but_none_has_its_file(phrases: dict[str, list[str]]) -> None:
    assert set(phrases) == set(load_codebook().codes)


def test_lines_are_phrases_in_length_and_without_white_space(lines: list[str]) -> None:
    assert [line for line in lines if not SHORTEST <= len(line) <= LONGEST] == []
    assert [line for line in lines if "".join(line.split()) != line] == []


def test_no_line_is_there_twice_in_a_file_or_across_files(lines: list[str]) -> None:
    assert [line for line, times in Counter(lines).items() if times > 1] == []


def test_no_line_stands_within_another(lines: list[str]) -> None:
    known = set(lines)
    assert [(part, line) for line in lines for part in _parts(line) if part in known] == []


@pytest.mark.parametrize("name", ["rs2024_dev", "rs2024_more"])
def test_no_line_stands_whole_in_a_real_passage(lines: list[str], root: Path, name: str) -> None:
    path = root.parent / "shared" / "labels" / f"{name}.jsonl"
    if not path.exists():
        pytest.skip(f"the labelled passages are not here: {path.name} in shared/labels")
    rows = path.read_text(encoding="utf-8").splitlines()
    texts = [json.loads(row)["text"] for row in rows]
    assert texts
    assert [line for line in lines if any(line in text for text in texts)] == []
