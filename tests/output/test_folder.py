"""A folder of results is there whole or not at all."""

from __future__ import annotations

from pathlib import Path

import pytest

from kict_nlp.errors import OutputError, OutputRefusedError
from kict_nlp.output import write
from kict_nlp.output.folder import check_folder, whole_file, whole_folder
from kict_nlp.output.tables import table_rows
from kict_nlp.output.write import write_tables
from kict_nlp.schema import Report


def _contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_parents_are_made_and_rights_are_usual(tmp_path: Path, small_report: Report) -> None:
    target = tmp_path / "年度別" / "out"
    write_tables(table_rows([small_report]), target)
    assert (target / "measures.csv").is_file()
    usual = tmp_path / "usual"
    usual.mkdir()
    assert target.stat().st_mode == usual.stat().st_mode


def test_earlier_results_are_replaced_whole(tmp_path: Path, small_report: Report) -> None:
    target = tmp_path / "out"
    write_tables(table_rows([small_report]), target, ("csv", "xlsx"))
    write_tables(table_rows([small_report]), target, ("parquet",))
    assert {path.suffix for path in target.iterdir()} == {".parquet", ".json"}
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_empty_folder_is_taken(tmp_path: Path, small_report: Report) -> None:
    (tmp_path / "out").mkdir()
    write_tables(table_rows([small_report]), tmp_path / "out")
    assert (tmp_path / "out" / "datapackage.json").is_file()


def test_folder_through_a_link_is_taken(tmp_path: Path, small_report: Report) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "out").symlink_to(tmp_path / "real")
    write_tables(table_rows([small_report]), tmp_path / "out")
    assert (tmp_path / "out").is_symlink()
    assert (tmp_path / "real" / "datapackage.json").is_file()


def test_failure_midway_leaves_what_was_there(
    tmp_path: Path, small_report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    write_tables(table_rows([small_report]), target)
    before = _contents(target)

    def full_disk(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(write, "write_package", full_disk)
    with pytest.raises(OutputError, match="No space left") as caught:
        write_tables(table_rows([]), target)
    assert str(target) in str(caught.value)
    assert _contents(target) == before
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_interrupt_midway_leaves_nothing(tmp_path: Path) -> None:
    def interrupted() -> None:
        with whole_folder(tmp_path / "out") as folder:
            (folder / "half.csv").write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert list(tmp_path.iterdir()) == []


def test_failed_exchange_puts_the_old_folder_back(
    tmp_path: Path, small_report: Report, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "out"
    write_tables(table_rows([small_report]), target)
    before = _contents(target)
    rename = Path.rename

    def locked(self: Path, to: Path) -> Path:
        if ".kict-new" in self.name:
            raise PermissionError(13, "in use")
        return rename(self, to)

    monkeypatch.setattr(Path, "rename", locked)
    with pytest.raises(OutputError, match="in use"):
        write_tables(table_rows([]), target)
    assert _contents(target) == before


@pytest.mark.parametrize("name", ["notes.txt", "measures.csv", "sub"])
def test_files_of_somebody_else_are_not_touched(
    tmp_path: Path, small_report: Report, name: str
) -> None:
    target = tmp_path / "out"
    target.mkdir()
    (target / name).mkdir() if name == "sub" else (target / name).write_text("mine")
    with pytest.raises(OutputRefusedError, match=f"did not write: {name}"):
        write_tables(table_rows([small_report]), target)
    assert [path.name for path in target.iterdir()] == [name]


def test_notes_among_results_are_not_lost(tmp_path: Path, small_report: Report) -> None:
    target = tmp_path / "out"
    write_tables(table_rows([small_report]), target)
    (target / "my notes.txt").write_text("mine")
    with pytest.raises(OutputRefusedError, match=r"my notes\.txt"):
        check_folder(target)


def test_a_desktop_s_own_files_do_not_count(tmp_path: Path, small_report: Report) -> None:
    target = tmp_path / "out"
    write_tables(table_rows([small_report]), target)
    (target / ".DS_Store").write_text("")
    check_folder(target)


@pytest.mark.parametrize(
    "manifest", ["{", "[]", '{"kict": 1}', '{"kict": {"files": "x"}}', '{"name": "other"}']
)
def test_a_manifest_of_somebody_else_is_foreign(tmp_path: Path, manifest: str) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "datapackage.json").write_text(manifest)
    with pytest.raises(OutputRefusedError, match=r"datapackage\.json"):
        check_folder(tmp_path / "out")


def test_a_file_and_the_current_folder_are_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputRefusedError, match="is a file"):
        check_folder(tmp_path / "file")
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    for name in (".", ".."):
        with pytest.raises(OutputRefusedError, match="as a whole"):
            check_folder(name)


def test_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written") as caught:
        write_tables(table_rows([]), tmp_path / "file" / "out")
    assert caught.value.hint


def test_whole_file_replaces_only_when_complete(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("old")

    def broken() -> None:
        with whole_file(path) as new:
            new.write_text("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert path.read_text() == "old"
    with whole_file(path) as new:
        new.write_text("new")
    assert path.read_text() == "new"
    assert [item.name for item in tmp_path.iterdir()] == ["a.txt"]


def test_a_folder_that_may_not_be_listed_is_an_error_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def denied(_: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "iterdir", denied)
    with pytest.raises(OutputError, match="Permission denied") as caught:
        check_folder(tmp_path)
    assert str(tmp_path) in (caught.value.where or "")
    assert caught.value.hint


@pytest.mark.parametrize("name", [".DS_Store", "measures.csv"])
def test_a_folder_with_a_name_of_ours_is_somebody_else_s(
    tmp_path: Path, small_report: Report, name: str
) -> None:
    target = tmp_path / "out"
    write_tables(table_rows([small_report]), target)
    (target / name).unlink(missing_ok=True)
    (target / name).mkdir()
    (target / name / "thesis.txt").write_text("years of work")
    with pytest.raises(OutputRefusedError, match=name):
        write_tables(table_rows([]), target)
    assert (target / name / "thesis.txt").read_text() == "years of work"
