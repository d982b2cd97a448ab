"""What is to be coded, from folders and files as offices make them; nothing of it is lost."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.errors import UnreadableFileError
from kict_nlp.output.source_texts import SourceTexts, read_source_texts
from kict_nlp.output.tables import clean
from tests.output.test_causes_folder import write_csv

HEADING = "measure_id,measure,rating,explanation,reason"
MEASURES = [
    ("r3/1", "橋の改良", "missed", "資材が上がった。", "資材"),
    ("r3/1", "橋の改良", "met", "", ""),
    ("r3/1", "橋の改良", "met", "資材が上がった。", "資材"),
    ("r3/1", "橋の改良", "none", "人手も足りない。", "人手"),
    ("r3/2", "講座", "exceeded", "好評だった。", ""),
    ("r3/3", "植樹", "missed", "", ""),
    ("r3/4", "", "partly", "雨が多かった。", "雨"),
]


def pairs(found: SourceTexts) -> list[tuple[str, str]]:
    return [(text.id, text.text) for text in found.texts]


def faults(found: SourceTexts) -> list[tuple[str, str]]:
    return [(fault.place.rpartition(", ")[2], fault.message) for fault in found.faults]


def written(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_text(text, encoding=encoding, newline="")
    return path


# ---------------------------------------------------------------- folders


def test_measures_with_their_different_explanations_joined(tmp_path: Path) -> None:
    write_csv(tmp_path / "measures.csv", HEADING, MEASURES)
    found = read_source_texts(tmp_path)
    assert (found.key, found.of_measures, found.faults) == ("measure_id", True, ())
    assert [(text.id, text.text, text.measure, text.in_shares) for text in found.texts] == [
        ("r3/1", "資材が上がった。\n人手も足りない。", "橋の改良", True),
        ("r3/2", "好評だった。", "講座", False),
        ("r3/4", "雨が多かった。", "", True),
    ]
    assert pairs(read_source_texts(tmp_path, "reason"))[0] == ("r3/1", "資材\n人手")


def test_a_line_without_its_measure_is_told(tmp_path: Path) -> None:
    write_csv(tmp_path / "measures.csv", HEADING, [("", "", "met", "遅れた。", ""), *MEASURES])
    found = read_source_texts(tmp_path)
    assert faults(found) == [("row 2", "The row has no measure_id.")]
    assert len(found.texts) == 3


@pytest.mark.parametrize(
    ("heading", "rows", "message"),
    [
        (None, [], "measures.csv is not there"),
        ("measure_id,rating", [("a", "met")], "no column explanation; it has 'measure_id', 'rating'"),
        (HEADING, [("r3/3", "植樹", "missed", "", "")], "No measure has an explanation"),
    ],
)  # fmt: skip
def test_folders_with_nothing_to_code(
    tmp_path: Path, heading: str | None, rows: list[tuple[str, ...]], message: str
) -> None:
    if heading is not None:
        write_csv(tmp_path / "measures.csv", heading, rows)
    with pytest.raises(UnreadableFileError, match=message) as caught:
        read_source_texts(tmp_path)
    assert str(tmp_path) in str(caught.value.where)
    assert caught.value.hint


# ---------------------------------------------------------------- CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_csv_in_every_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    lines = ["id,text", "a,①遅れた。", 'b,"資材,人手"', "c,", ""]
    path = written(tmp_path / "t.CSV", end.join(lines), encoding)
    found = read_source_texts(path)
    assert pairs(found) == [("a", "①遅れた。"), ("b", "資材,人手"), ("c", "")]
    assert (found.key, found.of_measures, found.faults) == ("id", False, ())
    assert all(text.in_shares for text in found.texts)


def test_which_columns_are_id_and_text(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", "text,explanation,measure_id,id\nT,E,m,i\n")
    assert (read_source_texts(path).key, pairs(read_source_texts(path))) == ("id", [("i", "E")])
    assert pairs(read_source_texts(path, "text")) == [("i", "T")]
    path = written(tmp_path / "t.csv", "text,measure_id\nT,m\n")
    assert (read_source_texts(path).key, pairs(read_source_texts(path))) == (
        "measure_id", [("m", "T")]
    )  # fmt: skip
    path = written(tmp_path / "t.csv", 'text\nT\n""\nU\n')
    assert pairs(read_source_texts(path)) == [("1", "T"), ("2", ""), ("3", "U")]


def test_faulty_rows_are_told_and_the_others_read(tmp_path: Path) -> None:
    rows = ["id,text", "a,T", "a,U", ",V", "b,W,X", "c", 'd,"e"f', ",", "g,Y"]
    found = read_source_texts(written(tmp_path / "t.csv", "\n".join(rows)))
    assert pairs(found) == [("a", "T"), ("g", "Y")]
    assert faults(found) == [
        ("row 3", "The id 'a' stands in an earlier row, too."),
        ("row 4", "The row has no id."),
        ("row 5", "The row has more cells than the heading."),
        ("row 6", "The row has no explanation or text."),
        ("row 7", "The row is no CSV: ',' expected after '\"'."),
    ]
    assert {(f.source_file, f.stage, f.error) for f in found.faults} == {
        ("t.csv", "row", "PassageError")
    }


def test_a_quotation_mark_without_partner_swallows_no_other_row(tmp_path: Path) -> None:
    path = written(tmp_path / "t.csv", 'id,text\na,"T\nT"\nb,"U\nc,V\nd,"W\n"\n')
    found = read_source_texts(path)
    assert pairs(found) == [("a", "T\nT"), ("c", "V"), ("d", "W\n")]
    assert [place for place, _ in faults(found)] == ["row 3"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("t.csv", b"", "The file is empty"),
        ("t.csv", b"id,text\n", "There are no rows"),
        ("t.csv", b"id,body\na,T\n", "no column explanation or text; it has 'id', 'body'"),
        ("t.csv", b"id,text\n,T\n,U\n", "None of 2 rows can be read; the first: The row has no id"),
        ("t.csv", b"id,text\na,\xff\xff", "neither in UTF-8 nor in cp932"),
        ("t.jsonl", b"\n", "There are no rows"),
        ("t.jsonl", b"[]\n{", "None of 2 rows can be read; the first: The line is no JSON object"),
        ("t.txt", b"T", r"neither a folder nor a file \.csv or \.jsonl"),
        ("t.csv", None, "cannot be read"),
    ],
)
def test_files_with_nothing_to_code(
    tmp_path: Path, name: str, content: bytes | None, message: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    with pytest.raises(UnreadableFileError, match=message) as caught:
        read_source_texts(tmp_path / name)
    assert str(tmp_path / name) in str(caught.value.where)


# ---------------------------------------------------------------- JSON lines


def test_faulty_lines_are_told_and_the_others_read(tmp_path: Path) -> None:
    lines = [
        '{"id": "a", "text": "T\\u2028T", "more": 1}',
        '{"id": 7, "text": null}',
        "",
        '{"id": "b", "text": "U"',
        '{"id": "c"}',
        '{"id": 7, "text": "V"}',
        '{"id": "d", "text": "ab\\ud800"}',
        '{"id": true, "text": "W"}',
        '{"text": "X"}',
        '{"id": "e", "text": 5}',
        "[" * 100_000,
        '{"id": "f", "text": "Z\\r\\n\\u0000Z"}',
    ]
    found = read_source_texts(written(tmp_path / "t.jsonl", "\r\n".join(lines)))
    assert pairs(found) == [("a", "T\u2028T"), ("7", ""), ("f", "Z\n\ufffdZ")]
    assert faults(found) == [
        ("line 4", "The line is no JSON: Expecting ',' delimiter (character 25)."),
        ("line 5", "The row has no text."),
        ("line 6", "The id '7' stands in an earlier row, too."),
        ("line 7", "The text holds half a character, U+D800 (character 3)."),
        ("line 8", "The id is neither a string nor a whole number."),
        ("line 9", "The row has no id."),
        ("line 10", "The text is no string."),
        ("line 11", "The line is no JSON that can be read."),
    ]


def test_lines_without_ids_are_numbered(tmp_path: Path) -> None:
    path = written(tmp_path / "t.jsonl", '{"text": "T"}\n\n{"text": "U"}\n')
    assert pairs(read_source_texts(path)) == [("1", "T"), ("2", "U")]


# ---------------------------------------------------------------- any text at all

TEXTS = st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=1, max_size=6)


@given(TEXTS)
def test_every_text_comes_back(texts: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        table, lines = Path(name, "t.csv"), Path(name, "t.jsonl")
        with table.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, quoting=csv.QUOTE_ALL).writerows(
                [("id", "text"), *enumerate(texts, 1)]
            )
        content = [json.dumps({"id": str(n), "text": text}) for n, text in enumerate(texts, 1)]
        lines.write_text("\n".join(content), encoding="utf-8")
        wanted = [(str(n), clean(text) or "") for n, text in enumerate(texts, 1)]
        assert pairs(read_source_texts(table)) == wanted
        assert pairs(read_source_texts(lines)) == wanted
