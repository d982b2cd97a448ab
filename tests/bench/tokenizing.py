"""How fast words and documents come, beside SudachiPy and spaCy's own tokenizer for Japanese.

``python -m tests.bench.tokenizing [FILE ...] [--mode A|B|C] [--rounds N]`` takes the sentences of
text files, each sentence once, and in turns (a) reads surface, normalised form and part of speech
of all words with `kict_nlp.tokenize` and with SudachiPy alone, (b) makes spaCy documents with
`kict_nlp.load_nlp`, without and with entities, and with ``spacy.blank("ja")``. It prints
characters a second (median of the rounds) and the ratios. Without a file it takes the real report
and the labelled passages beside the repository. No sentence occurs twice, so no memory of
sentences could help; none is kept.

What was tried (ratios move by a tenth between runs on a busy machine):

- kept: asking Sudachi for four fields instead of all; up to a tenth of its time.
- kept: what the dictionary says about a word is asked for once a word, not once a time it occurs.
- kept: a row of hashes a word, and one ``Doc.from_array`` a document, instead of setting
  attributes token by token.
- kept: rows found by the identity of the word instead of its value, which has six strings and more.
- kept: neighbours' rules for parts of speech in plain Python. With numpy a document of one word took
  88 microseconds instead of 37, as each small step of numpy costs its call.
- kept: sentence boundaries in the same step. As a component of its own it needed ``doc.text``, which
  spaCy puts together token by token, and numpy's ``unique`` and ``clip``: 1.3 s of 4.5 s in profile.
- kept: the normaliser looks only at stretches that are not plain; 9 to 4 microseconds a sentence.
- kept: no search for entities unless it is asked for; it takes as long as all else.
- no use: ``tokenize(out=…)`` to reuse Sudachi's list; within the noise.
- no use: fewer than two fields. Numbers then come out otherwise (59 to 233 lines of the report
  differ), as Sudachi's plugin for numbers reads part of speech and normalised form.
- no use: switching off the collector of garbage, or freezing what is there; within the noise.
- not done: leaving readings out of ``token.morph``. It is a tenth of a document's time, as
  ``from_array`` looks each up by its string, but spaCy's users expect them there.

Short texts gain least: making a document costs the same whether it has five words or five hundred,
and between two calls of Sudachi, whose dictionary is large, Python's own tables leave the cache.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import spacy
import sudachipy

from kict_nlp import load_nlp, tokenize
from kict_nlp.nlp.sentences import find_sentences
from kict_nlp.nlp.tokens import SplitMode

if TYPE_CHECKING:
    from spacy.language import Language

SHARED = Path(__file__).resolve().parents[3] / "shared"
REAL = (SHARED / "reports/kanagawa_r3/report.txt", SHARED / "labels/rs2024_dev.jsonl")
ROUNDS = 9
# Characters of a text: one sentence, a section of a report, a report. Sudachi takes no more than
# 16,383 kanji, and spaCy's own tokenizer fails beyond.
LENGTHS = (0, 1000, 12_000)

Texts = Sequence[str]


class Speeds(NamedTuple):
    """Characters a second of each way, median of the rounds."""

    tokenize: float
    tokens: float
    sudachi: float
    nlp: float
    entities: float
    blank: float

    def lines(self, mode: str) -> list[str]:
        """What is printed: a line for words and one for documents."""
        thousand = {name: f"{value / 1000:.0f}" for name, value in self._asdict().items()}
        words = self.tokenize / self.sudachi, self.tokens / self.sudachi
        documents = self.nlp / self.blank, self.entities / self.blank
        return [
            "{0} words      tokenize {tokenize} (one by one {tokens})   SudachiPy {sudachi} thousand "
            "characters/s   ratio {1:.2f} ({2:.2f})".format(mode, *words, **thousand),
            "{0} documents  load_nlp {nlp} (with entities {entities})   blank {blank} thousand "
            "characters/s   ratio {1:.2f} ({2:.2f})".format(mode, *documents, **thousand),
        ]


def distinct_sentences(text: str) -> list[str]:
    """The sentences of a text, each once, in their order."""
    found = (text[start:end].strip() for start, end in find_sentences(text))
    return [sentence for sentence in dict.fromkeys(found) if sentence]


def in_documents(sentences: Texts, characters: int) -> list[str]:
    """The sentences a line each, in texts of at most so many characters; 0 leaves them alone."""
    texts: list[str] = []
    for sentence in sentences:
        if texts and len(texts[-1]) + 1 + len(sentence) <= characters:
            texts[-1] += "\n" + sentence
        else:
            texts.append(sentence)
    return texts


def spacy_blank(mode: SplitMode) -> Language:
    """spaCy's own pipeline in a mode."""
    tokenizer = {"@tokenizers": "spacy.ja.JapaneseTokenizer", "split_mode": mode}
    with warnings.catch_warnings():
        # spaCy 3.8 calls SudachiPy 0.7 by an old name.
        warnings.simplefilter("ignore", DeprecationWarning)
        return spacy.blank("ja", config={"nlp": {"tokenizer": tokenizer}})


def by_columns(texts: Texts, mode: SplitMode) -> None:
    """Our words, in columns."""
    for text in texts:
        tokens = tokenize(text, mode)
        list(zip(tokens.surfaces, tokens.normalized_forms, tokens.parts_of_speech, strict=True))


def one_by_one(texts: Texts, mode: SplitMode) -> None:
    """Our words, an object each."""
    for text in texts:
        [(word.surface, word.normalized_form, word.part_of_speech) for word in tokenize(text, mode)]


def raw_sudachi(texts: Texts, analyzer: sudachipy.Tokenizer) -> None:
    """SudachiPy's words, as its documentation shows."""
    for text in texts:
        [
            (word.surface(), word.normalized_form(), word.part_of_speech())
            for word in analyzer.tokenize(text)
        ]


def documents(texts: Texts, make: Callable[[str], object]) -> None:
    """Documents of spaCy, one after the other."""
    for text in texts:
        make(text)


def compare(texts: Texts, mode: SplitMode, rounds: int) -> Speeds:
    """Run all ways in turns; a first round, in which dictionaries are loaded, is left out."""
    analyzer = sudachipy.Dictionary().tokenizer(mode)
    ours, theirs = load_nlp(mode), spacy_blank(mode)
    with_entities = load_nlp(mode, entities=True)
    ways: list[Callable[[], None]] = [
        lambda: by_columns(texts, mode),
        lambda: one_by_one(texts, mode),
        lambda: raw_sudachi(texts, analyzer),
        lambda: documents(texts, ours),
        lambda: documents(texts, with_entities),
        lambda: documents(texts, theirs),
    ]
    seconds = [[_seconds(way) for way in ways] for _ in range(rounds + 1)][1:]
    characters = sum(map(len, texts))
    return Speeds(*(characters / median(column) for column in zip(*seconds, strict=True)))


def _seconds(way: Callable[[], None]) -> float:
    # Of this process: other work on the machine would count otherwise.
    start = time.process_time()
    way()
    return time.process_time() - start


def read_texts(path: Path) -> str:
    """The text of a file; of JSONL the fields ``text``, a line each."""
    content = path.read_text(encoding="utf-8")
    if path.suffix != ".jsonl":
        return content
    return "\n\n".join(json.loads(line)["text"] for line in content.splitlines())


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the arguments, compare in each mode, print two lines each."""
    parser = argparse.ArgumentParser(
        prog="python -m tests.bench.tokenizing",
        description=__doc__,
        formatter_class=argparse.RawTextHelpFormatter,
    )
    parser.add_argument("files", nargs="*", type=Path, default=list(REAL))
    parser.add_argument("--mode", choices=["A", "B", "C"], action="append")
    parser.add_argument("--characters", type=int, action="append", help="of a text; 0: a sentence")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    options = parser.parse_args(arguments)
    for path in options.files:
        sentences = distinct_sentences(read_texts(path))
        for characters in options.characters or LENGTHS:
            texts = in_documents(sentences, characters)
            print(f"{path.name}: {len(texts)} texts, {sum(map(len, texts))} characters")
            for mode in options.mode or ("A", "C"):
                print(*compare(texts, mode, options.rounds).lines(mode), sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
