"""The comparisons run and compare like with like. How fast they are is no matter of these tests."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kict_nlp.batch.outcome import MEMORY_LIMIT
from tests.bench import coding, extraction, length, linking, startup, tokenizing
from tests.output.small_report import write_small_report


@pytest.fixture
def small_pdf(tmp_path: Path) -> Path:
    return write_small_report(tmp_path / "small.pdf")


def test_both_read_the_same_pages_as_many_times(small_pdf: Path) -> None:
    times = extraction.compare(small_pdf, rounds=2)
    assert times.pages == extraction.extract_tables(small_pdf) == 1
    assert (len(times.ours), len(times.theirs)) == (2, 2)
    assert min(times.ours + times.theirs) > 0


def test_the_ratio_is_ours_by_theirs() -> None:
    times = extraction.Times(Path("r3.pdf"), 10, (0.2, 0.1, 9.0), (1.0, 0.8, 0.7))
    assert times.ratio == 0.25
    assert extraction.describe(times).endswith("ratio 0.250")


def test_a_line_is_printed_for_each_file(
    small_pdf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert extraction.main([str(small_pdf), str(small_pdf), "--rounds", "1"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines] == [["small.pdf", "1", "pages"]] * 2


def test_the_command_and_a_bare_python_are_run_in_turns(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(root)
    assert startup.main(["--rounds", "1"]) == 0
    first, second = capsys.readouterr().out.splitlines()
    assert first.startswith("kict --help")
    assert second.startswith("python -c ''")


def test_a_long_report_is_made_of_its_densest_page(
    small_pdf: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    cost = length.measure(small_pdf, pages=3)
    assert cost.outcome == "Report"
    assert 0 < cost.most_bytes < MEMORY_LIMIT
    assert length.main(["--pages", "1", str(small_pdf)]) == 0
    assert capsys.readouterr().out.startswith("Report: ")


def test_no_sentence_is_measured_twice() -> None:
    sentences = tokenizing.distinct_sentences("一つ目。二つ目。一つ目。\n\n二つ目。三つ目")
    assert sentences == ["一つ目。", "二つ目。", "三つ目"]
    assert tokenizing.in_documents(sentences, 0) == sentences
    assert tokenizing.in_documents(sentences, 9) == ["一つ目。\n二つ目。", "三つ目"]


def test_words_and_documents_are_compared_in_one_run(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.txt").write_text("県民の安全。安心。", encoding="utf-8")
    (tmp_path / "b.jsonl").write_text(
        json.dumps({"text": "市民の安全。" * 10}) + "\n", encoding="utf-8"
    )
    files = [str(tmp_path / "a.txt"), str(tmp_path / "b.jsonl")]
    assert tokenizing.main([*files, "--rounds", "1", "--mode", "A", "--characters", "0"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == [
        *("a.txt:", "A", "A"),
        *("b.jsonl:", "A", "A"),
        *("b.jsonl:", "A", "A"),
    ]
    assert "2 texts, 9 characters" in lines[0]
    assert "1 texts, 60 characters" in lines[3]  # an explanation as it is
    assert "1 texts, 6 characters" in lines[6]


def test_ratios_of_words_and_documents_are_ours_by_theirs_round_by_round() -> None:
    speeds = tokenizing.Speeds(
        tokenize=[80_000, 8, 8],
        tokens=[60_000, 6, 6],
        sudachi=[100_000, 10, 10],
        nlp=[300_000, 3, 3],
        pipe=[350_000, 3.5, 3.5],
        entities=[150_000, 1.5, 1.5],
        blank=[100_000, 1, 1],
        blank_pipe=[100_000, 1, 1],
    )
    words, documents = speeds.lines("B")
    assert words.startswith("B words")
    assert words.endswith("ratio 0.80 (0.60)")
    assert documents.startswith("B documents")
    assert documents.endswith("ratio 3.00 (3.50, 1.50)")


def test_turns_are_parts_of_all_texts() -> None:
    texts = ["あ" * 1000] * 9
    assert [len(part) for part in tokenizing.in_turns(texts)] == [4, 4, 1]
    assert tokenizing.in_turns(["あ" * 9000]) == [["あ" * 9000]]


def test_invented_records_are_linked_in_a_process_of_their_own(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert linking.main(["--records", "60"]) == 0
    assert capsys.readouterr().out.startswith("60 records a side: ")


@pytest.mark.skipif(not linking.DATA.is_dir(), reason="the linkage data is not there")
def test_ways_to_link_are_judged_alike(capsys: pytest.CaptureFixture[str]) -> None:
    assert linking.main(["--only", "exact ministry"]) == 0
    line = capsys.readouterr().out.splitlines()[-1]
    assert line.split()[-8:-2] == ["0.9974", "0.9278", "0.9613", "0.00", "0.19", "–"]


def test_coding_is_timed_beside_clauses_and_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert coding.main(["--rounds", "1", "--texts", "20"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[1].startswith("20 passages")
    assert [line.split(":")[0] for line in lines[2:]] == ["coded", "clauses", "words"]
