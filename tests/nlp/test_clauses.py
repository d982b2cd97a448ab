"""Causes, shortfalls and outlooks in sentences as officials write them; all sentences are invented."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.nlp.clauses import Clause, find_clauses


def found(text: str, kind: str) -> list[str]:
    return [text[clause.start : clause.end] for clause in find_clauses(text) if clause.kind == kind]


def only(text: str, kind: str) -> Clause:
    clauses = [clause for clause in find_clauses(text) if clause.kind == kind]
    assert len(clauses) == 1, [text[clause.start : clause.end] for clause in clauses]
    return clauses[0]


# Text, the cause that must be found, its cue.
CAUSES = [
    ("資材の高騰により、着工戸数は目標を下回った。", "資材の高騰により", "by"),
    ("入札の不調によって、年度内に完成しなかった。", "入札の不調によって", "by"),
    ("目標に届かなかった。これは講師の辞退によるものである。", "講師の辞退によるもの", "owing"),
    ("受講者の減少は、会場の閉鎖によるもの。", "会場の閉鎖によるもの", "owing"),
    ("応募がなかったため、交付件数は計画に達しなかった。", "応募がなかったため", "for"),
    ("施設の改修が必要となったために、開館日数が減少しました。", "施設の改修が必要となったために", "for"),
    ("人手不足のため、巡回の回数は予定を下回った。", "人手不足のため", "for"),
    ("地元との調整に時間を要したため。", "地元との調整に時間を要したため", "for"),
    ("目標を達成できなかったのは、機器の納入が遅れたためです。", "機器の納入が遅れたため", "for"),
    ("財源が確保できないため、整備を見送った。", "財源が確保できないため", "for"),
    ("利用者が限られることから、登録者数は伸び悩んだ。", "利用者が限られることから", "from_fact"),
    ("周知の不足などから、申請は見込みより少なかった。", "周知の不足などから", "event_from"),
    ("感染を心配する声が多かったから、参加者が減った。", "感染を心配する声が多かったから", "since"),
    ("雪が少なかったので、来場者数は目標に届きませんでした。", "雪が少なかったので、", "so"),
    ("台風の影響で、出荷量が落ち込んだ。", "台風の影響で", "influence"),
    ("円安の影響を受け、調達を断念した。", "円安の影響を受け", "influence"),
    ("外出自粛の影響が大きく、乗車人員は計画を下回った。", "外出自粛の影響が大きく", "influence"),
    ("新型コロナウイルス感染症の影響もあり、利用率が低下した。", "新型コロナウイルス感染症の影響もあり", None),
    ("人口の流出に伴い、会員数が減少した。", "人口の流出に伴い", "with"),
    ("職員の欠員に起因して、審査が遅れた。", "職員の欠員に起因し", "stem"),
    ("設計を見直した結果、着工が次の年に延期となった。", "設計を見直した結果", "result"),
    ("資格を持つ人が少ないことが要因である。", "資格を持つ人が少ないことが要因", "is_reason"),
    ("需要の落ち込みが主な原因と考えられる。", "需要の落ち込みが主な原因と", "is_reason"),
    ("要因としては、募集の開始が遅かったことが挙げられる。", "募集の開始が遅かったこと", "reason_is"),
    ("未達成の理由は、委託先が見つからなかったことである。", "委託先が見つからなかったこと", "reason_is"),
    ("申込みが少なかったことを要因として、開催を中止した。", "申込みが少なかったことを要因として", "taken_as"),
    ("競合する施設の開業が響き、入館者数は伸びなかった。", "競合する施設の開業が響き", "told"),
    ("制度の改正を受けて、対象者が減少した。", "制度の改正を受けて", "received"),
    ("燃料が高騰する中、便数を維持できなかった。", "燃料が高騰する中", "amid"),
    ("事業の性質上、年度により件数が減少する。", "事業の性質上", "nature"),
    ("担当者の異動もあり、着手が遅れた。", "担当者の異動もあり", "also"),
    ("長雨で収穫が遅れ、出荷額は目標の八割にとどまった。", "長雨で収穫が遅れ、", "sequence"),
    ("用地の交渉が難航し、着工できなかった。", "用地の交渉が難航し、", "sequence"),
    ("目標を下回った。受託者との協議に日数を要した。", "受託者との協議に日数を要した", "neighbour"),
    ("昨年度は豪雨の被害が広がった。このため、開園日数が減少した。", "昨年度は豪雨の被害が広がった", "connective"),
    ("用地の交渉が難航。", "用地の交渉が難航", "bare"),
    ("【要因】部材の納期の遅延", "部材の納期の遅延", "heading"),
    ("理由：応札者がいなかったため", "応札者がいなかったため", "heading"),
    ("要因としては次のとおり。①周知が足りなかった。②手続が煩雑だった。", "手続が煩雑だった", "listed"),
    ("参加をためらう方が多かったことなどが考えられます。", "参加をためらう方が多かったことなど", "supposed"),
    ("これは、就労率の上昇に伴い、需要が想定より伸びたためです。", "就労率の上昇に伴い、需要が想定より伸びたため", "for"),
    ("目標未達（感染症の影響による中止）", "感染症の影響による", "influence"),
    ("認知度が低いことが課題となっている。", "認知度が低いことが課題となっている", "issue"),
    ("調整に日数を要し着工が遅れた。", "調整に日数を要し", "sequence"),
    ("実績は計画を下回っており、広報が不足していたものと考えられる。", "広報が不足していた", "sequence"),
    ("補助が終了したこと等に伴い、設置は半分程度となった。", "補助が終了したこと等に伴い", "with"),
    ("設備の故障が影響している。", "設備の故障が影響している", "influence"),
    ("未達成の理由は、事業者の都合により、開始が３月となったことによるものです。", "事業者の都合により、開始が３月となったこと", "reason_is"),
    ("目標未達成の主な要因：人材の確保の難航", "人材の確保の難航", "heading"),
    ("・資材の納入の遅れ　・地元との協議の長期化", "地元との協議の長期化", "bare"),
    ("申請が少なく、予算の一部が不用となった。", "申請が少なく", "sequence"),
    ("当日の欠席者が多く、目標を達成できなかった。", "当日の欠席者が多く", "sequence"),
    ("ﾊﾟｿｺﾝの納入が遅れたため、研修を実施できなかった。", "ﾊﾟｿｺﾝの納入が遅れたため", "for"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "wanted", "cue"), CAUSES)
def test_causes_are_found(text: str, wanted: str, cue: str | None) -> None:
    causes = [clause for clause in find_clauses(text) if clause.kind == "cause"]
    hits = [clause for clause in causes if wanted in text[clause.start : clause.end]]
    assert hits, [text[clause.start : clause.end] for clause in causes]
    assert cue in (None, *(clause.cue.name for clause in hits))
    assert all(clause.polarity == "affirmed" for clause in hits)


@pytest.mark.parametrize(
    "text",
    [
        "待機児童の解消を図るため、保育所を整備する。",
        "利用者の利便を高めるため、窓口を増設した。",
        "感染対策の徹底のため、職員研修を実施した。",
        "委託により事業を実施している。",
        "アンケートにより満足度を把握した。",
        "周知に努めた結果、参加者数は目標を上回った。",
        "窓口を増設したため、相談件数が増加し、目標を達成した。",
        "達成率が低いため、指標の見直しを検討する。",
        "執行残が生じたことから、要求額の見直しを図ること。",
        "コロナ禍の影響はあったものの、目標を達成した。",
        "目標を達成した。",
        "今後は周知に努める。",
        "このため、今後は早期の募集に努める。",
        "原因を分析し、改善を図る。",
        "４月から受付を開始した。",
        "災害の影響を受けた農家に助成した。",
        "指標の設定が困難であるため、定性的な目標とした。",
        "事故の件数は減少しており、目標を達成した。",
        "施設の開放を促進するための経費である。",
        "市町村からの要望を受け、支援を継続する。",
        "",
        "。",
    ],
)
def test_purposes_means_and_successes_are_no_causes(text: str) -> None:
    assert found(text, "cause") == []


def test_what_leads_to_an_action_or_a_success_is_a_ground() -> None:
    assert found("達成率が低いため、指標の見直しを検討する。", "ground") == ["達成率が低いため"]
    assert found("相談が増えたのは、窓口を増設したためである。", "ground") == ["窓口を増設したため"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("新型コロナウイルス感染症の影響はなかった。", "新型コロナウイルス感染症の影響はなかった"),
        ("猛暑の影響は受けなかった。", "猛暑の影響は受けなかった"),
        ("利用が低迷したのは、運賃の改定によるものではない。", "運賃の改定によるもの"),
        ("未達成の原因は人手不足ではありません。", "人手不足ではありませ"),
        ("年齢によらず、利用者が減少した。", "年齢によらず"),
        ("必ずしも周知の不足によるものとは限らない。", "周知の不足によるもの"),
    ],
)
def test_denied_causes_say_so(text: str, wanted: str) -> None:
    clause = only(text, "cause")
    assert wanted in text[clause.start : clause.end]
    assert clause.polarity == "denied"


@pytest.mark.parametrize(
    ("text", "certainty"),
    [
        ("入札の不調により、工事が遅れた。", "stated"),
        ("入札の不調により、工事が遅れたと考えられる。", "presumed"),
        ("周知の不足が原因と推察される。", "presumed"),
        ("周知の不足により減少した可能性がある。", "presumed"),
        ("周知の不足が一因である。", "partial"),
        ("必ずしも周知の不足によるものとは限らない。", "partial"),
        ("周知の不足によるものか、現在検証中である。", "open"),
        ("原因は特定できていない。", "open"),
    ],
)
def test_certainty_of_causes(text: str, certainty: str) -> None:
    assert only(text, "cause").certainty == certainty


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("受講者数は目標を下回った。", "受講者数は目標を下回った"),
        ("整備率は計画に届きませんでした。", "整備率は計画に届きませんでした"),
        ("目標値を達成できなかった。", "目標値を達成できなかった"),
        ("指標は未達成となった。", "指標は未達成となった"),
        ("来館者数が減少した。", "来館者数が減少した"),
        ("普及率は５割にとどまっている。", "普及率は５割にとどまっている"),
        ("工事が遅れている。", "工事が遅れている"),
        ("執行率が低い状況である。", "執行率が低い状況である"),
        ("目標には至らなかった。", "目標には至らなかった"),
        ("多額の不用額が生じた。", "多額の不用額が生じた"),
        ("大会は中止となった。", "大会は中止となった"),
        ("集積は進んでいない。", "集積は進んでいない"),
    ],
)
def test_shortfalls_are_found(text: str, wanted: str) -> None:
    clause = only(text, "shortfall")
    assert text[clause.start : clause.end] == wanted
    assert clause.polarity == "affirmed"


@pytest.mark.parametrize(
    "text", ["目標を達成した。", "参加者数は計画を上回った。", "目標を下回ることはなかった。"]
)
def test_successes_are_no_shortfalls(text: str) -> None:
    affirmed = [clause for clause in find_clauses(text) if clause.polarity == "affirmed"]
    assert [clause for clause in affirmed if clause.kind == "shortfall"] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("目標を下回った。今後は周知に努める。", "今後は周知に努める"),
        ("引き続き、関係機関と連携して取り組んでまいります。", "引き続き、関係機関と連携して取り組んでまいります"),
        ("次年度は対面での開催を再開する予定である。", "次年度は対面での開催を再開する予定である"),
        ("目標を下回ったが、支援の充実を図っていく。", "支援の充実を図っていく"),
        ("早期の発注が必要である。", "早期の発注が必要である"),
        ("工程の管理を徹底すること。", "工程の管理を徹底すること"),
        ("目標値の見直しを検討すべきである。", "目標値の見直しを検討すべきである"),
        ("令和６年度以降は増加が見込まれる。", "令和６年度以降は増加が見込まれる"),
        ("また、補助の対象を拡大したい。", "補助の対象を拡大したい"),
        ("＜今後の対応＞国の補助金を活用し、支援を行う。", "国の補助金を活用し、支援を行う"),
        ("人手不足により遅れているが、来年度に完成する見込み。", "来年度に完成する見込み"),
    ],
)  # fmt: skip
def test_outlooks_are_found(text: str, wanted: str) -> None:
    assert found(text, "outlook") == [wanted]


@pytest.mark.parametrize(
    "text",
    ["周知に努めた。", "施設を整備した。", "目標を下回った。", "講座を年に３回開催している。"],
)
def test_what_was_done_is_no_outlook(text: str) -> None:
    assert found(text, "outlook") == []


def test_outlooks_under_examination_are_open() -> None:
    assert only("開催の方法については、引き続き検討中である。", "outlook").certainty == "open"


def test_causes_of_causes_lie_inside() -> None:
    text = "大雨により工事が遅れたため、目標を下回った。"
    assert found("大雨により、工事が遅れたため、目標を下回った。", "cause") == [
        "大雨により",
        "大雨により、工事が遅れたため",
    ]
    assert found(text, "cause") == ["大雨により", "大雨により工事が遅れたため"]


def test_contrast_parts_success_from_cause() -> None:
    text = "件数は増加したが、単価の低下により、売上は目標に届かなかった。"
    assert found(text, "cause") == ["単価の低下により"]


def test_topics_are_left_out_of_causes() -> None:
    text = "相談件数については、窓口の休止により、減少した。"
    assert found(text, "cause") == ["窓口の休止により"]


def test_offsets_are_of_the_text_as_given() -> None:
    # Half-width voiced kana shrink and ㌧ grows when normalised.
    text = "　㌧数は、ﾄﾞﾗﾑ缶の不足により、目標を下回った。"
    clause = only(text, "cause")
    assert text[clause.start : clause.end] == "ﾄﾞﾗﾑ缶の不足により"
    assert text[clause.cue.start : clause.cue.end] == "により"


def test_long_texts() -> None:
    sentence = "資材の高騰により、着工が遅れた。"
    clauses = find_clauses(sentence * 2000)
    causes = [clause for clause in clauses if clause.kind == "cause"]
    assert len(causes) == 2000
    assert causes[-1].start == 1999 * len(sentence)


_PIECES = [text for text, _, _ in CAUSES] + [
    "今後は周知に努める。", "により", "ため、", "ことから", "影響", "が、", "ものの、", "は、", "①", "【要因】", "・",
    "（", "）", "\n", "　", "。", "ではない", "と考えられる", "目標を下回った", "これは", "\u3099", "⼤", "㌧", "\x01", "\x03",
]  # fmt: skip
TEXTS = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=8)), max_size=8).map("".join)


@given(TEXTS)
def test_clauses_lie_in_the_text_in_order_and_do_not_cross(text: str) -> None:
    if any("\ud800" <= character <= "\udfff" for character in text):
        return
    clauses = find_clauses(text)
    assert clauses == sorted(clauses, key=lambda clause: (clause.start, clause.end, clause.kind))
    for clause in clauses:
        assert 0 <= clause.start < clause.end <= len(text)
        assert 0 <= clause.cue.start < clause.cue.end <= len(text)
    for index, left in enumerate(clauses):
        for right in clauses[index + 1 :]:
            assert _may_stand_together(left, right), (left, right)


def _may_stand_together(left: Clause, right: Clause) -> bool:
    apart = left.end <= right.start
    nested = left.start <= right.start and right.end <= left.end
    nested |= right.start <= left.start and left.end <= right.end
    kinds = {left.kind, right.kind}
    if kinds == {"cause", "outlook"}:
        return apart
    if left.kind == right.kind and left.kind != "cause":
        return apart
    return apart or nested


@pytest.fixture(scope="module")
def passages(national_passages: Path) -> list[dict[str, Any]]:
    lines = national_passages.read_text(encoding="utf-8").splitlines()
    read = [json.loads(line) for line in lines]
    return [passage | {"clauses": find_clauses(passage["text"])} for passage in read]


def share_inside(passages: list[dict[str, Any]], kind: str, marked: str) -> float:
    hits = []
    for passage in passages:
        parts = passage[marked]
        for part in parts.values() if isinstance(parts, dict) else parts:
            start = passage["text"].find(part)
            spans = [(c.start, c.end) for c in passage["clauses"] if c.kind == kind]
            hits.append(any(a <= start and start + len(part) <= b for a, b in spans))
    return sum(hits) / len(hits)


def test_evidence_and_outlooks_of_national_passages(passages: list[dict[str, Any]]) -> None:
    assert share_inside(passages, "cause", "evidence") >= 0.85
    assert share_inside(passages, "outlook", "outlook") >= 0.85


def test_not_all_of_a_national_passage_is_a_cause(passages: list[dict[str, Any]]) -> None:
    covered = sum(
        len({at for c in p["clauses"] if c.kind == "cause" for at in range(c.start, c.end)})
        for p in passages
    )
    assert covered / sum(len(p["text"]) for p in passages) <= 0.25


def test_pairs_of_shortfall_and_cause_keep_their_order() -> None:
    text = "参加者は減少した。会場の閉鎖により、講座を縮小したためである。"
    assert [clause.start for clause in find_clauses(text)] == sorted(
        clause.start for clause in find_clauses(text)
    )
    assert all(a.start <= b.start for a, b in pairwise(find_clauses(text)))
