"""Whether a target was set anew, or only went on as it had to."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from kict_nlp.schema import Indicator
from kict_nlp.text.normalize import normalize
from kict_nlp.text.numbers import find_quantities
from kict_nlp.years.panel.values import values_of

# A report that says itself that it set a target anew.
_SAYS_SO = re.compile(
    "目標.*?(?:見直|改め|改定|修正|変更|引き?上げ|引き?下げ|上方|下方|上積み|前倒し|再設定)"
)
_SENTENCES = re.compile("[。\n]")


def revision(left: Indicator, right: Indicator, texts: Iterable[str | None]) -> str | None:
    """Return why a target counts as revised, or None.

    A target of each year that rises from year to year does what it was made for. It was revised
    where it is a target of the same year with another value, where it asks for less than before,
    or where the report says so and names the new figure.

    Parameters
    ----------
    left, right : Indicator
        Of an earlier and a later year, in one unit.
    texts : iterable of str or None
        Explanations of both years.

    Examples
    --------
    >>> def of(target):
    ...     return Indicator(indicator_id="i", measure_id="m", target=target, comparison=">=")
    >>> revision(of("100件"), of("80件"), [])
    'asks for less'
    >>> revision(of("100件"), of("130件"), []) is None
    True
    >>> revision(of("100件"), of("130件"), ["目標を120件から130件に引き上げた。"])
    'the report says so: 目標を120件から130件に引き上げた'
    """
    one, other = values_of(left).target, values_of(right).target
    if one is None or other is None or one.value == other.value:
        return None
    if _is_set_for_one_year(left, right):
        return f"another target for {right.target_year}"
    said = _said(other.value, texts)
    if said is not None:
        return f"the report says so: {said}"
    return "asks for less" if _asks_for_less(one.value, other.value, right) else None


def _is_set_for_one_year(left: Indicator, right: Indicator) -> bool:
    return right.target_year is not None and left.target_year == right.target_year


def _asks_for_less(before: Fraction, after: Fraction, indicator: Indicator) -> bool:
    if indicator.comparison == "<=":
        return after > before
    return indicator.comparison == ">=" and after < before


def _said(target: Fraction, texts: Iterable[str | None]) -> str | None:
    """The sentence that tells of a revision and names the new target as the outcome."""
    for text in texts:
        for sentence in _SENTENCES.split(text or ""):
            plain = normalize(sentence).text
            said = _SAYS_SO.search(plain)
            if said is not None and _last_value(plain[: said.end()]) == target:
                return sentence.strip("\u3000 ※")
    return None


def _last_value(text: str) -> Fraction | None:
    """The last figure: the new one, since it is said from which to which a target went."""
    found = find_quantities(text)
    if not found:
        return None
    return found[-1].value if found[-1].upper is None else found[-1].upper
