"""Writes docs/commands.md: the help of every command. Run: python docs/write_commands.py"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from kict_nlp.cli import kict

TARGET = Path(__file__).with_name("commands.md")
WIDTH = 100  # columns; click would take the terminal's

HEAD = """\
# Commands

Written by `python docs/write_commands.py` from the commands themselves; a test tells when it is
out of date.
"""


def commands_text() -> str:
    """The whole reference."""
    parts = [f"## `{name}`\n\n```text\n{text}\n```\n" for name, text in _helps(kict, None)]
    return "\n".join([HEAD, *parts])


def _helps(command: click.Command, parent: click.Context | None) -> Iterator[tuple[str, str]]:
    context = click.Context(
        command,
        parent=parent,
        info_name=command.name,
        terminal_width=WIDTH,
        max_content_width=WIDTH,
        **command.context_settings,
    )
    yield context.command_path, command.get_help(context)
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                yield from _helps(found, context)


if __name__ == "__main__":
    TARGET.write_text(commands_text(), encoding="utf-8", newline="\n")
