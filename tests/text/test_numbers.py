from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.errors import KictError, NotANumberError
from kict_nlp.text.numbers import CellValue, find_quantities, parse_cell, parse_quantity

PIECES = st.lists(
    st.sampled_from(
        [*"0123456789,.%％＋－△▲～/()（）※①万億千割分の一二十〇約以上人件年度令和R3\n 　ﾃﾞｰﾀ"]
    ),
    max_size=30,
).map("".join)


def test_every_cell_of_the_real_report_is_understood(kanagawa_folder: Path) -> None:
    truth = json.loads((kanagawa_folder / "truth.json").read_text("utf-8"))
    cells = [row[key] for row in truth["measures"] for key in ("target", "actual") if row[key]]
    assert [cell for cell in cells if parse_cell(cell).unread] == []
    plain = [cell for cell in cells if cell[0].isdecimal() and "中" not in cell]
    assert len(plain) == 39
    assert {parse_cell(cell).kind for cell in plain} == {"quantity"}


@given(st.one_of(st.text(), PIECES))
def test_any_text_has_a_reading_whose_raw_stands_at_its_offsets(text: str) -> None:
    cell = parse_cell(text)
    for found in (*find_quantities(text), *cell.quantities):
        assert found.raw == text[found.start : found.end]
    assert isinstance(cell, CellValue)


@pytest.mark.parametrize(
    "text", ["", "―", "実施", "10人と20人", "令和３年度", "(1)100人(2)200人", "(2)"]
)
def test_what_is_not_one_quantity_is_refused(text: str) -> None:
    with pytest.raises(NotANumberError, match="is not one quantity") as caught:
        parse_quantity(text)
    assert isinstance(caught.value, KictError)
    assert caught.value.hint
