"""How fast causes are coded, beside cutting the same passages into words.

python -m tests.bench.coding

Each round codes the passages with the shipped model, finds their clauses, and cuts them into words; the
medians of the rounds are printed. Loading is timed once, in this process.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Callable, Sequence
from statistics import median

from kict_nlp.causes.model import load_cause_model
from kict_nlp.nlp.clauses import find_clauses
from kict_nlp.nlp.tokenizer import tokenize
from kict_nlp.resources import find_resource

_FILES = ("ministries", "municipal", "national")


def read_texts() -> list[str]:
    """The texts of three files of the corpus."""
    folder = find_resource("corpora/causes")
    return [
        json.loads(line)["text"]
        for name in _FILES
        for line in (folder / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    ]


def per_second(work: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    """How many texts a second of processor time the work takes in."""
    start = time.process_time()
    work(texts)
    return len(texts) / (time.process_time() - start)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the medians."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--texts", type=int, default=None, help="how many; all if not given")
    options = parser.parse_args(arguments)
    texts = read_texts()[: options.texts]
    start = time.perf_counter()
    model = load_cause_model()
    print(f"loaded in {time.perf_counter() - start:.2f} s")
    ways: dict[str, Callable[[Sequence[str]], object]] = {
        "coded": model.predict,
        "clauses": lambda some: [find_clauses(text) for text in some],
        "words": lambda some: [tokenize(text, "A") for text in some],
    }
    model.predict(texts[:50])
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(options.rounds):
        for name, work in ways.items():
            found[name].append(per_second(work, texts))
    length = sum(map(len, texts)) / len(texts)
    print(f"{len(texts)} passages of {length:.0f} characters on average")
    for name, speeds in found.items():
        print(f"{name}: {median(speeds):.0f} a second ({min(speeds):.0f} to {max(speeds):.0f})")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
