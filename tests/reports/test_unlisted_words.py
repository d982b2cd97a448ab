"""Words over columns that stand in no list: what a body of another habit prints."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest

from kict_nlp.errors import NoTableError
from kict_nlp.reports.layout import known_layouts
from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Report
from tests.bodies.model import Specimen
from tests.bodies.other_words import OTHER_WORDS, draw_headed
from tests.reports.comparison import differences

# The roles in the order of the columns. A word that gets into a list of ours must leave this one.
WORDS = {
    "pillar": "まちのめあて",
    "measure": "やること",
    "indicator": "数えるもの",
    "target": "届かせたい数",
    "actual": "届いた数",
    "rating": "できばえ",
    "explanation": "うまくいかなかった訳",
}
BODY: Specimen = replace(OTHER_WORDS, draw=partial(draw_headed, tuple(WORDS.values())))
COLUMNS = ("pillar", "measure", "indicator", "target", "actual", "rating_symbol", "rating")


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return BODY.typeset(tmp_path_factory.mktemp("unlisted") / "unlisted.pdf")


def check(report: Report) -> None:
    wanted = [{column: row[column] for column in COLUMNS} for row in BODY.measures]
    assert differences(report.measures, wanted) == []


@pytest.mark.parametrize("word", WORDS.values())
def test_no_layout_of_ours_knows_the_word(word: str) -> None:
    assert [layout.find_role(word) for layout in known_layouts()] == [None] * len(known_layouts())


def test_what_to_do_is_said(path: Path) -> None:
    with pytest.raises(NoTableError) as caught:
        read_report(path)
    assert "kict layout new" in (caught.value.hint or "")


def test_a_layout_that_names_the_words_is_enough(path: Path, tmp_path: Path) -> None:
    columns = "".join(f'{role} = ["{word}"]\n' for role, word in WORDS.items())
    layout = tmp_path / "ours.toml"
    layout.write_text(f'name = "ours"\ntitle = "ours"\n[columns]\n{columns}', encoding="utf-8")
    check(read_report(path, layout=str(layout)))


@pytest.mark.xfail(
    raises=NoTableError,
    strict=True,
    reason="roles are not told by the cells alone where no heading is known",
)
def test_the_words_are_understood_by_what_stands_below_them(path: Path) -> None:
    check(read_report(path))
