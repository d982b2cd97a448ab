"""``datapackage.json``: what the written tables are, in the words of Frictionless Data Package 2.

Titles and descriptions are Japanese, the default language of the package; the English ones stand
beside them with ``@en``, as in the recipes for languages and translations.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from kict_nlp.errors import OutputError
from kict_nlp.output.folder import MANIFEST, OWNER, whole_file
from kict_nlp.output.tables import FAILURES, Column, Format, Step, Table, declared_tables
from kict_nlp.version import VERSION

SCHEMA = "https://datapackage.org/profiles/2.0/datapackage.json"
_MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "duckdb": "application/vnd.duckdb",
}
_NAMES: dict[Step, str] = {
    "extract": "kict-tables",
    "classify": "kict-causes",
    "link": "kict-links",
}
_TITLES: dict[Step, dict[str, str]] = {
    "extract": {
        "title": "評価報告書の表",
        "title@en": "Tables of evaluation reports",
        "description": "公表された評価報告書（PDF）から読み取った表。空欄は不明又は該当なし。",
        "description@en": "Tables read from published evaluation reports (PDF). Empty cells are "
        "unknown or do not apply.",
    },
    "classify": {
        "title": "未達成の理由の分類",
        "title@en": "Causes of shortfall",
        "description": "文章が述べる理由と、その根拠・確率・割合の表。空欄は不明又は該当なし。",
        "description@en": "The causes that texts state, with evidence, probability and error. "
        "Empty cells are unknown or do not apply.",
    },
    "link": {
        "title": "評価報告書の年度間の対応",
        "title@en": "Evaluation reports linked over the years",
        "description": "評価報告書の施策・成果指標を年度を越えて追った表。空欄は不明又は該当なし。",
        "description@en": "Measures and indicators of evaluation reports followed over fiscal "
        "years. Empty cells are unknown or do not apply.",
    },
}


def write_package(
    folder: Path,
    tables: Sequence[Table],
    files: Mapping[Format, Mapping[str, str]],
) -> None:
    """Describe the tables of a folder.

    Parameters
    ----------
    folder : Path
        Where the tables were written, and where ``datapackage.json`` goes.
    tables : sequence of Table
        The tables that were written.
    files : mapping of format to mapping
        Format → table name → file name, the formats in the order in which they were asked for.
    """
    form, names = _described_form(files)
    step = _step(tables)
    content = {
        "$schema": SCHEMA,
        "name": _NAMES[step],
        "languages": ["ja", "en"],
        **_TITLES[step],
        OWNER: {
            "version": VERSION,
            "files": sorted({name for written in files.values() for name in written.values()}),
        },
        "resources": [_resource(folder, table, form, names[table.name]) for table in tables],
    }
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    (folder / MANIFEST).write_text(text, encoding="utf-8", newline="\n")


def _step(tables: Sequence[Table]) -> Step:
    """What wrote the tables; what comes from several steps goes by the first of them."""
    names = {table.name for table in tables} - {FAILURES}
    alone: tuple[Step, ...] = ("link", "classify")
    return next((step for step in alone if names <= set(declared_tables(step))), "extract")


def check_package(folder: Path) -> None:
    """Raise if ``datapackage.json`` is there, and :func:`update_resource` could not read it.

    Raises
    ------
    OutputError
        It is no data package.
    """
    _read_package(folder)


def update_resource(folder: Path, name: str) -> None:
    """Describe one file anew that was changed after it was written, if it is described at all.

    Errors are those of :func:`check_package`.
    """
    content = _read_package(folder)
    if content is None:
        return
    for resource in content["resources"]:
        if resource["path"] == name:
            resource.update(_size_and_hash(folder / name))
    text = json.dumps(content, ensure_ascii=False, indent=2) + "\n"
    with whole_file(folder / MANIFEST) as new:
        new.write_text(text, encoding="utf-8", newline="\n")


def _read_package(folder: Path) -> dict[str, Any] | None:
    """What ``datapackage.json`` says; None where there is none."""
    manifest = folder / MANIFEST
    if not manifest.exists():
        return None
    try:
        content: dict[str, Any] = json.loads(manifest.read_text(encoding="utf-8"))
        _ = [resource["path"] for resource in content["resources"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise OutputError(
            f"This is no data package that can be read: {error!r}.",
            where=str(manifest),
            hint="Take the file away if kict did not write it, or write the folder again.",
        ) from error
    return content


def _described_form(files: Mapping[Format, Mapping[str, str]]) -> tuple[Format, Mapping[str, str]]:
    """The format that more programs read is the one that is described."""
    form = next(form for form in _MEDIA_TYPES if form in files)
    return form, files[form]


def _resource(folder: Path, table: Table, form: Format, name: str) -> dict[str, Any]:
    return {
        "name": table.name,
        "type": "table",
        "path": name,
        **_titles(table),
        "format": form,
        "mediatype": _MEDIA_TYPES[form],
        **_form_properties(folder / name, table, form),
        "schema": _schema(table),
    }


def _form_properties(path: Path, table: Table, form: Format) -> dict[str, Any]:
    if form == "duckdb":  # a DuckDB file differs from run to run, so its hash would too
        return {"dialect": {"table": table.name}}
    properties = _size_and_hash(path)
    if form == "csv":
        properties["encoding"] = "utf-8"
        properties["dialect"] = {"header": True, "delimiter": ",", "lineTerminator": "\r\n"}
    if form == "xlsx":
        properties["dialect"] = {"header": True, "sheetName": table.name}
    return properties


def _size_and_hash(path: Path) -> dict[str, Any]:
    content = path.read_bytes()
    return {"bytes": len(content), "hash": f"sha256:{hashlib.sha256(content).hexdigest()}"}


def _schema(table: Table) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    if table.refers:
        schema["foreignKeys"] = [_reference(column, to) for column, to in table.refers]
    return schema


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.type, **_titles(column)}
    constraints: dict[str, Any] = {}
    if column.required:
        constraints["required"] = True
    if column.values:
        constraints["enum"] = list(column.values)
    if constraints:
        field["constraints"] = constraints
    return field


def _reference(column: str, to: str) -> dict[str, Any]:
    table, _, other = to.partition(".")
    return {"fields": [column], "reference": {"resource": table, "fields": [other]}}


def _titles(item: Table | Column) -> dict[str, str]:
    return {
        "title": item.title,
        "title@en": item.title_en,
        "description": item.description,
        "description@en": item.description_en,
    }
