"""What all commands share: loaded only when called, and errors that a person can read."""

from __future__ import annotations

import logging
import os
import sys
import tempfile
import traceback
from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

from kict_nlp.errors import KictError, OutputRefusedError, SchedulerAddressError
from kict_nlp.version import VERSION

DONE, FINDINGS, WRONG_USAGE, FAILED, STOPPED = 0, 1, 2, 3, 130


class LazyGroup(click.Group):
    """A group whose commands are imported when they are asked for.

    Parameters
    ----------
    name : str
        Name of the group.
    commands_in : mapping of str to str
        Name of a command → the module that has it as ``command``, in the order of the help.
    """

    def __init__(self, name: str, *, commands_in: Mapping[str, str], **attributes: Any) -> None:
        super().__init__(name, **attributes)
        self._commands_in = commands_in

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Names of the commands in the order of the help."""
        return list(self._commands_in)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import the command of that name, or None if there is none."""
        if cmd_name not in self._commands_in:
            return None
        command: click.Command = import_module(self._commands_in[cmd_name]).command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; what it raises on purpose is shown without a traceback."""
        # pdfminer reports each oddity of a font; whoever runs a command can do nothing about it.
        logging.getLogger("pdfminer").setLevel(logging.ERROR)
        try:
            return super().invoke(ctx)
        except KictError as error:
            raise shown_error(error) from error
        except BrokenPipeError:
            _forget_output()
            ctx.exit(DONE)


class FailedError(click.ClickException):
    """The work could not be done: what, where, and what to do about it."""

    exit_code = FAILED


class RefusedError(click.ClickException):
    """The work was not begun, since what was asked for is wrong."""

    exit_code = WRONG_USAGE


def shown_error(error: KictError) -> click.ClickException:
    """Return an error of the package as the command line shows it."""
    refused = isinstance(error, OutputRefusedError | SchedulerAddressError)
    return (RefusedError if refused else FailedError)(str(error))


def exit_status(group: click.Group, args: list[str] | None) -> int:
    """Run a group to its end and return the exit status; nothing is raised."""
    try:
        status = group.main(args, prog_name=group.name, standalone_mode=False)
        sys.stdout.flush()
    except click.Abort:
        click.echo("Stopped.", err=True)
        return STOPPED
    except click.ClickException as error:
        error.show()
        return error.exit_code
    except BrokenPipeError:
        _forget_output()
        return DONE
    except Exception as error:  # noqa: BLE001 - the last place before a user would see a traceback
        click.echo(_unexpected(error), err=True)
        return FAILED
    return status if isinstance(status, int) else DONE


def _forget_output() -> None:
    """Whoever read our output has enough of it; without this Python would complain at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _unexpected(error: Exception) -> str:
    """What a user reads of a bug; the traceback goes to a file that can be sent along."""
    content = f"kict {VERSION}, Python {sys.version}\n{' '.join(sys.argv)}\n\n"
    content += "".join(traceback.format_exception(error))
    details = _kept(content)
    return (
        "Error: kict met an error that its makers did not foresee "
        f"({type(error).__name__}: {error}).\n"
        f"  hint: Report it to the makers of kict_nlp{details}."
    )


def _kept(content: str) -> str:
    """Write the details to a file of their own and say which, if that can be done."""
    try:
        handle, name = tempfile.mkstemp(prefix="kict-error-", suffix=".txt")
        with os.fdopen(handle, "w", encoding="utf-8", errors="replace") as file:
            file.write(content)
    except OSError:
        return ""
    return f" together with the file {name}"
