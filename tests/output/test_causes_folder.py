"""What people said goes into a folder of results, and nothing is lost."""

from __future__ import annotations

import csv
import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest

from kict_nlp.causes.coding import CauseLabel
from kict_nlp.causes.review import CodedPassage, read_by_person
from kict_nlp.errors import OutputError, OutputRefusedError, ReviewError
from kict_nlp.output.causes_folder import read_coded_folder, reviewed_text, write_reviewed
from kict_nlp.output.folder import check_folder

TEXT = "資材の価格が上がった。\n今後は早める。"
MEASURES = [
    ("r3/1", "橋の改良", TEXT),
    ("r3/1", "橋の改良", TEXT),  # a second indicator
    ("r3/2", "講座", "受講者が少なかった。"),
    ("r3/3", "植樹", ""),
]
CAUSES = [
    ("r3/1", "economy", "0.9", "資材の価格が上がった", "0", "10", "model", "kept"),
    ("r3/2", "demand", "0.55", "受講者が少なかった", "0", "9", "rule", ""),
    ("r3/2", "other", "0.5", "", "", "", "model", ""),
]
HEADING = "measure_id,cause,probability,evidence,start,end,source,extra"


def write_csv(path: Path, heading: str, rows: list[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(heading.split(","))
        writer.writerows(rows)


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "out"
    folder.mkdir()
    write_csv(folder / "measures.csv", "measure_id,measure,explanation", MEASURES)
    write_csv(folder / "causes.csv", HEADING, CAUSES)
    files = {"files": ["causes.csv", "measures.csv"]}
    package = {"kict": files, "resources": [{"path": "causes.csv", "bytes": 1, "hash": "x"}]}
    (folder / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    return folder


def test_passages_with_their_causes(folder: Path) -> None:
    first, second = read_coded_folder(folder)
    assert (first.id, first.text, first.context) == ("r3/1", TEXT, "橋の改良")
    assert first.labels == (
        CauseLabel(cause="economy", probability=0.9, evidence="資材の価格が上がった", start=0, end=10),
    )  # fmt: skip
    assert [label.source for label in second.labels] == ["rule", "model"]


def test_different_explanations_of_a_measure_are_one_passage(folder: Path) -> None:
    more = [*MEASURES, ("r3/1", "橋の改良", "人手も足りない。")]
    write_csv(folder / "measures.csv", "measure_id,measure,explanation", more)
    assert read_coded_folder(folder)[0].text == f"{TEXT}\n人手も足りない。"


def test_the_texts_that_were_coded_go_before_those_of_measures(folder: Path) -> None:
    texts = [("r3/1", TEXT + "追記。", "橋"), ("r3/2", MEASURES[2][2], "")]
    write_csv(folder / "texts.csv", "id,text,measure", texts)
    first, _ = read_coded_folder(folder)
    assert (first.text, first.context) == (TEXT + "追記。", "橋")


def test_empty_texts_are_not_for_people_and_stay_in_the_table(folder: Path) -> None:
    write_csv(folder / "causes.csv", HEADING, [*CAUSES, ("r3/3", "none", "1", *[""] * 3, "model")])
    passages = read_coded_folder(folder)
    assert [passage.id for passage in passages] == ["r3/1", "r3/2"]
    write_reviewed(folder, [read_by_person(passage) for passage in passages])
    assert [row["source"] for row in rows(folder / "causes.csv")][-1] == "model"


def test_extracted_explanations_without_causes(folder: Path) -> None:
    (folder / "causes.csv").unlink()
    found = read_coded_folder(folder)
    assert [(passage.id, passage.labels) for passage in found] == [("r3/1", ()), ("r3/2", ())]
    given = [read_by_person(replace(found[0], coder="山田"))]
    assert write_reviewed(folder, given) == ["r3/1"]
    (row,) = rows(folder / "causes.csv")
    assert (row["measure_id"], row["cause"], row["source"]) == ("r3/1", "none", "person")


def test_what_one_person_left_unread_stays_there_for_the_next(folder: Path) -> None:
    (folder / "causes.csv").unlink()
    first, second = read_coded_folder(folder)
    given = [read_by_person(replace(first, coder="山田")), second]
    assert write_reviewed(folder, given) == ["r3/1"]
    assert write_reviewed(folder, given) == []
    assert read_coded_folder(folder) == given


def test_peoples_codes_override_and_nothing_is_lost(folder: Path) -> None:
    first, second = read_coded_folder(folder)
    label = CauseLabel(cause="delay", probability=1.0, source="person")
    changed = replace(second, labels=(label,), coder="山田", comment="=迷う")
    assert write_reviewed(folder, [first, changed]) == ["r3/2"]
    found = rows(folder / "causes.csv")
    assert list(found[0].values()) == list(CAUSES[0])
    assert [(row["measure_id"], row["cause"], row["source"]) for row in found[1:]] == [
        ("r3/2", "delay", "person")
    ]
    assert [tuple(row.values()) for row in rows(folder / "causes_overridden.csv")] == CAUSES[1:]
    assert rows(folder / "review.csv") == [{"id": "r3/2", "coder": "山田", "comment": "=迷う"}]
    assert read_coded_folder(folder) == [first, changed]


def test_the_same_import_again_changes_nothing(folder: Path) -> None:
    given = [read_by_person(replace(p, coder="山田")) for p in read_coded_folder(folder)]
    assert write_reviewed(folder, given) == ["r3/1", "r3/2"]
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert write_reviewed(folder, given) == []
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_the_package_describes_the_new_table(folder: Path) -> None:
    write_reviewed(folder, [read_by_person(p) for p in read_coded_folder(folder)])
    content = (folder / "causes.csv").read_bytes()
    (resource,) = json.loads((folder / "datapackage.json").read_text("utf-8"))["resources"]
    assert resource["bytes"] == len(content)
    assert resource["hash"] == f"sha256:{hashlib.sha256(content).hexdigest()}"


@pytest.mark.parametrize("content", ["{", "[]", '{"name": "x"}', '{"resources": [1]}'])
def test_a_faulty_package_stops_before_anything_is_written(folder: Path, content: str) -> None:
    given = [read_by_person(p) for p in read_coded_folder(folder)]
    (folder / "datapackage.json").write_text(content, encoding="utf-8")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(OutputError, match="no data package"):
        write_reviewed(folder, given)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_a_folder_that_people_worked_on_is_not_replaced(folder: Path) -> None:
    check_folder(folder)
    write_reviewed(folder, [read_by_person(p) for p in read_coded_folder(folder)])
    with pytest.raises(OutputRefusedError, match="review"):
        check_folder(folder)


def test_texts_of_another_file(tmp_path: Path) -> None:
    write_csv(tmp_path / "causes.csv", HEADING.replace("measure_id", "id"), CAUSES)
    texts = [{"id": name, "text": text} for name, _, text in MEASURES]
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, texts)), encoding="utf-8")
    found = read_coded_folder(tmp_path, tmp_path / "t.jsonl")
    assert [passage.text for passage in found] == [TEXT, "受講者が少なかった。"]
    write_csv(tmp_path / "texts.csv", "id,text", [(name, text) for name, _, text in MEASURES])
    assert read_coded_folder(tmp_path) == found
    write_reviewed(tmp_path, [read_by_person(found[0])])
    assert rows(tmp_path / "causes.csv")[0]["id"] == "r3/1"


def test_columns_may_change_between_reviews(folder: Path) -> None:
    first, second = map(read_by_person, read_coded_folder(folder))
    write_reviewed(folder, [first])
    text = (folder / "causes.csv").read_text(encoding="utf-8-sig")
    text = text.replace("extra", "other")
    (folder / "causes.csv").write_text(text, encoding="utf-8-sig", newline="")
    write_reviewed(folder, [second])
    kept = rows(folder / "causes_overridden.csv")
    assert [(row["measure_id"], row["extra"], row["other"]) for row in kept] == [
        ("r3/1", "kept", ""),
        ("r3/2", "", ""),
        ("r3/2", "", ""),
    ]


@pytest.mark.parametrize("name", ["causes.csv", "review.csv"])
@pytest.mark.parametrize("content", ["", "name,coder\nr3/1,山田\n"])
def test_a_table_without_ids_is_refused(folder: Path, name: str, content: str) -> None:
    (folder / name).write_text(content, encoding="utf-8")
    with pytest.raises(ReviewError, match=r"has no column .*id") as caught:
        read_coded_folder(folder)
    assert caught.value.where == str(folder / name)


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("causes.csv", "資材の価格が上がった", "資材の価格が下がった", "does not stand in its text at 0"),
        ("causes.csv", "model", "oracle", "'oracle' is no source"),
        ("causes.csv", "0.9", "much", "This is no number"),
        ("causes.csv", "probability", "score", "The table has no column probability"),
        ("causes.csv", "r3/1", "r3/9", "There is no text of 'r3/9'"),
        ("causes.csv", "rule,", "rule,,,", "row 3"),
        ("measures.csv", "explanation", "text", "The table has no column explanation"),
    ],
)  # fmt: skip
def test_a_faulty_folder_is_refused(
    folder: Path, name: str, old: str, new: str, message: str
) -> None:
    text = (folder / name).read_text(encoding="utf-8-sig")
    (folder / name).write_text(text.replace(old, new), encoding="utf-8-sig")
    with pytest.raises(ReviewError, match=message):
        read_coded_folder(folder)


def test_a_folder_without_texts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ReviewError, match=r"neither measures\.csv nor texts\.csv"):
        read_coded_folder(tmp_path)


def test_passages_of_another_folder_are_refused(folder: Path) -> None:
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    first, second = map(read_by_person, read_coded_folder(folder))
    for given, message in (
        ([first, replace(second, id="r9/1")], "'r9/1' is not in the folder"),
        ([first, replace(second, text="別の説明")], "'r3/2' has another text in the folder"),
        ([first, first], "'r3/1' was coded twice"),
    ):
        with pytest.raises(ReviewError, match=message):
            write_reviewed(folder, given)
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before


def test_codes_as_text() -> None:
    label = CauseLabel(
        cause="delay", probability=1.0, evidence="遅れ", start=3, end=5, source="person"
    )
    given = CodedPassage(id="a", text="工事の遅れ", labels=(label,), coder="山田", comment='"1"')
    assert reviewed_text([given]) == (
        "id,cause,probability,evidence,start,end,source,coder,comment\r\n"
        'a,delay,1.0,遅れ,3,5,person,山田,"""1"""\r\n'
    )
