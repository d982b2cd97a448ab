"""A published table made up at test time, in which given passages stand at their places."""

from __future__ import annotations

import csv
import io
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from kict_nlp.causes.passage_index import PassagePlace

# The headings of the published file, with its two kinds of dashes.
HEADING = (
    "シート種別", "事業年度", "予算事業ID", "事業名", "府省庁の建制順", "政策所管府省庁", "府省庁",
    "事業所管部局による点検・改善ー点検結果", "事業所管部局による点検・改善ー改善の方向性",
    "事業所管部局による点検・改善－目標年度における効果測定に関する評価", "外部有識者による点検ー所見",
    "行政事業レビュー推進チームの所見の詳細", "所見を踏まえた改善点／概算要求における反映状況の詳細",
    "過去に受けた指摘事項－区分",
)  # fmt: skip
FILLER = "埋"
Cells = dict[tuple[str, str], str]


def cells_with(places: Iterable[PassagePlace], texts: Mapping[str, str]) -> Cells:
    """(programme, heading) → a cell with every passage at its place and filler between."""
    cells: dict[tuple[str, str], list[str]] = defaultdict(list)
    for place in places:
        text = texts[place.id]
        breaks = place.end - place.start - len(text)
        cell = cells[place.programme_id, place.column]
        cell += FILLER * (place.end - len(cell))
        cell[place.start : place.end] = [*text[:1], *"\n" * breaks, *text[1:]]
    return {key: "".join(characters) + FILLER for key, characters in cells.items()}


def table_text(cells: Cells, heading: Iterable[str] = HEADING) -> str:
    """The table as CSV; each programme has a second row with nothing but a remark."""
    heading = tuple(heading)
    target = io.StringIO()
    writer = csv.writer(target, lineterminator="\r\n")
    writer.writerow(heading)
    for programme in dict.fromkeys(programme for programme, _ in cells):
        common = {"シート種別": "レビューシート", "事業年度": "2024", "予算事業ID": programme}
        row = {**common, **{name: cells.get((programme, name), "") for name in HEADING[7:]}}
        for own in (row, {**common, "過去に受けた指摘事項－区分": "その他"}):
            writer.writerow([own.get(name, "") for name in heading])
    return target.getvalue()


def write_zip(path: Path, text: str) -> Path:
    """An archive as it is offered: a folder with one CSV in UTF-8 with BOM."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "4-1_RS_2024_点検・評価/4-1_RS_2024_点検・評価.csv", text.encode("utf-8-sig")
        )
    return path
