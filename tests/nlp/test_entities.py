"""What policy reports speak of: bodies by their names, measures by theirs."""

from __future__ import annotations

import pytest

from kict_nlp.nlp.entities import MeasureNames, find_entities

NO_MEASURES = MeasureNames({})


@pytest.mark.parametrize(
    ("text", "bodies"),
    [
        ("総務課及び情報政策課が担った。", ["総務課", "情報政策課"]),
        ("第３回審議会と第３回総合計画審議会", ["総合計画審議会"]),
        ("相模湾試験場", ["相模湾試験場"]),
        ("３年度総務課長が出席した。", ["総務課"]),
        ("各課、関係部局、他市町村、庁内関係課の全体、関係課室", []),
        ("水道の一部と体育館、教室を直した。", []),
        ("見本産業振興財団の職員", ["見本産業振興財団"]),
        ("総務部㈱", ["総務部"]),
    ],
)
def test_bodies(text: str, bodies: list[str]) -> None:
    found = [
        entity for entity in find_entities(text, NO_MEASURES) if entity.label == "ORGANIZATION"
    ]
    assert [text[entity.start : entity.end] for entity in found] == bodies


def test_the_longest_measure_is_taken_and_short_names_are_left_out() -> None:
    names = MeasureNames({"m/1": "窓口の電子化", "m/2": "窓口の電子化の検証", "m/3": "広報"})
    text = "広報と窓口の電⼦化の検証、窓口の電子化。"
    assert [entity[:2] + entity[3:] for entity in find_entities(text, names)] == [
        (3, 12, "m/2"),
        (13, 19, "m/1"),
    ]


def test_nothing_in_an_empty_text() -> None:
    assert find_entities("", NO_MEASURES) == []
