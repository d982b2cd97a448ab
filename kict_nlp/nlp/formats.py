"""Words written down: a line a sentence, JSON, CoNLL-U. Mode and dictionary go with them."""

from __future__ import annotations

import json
import re
from dataclasses import asdict
from typing import TYPE_CHECKING, Literal

from kict_nlp.nlp.sentences import group_by_sentence
from kict_nlp.nlp.tokens import BLANK, Tokens

if TYPE_CHECKING:
    import spacy.tokens

Form = Literal["surface", "dictionary", "normalized"]

_ATTRIBUTES: dict[Form, str] = {
    "surface": "surface",
    "dictionary": "dictionary_form",
    "normalized": "normalized_form",
}
_BLANKS = re.compile(r"\s+")


def to_lines(tokens: Tokens, form: Form = "surface") -> list[str]:
    """Return the words of each sentence, with spaces between; sentences without words are left out.

    Parameters
    ----------
    tokens : Tokens
        Words of a text.
    form : {"surface", "dictionary", "normalized"}
        What is written of a word. A blank inside of a word is written ``_``.

    Examples
    --------
    >>> from kict_nlp.nlp.tokenizer import tokenize
    >>> to_lines(tokenize("県⺠が使った。次へ。"), "normalized")
    ['県民 が 使う た 。', '次 へ 。']
    """
    name = _ATTRIBUTES[form]
    return [
        " ".join(_BLANKS.sub("_", getattr(token, name)) for token in sentence)
        for sentence in group_by_sentence(tokens)
    ]


def to_json(tokens: Tokens) -> str:
    """Return the words of each sentence with all that is known about them, as JSON.

    Offsets are code points of the whole text, half open.
    """
    sentences = [
        {
            "start": sentence[0].start,
            "end": sentence[-1].end,
            "tokens": [token._asdict() for token in sentence],
        }
        for sentence in group_by_sentence(tokens)
    ]
    content = {
        "split_mode": tokens.split_mode,
        "dictionary": asdict(tokens.dictionary),
        "sentences": sentences,
    }
    return json.dumps(content, ensure_ascii=False)


def to_conllu(doc: spacy.tokens.Doc) -> str:
    """Return a document of `load_nlp` in CoNLL-U, heads and relations left open.

    Parameters
    ----------
    doc : spacy.tokens.Doc
        Made by a pipeline of `load_nlp`.

    Returns
    -------
    str
        XPOS is the part of speech of UniDic. MISC has the offsets in the text (Start, End), Norm,
        Reading, and SpaceAfter=No. Blanks are no words.
    """
    head = f"# split_mode = {doc._.kict_split_mode}\n# dictionary = {doc._.kict_dictionary}\n"
    sentences: list[str] = []
    for sentence in doc.sents:
        words = [token for token in sentence if token.tag_ != BLANK]
        if words:
            rows = [_row(number, token) for number, token in enumerate(words, 1)]
            names = f"# sent_id = {len(sentences) + 1}\n# text = {_joined(words)}\n"
            sentences.append("".join((names if sentences else head + names, *rows, "\n")))
    return "".join(sentences)


def _joined(words: list[spacy.tokens.Token]) -> str:
    """The text of a sentence as CoNLL-U wants it: its words, and one space where there was some."""
    parts = [_cell(word.text) + " " * _is_spaced(word) for word in words]
    return "".join(parts).rstrip()


def _row(number: int, token: spacy.tokens.Token) -> str:
    misc = {
        "End": str(token.idx + len(token)),
        "Inflection": "".join(token.morph.get("Inflection", [])),
        "Norm": token.norm_,
        "Reading": "".join(token.morph.get("Reading", [])),
        "SpaceAfter": "" if _is_spaced(token) else "No",
        "Start": str(token.idx),
    }
    pairs = (f"{name}={_escaped(_cell(value))}" for name, value in misc.items() if value)
    words = map(_cell, (token.text, token.lemma_, token.pos_, token.tag_))
    return "\t".join((str(number), *words, "_", "_", "_", "_", "|".join(pairs))) + "\n"


def _cell(value: str) -> str:
    """A value without line ends and tabs; Sudachi's form of ¯ begins with a space."""
    return _BLANKS.sub(" ", value).strip() or "_"


def _is_spaced(token: spacy.tokens.Token) -> bool:
    place = token.i + 1
    return bool(token.whitespace_) or place == len(token.doc) or token.doc[place].is_space


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace("|", "\\p")
