"""A folder of results that is there whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from kict_nlp.errors import OutputError, OutputRefusedError

MANIFEST = "datapackage.json"
OWNER = "kict"  # the property of the manifest that lists the files which kict wrote

# Left behind by the desktops of macOS and Windows wherever someone looks.
_DESKTOP_FILES = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
_OTHER_FOLDER = "Give another folder with -o, or empty this one."


def check_folder(directory: str | Path) -> None:
    """Raise if results must not be written to that folder.

    It may be missing, be empty, or hold nothing but what kict wrote there before.

    Raises
    ------
    OutputRefusedError
        It is a file, the current folder or one above it, or holds files of somebody else.
    OutputError
        It cannot be looked into.
    """
    target = Path(directory).resolve()
    try:
        _check(target)
    except OSError as error:
        raise _cannot_write(target, error) from error


def _check(target: Path) -> None:
    if not target.exists():
        return
    if not target.is_dir():
        raise OutputRefusedError(
            "The output folder is a file.", where=str(target), hint="Give another name with -o."
        )
    if target == Path.cwd() or target in Path.cwd().parents or os.path.ismount(target):
        raise OutputRefusedError(
            "This folder cannot be replaced as a whole.",
            where=str(target),
            hint="Give a new folder inside it with -o.",
        )
    foreign = _foreign_files(target)
    if foreign:
        raise OutputRefusedError(
            f"The output folder holds files that kict did not write: {_some(foreign)}.",
            where=str(target),
            hint=_OTHER_FOLDER,
        )


def check_apart(directory: str | Path, sources: Iterable[str | Path]) -> None:
    """Raise if writing results to that folder would do away with what they are made from.

    Raises
    ------
    OutputRefusedError
        A source is the folder, or stands in it.
    """
    target = Path(directory).resolve()
    for source in sources:
        place = Path(source).resolve()
        if target in (place, *place.parents):
            raise OutputRefusedError(
                "The results would replace what they are made from.",
                where=str(source),
                hint="Give another folder with -o.",
            )


@contextmanager
def whole_folder(directory: str | Path) -> Iterator[Path]:
    """Give a temporary folder to write into, which becomes ``directory`` at the end.

    Where the body raises, ``directory`` stays as it was.

    Parameters
    ----------
    directory : str or Path
        Where the results shall be. What kict wrote there before is replaced.

    Yields
    ------
    Path
        An empty folder beside it.

    Raises
    ------
    OutputError
        See :func:`check_folder`; or the disk is full, or the folder cannot be written to.
    """
    check_folder(directory)
    target = Path(directory).resolve()
    new = target.with_name(f".{target.name}.kict-new-{os.getpid()}")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        new.mkdir()
        yield new
        _put_in_place(new, target)
    except OSError as error:
        raise _cannot_write(target, error) from error
    finally:
        shutil.rmtree(new, ignore_errors=True)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give the name of a temporary file, which becomes ``path`` at the end.

    Raises
    ------
    OutputError
        The file cannot be written.
    """
    new = path.with_name(f".{path.name}.kict-new-{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        yield new
        new.replace(path)
    except OSError as error:
        raise _cannot_write(path, error) from error
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)


def _cannot_write(path: Path, error: OSError) -> OutputError:
    return OutputError(
        f"The results cannot be written: {error.strerror or error}.",
        where=str(path),
        hint="Check the free space and your right to write there, and close programs "
        "(such as Excel) that have the files open.",
    )


def _put_in_place(new: Path, target: Path) -> None:
    if not target.exists():
        new.rename(target)
        return
    old = target.with_name(f".{target.name}.kict-old-{os.getpid()}")
    target.rename(old)
    try:
        new.rename(target)
    except OSError:
        old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _foreign_files(directory: Path) -> list[str]:
    """Names of what stands in the folder and was not written by kict."""
    own = _own_files(directory / MANIFEST) | _DESKTOP_FILES
    return sorted(
        path.name
        for path in directory.iterdir()
        # kict writes files only: a folder or a link of that name is somebody else's.
        if path.name not in own or path.is_symlink() or not path.is_file()
    )


def _own_files(manifest: Path) -> frozenset[str]:
    try:
        content = json.loads(manifest.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return frozenset()
    owner = content.get(OWNER) if isinstance(content, dict) else None
    files = owner.get("files") if isinstance(owner, dict) else None
    if not isinstance(files, list):
        return frozenset()
    return frozenset(name for name in files if isinstance(name, str)) | {MANIFEST}


def _some(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
