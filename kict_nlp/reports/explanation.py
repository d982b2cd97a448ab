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
_PRESENT = re.compile(
    r"(?:(?<![てで])(?<!てい)[うくぐすつぬぶむる]|ます|予定(?:である|です)?|こととする|方針(?:である|です)?|検討中)$"
)
_DECIDED = re.compile("(?:こととし|ことに(?:決め|し)|予定とし)(?:まし)?た$")
_STATE = re.compile(
    r"(?:てい|でい|てお|であ|で|に|と)(?:る|ります|あります|なる|なります)$|(?:ている|でいる|ておる|てある|である"
    r"|ています|でいます|ております|であります|となる|となります|になる|がある|があります|と考えられる|と思われる|といえる)$"
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
    return bool(_PRESENT.search(sentence)) and not _STATE.search(sentence)


def _past_after(sentences: list[re.Match[str]], cue: int) -> bool:
    """A past tense after the cue: the cue was not the turn to the future."""
    later = [m[0].strip("。\n 　") for m in sentences if m.start() >= cue]
    return any(sentence.endswith("た") for sentence in later)
