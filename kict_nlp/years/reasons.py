"""Why records were linked: a waterfall of log-odds a pair, and what ties with it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from kict_nlp.years.candidates import Pairs
from kict_nlp.years.fields import Field
from kict_nlp.years.rivals import Rivals
from kict_nlp.years.weights import Links

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

# The two rows of a waterfall that are no field.
START = "(before anything is known)"
END = "(among all links)"


def reasons_table(
    links: Links,
    pairs: NDArray[np.int64],
    probability: NDArray[np.float64],
    ids: tuple[NDArray[np.object_], NDArray[np.object_]],
    fields: Sequence[Field],
    candidates: Pairs,
) -> pd.DataFrame:
    """Return the waterfalls of the pairs.

    Parameters
    ----------
    links : Links
        What was learned.
    pairs : array of int
        Numbers of the pairs to explain.
    probability : array of float
        Their scores.
    ids : pair of array
        Identifiers of the pairs' records.
    fields : sequence of Field
        For the values.
    candidates : Pairs
        What the numbers stand for.

    Returns
    -------
    DataFrame
        id_left, id_right, field, value_left, value_right, similarity (NaN where a value is missing
        or the row is no field), log_odds. In each pair the log-odds add up to those of its score.
    """
    import pandas as pd

    steps = [(START, np.full(len(pairs), np.nan), np.full(len(pairs), links.intercept))]
    steps += [
        (one.field, one.similarity[pairs], one.features[pairs] @ weights)
        for one, weights in zip(links.comparisons, links.weights, strict=True)
    ]
    reached = np.sum([step[2] for step in steps], axis=0)
    goal = np.log(probability / (1 - probability))
    steps.append((END, np.full(len(pairs), np.nan), goal - reached))
    values = {field.name: field for field in fields}
    rows = pd.concat(
        [
            pd.DataFrame(
                {
                    "id_left": ids[0],
                    "id_right": ids[1],
                    "field": name,
                    "value_left": _values(values.get(name), 0, candidates.left[pairs]),
                    "value_right": _values(values.get(name), 1, candidates.right[pairs]),
                    "similarity": similarity,
                    "log_odds": log_odds,
                }
            )
            for name, similarity, log_odds in steps
        ]
    )
    order = np.argsort(np.tile(np.arange(len(pairs)), len(steps)), kind="stable")
    return rows.iloc[order].reset_index(drop=True)


def _values(field: Field | None, side: int, rows: NDArray[np.int64]) -> list[str]:
    if field is None:
        return [""] * len(rows)
    texts = (field.left, field.right)[side]
    return [texts[row] for row in rows]


def ties_table(
    rivals: Rivals,
    chosen: NDArray[np.int64],
    kept: NDArray[np.bool_],
    pairs: Pairs,
    ids: tuple[NDArray[np.object_], NDArray[np.object_]],
) -> pd.DataFrame:
    """Return the pairs that are as good as a link that was given.

    Returns
    -------
    DataFrame
        id_left, id_right (of the link), other_left, other_right (of the pair in its place).
    """
    import pandas as pd

    tied = np.flatnonzero(rivals.ties() & kept[rivals.chosen])
    link, other = chosen[rivals.chosen[tied]], rivals.pair[tied]
    table = pd.DataFrame(
        {
            "id_left": ids[0][pairs.left[link]],
            "id_right": ids[1][pairs.right[link]],
            "other_left": ids[0][pairs.left[other]],
            "other_right": ids[1][pairs.right[other]],
        }
    )
    return table.sort_values([*table.columns], ignore_index=True)
