"""Records of one table linked to records of another: what stayed, was renamed, split, merged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from kict_nlp.errors import LinkError
from kict_nlp.years.candidates import Pairs, find_candidates, with_children
from kict_nlp.years.comparisons import Comparison, compare_field
from kict_nlp.years.events import name_event
from kict_nlp.years.fields import ID, Field, read_fields
from kict_nlp.years.grams import Vectors, gram_vectors
from kict_nlp.years.order import compare_order
from kict_nlp.years.parents import Families, ParentLinks
from kict_nlp.years.reasons import reasons_table, ties_table
from kict_nlp.years.rivals import find_rivals
from kict_nlp.years.splits import find_parts
from kict_nlp.years.tables import block_keys, check_table, in_fixed_order, parent_links
from kict_nlp.years.weights import FLOOR, Links, learn_links
from kict_nlp.years.wording import plain_form

if TYPE_CHECKING:
    import pandas as pd
    from numpy.typing import NDArray

THRESHOLD = 0.5  # a link is given where it is more probable than not
# Splits and merges are rare, and words alone seldom make them probable; a reader wants to see them.
PART_THRESHOLD = 0.3
_SURE = 0.9  # probability from which on a link may speak for its neighbours
# No probability is 0 or 1: with the numbers of records there are, nothing is known more exactly.
_CERTAIN = 0.9999


@dataclass(frozen=True, slots=True)
class Linkage:
    """Links with their reasons.

    Attributes
    ----------
    links : DataFrame
        As `link_tables` returns them.
    reasons : DataFrame
        For each link a waterfall; columns as in `kict_nlp.years.reasons.reasons_table`.
    ties : DataFrame
        Pairs as good as a link: id_left, id_right, other_left, other_right.
    """

    links: pd.DataFrame
    reasons: pd.DataFrame
    ties: pd.DataFrame


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
        Tables with a column ``record_id`` and the columns of ``fields``. The order of rows does not
        matter.
    fields : mapping of str to str
        Column → kind: ``text`` (names, sentences; the name first), ``category`` (departments,
        units), ``number`` (quantities, as numbers or as published), ``code`` (what records are
        numbered by, such as 0034 or Ⅰ①ア2; its order counts), ``parent`` (the identifier of what a
        record belongs to, such as the measure of an indicator; it may be new in each table).
    block_on : str or sequence of str, optional
        Columns that must be equal. Without it all records are compared by what they share.
    parents : DataFrame, optional
        Links of the parents, as this function returns them: link measures first, then their
        indicators with these links. Without them the children of a parent vote.
    threshold : float
        Probability from which on a link is given. Of two partners that are exactly as good one is
        given, at half the probability.

    Returns
    -------
    DataFrame
        id_left, id_right, score (the probability of the link), event, ties (other pairs that are as
        good), sorted by identifiers. Each record has one partner at most, apart from ``split`` and
        ``merged`` links, in which one record has several. Events: see
        `kict_nlp.years.events.name_event`.

    Raises
    ------
    LinkError
        A column or identifier is missing, doubled or empty, or a kind is unknown.

    Notes
    -----
    Nothing is trained beforehand. Candidates are each record's nearest by character n-grams; what
    agreement in each field is worth is learned from the tables themselves (`weights`), partners are
    assigned for the highest sum of log-odds, and probabilities come from wrong pairs that are known
    to be wrong (`calibration`). A split or merge is given from a probability of 0.3 on.

    Time and memory grow with the number of records, not of pairs: products of sparse vectors are
    made a portion at a time, the commonest n-grams are left out where they would cost too much, and
    at most 24 candidates a record are compared. 5,000 by 5,000 records take about 10 s and half a
    gigabyte, 50,000 by 50,000 under two minutes and 1 GB (``python -m tests.bench.linking``). For
    100,000 by 100,000 expect four minutes and 2 GB; with ``block_on`` a column that stays, such as
    the ministry, candidates are also better, as no n-gram has to be left out.

    Records that are equal word by word in every field, such as one indicator that ten programmes
    share, can only be told apart by what they belong to: give ``parent``, and ``parents``.

    Examples
    --------
    >>> import pandas as pd
    >>> names = ["相談窓口の設置", "防災訓練の実施", "図書館の運営", "広報紙の発行"]
    >>> old = pd.DataFrame({"record_id": [*"abcd"], "name": names})
    >>> names = ["防災訓練の実施", "広報紙の発行", "図書館の運営", "相談窓口の増設"]
    >>> new = pd.DataFrame({"record_id": [*"pqrs"], "name": names})
    >>> link_tables(old, new, {"name": "text"})[["id_left", "id_right", "event"]].values.tolist()
    [['a', 's', 'renamed'], ['b', 'p', 'same'], ['c', 'r', 'same'], ['d', 'q', 'same']]
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
    """Return links as `link_tables` does, with the reasons for each and what ties with it."""
    if not 0.0 <= threshold <= 1.0:
        raise LinkError(
            f"The threshold {threshold} is no probability.", hint="Give a number from 0.0 to 1.0."
        )
    columns = [block_on] if isinstance(block_on, str) else list(block_on or ())
    for table, side in ((left, "left"), (right, "right")):
        check_table(table, side, (*fields, *columns))
    left, right = (in_fixed_order(table, [*fields, *columns]) for table in (left, right))
    case = _Case(
        read_fields(left, right, fields),
        block_keys(left, right, columns),
        parent_links(parents, fields),
    )
    pairs, links = case.link()
    return _to_tables(case.fields, pairs, links, (left[ID].array, right[ID].array), threshold)


class _Case:
    """Two tables that are being linked.

    Parameters
    ----------
    fields : tuple of Field
        What is compared.
    blocks : pair of sequences of str, optional
        What must be equal.
    known : mapping, optional
        Links of parents.
    """

    def __init__(
        self,
        fields: tuple[Field, ...],
        blocks: tuple[Sequence[str], Sequence[str]] | None,
        known: ParentLinks | None,
    ) -> None:
        self.fields = fields
        self.blocks = blocks
        self.known = known
        self.vectors = _vectors(fields)

    def link(self) -> tuple[Pairs, Links]:
        """Return the candidates and the links among them."""
        pairs = find_candidates([*self.vectors.values()], self.blocks)
        if self.known is not None:
            return self._learn(
                self._with_children(pairs, dict.fromkeys(self._parents(), self.known))
            )
        pairs, links = self._learn(pairs)
        voted = {
            field: dict.fromkeys(Families(field, pairs).voted(links.belief()), 1.0)
            for field in self._parents()
        }
        wider = self._with_children(pairs, voted)
        return (pairs, links) if len(wider) == len(pairs) else self._learn(wider, pairs, links)

    def _parents(self) -> list[Field]:
        return [field for field in self.fields if field.kind == "parent"]

    def _with_children(self, pairs: Pairs, parents: Mapping[Field, ParentLinks]) -> Pairs:
        for field, linked in parents.items():
            pairs = with_children(pairs, field, linked, self.blocks)
        return pairs

    def _learn(
        self, pairs: Pairs, fewer: Pairs | None = None, links: Links | None = None
    ) -> tuple[Pairs, Links]:
        """Return the pairs with what was learned, beginning with links among fewer of them."""
        own = [
            compare_field(field, self.vectors.get(field.name), pairs)
            for field in self.fields
            if field.kind != "parent"
        ]
        families = [Families(field, pairs) for field in self._parents()]

        def around(links: Links) -> list[Comparison]:
            return self._surroundings(pairs, families, links)

        start = None
        if fewer is not None and links is not None:
            scores = np.full(len(pairs), FLOOR)
            place = pairs.find(fewer.left, fewer.right)
            scores[place] = links.scores
            start = Links(scores, place[links.chosen], links.probability)
        return pairs, learn_links(pairs, own, around, start)

    def _surroundings(
        self, pairs: Pairs, families: Sequence[Families], links: Links
    ) -> list[Comparison]:
        groups = [field for field in self.fields if field.kind == "category"]
        sure = links.chosen[links.probability >= _SURE]
        orders = [
            compare_order(field, groups, pairs, sure)
            for field in self.fields
            if field.kind == "code"
        ]
        belief = links.belief()
        return [*orders, *(family.compare(belief, self.known) for family in families)]


def _vectors(fields: Sequence[Field]) -> dict[str, Vectors]:
    """Return the vectors of the fields by which candidates are found."""
    wordy = [field for field in fields if field.kind in ("text", "category", "code")]
    used = wordy or [field for field in fields if field.kind == "number"]
    if not used:
        raise LinkError(
            "Records cannot be compared by their parents alone.",
            hint="Add a field of the kind text, category, code or number.",
        )
    return {
        field.name: gram_vectors(
            [plain_form(value) for value in field.left],
            [plain_form(value) for value in field.right],
        )
        for field in used
    }


def _to_tables(
    fields: Sequence[Field],
    pairs: Pairs,
    links: Links,
    ids: tuple[NDArray[np.object_], NDArray[np.object_]],
    threshold: float,
) -> Linkage:
    import pandas as pd

    rivals = find_rivals(pairs, links.scores, links.chosen, FLOOR)
    ties = np.bincount(rivals.chosen[rivals.ties()], minlength=len(links.chosen))
    # Of two partners that are equally good one is given; a probability of half says so.
    kept = np.where(ties == 1, 2, 1) * links.probability >= threshold
    own = links.chosen[kept]
    parts = find_parts(pairs, links.scores, own)
    likely = parts.probability >= min(PART_THRESHOLD, threshold)
    numbers = np.concatenate([own, parts.pairs[likely]])
    score = np.concatenate([links.probability[kept], parts.probability[likely]])
    score = np.clip(score, 1 - _CERTAIN, _CERTAIN)
    events: list[str] = [
        name_event(fields, row, column)
        for row, column in zip(pairs.left[own], pairs.right[own], strict=True)
    ]
    events += ["merged" if is_merge else "split" for is_merge in parts.is_merge[likely]]
    of_links = (np.asarray(ids[0])[pairs.left[numbers]], np.asarray(ids[1])[pairs.right[numbers]])
    table = pd.DataFrame(
        {
            "id_left": of_links[0],
            "id_right": of_links[1],
            "score": score,
            "event": _whole_groups(pairs, numbers, events),
            "ties": np.concatenate([ties[kept], np.zeros(likely.sum(), dtype=ties.dtype)]),
        }
    )
    order = table.sort_values(["id_left", "id_right"]).index.to_numpy()
    return Linkage(
        table.loc[order].reset_index(drop=True),
        reasons_table(
            links,
            numbers[order],
            score[order],
            (of_links[0][order], of_links[1][order]),
            fields,
            pairs,
        ),
        ties_table(rivals, links.chosen, kept, pairs, (np.asarray(ids[0]), np.asarray(ids[1]))),
    )


def _whole_groups(pairs: Pairs, numbers: NDArray[np.int64], events: Sequence[str]) -> list[str]:
    """Return the events with the link of the whole called as those of its parts."""
    split = {pairs.left[n] for n, event in zip(numbers, events, strict=True) if event == "split"}
    merged = {pairs.right[n] for n, event in zip(numbers, events, strict=True) if event == "merged"}
    return [
        "split" if pairs.left[n] in split else "merged" if pairs.right[n] in merged else event
        for n, event in zip(numbers, events, strict=True)
    ]
