from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from kict_nlp.errors import KictError, NotANumberError
from kict_nlp.text.numbers import (
    CellValue,
    Quantity,
    find_quantities,
    find_unread_digits,
    parse_cell,
    parse_quantity,
)

WIDE = str.maketrans("0123456789.,%+-", "０１２３４５６７８９．，％＋－")
KANJI = "〇一二三四五六七八九"

PIECES = st.lists(
    st.sampled_from(
        [*"0123456789,.%％＋－△▲～/()（）※①万億千割分の一二十〇約以上人件年度令和R3\n 　ﾃﾞｰﾀ½中満点"]
    ),
    max_size=30,
).map("".join)


class Row(NamedTuple):
    """A cell, and what a person reads in it."""

    cell: str
    kind: str
    quantities: str
    flags: str


def rows() -> Iterator[Row]:
    lines = Path(__file__).with_name("cells.tsv").read_text("utf-8").splitlines()[1:]
    for line in lines:
        cell, *rest = line.split("\t")
        yield Row(cell.replace("\\n", "\n"), *rest)


def shown(one: Quantity) -> str:
    upper = "" if one.upper is None else f"..{one.upper}"
    total = "" if one.total is None else f"/{one.total}"
    change = " change" if one.is_change else ""
    year = "" if one.year is None else f" in {one.year}"
    words = "".join(f" {word}" for word in one.qualifiers)
    return f"{one.value}{upper}{total} {one.unit or '.'} {one.comparison}{change}{year}{words}"


def flags(cell: CellValue) -> str:
    names = {
        "pending": cell.is_pending,
        "not_done": cell.is_not_done,
        "dash": cell.is_dash,
        "unread": bool(cell.unread),
        "note": bool(cell.notes),
        f"parts={len(cell.parts)}": bool(cell.parts),
    }
    return " ".join(name for name, holds in names.items() if holds)


@pytest.mark.parametrize("row", list(rows()), ids=lambda row: row.cell.replace("\n", "/"))
def test_cell(row: Row) -> None:
    cell = parse_cell(row.cell)
    assert cell.kind == row.kind
    assert "; ".join(map(shown, cell.quantities)) == row.quantities
    assert flags(cell) == row.flags


def kanji_numeral(number: int) -> str:
    """Write a number below ten thousand as prose does: 三百二十一."""
    text = ""
    for scale, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // scale % 10
        if digit:
            text += ("" if digit == 1 and scale > 1 else KANJI[digit]) + name
    return text


def mixed(number: int) -> str:
    """Write a number as newspapers do: 1億2345万6789."""
    parts = [(number // 10**8, "億"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")]
    return "".join(f"{part:,}{name}" for part, name in parts if part) or "0"


UNITS = st.sampled_from(
    ["人", "件", "か所", "%", "％", "ﾃﾞｰﾀｾｯﾄ", "市町村", "ｔ／10ａ", "PV", "回/年", ""]
)
NUMBERS = st.integers(0, 10**12 - 1)
STYLES = st.sampled_from(
    [
        str,
        lambda n: f"{n:,}",
        mixed,
        lambda n: str(n).translate(WIDE),
        lambda n: f"{n:,}".translate(WIDE),
    ]
)


@given(NUMBERS, STYLES, UNITS)
def test_integers_come_back_from_every_style(number: int, style: object, unit: str) -> None:
    assert callable(style)
    found = parse_quantity(style(number) + unit)
    assert found.value == number
    assert found.comparison == "="


@given(st.decimals(0, 10**6, places=2), UNITS)
def test_decimals_come_back_exactly_with_their_resolution(number: Decimal, unit: str) -> None:
    found = parse_quantity(f"{number:,}{unit}")
    assert found.value == Fraction(number)
    assert found.resolution == Fraction(1, 100)


@given(st.integers(11, 9999))
def test_kanji_numerals_come_back(number: int) -> None:
    assume(set(kanji_numeral(number)) & set(KANJI))
    assert parse_quantity(kanji_numeral(number) + "人").value == number


@given(st.integers(0, 99), st.integers(1, 9), st.sampled_from(["～", "〜", "~", "から"]))
def test_ranges_come_back(lower: int, more: int, joint: str) -> None:
    found = parse_quantity(f"{lower}{joint}{lower + more}人")
    assert (found.value, found.upper) == (lower, lower + more)


@given(
    NUMBERS,
    st.sampled_from(
        [
            ("", "", "="),
            ("", "以上", ">="),
            ("", "以下", "<="),
            ("", "未満", "<"),
            ("", "を超える", ">"),
            ("約", "", "~"),
            ("", "程度", "~"),
            ("少なくとも", "", ">="),
        ]
    ),
)
def test_comparisons_come_back(number: int, words: tuple[str, str, str]) -> None:
    before, after, comparison = words
    found = parse_quantity(f"{before}{number:,}件{after}")
    assert (found.value, found.comparison) == (number, comparison)


@given(
    st.integers(1, 100),
    st.sampled_from([("△", ""), ("▲", ""), ("－", ""), ("", "減"), ("", "削減")]),
)
def test_decreases_are_negative_changes(number: int, words: tuple[str, str]) -> None:
    found = parse_quantity(f"{words[0]}{number}％{words[1]}")
    assert (found.value, found.is_change) == (-number, True)


SENTENCES = st.sampled_from(
    [
        "第３条に基づき、",
        "令和３年度は、",
        "（２）窓口では、",
        "ＣＯ２を測る装置を",
        "4月1日から",
        "問合せ先03-1234-5678、",
        "",
    ]
)


@given(
    SENTENCES,
    NUMBERS,
    st.sampled_from(["人", "か所", "ﾃﾞｰﾀｾｯﾄ"]),
    st.sampled_from(["。", "を達成した。", "となった"]),
)
def test_found_in_running_text_at_its_place(
    before: str, number: int, unit: str, after: str
) -> None:
    printed = f"{number:,}{unit}"
    text = f"{before}{printed}{after}"
    [found] = find_quantities(text)
    assert (found.value, found.raw) == (number, printed)
    assert (found.start, found.end) == (len(before), len(before) + len(printed))
    assert find_unread_digits(text) == []


@given(st.one_of(st.text(), PIECES))
def test_any_text_has_a_reading_whose_raw_stands_at_its_offsets(text: str) -> None:
    cell = parse_cell(text)
    found = find_quantities(text)
    for one in (*found, *cell.quantities):
        assert one.raw == text[one.start : one.end]
    assert all(a.end <= b.start for a, b in pairwise(found))


@pytest.mark.parametrize(
    "text", ["", "―", "実施", "10人と20人", "令和３年度", "(1)100人(2)200人", "(2)", "12,34人"]
)
def test_what_is_not_one_quantity_is_refused(text: str) -> None:
    with pytest.raises(NotANumberError, match="is not one quantity") as caught:
        parse_quantity(text)
    assert isinstance(caught.value, KictError)
    assert caught.value.hint


@pytest.mark.parametrize(
    "text",
    [
        "第３条第２項", "電話03-1234-5678", "(2)", "表1を参照", "5Gの整備", "Ｇ２０サミット", "令和３年９月１日", "午後３時15分",
        "国道135号", "40歳代", "唯一の", "数十件", "1-2-3", "※1", "PM2.5", "三重県", "統一", "第2四半期", "〒231-8588",
    ],
)  # fmt: skip
def test_digits_of_other_use_are_no_quantities(text: str) -> None:
    assert find_quantities(text) == []
    assert find_unread_digits(text) == []


def test_every_cell_of_the_real_report_is_understood(kanagawa_folder: Path) -> None:
    truth = json.loads((kanagawa_folder / "truth.json").read_text("utf-8"))
    cells = [row[key] for row in truth["measures"] for key in ("target", "actual") if row[key]]
    assert [cell for cell in cells if parse_cell(cell).unread] == []
    plain = [cell for cell in cells if cell[0].isdecimal() and "中" not in cell]
    assert len(plain) == 39
    assert {parse_cell(cell).kind for cell in plain} == {"quantity"}
