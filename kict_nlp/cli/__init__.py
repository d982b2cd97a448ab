"""The command line. Each command is a short file that parses, calls the library and prints."""

from __future__ import annotations

import sys
from typing import TextIO

import click

from kict_nlp.cli.group import LazyGroup, exit_status
from kict_nlp.version import VERSION

__all__ = ["kict", "main"]

_EXIT_STATUS = """\b
Exit status:
  0  done
  1  there are findings, or some files failed
  2  wrong usage
  3  nothing could be read, or an error stopped the work
"""

kict = LazyGroup(
    "kict",
    commands_in={
        "demo": "kict_nlp.cli.demo",
        "extract": "kict_nlp.cli.extract",
        "audit": "kict_nlp.cli.audit",
        "classify": "kict_nlp.cli.classify",
        "link": "kict_nlp.cli.link",
        "inspect": "kict_nlp.cli.inspect",
        "layout": "kict_nlp.cli.layout",
        "tokenize": "kict_nlp.cli.tokenize",
        "lexicon": "kict_nlp.cli.lexicon",
        "passages": "kict_nlp.cli.passages",
        "train": "kict_nlp.cli.train",
        "evaluate": "kict_nlp.cli.evaluate",
        "review": "kict_nlp.cli.review",
    },
    help="""Read Japanese public bodies' evaluation reports (PDF) into tables.

Results go to the standard output or to -o, all else to the standard error.
""",
    epilog=_EXIT_STATUS,
    context_settings={"help_option_names": ["-h", "--help"]},
    no_args_is_help=True,
    params=[
        click.Option(
            ["--version"],
            is_flag=True,
            expose_value=False,
            is_eager=True,
            callback=lambda context, _, value: _print_version(context) if value else None,
            help="Show the version and exit.",
        )
    ],
)


def _print_version(context: click.Context) -> None:
    click.echo(f"kict {VERSION}")
    context.exit()


def main(args: list[str] | None = None) -> int:
    """Run ``kict`` and return its exit status.

    Parameters
    ----------
    args : list of str, optional
        The words after ``kict``; those of this process if not given.

    Returns
    -------
    int
        0 done, 1 findings or some files failed, 2 wrong usage, 3 nothing could be read or an
        error stopped the work; 130 stopped by Ctrl-C.
    """
    for stream in (sys.stdout, sys.stderr):
        _replace_what_cannot_be_shown(stream)
    return exit_status(kict, args)


def _replace_what_cannot_be_shown(stream: TextIO) -> None:
    """A console of code page 932 lacks some characters of reports: show ? rather than stop."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(errors="replace")
