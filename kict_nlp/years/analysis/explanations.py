"""What a measure says for itself in two years, compared word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal, NamedTuple

from kict_nlp.nlp.tokenizer import tokenize
from kict_nlp.text.normalize import normalize
from kict_nlp.years.panel.records import Link, Panel

Verdict = Literal["copied", "copied_but_figures", "reworded", "changed", "gone", "came"]

_REWORDED = 0.6  # share of words that two texts have in common, in order: below it a new story
_FIGURES = re.compile(r"[0-9０-９元][0-9０-９,，.．]*")


class ExplanationPair(NamedTuple):
    """The explanations of a measure in two years.

    ``similarity`` is the share of words that both have in the same order (0 to 1). ``verdict``:
    ``copied`` to the letter, ``copied_but_figures`` with other years or numbers only, ``reworded``,
    ``changed``, ``gone`` (none any more) or ``came`` (none before). ``difference`` shows the later
    text with what was taken out as ［－…－］ and what was put in as ［＋…＋］.
    """

    id_left: str
    id_right: str
    year_left: int
    year_right: int
    measure: str | None
    verdict: Verdict
    similarity: float
    difference: str
    causes_left: str | None
    causes_right: str | None


def compare_explanations(panel: Panel) -> list[ExplanationPair]:
    """Return the explanations of all linked measures of which one year at least has any.

    Examples
    --------
    >>> compare_explanations(Panel(reports=(), causes={}))
    []
    """
    links = (link for link in panel.links if link.kind == "measure")
    return [pair for link in links for pair in _compared(panel, link)]


def _compared(panel: Panel, link: Link) -> Iterator[ExplanationPair]:
    before, after = panel.measures[link.id_left], panel.measures[link.id_right]
    left, right = before.explanation or "", after.explanation or ""
    if not left and not right:
        return
    old, new = _words(left), _words(right)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    yield ExplanationPair(
        link.id_left,
        link.id_right,
        link.year_left,
        link.year_right,
        after.measure,
        _verdict(left, right, matcher.ratio()),
        round(matcher.ratio(), 4),
        "".join(_shown(matcher, old, new)),
        *(";".join(panel.causes.get(name, ())) or None for name in (link.id_left, link.id_right)),
    )


def show_difference(left: str, right: str) -> str:
    """Return the later text with what was taken out and put in.

    Examples
    --------
    >>> show_difference("納品が半年遅れたため。", "納品が１年遅れたため。")
    '納品が［－半年－］［＋１年＋］遅れたため。'
    """
    old, new = _words(left), _words(right)
    return "".join(_shown(SequenceMatcher(None, old, new, autojunk=False), old, new))


def _words(text: str) -> list[str]:
    """The words, without what paragraphs are set in with: that is the typesetter's."""
    plain = "\n".join(line.strip() for line in text.split("\n"))
    return tokenize(plain).surfaces if plain else []


def _verdict(left: str, right: str, similarity: float) -> Verdict:
    if not right:
        return "gone"
    if not left:
        return "came"
    one, other = _bare(left), _bare(right)
    if one == other:
        return "copied"
    if _FIGURES.sub("0", one) == _FIGURES.sub("0", other):
        return "copied_but_figures"
    return "reworded" if similarity >= _REWORDED else "changed"


def _bare(text: str) -> str:
    return re.sub(r"\s", "", normalize(text).text)


def _shown(matcher: SequenceMatcher[str], old: Sequence[str], new: Sequence[str]) -> Iterator[str]:
    for what, i1, i2, j1, j2 in matcher.get_opcodes():
        if what == "equal":
            yield "".join(new[j1:j2])
            continue
        if i1 < i2:
            yield f"［－{''.join(old[i1:i2])}－］"
        if j1 < j2:
            yield f"［＋{''.join(new[j1:j2])}＋］"
