"""Causes inside one sentence: where each begins, and whether what follows it went wrong."""

from __future__ import annotations

from dataclasses import dataclass, replace

from kict_nlp.nlp.clause_cues import CauseCue
from kict_nlp.nlp.clause_sentences import Reader, Verdict
from kict_nlp.nlp.token_automaton import Stretch

_BAD: tuple[Verdict, ...] = ("shortfall", "trouble")


@dataclass(frozen=True, slots=True)
class FoundCause:
    """A cause by indices of words; ``is_cause`` is False where no shortfall comes of it."""

    place: Stretch
    cue: Stretch
    name: str
    is_cause: bool
    denied: bool


def find_causes(reader: Reader, group: Stretch, around: Verdict) -> list[FoundCause]:
    """Return the marked causes of a stretch without contrast, from left to right.

    Parameters
    ----------
    reader : Reader
        The words of the text.
    group : Stretch
        The stretch.
    around : Verdict
        What the text said before the stretch; it counts where the stretch names a cause alone.
    """
    cues = _until_after(_find_cues(reader, group))
    found: list[FoundCause] = []
    closed = [place.last for _, place in cues if _stops(reader, place)]
    for cue in reversed(cues):
        left = max((end for end in closed if end <= cue[1].first), default=group.first)
        cause = _weigh(reader, group, left, cue, found, around)
        if cause is not None:
            found.append(cause)
    return [_to_its_end(reader, group, cause) for cause in _with_nested(reader, found[::-1])]


def _to_its_end(reader: Reader, group: Stretch, cause: FoundCause) -> FoundCause:
    """Take in the endings of a cue that is a predicate: 影響し + た."""
    place = cause.place
    if reader.words[place.last - 1].part_of_speech[0] not in _PREDICATES:
        return cause
    last = reader.predicate_end(Stretch(place.last, group.last))
    return replace(cause, place=Stretch(place.first, last))


_PREDICATES = ("動詞", "形容詞", "助動詞")


def _with_nested(reader: Reader, causes: list[FoundCause]) -> list[FoundCause]:
    """Let a cause begin behind the ground before it, else where its own cause begins.

    [[大雨により、]工事が遅れたため] is a cause and its cause; a ground inside a cause is none.
    """
    placed: list[FoundCause] = []
    for cause in causes:
        first = cause.place.first
        for before in reversed(placed):
            if not before.is_cause and cause.is_cause and before.place.last <= cause.cue.first:
                first = max(first, before.place.last if _stops(reader, before.cue) else first)
            elif before.is_cause and cause.is_cause and _touch(reader, before, first):
                first = min(first, before.place.first)
        first = _behind_comma(reader, Stretch(first, cause.cue.first))
        placed.append(replace(cause, place=Stretch(first, cause.place.last)))
    whole = [cause.place for cause in placed if cause.is_cause]
    return [c for c in placed if c.is_cause or not any(c.place.meets(other) for other in whole)]


def _touch(reader: Reader, before: FoundCause, first: int) -> bool:
    between = range(before.place.last, first)
    return all(reader.is_comma(index) for index in between)


def _behind_comma(reader: Reader, place: Stretch) -> int:
    first = place.first
    while first < place.last and reader.is_comma(first):
        first += 1
    return first


def _find_cues(reader: Reader, group: Stretch) -> list[tuple[CauseCue, Stretch]]:
    """Every cue of a stretch; where two share words, the one that begins first, then the longer."""
    names = reader.patterns.names(group)
    found = [
        (cue, place)
        for cue in reader.cues
        if cue.question in names
        for place in reader.find(cue.question, group)
        if not _is_barred(reader, cue, place)
    ]
    found.sort(key=lambda item: (item[1].first, -item[1].last))
    kept: list[tuple[CauseCue, Stretch]] = []
    for cue, place in found:
        if not kept or place.first >= kept[-1][1].last:
            kept.append((cue, place))
    return kept


def _is_barred(reader: Reader, cue: CauseCue, place: Stretch) -> bool:
    surfaces = reader.surfaces
    if place.first > 0 and surfaces[place.first - 1] in cue.not_after:
        return True
    return place.last < len(surfaces) and surfaces[place.last] in cue.not_before


def _until_after(cues: list[tuple[CauseCue, Stretch]]) -> list[tuple[CauseCue, Stretch]]:
    """Drop what stands behind 要因としては; it belongs to the cause that this opens."""
    after = [index for index, (cue, _) in enumerate(cues) if not cue.before]
    return cues[: after[0] + 1] if after else cues


def _stops(reader: Reader, cue: Stretch) -> bool:
    """Whether a comma parts a cue from what follows."""
    return _stops_at(reader, cue.last)


def _stops_at(reader: Reader, index: int) -> bool:
    if reader.is_comma(index - 1):
        return True
    return index < len(reader.words) and reader.is_comma(index)


def _weigh(
    reader: Reader,
    within: Stretch,
    left: int,
    found: tuple[CauseCue, Stretch],
    following: list[FoundCause],
    around: Verdict,
) -> FoundCause | None:
    """Judge one cue whose content begins at ``left``; ``following`` ends with the next cause."""
    cue, place = found
    if not cue.before:
        return _after(reader, within, found, around)
    content = _content(reader, Stretch(left, place.first))
    if content.first >= content.last or reader.has("closing.pointer", content):
        return None
    next_cause = following[-1] if following else None
    rest = _rest(reader, Stretch(place.last, next_cause.cue.first if next_cause else within.last))
    denied = cue.denies or reader.has("polarity.denied_after", Stretch(place.last, within.last))
    is_cause = denied or _explains(reader, within, found, (content, rest), next_cause, around)
    if not is_cause and (not cue.sure or _is_purpose(reader, cue, place)):
        return None
    return FoundCause(Stretch(content.first, place.last), place, cue.name, is_cause, denied)


def _rest(reader: Reader, rest: Stretch) -> Stretch:
    """What a cue is asked of: of 不調による中止 the next words only, else all up to the next."""
    before = reader.words[rest.first - 1].part_of_speech[5]
    if before.startswith("連体形") and not _stops_at(reader, rest.first):
        return Stretch(rest.first, min(rest.last, rest.first + _NOUN_PHRASE))
    return rest


# Words of a noun with what belongs to it, behind による.
_NOUN_PHRASE = 6


def _explains(
    reader: Reader,
    within: Stretch,
    found: tuple[CauseCue, Stretch],
    parts: tuple[Stretch, Stretch],
    following: FoundCause | None,
    around: Verdict,
) -> bool:
    """Whether what a cue marks leads to something that went wrong."""
    cue, place = found
    content, rest = parts
    if reader.has("closing.copula", rest) or _is_empty(reader, rest):
        verdict = _said_before(reader, within, content, around)
        if following is not None and verdict not in _BAD and _is_empty(reader, rest):
            return following.is_cause
        return verdict != "success" and not _is_agent(cue, content, reader, verdict)
    outcome = _outcome(reader, rest, is_end=rest.last == within.last)
    if outcome in _BAD:
        return True
    if _is_purpose(reader, cue, place):
        return False
    if following is not None and following.is_cause:
        return True
    return outcome == "nothing" and following is None and _is_change(reader, cue, content)


def _is_change(reader: Reader, cue: CauseCue, content: Stretch) -> bool:
    """Whether a cause stands for itself, though nothing is said to have gone wrong by it."""
    if not cue.sure and not reader.has("judgement.fact", content):
        return False
    return reader.judge(content) in _BAD or reader.has("judgement.change", content)


def _is_empty(reader: Reader, rest: Stretch) -> bool:
    return rest.first >= rest.last or reader.has("closing.empty", rest)


def _said_before(reader: Reader, within: Stretch, content: Stretch, around: Verdict) -> Verdict:
    """What 「～のは、～ためである」 and 「～した。これは～による」 explain."""
    topic = Stretch(within.first, content.first)
    verdict = reader.judge(topic) if topic.first < topic.last else "nothing"
    points_back = reader.has("closing.pointed", topic)
    return around if verdict == "nothing" and points_back else verdict


def _is_agent(cue: CauseCue, content: Stretch, reader: Reader, verdict: Verdict) -> bool:
    """「委託により。」 names no cause unless a shortfall or something wrong stands beside it."""
    return not cue.sure and verdict not in _BAD and reader.judge_predicate(content) not in _BAD


def _after(
    reader: Reader, group: Stretch, found: tuple[CauseCue, Stretch], around: Verdict
) -> FoundCause | None:
    cue, place = found
    steps = reader.steps(Stretch(place.last, group.last))
    while steps and reader.is_outlook(steps[-1]):
        steps = steps[:-1]
    if not steps or steps[-1].last - place.last < _LEAST_WORDS:
        return None
    whole = Stretch(place.first, steps[-1].last)
    if reader.has("closing.pointer", Stretch(place.last, whole.last)):
        return None
    context = reader.judge(Stretch(group.first, place.last))
    verdict = context if context != "nothing" else around
    denied = reader.has("polarity.denied_end", whole)
    return FoundCause(whole, place, cue.name, verdict != "success", denied)


# Words that a cause behind 要因は has at least; fewer are a table's heading.
_LEAST_WORDS = 2


def _content(reader: Reader, left: Stretch) -> Stretch:
    """The words of a cause: behind the last topic, without また、 and これは、."""
    topics = [topic.last for topic in reader.find("boundaries.topic", left)]
    first = max([left.first, *(end for end in topics if end < left.last)])
    first = reader.skip_open_bracket(Stretch(first, left.last))
    return reader.skip_opening(Stretch(reader.skip_signs(Stretch(first, left.last)), left.last))


def _outcome(reader: Reader, rest: Stretch, *, is_end: bool) -> Verdict:
    """What a cause led to: the first step that says something, or an action."""
    steps = reader.steps_and_topics(rest)
    is_plan = is_end and reader.is_outlook(rest)
    for step in steps[:-1]:
        verdict = reader.judge_predicate(step) if is_plan else reader.judge(step)
        if verdict != "nothing":
            return verdict
    return "action" if is_plan else reader.judge(steps[-1])


def _is_purpose(reader: Reader, cue: CauseCue, place: Stretch) -> bool:
    """Whether ため follows a deed in the present tense: 解消するため、 is for, not because of."""
    if cue.name != "for" or place.first == 0:
        return False
    if reader.surfaces[place.first] == "の":
        return not reader.has("judgement.trouble", Stretch(max(0, place.first - 3), place.first))
    before = Stretch(place.first - 1, place.first)
    return reader.has("judgement.verb", before) and not reader.has("judgement.state", before)
