"""spaCy pipelines: our tokenizer, sentences, and what policy reports speak of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import spacy
from spacy.language import Language
from spacy.tokens import Doc, SpanGroup

from kict_nlp.nlp.entities import MeasureNames, find_entities
from kict_nlp.nlp.sentences import find_sentences
from kict_nlp.nlp.spacy_tokenizer import TOKENIZER
from kict_nlp.nlp.tokens import SplitMode

SENTENCES, ENTITIES = "kict_sentences", "kict_entities"
SPANS_KEY = "policy"

# What spaCy calls "not the start of a sentence"; it stores signed numbers in unsigned ones.
_NO_START = np.array(-1).astype(np.uint64)


def load_nlp(
    split_mode: SplitMode = "C",
    *,
    lexicons: Sequence[str | Path] = (),
    measures: Mapping[str, str] | None = None,
) -> Language:
    """Return a spaCy pipeline for official Japanese.

    Parameters
    ----------
    split_mode : {"A", "B", "C"}
        Length of the units: A short, C long, B between.
    lexicons : sequence of Path or str
        Compiled lexicons, see `kict_nlp.nlp.lexicon.compile_lexicon`.
    measures : mapping of str to str, optional
        measure_id → name of measures (施策) to be found in texts.

    Returns
    -------
    spacy.Language
        Its tokenizer is ours; ``kict_sentences`` sets sentence boundaries; ``kict_entities`` puts
        FISCAL_YEAR, YEAR, ORGANIZATION and MEASURE into ``doc.spans["policy"]``, what they stand
        for (2021, a measure_id) in ``span.kb_id_``.

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
    nlp.add_pipe(SENTENCES)
    nlp.add_pipe(ENTITIES, config={"measures": [list(pair) for pair in (measures or {}).items()]})
    return nlp


@Language.component(SENTENCES, assigns=["token.is_sent_start", "doc.sents"])
def set_sentences(doc: Doc) -> Doc:
    """Set sentence boundaries; where one lies within a word, the sentence starts behind it."""
    if not len(doc):
        return doc
    begins = [start for start, _ in find_sentences(doc.text)]
    places = doc.to_array(["IDX"]).ravel()
    starts: Any = np.full(len(doc), _NO_START, dtype=np.uint64)  # spaCy's stubs want signed ones
    starts[np.unique(np.searchsorted(places, begins)).clip(max=len(doc) - 1)] = 1
    return doc.from_array(["SENT_START"], starts)


@Language.factory(
    ENTITIES, assigns=["doc.spans"], default_config={"measures": [], "spans_key": SPANS_KEY}
)
class EntityFinder:
    """Finds years, organisations and measures.

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
        # A word that a find cuts through belongs to it.
        spans = [
            doc.char_span(
                found.start, found.end, found.label, found.meaning, alignment_mode="expand"
            )
            for found in find_entities(doc.text, self._measures)
        ]
        found = [span for span in spans if span is not None]
        doc.spans[self.spans_key] = SpanGroup(doc, name=self.spans_key, spans=found)
        return doc
