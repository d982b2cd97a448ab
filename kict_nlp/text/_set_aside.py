"""Digits that are no quantity: years, dates, numbering, names, references; where they stand."""

import re

from kict_nlp.text._year_patterns import read_years

_NUMBER = "[0-9〇一二三四五六七八九十百]+"
_DAY = r"(?:[12]?[0-9]|3[01])"
_MONTH = r"(?:1[0-2]|0?[1-9])"
_WEEKDAY = r"\((?:月|火|水|木|金|土|日|祝)[^()]{0,3}\)"
# What shows that the number before it counts something after all.
_COUNTS = r"\s?[件人回か箇校社台円倍割名%つ]"

_NAMED_BEFORE = (
    "(?<![一-鿿])(?:表|図|注|設?問|例|案|柱)|様式|別紙|別添|別表|別記|資料|参考|添付|附則|項番|写真|施策"
    "|ステップ|フェー?ズ|フェイズ|ステージ|レベル|ランク|グレード|カテゴリー?|シーズン|バージョン"
    "|アウトカム|アウトプット|その|N[oO]\\.?|№|[Vv]er\\.?|pp?\\.|[Vv]ol\\.?|Phase|STEP|Step|Lv\\.?|番号"
)

# In the order in which they are looked for; what one has taken, the next does not see.
_DIGITS_OF_OTHER_USE = (
    # Telephone and postal numbers, addresses.
    r"(?<![0-9])0[0-9]{1,4}[-(][0-9]{1,4}[-)][0-9]{3,4}(?![0-9])",
    r"〒\s?[0-9]{3}-?[0-9]{0,4}|内線\s?[0-9-]+|https?://[!-~]+|[\w.+-]+@[\w.-]+",
    # Ordinals and articles: 第3条, 第2四半期, 第1・2回, 5条の2.
    (
        rf"第\s?{_NUMBER}(?:\s?[~・、,-]\s?(?:第\s?)?{_NUMBER})*"
        rf"(?:四半期|[一-鿿]{{0,3}}(?:の{_NUMBER}(?![0-9.]|{_COUNTS}))?)"
    ),
    rf"{_NUMBER}条の{_NUMBER}(?![0-9.]|{_COUNTS})|{_NUMBER}条(?!例|件|約)|{_NUMBER}項(?!目)",
    # Years that name no era: 3年9月, 5年度末.
    rf"(?<![0-9.,]){_NUMBER}年\s?{_MONTH}月(?!間)|(?<![0-9.,第])[0-9]{{1,2}}年度(?!間|分|目|連続|以)",
    # Dates without a year, days, times.
    rf"(?<![0-9.,]){_MONTH}\s?月\s?{_DAY}\s?日(?!間)(?:{_WEEKDAY})?",
    (
        rf"(?<![0-9.,]){_MONTH}(?:\s?[~・、,-]\s?{_MONTH})*\s?月(?!間|分以内|以内|以上|以下|未満|超|程度)"
        "(?:末|初旬?|上旬|中旬|下旬|頃|期|分)?"
    ),
    rf"(?<![0-9./]){_MONTH}/{_DAY}(?:\s?[、,・]\s?{_MONTH}/{_DAY})+(?![0-9/])",
    rf"(?<![0-9./]){_MONTH}/{_DAY}(?:\s?[~-]\s?(?:{_MONTH}/)?{_DAY}(?![0-9])|{_WEEKDAY})",
    r"(?<![0-9])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?::[0-5][0-9])?(?![0-9])",
    r"(?:午前|午後)\s?[0-9]{1,2}時(?:[0-9]{1,2}分|半)?",
    r"(?<![0-9.,])(?:[01]?[0-9]|2[0-4])時(?!間|点|期|代|給)(?:[0-5]?[0-9]分|半)?",
    # Numbering: (1), 1-1-2, 1.2.3, 1) at the head of a line, ※1.
    r"\(\s?[0-9]{1,2}\s?\)|(?<=\n)\s*[0-9]{1,2}[.)]\s|\A\s*[0-9]{1,2}[.)](?=\s|[^0-9\s.)])",
    r"(?<![0-9A-Za-z])[0-9]{1,3}(?:[.-][0-9]{1,3}){2,}(?![0-9])",
    r"[※*＊]\s?[0-9]{1,2}(?![0-9])(?:\s?[、,~-]\s?[※*＊]?\s?[0-9]{1,2}(?![0-9]))*",
    rf"(?:{_NAMED_BEFORE})\s?[0-9]{{1,2}}(?:[-.][0-9]{{1,3}})*(?![0-9,.]|{_COUNTS})",
    r"(?:計画|戦略|構想|プラン|ビジョン|プログラム|ロードマップ)\s?(?:[0-9]\.0|20[0-9]{2})(?![0-9%])",
    r"目標[0-9](?=[\s、:])|番号\s?[0-9]{1,4}(?:\s?[~、,・-]\s?[0-9]{1,4})*(?![0-9])",
    rf"[①-⑳)\ufffb]\s?-\s?[0-9]{{1,2}}(?![0-9.,%]|{_COUNTS})|\ufffc[-~][0-9]{{1,2}}(?![0-9.,%]|{_COUNTS})",
    r"(?:JIS|ISO|IEC)\s?[A-Z]?\s?[0-9]{2,6}(?:[-:][0-9]{1,4})*",
    "[0-9]{1,4}号(?:機|車|線|館|棟|室)?|国道[0-9]{1,3}",
    # Names that hold digits: CO2, PM2.5, A4, G20, PAC-3; 5G, 8K, 3R. Units such as m3 are none.
    (
        r"(?<![A-Za-z0-9/])(?<![0-9A-Za-z]-)(?<!トン)(?<!トン-)(?![kcdm]?m[23](?![0-9A-Za-z]))"
        r"[A-Za-z]{1,12}(?:-(?=[0-9]{1,5}(?![0-9,.]|\s?%))|\.)?[0-9]+(?:\.[0-9]+)?(?:-[0-9]+)*"
        "(?:[A-Za-z]+[0-9]*)?"
    ),
    r"(?<![0-9A-Za-z.,/])[0-9]{1,2}(?:[GKRDBS](?![A-Za-z0-9])|in1|[xX×✕][0-9]{1,2}(?![0-9]))",
    # Ages as groups, decades, centuries; words that hold a numeral; some tens.
    r"[0-9]{1,3}(?:\s?[~-]\s?[0-9]{1,3})?歳?代(?!替|表|理)|[0-9]{2}世紀",
    "(?<![0-9一-鿿])一(?:人ひとり|人一人|日も早|回り)|唯一|統一|万一|二重|三重",
    r"[0-9]+数(?=[件人回社台箇年月日名校割倍%])",
    "[数何幾][十百千万億]+|[数何幾](?=[人件回社台箇年月日名校割倍%団地施種])|十数",
)
_PATTERNS = tuple(re.compile(pattern) for pattern in _DIGITS_OF_OTHER_USE)
# A year before a colon (2021: 95%), where no 年 or era says so.
WESTERN_HEAD = re.compile(r"(?<![0-9.,])(?:19|20)[0-9]{2}(?=\s?:\s?[+△▲-]?[0-9])")
# Digits grouped as no number is: 12,34 and 1,2345; and 1 234, which is one number or two.
_UNCLEAR = re.compile(
    r"(?<![0-9.,])(?!(?:[0-9]{1,3}(?:,[0-9]{3})+)(?![0-9,]))[0-9]+(?:,[0-9]+)+"
    r"|(?<![0-9.,])[1-9][0-9]{0,2}(?: [0-9]{3})+(?![0-9,])"
)
YEAR_BLOT = "\ufffc"
_BLOT = "\ufffb"


def hide(text: str) -> tuple[str, list[tuple[int, int]]]:
    """Return the text with what is no quantity blotted out, of the same length, and the blots.

    Digits in unclear groups are blotted out too, but are not among the blots: they stay unread.

    Examples
    --------
    >>> hide("(2)第4条の5件")[1]
    [(0, 3), (3, 6)]
    """
    letters = list(text)
    spans = [(year.start, year.end) for year in read_years(text, None)]
    spans += [head.span() for head in WESTERN_HEAD.finditer(text)]
    _blot(letters, spans, YEAR_BLOT)
    for pattern in _PATTERNS:
        found = [match.span() for match in pattern.finditer("".join(letters)) if match[0]]
        _blot(letters, found, _BLOT)
        spans += found
    unclear = [match.span() for match in _UNCLEAR.finditer("".join(letters))]
    _blot(letters, unclear, _BLOT)
    return "".join(letters), sorted(spans)


def _blot(letters: list[str], spans: list[tuple[int, int]], blot: str) -> None:
    for start, end in spans:
        letters[start:end] = blot * (end - start)
