"""Where reports explain their symbols: in a line, over several lines, or in a small table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kict_nlp.pdf.joins import Table
from kict_nlp.pdf.lines import Line
from kict_nlp.reports.celltext import cell_text

_LONGEST_SYMBOL = 4  # characters: a cell with more is no symbol
_LONGEST_WORDS = 60  # characters: a longer text is a comment, no definition
_OPENS = re.compile(r"^\s*[・○]?\s*[「『(（]?(?:[^\w\s]|\w{1,3})[」』)）]?\s*[:：…=＝・　 ]")
_BETWEEN = "\u3000"


def legend_texts(lines: Sequence[Sequence[Line]], tables: Sequence[Table]) -> Iterator[str]:
    """Return every text that may be a legend, each as if it stood in one line.

    Parameters
    ----------
    lines : sequence of sequences of Line
        The lines outside tables, page by page.
    tables : sequence of Table
        All tables of the report.
    """
    for page in lines:
        texts = [line.text.strip() for line in page]
        yield from texts
        yield from _runs(texts)
    for table in tables:
        yield from _of_table(table)


def _runs(texts: Sequence[str]) -> Iterator[str]:
    """Neighbouring lines that each open with something short, such as a symbol."""
    run: list[str] = []
    for text in [*texts, ""]:
        if _OPENS.match(text) and len(text) <= _LONGEST_WORDS:
            run.append(text)
            continue
        if len(run) > 1:
            yield _BETWEEN.join(run)
        run = []


def _of_table(table: Table) -> Iterator[str]:
    short: list[str] = []
    for cells in table.rows():
        texts = [cell_text(c.lines).replace("\n", _BETWEEN) for c in cells if c.lines]
        yield from texts
        symbols = [text for text in texts if len(text) <= _LONGEST_SYMBOL]
        words = [text for text in texts if _LONGEST_SYMBOL < len(text) <= _LONGEST_WORDS]
        if len(texts) == 2 and symbols and words and texts[0] == symbols[0]:
            short.append(f"{symbols[0]}：{words[0]}")
        elif len(texts) > 1 and all(_OPENS.match(text) for text in texts):
            yield _BETWEEN.join(texts)
    if len(short) > 1:
        yield _BETWEEN.join(short)
