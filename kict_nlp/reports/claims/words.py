"""How close two wordings are, by the pairs of characters that they share."""

from __future__ import annotations

import re
from functools import lru_cache

from kict_nlp.reports.claims.sentences import pack

_MARKS = re.compile(r"[「」『』（）()【】\[\]｢｣、，,.。・･/／:：\-~\"']")
# Words that any indicator may have tell nothing about which one is meant.
_COMMON = frozenset(
    {"件数", "回数", "人数", "者数", "割合", "実施", "整備", "推進", "導入", "取組"}
)


@lru_cache(maxsize=4096)  # of names that are held against one sentence after another
def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters, without marks and brackets."""
    plain = _MARKS.sub("", pack(text))
    return frozenset(plain[i : i + 2] for i in range(len(plain) - 1))


def containment(name: str | None, place: frozenset[str]) -> float:
    """Share of a name's pairs that a place has (0 to 1); pairs that any name has count half.

    Examples
    --------
    >>> containment("利用者数", pairs("アプリの利用者が増えた"))
    0.8
    """
    own = pairs(name or "")
    weights = {pair: 0.5 if pair in _COMMON else 1.0 for pair in own}
    total = sum(weights.values())
    return sum(weights[pair] for pair in own & place) / total if total else 0.0


def names(text: str, name: str) -> bool:
    """Tell whether a text has a name whole, whatever its brackets and の.

    Examples
    --------
    >>> names("「防災無線」の更新に着手した", "防災無線の更新")
    True
    """
    bare = _bare(name)
    return len(bare) >= _SHORTEST_NAME and bare in _bare(text)


_SHORTEST_NAME = 5  # characters: shorter ones stand in sentences about anything


def _bare(text: str) -> str:
    return _MARKS.sub("", pack(text)).replace("の", "")
