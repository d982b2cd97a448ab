"""The invented passages: form, exact spans, no text twice."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

CODES = {
    "covid", "disaster", "economy", "partner_withdrawal", "coordination", "demand", "population", "scope_change",
    "delay", "resource", "cost_saving", "technical", "measurement", "target_setting", "other",
}  # fmt: skip
STYLES = {"desu", "dearu", "taigen", "bullets", "mixed"}
MOST_SHARED = 25  # characters that two passages may not have in common


@pytest.fixture(scope="module")
def passages(root: Path) -> list[dict[str, Any]]:
    files = sorted((root / "corpora" / "causes").glob("*.jsonl"))
    assert files
    return [
        json.loads(line) for file in files for line in file.read_text(encoding="utf-8").splitlines()
    ]


def test_ids_follow_from_the_texts_and_no_text_is_there_twice(
    passages: list[dict[str, Any]],
) -> None:
    assert all(p["id"] == hashlib.sha1(p["text"].encode()).hexdigest()[:12] for p in passages)
    assert len({p["id"] for p in passages}) == len(passages)


def test_labels_are_codes_and_each_has_its_words_in_the_text(
    passages: list[dict[str, Any]],
) -> None:
    for passage in passages:
        labels = passage["labels"]
        assert labels == ["none"] or (labels and set(labels) <= CODES), passage["id"]
        assert set(passage["evidence"]) == set(labels) - {"none"}, passage["id"]
        spans = [*passage["evidence"].values(), *passage["outlook"]]
        assert all(span and span in passage["text"] for span in spans), passage["id"]
        assert labels == ["none"] or passage["shortfall"], passage["id"]


def test_every_code_has_enough_passages(passages: list[dict[str, Any]]) -> None:
    counts = Counter(label for passage in passages for label in passage["labels"])
    assert min(counts[code] for code in CODES) >= 60
    assert counts["none"] >= 300
    assert len(passages) >= 1600


def test_bodies_styles_and_years_are_of_the_kinds_promised(passages: list[dict[str, Any]]) -> None:
    assert {p["body"] for p in passages} == {"prefecture", "city", "ministry"}
    assert {p["style"] for p in passages} == STYLES
    assert {p["year"] for p in passages} == set(range(2015, 2025))


def test_two_passages_share_no_more_than_a_phrase(passages: list[dict[str, Any]]) -> None:
    owner: dict[str, str] = {}
    for passage in passages:
        text = passage["text"]
        for start in range(len(text) - MOST_SHARED + 1):
            piece = text[start : start + MOST_SHARED]
            assert owner.setdefault(piece, passage["id"]) == passage["id"], piece


def test_the_second_reading_is_of_passages_that_are_here(
    root: Path, passages: list[dict[str, Any]]
) -> None:
    lines = (root / "corpora" / "causes" / "second_reading.csv").read_text(encoding="utf-8")
    heading, *rows = lines.splitlines()
    assert heading == "id,labels"
    read = dict(row.split(",") for row in rows)
    assert len(read) == len(rows)
    assert set(read) <= {p["id"] for p in passages}
    labels = [set(given.split(";")) for given in read.values()]
    assert all(given == {"none"} or given <= CODES for given in labels)
    # All but what was written after the reading.
    assert len(read) > 0.99 * len(passages)
