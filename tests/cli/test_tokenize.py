from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from kict_nlp.cli import kict
from tests.cli.conftest import Kict, Run

TEXT = "県⺠が 使った。次へ。\n・窓口の設置"


@pytest.fixture
def text_file(tmp_path: Path) -> Path:
    path = tmp_path / "text.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def test_words_one_sentence_a_line(run: Run, text_file: Path) -> None:
    result = run("tokenize", text_file)
    assert result.exit_code == 0
    assert result.stdout == "県⺠ が 使っ た 。\n次 へ 。\n・ 窓口 の 設置\n"
    assert result.stderr.startswith("Mode A, SudachiDict-core 20")


@pytest.mark.parametrize(
    ("form", "line"),
    [
        ("surface", "県⺠ が 使っ た 。"),
        ("dictionary", "県民 が 使う た 。"),
        ("normalized", "県民 が 使う た 。"),
    ],
)
def test_forms(run: Run, text_file: Path, form: str, line: str) -> None:
    assert run("tokenize", text_file, "--form", form).stdout.splitlines()[0] == line


def test_modes(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text("外国人参政権", encoding="utf-8")
    lines = [run("tokenize", tmp_path / "t.txt", "--mode", mode).stdout for mode in "ABC"]
    assert lines == ["外国 人 参政 権\n", "外国人 参政権\n", "外国人参政権\n"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_encodings_from_a_pipe(encoding: str) -> None:
    content = "①県民の㈱".encode(encoding)
    result = CliRunner().invoke(kict, ["tokenize"], input=content)
    assert result.stdout == "① 県民 の ㈱\n"


def test_other_encodings_are_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_bytes(b"\xe7\x9c\xff\xff")
    result = run("tokenize", tmp_path / "t.txt")
    assert result.exit_code == 3
    assert "neither in UTF-8 nor in cp932" in result.stderr


def test_json(run: Run, text_file: Path) -> None:
    content = json.loads(run("tokenize", text_file, "--json", "--mode", "C").stdout)
    assert content["split_mode"] == "C"
    assert content["dictionary"]["name"] == "SudachiDict-core"
    tokens = [token for sentence in content["sentences"] for token in sentence["tokens"]]
    assert [len(sentence["tokens"]) for sentence in content["sentences"]] == [5, 3, 4]
    assert all(TEXT[token["start"] : token["end"]] == token["surface"] for token in tokens)
    assert tokens[0]["normalized_form"] == "県民"


def test_conllu(run: Run, text_file: Path) -> None:
    result = run("tokenize", text_file, "--conllu", "--mode", "B")
    blocks = result.stdout.removesuffix("\n\n").split("\n\n")
    assert len(blocks) == 3
    assert blocks[0].splitlines()[0] == "# split_mode = B"
    assert blocks[0].splitlines()[1].startswith("# dictionary = SudachiDict-core 20")
    rows = [
        [line.split("\t") for line in block.splitlines() if not line.startswith("#")]
        for block in blocks
    ]
    assert {len(row) for block in rows for row in block} == {10}
    assert [[int(row[0]) for row in block] for block in rows] == [
        list(range(1, 6)),
        list(range(1, 4)),
        list(range(1, 5)),
    ]
    assert rows[0][2][:5] == ["3", "使っ", "使う", "VERB", "動詞-一般"]
    misc = dict(pair.split("=", 1) for pair in rows[0][0][9].split("|"))
    assert misc == {
        "End": "2",
        "Norm": "県民",
        "Reading": "ケンミン",
        "SpaceAfter": "No",
        "Start": "0",
    }
    assert "SpaceAfter" not in rows[0][1][9]


def test_wrong_usage(run: Run, text_file: Path, tmp_path: Path) -> None:
    assert run("tokenize", text_file, "--json", "--conllu").exit_code == 2
    assert run("tokenize", text_file, "--mode", "D").exit_code == 2
    missing = run("tokenize", tmp_path / "none.txt")
    assert missing.exit_code == 3
    assert "none.txt" in missing.stderr


def test_nothing_gives_nothing(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_text(" \n", encoding="utf-8")
    assert run("tokenize", tmp_path / "t.txt").stdout == ""
    assert run("tokenize", tmp_path / "t.txt", "--conllu").stdout == ""


def test_a_blank_within_a_word(run: Run, tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text("term\nみほん Walk\n", encoding="utf-8")
    (tmp_path / "t.txt").write_text("みほん　Walkの", encoding="utf-8")
    lexicon = tmp_path / "terms.dic"
    compiled = run("lexicon", "compile", tmp_path / "terms.csv", "-o", lexicon)
    assert compiled.exit_code == 0
    assert "1 of 1 spellings are one word" in compiled.stderr
    result = run("tokenize", tmp_path / "t.txt", "--lexicon", lexicon)
    assert result.stdout == "みほん_Walk の\n"
    assert "terms " in result.stderr


def test_spellings_that_do_not_come_out_are_listed(run: Run, tmp_path: Path) -> None:
    (tmp_path / "terms.csv").write_text(
        "term,synonyms\n一つ目,別名\n二つ目,別名\n", encoding="utf-8"
    )
    result = run("lexicon", "compile", tmp_path / "terms.csv", "-o", tmp_path / "terms.dic")
    assert result.exit_code == 1
    assert "It is a spelling of 一つ目 already." in result.stdout


def test_a_pipe_in_a_process_of_its_own(real_kict: Kict, text_file: Path) -> None:
    result = real_kict("tokenize", text_file)
    assert result.stdout.splitlines()[1] == "次 へ 。"


def started(root: Path, *args: object, **environment: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "kict_nlp", "tokenize", *map(str, args)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(root), **environment},
    )


@pytest.mark.parametrize("option", ["--json", "--conllu"])
def test_what_programs_read_is_utf_8_in_a_pipe_of_windows(
    root: Path, text_file: Path, option: str
) -> None:
    process = started(root, text_file, option, PYTHONIOENCODING="cp932")
    output, errors = process.communicate()
    assert process.returncode == 0, errors
    assert "県⺠" in output.decode("utf-8")


def test_cp932_from_a_file_with_windows_line_ends(run: Run, tmp_path: Path) -> None:
    (tmp_path / "t.txt").write_bytes("①㈱見本　～－\r\n・窓口の設置\r\n".encode("cp932"))
    assert run("tokenize", tmp_path / "t.txt").stdout == "① ㈱ 見本 ～ －\n・ 窓口 の 設置\n"


def test_a_pipe_that_closes_early_is_no_error(root: Path, text_file: Path) -> None:
    text_file.write_text("一つ目。\n" * 20_000, encoding="utf-8")
    process = started(root, text_file)
    assert process.stdout is not None
    assert process.stderr is not None
    assert process.stdout.readline().decode().strip() == "一 つ 目 。"
    process.stdout.close()
    assert process.wait() == 0
    assert process.stderr.read() == b""
    process.stderr.close()
