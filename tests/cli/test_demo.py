from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner, Result

from kict_nlp.causes.model import load_cause_model
from kict_nlp.cli import demo, kict
from kict_nlp.output.causes_folder import read_coded_folder
from tests.cli.conftest import Run
from tests.cli.test_classify import check_offsets, rows
from tests.output.small_report import write_small_report

# Of the codes that the sample's explanations state and that the model gives, those in common:
# F1 as measured, rounded down.
AGREEMENT = 0.83


class Demo(NamedTuple):
    result: Result
    folder: Path


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Demo:
    """The demo on the samples that come with the package."""
    folder = tmp_path_factory.mktemp("demo") / "out"
    return Demo(CliRunner().invoke(kict, ["demo", "-o", str(folder)]), folder)


@pytest.fixture
def samples(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "corpora"
    write_small_report(folder / "mihon" / "r4" / "report.pdf")
    monkeypatch.setattr(demo, "find_resource", lambda _: folder)
    return folder


@pytest.mark.usefixtures("samples")
def test_it_says_what_it_found_and_where_to_look(run: Run, tmp_path: Path) -> None:
    result = run("demo", "-o", tmp_path / "out")
    assert result.exit_code == 0
    lines = [line.split() for line in result.stdout.splitlines()]
    assert ["Ⅰ", "くらしの情報化", "2", "2", "1", "1", "0", "100.0%"] in lines
    assert ["合計", "total", "3", "3", "1", "1", "1", "66.7%"] in lines
    for name in ("kict.xlsx", "measures.csv", "datapackage.json"):
        assert str(tmp_path / "out" / name) in result.stdout
        assert (tmp_path / "out" / name).is_file()
    assert run("demo", "-o", tmp_path / "out").exit_code == 0  # a second time, over the first


def test_missing_samples_are_a_plain_error(run: Run, samples: Path, tmp_path: Path) -> None:
    (samples / "mihon" / "r4" / "report.pdf").unlink()
    result = run("demo", "-o", tmp_path / "out")
    assert result.exit_code == 3
    assert "The sample reports have not been built." in result.stderr


def test_the_sample_that_comes_with_the_package_gives_the_table_of_the_readme(
    real: Demo, root: Path
) -> None:
    readme = (root / "README.md").read_text("utf-8").partition("## What comes out")[2]
    table = [line for line in readme.splitlines() if line.startswith("| ")][:4]
    wanted = [" ".join(line.replace("|", " ").split()).replace(" %", "%") for line in table]
    assert real.result.exit_code == 0
    printed = [" ".join(line.split()) for line in real.result.stdout.splitlines()]
    # The README shows one of the years, each of which has a table under its title.
    year = next(i for i, line in enumerate(printed) if line.endswith("令和３年度点検報告書"))
    start = printed.index(wanted[0], year)
    assert start == year + 1
    assert len(wanted) == 4
    assert printed[start : start + 4] == wanted


def test_every_explanation_of_the_samples_is_coded_with_its_words(real: Demo) -> None:
    check_offsets(real.folder, "measure_id")
    explained = {row["measure_id"] for row in rows(real.folder, "measures") if row["explanation"]}
    assert {row["measure_id"] for row in rows(real.folder, "causes")} == explained
    assert {name.partition("/")[0] for name in explained} == {f"mihon_r{n}" for n in range(1, 5)}


def test_causes_of_the_samples_agree_with_those_of_a_reader(real: Demo, root: Path) -> None:
    given = {(row["measure_id"], row["cause"]) for row in rows(real.folder, "causes")}
    path = root / "corpora" / "mihon" / "causes.csv"
    with path.open(encoding="utf-8", newline="") as file:
        true = {(row["measure"], row["cause"]) for row in csv.DictReader(file)}
    assert {name for name, _ in given} == {name for name, _ in true}
    given, true = ({pair for pair in pairs if pair[1] != "none"} for pairs in (given, true))
    agreement = 2 * len(given & true) / (len(given) + len(true))
    assert agreement >= AGREEMENT, agreement


def load_thresholds() -> dict[str, float]:
    model = load_cause_model()
    return dict(zip(model.codes, model.thresholds.tolist(), strict=True))


def test_causes_reach_the_shares_the_panel_and_the_terminal(real: Demo) -> None:
    causes: dict[str, list[str]] = {}
    for row in rows(real.folder, "causes"):
        causes.setdefault(row["measure_id"], []).append(row["cause"])
    missed = [row["id"] for row in rows(real.folder, "texts") if row["in_shares"] == "true"]
    shares = rows(real.folder, "shares")
    assert {row["passages"] for row in shares} == {str(len(missed))}
    # A guess for a text in which no code reached its threshold is in causes, not in the shares.
    thresholds = load_thresholds()
    sure = {
        (row["measure_id"], row["cause"])
        for row in rows(real.folder, "causes")
        if float(row["probability"]) >= thresholds.get(row["cause"], 0.0)
    }
    for row in shares:
        named = [name for name in missed if (name, row["cause"]) in sure]
        assert int(row["named"]) == len(named)
        if named:
            assert any(
                line.startswith(row["name_ja"]) and row["name_en"] in line
                for line in real.result.stdout.splitlines()
            )
    for row in rows(real.folder, "panel"):
        assert row["causes"] == ";".join(causes.get(row["measure_id"], ()))
    assert any(row["cause"] == "covid" for row in rows(real.folder, "cause_years"))
    for name in ("causes.csv", "shares.csv"):
        assert str(real.folder / name) in real.result.stdout


def test_people_can_review_what_the_demo_coded(run: Run, real: Demo, tmp_path: Path) -> None:
    assert run("review", "export", real.folder, "-o", tmp_path / "s.xlsx").exit_code == 0
    passages = read_coded_folder(real.folder)
    assert len(passages) == len(rows(real.folder, "texts"))
    assert all(passage.context for passage in passages)  # the name of its measure
