"""Words around a number, in normalised text: comparison, change, qualifiers, ranges."""

import re
from typing import Literal

Comparison = Literal[">=", "<=", ">", "<", "=", "~"]
Qualifier = Literal[
    "approximate", "cumulative", "total", "expected", "estimated", "provisional", "annual",
    "average", "new", "per",
]  # fmt: skip


_ABOUT = "約|およそ|おおよそ|凡そ|概ね|おおむね|ほぼ|概数で"
_LEAST = "少なくとも|最低(?:でも)?|≧|≥|>="
_MOST = "最大(?:で)?|上限|多くとも|≦|≤|<="
BEFORE = re.compile(
    rf"(?:(?P<about>{_ABOUT})|(?P<least>{_LEAST})|(?P<most>{_MOST})|(?P<more>[>＞])|(?P<less>[<＜]))\s?\Z"
)
SIGN = re.compile(r"(?P<sign>[+△▲]|±|プラス|マイナス|(?<![^\s(\[「『:、,/=~￼は])-)\s?\Z")
CURRENCY = re.compile(r"[¥￥]\s?\Z")

RANGE = re.compile(
    r"\s?(?:(?P<wave>[~–—])|(?P<dash>-)|(?P<kara>から)|(?:ないし|乃至|以上\s?~))\s?(?:約|おおむね|概ね)?\s?(?=[0-9〇一二三四五六七八九十])"
)
# 74%から76%に and …まで引き上げ lead from one value to another; they bound no range.
LEADS = re.compile(r"\s?(?:程度)?(?:に|へ|まで(?:引|高|増|減|上|下|向上|拡大|低|短|縮|改))")

_COMPARES: tuple[tuple[Comparison, str], ...] = (
    (">=", r"以上|\(以上\)|を下回らな|[≧≥]"),
    ("<=", r"以下|以内|\(以[下内]\)|を(?:上回|超え)らな|を超えな|[≦≤]"),
    ("<", r"未満|\(未満\)|を下回|を切"),
    (
        ">",
        r"超(?!過|勤|高|音|電|え)|\(超\)|を?超え(?:る|た)?|を?超過|を?上回(?:る|った)?|をこえ|より多|より大",
    ),
    (
        "~",
        "程度|前後|ほど|くらい|ぐらい|弱(?![一-鿿])|強(?![一-鿿])|余り?(?![一-鿿])|内外|台(?![一-鿿])|近く",
    ),
)
COMPARE = re.compile(
    r"\s?(?:(?:の)?(?:水準|割合)?)(?:"
    + "|".join(f"(?P<c{index}>{words})" for index, (_, words) in enumerate(_COMPARES))
    + ")"
)
COMPARES = tuple(comparison for comparison, _ in _COMPARES)
APPROXIMATELY = re.compile(r"\s?(?:程度|前後|ほど|くらい|ぐらい)")

_UP_ALWAYS = (
    "増(?![一-鿿]|や|え|し)|増加|増大|増額|増員|増設|増収|増や|増え|増し|上昇|プラス|アップ|拡充"
)
_DOWN_ALWAYS = (
    "減(?![一-鿿]|ら|っ|じ)|減少|減額|減員|減収|減ら|減っ|減じ|削減|低減|縮減|節減|軽減|低下|マイナス"
    "|ダウン|圧縮"
)
# With other units these count what was improved or widened: 3件改善.
_UP_OF_SHARE = "向上|改善|引き?上げ|高め|上回|上積み|伸び|上げ|拡大"
_DOWN_OF_SHARE = "短縮|縮小|引き?下げ|下げ|抑制|抑え|低く"
_CHANGE = r"\s?(?:の|を|ずつ|だけ|も|分(?:の)?)?\s?"
# 低減率 and 増加数 name what is measured.
_NO_NOUN = "(?!率|量|額|数|幅)"
CHANGE = re.compile(rf"{_CHANGE}(?:(?P<up>{_UP_ALWAYS})|(?P<down>{_DOWN_ALWAYS})){_NO_NOUN}")
CHANGE_OF_SHARE = re.compile(
    rf"{_CHANGE}(?:(?P<up>{_UP_OF_SHARE})|(?P<down>{_DOWN_OF_SHARE})){_NO_NOUN}"
)
SHARES = frozenset({"%", "ポイント", "倍", "時間", "分", "日", "秒", "円", "‰"})
# Signs before these are levels below zero as often as changes.
LEVELS = frozenset({"円", "℃", "°C", "度"})

_EARLIER = (
    "前年度?|前々年度?|前回|前期|前月|昨年度?|基準年度?|基準値?|現状値?|現行|計画(?:当初)?|当初|従来"
    "|同年度?|同月|策定時|\ufffc+"
)
_AGAINST = (
    r"と?対?比(?:べ|較)?(?:して|し|で|て|の)?|よりも?|から(?![0-9])|に比べて?|と比較して|に対して?"
    "|対比で?"
)
BASE = re.compile(
    rf"(?:対\s?)?(?:{_EARLIER})(?:同期|同月|同時期)?(?:実績値?|決算額?|平均)?(?:\s?\([^()]{{0,20}}\))?\s?"
    rf"(?:{_AGAINST})[、,:\s]?\s?(?:で|約|概ね|おおむね|さらに|更に)?\s?[+△▲-]?\Z"
)
WORDS_OF_CHANGE = re.compile("倍増|半減")

_QUALIFIERS: tuple[tuple[Qualifier, str], ...] = (
    ("cumulative", "累計|累積|延べ|のべ|延(?=[0-9])|通算|通期"),
    ("total", "合計|総計|計|全体で|総数"),
    ("expected", "見込み?|予定|予測|予想"),
    ("estimated", "推計|推定|試算|概算"),
    ("provisional", "速報値?|暫定値?|仮集計|概数"),
    ("annual", "年間|年度間|毎年度?|各年度?|年平均|年当たり|/年度?|年(?=[0-9])|単年度?"),
    ("average", "平均"),
    ("new", "新規|新たに"),
    ("approximate", _ABOUT),
)
QUALIFIER = re.compile("|".join(f"(?P<{name}>{words})" for name, words in _QUALIFIERS))
_ANY_QUALIFIER = "|".join(words for _, words in _QUALIFIERS)
# Right before the number, over brackets and separators: 累計（延べ）: 1,234人.
BEFORE_QUALIFIERS = re.compile(rf"(?:(?:{_ANY_QUALIFIER})[\s():、値数で]{{0,3}})+\Z")
AFTER_QUALIFIERS = re.compile(
    r"\s?(?:\((?P<inside>[^()0-9]{1,24})\)|(?P<plain>"
    + "|".join(words for _, words in _QUALIFIERS if words != _ABOUT)
    + "))"
)
# 1人当たり, 人口10万人当たり, 1日につき; what the number after it is divided by.
PER = re.compile(
    r"(?P<per>(?:人口|一|[0-9]+[0-9,.]*[万千億]?)?\s?[^\s0-9、。()￼はがをにでと]{1,8}?)(?:当たり|あたり|当り|につき|毎に|ごとに)の?[、:\s]?"
)
# 年2回, 月1件, 週3日.
PER_TIME = re.compile(r"(?<![0-9一-鿿])(?:毎)?(?P<time>年度?|月|週|日)\s?\Z")
