"""The file of cues: whole, and each cue of use."""

from __future__ import annotations

import pytest

from kict_nlp.nlp.clause_cues import load_cues
from kict_nlp.nlp.clauses import find_clauses


def test_cues_have_names_of_their_own() -> None:
    names = [cue.name for cue in load_cues().causes]
    assert len(set(names)) == len(names)
    assert not {"sequence", "neighbour", "connective", "bare", "listed"} & set(names)


def test_a_question_that_is_not_there_is_an_error() -> None:
    with pytest.raises(KeyError):
        load_cues()["judgement.nothing"]


def test_no_pattern_runs_away() -> None:
    # Every word here may be read by several parts of a pattern; backtracking would never end.
    for word in ("しているところなる", "ものの", "ことため", "影響により", "が、は、も、"):
        find_clauses(word * 200)
