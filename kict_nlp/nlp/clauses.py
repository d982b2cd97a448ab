"""Causes, shortfalls and outlooks in explanations of why a measure missed its target.

By rules over Sudachi's words: their dictionary forms, normalised forms and parts of speech. What
officials write is regular enough for this: a cause is marked (～により, ～ため, 要因は～) or stands
beside the shortfall it explains; an outlook ends in its own predicates (～に努める, ～予定).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from itertools import pairwise

from kict_nlp.nlp.clause_causes import FoundCause, find_causes
from kict_nlp.nlp.clause_cues import load_cues
from kict_nlp.nlp.clause_records import Certainty, Clause, ClauseKind, Cue
from kict_nlp.nlp.clause_sentences import Reader, Verdict, read_sentences
from kict_nlp.nlp.token_automaton import Stretch
from kict_nlp.nlp.tokenizer import tokenize

__all__ = ["Clause", "Cue", "find_clauses"]


def find_clauses(text: str) -> list[Clause]:
    """Return the causes, grounds, shortfalls and outlooks of an explanation.

    Parameters
    ----------
    text : str
        An explanation as published; any length.

    Returns
    -------
    list of Clause
        In order of their start. Clauses of one kind never overlap, nor do a cause and an outlook; a
        shortfall may stand inside a cause (減少したため), and a ground inside an outlook.

    Raises
    ------
    TokenizeError
        The text holds half a surrogate pair, which is no character.

    Notes
    -----
    Source: own rules, see clause_cues.toml; measured with scripts/measure-clauses.

    Examples
    --------
    >>> text = "資材の高騰により着工が遅れ、目標を下回った。今後は早期の発注に努める。"
    >>> for clause in find_clauses(text):
    ...     print(clause.kind, text[clause.start : clause.end], clause.cue.name)
    cause 資材の高騰により by
    shortfall 着工が遅れ shortfall
    cause 着工が遅れ、 sequence
    shortfall 目標を下回った shortfall
    outlook 今後は早期の発注に努める outlook
    """
    reader, sentences = read_sentences(tokenize(text, "A"), load_cues())
    read = []
    before: Verdict = "nothing"
    for sentence in sentences:
        read.append(_read_sentence(reader, sentence, before))
        before = read[-1].verdict
    _add_connected(reader, read)
    _add_listed(reader, read)
    _add_neighbours(reader, read)
    _add_bare(reader, read)
    found = [clause for sentence in read for clause in _records(reader, sentence)]
    return sorted(found, key=lambda clause: (clause.start, clause.end, clause.kind))


@dataclass(slots=True)
class _Sentence:
    """What was found in a sentence, by indices of words."""

    place: Stretch
    groups: tuple[Stretch, ...]
    causes: list[FoundCause] = field(default_factory=list)
    outlooks: list[Stretch] = field(default_factory=list)
    shortfalls: list[tuple[Stretch, Stretch]] = field(default_factory=list)
    verdict: Verdict = "nothing"

    def is_explained(self) -> bool:
        return any(cause.is_cause for cause in self.causes)


def _read_sentence(reader: Reader, place: Stretch, before: Verdict) -> _Sentence:
    sentence = _Sentence(place, reader.contrasts(place))
    said = before
    for group, following in zip(sentence.groups, [*sentence.groups[1:], None], strict=True):
        causes = find_causes(reader, group, said)
        if following is not None and _succeeds(reader, following):
            causes = [_conceded(cause, group) for cause in causes]
        is_outlook = reader.is_outlook(group)
        if not is_outlook:
            causes += _find_sequence(reader, group, causes)
        causes.sort(key=lambda cause: cause.place)
        sentence.causes += causes
        sentence.outlooks += _find_outlooks(reader, group, causes, is_outlook=is_outlook)
        sentence.shortfalls += _find_shortfalls(reader, group, causes, sentence.outlooks)
        verdict = reader.judge(reader.without_contrast(group))
        said = verdict if verdict != "nothing" else said
    sentence.verdict = said if said != before else _own_verdict(reader, place, said)
    return sentence


def _succeeds(reader: Reader, group: Stretch) -> bool:
    return not reader.is_outlook(group) and reader.judge(group) == "success"


def _conceded(cause: FoundCause, group: Stretch) -> FoundCause:
    """Take 「影響はあったものの、目標を達成した」 for no cause of a shortfall."""
    closes = group.last - cause.cue.last <= _CONCESSION
    return replace(cause, is_cause=False) if cause.name == "influence" and closes else cause


# Words of た + もの + の + 、 behind the cue.
_CONCESSION = 4


def _own_verdict(reader: Reader, place: Stretch, said: Verdict) -> Verdict:
    own = reader.judge(place)
    return own if own != "nothing" else said


def _find_sequence(reader: Reader, group: Stretch, marked: list[FoundCause]) -> list[FoundCause]:
    """Causes without a mark: something went wrong and, in the same breath, there is a shortfall."""
    found = []
    for step in _explaining_steps(reader, group):
        place = _free_part(reader, step, marked)
        if place is not None and reader.judge_predicate(place) in ("trouble", "shortfall"):
            found.append(_unmarked(place, _last_word(reader, place), "sequence"))
    return found


def _explaining_steps(reader: Reader, group: Stretch) -> tuple[Stretch, ...]:
    """The steps before a shortfall, or what is thought behind it: 下回り、～が不足したと考える."""
    steps = reader.steps(reader.skip_opening(group))
    verdicts = [reader.judge(step) for step in steps]
    if verdicts[-1] == "shortfall":
        return steps[:-1]
    is_view = "shortfall" in verdicts and reader.has("certainty.presumed", steps[-1])
    return steps[-1:] if is_view and verdicts[-1] == "trouble" else ()


def _unmarked(place: Stretch, cue: Stretch, name: str) -> FoundCause:
    return FoundCause(place, cue, name, is_cause=True, denied=False)


def _free_part(reader: Reader, step: Stretch, marked: list[FoundCause]) -> Stretch | None:
    """What of a step stands behind its topic and behind the causes that are marked in it."""
    first = max([step.first, *(c.place.last for c in marked if c.place.first < step.last)])
    topics = [topic.last for topic in reader.find("boundaries.topic", step)]
    first = max([first, *(end for end in topics if end < step.last)])
    first = reader.skip_signs(Stretch(first, step.last))
    if first >= step.last or any(c.place.meets(Stretch(first, step.last)) for c in marked):
        return None
    return Stretch(first, step.last)


def _last_word(reader: Reader, place: Stretch) -> Stretch:
    last = place.last
    while last - 1 > place.first and reader.words[last - 1].part_of_speech[0] == "補助記号":
        last -= 1
    return Stretch(last - 1, last)


def _find_outlooks(
    reader: Reader, group: Stretch, causes: list[FoundCause], *, is_outlook: bool
) -> list[Stretch]:
    if is_outlook:
        return _outlook(reader, group, causes)
    steps = reader.steps(group)[:-1]
    found = [step for step in steps if reader.is_outlook(step) and not _is_chained(reader, step)]
    return [place for step in found for place in _outlook(reader, step, causes)]


def _is_chained(reader: Reader, step: Stretch) -> bool:
    """Whether a step in the middle only lists what was done: 周知を行い、."""
    return not reader.has("outlook.final", Stretch(max(step.first, step.last - 5), step.last))


def _outlook(reader: Reader, place: Stretch, causes: list[FoundCause]) -> list[Stretch]:
    behind = [c.place.last for c in causes if c.is_cause and c.place.first < place.last]
    first = max([place.first, *behind])
    first = reader.skip_signs(Stretch(first, place.last))
    rest = reader.skip_opening(reader.without_contrast(Stretch(first, place.last)))
    return [rest] if rest.last - rest.first > _LEFTOVER else []


# Words that may be left behind a cause without being an outlook: て + いる.
_LEFTOVER = 2


def _find_shortfalls(
    reader: Reader, group: Stretch, causes: list[FoundCause], outlooks: list[Stretch]
) -> list[tuple[Stretch, Stretch]]:
    """Shortfalls with their cue, one a step at most."""
    found = []
    steps = _shortfall_steps(reader, group, causes)
    if reader.judge(steps[-1]) == "success":
        # 件数は減少しており、目標を達成した: what was to fall fell.
        steps = [step for step in steps if reader.has("judgement.yardstick", step)]
    for step in map(reader.skip_opening, steps):
        places = reader.find("judgement.shortfall", step)
        if places:
            spared = [*reader.find("judgement.harmless", step), *outlooks]
            places = [place for place in places if not any(map(place.meets, spared))]
        if places:
            last = reader.predicate_end(Stretch(places[-1].last, step.last))
            found.append((Stretch(step.first, last), places[-1]))
    return found


def _shortfall_steps(reader: Reader, group: Stretch, causes: list[FoundCause]) -> list[Stretch]:
    edges = {group.first, group.last}
    edges |= {step.last for step in reader.steps(group)}
    edges |= {edge for cause in causes for edge in cause.place}
    inside = sorted(edge for edge in edges if group.first <= edge <= group.last)
    return [Stretch(*pair) for pair in pairwise(inside)]


def _add_connected(reader: Reader, read: list[_Sentence]) -> None:
    """このため、目標を下回った。 makes a cause of the sentence before."""
    for before, sentence in pairwise(read):
        opening = reader.find("connective.patterns", sentence.place)
        if not opening or opening[0].first != sentence.place.first:
            continue
        rest = Stretch(opening[0].last, sentence.groups[0].last)
        if reader.is_outlook(rest) or reader.judge(rest) not in ("shortfall", "trouble"):
            continue
        _add_whole(reader, before, opening[0], "connective")


def _add_listed(reader: Reader, read: list[_Sentence]) -> None:
    """Take in the points behind 要因としては①… and the sentences under a heading 【要因】."""
    opened = False
    for sentence in read:
        if sentence.causes and sentence.causes[-1].name in ("heading", "reason_is"):
            opened = True
        elif opened and _goes_on(reader, sentence):
            _add_whole(reader, sentence, _last_word(reader, sentence.groups[-1]), "listed")
        else:
            opened = reader.has("closing.heading", sentence.place)


def _goes_on(reader: Reader, sentence: _Sentence) -> bool:
    return reader.has("closing.point", sentence.place) and not sentence.outlooks


def _add_bare(reader: Reader, read: list[_Sentence]) -> None:
    """Add explanations that tell of nothing but trouble and an outlook: 「用地交渉が難航した」."""
    told = [sentence for sentence in read if not sentence.outlooks]
    if any(s.causes or s.shortfalls or reader.judge(s.place) == "success" for s in told):
        return
    for sentence in told:
        if _tells_trouble(reader, sentence):
            _add_whole(reader, sentence, _last_word(reader, sentence.groups[-1]), "bare")


def _add_neighbours(reader: Reader, read: list[_Sentence]) -> None:
    """A sentence of trouble beside a shortfall that nothing explains."""
    for index, sentence in enumerate(read):
        if not sentence.shortfalls or sentence.outlooks or sentence.is_explained():
            continue
        beside = [read[place] for place in (index + 1, index - 1) if 0 <= place < len(read)]
        if any(other.is_explained() for other in beside):
            continue
        for other in beside:
            if _tells_trouble(reader, other):
                _add_whole(reader, other, _last_word(reader, other.groups[-1]), "neighbour")
                break


def _tells_trouble(reader: Reader, sentence: _Sentence) -> bool:
    last = sentence.groups[-1]
    if sentence.outlooks or sentence.causes or reader.judge_predicate(last) != "trouble":
        return False
    return reader.has("outlook.happened", reader.without_contrast(last))


def _add_whole(reader: Reader, sentence: _Sentence, cue: Stretch, name: str) -> None:
    """Take what is left of the last stretch of a sentence as a cause."""
    place = _free_part(reader, sentence.groups[-1], sentence.causes)
    if place is None or any(place.meets(outlook) for outlook in sentence.outlooks):
        return
    place = reader.skip_opening(place)
    sentence.causes.append(_unmarked(place, cue, name))


def _records(reader: Reader, sentence: _Sentence) -> Iterable[Clause]:
    for cause in sentence.causes:
        yield _cause_record(reader, sentence, cause)
    for place in sentence.outlooks:
        yield _record(
            reader,
            "outlook",
            place,
            Cue(*_span(reader, _last_word(reader, place)), "outlook"),
            place,
        )
    for place, cue in sentence.shortfalls:
        scope = Stretch(cue.first, _group_of(sentence, place).last)
        clause = _record(reader, "shortfall", place, Cue(*_span(reader, cue), "shortfall"), scope)
        denied = reader.has("polarity.denied_shortfall", Stretch(cue.last, scope.last))
        yield _denied(clause) if denied else clause


def _cause_record(reader: Reader, sentence: _Sentence, cause: FoundCause) -> Clause:
    kind: ClauseKind = "cause" if cause.is_cause else "ground"
    scope = Stretch(cause.place.first, _group_of(sentence, cause.place).last)
    cue = Cue(*_span(reader, cause.cue), cause.name)
    clause = _record(reader, kind, cause.place, cue, scope)
    return _denied(clause) if cause.denied else clause


def _denied(clause: Clause) -> Clause:
    return Clause(clause.kind, clause.start, clause.end, clause.cue, "denied", clause.certainty)


def _group_of(sentence: _Sentence, place: Stretch) -> Stretch:
    return next((group for group in sentence.groups if group.meets(place)), sentence.place)


def _record(reader: Reader, kind: ClauseKind, place: Stretch, cue: Cue, scope: Stretch) -> Clause:
    return Clause(kind, *_span(reader, place), cue, certainty=_certainty(reader, scope))


def _certainty(reader: Reader, scope: Stretch) -> Certainty:
    levels: tuple[Certainty, ...] = ("open", "presumed", "partial")
    return next((level for level in levels if reader.has(f"certainty.{level}", scope)), "stated")


def _span(reader: Reader, place: Stretch) -> tuple[int, int]:
    return reader.starts[place.first], reader.ends[place.last - 1]
