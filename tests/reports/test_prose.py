"""What a section of the body is about."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from kict_nlp.reports.numbering import Label
from kict_nlp.reports.prose import _pillar

NUMBERED = {"1": "くらし", "2": "くらしの安全", "10": "行政"}
ROMAN = {"Ⅰ": "くらし", "Ⅱ": "行政"}


@pytest.mark.parametrize(
    ("heading", "pillars", "number"),
    [
        ("柱1の状況", NUMBERED, "1"),
        ("柱10の状況", NUMBERED, "10"),
        ("柱１０　行政", NUMBERED, "10"),
        ("柱3の状況", NUMBERED, None),
        ("くらしの安全の取組", NUMBERED, "2"),
        ("くらしの取組", NUMBERED, "1"),
        ("柱Ⅱ　行政", ROMAN, "Ⅱ"),
        ("柱Ⅰの評価", ROMAN, "Ⅰ"),
        ("概要", ROMAN, None),
    ],
)
def test_the_pillar_that_a_heading_names(
    heading: str, pillars: Mapping[str, str | None], number: str | None
) -> None:
    assert _pillar(Label(None, heading, None), pillars) == number
