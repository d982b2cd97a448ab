"""Explanations parted into why a target was missed and what is to come."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.reports.explanation import split_explanation

REASONS = (
    "連携企業が運用を中止したため、取組を中止した。",
    "新型コロナウイルス感染症の影響により、参加者が集まらなかった。",
    "受講者の知識と内容が重複したことにより、満足度が目標を下回る結果となった。",
    "購入費を家庭に求めることにしたため、配備した台数は目標に届いていない。",
    "感染症の拡大により来場者が減少したことによる。",
    "担当者の欠員が続く。",
    "周知の時期が遅れたためとみられる。",
    "協力を得られる事業者の少なさが課題として残る。",
    "申込みは十件にとどまる。",
    "会場の確保が難しかったことに起因する。",
    "要因として、資材の高騰が挙げられます。",
    "システムの改修には多くの時間を要する。",
    "対面での開催を望む声が多いためです。",
    "利用者は年々減っている。",
    "残る二百台の内訳は、貸与用を見込んでいる。",
    "※　実績は定期課税分に係る納期内納付率",
)
OUTLOOKS = (
    "今後は市町村の協力も得ながら、確実な更新作業を行っていく。",
    "引き続き一括検証を実施し、改善を継続して取り組む。",
    "令和４年度も継続して、提供方法について検討を進める。",
    "また、今後は広報に努める。",
    "次年度は対象を広げて実施する予定である。",
    "適切な時期に研修を開催する。",
    "関係機関と連携し、早期の再開を目指します。",
    "周知を図っていく。",
    "関係者と協議し、早期の導入に努めていく。",
    "市町村と連携して取り組んでいく。",
    "相談体制を強化していきたい。",
    "利用の促進を図りたい。",
    "広報の充実を図っていきたいと考えている。",
    "目標値の見直しが必要である。",
    "周知の方法を見直す必要がある。",
    "十月に再開することとしている。",
    "新しい会場で開催する方針です。",
    "人材を育てる。",
    "必要な措置をとる。",
    "会場を増やしてまいります。",
)


@pytest.mark.parametrize("reason", REASONS)
@pytest.mark.parametrize("outlook", OUTLOOKS)
@pytest.mark.parametrize("between", ["\n\u3000", "\n"])
def test_reason_and_outlook_are_parted(reason: str, outlook: str, between: str) -> None:
    assert split_explanation(reason + between + outlook) == (reason, outlook)


@pytest.mark.parametrize("outlook", OUTLOOKS)
def test_they_are_parted_inside_a_paragraph(outlook: str) -> None:
    assert split_explanation(REASONS[0] + outlook) == (REASONS[0], outlook)


@pytest.mark.parametrize("reason", REASONS)
def test_a_reason_alone_has_no_outlook(reason: str) -> None:
    assert split_explanation(reason) == (reason, None)


@pytest.mark.parametrize("outlook", OUTLOOKS)
def test_an_outlook_alone_has_no_reason(outlook: str) -> None:
    assert split_explanation(outlook) == (None, outlook)


def test_several_sentences_to_come_stay_together() -> None:
    ahead = "今後は計画を立案し、研修を開催する。\n\u3000また、オンラインによる研修を検討する。"
    assert split_explanation(REASONS[0] + ahead) == (REASONS[0], ahead)


@pytest.mark.parametrize(
    "text",
    [
        "今後の需要が見込めないため、事業を廃止した。",
        "引き続き感染症の影響を受け、来場者が減少した。",
        "令和４年度は一年生のみに機器を配った。",
        "目標値には届かなかったが、前年度を上回っている。",
        "要望が多様になったことが原因と考えられる。",
    ],
)
def test_words_of_the_future_in_a_reason_open_no_outlook(text: str) -> None:
    assert split_explanation(text) == (text, None)


@given(st.lists(st.sampled_from((*REASONS, *OUTLOOKS, "\n", "\u3000", "本文")), max_size=6))
def test_nothing_is_lost_and_nothing_is_put_in(parts: list[str]) -> None:
    text = "".join(parts)
    reason, outlook = split_explanation(text)
    assert "".join(((reason or "") + (outlook or "")).split()) == "".join(text.split())
    assert text.strip().startswith(reason or "")
    assert text.strip().endswith(outlook or "")
