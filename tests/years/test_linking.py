"""Records of two tables are linked by what they say, whatever their order and identifiers."""

from __future__ import annotations

import gzip
import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kict_nlp.errors import KictError, LinkError
from kict_nlp.years.linking import link_tables, link_with_reasons

DATA = Path(__file__).resolve().parents[3] / "shared/data/linkage_2017_2018"

PLACES = ["みほん", "あおば", "みどり", "しらかば", "ひばり", "わかば", "すみれ", "くすのき"]
THINGS = ["道路", "公園", "図書館", "上水道", "保育所", "防災無線", "林道", "漁港", "商店街"]
FIELDS = {"department": "category", "name": "text", "number": "code"}


def measures() -> pd.DataFrame:
    """Return 72 invented measures in the order of their numbers."""
    rows = [
        (f"L{place}{thing}", f"{thing}課", f"{place}地区{thing}整備事業", f"{number:03d}")
        for number, (place, thing) in enumerate(
            ((place, thing) for place in PLACES for thing in THINGS), start=1
        )
    ]
    return pd.DataFrame(rows, columns=["record_id", *FIELDS])


def next_year(table: pd.DataFrame) -> pd.DataFrame:
    copy = table.copy()
    copy["record_id"] = "R" + copy["record_id"].str[1:]
    return copy


def partners(links: pd.DataFrame) -> dict[str, str]:
    return dict(zip(links["id_left"].str[1:], links["id_right"].str[1:], strict=True))


def test_what_stays_is_the_same_and_surely_so() -> None:
    links = link_tables(measures(), next_year(measures()), FIELDS)
    assert list(links.columns) == ["id_left", "id_right", "score", "event", "ties"]
    assert len(links) == 72
    assert (links["id_left"].str[1:] == links["id_right"].str[1:]).all()
    assert set(links["event"]) == {"same"}
    assert links["score"].between(0.9, 0.9999).all()


def test_a_new_name_in_the_same_place_is_renamed_and_a_new_record_is_left_alone() -> None:
    right = next_year(measures())
    right.loc[4, "name"] = "みほん地区こどもの園整備補助金"
    right.loc[40, ["department", "name"]] = ["観光課", "花火大会への助成"]
    right["number"] = [f"{number + 7:03d}" for number in range(72)]
    links = link_tables(measures(), right, FIELDS).set_index("id_left")
    assert links.loc["Lみほん保育所", "event"] == "renamed"
    assert links.loc["Lみほん保育所", "id_right"] == "Rみほん保育所"
    assert links.loc["Lみほん公園", "event"] == "renumbered"
    assert right.loc[40, "record_id"] not in set(links["id_right"])


@pytest.mark.parametrize("seed", [1, 2])
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    left, right = measures(), next_year(measures()).iloc[:60]
    shuffled = [table.sample(frac=1, random_state=seed) for table in (left, right)]
    pd.testing.assert_frame_equal(link_tables(left, right, FIELDS), link_tables(*shuffled, FIELDS))


def test_each_record_has_one_partner_apart_from_splits_and_merges() -> None:
    right = next_year(measures()).iloc[5:]
    links = link_tables(measures(), right, {"name": "text"})
    single = links[~links["event"].isin(["split", "merged"])]
    assert single["id_left"].is_unique
    assert single["id_right"].is_unique


def test_the_waterfall_adds_up_to_the_score() -> None:
    right = next_year(measures())
    right.loc[3, "name"] = "みほん地区水道管更新事業"
    found = link_with_reasons(measures(), right, FIELDS)
    sums = found.reasons.groupby(["id_left", "id_right"])["log_odds"].sum()
    scores = found.links.set_index(["id_left", "id_right"])["score"]
    assert np.allclose(1 / (1 + np.exp(-sums)), scores.loc[sums.index])
    one = found.reasons[found.reasons["id_left"] == "Lみほん上水道"].set_index("field")
    assert one.loc["name", "value_right"] == "みほん地区水道管更新事業"
    assert one.loc["name", "similarity"] < one.loc["department", "similarity"] == 1.0
    assert "number (order)" in one.index


def test_a_tie_is_shown_and_shares_its_probability() -> None:
    left, right = measures(), next_year(measures())
    twin = right.iloc[[10]].assign(record_id="Rtwin")
    found = link_with_reasons(left, pd.concat([right, twin]), {"name": "text"})
    tied = found.links[found.links["ties"] > 0]
    assert list(tied["id_left"]) == [left.loc[10, "record_id"]]
    assert 0.4 < tied["score"].iloc[0] <= 0.5
    assert set(found.ties["other_right"]) | set(tied["id_right"]) >= {"Rtwin"}


def test_blocks_keep_apart_what_differs_in_them() -> None:
    left, right = measures(), next_year(measures())
    right.loc[8, "department"] = "道路課"
    links = link_tables(left, right, {"name": "text"}, block_on="department")
    assert right.loc[8, "record_id"] not in set(links["id_right"])
    assert len(links) == 71


def test_known_parents_tell_equal_children_apart() -> None:
    left, right = measures(), next_year(measures())
    children = [
        pd.DataFrame(
            {
                "record_id": [f"{side}{kind}{n}" for n in range(72) for kind in "ab"],
                "measure_id": [one for one in table["record_id"] for _ in "ab"],
                "indicator": ["整備した箇所数", "利用者の満足度"] * 72,
            }
        )
        for side, table in (("x", left), ("y", right))
    ]
    fields = {"measure_id": "parent", "indicator": "text"}
    parents = link_tables(left, right, FIELDS)
    links = link_tables(*children, fields, parents=parents)
    assert partners(links) == {f"{kind}{n}": f"{kind}{n}" for n in range(72) for kind in "ab"}


def test_events_by_unit_target_and_number() -> None:
    left = measures().assign(unit="箇所", target=[str(n * 10 + 10) for n in range(72)])
    right = next_year(left)
    right.loc[0, "unit"] = "％"
    right.loc[1, "target"] = "25"
    right.loc[2, "target"] = "３０"  # 30 in other digits
    right.loc[3, "name"] = "みほん地区 上水道整備事業"  # a space is no new name
    fields = {**FIELDS, "unit": "category", "target": "number"}
    events = link_tables(left, right, fields).set_index("id_left")["event"]
    assert events["Lみほん道路"] == "unit_changed"
    assert events["Lみほん公園"] == "target_revised"
    assert events["Lみほん図書館"] == events["Lみほん上水道"] == "same"


@settings(max_examples=15, deadline=None)
@given(
    st.lists(
        st.sampled_from(["", "道路", "道路整備", "公園", "図書館の運営", "1", "三"]),
        min_size=1,
        max_size=8,
    )
)
def test_small_and_odd_tables_link_without_error(names: list[str]) -> None:
    left = pd.DataFrame({"record_id": [f"a{n}" for n in range(len(names))], "name": names})
    right = pd.DataFrame({"record_id": ["b0", "b1"], "name": ["道路整備", "公園"]})
    if not any(names):
        with pytest.raises(LinkError, match="empty in every row"):
            link_tables(left, right, {"name": "text"})
        return
    links = link_tables(left, right, {"name": "text"})
    assert links["score"].between(0, 1).all()
    assert set(links["id_left"]) <= set(left["record_id"])


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda t: t.drop(columns="record_id"), "no column record_id"),
        (lambda t: t.assign(record_id="x"), "record_id x more than once"),
        (lambda t: t.assign(record_id=[None, *t["record_id"][1:]]), "row without record_id"),
        (lambda t: t.drop(columns="name"), "no column name"),
        (lambda t: t.iloc[:0], "no rows"),
        (lambda t: t.assign(name=""), "name of the left table is empty in every row"),
        (lambda t: t.assign(name=np.nan), "name of the left table is empty in every row"),
    ],
)
def test_what_cannot_be_linked_is_said(change: object, message: str) -> None:
    assert callable(change)
    with pytest.raises(KictError, match=message):
        link_tables(change(measures()), next_year(measures()), FIELDS)


@pytest.mark.parametrize(
    ("fields", "options", "message"),
    [
        ({"name": "string"}, {}, "'string' is no kind of field"),
        ({}, {}, "no field to compare"),
        ({"record_id": "parent"}, {}, "by their parents alone"),
        ({"name": "text"}, {"parents": pd.DataFrame()}, "no field of the kind parent"),
        ({"name": "text"}, {"block_on": "pillar"}, "no column pillar"),
        ({"name": "text"}, {"threshold": 1.5}, "threshold"),
    ],
)
def test_what_is_asked_wrongly_is_said(
    fields: dict[str, str], options: dict[str, object], message: str
) -> None:
    with pytest.raises(LinkError, match=message):
        link_tables(measures(), next_year(measures()), fields, **options)  # type: ignore[arg-type]


@pytest.mark.skipif(not DATA.is_dir(), reason="the linkage data is not beside the repository")
def test_real_programmes_are_followed(tmp_path: Path) -> None:
    left, right = (
        pd.read_csv(DATA / f"programmes_{side}.csv.gz", dtype=str, keep_default_na=False)
        for side in "ab"
    )
    fields = {
        "ministry": "category",
        "department": "category",
        "name": "text",
        "number": "code",
        "purpose": "text",
    }
    links = link_tables(left, right, fields)
    spec = importlib.util.spec_from_file_location("score", DATA / "score.py")
    assert spec is not None
    assert spec.loader is not None
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    files = [tmp_path / name for name in ("truth.csv", "dontcare.csv", "found.csv")]
    for file in files[:2]:
        packed = DATA / f"programme_{file.name}.gz"
        file.write_bytes(gzip.decompress(packed.read_bytes()))
    links.rename(columns={"id_left": "id_a", "id_right": "id_b"}).to_csv(files[2], index=False)
    truth, pairs = score.load(files[0], files[2], dontcare=files[1], judged=True)
    right_ones = sum(pair in truth for pair in pairs)
    precision, recall, f1 = score.prf(right_ones, len(pairs) - right_ones, len(truth))
    renamed = [pair for pair, row in truth.items() if row["renamed"] == "1"]
    assert precision >= 0.995
    assert f1 >= 0.996
    assert sum(pair in pairs for pair in renamed) >= 0.91 * len(renamed)
    assert recall >= 0.99
