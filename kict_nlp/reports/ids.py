"""Names made unique, so that each can serve as an id."""

from __future__ import annotations

from collections.abc import Sequence


def make_unique(names: Sequence[str]) -> list[str]:
    """Return the names in their order, the later ones of equal names with -2, -3 … behind them.

    A name never takes what another one is called already.

    Examples
    --------
    >>> make_unique(["1", "1", "1-2"])
    ['1', '1-3', '1-2']
    """
    taken = set(names)
    seen: set[str] = set()
    ids: list[str] = []
    for name in names:
        unique, number = name, 2
        while unique in seen or (unique in taken and unique != name):
            unique, number = f"{name}-{number}", number + 1
        seen.add(unique)
        ids.append(unique)
    return ids
