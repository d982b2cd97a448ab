"""Parting an explanation into why the target was missed and what is to come."""

from __future__ import annotations

import re

_SENTENCE = re.compile(r"[^。\n]*(?:。|\n|$)")

# What a sentence about the coming years opens with.
_AHEAD = re.compile(
    r"^[\s　・○◯※]*(?:また、|なお、|そのため、|このため、)?"
    r"(?:今後|引き?続き|継続して|来年度|次年度|翌年度|次期)"
)
_YEAR_AHEAD = re.compile(
    r"^[\s　・○◯※]*(?:また、|なお、)?(?:令和[元0-9０-９]+年度?)(?:は|も|の|に|以降|において|からは)"
)
# Japanese has no future tense: what is to come ends in a plain or polite present.
_PRESENT = re.compile(r"(?:[うくぐすつぬぶむる]|ます)$")
# Intentions, whatever they end in: 図りたい, 見直しが必要である, 開催することとしている.
_BE = "(?:である|であります|です|だ|がある|があります)"
_THINK = "と(?:考え(?:る|ます)|思(?:う|います)|(?:考え|思っ)て(?:いる|います|おります))"
_INTENDED = re.compile(
    rf"(?:(?<!が)たい(?:{_THINK}|です)?"
    r"|て(?:いく|いきます|まいる|まいります)"
    rf"|(?:必要|予定|方針|見込み){_BE}?|(?:考え|計画|つもり|べき){_BE}|必要{_THINK}"
    r"|(?:こと|予定|方針)と(?:する|します|している|しています|しております)"
    r"|(?:予定|計画|目指)して(?:いる|います|おります)"
    r"|(?:見込ま|求めら|望ま|期待さ)れ(?:る|ます)"
    r"|検討中)$"
)
_DECIDED = re.compile("(?:こととし|ことに(?:決め|し)|予定とし)(?:まし)?た$")
# Verbs that tell how things are or came about; in the present they are no intention.
_RU_VERBS = (
    "よ|残|とどま|留ま|至|減|[がも]かか|(?:と|に|く)な|[でにがもは]あ|[てでがもは]い|[てで]お"
    "|生じ|異な|占め|足り|増え|見え|いえ|言え|うかがえ|窺え|でき|出来|影響を与え|影響を受け"
    "|[さらわかがたばま]れ"
)
_SURU_VERBS = (
    "起因|由来|依存|影響|関係|存在|不足|減少|増加|低下|上昇|悪化|停滞|遅延|集中|要|生|相当|該当"
)
_STATE = re.compile(
    rf"(?:(?:{_RU_VERBS})(?:る|ります|ます)|(?:{_SURU_VERBS})(?:する|します|ずる)"
    rf"|続(?:く|きます)|伴(?:う|います)|上回(?:る|ります)|下回(?:る|ります)|です|{_THINK})$"
)


def split_explanation(text: str) -> tuple[str | None, str | None]:
    """Part an explanation into reason and outlook.

    The outlook is the run of sentences at the end that speak of what will be done. It begins
    with a sentence that opens with 今後, 引き続き or a coming year, or else with the first of
    the closing sentences that are in the present and state no condition.

    Parameters
    ----------
    text : str
        The explanation as published.

    Returns
    -------
    tuple of (str or None, str or None)
        Reason and outlook, both stretches of ``text`` without outer white space.

    Examples
    --------
    >>> split_explanation("参加者が集まらなかった。今後は広報に努める。")
    ('参加者が集まらなかった。', '今後は広報に努める。')
    """
    sentences = [match for match in _SENTENCE.finditer(text) if match[0].strip()]
    start = len(text)
    for match in reversed(sentences):
        sentence = match[0].strip("。\n 　")
        if not _speaks_of_future(match[0], sentence):
            break
        start = match.start()
    cue = next((m.start() for m in sentences if _AHEAD.match(m[0])), len(text))
    if cue < start and not _past_after(sentences, cue):
        start = cue
    return text[:start].strip() or None, text[start:].strip() or None


def _speaks_of_future(raw: str, sentence: str) -> bool:
    if raw.lstrip().startswith("※"):
        return False
    if _AHEAD.match(raw):
        # 今後の需要が見込めず中止した looks back; 今後は検討することとした looks ahead.
        return not sentence.endswith(("た", "ました")) or bool(_DECIDED.search(sentence))
    if _YEAR_AHEAD.match(raw) and not sentence.endswith(("た", "ました")):
        return True
    if _INTENDED.search(sentence):
        return True
    return bool(_PRESENT.search(sentence)) and not _STATE.search(sentence)


def _past_after(sentences: list[re.Match[str]], cue: int) -> bool:
    """A past tense after the cue: the cue was not the turn to the future."""
    later = [m[0].strip("。\n 　") for m in sentences if m.start() >= cue]
    return any(sentence.endswith("た") for sentence in later)
