"""kict train and kict evaluate on few passages."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kict_nlp.resources import find_resource
from tests.cli.conftest import Run


def few_passages(folder: Path, count: int) -> Path:
    lines = (find_resource("corpora/causes") / "local.jsonl").read_text(encoding="utf-8")
    path = folder / "few.jsonl"
    path.write_text("\n".join(lines.splitlines()[:count]), encoding="utf-8")
    return path


def test_evaluate_prints_figures_with_intervals(run: Run, tmp_path: Path) -> None:
    result = run("evaluate", str(few_passages(tmp_path, 40)))
    assert result.exit_code == 0
    assert "40 passages" in result.stdout
    assert "micro F1" in result.stdout
    assert "came true" in result.stdout


def test_evaluate_as_json_has_everything(run: Run, tmp_path: Path) -> None:
    result = run("evaluate", str(few_passages(tmp_path, 40)), "--json")
    measured = json.loads(result.stdout)
    assert measured["passages"] == 40
    assert 0 < measured["micro"]["low"] <= measured["micro"]["value"] <= 1
    assert {"codes", "confusions", "mistakes", "reliability"} <= set(measured)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "line 1"),
        ('{"id": "a", "text": "中止", "labels": ["weather"]}', "no code 'weather'"),
        ('{"id": "a", "text": "中止"}', "no labels"),
        ('{"id": "a", "text": "中止", "labels": ["covid"], "evidence": {"covid": "延期"}}', "延期"),
        (
            '{"id": "a", "text": "中止", "labels": ["none"], "evidence": {"covid": "中止"}}',
            "not among",
        ),
    ],
)
def test_faulty_passages_are_named(run: Run, tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "faulty.jsonl"
    path.write_text(line, encoding="utf-8")
    result = run("evaluate", str(path))
    assert result.exit_code == 3
    assert message in result.stderr
    assert str(path) in result.stderr.replace("\n", "")


def test_a_folder_without_a_model_is_named(run: Run, tmp_path: Path) -> None:
    result = run("evaluate", str(few_passages(tmp_path, 3)), "--model", str(tmp_path))
    assert result.exit_code == 3
    assert "There is no cause model" in result.stderr


@pytest.mark.usefixtures("small_corpus")
def test_train_writes_a_model_that_evaluate_takes(run: Run, tmp_path: Path) -> None:
    output = tmp_path / "model"
    result = run("train", "-o", str(output))
    assert result.exit_code == 0
    assert "No real passages were given" in result.stderr
    assert "places" in result.stdout
    assert sorted(path.name for path in output.iterdir()) == ["model.json", "weights.npz"]
    again = run("train", "-o", str(output))
    assert again.exit_code == 0
    checked = run("evaluate", str(few_passages(tmp_path, 10)), "--model", str(output))
    assert checked.exit_code == 0


def test_a_file_in_the_place_of_the_model_is_told_first(run: Run, tmp_path: Path) -> None:
    (tmp_path / "model").write_text("mine", encoding="utf-8")
    result = run("train", "-o", tmp_path / "model")
    assert result.exit_code == 2
    assert "The output folder is a file" in result.stderr
    assert (tmp_path / "model").read_text(encoding="utf-8") == "mine"
