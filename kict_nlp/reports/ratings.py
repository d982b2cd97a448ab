"""What a rating symbol means: by the report's own legend, its layout, or common use."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from kict_nlp.schema import Rating
from kict_nlp.text.normalize import normalize

# One look, several code points: circles, crosses and dashes are compared in one form.
_SAME_LOOK = str.maketrans(
    "○〇⚪✕✖╳☓Ｘ—ー－–─‐-−",
    "◯◯◯×××××――――――――",
)

_LONGEST_SYMBOL = 12  # characters: what is longer in a column of ratings is a comment
_SYMBOL = r"[◎○◯〇△▲×✕●☆★◇□―—－–─‐\-−]|[SＳA-EＡ-Ｅ](?![A-Za-zＡ-Ｚａ-ｚ])|[1-5１-５](?=\s*[:：…])"

_NONE = re.compile(
    "未設定|設定なし|設定していない|対象外|評価なし|未評価|評価(?:しない|していない|不能|不可)|該当なし"
    "|終了|判定不(?:能|可)|判定できな|集計中|未確定|把握できな|評価対象で(?:は)?ない|目標なし|指標なし|実績なし|データなし"
)
# A shortfall that is denied is none: 遅れなし, 停滞なく, 下回らなかった; 大きな遅れはない is less.
_NO_SHORTFALL = re.compile(
    "(?P<large>大きな|大幅な|著しい|目立った)?"
    "(?:(?:遅れ|遅延|停滞|支障|困難|問題|滞り)(?:(?:が|は|も|など)?な(?:し|く|い)|ることなく)"
    "|下回(?:ら(?:なかった|ない|ず)|ることなく))"
)
# What is still to come is not rated: 実施予定, 達成見込み; 予定どおり is.
_TO_COME = re.compile("(?:予定|見込み?)(?:である|です)?$")
# A positive word that is denied: 実施できていない, 達成できず, 順調ではない, 達成には至っていない.
_NOT = "(?:て(?:い|おら|は(?:い)?)?)?(?:な|ず|ません)"
_DENIED = re.compile(
    f"(?:でき|出来|せ|至ら|至っ|達し|届か|届い|満たさ|満たし|進ま){_NOT}"
    "|し(?:て(?:い|おら)?)?(?:な[いか]|ず|ません)|(?:では|で)な[いか]|なかった|と(?:は|も)?[言い]えな"
)
_SHORT = re.compile(
    "下回|未達|遅れ|遅延|未実施|未着手|未完|[不非]達成|不可|見送|難し|危ぶ|不十分|低調|困難|不調|停滞"
    "|要改善|改善(?:を要|が必要)|見直しが必要"
    "|進んでい?ない|大きくない|向かっていない|変わらない|横ばい|後退|悪化|努力を要"
    "|not (?:achieved|met)|behind|delayed|missed",
    re.IGNORECASE,
)
_ALMOST = re.compile(
    "概ね|おおむね|ほぼ|一部|部分|半分|半ば|やや|若干|わずか|ある程度|一定|相当程度"
    "|(?:実施|対応|進行|推進|取組)中|partial|partly|mostly",
    re.IGNORECASE,
)
# Short of the target, but better than before; "改善していない" is not.
_BETTER = re.compile(
    "(?:基準|現状|策定時|当初)[値年度]{0,2}(?:を|よりも?)上回"
    "|(?:改善|前進|向上)(?!(?:し|が|は|も|を)?(?:てい|見られ|でき|要|必要)?(?:な|す))"
)
_AS_PLANNED = re.compile(
    "(?:計画|予定|目標|想定)(?:どおり|通り)|on (?:track|schedule)", re.IGNORECASE
)
_ABOVE = re.compile(
    "上回|超過|超え|超える|前倒し|以上に|計画以上|予定以上|目標以上|期待以上|大きく進|exceed",
    re.IGNORECASE,
)
_MET = re.compile(
    "(?:達成|実施)(?!率|度|状況)|達した|順調|どおり|通り|良好|完了|できた|維持|着実|進んでいる|進捗している|十分|achieved|met",
    re.IGNORECASE,
)
_IN_BRACKETS = re.compile(r"\([^()]*\)")
_PERCENT = re.compile(r"(\d+(?:\.\d+)?)\s*[%％]\s*(以上|未満|超|以下)?")


def normalize_symbol(symbol: str) -> str:
    """The symbol in the one form in which symbols are compared."""
    return normalize(symbol).text.strip().translate(_SAME_LOOK)


def rating_of_words(words: str) -> Rating | None:
    """Return the rating that a phrase states, or None.

    Examples
    --------
    >>> rating_of_words("目標を上回った"), rating_of_words("概ね順調"), rating_of_words("未達成")
    ('exceeded', 'partly', 'missed')
    """
    text = normalize(words).text
    if _NONE.search(text):
        return "none"
    bare = _NO_SHORTFALL.sub(_as_success, _IN_BRACKETS.sub("", text))
    if _TO_COME.search(bare):
        return None
    # 概ね実施できた(50%以上80%未満): the words count; 達成率80%以上: the band does.
    return _rating_of_percent(bare) or _rating_of_phrase(bare) or _rating_of_percent(text)


def _as_success(denied: re.Match[str]) -> str:
    return "概ね順調" if denied["large"] else "順調"


def _rating_of_phrase(text: str) -> Rating | None:
    if _SHORT.search(text) or _DENIED.search(text):
        return "partly" if _ALMOST.search(text) or _BETTER.search(text) else "missed"
    if _AS_PLANNED.search(text):
        return "partly" if _ALMOST.search(text) else "met"
    if _ABOVE.search(text):
        return "exceeded"
    if _ALMOST.search(text):
        return "partly"
    if _MET.search(text):
        return "met"
    return "partly" if _BETTER.search(text) else None


def _rating_of_percent(text: str) -> Rating | None:
    """The band of an achievement rate: by its lower end, else by its upper end."""
    bounds = _PERCENT.findall(text)
    lower = [float(value) for value, kind in bounds if kind in ("以上", "超")]
    upper = [float(value) for value, kind in bounds if kind in ("未満", "以下")]
    if lower:
        if lower[0] > 100 or (lower[0] == 100 and "超" in text and not upper):
            return "exceeded"
        return "met" if lower[0] == 100 else "partly"
    if upper:
        return "missed"
    return "met" if [float(value) for value, _ in bounds] == [100] else None


def find_legend(texts: Iterable[str], printed: Iterable[str] = ()) -> dict[str, str]:
    """Return symbol → the words that define it, from the line of text that defines the most.

    Parameters
    ----------
    texts : iterable of str
        Lines of the report.
    printed : iterable of str
        What stands in the column of ratings: words there may be defined like symbols.

    Examples
    --------
    >>> find_legend(["（評価）◎目標を上回った　◯達成　△未達成　―指標未設定"])["△"]
    '未達成'
    """
    known = {normalize_symbol(symbol) for symbol in printed}
    own = sorted({re.escape(p) for p in printed if 0 < len(p) <= _LONGEST_SYMBOL}, key=len)[::-1]
    words = [_defined(p) if len(p) > 1 else p for p in own]
    symbol = "|".join([*words, _SYMBOL])
    definition = re.compile(
        rf"(?P<symbol>{symbol})\s*[」』]?\s*(?:[:：…=＝・はが]+\s*)?"
        rf"(?P<words>(?:(?!(?:{symbol})(?:[:：…=＝\s・]|[^\d０-９]{{2}})).)+)"
    )
    legend: dict[str, str] = {}
    for text in texts:
        found: dict[str, str] = {}
        for match in definition.finditer(text):
            if rating_of_words(match["words"]) is not None:
                found.setdefault(normalize_symbol(match["symbol"]), match["words"].strip())
        explains = not known or 2 * len(known & set(found)) >= len(known)
        if len(found) > 1 and explains and _worth(found, known) > _worth(legend, known):
            legend = found
    return legend


def _defined(symbol: str) -> str:
    """Words need a mark behind them to be defined; signs such as ★★★ may stand before a space."""
    after = r"\s*[:：…・=＝]" if re.search(r"\w", symbol) else r"\s*[:：…・=＝]|\s"
    return rf"{symbol}(?={after})"


def _worth(legend: Mapping[str, str], printed: set[str]) -> tuple[int, int]:
    """A legend that explains more of what is printed is the right one."""
    return len(printed & set(legend)), len(legend)


_CHECKED = re.compile(r"[■☑☒◉●✓✔☑]\s*([^\s□■☐☑○◯●・/／]+)")
_UNCHECKED = re.compile("[□☐○◯]")


def checked_option(text: str) -> str:
    """The option that is ticked in a list such as ■達成　□未達成; else the text itself.

    Examples
    --------
    >>> checked_option("□達成　■概ね達成　□未達成")
    '概ね達成'
    """
    ticked = _CHECKED.findall(text)
    return ticked[0] if len(ticked) == 1 and _UNCHECKED.search(text) else text
