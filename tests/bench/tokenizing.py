"""How fast words and documents come, beside SudachiPy and spaCy's own tokenizer for Japanese.

``python -m tests.bench.tokenizing [FILE ...] [--mode A|B|C] [--rounds N]`` takes the sentences of
text files, each sentence once, and of JSONL files also the fields ``text`` of 60 to 200 characters
as they are. In turns it (a) reads surface, normalised form and part of speech of all words with
`kict_nlp.tokenize` and with SudachiPy alone, (b) makes spaCy documents with `kict_nlp.load_nlp`,
one by one, with ``nlp.pipe``, and with entities, and with ``spacy.blank("ja")`` in both ways. It
prints characters a second and the ratios, medians of the rounds. Without a file it takes the real
report and the labelled passages beside the repository.

The ways take turns every 4,000 characters and begin with another one each round, as other work on
the machine slows whichever is running, and the first to read a text fetches its words from the
dictionary for the others. No text occurs twice, so no memory of sentences could help; none is kept.

What was tried, with microseconds a 100 characters of explanations in mode A, of which Sudachi itself
takes 115 to 130 and ``spacy.blank`` 610 to 680:

- kept: asking Sudachi for four fields instead of all; up to a tenth of its time.
- kept: what the dictionary says about a word is asked for once a word, not once a time it occurs,
  and a word is a number, by which all columns are found; objects found by identity took 12 more.
- kept: morphology set token by token from objects that are kept. It was a column of
  ``Doc.from_array``, which looks each up by its string: 29 against 7. All other columns take 5.
- kept: ``Doc`` made of hashes, not of strings, whose hashes it looks up twice: 5 against 15.
- kept: neighbours' rules for parts of speech in plain Python. With numpy a document of one word took
  88 microseconds instead of 37, as each small step of numpy costs its call.
- kept: sentence boundaries in the same step. As a component of its own it needed ``doc.text``, which
  spaCy puts together token by token, and numpy's ``unique`` and ``clip``: 1.3 s of 4.5 s in profile.
- kept: looking for signs of sentences with one class of letters before asking what each means; 12
  to 5. Ends of lines are judged by their last letter; 18 to 13 where every sentence is a line.
- kept: the normaliser gives back plain text at once and else looks at stretches that are not plain;
  9 to 4 and 3 to 1 microseconds a sentence.
- kept: no search for entities unless it is asked for; it takes as long as all else.
- no use: ``tokenize(out=…)`` to reuse Sudachi's list; within the noise.
- no use: fewer fields. Two instead of four save nothing that can be measured; with fewer than two,
  numbers come out otherwise (59 to 233 lines of the report differ), as Sudachi's plugin for numbers
  reads part of speech and normalised form.
- no use: switching off the collector of garbage, or freezing what is there; within the noise.
- no use: asking end and number of each word in one loop, or the surfaces by ``str(morphemes)``.
- not done: words of 64 texts first, their documents then. ``nlp.pipe`` would gain a tenth (224 to
  194), as Sudachi's dictionary and spaCy's tables drive each other out of the cache; but spaCy calls
  the tokenizer text by text, and a class of pipelines of our own would not come back by spacy.load.

Single sentences gain least: making a document costs some 15 microseconds however short it is, and
between two calls of Sudachi, whose dictionary is large, all that Python needs has left the cache.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from collections.abc import Callable, Iterator, Sequence
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
EXPLANATION = range(60, 201)  # characters of an explanation of one measure
TURN = 4000  # characters that a way reads before the next one's turn

Texts = Sequence[str]


class Speeds(NamedTuple):
    """Characters a second of each way, by rounds."""

    tokenize: Sequence[float]
    tokens: Sequence[float]
    sudachi: Sequence[float]
    nlp: Sequence[float]
    pipe: Sequence[float]
    entities: Sequence[float]
    blank: Sequence[float]
    blank_pipe: Sequence[float]

    def ratio(self, ours: str, theirs: str) -> float:
        """How many times as fast ours is, the median of the rounds."""
        pairs = zip(getattr(self, ours), getattr(self, theirs), strict=True)
        return float(median(our / their for our, their in pairs))

    def lines(self, mode: str) -> list[str]:
        """What is printed: a line for words and one for documents."""
        thousand = {name: f"{median(speeds) / 1000:.0f}" for name, speeds in self._asdict().items()}
        words = self.ratio("tokenize", "sudachi"), self.ratio("tokens", "sudachi")
        documents = (
            self.ratio("nlp", "blank"),
            self.ratio("pipe", "blank_pipe"),
            self.ratio("entities", "blank"),
        )
        return [
            "{0} words      tokenize {tokenize} (one by one {tokens})   SudachiPy {sudachi} thousand "
            "characters/s   ratio {1:.2f} ({2:.2f})".format(mode, *words, **thousand),
            "{0} documents  load_nlp {nlp} (pipe {pipe}, with entities {entities})   blank {blank} "
            "(pipe {blank_pipe}) thousand characters/s   ratio {1:.2f} ({2:.2f}, {3:.2f})".format(
                mode, *documents, **thousand
            ),
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


def piped(texts: Texts, nlp: Language) -> None:
    """Documents of spaCy in a stream."""
    for _ in nlp.pipe(texts):
        pass


def compare(texts: Texts, mode: SplitMode, rounds: int) -> Speeds:
    """Run all ways in turns; a first round, in which dictionaries are loaded, is left out."""
    analyzer = sudachipy.Dictionary().tokenizer(mode)
    ours, theirs = load_nlp(mode), spacy_blank(mode)
    with_entities = load_nlp(mode, entities=True)
    ways: list[Callable[[Texts], None]] = [
        lambda part: by_columns(part, mode),
        lambda part: one_by_one(part, mode),
        lambda part: raw_sudachi(part, analyzer),
        lambda part: documents(part, ours),
        lambda part: piped(part, ours),
        lambda part: documents(part, with_entities),
        lambda part: documents(part, theirs),
        lambda part: piped(part, theirs),
    ]
    parts = in_turns(texts)
    seconds = [_round(ways, parts, first) for first in range(rounds + 1)][1:]
    characters = sum(map(len, texts))
    return Speeds(*([characters / s for s in column] for column in zip(*seconds, strict=True)))


def in_turns(texts: Texts) -> list[Texts]:
    """The texts in parts of about `TURN` characters."""
    size = max(1, TURN * len(texts) // max(1, sum(map(len, texts))))
    return [texts[start : start + size] for start in range(0, len(texts), size)]


def _round(
    ways: Sequence[Callable[[Texts], None]], parts: Sequence[Texts], first: int
) -> list[float]:
    """Seconds of each way; each part begins with the way behind the one that had the last part."""
    seconds = [0.0] * len(ways)
    for turn, part in enumerate(parts, first):
        for number in range(len(ways)):
            way = (turn + number) % len(ways)
            # Of this process: other work on the machine would count otherwise.
            start = time.process_time()
            ways[way](part)
            seconds[way] += time.process_time() - start
    return seconds


def read_texts(path: Path) -> list[str]:
    """The text of a file; of JSONL the fields ``text``."""
    content = path.read_text(encoding="utf-8")
    if path.suffix != ".jsonl":
        return [content]
    return [json.loads(line)["text"] for line in content.splitlines()]


def groups(path: Path, lengths: Sequence[int]) -> Iterator[Texts]:
    """What is measured of a file: explanations as they are, then texts of each length."""
    texts = read_texts(path)
    explanations = [text for text in dict.fromkeys(texts) if len(text) in EXPLANATION]
    if explanations:
        yield explanations
    sentences = distinct_sentences("\n\n".join(texts))
    for characters in lengths:
        yield in_documents(sentences, characters)


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
        for texts in groups(path, options.characters or LENGTHS):
            print(f"{path.name}: {len(texts)} texts, {sum(map(len, texts))} characters")
            for mode in options.mode or ("A", "C"):
                print(*compare(texts, mode, options.rounds).lines(mode), sep="\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
