"""Sentences of official Japanese."""

from __future__ import annotations

import re

_END = re.compile(r"[。！？!?]+[」』）)】]*|\n+")


def find_sentences(text: str) -> list[tuple[int, int]]:
    """Return where the sentences of a text stand."""
    ends = [match.end() for match in _END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    return list(zip([0, *ends[:-1]], ends, strict=True)) if text else []
