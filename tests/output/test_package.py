"""``datapackage.json`` against the rules of Data Package 2 and against the files beside it."""

from __future__ import annotations

import csv
import hashlib
import json
import re
from pathlib import Path
from typing import Any

import pytest

import kict_nlp
from kict_nlp.output.tables import FORMATS, Format, declared_tables, table_rows
from kict_nlp.output.write import write_tables
from kict_nlp.schema import Report

FIELD_TYPES = {"string", "integer", "number", "boolean"}


@pytest.fixture
def folder(tmp_path: Path, kanagawa_report: Report) -> Path:
    write_tables(table_rows([kanagawa_report]), tmp_path / "out", ("csv", "xlsx"))
    return tmp_path / "out"


def _package(folder: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
    return content


def test_descriptor_keeps_the_rules(folder: Path) -> None:
    package = _package(folder)
    assert package["$schema"] == "https://datapackage.org/profiles/2.0/datapackage.json"
    names = [resource["name"] for resource in package["resources"]]
    assert names == list(declared_tables())
    assert all(re.fullmatch(r"[a-z0-9._-]+", name) for name in [package["name"], *names])
    for resource in package["resources"]:
        assert resource["type"] == "table"
        assert not Path(resource["path"]).is_absolute()
        fields = resource["schema"]["fields"]
        assert {field["type"] for field in fields} <= FIELD_TYPES
        assert len({field["name"] for field in fields}) == len(fields)
        for reference in resource["schema"].get("foreignKeys", ()):
            assert reference["reference"]["resource"] in names


def test_titles_stand_in_both_languages(folder: Path) -> None:
    package = _package(folder)
    measures = next(r for r in package["resources"] if r["name"] == "measures")
    department = next(f for f in measures["schema"]["fields"] if f["name"] == "department")
    assert (measures["title"], measures["title@en"]) == ("施策", "Measures")
    assert (department["title"], department["title@en"]) == ("所属", "Department")
    for resource in package["resources"]:
        for item in (resource, *resource["schema"]["fields"]):
            assert all(item[key] for key in ("title", "title@en", "description", "description@en"))


def test_files_are_as_described(folder: Path) -> None:
    for resource in _package(folder)["resources"]:
        content = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(content)
        assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"
        rows = list(csv.reader(content.decode("utf-8-sig").splitlines(keepends=True)))
        fields = resource["schema"]["fields"]
        assert rows[0] == [field["name"] for field in fields]
        for row in rows[1:]:
            for value, field in zip(row, fields, strict=True):
                _check_value(value, field)


def _check_value(value: str, field: dict[str, Any]) -> None:
    constraints = field.get("constraints", {})
    if value == "":
        assert not constraints.get("required"), field["name"]
        return
    if field["type"] in ("integer", "number"):
        {"integer": int, "number": float}[field["type"]](value)
    if field["type"] == "boolean":
        assert value in ("true", "false")
    assert value in constraints.get("enum", [value])


def test_manifest_lists_every_file_once(folder: Path) -> None:
    own = _package(folder)["kict"]
    assert own["version"] == kict_nlp.__version__
    assert {*own["files"], "datapackage.json"} == {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_described(tmp_path: Path, small_report: Report, form: Format) -> None:
    write_tables(table_rows([small_report]), tmp_path / "out", (form,))
    for resource in _package(tmp_path / "out")["resources"]:
        assert resource["format"] == form
        assert (tmp_path / "out" / resource["path"]).is_file()
