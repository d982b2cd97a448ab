"""The file of cues: whole, and each cue of use."""

from __future__ import annotations

import re
from pathlib import Path

from kict_nlp.nlp import clauses
from kict_nlp.nlp.clause_cues import load_cues
from kict_nlp.nlp.clauses import find_clauses


def test_cues_have_names_of_their_own() -> None:
    names = [cue.name for cue in load_cues().causes]
    assert len(set(names)) == len(names)
    assert not {"sequence", "neighbour", "connective", "bare", "listed"} & set(names)


def test_every_question_asked_is_in_the_file() -> None:
    folder = Path(clauses.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("clause*.py"))
    asked = set(re.findall(r'\.(?:has|find)\(\s*"([a-z_.]+)"', code))
    asked |= {f"judgement.{verdict}" for verdict in ("shortfall", "trouble", "success")}
    asked |= {f"certainty.{level}" for level in ("open", "presumed", "partial")}
    asked |= {cue.question for cue in load_cues().causes}
    assert asked == set(load_cues().patterns.entries)


def test_no_pattern_runs_away() -> None:
    # Every word here may be read by several parts of a pattern; a search that tries one after the
    # other would never end.
    for word in ("しているところなる", "ものの", "ことため", "影響により", "が、は、も、"):
        find_clauses(word * 200)
