"""The forms of a text that are compared: without punctuation, and without decoration as well."""

import functools
import re

from kict_nlp.text.normalize import normalize

_PUNCTUATION = re.compile(
    r"[\s、。，．・,.:;「」『』()\[\]【】〈〉《》〔〕“”\"'!?~\-–—―…‥/※○◎●△▲◆◇■□☆★]+"
)
# What is added to a name or taken from it without another thing being named.
_BRACKETS = re.compile(r"\([^()]*\)|【[^】]*】|\[[^\]]*\]|〔[^〕]*〕|《[^》]*》|〈[^〉]*〉")
_NOTES = re.compile(r"(?:※|\(注\)|注[0-9]*[):]).*", re.DOTALL)
_FIGURES = re.compile(r"(?:令和|平成|昭和|[rhs](?=[0-9]))?(?:[0-9][0-9,.]*|元(?=年))(?:年度?)?")


@functools.lru_cache(maxsize=1 << 17)
def plain_form(text: str) -> str:
    """Return a text in one width and case, without spaces and punctuation.

    Examples
    --------
    >>> plain_form("ＩＣＴ 利活用・推進（第２期）")
    'ict利活用推進第2期'
    """
    return _PUNCTUATION.sub("", normalize(text).text.lower())


@functools.lru_cache(maxsize=1 << 17)
def core_form(text: str) -> str:
    """Return the plain form without brackets, notes, numbers and years.

    What is left names the thing; where nothing is left, the plain form comes back.

    Examples
    --------
    >>> core_form("相談件数（令和3年度）※速報値"), core_form("（2021）")
    ('相談件数', '2021')
    """
    bare = _NOTES.sub("", normalize(text).text.lower())
    for _ in range(2):  # brackets within brackets
        bare = _BRACKETS.sub("", bare)
    return _PUNCTUATION.sub("", _FIGURES.sub("", bare)) or plain_form(text)
