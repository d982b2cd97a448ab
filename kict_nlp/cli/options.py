"""Options that several commands have, declared once."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from kict_nlp.cli.group import RefusedError
from kict_nlp.errors import LayoutError

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


format_option = click.option(
    "--format",
    "formats",
    default="csv",
    show_default=True,
    metavar="csv,xlsx,parquet,duckdb",
    help="What to write, with commas between.",
)


def check_layout(name: str) -> None:
    """Stop before any work if a layout is unknown or faulty."""
    from kict_nlp.reports.layout import find_layout

    if name == "auto":
        return
    try:
        find_layout(name)
    except LayoutError as error:
        raise RefusedError(str(error)) from error


def codebook_option(command: _Command) -> _Command:
    """Add the option for codes of one's own."""
    return _CODEBOOK(command)


_CODEBOOK = click.option(
    "--codebook", type=FILE, metavar="FILE.toml", help="Codes of your own, added to ours."
)


def folder_option(command: _Command) -> _Command:
    """Add the option for the folder of results."""
    return _OUTPUT(command)


_OUTPUT = click.option(
    "-o",
    "--output",
    "output",
    required=True,
    metavar="DIR",
    type=FOLDER,
    help="Folder for the tables.",
)
