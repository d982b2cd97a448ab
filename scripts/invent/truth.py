"""The truth about invented bodies as the CSV files that the sample in corpora/ has too."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from .model import Body


def write_truth(bodies: Iterable[Body], folder: Path) -> None:
    """Write links.csv, indicator_links.csv and causes.csv.

    Parameters
    ----------
    bodies : iterable of Body
        Their rows follow each other.
    folder : Path
        Made where it does not exist.
    """
    listed = list(bodies)
    years = ("fiscal_year_left", "fiscal_year_right")
    folder.mkdir(parents=True, exist_ok=True)
    _write(
        folder / "links.csv",
        (*years, "measure_left", "measure_right", "event"),
        ((o.year_left, o.year_right, o.left, o.right, o.event) for b in listed for o in b.links),
    )
    _write(
        folder / "indicator_links.csv",
        (*years, "indicator_left", "indicator_right", "event"),
        (
            (o.year_left, o.year_right, o.left, o.right, o.event)
            for b in listed
            for o in b.indicator_links
        ),
    )
    _write(
        folder / "causes.csv",
        ("measure", "cause", "evidence"),
        ((one.measure_id, one.cause, one.evidence) for b in listed for one in b.causes),
    )


def _write(path: Path, heading: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(heading)
        writer.writerows(rows)
