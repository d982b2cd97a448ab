"""spaCy pipelines: our tokenizer, sentences, and what policy reports speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

import spacy
from spacy.language import Language

from kict_nlp.nlp.entities import MeasureNames, find_entities
from kict_nlp.nlp.spacy_tokenizer import TOKENIZER, SudachiTokenizer
from kict_nlp.nlp.tokens import SplitMode

if TYPE_CHECKING:
    from spacy.tokens import Doc

ENTITIES = "kict_entities"
SPANS_KEY = "policy"


def load_nlp(
    split_mode: SplitMode = "C",
    *,
    lexicons: Sequence[str | Path] = (),
    entities: bool = False,
    measures: Mapping[str, str] | None = None,
) -> Language:
    """Return a spaCy pipeline for official Japanese.

    Parameters
    ----------
    split_mode : {"A", "B", "C"}
        Length of the units: A short, C long, B between.
    lexicons : sequence of Path or str
        Compiled lexicons, see `kict_nlp.nlp.lexicon.compile_lexicon`.
    entities : bool
        Whether to find what reports speak of. It takes about as long as all else, so a pipeline
        that counts words goes without; ``nlp.add_pipe("kict_entities")`` does the same.
    measures : mapping of str to str, optional
        measure_id → name of measures (施策) to be found as well; it implies ``entities``.

    Returns
    -------
    spacy.Language
        Its tokenizer is ours and sets sentence boundaries. The component ``kict_entities`` puts
        FISCAL_YEAR, YEAR, QUANTITY, ORGANIZATION and MEASURE into ``doc.spans["policy"]``, and what
        they stand for into ``span.kb_id_``: 2021, 12 件, a measure_id.

    Raises
    ------
    TokenizeError
        There is no such mode.
    LexiconError
        A lexicon cannot be opened.

    Notes
    -----
    ``nlp.to_disk`` writes lexicons and measures too; ``spacy.load`` reads them back wherever
    kict_nlp is installed, by its entry points. ``DocBin(store_user_data=True)`` keeps mode and
    dictionary.

    Examples
    --------
    >>> nlp = load_nlp("C", measures={"mihon_r3/1": "窓口の電子化"})
    >>> doc = nlp("みほん市デジタル推進課は、令和３年度に「窓口の電子化」を始めた。")
    >>> [(span.text, span.label_, span.kb_id_) for span in doc.spans["policy"]][1:]
    [('令和３年度', 'FISCAL_YEAR', '2021'), ('窓口の電子化', 'MEASURE', 'mihon_r3/1')]
    """
    settings = {
        "@tokenizers": TOKENIZER,
        "split_mode": split_mode,
        "lexicons": [str(Path(lexicon).resolve()) for lexicon in lexicons],
    }
    nlp = spacy.blank("ja", config={"nlp": {"tokenizer": settings}})
    _ = cast(
        "SudachiTokenizer", nlp.tokenizer
    ).tokenizer  # faults of mode or lexicons come out here
    if entities or measures:
        names = [list(pair) for pair in (measures or {}).items()]
        nlp.add_pipe(ENTITIES, config={"measures": names})
    return nlp


@Language.factory(
    ENTITIES, assigns=["doc.spans"], default_config={"measures": [], "spans_key": SPANS_KEY}
)
class EntityFinder:
    """Finds years, quantities, organisations and measures.

    Parameters
    ----------
    nlp : Language
        The pipeline; not used.
    name : str
        Name of the component.
    measures : list of [measure_id, name]
        Measures to look for.
    spans_key : str
        Where the spans go in ``doc.spans``.
    """

    def __init__(
        self,
        nlp: Language,  # noqa: ARG002 - spaCy's signature
        name: str,
        measures: list[list[str]],
        spans_key: str,
    ) -> None:
        self.name = name
        self.spans_key = spans_key
        self._measures = MeasureNames(dict(measures))

    def __call__(self, doc: Doc) -> Doc:
        """Put what was found into ``doc.spans``; words that a find cuts through belong to it."""
        spans = [
            doc.char_span(
                found.start, found.end, found.label, found.meaning, alignment_mode="expand"
            )
            for found in find_entities(doc.text, self._measures)
        ]
        doc.spans[self.spans_key] = [span for span in spans if span is not None]
        return doc
