"""Files that people code passages in, whatever program they use."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Literal, get_args

from kict_nlp.causes import annotation_formats as formats
from kict_nlp.causes.annotation_formats import Tool
from kict_nlp.causes.codebook import Codebook
from kict_nlp.causes.review import CodedPassage
from kict_nlp.errors import ReviewError
from kict_nlp.output.coding_sheet import write_coding_sheet
from kict_nlp.output.coding_sheet_reading import read_coding_sheet
from kict_nlp.output.folder import whole_file

ReviewFormat = Literal["xlsx", "label-studio", "doccano", "prodigy"]

REVIEW_FORMATS: tuple[ReviewFormat, ...] = get_args(ReviewFormat)

_WRITERS: Mapping[Tool, Callable[[Sequence[CodedPassage]], str]] = {
    "label-studio": formats.to_label_studio,
    "doccano": formats.to_doccano,
    "prodigy": formats.to_prodigy,
}
_READERS: Mapping[Tool, Callable[[str, Codebook], list[CodedPassage]]] = {
    "label-studio": formats.from_label_studio,
    "doccano": formats.from_doccano,
    "prodigy": formats.from_prodigy,
}


def write_review_file(
    path: Path,
    passages: Sequence[CodedPassage],
    codebook: Codebook,
    form: ReviewFormat = "xlsx",
    *,
    blank: bool = False,
) -> None:
    """Write passages for people to code, as a workbook or for an annotation tool.

    ``blank`` leaves out the codes found so far; only a workbook can do so.
    """
    if form == "xlsx":
        write_coding_sheet(path, passages, codebook, blank=blank)
        return
    if blank:
        raise ReviewError("Only a workbook can be blank.", hint="Take the format xlsx.")
    with whole_file(path) as new:
        new.write_text(_WRITERS[form](passages), encoding="utf-8", newline="\n")


def read_review_file(
    path: Path, codebook: Codebook, form: ReviewFormat | None = None
) -> list[CodedPassage]:
    """Return the passages of a file that people coded.

    Parameters
    ----------
    path : Path
    codebook : Codebook
        The codes that are allowed.
    form : {"xlsx", "label-studio", "doccano", "prodigy"}, optional
        Told by the file itself if not given.

    Raises
    ------
    ReviewError
        The file cannot be read; or something in it is wrong, all of which the message names.
    """
    if form == "xlsx" or (form is None and path.suffix.casefold() == ".xlsx"):
        return read_coding_sheet(path, codebook)
    try:
        text = path.read_text(encoding="utf-8-sig")
        return _READERS[form or formats.detect_tool(text)](text, codebook)
    except (OSError, UnicodeDecodeError) as error:
        raise ReviewError(f"The file cannot be read: {error}.", where=str(path)) from error
    except ReviewError as error:
        where = str(path) if error.where is None else f"{path}, {error.where}"
        raise ReviewError(error.message, where=where, hint=error.hint) from error


def read_common(
    first: Path, second: Path, codebook: Codebook
) -> tuple[list[tuple[CodedPassage, CodedPassage]], tuple[int, int]]:
    """Return the passages that two people have both read, and how many each has read alone.

    Raises
    ------
    ReviewError
        A file cannot be read, or the two have nothing in common.
    """
    one, other = _read_by_id(first, codebook), _read_by_id(second, codebook)
    pairs = [(passage, other[name]) for name, passage in one.items() if name in other]
    if not pairs:
        raise ReviewError(
            f"No passage was read by both: {len(one)} by the first, {len(other)} by the second.",
            where=f"{first} and {second}",
            hint="A row counts as read where a coder's name stands or a code was given.",
        )
    if differing := [left.id for left, right in pairs if left.text != right.text]:
        raise ReviewError(
            f"The passage {differing[0]!r} has another text in the second file.",
            where=f"{first} and {second}",
            hint="Compare files of the same export.",
        )
    return pairs, (len(one) - len(pairs), len(other) - len(pairs))


def _read_by_id(path: Path, codebook: Codebook) -> dict[str, CodedPassage]:
    passages = [passage for passage in read_review_file(path, codebook) if passage.is_read]
    found = {passage.id: passage for passage in passages}
    if len(found) < len(passages):
        raise ReviewError(
            "Passages were coded twice in one file.",
            where=str(path),
            hint="Export the annotations of each person by themselves.",
        )
    return found
