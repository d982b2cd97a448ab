"""Which way an indicator is better, told by its name, its target and its baseline."""

from __future__ import annotations

from pathlib import Path

import pytest

from kict_nlp.reports.direction import find_direction
from kict_nlp.text.numbers import parse_cell

_LINES = Path(__file__).with_name("directions.tsv").read_text(encoding="utf-8").splitlines()
NAMES = [tuple(line.split("\t")) for line in _LINES]


def direction(target: str, baseline: str, *names: str) -> str:
    return find_direction(parse_cell(target), parse_cell(baseline), names).comparison


@pytest.mark.parametrize(("wanted", "name"), NAMES, ids=[name for _, name in NAMES])
def test_a_name_tells_which_way_is_better(wanted: str, name: str) -> None:
    assert direction("50", "", name) == wanted


@pytest.mark.parametrize(
    ("target", "baseline", "name", "wanted"),
    [
        ("100件以下", "", "開催回数", "<="),
        ("10件以上", "", "苦情の件数", ">="),
        ("0件", "", "発生", "<="),
        ("△5%", "", "利用者数", "<="),
        ("5%減", "", "経費", "<="),
        ("+1%", "", "納付率", ">="),
        ("80", "95", "平均日数", "<="),
        ("95", "80", "平均日数", ">="),
        ("実施", "", "苦情の件数", "="),
        ("―", "", "苦情の件数", "none"),
        ("(1)5件 (2)8件", "", "火災の件数", "<="),
    ],
)
def test_the_cells_come_before_the_name(target: str, baseline: str, name: str, wanted: str) -> None:
    assert direction(target, baseline, name) == wanted


def test_the_measure_tells_where_the_indicator_does_not() -> None:
    assert direction("50", "", "件数", "交通事故の減少") == "<="
    assert direction("50", "", "成約件数", "空き家バンク事業") == ">="
