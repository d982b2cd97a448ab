"""People's decisions: read line by line, kept, and stronger than any comparison."""

from __future__ import annotations

from pathlib import Path

import pytest

from kict_nlp.errors import DecisionError
from kict_nlp.years.panel.building import link_years
from kict_nlp.years.panel.decisions import Decision, read_decisions
from kict_nlp.years.panel.records import Panel
from tests.years.panel.small_reports import Row, filler, report

OLD = Row("Ⅰ①イ1", "健康づくりアプリの普及", "健康課", (("利用者数", "10人"),))
NEW = Row("Ⅱ②ウ1", "道路照明の更新", "道路課", (("更新した灯数", "90灯"),))
REPORTS = [report(2020, [*filler(), OLD]), report(2021, [*filler(5), NEW])]


def _file(folder: Path, *lines: str, encoding: str = "utf-8-sig") -> Path:
    path = folder / "decisions.csv"
    text = "\r\n".join(["id_left,id_right,decision,note", *lines, ""])
    path.write_bytes(text.encode(encoding))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_lines_are_read_as_excel_saves_them(tmp_path: Path, encoding: str) -> None:
    path = _file(tmp_path, 'a/Ⅰ①1,b/Ⅰ①2,link,"同じ補助金, 改称"', ",,,", encoding=encoding)
    found = read_decisions(path)
    assert [(d.pair, d.decision, d.note) for d in found] == [
        (("a/Ⅰ①1", "b/Ⅰ①2"), "link", "同じ補助金, 改称")
    ]


@pytest.mark.parametrize(
    ("lines", "message", "line"),
    [
        (("a/1,b/1,maybe,",), "'maybe', not link or no_link", 2),
        (("a/1,b/1,link,", "a/2,,link,"), "An id is empty", 3),
        (("a/1,b/1,link,", "a/1,b/1,no_link,"), "both linked and not linked", 3),
        (('a/1,b/1,link,"open',), "no CSV", 2),
        (("a/1,b/1,link,same subsidy, renamed",), "more cells than columns", 2),
    ],
)
def test_errors_name_the_line(
    tmp_path: Path, lines: tuple[str, ...], message: str, line: int
) -> None:
    with pytest.raises(DecisionError) as caught:
        read_decisions(_file(tmp_path, *lines))
    assert message in caught.value.message
    assert f"line {line}" in str(caught.value.where)


def test_missing_file_and_missing_column_are_plain_errors(tmp_path: Path) -> None:
    with pytest.raises(DecisionError, match="cannot be read"):
        read_decisions(tmp_path / "none.csv")
    (tmp_path / "other.csv").write_text("left,right\n1,2\n")
    with pytest.raises(DecisionError, match="no column id_left, id_right, decision"):
        read_decisions(tmp_path / "other.csv")
    (tmp_path / "other.csv").write_text("id_left,id_right,decision,decision\na,b,link,no_link\n")
    with pytest.raises(DecisionError, match="more than one column decision"):
        read_decisions(tmp_path / "other.csv")


def _between(panel: Panel, left: str, right: str) -> list[tuple[str, float]]:
    return [(x.source, x.score) for x in panel.links if (x.id_left, x.id_right) == (left, right)]


def test_a_link_by_people_holds_against_all_evidence() -> None:
    assert not _between(link_years(REPORTS), "r2020/Ⅰ①イ1", "r2021/Ⅱ②ウ1")
    decision = Decision("r2020/Ⅰ①イ1", "r2021/Ⅱ②ウ1", "link", "so said the office")
    panel = link_years(REPORTS, decisions=[decision])
    assert _between(panel, "r2020/Ⅰ①イ1", "r2021/Ⅱ②ウ1") == [("person", 1.0)]
    assert {"new", "dropped"}.isdisjoint(e.event for e in panel.events if e.kind == "measure")


def test_a_pair_that_people_forbid_is_not_linked() -> None:
    assert _between(link_years(REPORTS), "r2020/Ⅰ①ア1", "r2021/Ⅰ①ア1")
    panel = link_years(REPORTS, decisions=[Decision("r2020/Ⅰ①ア1", "r2021/Ⅰ①ア1", "no_link")])
    assert not _between(panel, "r2020/Ⅰ①ア1", "r2021/Ⅰ①ア1")


def test_two_links_from_one_measure_are_a_split() -> None:
    decisions = [
        Decision("r2020/Ⅰ①イ1", "r2021/Ⅱ②ウ1", "link"),
        Decision("r2020/Ⅰ①イ1", "r2021/Ⅰ①ア1", "link"),
    ]
    panel = link_years(REPORTS, decisions=decisions)
    split = {(e.id_left, e.id_right) for e in panel.events if e.event == "split"}
    assert split == {decision.pair for decision in decisions}
    assert ("r2020/Ⅰ①ア1", None) in {
        (e.id_left, e.id_right) for e in panel.events if e.event == "dropped"
    }


def test_indicators_can_be_decided_too() -> None:
    pair = ("r2020/Ⅰ①ア1#1", "r2021/Ⅰ①ア1#1")
    assert _between(link_years(REPORTS), *pair)
    panel = link_years(REPORTS, decisions=[Decision(*pair, "no_link")])
    assert not _between(panel, *pair)
    assert "indicator_replaced" in {event.event for event in panel.events}


@pytest.mark.parametrize(
    ("left", "right", "message"),
    [
        ("r2020/Ⅸ9", "r2021/Ⅰ①ア1", "no record r2020/Ⅸ9"),
        ("r2021/Ⅰ①ア1", "r2020/Ⅰ①ア1", "not of an earlier year"),
        ("r2020/Ⅰ①ア1", "r2020/Ⅰ①ア2", "not of an earlier year"),
        ("r2020/Ⅰ①ア1", "r2021/Ⅰ①ア1#1", "a measure and an indicator"),
    ],
)
def test_decisions_that_cannot_be_are_refused_with_their_line(
    left: str, right: str, message: str
) -> None:
    with pytest.raises(DecisionError, match=message) as caught:
        link_years(REPORTS, decisions=[Decision(left, right, "link", where="d.csv, line 7")])
    assert caught.value.where == "d.csv, line 7"


def test_decisions_about_other_reports_wait_for_them() -> None:
    panel = link_years(REPORTS, decisions=[Decision("r2018/1", "r2019/1", "link")])
    assert panel.notes == ("1 decisions are about reports that were not given.",)
