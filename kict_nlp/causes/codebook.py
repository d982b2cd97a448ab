"""The codebook of causes: what each code is called, what counts, and to which group it belongs."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache
from pathlib import Path
from typing import Any

from kict_nlp.errors import CodebookError

NONE = "none"
FORMAT = 1

_CODE = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cause:
    """One code.

    ``counts_*`` says what is coded so, ``not_*`` what looks like it and is coded otherwise.
    """

    code: str
    group: str
    ja: str
    en: str
    counts_ja: str = ""
    counts_en: str = ""
    not_ja: str = ""
    not_en: str = ""


@dataclass(frozen=True, slots=True)
class Group:
    """A coarse group of codes."""

    name: str
    ja: str
    en: str


@dataclass(frozen=True, slots=True)
class Codebook:
    """Every code and group, in the order of the file, ``none`` last."""

    causes: Mapping[str, Cause]
    groups: Mapping[str, Group]

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code but ``none``."""
        return tuple(code for code in self.causes if code != NONE)

    def check(self, code: str) -> str:
        """Return the code.

        Raises
        ------
        CodebookError
            The codebook does not have it.
        """
        if code in self.causes:
            return code
        raise CodebookError(
            f"There is no code {code!r} in the codebook.",
            hint=f"Known are {', '.join(self.causes)}; others can be added in a TOML file.",
        )


def load_codebook(additions: str | Path | None = None) -> Codebook:
    """Return the codebook of the package, with codes of your own.

    Parameters
    ----------
    additions : str or Path, optional
        A TOML file of the form of ``kict_nlp/causes/codebook.toml``. A code that is already there
        is replaced.

    Raises
    ------
    CodebookError
        The file cannot be read, or an entry of it is faulty.

    Notes
    -----
    Source: own definitions of the 16 codes and 5 groups that the labelled passages use.

    Examples
    --------
    >>> load_codebook().causes["covid"].ja
    '新型コロナウイルス感染症'
    """
    shipped = _shipped()
    if additions is None:
        return shipped
    added = _read(Path(additions), known_groups=shipped.groups)
    causes = {**shipped.causes, **added.causes}
    last = causes.pop(NONE)
    return Codebook({**causes, NONE: last}, added.groups)


@cache
def _shipped() -> Codebook:
    return _read(Path(__file__).with_name("codebook.toml"), known_groups={})


def _read(path: Path, *, known_groups: Mapping[str, Group]) -> Codebook:
    content = _parse(path)
    groups = dict(known_groups)
    for name, entry in _tables(content, "groups", path):
        groups[name] = Group(name, **_texts(entry, {"ja", "en"}, f"{path} @ groups.{name}"))
    causes = {}
    for code, entry in _tables(content, "codes", path):
        causes[code] = _cause(code, entry, groups, where=f"{path} @ codes.{code}")
    return Codebook(causes, groups)


def _parse(path: Path) -> dict[str, Any]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise CodebookError("The codebook cannot be read.", where=str(path)) from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise CodebookError(
            f"The codebook is no TOML in UTF-8: {error}.", where=str(path)
        ) from error
    if unknown := set(content) - {"format", "groups", "codes"}:
        raise CodebookError(
            f"The codebook has unknown keys: {', '.join(sorted(unknown))}.",
            where=str(path),
            hint="Known are format, groups and codes.",
        )
    if content.get("format") != FORMAT:
        raise CodebookError(
            f"The codebook must say format = {FORMAT}, and says {content.get('format')!r}.",
            where=str(path),
        )
    return content


def _tables(content: Mapping[str, Any], key: str, path: Path) -> list[tuple[str, Any]]:
    entries = content.get(key, {})
    if not isinstance(entries, dict):
        raise CodebookError(f"{key} must hold tables.", where=f"{path} @ {key}")
    return list(entries.items())


def _cause(code: str, entry: object, groups: Mapping[str, Group], *, where: str) -> Cause:
    if not _CODE.fullmatch(code):
        raise CodebookError(
            "A code is written with small letters, digits and _.", where=where, hint="Rename it."
        )
    names = {field.name for field in fields(Cause)} - {"code"}
    texts = _texts(entry, names, where, required={"group", "ja", "en"})
    if texts["group"] not in groups:
        raise CodebookError(
            f"The group {texts['group']!r} is not known.",
            where=where,
            hint=f"Take one of {', '.join(groups)}, or add it under [groups].",
        )
    return Cause(code=code, **texts)


def _texts(
    entry: object, names: set[str], where: str, required: set[str] | None = None
) -> dict[str, str]:
    if not isinstance(entry, dict):
        raise CodebookError("A table with names is expected.", where=where)
    if unknown := set(entry) - names:
        raise CodebookError(
            f"Unknown keys: {', '.join(sorted(unknown))}.",
            where=where,
            hint=f"Known are {', '.join(sorted(names))}.",
        )
    if missing := (required or names) - set(entry):
        raise CodebookError(f"Missing: {', '.join(sorted(missing))}.", where=where)
    if wrong := [name for name, value in entry.items() if not isinstance(value, str)]:
        raise CodebookError(f"Not a text: {', '.join(wrong)}.", where=where)
    return entry
