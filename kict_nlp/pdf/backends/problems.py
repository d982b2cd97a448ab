"""What is wrong with a file, in the same words whichever backend met it."""

from __future__ import annotations

from kict_nlp.errors import PasswordError, TooLargeError, UnreadableFileError


def password_error(name: str, password: str | None) -> PasswordError:
    """The file opens only with a password, and none or a wrong one was given."""
    return PasswordError(
        "The password does not open this file."
        if password
        else "The file is protected by a password.",
        where=name,
        hint="Give it with --password or in the environment variable KICT_PASSWORD.",
    )


def damaged_file(name: str) -> UnreadableFileError:
    """No page can be found in the file."""
    return UnreadableFileError(
        "The PDF is damaged or cut short: no page can be found in it.",
        where=name,
        hint="Download the file again, or open it in a viewer and save it anew.",
    )


def damaged_page(name: str, number: int) -> UnreadableFileError:
    """One page of the file cannot be read."""
    return UnreadableFileError(
        "A page cannot be read.",
        where=f"{name}, page {number}",
        hint="Open the file in a viewer and save it again, then retry.",
    )


def needs_memory(where: str) -> TooLargeError:
    """What stands there takes more memory than the process may have."""
    return TooLargeError(
        "Reading needs more memory than there is.",
        where=where,
        hint="Try the other --backend, or split the file and read its parts.",
    )
