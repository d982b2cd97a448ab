"""Attributes of ours on spaCy's words and documents: ``token._.kict_reading`` and the like.

spaCy keeps such attributes for the whole process. Ours are set when a pipeline is made, never at
import; their names begin with ``kict_``; and one that somebody else has set is left as it is.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from spacy.tokens import Doc, Token

from kict_nlp.errors import KictError


def _reading(token: Token) -> str:
    return "".join(token.morph.get("Reading", []))


def _split_mode(doc: Doc) -> str | None:
    mode: str | None = doc.user_data.get("kict_split_mode")
    return mode


def _dictionary(doc: Doc) -> str | None:
    name: str | None = doc.user_data.get("kict_dictionary")
    return name


_EXTENSIONS: tuple[tuple[type[Any], str, Callable[[Any], Any]], ...] = (
    (Token, "kict_reading", _reading),
    (Doc, "kict_split_mode", _split_mode),
    (Doc, "kict_dictionary", _dictionary),
)


def set_extensions() -> None:
    """Set the attributes that are not there yet.

    Raises
    ------
    KictError
        Somebody else has set an attribute of the same name.
    """
    for owner, name, getter in _EXTENSIONS:
        if not owner.has_extension(name):
            owner.set_extension(name, getter=getter)
        elif owner.get_extension(name)[2] is not getter:
            raise KictError(
                f"{owner.__name__}._.{name} is already set, but not by kict_nlp.",
                hint=f"Remove it first: {owner.__name__}.remove_extension({name!r})",
            )
