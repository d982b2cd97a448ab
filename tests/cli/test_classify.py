"""kict classify: from the command to the tables, and on to review and link."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from openpyxl import load_workbook

from kict_nlp.causes.codebook import load_codebook
from kict_nlp.cli import kict
from kict_nlp.output.coding_sheet import CODING
from kict_nlp.output.tables import FORMATS, declared_tables, table_rows
from kict_nlp.output.write import write_tables
from kict_nlp.reports.reader import read_report
from kict_nlp.schema import Report
from tests.cli.conftest import Kict, Run

COVID = "新型コロナウイルス感染症の感染拡大により講座を中止したため、目標を下回った。"
DISASTER = "台風による道路の被災で工事に着手できなかった。"
ACHIEVED = "目標を達成した。"


def rows(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def check_offsets(folder: Path, key: str) -> None:
    """Every evidence stands in its text at its place, and each text is there in its order."""
    texts = {row["id"]: row["text"] for row in rows(folder, "texts")}
    causes = rows(folder, "causes")
    assert list(dict.fromkeys(row[key] for row in causes)) == list(texts)
    for row in causes:
        if row["cause"] == "none":
            assert (row["evidence"], row["start"], row["end"]) == ("", "", "")
        else:
            assert row["evidence"]
            place = slice(int(row["start"]), int(row["end"]))
            assert texts[row[key]][place] == row["evidence"]


def check_package(folder: Path, step: str) -> None:
    package = json.loads((folder / "datapackage.json").read_text("utf-8"))
    tables = {**declared_tables(), **declared_tables(step)}
    assert package["name"] == "kict-causes"
    names = [resource["name"] for resource in package["resources"]]
    for resource in package["resources"]:
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert fields == list(tables[resource["name"]].column_names)
        for item in (resource, *resource["schema"]["fields"]):
            assert all(item[name] for name in ("title", "title@en", "description@en"))
        for reference in resource["schema"].get("foreignKeys", ()):
            assert reference["reference"]["resource"] in names


# ---------------------------------------------------------------- files


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp932"])
def test_a_csv_of_texts(run: Run, tmp_path: Path, encoding: str) -> None:
    source = tmp_path / "t.csv"
    content = f"id,text\na,{COVID}\nb,\nc,{DISASTER}\nd,{ACHIEVED}\n"
    source.write_text(content, encoding=encoding)
    result = run("classify", source, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    found = rows(tmp_path / "out", "causes")
    assert [(row["id"], row["cause"]) for row in found] == [
        ("a", "covid"), ("b", "none"), ("c", "disaster"), ("d", "none")
    ]  # fmt: skip
    assert list(found[0]) == [
        "id", "cause", "probability", "evidence", "start", "end", "source", "uncertain"
    ]  # fmt: skip
    assert {row["source"] for row in found} == {"model"}
    assert all(0 <= float(row["probability"]) <= 1 for row in found)
    check_offsets(tmp_path / "out", "id")
    check_package(tmp_path / "out", "classify_file")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "causes.csv", "texts.csv", "shares.csv", "datapackage.json"
    }  # fmt: skip


def test_shares_are_of_all_texts_of_a_file(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "t.jsonl"
    lines = [{"id": n, "text": COVID if n % 2 else ACHIEVED} for n in range(40)]
    source.write_text("\n".join(map(json.dumps, lines)), encoding="utf-8")
    result = run("classify", source, "-o", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    shares = {row["cause"]: row for row in rows(tmp_path / "out", "shares")}
    assert list(shares)[:15] == [code for code in load_codebook().codes if code in shares]
    covid = shares["covid"]
    assert (covid["name_ja"], covid["name_en"]) == ("新型コロナウイルス感染症", "COVID-19")
    assert (covid["passages"], covid["named"], covid["doubt"]) == ("40", "20", "")
    assert 0 < float(covid["low"]) <= float(covid["share"]) <= float(covid["high"]) < 1
    printed = next(line for line in result.stdout.splitlines() if "COVID-19" in line)
    words = printed.split()
    assert words[:4] == [
        "新型コロナウイルス感染症",
        "COVID-19",
        "20",
        f"{float(covid['share']):.1%}",
    ]
    assert "Causes that 40 texts state" in result.stdout
    assert "disaster" not in result.stdout
    uncertain = sum(row["uncertain"] == "true" for row in rows(tmp_path / "out", "causes"))
    assert f"{uncertain} of all 40 texts are uncertain" in result.stdout
    assert f"kict review export {tmp_path / 'out'}" in result.stdout


def test_the_same_input_gives_the_same_bytes(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "t.csv"
    source.write_text(f"measure_id,explanation\na,{COVID}\nb,{DISASTER}{COVID}\n", "utf-8")
    for name in ("one", "two", "one"):  # also over what it wrote itself
        assert run("classify", source, "-o", tmp_path / name, "--format", "csv,xlsx").exit_code == 0
    for path in (tmp_path / "one").iterdir():
        assert path.read_bytes() == (tmp_path / "two" / path.name).read_bytes()
    assert "measure_id" in rows(tmp_path / "one", "causes")[0]


def test_places_hold_in_texts_that_no_table_can_carry(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "t.jsonl"
    text = f"\x00\x0b𠮷\r\n\r\n　\ufeff{COVID}\r{DISASTER}"
    source.write_text(json.dumps({"id": "a\x07", "text": text}), encoding="utf-8")
    assert run("classify", source, "-o", tmp_path / "out").exit_code == 0
    check_offsets(tmp_path / "out", "id")
    assert {"covid", "disaster"} <= {row["cause"] for row in rows(tmp_path / "out", "causes")}


def test_faulty_rows_are_told_and_the_others_coded(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "t.jsonl"
    lines = ["{", json.dumps({"id": "a", "text": COVID}), '{"id": "b"}', '{"id": "a", "text": ""}']
    source.write_text("\n".join(lines), encoding="utf-8")
    result = run("classify", source, "-o", tmp_path / "out")
    assert result.exit_code == 1
    failures = rows(tmp_path / "out", "failures")
    assert [row["place"] for row in failures] == [f"{source}, line {n}" for n in (1, 3, 4)]
    assert {(row["source_file"], row["stage"]) for row in failures} == {("t.jsonl", "row")}
    assert all(row["message"] in result.stderr for row in failures)
    assert "3 rows could not be coded: see the table failures" in result.stdout
    assert [row["cause"] for row in rows(tmp_path / "out", "causes")] == ["covid"]
    check_package(tmp_path / "out", "classify_file")


@pytest.mark.parametrize("form", FORMATS)
def test_every_format(run: Run, tmp_path: Path, form: str) -> None:
    source = tmp_path / "t.csv"
    source.write_text(f"text\n{COVID}\n", encoding="utf-8")
    result = run("classify", source, "-o", tmp_path / "out", "--format", form)
    assert result.exit_code == 0, result.stderr
    check_package(tmp_path / "out", "classify_file")
    assert ("kict review" in result.stdout) == (form == "csv")


def test_what_cannot_be_coded_is_a_plain_error_and_writes_nothing(
    real_kict: Kict, tmp_path: Path
) -> None:
    good, bad, other = tmp_path / "good.csv", tmp_path / "bad.jsonl", tmp_path / "other"
    good.write_text(f"text\n{COVID}\n", encoding="utf-8")
    bad.write_text("{\n", encoding="utf-8")
    other.mkdir()
    cases: list[tuple[tuple[Any, ...], int, str]] = [
        ((bad,), 3, "None of 1 rows can be read"),
        ((other,), 3, "measures.csv is not there"),
        ((tmp_path / "missing.csv",), 3, "cannot be read"),
        ((good, "--text-column", "回答"), 3, "no column 回答"),
        ((good, "--model", other), 3, "model"),
        ((good, "--format", "ods"), 2, "There is no format ods"),
    ]
    for arguments, status, message in cases:
        done = real_kict("classify", *arguments, "-o", tmp_path / "out")
        assert (done.returncode, message in done.stderr) == (status, True), done.stderr
        assert (done.stdout, "Traceback" in done.stderr) == ("", False)
        assert not (tmp_path / "out").exists()


def test_a_bar_on_a_terminal_only(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = tmp_path / "t.csv"
    source.write_text(f"text\n{COVID}\n{DISASTER}\n", encoding="utf-8")
    assert run("classify", source, "-o", tmp_path / "out").stderr == ""
    shown: list[tuple[int, str]] = []

    def with_bar(items: Any, length: int, label: str) -> Any:
        shown.append((length, label))
        return items

    monkeypatch.setattr(sys.modules["kict_nlp.cli.classify"], "with_progress", with_bar)
    assert run("classify", source, "-o", tmp_path / "out").exit_code == 0
    assert shown == [(2, "Coding")]


# ---------------------------------------------------------------- folders, review, link


@pytest.fixture(scope="module")
def small_report(small_pdf: Path) -> Report:
    return read_report(small_pdf)


@pytest.fixture
def tables(tmp_path: Path, small_report: Report) -> Path:
    write_tables(table_rows([small_report]), tmp_path / "tables")
    return tmp_path / "tables"


@pytest.fixture
def coded(run: Run, tables: Path, tmp_path: Path) -> Path:
    assert run("classify", tables, "-o", tmp_path / "coded").exit_code == 0
    return tmp_path / "coded"


def test_measures_without_explanation_get_no_row(coded: Path, small_report: Report) -> None:
    explained = {m.measure_id for m in small_report.measures if m.explanation}
    missed = {m.measure_id for m in small_report.measures if m.rating in ("missed", "partly")}
    texts = rows(coded, "texts")
    assert {row["id"] for row in texts} == explained
    assert {row["id"] for row in texts if row["in_shares"] == "true"} == explained & missed
    assert {row["passages"] for row in rows(coded, "shares")} == {str(len(explained & missed))}
    check_offsets(coded, "measure_id")
    check_package(coded, "classify")


def test_what_is_read_is_never_replaced(run: Run, tables: Path) -> None:
    before = {path.name: path.read_bytes() for path in tables.iterdir()}
    for command in ("classify", "link"):
        result = run(command, tables, "-o", tables)
        assert (result.exit_code, "replace what they are made from" in result.stderr) == (2, True)
    result = run("classify", tables / "measures.csv", "-o", tables)
    assert result.exit_code == 2
    assert {path.name: path.read_bytes() for path in tables.iterdir()} == before


def review(run: Run, folder: Path, sheet: Path) -> None:
    """Somebody reads the first passage and says that it was the weather."""
    assert run("review", "export", folder, "-o", sheet).exit_code == 0
    book = load_workbook(sheet)
    book[CODING]["D2"].value = "disaster"
    book.save(sheet)
    result = run("review", "import", sheet, "-o", folder, "--coder", "山田")
    assert result.exit_code == 0, result.stderr
    assert "1 are new" in result.stderr


def test_people_review_what_was_coded_and_it_is_kept(
    run: Run, tables: Path, coded: Path, tmp_path: Path
) -> None:
    review(run, coded, tmp_path / "s.xlsx")
    person = [row for row in rows(coded, "causes") if row["source"] == "person"]
    assert "disaster" in {row["cause"] for row in person}
    assert {row["uncertain"] for row in person} == {""}
    before = {path.name: path.read_bytes() for path in coded.iterdir()}
    assert {"review.csv", "causes_overridden.csv"} <= set(before)
    result = run("classify", tables, "-o", coded)
    assert (result.exit_code, "review.csv" in result.stderr) == (2, True)
    assert {path.name: path.read_bytes() for path in coded.iterdir()} == before
    # What people said goes on into the panel.
    assert run("link", tables, coded, "-o", tmp_path / "linked").exit_code == 0
    panel = {row["measure_id"]: row["causes"] for row in rows(tmp_path / "linked", "panel")}
    assert "disaster" in panel[person[0]["measure_id"]].split(";")


def test_texts_of_a_file_can_be_reviewed_but_for_empty_ones(run: Run, tmp_path: Path) -> None:
    source = tmp_path / "t.csv"
    source.write_text(f'text\n""\n{COVID}\n', encoding="utf-8")
    assert run("classify", source, "-o", tmp_path / "out").exit_code == 0
    review(run, tmp_path / "out", tmp_path / "s.xlsx")
    found = rows(tmp_path / "out", "causes")
    assert [(row["id"], row["cause"], row["source"]) for row in found][:2] == [
        ("1", "none", "model"), ("2", "disaster", "person")
    ]  # fmt: skip


# ---------------------------------------------------------------- a real report


@pytest.fixture(scope="module")
def kanagawa_causes(
    kanagawa_report: Report, tmp_path_factory: pytest.TempPathFactory
) -> dict[str, set[str]]:
    """Measure → its causes."""
    folder = tmp_path_factory.mktemp("kanagawa")
    write_tables(table_rows([kanagawa_report]), folder / "tables")
    arguments = ["classify", str(folder / "tables"), "-o", str(folder / "coded")]
    assert CliRunner().invoke(kict, arguments).exit_code == 0
    check_offsets(folder / "coded", "measure_id")
    names = {row["id"]: row["measure"] for row in rows(folder / "coded", "texts")}
    causes: dict[str, set[str]] = {}
    for row in rows(folder / "coded", "causes"):
        causes.setdefault(names[row["measure_id"]], set()).add(row["cause"])
    return causes


@pytest.fixture(scope="module")
def explained(kanagawa_folder: Path) -> list[dict[str, Any]]:
    """Its measures with an explanation."""
    truth = json.loads((kanagawa_folder / "truth.json").read_text("utf-8"))
    return [measure for measure in truth["measures"] if measure["explanation"]]


def test_every_real_explanation_of_a_shortfall_states_a_cause(
    kanagawa_causes: dict[str, set[str]], explained: list[dict[str, Any]]
) -> None:
    missed = [measure["measure"] for measure in explained if measure["rating"] == "△"]
    assert len(missed) == 9
    assert [name for name in missed if kanagawa_causes[name] == {"none"}] == []


def test_a_change_of_rules_is_one_also_where_the_target_was_met(
    kanagawa_causes: dict[str, set[str]], explained: list[dict[str, Any]]
) -> None:
    (changed,) = [
        measure
        for measure in explained
        if measure["rating"] == "◯" and "※" not in measure["explanation"]
    ]
    assert "scope_change" in kanagawa_causes[changed["measure"]]


def test_a_partner_that_stops_its_service_has_withdrawn(
    kanagawa_causes: dict[str, set[str]], explained: list[dict[str, Any]]
) -> None:
    (stopped,) = [m for m in explained if "プラットフォーム" in m["explanation"]]
    assert stopped["rating"] == "△"
    assert "partner_withdrawal" in kanagawa_causes[stopped["measure"]]
