"""The causes that the sample's explanations state: each with its words, and the wave of COVID-19."""

from __future__ import annotations

import csv
import json
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.causes.test_corpus import CODES

YEARS = ("r1", "r2", "r3", "r4")


@pytest.fixture(scope="module")
def rows(root: Path) -> list[dict[str, str]]:
    with (root / "corpora" / "mihon" / "causes.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


@pytest.fixture(scope="module")
def explained(root: Path) -> dict[str, Mapping[str, Any]]:
    """Measures with an explanation, by id."""
    found = {}
    for year in YEARS:
        path = root / "corpora" / "mihon" / year / "truth.json"
        for measure in json.loads(path.read_text("utf-8"))["measures"]:
            if measure["explanation"]:
                place = "".join(str(measure[k]) for k in ("pillar", "middle", "field", "number"))
                found[f"mihon_{year}/{place}"] = measure
    return found


def test_every_explanation_is_labelled(
    rows: list[dict[str, str]], explained: Mapping[str, Mapping[str, Any]]
) -> None:
    assert {row["measure"] for row in rows} == set(explained)
    pairs = [(row["measure"], row["cause"]) for row in rows]
    assert len(pairs) == len(set(pairs))


def test_every_cause_has_its_words_in_the_reason(
    rows: list[dict[str, str]], explained: Mapping[str, Mapping[str, Any]]
) -> None:
    for row in rows:
        measure = explained[row["measure"]]
        if row["cause"] == "none":
            assert not row["evidence"]
            assert measure["rating"] != "△"
            continue
        assert row["cause"] in CODES
        assert row["evidence"]
        assert row["evidence"] in measure["reason"], row
        assert measure["rating"] == "△"


def test_covid_comes_and_goes(
    rows: list[dict[str, str]], explained: Mapping[str, Mapping[str, Any]]
) -> None:
    covid = Counter(_year(row["measure"]) for row in rows if row["cause"] == "covid")
    missed = Counter(_year(name) for name, one in explained.items() if one["rating"] == "△")
    assert [covid[year] for year in YEARS] == [2, 11, 3, 2]
    assert [missed[year] for year in YEARS] == [14, 14, 13, 16]


def _year(measure_id: str) -> str:
    return measure_id.partition("/")[0].removeprefix("mihon_")
