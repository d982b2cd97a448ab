"""Sentences of an invented body, each with the verdict that a careful reader of its annex gives."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from tests.reports.claims.annex import claims_of

_LINES = Path(__file__).with_name("sentences.tsv").read_text(encoding="utf-8").splitlines()
SENTENCES = [tuple(line.split("\t")) for line in _LINES]


@pytest.mark.parametrize(("wanted", "place", "sentence"), SENTENCES, ids=[s for *_, s in SENTENCES])
def test_a_sentence_gets_the_verdict_of_a_careful_reader(
    wanted: str, place: str, sentence: str
) -> None:
    found = {claim.verdict for claim in claims_of(place, sentence)}
    verdict = next((v for v in ("disagrees", "agrees") if v in found), "uncheckable")
    assert verdict == wanted


def test_every_kind_of_verdict_is_wanted_often() -> None:
    counts = Counter(wanted for wanted, *_ in SENTENCES)
    assert len(SENTENCES) >= 150
    assert all(counts[verdict] >= 20 for verdict in ("agrees", "disagrees", "uncheckable"))


def test_a_claim_says_what_it_was_held_against() -> None:
    (claim,) = claims_of("福祉", "見守り協力事業者数は143事業者となりました。")
    assert (claim.kind, claim.claimed, claim.found) == ("value", "143事業者", "134事業者")
    assert (claim.measure_id, claim.page, claim.claim_id) == ("r/1-1-1", 2, "r/c1")
    assert claim.reason == "the sentence says 143事業者, the annex 134事業者 (見守り協力事業者数)"


def test_a_sentence_on_two_pillars_makes_a_claim_for_each() -> None:
    first, second = claims_of(
        "総括", "柱１では７施策中４施策、柱２では６施策中４施策が目標を達成しました。"
    )
    assert (first.verdict, second.verdict) == ("agrees", "disagrees")
    assert (second.claimed, second.found) == ("4施策", "5")
    assert second.subject == "柱2 にぎわいのあるまち"
