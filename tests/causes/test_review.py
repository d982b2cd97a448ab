"""Which passages are most worth reading."""

from __future__ import annotations

from kict_nlp.causes.coding import CauseLabel, Source
from kict_nlp.causes.review import CodedPassage, rank_passages, read_by_person


def passage(name: str, *labels: tuple[str, float, Source]) -> CodedPassage:
    return CodedPassage(
        id=name,
        text="…",
        labels=tuple(CauseLabel(cause=c, probability=p, source=s) for c, p, s in labels),
    )


COMMON = [passage(f"c{i}", ("covid", 0.99, "model")) for i in range(20)]


def test_uncertain_rare_and_disputed_passages_come_first() -> None:
    found = rank_passages(
        [
            *COMMON,
            passage("read", ("delay", 1.0, "person")),
            passage("rare", ("disaster", 0.97, "model")),
            passage("unsure", ("covid", 0.55, "model")),
            passage("disputed", ("covid", 0.9, "rule"), ("demand", 0.9, "model")),
            passage("agreed", ("covid", 0.99, "rule"), ("covid", 0.99, "model")),
            passage("unknown"),
        ]
    )
    assert [(entry.passage.id, entry.reasons) for entry in found[:4]] == [
        ("disputed", ("disagreement", "rare")),
        ("rare", ("rare",)),
        ("unknown", ("uncoded",)),
        ("unsure", ("uncertain",)),
    ]
    assert [entry.passage.id for entry in found[4:-1]] == [
        *(entry.id for entry in COMMON),
        "agreed",
    ]
    assert (found[-1].passage.id, found[-1].reasons) == ("read", ("read",))


def test_a_person_who_accepts_a_passage_without_labels_finds_no_cause() -> None:
    (label,) = read_by_person(passage("a")).labels
    assert (label.cause, label.source, label.probability) == ("none", "person", 1.0)
    given = read_by_person(passage("a", ("covid", 0.4, "rule")))
    assert given == passage("a", ("covid", 1.0, "person"))
