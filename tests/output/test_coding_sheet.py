"""Coding sheets: what people fill in comes back, what they must not change is guarded."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from kict_nlp.causes.codebook import NONE, load_codebook
from kict_nlp.causes.coding import CauseLabel
from kict_nlp.causes.review import CodedPassage
from kict_nlp.errors import CodebookError, ReviewError
from kict_nlp.output.coding_sheet import CODES, CODING, write_coding_sheet
from kict_nlp.output.coding_sheet_reading import read_coding_sheet

BOOK = load_codebook()
TEXT = "みほん県では資材の価格が上がり、工事を見送った。\n今後は早めに発注する。"
OTHER = "参加者は目標の半数であった。"
CODER, COMMENT, ID = 12, 13, 15  # columns of a sheet with four causes a row


def label(cause: str, text: str = "", words: str = "", **more: Any) -> CauseLabel:
    start = text.index(words) if words else None
    end = None if start is None else start + len(words)
    return CauseLabel(
        cause=cause, evidence=words, start=start, end=end, **{"probability": 0.9, **more}
    )


ECONOMY = CodedPassage(
    id="r3/Ⅰ①ア2",
    text=TEXT,
    labels=(label("economy", TEXT, "資材の価格が上がり", probability=1.0),),
    context="橋の改良",
)
DEMAND = CodedPassage(id="=1+1", text=OTHER, labels=(label(NONE, probability=0.5),))
PASSAGES = [DEMAND, ECONOMY]


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    write_coding_sheet(tmp_path / "s.xlsx", PASSAGES, BOOK)
    return tmp_path / "s.xlsx"


Fill = Callable[..., Path]


@pytest.fixture
def fill(sheet: Path) -> Fill:
    """Fill in cells, by row and column, and save as a spreadsheet program does."""

    def fill(
        cells: dict[tuple[int, int], Any], change: Callable[[Any], None] | None = None
    ) -> Path:
        book = load_workbook(sheet)
        for (row, column), value in cells.items():
            book[CODING].cell(row, column).value = value
        if change:
            change(book)
        book.save(sheet)
        return sheet

    return fill


def read(path: Path) -> dict[str, CodedPassage]:
    return {passage.id: passage for passage in read_coding_sheet(path, BOOK)}


# ---------------------------------------------------------------- what comes back


def test_a_sheet_left_alone_gives_what_was_exported(sheet: Path) -> None:
    assert read(sheet) == {passage.id: passage for passage in PASSAGES}


def test_a_name_says_that_a_row_was_read(fill: Fill) -> None:
    found = read(fill({(3, CODER): " 山田 "}))
    (given,) = found["r3/Ⅰ①ア2"].labels
    assert found["r3/Ⅰ①ア2"].coder == "山田"
    assert (given.cause, given.source, given.probability) == ("economy", "person", 1.0)
    assert (given.start, given.end) == (6, 15)
    assert found["=1+1"] == DEMAND


@pytest.mark.parametrize(
    "written", ["demand 需要・参加の低迷", "demand", "需要・参加の低迷", " ＤＥＭＡＮＤ "]
)
def test_a_changed_code_is_a_persons(fill: Fill, written: str) -> None:
    found = read(fill({(2, 4): written, (2, 5): "目標の半数"}))["=1+1"]
    assert found.labels == (label("demand", OTHER, "目標の半数", probability=1.0, source="person"),)


def test_a_second_cause_and_a_comment(fill: Fill) -> None:
    cells = {(3, 8): "delay", (3, 9): "工事を見送った ", (3, COMMENT): "=迷う"}
    with pytest.raises(ReviewError, match="M3: a formula stands here"):
        read(fill(cells))
    found = read(fill({(3, COMMENT): 2024}))["r3/Ⅰ①ア2"]
    assert [(given.cause, given.evidence) for given in found.labels] == [
        ("economy", "資材の価格が上がり"),
        ("delay", "工事を見送った"),
    ]
    assert {given.source for given in found.labels} == {"person"}
    assert found.comment == "2024"


def test_a_comment_alone_makes_no_row_read(fill: Fill) -> None:
    found = read(fill({(2, COMMENT): "後で"}))["=1+1"]
    assert found == replace(DEMAND, comment="後で")


def test_what_rules_and_model_both_found_stands_once(tmp_path: Path) -> None:
    both = replace(ECONOMY, labels=(replace(ECONOMY.labels[0], source="rule"), *ECONOMY.labels))
    write_coding_sheet(tmp_path / "s.xlsx", [both], BOOK)
    assert read_coding_sheet(tmp_path / "s.xlsx", BOOK) == [both]
    book = load_workbook(tmp_path / "s.xlsx")
    assert [book[CODING].cell(2, column).value for column in (6, 7)] == [None, None]
    book[CODING].cell(2, CODER).value = "山田"
    book.save(tmp_path / "s.xlsx")
    assert [label.source for label in read(tmp_path / "s.xlsx")[both.id].labels] == ["person"]


def test_a_name_of_two_codes_is_none_of_them(tmp_path: Path) -> None:
    own = tmp_path / "own.toml"
    codes = "".join(
        f'[codes.{code}]\ngroup = "rest"\nja = "天候"\nen = ""\n' for code in ("rain", "snow")
    )
    own.write_text("format = 1\n" + codes, encoding="utf-8")
    book = load_codebook(own)
    path = tmp_path / "s.xlsx"
    write_coding_sheet(path, [DEMAND], book)
    assert read_coding_sheet(path, book) == [DEMAND]
    sheet = load_workbook(path)
    for name, problem in (("rain", None), ("snow 天候", None), ("天候", "'天候' is no code")):
        sheet[CODING]["D2"].value = name
        sheet.save(path)
        if problem is None:
            assert read_coding_sheet(path, book)[0].causes == {name.split()[0]}
        else:
            with pytest.raises(ReviewError, match=problem):
                read_coding_sheet(path, book)


def test_rows_may_be_sorted(fill: Fill) -> None:
    def swap(book: Any) -> None:
        cells = book[CODING]
        for column in range(1, ID + 1):
            first, second = cells.cell(2, column), cells.cell(3, column)
            first.value, second.value = second.value, first.value
            first.data_type = second.data_type = "s" if column > 1 else "n"

    assert read(fill({}, swap)) == {passage.id: passage for passage in PASSAGES}


def test_a_blank_sheet_hides_what_was_found(tmp_path: Path) -> None:
    path = tmp_path / "blank.xlsx"
    write_coding_sheet(path, [DEMAND, replace(ECONOMY, coder="甲", comment="乙")], BOOK, blank=True)
    book = load_workbook(path)
    shown = [cell.value for row in book[CODING].iter_rows(min_row=2) for cell in row[3:13]]
    assert shown == [None] * 20
    assert read_coding_sheet(path, BOOK) == [replace(p, labels=()) for p in PASSAGES]
    book[CODING].cell(3, 4).value = "economy"
    book.save(path)
    (given,) = read(path)["r3/Ⅰ①ア2"].labels
    assert (given.source, given.evidence) == ("person", "")


def test_the_same_passages_give_the_same_bytes(sheet: Path, tmp_path: Path) -> None:
    write_coding_sheet(tmp_path / "again.xlsx", PASSAGES, BOOK)
    assert (tmp_path / "again.xlsx").read_bytes() == sheet.read_bytes()


TEXTS = st.one_of(
    st.text(min_size=1, max_size=40),
    st.text(
        "=+-@'\"\t\r\n _x0041F5,;ｶﾞ﹅高𠮷😀\x00\x01\x0b\x7f\x85\u2028\ufffe　",
        min_size=1,
        max_size=20,
    ),
)


@st.composite
def passages(draw: st.DrawFn) -> CodedPassage:
    text = draw(TEXTS)
    labels = []
    for cause in draw(st.lists(st.sampled_from(BOOK.codes), max_size=5, unique=True)):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        probability = draw(st.floats(0, 1))
        source = draw(st.sampled_from(["rule", "model", "person"]))
        labels.append(
            CauseLabel(
                cause=cause,
                probability=probability,
                evidence=text[start:end],
                start=start,
                end=end,
                source=source,
            )
        )
    none = (label(NONE),)
    note = st.one_of(st.just(""), TEXTS)
    return CodedPassage(
        id=draw(TEXTS),
        text=text,
        labels=tuple(labels) or none,
        coder=draw(note),
        comment=draw(note),
        context=draw(note),
    )


@given(st.lists(passages(), max_size=4))
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=100,
)
def test_export_and_import_change_nothing(
    tmp_path: Path, given_passages: list[CodedPassage]
) -> None:
    path = tmp_path / "p.xlsx"
    write_coding_sheet(path, given_passages, BOOK)
    assert sorted(read_coding_sheet(path, BOOK), key=repr) == sorted(given_passages, key=repr)


@given(passages(), st.data())
@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    max_examples=50,
)
def test_words_copied_from_the_sheet_are_found_in_the_text(
    tmp_path: Path, passage: CodedPassage, data: st.DataObject
) -> None:
    path = tmp_path / "p.xlsx"
    write_coding_sheet(path, [replace(passage, labels=(), coder="")], BOOK)
    book = load_workbook(path)
    shown = book[CODING]["C2"].value or ""
    words = shown[data.draw(st.integers(0, len(shown))) :]
    book[CODING]["D2"].value = "covid"
    for cell, value in ((book[CODING]["E2"], words), (book[CODING]["C2"], shown)):
        cell.value = value
        cell.data_type = "s"
    book.save(path)
    try:
        (found,) = read_coding_sheet(path, BOOK)[0].labels
    except ReviewError:
        assert "x005F_" in passage.text  # openpyxl cannot tell it from an escape
        return
    assert found.evidence == ("" if found.start is None else passage.text[found.start : found.end])
    assert bool(found.evidence) == bool(words.strip())


# ---------------------------------------------------------------- what is wrong


@pytest.mark.parametrize(
    ("cells", "message"),
    [
        ({(3, 4): "economi"}, "コーディング!D3: 'economi' is no code; pick one from the list"),
        ({(3, 5): "資材の価格が下がり"}, "コーディング!E3: '資材の価格が下がり' does not stand in the text; copy"),
        ({(3, 6): "none"}, "コーディング!F3: none stands beside another code; take one of them out"),
        ({(3, 7): "工事"}, "コーディング!F3: the evidence has no code; pick one"),
        ({(3, 4): None, (3, 5): None}, "コーディング!D3: no code was given; pick none if"),
        ({(2, 5): "目標", (2, CODER): "山田"}, "コーディング!E2: none has no evidence; take it out"),
        ({(3, 6): "economy", (3, 7): "資材の価格が上がり"}, "F3: economy stands twice with the same evidence"),
        ({(3, 3): TEXT.replace("資材", "資料")}, "コーディング!C3: the text was changed; put it back"),
        ({(3, 3): None}, "コーディング!C3: the text was changed"),
        ({(3, ID): "r3/Ⅰ①ア3"}, "コーディング!O3: the ID was changed; put it back"),
        ({(3, 1): 1}, "A2: number 1 stands 2 times; keep one row.\n  コーディング!A3: number 1 stands"),
        ({(3, 1): 7}, "コーディング!A3: 7 is no number of a passage; take the row out, or put"),
        ({(3, 1): "二"}, "コーディング!A3: '二' is no number of a passage"),
        ({(9, 4): "covid"}, "コーディング!A9: is no number of a passage"),
        ({(3, 4): "=A1"}, "コーディング!D3: a formula stands here; put ' before the text"),
    ],
)  # fmt: skip
def test_each_wrong_cell_is_named(
    fill: Fill, cells: dict[tuple[int, int], Any], message: str
) -> None:
    with pytest.raises(ReviewError) as caught:
        read(fill(cells))
    assert message in str(caught.value)
    assert "nothing was taken over" in str(caught.value)


def test_missing_rows_are_named(fill: Fill) -> None:
    with pytest.raises(
        ReviewError, match="コーディング!A: 1 row is missing, number 1; put them back"
    ):
        read(fill({}, lambda book: book[CODING].delete_rows(2)))


def test_all_wrong_cells_are_named_at_once(fill: Fill) -> None:
    with pytest.raises(ReviewError) as caught:
        read(fill({(2, 4): "x", (3, 4): "y", (3, 3): "z"}))
    assert str(caught.value).startswith("3 cells are wrong")
    assert [place in str(caught.value) for place in ("!D2: ", "!D3: ", "!C3: ")] == [True] * 3


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda book: book[CODING].delete_cols(5), "A column was moved, renamed or taken out"),
        (lambda book: book.remove(book["kict"]), "no coding sheet of kict review export"),
        (
            lambda book: book["kict"].delete_rows(3),
            "hidden sheet kict of this workbook was changed",
        ),
        (lambda book: setattr(book["kict"]["A2"], "value", "{}"), "hidden sheet kict"),
        (
            lambda book: setattr(book["kict"]["A1"], "value", '{"format":9,"slots":4}'),
            "^The coding sheet has format 9, not 1",
        ),
        (
            lambda book: setattr(
                book["kict"]["A1"], "value", '{"format":1,"slots":"x","passages":2}'
            ),
            "hidden sheet kict",
        ),
    ],
)
def test_another_workbook_is_refused(
    fill: Fill, change: Callable[[Any], None], message: str
) -> None:
    with pytest.raises(ReviewError, match=message):
        read(fill({}, change))


def test_another_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match="cannot be read"):
        read(tmp_path / "none.xlsx")
    (tmp_path / "a.xlsx").write_bytes(b"text")
    with pytest.raises(ReviewError, match="no xlsx workbook"):
        read(tmp_path / "a.xlsx")


def test_what_cannot_be_exported(tmp_path: Path) -> None:
    with pytest.raises(CodebookError, match="no code 'weather'"):
        write_coding_sheet(
            tmp_path / "s.xlsx", [replace(ECONOMY, labels=(label("weather"),))], BOOK
        )
    with pytest.raises(ReviewError, match="too long"):
        write_coding_sheet(tmp_path / "s.xlsx", [replace(ECONOMY, text="あ" * 40_000)], BOOK)
    assert not (tmp_path / "s.xlsx").exists()


# ---------------------------------------------------------------- what people see


def test_texts_are_locked_and_codes_are_picked_from_a_list(sheet: Path) -> None:
    book = load_workbook(sheet)
    coding = book[CODING]
    assert coding.protection.sheet
    assert coding.protection.password is None
    locked = [coding.cell(2, column).protection.locked for column in range(1, ID + 1)]
    assert locked == [True] * 3 + [False] * 10 + [True] * 2
    (choices,) = coding.data_validations.dataValidation
    assert str(choices.sqref) == "D2:D3 F2:F3 H2:H3 J2:J3"
    assert choices.formula1 == f"'{CODES}'!$A$2:$A$17"
    listed = [cell.value for cell in book[CODES]["A"][1:17]]
    assert listed[0] == "covid 新型コロナウイルス感染症"
    assert listed[-1] == "none 原因の記載なし"
    assert book["kict"].sheet_state == "veryHidden"


def test_what_looks_like_a_formula_is_a_text(sheet: Path) -> None:
    cell = load_workbook(sheet)[CODING].cell(2, ID)
    assert (cell.value, cell.data_type, cell.quotePrefix) == ("=1+1", "s", True)


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")
def test_a_sheet_saved_by_libreoffice_is_read(fill: Fill, tmp_path: Path) -> None:
    path = fill({(3, CODER): "山田", (2, 4): "demand", (2, 5): "目標の半数"})
    home = f"-env:UserInstallation=file://{tmp_path}/home"
    convert = [
        "soffice",
        home,
        "--headless",
        "--convert-to",
        "xlsx",
        "--outdir",
        tmp_path / "out",
        path,
    ]
    subprocess.run(convert, check=True, capture_output=True)
    found = read(tmp_path / "out" / "s.xlsx")
    assert [passage.is_read for passage in found.values()] == [True, True]
    assert found["r3/Ⅰ①ア2"].text == TEXT
