"""Records of one table linked to records of another: what stayed, was renamed, split, merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kict_nlp.errors import LinkError
from kict_nlp.years.candidates import Pairs, find_candidates, with_siblings
from kict_nlp.years.comparisons import Comparison, compare_field
from kict_nlp.years.fields import ID, Field, read_fields
from kict_nlp.years.grams import Vectors, gram_vectors
from kict_nlp.years.surroundings import compare_order, compare_parents, sure_links, voted_parents
from kict_nlp.years.tables import check_table, in_fixed_order
from kict_nlp.years.weights import Links, learn_links
from kict_nlp.years.wording import plain_form

if TYPE_CHECKING:
    import pandas as pd

THRESHOLD = 0.5  # a link is given where it is more probable than not


@dataclass(frozen=True, slots=True)
class Linkage:
    """Links with their reasons.

    Attributes
    ----------
    links : DataFrame
        id_left, id_right, score (probability), event (same | renamed | renumbered |
        target_revised | split | merged).
    reasons : DataFrame
        id_left, id_right, field, similarity, log_odds: a waterfall whose log_odds sum up to the
        log-odds of the score.
    """

    links: pd.DataFrame
    reasons: pd.DataFrame


def link_tables(
    left: pd.DataFrame,
    right: pd.DataFrame,
    fields: Mapping[str, str],
    *,
    block_on: str | Sequence[str] | None = None,
    parents: pd.DataFrame | None = None,
    threshold: float = THRESHOLD,
) -> pd.DataFrame:
    """Return which records of one table go on in another.

    Parameters
    ----------
    left, right : DataFrame
        Tables with a column ``record_id`` and the columns of ``fields``.
    fields : mapping of str to str
        Column → kind: ``text`` (names, sentences), ``category`` (departments, units), ``number``
        (quantities), ``code`` (what records are numbered by), ``parent`` (the identifier of what a
        record belongs to).
    block_on : str or sequence of str, optional
        Columns that must be equal. Records without a counterpart in them are not linked.
    parents : DataFrame, optional
        Links of the parents, as this function returns them.
    threshold : float
        Probability from which on a link is given.

    Returns
    -------
    DataFrame
        id_left, id_right, score, event, sorted by identifiers.

    Raises
    ------
    LinkError
        A column or identifier is missing, doubled or empty, or a kind is unknown.
    """
    return link_with_reasons(
        left, right, fields, block_on=block_on, parents=parents, threshold=threshold
    ).links


def link_with_reasons(
    left: pd.DataFrame,
    right: pd.DataFrame,
    fields: Mapping[str, str],
    *,
    block_on: str | Sequence[str] | None = None,
    parents: pd.DataFrame | None = None,
    threshold: float = THRESHOLD,
) -> Linkage:
    """Return links as `link_tables`, and why each was made."""
    blocks = [block_on] if isinstance(block_on, str) else list(block_on or ())
    for table, side in ((left, "left"), (right, "right")):
        check_table(table, side, (*fields, *blocks))
    if parents is not None and "parent" not in fields.values():
        raise LinkError("There are links of parents, but no field of the kind parent.")
    left, right = (in_fixed_order(table, [*fields, *blocks]) for table in (left, right))
    read = read_fields(left, right, fields)
    vectors = {
        field.name: gram_vectors(
            *(list(map(plain_form, side)) for side in (field.left, field.right))
        )
        for field in read
        if field.kind in ("text", "category", "code")
    }
    pairs = find_candidates([*vectors.values()], None)
    if parents is not None:
        for field in read:
            if field.kind == "parent":
                pairs = with_siblings(
                    pairs, field.left, field.right, [*zip(parents.id_left, parents.id_right, strict=True)]
                )
    comparisons = [
        compare_field(field, vectors.get(field.name), pairs)
        for field in read
        if field.kind != "parent"
    ]
    known = None
    if parents is not None:
        known = {
            (x, y): z
            for x, y, z in zip(parents.id_left, parents.id_right, parents.score, strict=True)
        }
    import os

    context_fields = [
        f
        for f in read
        if f.kind == "category"
        or (f.kind == "text" and len(set(f.left)) / max(1, sum(map(bool, f.left))) < 0.7)
    ]
    hidden = []
    if context_fields and os.environ.get("HIDDEN", "1") == "1":
        keys = [
            tuple("\x1f".join(v) for v in zip(*(getattr(f, s) for f in context_fields), strict=True))
            for s in ("left", "right")
        ]
        if all(len(set(k)) < 0.9 * len(k) for k in keys):
            hidden = [Field("together", "parent", *keys)]

    def around(links: Links) -> list[Comparison]:
        found = [
            compare_order(
                field,
                [one for one in read if one.kind == "category"],
                pairs,
                sure_links(links.chosen, links.probability),
            )
            for field in read
            if field.kind == "code"
        ]
        belief = links.belief()
        return (
            found
            + [
                compare_parents(field, pairs, belief, known)
                for field in read
                if field.kind == "parent"
            ]
            + [compare_parents(field, pairs, belief, None) for field in hidden]
        )

    links = learn_links(pairs, comparisons, around)
    if os.environ.get("EXPAND", "1") == "1" and known is None:
        for field in [f for f in read if f.kind == "parent"] + hidden:
            voted = voted_parents(field, pairs, links.belief())
            more = with_siblings(pairs, field.left, field.right, voted)
            print("expand", field.name, len(pairs), len(more))
            if len(more) > len(pairs):
                old = links
                olds = pairs
                pairs = more
                comparisons = [
                    compare_field(field, vectors.get(field.name), pairs)
                    for field in read
                    if field.kind != "parent"
                ]
                pos = np.searchsorted(
                    pairs.left * pairs.n_right + pairs.right, olds.left * pairs.n_right + olds.right
                )
                sc = np.full(len(pairs), -12.0)
                sc[pos] = old.scores
                links = Links(sc, pos[old.chosen], old.probability)
                links = learn_links(pairs, comparisons, around, links)
    return _tables(left, right, pairs, comparisons, links, threshold)


def _tables(
    left: pd.DataFrame,
    right: pd.DataFrame,
    pairs: Pairs,
    comparisons: Sequence[Comparison],
    links: Links,
    threshold: float,
) -> Linkage:
    import pandas as pd

    kept = np.flatnonzero(links.probability >= threshold)
    numbers = links.chosen[kept]
    ids_left, ids_right = left[ID].to_numpy(), right[ID].to_numpy()
    table = pd.DataFrame(
        {
            "id_left": ids_left[pairs.left[numbers]],
            "id_right": ids_right[pairs.right[numbers]],
            "score": links.probability[kept],
            "event": "same",
        }
    ).sort_values(["id_left", "id_right"], ignore_index=True)
    return Linkage(table, pd.DataFrame())
