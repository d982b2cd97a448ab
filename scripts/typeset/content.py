"""What is to be printed: columns, measures and blocks of prose, read from plain data."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from .errors import ContentError

KEYS: Final = (
    "pillar",
    "middle",
    "field",
    "number",
    "measure",
    "department",
    "indicator",
    "target",
    "actual",
    "rating",
    "explanation",
)
LABEL_KEYS: Final = ("pillar", "middle", "field")
STATUS_KEYS: Final = ("target", "actual", "rating")  # one cell covers them when a measure is closed
GROUP_MARK: Final = "／"

Content = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A piece of prose.

    `kind` is heading, paragraph, bullet, note, figure, outline (the table of
    pillars and middles) or summary (the place of the summary table). `level` of
    a heading counts from 0, the title of the document.
    """

    kind: str
    level: int = 0
    number: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A column of the annex: the key in a measure, its heading, the heading above."""

    key: str
    title: str
    group: str = ""


def columns_of(content: Content) -> list[Column]:
    """Pair the printed headings with keys of a measure.

    `content["fields"]` names the keys where they are other than `KEYS`.
    """
    keys = content.get("fields", KEYS)
    titles = content["columns"]
    if len(keys) != len(titles):
        raise ContentError(
            f"{len(titles)} columns, but {len(keys)} fields: name them in content['fields']"
        )
    return [_column(key, title) for key, title in zip(keys, titles, strict=True)]


def _column(key: str, title: str) -> Column:
    group, mark, own = title.partition(GROUP_MARK)
    return Column(key=key, title=own, group=group) if mark else Column(key=key, title=title)


def label_of(measure: Content, key: str, separator: str = "　") -> str:
    """Return a pillar, middle or field as it is printed; empty where there is none.

    A pillar's number follows 柱, or what the measure gives as `pillar_prefix`.
    """
    number, name = measure.get(key) or "", measure.get(f"{key}_name") or ""
    prefix = measure.get("pillar_prefix", "柱") if key == "pillar" and number and separator else ""
    between = "" if key == "middle" or not (number and name) else separator
    return f"{prefix}{number}{between}{name}"


def text_of(measure: Content, key: str) -> str:
    """Return the text of one cell; empty where the measure has none."""
    value = measure.get(key)
    return "" if value is None else str(value)


def blocks_of(content: Content) -> list[Block]:
    """Return the prose; without any, the title and the summary table alone."""
    given = content.get("prose")
    if given is None:
        blocks = [Block(kind="heading", level=0, text=content["title"])]
        return [*blocks, Block(kind="summary")] if content.get("summary") else blocks
    return [block if isinstance(block, Block) else Block(**block) for block in given]


def runs(measures: list[Content], keys: tuple[str, ...]) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of neighbouring measures that agree in the given keys."""
    start = 0
    for index in range(1, len(measures) + 1):
        if index == len(measures) or _place(measures[index], keys) != _place(measures[start], keys):
            yield start, index
            start = index


def _place(measure: Content, keys: tuple[str, ...]) -> tuple[object, ...]:
    return tuple((measure.get(key), measure.get(f"{key}_name")) for key in keys)
