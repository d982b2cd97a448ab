"""How well and how fast records of two years are linked, beside three simpler ways.

``python -m tests.bench.linking [--only WORD] [--halves] [--records N]`` links the programmes and
indicators of two years of the national review (in ``../shared/data``) and prints precision, recall,
F1, recall of renamed (for indicators: reworded) and of split or merged ones, the share falsely
continued, seconds and the peak of memory. Each way runs in a process of its own. `link_tables` sees no
labels and keeps its default threshold; the simpler ways get the threshold that is best for them,
chosen with the truth in hand. ``--halves`` links two halves of the ministries apart, which shows how
figures move with the data. ``--records N`` links N invented records a side instead (50,000 for the
figure in the documentation), from a fixed seed.

What was tried on 2017→2018 (F1 of programmes / of indicators with parents, falsely continued):

- kept: probabilities from wrong offers within the same surroundings; calibrating over all
  surroundings alike took indicators that were replaced for reworded ones (.973, .46 instead of .985,
  .20).
- kept: the order of codes; renamed programmes .86 to .92.
- kept: how much of the shorter text is in the longer one; indicators .9843 to .9850.
- no use: whether the last two characters of the noun agree; indicators .984 to .982. The same
  measure is written with 割合, 率 or its formula.
- no use: sets of numbers in texts, ratio and partial ratio of edits, the likeness of both texts
  joined or crossed, greatest and least likeness; within .001 of each other even when trained on the
  truth, and gradient boosting on all of them does no better (.9834) than the plain model (.9856).
- harmful: whether an equal text is the only one of its kind; indicators joined with their
  programme's name .195 to .28 falsely continued, as a goal stays when its indicator is replaced.
- harmful: votes of the records that share a programme's *name* (as for keys of parents); .30.
- no use: linking the programmes by the name that their indicators carry before the indicators;
  .9779 instead of .9786. Programmes that were renamed need their own columns for it.
- no use: pairs of a free and a taken record counted one by one instead of the best offer a record;
  too careful (.9947 instead of .9966 for programmes).
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
from rapidfuzz import fuzz, process
from scipy.optimize import linear_sum_assignment
from sklearn.feature_extraction.text import TfidfVectorizer

from kict_nlp.years.linking import link_tables

DATA = Path(__file__).resolve().parents[3] / "shared/data/linkage_2017_2018"
PROGRAMMES = {
    "ministry": "category",
    "department": "category",
    "name": "text",
    "number": "code",
    "purpose": "text",
}
INDICATORS = {"goal": "text", "indicator": "text", "unit": "category", "target": "number"}
Found = Iterable[tuple[str, str, float]]


class Score(NamedTuple):
    """Figures of one way to link."""

    precision: float
    recall: float
    f1: float
    changed: float  # recall of renamed programmes, of reworded indicators
    parts: float  # recall of split and merged ones
    falsely: float


def read(name: str) -> pd.DataFrame:
    """Return one of the tables, all columns as text."""
    return pd.read_csv(DATA / f"{name}.csv.gz", dtype=str, keep_default_na=False)


def tables(what: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return both years; indicators with ministry and name of their programme."""
    sides = []
    for side in "ab":
        programmes = read(f"programmes_{side}")
        if what == "programme":
            sides.append(programmes)
            continue
        known = programmes[["record_id", "ministry", "name"]]
        known = known.rename(columns={"record_id": "programme_id"})
        sides.append(read(f"indicators_{side}").merge(known, how="left", on="programme_id"))
    return sides[0], sides[1]


def ours(what: str, **fields: str) -> Found:
    left, right = tables(what)
    found = link_tables(left, right, fields)
    return found[["id_left", "id_right", "score"]].itertuples(index=False, name=None)


def ours_with_parents() -> Found:
    parents = link_tables(*tables("programme"), PROGRAMMES)
    fields = {"programme_id": "parent", **INDICATORS}
    found = link_tables(*tables("indicator"), fields, parents=parents)
    return found[["id_left", "id_right", "score"]].itertuples(index=False, name=None)


def exact(what: str, columns: Sequence[str]) -> Found:
    left, right = tables(what)
    keys = [table[[*columns]].agg("\0".join, axis=1) for table in (left, right)]
    rest = {key: list(ids) for key, ids in right.groupby(keys[1])["record_id"]}
    for key, row in zip(keys[0], left["record_id"], strict=True):
        if rest.get(key):
            yield row, rest[key].pop(0), 1.0


def within(what: str, group: str, likeness: Callable[[pd.DataFrame, pd.DataFrame], Any]) -> Found:
    """Assign one to one inside each group by a matrix of likenesses."""
    left, right = tables(what)
    likeness = likeness(left, right)
    for key in sorted(set(left[group]) & set(right[group])):
        yield from assigned(left, right, left[group] == key, right[group] == key, likeness)


def inside_programmes() -> Found:
    """Link programmes by TF-IDF, then their indicators inside."""
    programmes = {
        a: b for a, b, score in within("programme", "ministry", programme_tfidf) if score > 0.3
    }
    left, right = tables("indicator")
    likeness = tfidf(left, right, ["goal", "indicator", "unit"])
    children = right.groupby("programme_id").indices
    for key, rows in left.groupby("programme_id").indices.items():
        columns = children.get(programmes.get(str(key)))
        if columns is not None:
            yield from assigned(left, right, rows, columns, likeness)


def assigned(left: Any, right: Any, rows: Any, columns: Any, likeness: Any) -> Found:
    rows, columns = (
        np.flatnonzero(x) if np.asarray(x).dtype == bool else x for x in (rows, columns)
    )
    matrix = likeness(rows, columns)
    for row, column in zip(*linear_sum_assignment(matrix, maximize=True), strict=True):
        ids = left["record_id"].iloc[rows[row]], right["record_id"].iloc[columns[column]]
        yield *ids, float(matrix[row, column])


def tfidf(left: pd.DataFrame, right: pd.DataFrame, columns: Sequence[str]) -> Any:
    texts = [table[[*columns]].agg(" ".join, axis=1) for table in (left, right)]
    model = TfidfVectorizer(analyzer="char", ngram_range=(2, 4), sublinear_tf=True)
    model.fit(pd.concat(texts))
    vectors = [model.transform(one) for one in texts]
    return lambda rows, columns: (vectors[0][rows] @ vectors[1][columns].T).toarray()


def programme_tfidf(left: pd.DataFrame, right: pd.DataFrame) -> Any:
    return tfidf(left, right, ["name", "purpose", "department", "number"])


def indicator_tfidf(left: pd.DataFrame, right: pd.DataFrame) -> Any:
    return tfidf(left, right, ["goal", "indicator", "unit", "name"])


def ratio(left: pd.DataFrame, right: pd.DataFrame) -> Any:
    names = list(left["name"]), list(right["name"])
    return lambda rows, columns: process.cdist(
        [names[0][row] for row in rows], [names[1][column] for column in columns], scorer=fuzz.ratio
    )


# Way → (what, whether its threshold is chosen with the truth, how).
WAYS: dict[str, tuple[str, bool, Callable[[], Found]]] = {
    "programmes: exact ministry + name": (
        "programme", False, lambda: exact("programme", ["ministry", "name"]),
    ),
    "programmes: rapidfuzz ratio + assignment": (
        "programme", True, lambda: within("programme", "ministry", ratio),
    ),
    "programmes: TF-IDF + assignment": (
        "programme", True, lambda: within("programme", "ministry", programme_tfidf),
    ),
    "programmes: link_tables": ("programme", False, lambda: ours("programme", **PROGRAMMES)),
    "programmes: link_tables, name, department, purpose": (
        "programme", False,
        lambda: ours("programme", name="text", department="category", purpose="text"),
    ),
    "indicators: exact in ministry": (
        "indicator", False, lambda: exact("indicator", ["ministry", "goal", "indicator", "unit"]),
    ),
    "indicators: TF-IDF in ministry + assignment": (
        "indicator", True, lambda: within("indicator", "ministry", indicator_tfidf),
    ),
    "indicators: programmes first, TF-IDF inside": ("indicator", True, inside_programmes),
    "indicators: link_tables": ("indicator", False, lambda: ours("indicator", **INDICATORS)),
    "indicators: link_tables, programme_id as parent": (
        "indicator", False, lambda: ours("indicator", programme_id="parent", **INDICATORS),
    ),
    "indicators: link_tables, programme's name": (
        "indicator", False,
        lambda: ours("indicator", ministry="category", name="text", **INDICATORS),
    ),
    "indicators: link_tables, programmes linked first": ("indicator", False, ours_with_parents),
}  # fmt: skip


def judge(what: str, found: Sequence[tuple[str, str, float]], *, best: bool) -> Score:
    """Return the figures, by the script that comes with the data."""
    spec = importlib.util.spec_from_file_location("score", DATA / "score.py")
    assert spec is not None and spec.loader is not None  # noqa: PT018
    score = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(score)
    with tempfile.TemporaryDirectory() as folder:
        files = {"found": Path(folder) / "found.csv"}
        frame = pd.DataFrame(found, columns=["id_a", "id_b", "score"])
        frame.to_csv(files["found"], index=False)
        for name in ("truth", "dontcare", "none"):
            packed = DATA / f"{what}_{name}.csv.gz"
            if packed.exists():
                files[name] = Path(folder) / f"{name}.csv"
                files[name].write_bytes(gzip.decompress(packed.read_bytes()))
        others = {"dontcare": files.get("dontcare"), "none": files.get("none"), "judged": True}
        truth, pairs = score.load(files["truth"], files["found"], **others)
        if best:
            least = score.best(truth, pairs)[1]
            truth, pairs = score.load(files["truth"], files["found"], minimum=least, **others)
        alone = {row["id"] for row in score.read(files["none"])} if "none" in files else set()
    right = sum(pair in truth for pair in pairs)
    touched = {one for pair in pairs for one in pair}
    column, kind = ("renamed", "kind") if what == "programme" else ("wording_changed_raw", "")
    return Score(
        *score.prf(right, len(pairs) - right, len(truth)),
        changed=share(pair in pairs for pair, row in truth.items() if row[column] == "1"),
        parts=share(pair in pairs for pair, row in truth.items() if row.get(kind, "1:1") != "1:1"),
        falsely=share(one in touched for one in alone),
    )


def share(hits: Iterable[bool]) -> float:
    listed = list(hits)
    return sum(listed) / len(listed) if listed else float("nan")


def measure(way: str, answer: Any) -> None:
    """Run one way and send what it found, its seconds and its peak of memory."""
    start = time.perf_counter()
    found = list(WAYS[way][2]())
    seconds = time.perf_counter() - start
    answer.send((found, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def in_own_process(target: Callable[..., None], *arguments: Any) -> Any:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    worker = context.Process(target=target, args=(*arguments, there))
    worker.start()
    there.close()
    answer = here.recv()
    worker.join()
    return answer


def invented(size: int, year: int, seed: int = 1) -> pd.DataFrame:
    """Return invented measures; of one year's a tenth are renamed, a twentieth new in the next."""
    places = [f"{a}{b}" for a in "東西南北上中下新大小" for b in "山川田原野島浜森橋沢"]
    things = [
        "道路",
        "橋",
        "公園",
        "学校",
        "病院",
        "図書館",
        "下水道",
        "港",
        "森林",
        "住宅",
        "産業",
    ]
    acts = ["整備", "改修", "支援", "推進", "調査", "保全", "運営", "強化", "活用", "充実"]
    kinds = ["事業", "補助金", "計画", "対策", "プログラム"]
    rows = []
    for number in range(size):
        rng = random.Random(f"{seed} {number}")
        place, thing, act, kind = (rng.choice(one) for one in (places, things, acts, kinds))
        branch, other = rng.choice(places), rng.choice(acts)
        is_new, is_renamed = rng.random() < 0.05, rng.random() < 0.1
        if year and is_new:
            place, branch = rng.choice(places), rng.choice(places)
        head = f"{place}地区{branch}{thing}{act}{kind}"
        name = f"{place}地区{branch}{thing}の{act}及び{other}" if year and is_renamed else head
        rows.append(
            {
                "record_id": f"{year}-{number}",
                "department": f"{thing}部{rng.choice(acts)}課",
                "name": name,
                "number": f"{number + year * (number // 40):05d}",
                "purpose": f"{branch}の{thing}を{act}し、{place}の暮らしの{other}を図る。第{number % 977}期",
            }
        )
    return pd.DataFrame(rows)


def measure_invented(size: int, answer: Any) -> None:
    left, right = invented(size, 0), invented(size, 1)
    start = time.perf_counter()
    fields = {"name": "text", "department": "category", "number": "code", "purpose": "text"}
    found = link_tables(left, right, fields)
    seconds = time.perf_counter() - start
    same = found["id_left"].str[2:] == found["id_right"].str[2:]
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    answer.send((len(found), float(same.mean()), seconds, memory))


def halves() -> None:
    """Link two halves of the ministries apart and print the figures of each."""
    left, right = tables("programme")
    indicators = tables("indicator")
    ministries = sorted(set(left["ministry"]))
    for number in (0, 1):
        chosen = set(ministries[number::2])
        parts = [table[table["ministry"].isin(chosen)] for table in (left, right, *indicators)]
        parents = link_tables(parts[0], parts[1], PROGRAMMES)
        fields = {"programme_id": "parent", **INDICATORS}
        children = link_tables(parts[2], parts[3], fields, parents=parents)
        for what, found, table in (
            ("programme", parents, parts[0]),
            ("indicator", children, parts[2]),
        ):
            truth = read(f"{what}_truth")
            truth = truth[truth["id_a"].isin(table["record_id"])]
            pairs = set(zip(found["id_left"], found["id_right"], strict=True))
            recall = share(pair in pairs for pair in zip(truth["id_a"], truth["id_b"], strict=True))
            print(f"half {number + 1} {what}s: {len(truth)} true pairs, recall {recall:.4f}")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--only", default="", help="ways whose name has this in it")
    parser.add_argument("--halves", action="store_true")
    parser.add_argument("--records", type=int, default=0)
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args(arguments)
    if chosen.records:
        links, right, seconds, memory = in_own_process(measure_invented, chosen.records)
        print(
            f"{chosen.records} records a side: {links} links, {right:.4f} of them right, ", end=""
        )
        print(f"{seconds:.0f} s, {memory:.0f} MB")
        return 0
    if not DATA.is_dir():
        print(f"The linkage data is not there: {DATA}", file=sys.stderr)
        return 2
    if chosen.halves:
        halves()
        return 0
    print(f"{'way':52}{'P':>7}{'R':>7}{'F1':>7}{'chng':>6}{'part':>6}{'false':>6}{'s':>7}{'MB':>6}")
    for way, (what, best, _) in WAYS.items():
        if chosen.only not in way:
            continue
        found, seconds, memory = in_own_process(measure, way)
        figures = judge(what, found, best=best)
        numbers = "".join(f"{one:7.4f}" for one in figures[:3])
        numbers += "".join("     –" if one != one else f"{one:6.2f}" for one in figures[3:])
        print(f"{way:52}{numbers}{seconds:7.1f}{memory:6.0f}", flush=True)
        if chosen.json:
            print(json.dumps({"way": way, **figures._asdict(), "seconds": seconds}))
    return 0


if __name__ == "__main__":
    sys.exit(main())
