"""Layouts as data: the roles of heading words, and errors that say which line to mend."""

from __future__ import annotations

from pathlib import Path

import pytest

from kict_nlp.errors import LayoutError
from kict_nlp.reports.layout import (
    ROLES,
    Role,
    find_layout,
    heading_words,
    known_layouts,
    load_layout,
)
from kict_nlp.reports.scales import find_scale, rate

WORKING = """
name = "mihon"
title = "みほん県の点検表"
required = ["measure", "rating"]

[columns]
measure = ["施策名", "事業名"]
rating = ["評　価"]
target = ["目標"]

[sections]
pillar = '^柱(?P<number>[Ⅰ-Ⅻ])\\s*(?P<name>.+)$'

[ratings]
"◎" = "exceeded"
"△" = "missed"

[completed]
pattern = '取組完了'
"""


@pytest.fixture
def layout_file(tmp_path: Path) -> Path:
    return tmp_path / "mihon.toml"


def test_a_layout_is_read_from_a_file(layout_file: Path) -> None:
    layout_file.write_text(WORKING, encoding="utf-8")
    layout = find_layout(str(layout_file))
    assert (layout.name, layout.title) == ("mihon", "みほん県の点検表")
    assert layout.required == ("measure", "rating")
    assert layout.columns["rating"] == ("評価",)
    assert layout.ratings == {"◎": "exceeded", "△": "missed"}
    assert layout.sections["pillar"].match("柱Ⅰ　くらし")
    assert layout.completed is not None
    assert layout.completed.search("（令和２年度で取組完了）")


def test_a_byte_order_mark_does_no_harm(layout_file: Path) -> None:
    layout_file.write_text(WORKING, encoding="utf-8-sig")
    assert load_layout(layout_file).name == "mihon"


def change(old: str, new: str) -> str:
    assert old in WORKING
    return WORKING.replace(old, new)


@pytest.mark.parametrize(
    ("text", "message", "place", "hint"),
    [
        pytest.param(
            change("title =", "titel ="),
            "unknown key 'titel'",
            "$.titel",
            "title",
            id="unknown key",
        ),
        pytest.param(
            change("target =", "goal ="),
            "unknown key 'goal'",
            "$.columns.goal",
            "target",
            id="role",
        ),
        pytest.param(
            change("pillar =", "chapter ="),
            "unknown key 'chapter'",
            "$.sections.chapter",
            "middle",
            id="level",
        ),
        pytest.param(
            change('["measure", "rating"]', '["measure", "grade"]'),
            "unknown key 'grade'",
            "$.required.grade",
            "rating",
            id="required role",
        ),
        pytest.param(
            change('"missed"', '"failed"'),
            "unknown rating 'failed'",
            "$.ratings.△",
            "missed",
            id="unknown rating",
        ),
        pytest.param(
            change("'取組完了'", "'取組(完了'"),
            "not a regular expression",
            "$.completed.pattern",
            "single quotes",
            id="bad pattern",
        ),
        pytest.param(
            change("?P<name>", ""),
            "lacks its groups",
            "$.sections.pillar",
            "(?P<name>…)",
            id="a section without a name",
        ),
        pytest.param(
            change("'取組完了'", "'" + "完" * 501 + "'"),
            "at most 500 characters",
            "$.completed.pattern",
            "Shorten",
            id="endless pattern",
        ),
        pytest.param(
            change('["目標"]', '"目標"'),
            "must be a list of texts",
            "$.columns.target",
            '["施策名", "事業名"]',
            id="words that are no list",
        ),
        pytest.param(
            change('["目標"]', '["目標", ""]'),
            "must be a list of texts",
            "$.columns.target",
            "Write them",
            id="an empty word",
        ),
        pytest.param(
            change('name = "mihon"', ""), "has no name", "$.name", "Add one", id="no name"
        ),
        pytest.param(
            'name = "mihon"', "names no columns", "$.columns", "[columns]", id="no columns"
        ),
        pytest.param("name = mihon", "not TOML", "mihon.toml", "docs/layouts.md", id="no TOML"),
    ],
)
def test_a_faulty_layout_says_what_is_wrong_where(
    layout_file: Path, text: str, message: str, place: str, hint: str
) -> None:
    layout_file.write_text(text, encoding="utf-8")
    with pytest.raises(LayoutError) as caught:
        load_layout(layout_file)
    assert message in caught.value.message
    assert str(layout_file) in (caught.value.where or "")
    assert (caught.value.where or "").endswith(place)
    assert hint in (caught.value.hint or "")


def test_an_unknown_key_under_completed_is_an_error(layout_file: Path) -> None:
    layout_file.write_text(change("pattern =", "patern ="), encoding="utf-8")
    with pytest.raises(LayoutError, match="patern"):
        load_layout(layout_file)


@pytest.mark.parametrize("where", ["columns", "sections", "ratings", "completed", "required"])
def test_a_part_of_the_wrong_kind_is_a_layout_error(layout_file: Path, where: str) -> None:
    lines = ['name = "mihon"', f"{where} = 3"]
    lines += [] if where == "columns" else ["columns = {measure = ['施策名']}"]
    layout_file.write_text("\n".join(lines), encoding="utf-8")
    with pytest.raises(LayoutError) as caught:
        load_layout(layout_file)
    assert (caught.value.where or "").endswith(f"$.{where}")
    assert caught.value.hint


def test_a_file_in_another_encoding_says_so(layout_file: Path) -> None:
    layout_file.write_bytes(WORKING.encode("utf-16"))
    with pytest.raises(LayoutError, match="not TOML in UTF-8"):
        load_layout(layout_file)


def test_a_missing_file_says_so(layout_file: Path) -> None:
    with pytest.raises(LayoutError, match="cannot be read") as caught:
        find_layout(str(layout_file))
    assert caught.value.hint == "Check the path."


def test_an_unknown_name_lists_the_known_ones() -> None:
    with pytest.raises(LayoutError, match="no layout named tokyo") as caught:
        find_layout("tokyo")
    assert "kanagawa-ict" in (caught.value.hint or "")
    assert "general" in (caught.value.hint or "")


def test_the_general_layout_is_tried_last() -> None:
    names = [layout.name for layout in known_layouts()]
    assert names[-1] == "general"
    assert "kanagawa-ict" in names
    assert set(find_layout("general").columns) <= set(ROLES)


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("施策名", "measure"),
        ("施 策 名", "measure"),
        ("事務事業名", "measure"),
        ("具体的な取組", "measure"),
        ("所　属", "department"),
        ("担当課（室）", "department"),
        ("成果指標（ＫＰＩ）", "indicator"),
        ("令和４年度目標値", "target"),
        ("R4目標", "target"),
        ("目標年度", "target_year"),
        ("実績値（R3）", "actual"),
        ("令和３年度\n実績", "actual"),
        ("基準値（令和元年度）", "baseline"),
        ("達成率（％）", "achievement"),
        ("評価", "rating"),
        ("進捗状況", "rating"),
        ("未達成の理由及び今後の見込み等", "explanation"),
        ("今後の方向性", "outlook"),
        ("備　考", "note"),
        ("単位", "unit"),
        ("No.", "number"),
        ("№", "number"),
        ("予算額（千円）", "content"),
        ("Measure", "measure"),
    ],
)
def test_roles_of_heading_words(heading: str, role: Role) -> None:
    found = find_layout("general").find_role(heading)
    assert found is not None
    assert found[0] == role


@pytest.mark.parametrize("heading", ["", "令和３年度", "くらし", "ア"])
def test_words_without_a_role(heading: str) -> None:
    assert find_layout("general").find_role(heading) is None


def test_the_whole_heading_fits_better_than_its_end_and_that_better_than_its_middle() -> None:
    layout = find_layout("general")
    scores = [layout.find_role(text) for text in ("目標", "年度末目標", "目標等の数")]
    ranks = [score[1] for score in scores if score]
    assert len(ranks) == 3
    assert ranks == sorted(ranks, reverse=True)


def test_words_are_compared_with_and_without_brackets() -> None:
    assert heading_words("成果 指標（ＫＰＩ）")[1] == "成果指標"
    assert heading_words("目標") == ["目標"]


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        *(("○", p) for p in "○〇◯⚪"),
        ("Ａ", "A"),
        ("A", "Ａ"),
        ("－", "―"),
        ("✕", "×"),
        (" △ ", "△"),
    ],
)
def test_look_alikes_of_a_symbol_mean_what_the_layout_says(
    layout_file: Path, written: str, printed: str
) -> None:
    layout_file.write_text(change('"△" = "missed"', f'"{written}" = "partly"'), encoding="utf-8")
    scale = find_scale([printed], {}, load_layout(layout_file).ratings)
    assert rate(printed, scale, [printed]) == "partly"


def test_look_alikes_with_different_ratings_are_an_error(layout_file: Path) -> None:
    two = '"○" = "partly"\n"◯" = "met"'
    layout_file.write_text(change('"△" = "missed"', two), encoding="utf-8")
    with pytest.raises(LayoutError, match="two ratings") as caught:
        load_layout(layout_file)
    assert (caught.value.where or "").endswith("$.ratings.◯")
    layout_file.write_text(change('"△" = "missed"', two.replace("partly", "met")), "utf-8")
    assert load_layout(layout_file).ratings["◯"] == "met"
