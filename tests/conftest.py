"""What several tests share: real material beside the repository, and the settings of Hypothesis."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from kict_nlp.causes import training
from kict_nlp.reports.reader import read_report
from kict_nlp.resources import find_resource
from kict_nlp.schema import Report

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"

# The same examples on every run: a red test stays red until it is mended. Timings of shared machines prove nothing.
settings.register_profile(
    "steady",
    derandomize=True,
    deadline=None,
    max_examples=200,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile("steady")


def _shared(place: str) -> Path:
    path = SHARED / place
    if not path.exists():
        pytest.skip(f"real material is not here: {place} in a folder shared/ beside the repository")
    return path


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def kanagawa_folder() -> Path:
    """A facsimile of the report of a prefecture for 令和３年度, with its truth."""
    return _shared("reports/kanagawa_r3")


@pytest.fixture(scope="session")
def kanagawa_pdf(kanagawa_folder: Path) -> Path:
    return kanagawa_folder / "report.pdf"


@pytest.fixture(scope="session")
def kanagawa_report(kanagawa_pdf: Path) -> Report:
    return read_report(kanagawa_pdf)


@pytest.fixture(scope="session")
def kanagawa_text(kanagawa_folder: Path) -> str:
    return (kanagawa_folder / "report.txt").read_text(encoding="utf-8")


@pytest.fixture(scope="session")
def national_passages() -> Path:
    """Labelled passages of national programmes, JSONL."""
    return _shared("labels/rs2024_dev.jsonl")


@pytest.fixture(scope="session")
def linkage_folder() -> Path:
    """Programmes and indicators of two fiscal years with the true links."""
    return _shared("data/linkage_2017_2018")


@pytest.fixture
def small_corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A corpus of 120 passages and 10 phrases a code, in the place of the package's."""
    corpus = tmp_path / "corpora" / "causes"
    (corpus / "phrases").mkdir(parents=True)
    lines = (find_resource("corpora/causes") / "places.jsonl").read_text(encoding="utf-8")
    (corpus / "places.jsonl").write_text(
        "\n".join(lines.splitlines()[:120]), encoding="utf-8", newline="\n"
    )
    for path in find_resource("corpora/causes/phrases").glob("*.txt"):
        phrases = path.read_text(encoding="utf-8").splitlines()[:10]
        (corpus / "phrases" / path.name).write_text("\n".join(phrases), encoding="utf-8")
    shutil.copy(find_resource(training.ADJUDICATED), corpus)
    monkeypatch.setattr(training, "find_resource", lambda name: tmp_path / name)
    return corpus
