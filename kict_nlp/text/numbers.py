"""Typed quantities and cells: 約1,000人以上, 10～20％, △3.2ポイント, (1)100件 (2)集計中, ―."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from kict_nlp.errors import NotANumberError
from kict_nlp.text._cell_scan import FoundCell, read_cell, read_lone_quantity
from kict_nlp.text._quantity_patterns import Comparison
from kict_nlp.text._quantity_scan import FoundQuantity, scan
from kict_nlp.text.normalize import NormalizedText, normalize
from kict_nlp.text.years import YearMention, find_years

__all__ = [
    "CellValue",
    "Quantity",
    "find_quantities",
    "find_unread_digits",
    "parse_cell",
    "parse_quantity",
]

CellKind = Literal["quantity", "state", "deadline", "change", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number in a text, with its unit and the words that bear on it.

    Attributes
    ----------
    raw : str
        As published: the text from ``start`` to ``end``, with sign, 約, unit, 以上, 増, without
        qualifiers in brackets or before it.
    start, end : int
        Code points of the text that was searched, half open.
    value : Fraction
        Exact, in ``unit``: 3万4千件 is 34000, 12百万円 is 12000000 円, 3割5分 is 35 %. A decrease
        (10%削減, △3.2) is negative. Of a range it is the lower bound. ``float(value)`` is
        exact enough for ratios.
    upper : Fraction or None
        The upper bound of a range; None where there is no range.
    resolution : Fraction
        Worth of one step in the last printed place: 1/10 for 97.4 %, 1000 for 3万4千. What was
        rounded to this print lies within half of it.
    unit : str or None
        In one spelling (か所 for ヶ所, カ所, 箇所; % for ％, パーセント, 割), without 千 or 百万
        before it. None where no unit is printed.
    raw_unit : str or None
        The unit as normalised text before its spelling was settled.
    comparison : {">=", "<=", ">", "<", "=", "~"}
        Of ``value``: 以上, 以下 or 以内, 超, 未満, none, 約 or 程度. For a decrease it is turned
        with the sign: 10%以上削減 is ``<= -10``.
    is_change : bool
        A difference from another time: +1%, 5%増, △3.2ポイント, 10%削減.
    base : str or None
        What a change is measured against, as normalised text: 前年度比.
    total : Fraction or None
        Of 12/15校 the 15.
    per : str or None
        What it is divided by: 年 of 年2回 and 人/年, 1人 of 1人当たり.
    year : int or None
        The western year printed right before it: R3:100 is 2021.
    label : str or None
        The words before it in its clause, as normalised text: 小学校 of 小学校95％.
    qualifiers : tuple of str
        Of ``approximate``, ``cumulative`` (累計, 延べ), ``total`` (計), ``expected`` (見込, 予定),
        ``estimated`` (推計), ``provisional`` (速報値), ``annual``, ``average``, ``new`` (新規),
        ``per``.
    """

    raw: str
    start: int
    end: int
    value: Fraction
    upper: Fraction | None = None
    resolution: Fraction = Fraction(1)
    unit: str | None = None
    raw_unit: str | None = None
    comparison: Comparison = "="
    is_change: bool = False
    base: str | None = None
    total: Fraction | None = None
    per: str | None = None
    year: int | None = None
    label: str | None = None
    qualifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CellValue:
    """What a whole cell of a target or a result says.

    Attributes
    ----------
    raw : str
        The cell, or the part of it, as published.
    kind : {"quantity", "state", "deadline", "change", "none"}
        ``quantity``: 100人, 小学校95％、中学校90％. ``state``: 実施, 仕様策定, 未実施, and
        sentences in which numbers only occur. ``deadline``: a time to be done by (年度内).
        ``change``: +1%, 前年度以上, 増加. ``none``: dash, empty, 対象外, and a value that is still
        to come (集計中). Of numbered parts: the first of quantity, change, deadline, state that
        one of them has.
    quantities : tuple of Quantity
        In printed order, those of all parts. Offsets are of the whole cell.
    years : tuple of YearMention
        Years, months and dates outside the notes.
    parts : tuple of CellValue
        Of "(1)100人 (2)実施" one for each; empty where nothing is numbered.
    part : str or None
        The number of this part, as normalised: "(1)".
    state : str or None
        The normalised words of a cell that is no quantity, without notes.
    is_pending, is_not_done, is_dash : bool
        The value is still to come (集計中, 把握予定); it was not done (未実施, 中止); nothing is
        there (―).
    notes : tuple of str
        As published: （※1）, ※市町村道を含む.
    unread : tuple of tuple of int
        Spans of digits that belong to nothing that was understood. Empty where all was.
    """

    raw: str
    kind: CellKind
    quantities: tuple[Quantity, ...] = ()
    years: tuple[YearMention, ...] = ()
    parts: tuple["CellValue", ...] = ()
    part: str | None = None
    state: str | None = None
    is_pending: bool = False
    is_not_done: bool = False
    is_dash: bool = False
    notes: tuple[str, ...] = ()
    unread: tuple[tuple[int, int], ...] = ()


def find_quantities(text: str) -> list[Quantity]:
    """Return the quantities in running text, in order.

    Parameters
    ----------
    text : str
        Text as published, of any width.

    Returns
    -------
    list of Quantity
        Not overlapping. Years, dates, times, ordinals and numbering (第3条, (2), 表1, ※1),
        telephone numbers and names with digits (CO2, G20, 5G) are none.

    Examples
    --------
    >>> for found in find_quantities("第3条の小学校の９５％以上、約1.2万人（累計）に配布"):
    ...     print(found.raw, float(found.value), found.unit, found.comparison, found.qualifiers)
    ９５％以上 95.0 % >= ()
    約1.2万人 12000.0 人 ~ ('approximate', 'cumulative')
    """
    place = normalize(text)
    return [_quantity(place, found) for found in scan(place.text).quantities]


def find_unread_digits(text: str) -> list[tuple[int, int]]:
    """Return where a text has digits that are neither a quantity nor anything else known.

    Parameters
    ----------
    text : str
        Text as published.

    Returns
    -------
    list of tuple of int
        Spans (start, end), code points, half open. What `find_quantities` leaves out because it is
        a year, a date, numbering or a name is not among them.

    Examples
    --------
    >>> find_unread_digits("令和３年度に12,34人、第２回に５人")
    [(6, 8), (9, 11)]
    """
    place = normalize(text)
    return [place.to_original(*span) for span in scan(place.text).left_over()]


def parse_quantity(text: str) -> Quantity:
    """Return the quantity that a text is.

    Parameters
    ----------
    text : str
        One quantity as a cell holds it, with qualifiers and notes or without: 延べ120人（見込）.
        Whatever follows the number is its unit.

    Returns
    -------
    Quantity
        Offsets are of ``text`` itself.

    Raises
    ------
    NotANumberError
        The text holds no quantity, several, or words that are no part of it.

    Examples
    --------
    >>> found = parse_quantity("１億2,345万円")
    >>> int(found.value), found.unit
    (123450000, '円')
    >>> parse_quantity("10%以上削減").comparison
    '<='
    """
    place = normalize(text)
    found = read_lone_quantity(place.text)
    if found is None:
        raise NotANumberError(
            f"{text!r} is not one quantity.",
            hint="parse_cell types whole cells; find_quantities looks in running text.",
        )
    return _quantity(place, found)


def parse_cell(text: str) -> CellValue:
    r"""Return what a whole cell of a target or a result says. Every text has a kind.

    Parameters
    ----------
    text : str
        The cell as published.

    Returns
    -------
    CellValue
        Kind, quantities, years, notes, and the digits that were not understood.

    Examples
    --------
    >>> cell = parse_cell("(1)500,000PV\n(2) 集計中")
    >>> [(part.part, part.kind, part.is_pending) for part in cell.parts]
    [('(1)', 'quantity', False), ('(2)', 'none', True)]
    >>> [parse_cell(text).kind for text in ("100人（※）", "+1%", "令和4年度末まで", "未実施", "―")]
    ['quantity', 'change', 'deadline', 'state', 'none']
    """
    place = normalize(text)
    return _cell(place, read_cell(place.text), find_years(text))


def _cell(place: NormalizedText, found: FoundCell, years: list[YearMention]) -> CellValue:
    start, end = place.to_original(found.start, found.end)
    notes = [place.to_original(*note) for note in found.notes]
    return CellValue(
        raw=place.original[start:end],
        kind=found.kind,
        quantities=tuple(_quantity(place, one) for one in found.quantities),
        years=tuple(
            year
            for year in years
            if start <= year.start < end and not any(a <= year.start < b for a, b in notes)
        ),
        parts=tuple(_cell(place, part, years) for part in found.parts),
        part=found.part,
        state=found.state,
        is_pending=found.is_pending,
        is_not_done=found.is_not_done,
        is_dash=found.is_dash,
        notes=tuple(place.original[a:b] for a, b in notes),
        unread=tuple(place.to_original(*span) for span in found.unread),
    )


def _quantity(place: NormalizedText, found: FoundQuantity) -> Quantity:
    start, end = place.to_original(found.start, found.end)
    return Quantity(
        raw=place.original[start:end],
        start=start,
        end=end,
        value=found.value,
        upper=found.upper,
        resolution=found.resolution,
        unit=found.unit,
        raw_unit=found.raw_unit,
        comparison=found.comparison,
        is_change=found.is_change,
        base=found.base,
        total=found.total,
        per=found.per,
        year=found.year,
        label=found.label,
        qualifiers=found.qualifiers,
    )
