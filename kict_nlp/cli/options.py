"""Options that several commands have, declared once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])

REPORT = click.Path(path_type=Path)
FILE = click.Path(path_type=Path, dir_okay=False)
FOLDER = click.Path(path_type=Path)


def reading_options(command: _Command) -> _Command:
    """Add the options that say how a report is read: layout, backend, password."""
    for option in (_PASSWORD, _BACKEND, _LAYOUT):
        command = option(command)
    return command


_LAYOUT = click.option(
    "--layout",
    default="auto",
    show_default=True,
    metavar="auto|NAME|FILE.toml",
    help="How the tables are built: the layout that fits, one by its name, or a file.",
)
_BACKEND = click.option(
    "--backend",
    type=click.Choice(["auto", "pdfium", "pdfplumber"]),
    default="auto",
    show_default=True,
    help="What reads the PDF; auto is pdfium, and pdfplumber for pages that it reads ill.",
)
_PASSWORD = click.option(
    "--password",
    envvar="KICT_PASSWORD",
    metavar="TEXT",
    help="Password of a protected file. Better in the environment variable KICT_PASSWORD, "
    "where other users of the machine do not see it.",
)
