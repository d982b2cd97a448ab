"""How many events of invented bodies are found, and how many are invented.

Run: python -m tests.years.panel.score --seed 4711 --bodies 12
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Iterable

from kict_nlp.years.panel.building import link_years
from kict_nlp.years.panel.records import TELLING, Panel
from scripts.invent import Body, invent_bodies, report_of

OF_MEASURE = {"indicator_replaced", "unit_changed", "target_revised"}
Triple = tuple[str, str, str]  # left, right, event; an empty id where there is none


def link_body(body: Body) -> Panel:
    """Link the reports of an invented body."""
    return link_years([report_of(body, year) for year in body.years])


def true_events(body: Body) -> set[Triple]:
    """What happened to the measures of a body."""
    return {(link.left, link.right, link.event) for link in body.links}


def told_events(panel: Panel) -> set[Triple]:
    """What a panel says happened to the measures."""
    return {
        (event.id_left or "", event.id_right or "", event.event)
        for event in panel.events
        if event.kind == "measure" or event.event in OF_MEASURE
    }


def main() -> None:
    """Print a row for each event."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seed", type=int, default=4711)
    parser.add_argument("--bodies", type=int, default=12)
    options = parser.parse_args()
    true, missed, invented = Counter[str](), Counter[str](), Counter[str]()
    ties = 0
    for body in invent_bodies(options.seed, bodies=options.bodies):
        panel = link_body(body)
        real, told = true_events(body), told_events(panel)
        true.update(_names(real))
        missed.update(_names(real - told))
        invented.update(_names(told - real))
        ties += len({tie.tie_id for tie in panel.ties})
    print("event               true  missed  invented")
    for name in (*TELLING, "all"):
        row = (true[name], missed[name], invented[name])
        print(f"{name:<18} {row[0]:>5} {row[1]:>7} {row[2]:>9}")
    print(f"undecided: {ties}")


def _names(triples: Iterable[Triple]) -> list[str]:
    return [name for _, _, event in triples for name in (event, "all")]


if __name__ == "__main__":
    main()
