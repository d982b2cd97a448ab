"""A progress bar on a terminal, and nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

import click

_Item = TypeVar("_Item")


def with_progress(items: Iterable[_Item], length: int, label: str) -> Iterator[_Item]:
    """Give the items one by one and show on the standard error how far that has come."""
    if not sys.stderr.isatty() or length < 2:
        yield from items
        return
    with click.progressbar(items, length=length, label=label, file=sys.stderr) as bar:
        yield from bar
