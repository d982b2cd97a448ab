from __future__ import annotations

import json
from pathlib import Path

from kict_nlp.causes.codebook import load_codebook
from kict_nlp.causes.passage_index import read_index
from tests.causes.official_table import cells_with, table_text, write_zip
from tests.cli.conftest import Run


def official(national_passages: Path, root: Path, path: Path) -> Path:
    """The table as far as the passages of rs2024_dev stand in it."""
    lines = national_passages.read_text(encoding="utf-8").splitlines()
    texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    index = read_index(root / "corpora" / "causes" / "rs2024_dev.csv", load_codebook())
    return write_zip(path, table_text(cells_with(index, texts)))


def test_passages_are_written(
    run: Run, national_passages: Path, root: Path, tmp_path: Path
) -> None:
    table = official(national_passages, root, tmp_path / "t.zip")
    result = run("passages", table, "--set", "rs2024_dev", "-o", tmp_path / "dev.jsonl")
    assert (result.exit_code, result.stdout) == (0, "")
    rows = [json.loads(line) for line in (tmp_path / "dev.jsonl").read_text("utf-8").splitlines()]
    given = [json.loads(line) for line in national_passages.read_text("utf-8").splitlines()]
    assert [row["text"] for row in rows] == [row["text"] for row in given]
    assert "184 of 184 passages" in result.stderr


def test_what_is_not_there_is_listed(
    run: Run, national_passages: Path, root: Path, tmp_path: Path
) -> None:
    table = official(national_passages, root, tmp_path / "t.zip")
    result = run("passages", table, "-o", tmp_path / "both.jsonl")
    assert result.exit_code == 1
    assert "184 of 728 passages" in result.stderr
    assert "Not found: " in result.stderr


def test_another_table_gives_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_text("予算事業ID,事業名\n1,みほん\n", encoding="utf-8")
    result = run("passages", tmp_path / "t.csv", "-o", tmp_path / "p.jsonl")
    assert result.exit_code == 3
    assert "not the published table" in result.stderr
    assert not (tmp_path / "p.jsonl").exists()
