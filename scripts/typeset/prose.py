"""The text layer of a report, as it was dumped, turned back into blocks of prose."""

import re
from pathlib import Path
from typing import Final

from .content import Block

HEADINGS: Final = (
    (1, re.compile(r"^([０-９1-9]{1,2})[ 　]+(\D.*)$")),
    (2, re.compile(r"^(\([0-9]+\)|（[０-９0-9]+）)[ 　]*(\S.*)$")),
    (3, re.compile(r"^([①-⑳])[ 　]+(\S.*)$")),
    (4, re.compile(r"^([ア-コ])[ 　]+(\S.*)$")),
)
BULLET: Final = re.compile(r"^([○・●◇■])[ 　]*(\S.*)$")
NOTE: Final = re.compile(r"^※[ 　]*\S")
TABLE: Final = re.compile(r"^柱[ 　]+中[ 　]?柱")
ANNEX: Final = re.compile(r"^【.*凡例】|^【別紙】")
FRESH: Final = ("また、", "そのほか、", "なお、", "さらに、", "一方、")
FIGURE_GAP: Final = 6  # empty lines in a row that a dump leaves where a figure stands
LONGEST_HEADING: Final = 40


def read_prose(report_txt: Path) -> list[Block]:
    """Read the body of a dumped report, up to its annex, and join the wraps.

    Parameters
    ----------
    report_txt : Path
        Plain text as a PDF's text layer gives it, UTF-8.

    Returns
    -------
    list of Block
        In printed order. Tables come as one block each (outline, summary),
        without their text; a figure's lines come as one block.
    """
    return parse_prose(report_txt.read_text(encoding="utf-8"))


def parse_prose(text: str) -> list[Block]:
    """Parse the text of a dumped report; see `read_prose`."""
    reader = _Reader()
    for line in text.replace("\f", "\n").splitlines():
        if ANNEX.match(line.strip()):
            break
        reader.take(line.strip(" 　\t"))
    reader.close()
    return reader.blocks


class _Reader:
    """Collects lines into the block that is open; a table or figure swallows its lines."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.open: Block | None = None
        self.last = ""
        self.empty = 0
        self.widest = 0

    def take(self, line: str) -> None:
        """Take one line of the dump."""
        if not line:
            self.empty += 1
            return
        if (
            self.empty >= FIGURE_GAP
            and not self._in("outline", "summary")
            and _heading(line) is None
        ):
            self._start(Block(kind="figure", text=line))
        elif self._in("figure"):
            self._take_in_figure(line)
        else:
            self._take_line(line)
        self.last, self.empty = line, 0

    def _in(self, *kinds: str) -> bool:
        return self.open is not None and self.open.kind in kinds

    def _take_in_figure(self, line: str) -> None:
        heading = _heading(line)
        if heading is not None and heading.level <= 1:
            self._start(heading)
        else:
            self._append("\n" + line)

    def _take_line(self, line: str) -> None:
        block = self._block(line)
        if block is not None:
            self._start(block)
        elif self.open is None or self._in("heading"):
            self._start(Block(kind="paragraph", text=line))
        elif not self._in("outline", "summary"):
            self._continue(line)

    def _block(self, line: str) -> Block | None:
        """Return the block that a line begins, None where it goes on with the open one."""
        if not self.blocks and self.open is None:
            return Block(kind="heading", level=0, text=line)
        if TABLE.match(line):
            return Block(kind="summary" if "率" in line else "outline")
        if NOTE.match(line):
            return Block(kind="note", text=line)
        if bullet := BULLET.match(line):
            return Block(kind="bullet", number=bullet[1], text=bullet[2])
        heading = _heading(line)
        return (
            None
            if heading is not None and self._in("outline", "summary") and heading.level == 3
            else heading
        )

    def _continue(self, line: str) -> None:
        """Join a wrapped line, or begin a new paragraph after a finished sentence."""
        self.widest = max(self.widest, len(self.last))
        ended = self.last.endswith("。")
        if (
            ended
            and self._in("paragraph")
            and (line.startswith(FRESH) or len(self.last) < self.widest - 2)
        ):
            self._start(Block(kind="paragraph", text=line))
        else:
            self._append(line)

    def _append(self, text: str) -> None:
        assert self.open is not None
        self.open = Block(
            kind=self.open.kind,
            level=self.open.level,
            number=self.open.number,
            text=self.open.text + text,
        )

    def _start(self, block: Block) -> None:
        self.close()
        self.open = block

    def close(self) -> None:
        """Put the open block away."""
        if self.open is not None:
            self.blocks.append(self.open)
        self.open = None


def _heading(line: str) -> Block | None:
    """Return the heading that a line is, None where it is none."""
    if len(line) > LONGEST_HEADING or line.endswith(("。", "、")):
        return None
    for level, pattern in HEADINGS:
        if found := pattern.match(line):
            return Block(kind="heading", level=level, number=found[1], text=found[2])
    return None
