"""One thing at a time: what each event needs, and what must not be taken for one."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kict_nlp.errors import YearsError
from kict_nlp.schema import Actual, Report
from kict_nlp.years.panel.building import link_years
from kict_nlp.years.panel.following import profiles
from kict_nlp.years.panel.matching import match
from kict_nlp.years.panel.records import TELLING, Panel
from tests.years.panel.small_reports import Row, filler, report

APP = Row("Ⅰ①イ1", "健康づくりアプリの普及", "健康課", (("アプリの利用者数", "1,000人"),))


def _panel(left: list[Row], right: list[Row]) -> Panel:
    return link_years([report(2020, filler() + left), report(2021, filler(5) + right)])


def _events(panel: Panel, place: str = "Ⅰ①イ") -> set[tuple[str, str | None, str | None]]:
    return {
        (event.event, event.value_left, event.value_right)
        for event in panel.events
        if place in (event.id_left or event.id_right or "")
    }


def test_nothing_changed() -> None:
    assert _events(_panel([APP], [APP])) == {("same", APP.measure, APP.measure)}


def test_widths_and_marks_are_no_new_name() -> None:
    wide = APP._replace(measure="健康づくりｱﾌﾟﾘの、普及")
    assert {event for event, _, _ in _events(_panel([APP], [wide]))} == {"same"}


def test_renamed_and_renumbered_are_two_events() -> None:
    other = APP._replace(place="Ⅰ①イ3", measure="健康ポイントアプリの普及促進")
    panel = _panel([APP], [other])
    assert _events(panel) == {
        ("renamed", APP.measure, other.measure),
        ("renumbered", "Ⅰ①イ1", "Ⅰ①イ3"),
    }
    link = next(link for link in panel.links if link.id_left == "r2020/Ⅰ①イ1")
    assert (link.event, link.events) == ("renamed", ("renamed", "renumbered"))


def test_moved_means_another_field_and_not_another_name_of_the_field() -> None:
    rows = [APP, APP._replace(place="Ⅰ①イ2", measure="健診結果の分析", department="医療課")]
    there = [rows[0]._replace(place="Ⅱ③ウ1"), rows[1]]
    assert {e for e, _, _ in _events(_panel(rows, there))} == {"moved", "same"}
    called = [row._replace(field="保健と福祉") for row in rows]
    assert {e for e, _, _ in _events(_panel(rows, called))} == {"same"}


def test_a_department_that_was_renamed_speaks_for_its_measures() -> None:
    rows = [
        Row(f"Ⅰ①イ{n}", name, "情報政策課", ((wording, f"{n}0件"),))
        for n, (name, wording) in enumerate(
            (("申請の電子化", "手続の数"), ("端末の配備", "台数"), ("相談窓口の設置", "相談の数")),
            1,
        )
    ]
    after = [row._replace(department="デジタル戦略室") for row in rows[:2]]
    after.append(rows[2]._replace(department="デジタル戦略室", measure="困りごと相談の受付"))
    assert ("renamed", "相談窓口の設置", "困りごと相談の受付") in _events(_panel(rows, after))


@pytest.mark.parametrize(
    ("before", "after", "explanation", "revised"),
    [
        ("1,000人", "1,200人", None, False),  # a yearly target that rises does what it is for
        ("1,000人", "800人", None, True),
        ("1,000人", "1,500人", "目標値を1,200人から1,500人に引き上げた。", True),
        ("1,000人", "1,200人", "来年度は目標値を1,200人から900人に見直す。", False),
        ("30分以下", "35分以下", None, True),
        ("30分以下", "25分以下", None, False),
        ("仕様策定", "提供開始", None, False),
        ("1,000人", "―", None, False),
    ],
)
def test_what_counts_as_a_revised_target(
    before: str, after: str, explanation: str | None, *, revised: bool
) -> None:
    one = APP._replace(indicators=(("利用の状況", before),))
    other = APP._replace(indicators=(("利用の状況", after),), explanation=explanation)
    found = {event for event, _, _ in _events(_panel([one], [other]))}
    assert found == ({"target_revised"} if revised else {"same"})


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ("60km2", "6,000ha", ("km2", "ha")),
        ("12,000人", "12千人", ("人", "千人")),
        ("12ヶ所", "12か所", None),
        ("3万4千件", "34,000件", None),
    ],
)
def test_what_counts_as_another_unit(
    before: str, after: str, changed: tuple[str, str] | None
) -> None:
    one = APP._replace(indicators=(("規模", before),))
    found = _events(_panel([one], [one._replace(indicators=(("規模", after),))]))
    assert found == {("unit_changed", *changed)} if changed else "unit_changed" not in str(found)


def test_another_indicator_replaces_one_and_a_reworded_one_goes_on() -> None:
    other = APP._replace(indicators=(("満足した人の割合", "80％"),))
    assert _events(_panel([APP], [other])) == {
        ("indicator_replaced", "アプリの利用者数", "満足した人の割合")
    }
    panel = _panel([APP], [APP._replace(indicators=(("アプリ利用者数", "1,000人"),))])
    assert {e for e, _, _ in _events(panel)} == {"same", "renamed"}
    assert next(e for e in panel.events if e.event == "renamed").kind == "indicator"


def test_split_with_an_indicator_for_each_part() -> None:
    whole = Row(
        "Ⅰ①イ1",
        "教材の配信と遠隔授業の実施",
        "教育課",
        (("教材の利用校数", "30校"), ("遠隔授業の科目数", "6科目")),
    )
    parts = [
        Row("Ⅰ①イ1", "教材の配信基盤の整備", "教育課", (("利用校数", "40校"),)),
        Row("Ⅰ①イ2", "遠隔授業による学びの充実", "教育課", (("科目数", "9科目"),)),
    ]
    panel = _panel([whole], parts)
    assert {e for e, _, _ in _events(panel)} >= {"split"}
    assert not {"new", "dropped"} & {e for e, _, _ in _events(panel)}
    tracks = {track.track_id: track for track in panel.measure_tracks}
    assert tracks["r2020/Ⅰ①イ1"].ended == "split"
    assert tracks["r2021/Ⅰ①イ2"].origins == ("r2020/Ⅰ①イ1",)
    series = [track.members for track in panel.tracks if "r2020/Ⅰ①イ1#2" in track.members]
    assert series == [("r2020/Ⅰ①イ1#2", "r2021/Ⅰ①イ2#1")]


def test_merger_of_two_into_one() -> None:
    parts = [
        Row("Ⅰ①イ1", "人事システムの更新", "人事課", (("安定した稼働", "稼働"),)),
        Row("Ⅰ①イ2", "給与システムの更新", "人事課", (("安定した稼働", "稼働"),)),
    ]
    whole = Row("Ⅰ①イ1", "人事給与システムの更新", "人事課", (("安定した稼働", "稼働"),))
    panel = _panel(parts, [whole])
    merged = {(e.id_left, e.id_right) for e in panel.events if e.event == "merged"}
    assert merged == {("r2020/Ⅰ①イ1", "r2021/Ⅰ①イ1"), ("r2020/Ⅰ①イ2", "r2021/Ⅰ①イ1")}


def test_a_sibling_that_is_only_alike_is_no_part() -> None:
    rows = [
        Row("Ⅰ①イ1", "水道補助制度の見直し", "水道課", (("見直した数", "7件"),)),
        Row("Ⅰ①イ2", "水道料金の見直し", "水道課", (("見直した数", "5件"),)),
    ]
    found = _panel(rows[:1], rows)
    assert {e for e, _, _ in _events(found)} == {"same", "new"}
    found = _panel(rows, rows[:1])
    assert {e for e, _, _ in _events(found)} == {"same", "dropped"}


def test_completed_once_and_never_dropped() -> None:
    done = APP._replace(status="completed", completed=2020, indicators=(), rating="none")
    years = [report(2020, [*filler(), APP]), report(2021, [*filler(), done])]
    panel = link_years([*years, report(2022, [*filler(), done]), report(2023, filler())])
    own = [e for e in panel.events if "イ1" in (e.id_left or e.id_right or "")]
    told = [(e.event, e.value_right) for e in own if e.kind == "measure"]
    assert told == [("completed", "令和２年度完了"), ("same", done.measure)]
    assert next(t for t in panel.measure_tracks if "イ1" in t.track_id).ended == "completed"


def test_gaps_are_bridged_for_measures_and_for_years() -> None:
    years = [report(2019, [*filler(), APP]), report(2021, filler()), report(2022, [*filler(), APP])]
    panel = link_years(years)
    assert not {"new", "dropped"} & {event.event for event in panel.events}
    track = next(t for t in panel.measure_tracks if t.track_id == "r2019/Ⅰ①イ1")
    assert track.years == (2019, 2022)
    assert panel.notes == ("みほん県 has no report of 2020.",)


def test_what_cannot_be_told_apart_is_shown_and_not_linked() -> None:
    twin = APP._replace(place="Ⅰ①イ")  # no number that could tell them apart
    left = report(2020, [*filler(), twin])
    two = report(2021, [*filler(5), twin, twin])
    ids = iter(("r2021/Ⅰ①イ", "r2021/Ⅰ①イ-2"))
    measures = tuple(
        replace(m, measure_id=next(ids)) if m.measure == twin.measure else m for m in two.measures
    )
    panel = link_years([left, replace(two, measures=measures, indicators=())])
    assert {(tie.id_left, tie.id_right) for tie in panel.ties} == {
        ("r2020/Ⅰ①イ", "r2021/Ⅰ①イ"),
        ("r2020/Ⅰ①イ", "r2021/Ⅰ①イ-2"),
    }
    assert not _events(panel)  # neither dropped nor new: that is not known


@pytest.mark.parametrize(("value", "speaks"), [(1000.0, 3.0), (900.0, -1.0)])
def test_results_of_the_past_that_are_printed_again_are_strong_evidence(
    value: float, speaks: float
) -> None:
    known = Actual(indicator_id="r2021/Ⅰ①イ1#1", fiscal_year=2020, actual="", actual_value=value)
    two = replace(report(2021, [*filler(5), APP]), actuals=(known,))
    found = match(profiles(report(2020, [*filler(), APP])), profiles(two))
    said = float(found.evidence.fields["past"][-1, -1])
    assert said >= speaks if speaks > 0 else said <= speaks


def test_bodies_are_linked_within_themselves_only() -> None:
    reports = [
        report(year, filler(), organization=body, name=f"{body}{year}")
        for body in ("みほん県", "ためし市")
        for year in (2020, 2021)
    ]
    panel = link_years(reports)
    assert all(link.id_left[:4] == link.id_right[:4] for link in panel.links)
    assert panel.notes == ("Several bodies, each linked within itself: ためし市, みほん県.",)


def test_two_plans_of_one_body_are_two_series() -> None:
    reports = [
        report(year, filler(), plan=plan, name=f"{plan}{year}")
        for plan in ("計画甲", "計画乙")
        for year in (2020, 2021)
    ]
    assert all(link.id_left[:3] == link.id_right[:3] for link in link_years(reports).links)


@pytest.mark.parametrize(
    ("reports", "message"),
    [
        ([], "There is no report"),
        ([report(2020, filler()), report(2020, filler(), name="again")], "2 reports of the fiscal"),
        ([report(2020, filler()), report(2021, filler(), name="r2020")], "2 reports are called"),
        ([replace(report(2020, filler()), fiscal_year=None)], "fiscal year of r2020 is not known"),
    ],
)
def test_reports_that_make_no_series_are_refused(reports: list[Report], message: str) -> None:
    with pytest.raises(YearsError, match=message):
        link_years(reports)


def test_one_report_alone_is_a_panel_of_one_year() -> None:
    panel = link_years([report(2020, filler())])
    assert (len(panel.measure_tracks), panel.links, panel.events) == (8, (), ())
    assert panel.notes == ("みほん県 has one report only (2020): nothing to link it with.",)


def test_causes_stand_in_the_panel() -> None:
    panel = link_years([report(2020, [APP])], causes={"r2020/Ⅰ①イ1": ("covid", "demand")})
    assert [row.causes for row in panel.rows] == ["covid;demand"]


def test_the_order_of_events_is_complete() -> None:
    assert len(set(TELLING)) == len(TELLING) == 12
