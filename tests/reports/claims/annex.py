"""An invented annex of みほん市, and the claims that a sentence of its body makes."""

from __future__ import annotations

from dataclasses import replace

from kict_nlp.reports.claims.reader import find_claims
from kict_nlp.reports.indicators import type_indicators
from kict_nlp.schema import Claim, Grade, Indicator, Measure, Rating, Scale, Section

YEAR = 2022
SCALE = Scale(
    name="legend",
    basis="target",
    grades=(
        Grade(symbol="A", rating="exceeded"),
        Grade(symbol="B", rating="met"),
        Grade(symbol="C", rating="missed"),
    ),
)
_RATINGS: dict[str, Rating] = {"Ａ": "exceeded", "Ｂ": "met", "Ｃ": "missed"}
PILLARS = {"1": "安心して暮らせるまち", "2": "にぎわいのあるまち"}
FIELDS = {("1", "1"): "福祉", ("1", "2"): "防災", ("2", "1"): "観光", ("2", "2"): "農業"}

# pillar, field, number, measure, indicator, target, actual, symbol, explanation
_Row = tuple[str, str, str, str, str, str, str, str, str]
ROWS: tuple[_Row, ...] = (
    ("1", "1", "1", "見守りネットワークの拡大", "見守り協力事業者数", "120事業者", "134事業者", "Ａ", ""),
    ("1", "1", "2", "介護予防教室の開催", "教室の参加者数", "2,400人", "1,860人", "Ｃ",
     "大雪で教室を32回中止したため。"),
    ("1", "1", "3", "認知症サポーターの養成", "サポーターの養成者数（累計）", "5,000人", "5,000人", "Ｂ", ""),
    ("1", "1", "4", "保育士の確保", "待機児童数", "0人", "7人", "Ｃ", "新興住宅地で申込みが急に増えたため。"),
    ("1", "2", "1", "避難所の機能強化", "非常用電源を備えた避難所の数", "40か所", "43か所", "Ａ", ""),
    ("1", "2", "2", "自主防災組織の育成", "組織率", "85.0%", "82.4%", "Ｃ",
     "大雪で説明会を開けなかったため。"),
    ("1", "2", "3", "防災訓練の実施", "訓練の実施回数", "12回", "12回", "Ｂ", ""),
    ("2", "1", "1", "観光案内の充実", "観光案内所の利用者数", "30,000人", "41,250人", "Ａ", ""),
    ("2", "1", "2", "宿泊客の誘致", "(1)延べ宿泊者数\n(2)外国人延べ宿泊者数", "(1)180,000人\n(2)9,000人",
     "(1)201,300人\n(2)9,640人", "Ａ", ""),
    ("2", "1", "3", "土産品の開発", "新商品の数", "6品", "6品", "Ｂ", ""),
    ("2", "2", "1", "新規就農の支援", "新規就農者数", "20人", "14人", "Ｃ",
     "燃油価格の高騰で就農を先に延ばす人が多かったため。"),
    ("2", "2", "2", "直売所の活性化", "直売所の売上高", "350百万円", "372百万円", "Ａ", ""),
    ("2", "2", "3", "農地の集積", "担い手への農地集積率", "60%", "60%", "Ｂ", ""),
    ("2", "2", "4", "有害鳥獣対策の検討", "計画の策定", "―", "―", "―", ""),
)  # fmt: skip


def _measure(row: _Row) -> Measure:
    pillar, field, number, measure, indicator, target, actual, symbol, explanation = row
    rating = _RATINGS.get(symbol)
    return Measure(
        measure_id=f"r/{pillar}-{field}-{number}",
        report_id="r",
        fiscal_year=YEAR,
        pillar_no=pillar,
        pillar=PILLARS[pillar],
        field_no=field,
        field=FIELDS[pillar, field],
        number=number,
        measure=measure,
        indicator=indicator,
        target=target,
        actual=actual,
        rating_symbol=symbol,
        rating=rating or "none",
        status="evaluated" if rating else "no_target",
        explanation=explanation or None,
    )


def _indicators(measure: Measure) -> list[Indicator]:
    """A line each; a number in brackets before it makes it a part."""
    names, targets, actuals = (
        (text or "").split("\n") for text in (measure.indicator, measure.target, measure.actual)
    )
    return [
        Indicator(
            indicator_id=f"{measure.measure_id}#{index}",
            measure_id=measure.measure_id,
            part=name[:3] if name.startswith("(") else None,
            indicator=name[3:] if name.startswith("(") else name,
            target=target[3:] if target.startswith("(") else target,
            actual=actual[3:] if actual.startswith("(") else actual,
        )
        for index, (name, target, actual) in enumerate(zip(names, targets, actuals, strict=True), 1)
    ]


MEASURES = tuple(_measure(row) for row in ROWS)
INDICATORS = tuple(
    type_indicators(
        MEASURES, [i for measure in MEASURES for i in _indicators(measure)], SCALE, YEAR
    )
)
_OVERALL = Section(section_id="r/s1", report_id="r", level=1, title="総括", page=2)
SECTIONS = {
    "総括": _OVERALL,
    "柱1": replace(_OVERALL, section_id="r/s2", title=PILLARS["1"], pillar_no="1"),
    **{
        name: replace(
            _OVERALL, section_id=f"r/s{pillar}{field}", level=3, title=name,
            pillar_no=pillar, field_no=field,
        )
        for (pillar, field), name in FIELDS.items()
    },
}  # fmt: skip


def claims_of(place: str, text: str) -> list[Claim]:
    """The claims of a text that stands in a section of the body."""
    section = replace(SECTIONS[place], text=text)
    return find_claims([section], MEASURES, INDICATORS, YEAR)


def verdicts_of(place: str, text: str) -> str:
    """The verdicts of a text's claims: - for none."""
    return " ".join(claim.verdict for claim in claims_of(place, text)) or "-"
