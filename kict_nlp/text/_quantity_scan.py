"""Find quantities in normalised text: number, unit, and the words around that bear on it."""

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NamedTuple

from kict_nlp.text import _quantity_patterns as words
from kict_nlp.text._numerals import NUMERAL, PLAIN, is_scale_only, parse_numeral
from kict_nlp.text._quantity_patterns import Comparison
from kict_nlp.text._set_aside import WESTERN_HEAD, hide
from kict_nlp.text._units import REST, STRICT, TO_END, normalize_unit, unit_pattern
from kict_nlp.text._year_patterns import read_years

_OUT_OF = frozenset({"中", "のうち", "のうちの", "うち", "中の"})
_SIXTIES = frozenset({("時間", "分"), ("分", "秒")})

# How far back the words before a number are looked for, in characters.
_REACH_BACK = 40
_SEPARATORS = re.compile(r"[、。,;\n\t「」『』【】()\ufffc]|(?<=[^\s]) {2,}")
_LABEL_END = re.compile(
    r"[\s:はがをにのもで=\-・(/]*(?:約|概ね|おおむね|計|合計|平均|累計|延べ|最大|最低|毎?年度?|毎?月|毎?週|年間)?"
    r"[\s:はがをにのも(]*\Z"
)
_LABEL_START = re.compile(
    r"\A(?:[\s・:をはにがのでとも)/]|から|まで|時点|末|度|及び|又は|または|並びに|うち|中\Z"
    r"|\([0-9]+\)|[①-⑳※])+"
)


@dataclass(frozen=True, slots=True)
class FoundQuantity:
    """A quantity in normalised text; fields as in `kict_nlp.text.numbers.Quantity`."""

    start: int
    end: int
    value: Fraction
    resolution: Fraction
    unit: str | None = None
    raw_unit: str | None = None
    upper: Fraction | None = None
    total: Fraction | None = None
    comparison: Comparison = "="
    is_change: bool = False
    base: str | None = None
    per: str | None = None
    year: int | None = None
    label: str | None = None
    qualifiers: tuple[str, ...] = ()


class _Amount(NamedTuple):
    """A number with its unit."""

    start: int
    end: int
    value: Fraction
    resolution: Fraction
    unit: str | None
    raw_unit: str | None
    total: Fraction | None
    has_scale: bool


@dataclass(frozen=True, slots=True)
class Scan:
    """The quantities of a text, and the spans of all digits that were understood."""

    text: str
    quantities: tuple[FoundQuantity, ...]
    set_aside: tuple[tuple[int, int], ...]

    def left_over(self) -> list[tuple[int, int]]:
        """Return the spans of digits that belong to nothing that was understood."""
        known = [*self.set_aside, *((found.start, found.end) for found in self.quantities)]
        return [
            run.span()
            for run in re.finditer(r"[0-9]+", self.text)
            if not any(start <= run.start() and run.end() <= end for start, end in known)
        ]


def scan(text: str, *, whole: bool = False) -> Scan:
    """Return the quantities in a normalised text.

    Parameters
    ----------
    text : str
        Normalised text.
    whole : bool
        The text is one cell: what follows its number to the end is the unit, known or not.
    """
    hidden, set_aside = hide(text)
    found: list[FoundQuantity] = []
    position = 0
    while match := NUMERAL.search(hidden, position):
        per = words.PER.match(hidden, match.start())
        if per:
            set_aside.append(per.span())
            position = per.end()
            continue
        amount = _read_amount(hidden, match, whole=whole)
        if amount is None:
            position = match.end() if not match["kanji"] else match.start() + 1
            continue
        found.append(_with_context(hidden, amount, text, found[-1].end if found else 0))
        position = found[-1].end
    joined, taken = _join(text, found)
    return Scan(text, tuple(joined), tuple(sorted([*set_aside, *taken])))


def _read_amount(text: str, match: re.Match[str], *, whole: bool) -> _Amount | None:
    if match["kanji"] and not _is_kanji_number(text, match, whole=whole):
        return None
    if match["over"] and (unit := unit_pattern().match(text, match.end())) and _counts(unit):
        return _out_of(match, unit)
    numeral = parse_numeral(match[0])
    if numeral is None:
        return None
    amount = _Amount(
        match.start(), match.end(), numeral.value, numeral.resolution, None, None, None,
        has_scale=bool(re.search("[十百千万億兆]", match[0])),
    )  # fmt: skip
    return _with_unit(text, amount, whole=whole)


def _is_kanji_number(text: str, match: re.Match[str], *, whole: bool) -> bool:
    before = text[match.start() - 1 : match.start()]
    if is_scale_only(match[0]) or re.match("[第数何幾]", before):
        return False
    if whole and match.start() == 0 and len(match[0]) > 1:
        return match.end() == len(text) or bool(unit_pattern().fullmatch(text, match.end()))
    if not STRICT.match(text, match.end()):
        return False
    return len(match[0]) > 1 or not re.match("[一-鿿]", before) or before in "約計各年月週"


def _counts(unit: re.Match[str]) -> bool:
    return (unit["unit"] or unit["bracketed"]) not in {"%", "割", "ポイント"}


def _out_of(match: re.Match[str], unit: re.Match[str]) -> _Amount | None:
    part, total = parse_numeral(match["over"]), parse_numeral(match["under"])
    if part is None or total is None:
        return None
    raw = unit["unit"] or unit["bracketed"]
    return _Amount(
        match.start(), unit.end(), part.value, part.resolution, normalize_unit(raw), raw,
        total.value, has_scale=False,
    )  # fmt: skip


def _with_unit(text: str, amount: _Amount, *, whole: bool) -> _Amount:
    if tenths := re.compile(
        r"\s?割(?!合|引|当|り)(?:\s?([0-9一二三四五六七八九])\s?分)?(?:\s?([0-9])\s?厘)?"
    ).match(text, amount.end):
        return _tenths(amount, tenths)
    unit = unit_pattern().match(text, amount.end) or (
        REST.match(text, amount.end) if whole else None
    )
    if unit is None:
        return amount
    raw: str = unit["unit"] or unit["bracketed"]
    end = unit.end()
    if whole and unit["unit"] and (rest := TO_END.match(text, end)):
        raw, end = raw + rest[0], rest.end()
    return amount._replace(end=end, unit=normalize_unit(raw), raw_unit=raw)


def _tenths(amount: _Amount, tenths: re.Match[str]) -> _Amount:
    value, resolution = amount.value * 10, amount.resolution * 10
    for digit, worth in ((tenths[1], Fraction(1)), (tenths[2], Fraction(1, 10))):
        if digit and (numeral := parse_numeral(digit)):
            value, resolution = value + numeral.value * worth, worth
    return amount._replace(
        end=tenths.end(), value=value, resolution=resolution, unit="%", raw_unit="割"
    )


def _with_context(text: str, amount: _Amount, original: str, after: int) -> FoundQuantity:
    found = FoundQuantity(
        amount.start, amount.end, amount.value, amount.resolution, amount.unit, amount.raw_unit,
        total=amount.total,
    )  # fmt: skip
    found = _read_range(text, found, amount)
    found = _read_behind(text, found)
    return _read_ahead(text, found, original, after)


def _read_range(text: str, found: FoundQuantity, amount: _Amount) -> FoundQuantity:
    joint = words.RANGE.match(text, found.end)
    match = NUMERAL.match(text, joint.end()) if joint else None
    upper = _read_amount(text, match, whole=False) if match else None
    if joint is None or upper is None or not _bounds(text, found, upper, joint):
        return found
    value = found.value * _lent_scale(text, amount, upper)
    return replace(
        found, value=value, upper=upper.value, end=upper.end, unit=upper.unit or found.unit,
        raw_unit=upper.raw_unit or found.raw_unit,
        resolution=max(found.resolution, upper.resolution),
    )  # fmt: skip


def _lent_scale(text: str, lower: _Amount, upper: _Amount) -> Fraction:
    """Return the scale that the lower bound of 13~16万 has from the upper one."""
    if lower.has_scale or lower.unit is not None or not upper.has_scale:
        return Fraction(1)
    head = re.match(PLAIN, text[upper.start :])
    scale = upper.value / Fraction(head[0].replace(",", "")) if head else Fraction(1)
    return scale if lower.value * scale < upper.value else Fraction(1)


def _bounds(text: str, found: FoundQuantity, upper: _Amount, joint: re.Match[str]) -> bool:
    if found.unit is not None and found.unit != upper.unit:
        return False
    if joint["dash"] and found.unit is not None:
        return False
    if joint["kara"] and words.LEADS.match(text, upper.end):
        return False
    return found.value < upper.value


def _read_behind(text: str, found: FoundQuantity) -> FoundQuantity:
    """Take in the words of comparison and change behind the unit."""
    found = _read_comparison(text, found)
    change = words.CHANGE.match(text, found.end)
    if change is None and found.unit in words.SHARES:
        change = words.CHANGE_OF_SHARE.match(text, found.end)
    if change is None:
        return found
    found = replace(found, end=change.end(), is_change=True)
    if change["down"] and found.value > 0:
        found = _negative(found)
    return _read_comparison(text, found) if found.comparison == "=" else found


def _read_comparison(text: str, found: FoundQuantity) -> FoundQuantity:
    about = words.APPROXIMATELY.match(text, found.end)
    compare = words.COMPARE.match(text, about.end() if about else found.end)
    compare = compare or (words.COMPARE.match(text, found.end) if about else None)
    if compare is None:
        return found
    [index] = [int(name[1:]) for name, value in compare.groupdict().items() if value]
    comparison = words.COMPARES[index]
    qualifiers = found.qualifiers
    if about or comparison == "~":
        qualifiers = (*qualifiers, "approximate")
    return replace(found, end=compare.end(), comparison=comparison, qualifiers=qualifiers)


_FLIPPED: dict[Comparison, Comparison] = {">=": "<=", "<=": ">=", ">": "<", "<": ">"}


def _negative(found: FoundQuantity) -> FoundQuantity:
    """Return the quantity below zero: 10%以上削減 is at most -10."""
    if found.upper is not None:
        found = replace(found, value=found.upper, upper=found.value)
    return replace(
        found,
        value=-found.value,
        upper=None if found.upper is None else -found.upper,
        comparison=_FLIPPED.get(found.comparison, found.comparison),
    )


def _read_ahead(text: str, found: FoundQuantity, original: str, after: int) -> FoundQuantity:
    """Take in sign, 約 and 最大 before the number; note base, label and qualifiers."""
    ahead = text[max(after, found.start - _REACH_BACK) : found.start]
    if currency := words.CURRENCY.search(ahead):
        ahead = ahead[: currency.start()]
        found = replace(
            found, unit=found.unit or "円", raw_unit=found.raw_unit or currency[0].strip()
        )
        found = replace(found, start=found.start - len(currency[0]))
    if sign := words.SIGN.search(ahead):
        ahead = ahead[: sign.start()]
        found = _signed(replace(found, start=found.start - len(sign[0])), sign["sign"])
    while before := words.BEFORE.search(ahead):
        ahead = ahead[: before.start()]
        found = _bounded(replace(found, start=found.start - len(before[0])), before)
    return _read_clause(text, found, ahead, original)


def _signed(found: FoundQuantity, sign: str) -> FoundQuantity:
    is_change = found.is_change or (
        sign in {"+", "±", "プラス"}
        or (found.unit not in words.LEVELS and (sign != "-" or found.unit in words.SHARES))
    )
    found = replace(found, is_change=is_change)
    return _negative(found) if sign in {"△", "▲", "-", "マイナス"} and found.value > 0 else found


def _bounded(found: FoundQuantity, before: re.Match[str]) -> FoundQuantity:
    if before["about"]:
        comparison: Comparison = "~"
    else:
        comparison = (
            ">=" if before["least"] else "<=" if before["most"] else ">" if before["more"] else "<"
        )
    qualifiers = ("approximate", *found.qualifiers) if before["about"] else found.qualifiers
    if found.comparison not in {"=", "~"}:
        comparison = found.comparison
    return replace(found, comparison=comparison, qualifiers=tuple(dict.fromkeys(qualifiers)))


def _read_clause(text: str, found: FoundQuantity, ahead: str, original: str) -> FoundQuantity:
    """Note what the clause before says: base of a change, qualifiers, year, label."""
    qualifiers = list(found.qualifiers)
    base = words.BASE.search(ahead)
    if run := words.BEFORE_QUALIFIERS.search(ahead):
        qualifiers += [str(one.lastgroup) for one in words.QUALIFIER.finditer(run[0])]
    if behind := words.AFTER_QUALIFIERS.match(text, found.end):
        qualifiers += [str(one.lastgroup) for one in words.QUALIFIER.finditer(behind[0])]
    per = _per(ahead, found)
    if per:
        qualifiers.append("annual" if per in {"年", "年度"} else "per")
    start = found.start - len(ahead)
    base_start = start + base.start() if base else None
    return replace(
        found,
        base=original[base_start : start + base.end()].strip(" 、,:") if base else None,
        is_change=found.is_change
        or (base is not None and "比" not in base[0][-8:] and found.unit in words.SHARES),
        per=per,
        year=_year_before(original, found.start),
        label=_label(ahead[: base.start()] if base else ahead, original, start),
        qualifiers=tuple(dict.fromkeys(qualifiers)),
    )


def _per(ahead: str, found: FoundQuantity) -> str | None:
    if found.raw_unit and "/" in found.raw_unit:
        return found.raw_unit.split("/", 1)[1].strip()
    if time := words.PER_TIME.search(ahead):
        return time["time"]
    matches = list(words.PER.finditer(ahead))
    return matches[-1]["per"].strip() if matches else None


def _join(
    text: str, found: list[FoundQuantity]
) -> tuple[list[FoundQuantity], list[tuple[int, int]]]:
    """Make one of 15校中12校, 1時間30分, 4.2点(5点満点); return also spans taken in."""
    joined: list[FoundQuantity] = []
    taken: list[tuple[int, int]] = []
    for one in found:
        before = joined[-1] if joined else None
        between = text[before.end : one.start] if before else ""
        if before and between in _OUT_OF and _is_part(one, before):
            joined[-1] = replace(one, start=before.start, total=before.value, label=before.label)
        elif before and between == "" and (before.unit, one.unit) in _SIXTIES:
            joined[-1] = replace(one, start=before.start, value=before.value * 60 + one.value)
        elif before and between == "(" and text.startswith("満点", one.end):
            joined[-1] = replace(before, total=one.value)
            taken.append((one.start, one.end))
        else:
            joined.append(one)
    return joined, taken


def _is_part(one: FoundQuantity, whole: FoundQuantity) -> bool:
    # 小95% 中90% are two schools' shares.
    return whole.unit != "%" and one.unit in {None, whole.unit} and one.value <= whole.value


def _year_before(text: str, end: int) -> int | None:
    """Return the year that stands right before a number, as its head: R3:100."""
    # Read near the number only: reading the whole text for each would take quadratic time.
    start = max(0, end - _REACH_BACK)
    near = text[start:end]
    years = [(start + year.end, year.year) for year in read_years(near, None)]
    years += [
        (start + head.end(), int(head[0])) for head in WESTERN_HEAD.finditer(text, start, end + 3)
    ]
    years = sorted(year for year in years if year[0] <= end)
    if years and re.fullmatch(
        r"\s?(?:度|末|時点|の?目標値?|の?実績値?|まで)?(?:に|は|で|の)?[\s:)=]{0,3}約?\s?",
        text[years[-1][0] : end],
    ):
        return years[-1][1]
    return None


def _label(ahead: str, original: str, start: int) -> str | None:
    cuts = [cut.end() for cut in _SEPARATORS.finditer(ahead)]
    clause = original[start + (cuts[-1] if cuts else 0) : start + len(ahead)]
    return _LABEL_END.sub("", _LABEL_START.sub("", clause, count=1)).strip() or None
