"""The codebook as data: the sixteen codes, and codes of one's own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kict_nlp.causes.codebook import NONE, load_codebook
from kict_nlp.errors import CodebookError

COMPLETE = """
format = 1
[groups]
politics = { ja = "政治", en = "politics" }
[codes.election]
group = "politics"
ja = "選挙"
en = "election"
"""


def test_sixteen_codes_in_five_groups() -> None:
    codebook = load_codebook()
    assert len(codebook.causes) == 16
    assert list(codebook.causes)[-1] == NONE
    assert NONE not in codebook.codes
    members: dict[str, list[str]] = {}
    for cause in codebook.causes.values():
        members.setdefault(cause.group, []).append(cause.code)
    assert {name: sorted(codes) for name, codes in members.items()} == {
        "external": ["covid", "disaster", "economy", "population"],
        "actors": ["coordination", "demand", "partner_withdrawal"],
        "programme": ["cost_saving", "delay", "resource", "scope_change", "technical"],
        "yardstick": ["measurement", "target_setting"],
        "rest": ["none", "other"],
    }
    assert all(c.ja and c.en and c.counts_ja and c.counts_en for c in codebook.causes.values())


def test_codes_of_ones_own_are_added_before_none(tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_text(COMPLETE, encoding="utf-8")
    codebook = load_codebook(tmp_path / "own.toml")
    assert list(codebook.causes)[-2:] == ["election", NONE]
    assert codebook.groups["politics"].en == "politics"
    assert codebook.check("election") == "election"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("format = 2", "format = 1"),
        ("format = 1\nmore = 1", "unknown keys: more"),
        ("format =", "no TOML"),
        (COMPLETE.replace("politics\"\nja", "nowhere\"\nja"), "'nowhere' is not known"),
        (COMPLETE.replace("codes.election", "codes.Wahl"), "small letters"),
        (COMPLETE.replace('ja = "選挙"', "ja = 3"), "Not a text: ja"),
        (COMPLETE.replace('ja = "選挙"', ""), "Missing: ja"),
        (COMPLETE.replace("en = \"election\"", "de = \"Wahl\""), "Unknown keys: de"),
        ("format = 1\ncodes = 3", "codes must hold tables"),
        ("format = 1\ncodes.covid = 3", "A table with names is expected"),
    ],
)  # fmt: skip
def test_a_faulty_codebook_says_where(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "own.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CodebookError, match=message) as caught:
        load_codebook(path)
    assert str(path) in str(caught.value)


def test_a_missing_codebook_and_an_unknown_code(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="cannot be read"):
        load_codebook(tmp_path / "absent.toml")
    with pytest.raises(CodebookError, match="no code 'weather'"):
        load_codebook().check("weather")
