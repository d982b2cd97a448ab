"""What policy reports speak of: fiscal years, quantities, organisations, measures by name."""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path
from typing import Literal, NamedTuple

from kict_nlp.nlp.tokenizer import Token, tokenize
from kict_nlp.text.normalize import normalize
from kict_nlp.text.numbers import Quantity, find_quantities
from kict_nlp.text.years import find_years

Label = Literal["FISCAL_YEAR", "YEAR", "QUANTITY", "ORGANIZATION", "MEASURE"]

_MIN_NAME = 4  # letters; shorter names of measures (広報) are words of the language

# A name as it may stand in a text, with what hangs on it.
_RUN = re.compile(r"[一-鿿々ヶァ-ヺーA-Za-z]{2,40}")


class Entity(NamedTuple):
    """Something that a text speaks of, and what it stands for: 2021, 12 件, a measure_id."""

    start: int
    end: int
    label: Label
    meaning: str


class MeasureNames:
    """Names of measures, to be found in texts whatever their width.

    Parameters
    ----------
    names : mapping of str to str
        measure_id → name. Names of fewer than four letters are not looked for.
    """

    def __init__(self, names: Mapping[str, str]) -> None:
        forms = {measure_id: normalize(name).text.strip() for measure_id, name in names.items()}
        kept = {id_: form for id_, form in forms.items() if len(form) >= _MIN_NAME}
        # The first measure of a name has it, as reports print repeated ones in order.
        self._ids = {form: id_ for id_, form in reversed(kept.items())}
        self._pattern = re.compile(_one_of(self._ids) or r"(?!)")

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Spans of normalised text with the measure_id; of overlapping names the longest."""
        return [(*match.span(), self._ids[match[0]]) for match in self._pattern.finditer(text)]


def find_entities(text: str, measures: MeasureNames) -> list[Entity]:
    """Return the years, quantities, measures and organisations that a text names.

    Parameters
    ----------
    text : str
        Text as published; offsets are of it.
    measures : MeasureNames
        What to look for.

    Returns
    -------
    list of Entity
        In order of their places; they may overlap.

    Examples
    --------
    >>> found = find_entities("関係課と総務課は令和３年度に水道を直した。", MeasureNames({}))
    >>> [(entity.start, entity.label, entity.meaning) for entity in found]
    [(4, 'ORGANIZATION', ''), (8, 'FISCAL_YEAR', '2021')]
    """
    place = normalize(text)
    found = [
        Entity(
            year.start,
            year.end,
            "FISCAL_YEAR" if year.kind == "fiscal_year" else "YEAR",
            str(year.year),
        )
        for year in find_years(place)
    ]
    found += [
        Entity(quantity.start, quantity.end, "QUANTITY", _amount(quantity))
        for quantity in find_quantities(text)
    ]
    for start, end, measure_id in measures.find(place.text):
        found.append(Entity(*place.to_original(start, end), "MEASURE", measure_id))
    for start, end in _find_bodies(place.text):
        found.append(Entity(*place.to_original(start, end), "ORGANIZATION", ""))
    return sorted(found)


def _amount(quantity: Quantity) -> str:
    """A quantity in one spelling: 12 件, 10~20 %."""
    ends = [quantity.value] if quantity.upper is None else [quantity.value, quantity.upper]
    numbers = "~".join(str(end) if end.denominator == 1 else str(float(end)) for end in ends)
    return numbers if quantity.unit is None else f"{numbers} {quantity.unit}"


@dataclass(frozen=True, slots=True)
class _Organizations:
    """How names of organisations end and begin, see organizations.toml."""

    kinds: frozenset[str]
    weak_kinds: frozenset[str]
    general: frozenset[str]
    counters: tuple[str, ...]
    ending: re.Pattern[str]
    after: re.Pattern[str]


@functools.cache
def _organizations() -> _Organizations:
    path = Path(__file__).with_name("organizations.toml")
    lists = {name: words.split() for name, words in tomllib.loads(path.read_text("utf-8")).items()}
    return _Organizations(
        frozenset(lists["kinds"]),
        frozenset(lists["weak_kinds"]),
        frozenset(lists["general"]),
        tuple(lists["counters"]),
        re.compile(f"(?:{_one_of(lists['kinds'])})$"),
        re.compile(f"(?:{_one_of(lists['after'])})+$"),
    )


def _one_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


def _find_bodies(text: str) -> list[tuple[int, int]]:
    """Spans of normalised text that name a department or an organisation."""
    known = _organizations()
    spans = []
    for match in _RUN.finditer(text):
        name = known.after.sub("", match[0])
        ending = known.ending.search(name)
        if ending is None:
            continue
        behind_number = text[match.start() - 1 : match.start()].isdigit()
        start = _name_start(name, ending.start(), behind_number=behind_number)
        if start is not None:
            spans.append((match.start() + start, match.start() + len(name)))
    return spans


# Reports name few bodies, each many times.
@functools.lru_cache(maxsize=4096)
def _name_start(name: str, kind: int, *, behind_number: bool) -> int | None:
    """Where a name begins behind general words; None if its kind is no word, or all there is."""
    known = _organizations()
    tokens = list(tokenize(name, "A"))
    if behind_number:
        tokens = list(dropwhile(_is_counter, tokens))
    named = list(dropwhile(lambda token: token.normalized_form in known.general, tokens))
    if not any(token.start == kind for token in tokens):
        return named[0].start if named and "固有名詞" in tokens[-1].part_of_speech else None
    before = [token for token in named if token.end <= kind]
    enough = 2 if name[kind:] in known.weak_kinds else 1
    return before[0].start if len(before) >= enough else None


def _is_counter(token: Token) -> bool:
    return "-".join(token.part_of_speech[:3]).startswith(_organizations().counters)
