"""Passages put together from the published table: every one with its text, or said to be missing."""

from __future__ import annotations

import json
import runpy
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from kict_nlp.causes.codebook import load_codebook
from kict_nlp.causes.official import assemble_passages, find_passages, passage_id
from kict_nlp.causes.passage_index import PassagePlace, index_text, read_index
from kict_nlp.causes.passages import passages_text, read_passages
from kict_nlp.errors import PassageError
from tests.causes.official_table import HEADING, cells_with, table_text, write_zip

RESULT, DIRECTION, FINAL = HEADING[7:10]
TEXTS = (
    "みほん県では資材の価格が上がり、工事を見送ったため、目標に届かなかった。",
    "高橋﨑地区の地権者との話合いが長引いた。",
    "みほん広場の利用は回復している。",
)


def place(text: str, column: str, start: int, end: int, **more: object) -> PassagePlace:
    values = {"labels": ("none",), "shortfall": False, **more}
    return PassagePlace(
        id=passage_id(text), programme_id="123", column=column, start=start, end=end,
        length=len(text), **values,
    )  # fmt: skip


PLACES = [
    place(TEXTS[0], RESULT, 4, 4 + len(TEXTS[0]), labels=("economy",), shortfall=True,
          evidence={"economy": ((5, 13),)}, outlook=((14, 20),), confidence="high"),
    place(TEXTS[1], RESULT, 60, 62 + len(TEXTS[1]), labels=("coordination", "delay"),
          evidence={"coordination": ((0, 4), (6, 9)), "delay": ((13, 19),)}, shortfall=True),
    place(TEXTS[2], FINAL, 0, len(TEXTS[2])),
]  # fmt: skip
CELLS = cells_with(PLACES, {passage_id(text): text for text in TEXTS})


@pytest.fixture
def labels(national_passages: Path) -> Path:
    return national_passages.parent


def written(path: Path, text: str, encoding: str = "utf-8-sig") -> Path:
    path.write_bytes(text.encode(encoding, errors="replace"))
    return path


def test_every_passage_has_its_text_and_labels_again(tmp_path: Path) -> None:
    found = assemble_passages(PLACES, write_zip(tmp_path / "t.zip", table_text(CELLS)))
    assert [passage.text for passage in found] == list(TEXTS)
    assert [passage.labels for passage in found] == [p.labels for p in PLACES]
    assert found[0].text[slice(*found[0].evidence["economy"][0])] == TEXTS[0][5:13]
    assert {passage.group for passage in found} == {"123"}


@pytest.mark.parametrize(
    ("change", "encoding"),
    [
        (lambda text: text, "utf-8"),
        (lambda text: text.replace("\r\n", "\n").replace("\n", "\r\n"), "utf-8-sig"),
        (lambda text: text.replace("ー点検", "－点検").replace("－目標", " — 目標"), "utf-8-sig"),
        (lambda text: text.replace("123", "000123 "), "utf-8-sig"),
        (lambda text: text.replace("埋埋", "埋"), "utf-8-sig"),  # the places are off
        (lambda text: text, "utf-16"),
    ],
    ids=["plain UTF-8", "CR LF in cells", "other dashes", "zeros", "shifted", "UTF-16"],
)
def test_copies_of_the_table_serve_as_well(
    change: Callable[[str], str], encoding: str, tmp_path: Path
) -> None:
    file = written(tmp_path / "t.csv", change(table_text(CELLS)), encoding)
    assert [passage.text for passage in assemble_passages(PLACES, file)] == list(TEXTS)


def test_what_a_code_page_lost_is_said_to_be_missing(tmp_path: Path) -> None:
    text = TEXTS[1].replace("高", "\U00020bb7")  # 𠮷, which cp932 does not have
    places = [PLACES[0], place(text, DIRECTION, 0, len(text))]
    cells = {**CELLS, ("123", DIRECTION): text}
    file = written(tmp_path / "t.csv", table_text(cells), "cp932")
    found = find_passages(places, file)
    assert [passage.text for passage in found.passages] == [TEXTS[0]]
    assert [(entry.place, entry.lack) for entry in found.missing] == [(places[1], "other text")]
    with pytest.raises(PassageError, match=rf"1 of 2 passages .*{places[1].id} \(programme 123"):
        assemble_passages(places, file)


@pytest.mark.parametrize(
    ("text", "lacks"),
    [
        (table_text({("123", RESULT): CELLS["123", RESULT]}), {"other text": 1}),
        (table_text(CELLS, [n for n in HEADING if n != FINAL]), {"no such column": 1}),
        (table_text(CELLS).replace("123", "124"), {"no such programme": 3}),
        (table_text(CELLS).replace("届かな", "届きえな"), {"other text": 1}),
        (table_text({("123", FINAL): CELLS["123", RESULT], ("123", RESULT): CELLS["123", FINAL]}),
         {"other text": 3}),
        (table_text(CELLS).partition("橋﨑")[0], {"other text": 2}),
    ],
    ids=["empty cell", "no column", "no programme", "changed text", "columns swapped", "cut"],
)  # fmt: skip
def test_each_missing_passage_is_told_with_its_reason(
    text: str, lacks: dict[str, int], tmp_path: Path
) -> None:
    missing = find_passages(PLACES, written(tmp_path / "t.csv", text)).missing
    told = [entry.lack for entry in missing]
    assert {lack: told.count(lack) for lack in told} == lacks


def test_the_right_table_is_found_among_others(tmp_path: Path) -> None:
    file = write_zip(tmp_path / "all.zip", table_text(CELLS))
    with zipfile.ZipFile(file, "a") as archive:
        archive.writestr("1-1.csv", "予算事業ID,事業名\r\n123,みほん\r\n".encode("utf-8-sig"))
        archive.writestr("readme.txt", b"\xff")
    assert len(assemble_passages(PLACES, file)) == 3


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "not the published table"),
        ("予算事業ID,事業名\n1,みほん\n".encode(), "not the published table"),
        (f"ID,{RESULT}\n1,みほん\n".encode(), "not the published table"),
        (b"\x80\xff\xfe", "neither in UTF-8 nor in cp932"),
        (f'予算事業ID,{RESULT}\n1,"{"あ" * 140_000}\n'.encode(), "no CSV"),
    ],
)
def test_another_file_is_refused(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "t.csv").write_bytes(content)
    with pytest.raises(PassageError, match=message) as caught:
        find_passages(PLACES, tmp_path / "t.csv")
    assert "t.csv" in str(caught.value)


def test_a_file_that_is_not_there_or_broken_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PassageError, match="cannot be read"):
        find_passages(PLACES, tmp_path / "none.zip")
    file = write_zip(tmp_path / "t.zip", table_text(CELLS))
    content = bytearray(file.read_bytes())
    content[100:140] = bytes(40)
    file.write_bytes(content)
    with pytest.raises(PassageError, match="zip archive cannot be read"):
        find_passages(PLACES, file)


# ---------------------------------------------------------------- the index


def test_an_index_is_read_as_it_was_written(tmp_path: Path) -> None:
    file = written(tmp_path / "i.csv", index_text(PLACES), "utf-8")
    assert read_index(file, load_codebook()) == PLACES


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("id,", "name,", "no index of passages"),
        (",economy,", ",weather,", "no code 'weather'"),
        (",economy,", ",economy;none,", "none stands beside"),
        ("economy:5-13", "covid:5-13", "words for 'covid', but no such label"),
        ("economy:5-13", "economy:5-99", "'economy:5-99' is no span of a text of 36 characters"),
        ("economy:5-13", "economy:5", "'economy:5' is no span"),
        (f"{RESULT},4,", f"{RESULT},x,", "'x' is no whole number"),
        (",true,high", ",yes,high", "'yes' is neither true nor false"),
        (",true,high", ",true", "11 cells are expected, not 10"),
        (PLACES[2].id, PLACES[0].id, "Ids stand twice"),
    ],
)
def test_a_faulty_index_is_refused(old: str, new: str, message: str, tmp_path: Path) -> None:
    text = index_text(PLACES)
    assert old in text
    file = written(tmp_path / "i.csv", text.replace(old, new, 1), "utf-8")
    with pytest.raises(PassageError, match=message):
        read_index(file, load_codebook())


def test_passages_are_read_as_they_were_written(tmp_path: Path) -> None:
    passages = assemble_passages(PLACES, write_zip(tmp_path / "t.zip", table_text(CELLS)))
    file = written(tmp_path / "p.jsonl", passages_text(passages), "utf-8")
    assert read_passages(file, load_codebook()) == passages


# ---------------------------------------------------------------- what the package ships


@pytest.mark.parametrize(("name", "count"), [("rs2024_dev", 184), ("rs2024_more", 544)])
def test_the_shipped_index_gives_the_labelled_passages(
    name: str, count: int, root: Path, labels: Path, tmp_path: Path
) -> None:
    source = labels / f"{name}.jsonl"
    index = root / "corpora" / "causes" / f"{name}.csv"
    places = read_index(index, load_codebook())
    rows = [json.loads(line) for line in source.read_text(encoding="utf-8").splitlines()]
    table = table_text(cells_with(places, {row["id"]: row["text"] for row in rows}))
    passages = assemble_passages(places, write_zip(tmp_path / "t.zip", table))
    assert len(passages) == count
    assert passages == read_passages(source, load_codebook())


@pytest.mark.parametrize("name", ["rs2024_dev", "rs2024_more"])
def test_the_shipped_index_is_what_the_script_writes(name: str, root: Path, labels: Path) -> None:
    script = runpy.run_path(str(root / "scripts" / "index-passages"))
    written = index_text(script["places"](labels / f"{name}.jsonl"))
    index = root / "corpora" / "causes" / f"{name}.csv"
    assert index.read_text(encoding="utf-8") == written


def test_no_text_of_a_passage_is_in_the_shipped_index(root: Path, labels: Path) -> None:
    for name in ("rs2024_dev", "rs2024_more"):
        index = (root / "corpora" / "causes" / f"{name}.csv").read_text(encoding="utf-8")
        lines = (labels / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        texts = [json.loads(line)["text"] for line in lines]
        assert not [text for text in texts if text[:20] in index]
