"""A layout is data: which heading words mean which column, how sections and ratings look.

Layouts are TOML files. Those that come with the package lie in ``layouts/``; anyone can write
one for another body and give its path. Nothing in a layout can run.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Literal, get_args

from kict_nlp.errors import LayoutError
from kict_nlp.reports.ratings import normalize_symbol
from kict_nlp.schema import Rating
from kict_nlp.text.normalize import normalize

Role = Literal[
    "pillar",
    "middle",
    "field",
    "number",
    "measure",
    "department",
    "indicator",
    "unit",
    "baseline",
    "target",
    "target_year",
    "actual",
    "achievement",
    "rating",
    "explanation",
    "outlook",
    "note",
    "content",
]
Level = Literal["pillar", "middle", "field"]

ROLES: tuple[Role, ...] = get_args(Role)
LEVELS: tuple[Level, ...] = get_args(Level)
RATINGS: tuple[Rating, ...] = get_args(Rating)

GENERAL = "general"
_KEYS = {"name", "title", "columns", "sections", "ratings", "completed", "required"}
EQUALS, ENDS_WITH = 1000, 500  # how well a heading fits a word; a longer word fits better
_LONGEST_PATTERN = 500  # characters: a pattern longer than this is a mistake

_IN_BRACKETS = re.compile(r"[(〔\[【][^)〕\]】]*[)〕\]】]")
_SUFFIX = re.compile(
    "(?<=..)(?:名|等|欄)$"
)  # 担当課名, 理由等: what follows a word and adds nothing
_NUMBERS = frozenset({"id", "no", "no."})
_NOT_A_WORD = re.compile(r"[\s・･,、。:：/／*※]")


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """How the tables of one body are built.

    Parameters
    ----------
    name, title : str
        Short name (also that of the file) and what a person reads in a list.
    columns : mapping of role to words
        The words that stand over a column of that role.
    sections : mapping of level to pattern
        How a heading row of that level looks; groups ``number`` and ``name``.
    ratings : mapping of symbol to rating
        What the symbols mean where the report prints no legend.
    completed : pattern or None
        How a row says that its measure was finished in an earlier year.
    required : roles
        Columns without which a table is no table of measures.
    """

    name: str
    title: str
    columns: Mapping[Role, tuple[str, ...]]
    sections: Mapping[Level, re.Pattern[str]] = field(default_factory=dict)
    ratings: Mapping[str, Rating] = field(default_factory=dict)
    completed: re.Pattern[str] | None = None
    required: tuple[Role, ...] = ("measure", "rating")

    def find_role(self, heading: str) -> tuple[Role, int] | None:
        """Return the role of a column heading, and how well it fits (larger is better)."""
        return _find_role(self, heading)


# The cells of a column repeat each other, and every table is tried with every layout.
@lru_cache(maxsize=4096)
def _find_role(layout: Layout, heading: str) -> tuple[Role, int] | None:
    found = [best for text in heading_words(heading) if (best := _best_role(layout, text))]
    return max(found, key=lambda match: match[1]) if found else None


def _best_role(layout: Layout, text: str) -> tuple[Role, int] | None:
    best: tuple[int, Role] | None = None
    for role, words in layout.columns.items():
        for word in words:
            score = _fit(text, word)
            if score and (best is None or score > best[0]):
                best = (score, role)
    return (best[1], best[0]) if best else None


def heading_words(heading: str) -> list[str]:
    """The heading as it is compared: normalised, without spaces, then without brackets."""
    whole = normalize(heading).text
    bare = _NOT_A_WORD.sub("", _IN_BRACKETS.sub("", whole))
    packed = _NOT_A_WORD.sub("", whole)
    stem = _SUFFIX.sub("", bare)
    return list(dict.fromkeys((packed, bare, stem)))


def _fit(text: str, word: str) -> int:
    """0 for no fit; a whole heading beats an ending, which beats any other place."""
    text, word = text.casefold(), word.casefold()
    if text == word:
        return EQUALS + len(word)
    if word in _NUMBERS and text.endswith(word) and not text[-len(word) - 1].isascii():
        return ENDS_WITH + len(word) + len(text)  # 施策ID is a number, though 施策 is a measure
    if len(word) < 2 or (word.isascii() and len(word) < 4):
        return 0
    if text.endswith(word):
        return ENDS_WITH + len(word)
    return len(word) if word in text else 0


@cache
def known_layouts() -> tuple[Layout, ...]:
    """The layouts that come with the package, by name; the general one last."""
    folder = Path(__file__).parent / "layouts"
    layouts = [load_layout(path) for path in sorted(folder.glob("*.toml"))]
    return tuple(sorted(layouts, key=lambda layout: (layout.name == GENERAL, layout.name)))


def find_layout(name: str) -> Layout:
    """Return a layout by its name, or read it from a path that ends in ``.toml``."""
    for layout in known_layouts():
        if layout.name == name:
            return layout
    if name.endswith(".toml"):
        return load_layout(Path(name))
    names = ", ".join(layout.name for layout in known_layouts())
    raise LayoutError(
        f"There is no layout named {name}.",
        hint=f"Use auto, one of {names}, or the path of a .toml file.",
    )


def load_layout(path: Path) -> Layout:
    """Read a layout from a TOML file; unknown keys, roles and ratings are errors."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise LayoutError(
            "The layout file cannot be read.", where=str(path), hint="Check the path."
        ) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise LayoutError(
            f"The layout file is not TOML in UTF-8: {error}.",
            where=str(path),
            hint="See docs/layouts.md for an example.",
        ) from error
    return _parse_layout(content, str(path))


def _parse_layout(content: Mapping[str, Any], where: str) -> Layout:
    _check_keys(content, _KEYS, where, "$")
    name = content.get("name")
    if not isinstance(name, str) or not name:
        raise LayoutError("The layout has no name.", where=f"{where} @ $.name", hint="Add one.")
    columns = content.get("columns")
    if not isinstance(columns, Mapping) or not columns:
        raise LayoutError(
            "The layout names no columns.",
            where=f"{where} @ $.columns",
            hint='Add a table such as [columns] with measure = ["施策名"].',
        )
    _check_keys(columns, set(ROLES), where, "$.columns")
    completed = _table(content, "completed", where)
    _check_keys(completed, {"pattern"}, where, "$.completed")
    required = content.get("required", ["measure", "rating"])
    if not isinstance(required, list) or not all(isinstance(role, str) for role in required):
        raise LayoutError(
            "The roles required must be a list of texts.",
            where=f"{where} @ $.required",
            hint='Write them as in ["measure", "rating"].',
        )
    _check_keys(dict.fromkeys(required), set(ROLES), where, "$.required")
    return Layout(
        name=name,
        title=str(content.get("title", name)),
        columns={role: _words(columns[role], where, role) for role in ROLES if role in columns},
        sections=_patterns(_table(content, "sections", where), where),
        ratings=_ratings(_table(content, "ratings", where), where),
        completed=_pattern(completed["pattern"], f"{where} @ $.completed.pattern")
        if "pattern" in completed
        else None,
        required=tuple(role for role in ROLES if role in required),
    )


def _table(content: Mapping[str, Any], key: str, where: str) -> Mapping[str, Any]:
    value = content.get(key, {})
    if not isinstance(value, Mapping):
        raise LayoutError(
            f"The part {key} must be a table.",
            where=f"{where} @ $.{key}",
            hint=f"Write [{key}] on a line of its own, and its entries below.",
        )
    return value


def _check_keys(content: Mapping[str, Any], known: set[str], where: str, place: str) -> None:
    for key in content:
        if key not in known:
            raise LayoutError(
                f"The layout has an unknown key {key!r}.",
                where=f"{where} @ {place}.{key}",
                hint=f"Known here: {', '.join(sorted(known))}.",
            )


def _words(value: Any, where: str, role: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) and word for word in value):
        raise LayoutError(
            "The words of a column must be a list of texts.",
            where=f"{where} @ $.columns.{role}",
            hint='Write them as in ["施策名", "事業名"].',
        )
    # Compared in the form that heading_words gives, so that widths and spaces do not matter.
    return tuple(_NOT_A_WORD.sub("", normalize(word).text) for word in value)


def _patterns(value: Mapping[str, Any], where: str) -> dict[Level, re.Pattern[str]]:
    _check_keys(value, set(LEVELS), where, "$.sections")
    patterns: dict[Level, re.Pattern[str]] = {}
    for level in LEVELS:
        if level in value:
            pattern = _pattern(value[level], f"{where} @ $.sections.{level}")
            if not {"number", "name"} <= set(pattern.groupindex):
                raise LayoutError(
                    "The pattern of a section lacks its groups.",
                    where=f"{where} @ $.sections.{level}",
                    hint="Name them (?P<number>…) and (?P<name>…).",
                )
            patterns[level] = pattern
    return patterns


def _pattern(value: Any, where: str) -> re.Pattern[str]:
    if not isinstance(value, str) or len(value) > _LONGEST_PATTERN:
        raise LayoutError(
            "A pattern must be a text of at most 500 characters.",
            where=where,
            hint="Shorten it.",
        )
    try:
        return re.compile(value)
    except re.error as error:
        raise LayoutError(
            f"A pattern is not a regular expression: {error}.",
            where=where,
            hint="Put it in single quotes, so that TOML leaves backslashes alone.",
        ) from error


def _ratings(value: Mapping[str, Any], where: str) -> dict[str, Rating]:
    """The ratings by their symbols in the one form in which symbols are compared."""
    ratings: dict[str, Rating] = {}
    for symbol, rating in value.items():
        place = f"{where} @ $.ratings.{symbol}"
        if rating not in RATINGS:
            raise LayoutError(
                f"A symbol has the unknown rating {rating!r}.",
                where=place,
                hint=f"Known: {', '.join(RATINGS)}.",
            )
        if ratings.setdefault(normalize_symbol(symbol), rating) != rating:
            raise LayoutError(
                f"A symbol has two ratings: {symbol} looks like one above it.",
                where=place,
                hint="Keep one of the lines; widths and look-alikes do not matter.",
            )
    return ratings
