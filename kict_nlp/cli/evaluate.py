"""``kict evaluate``: the cause model against labelled passages."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kict_nlp.cli.options import FILE, FOLDER, codebook_option
from kict_nlp.cli.text_table import Cell, format_table

if TYPE_CHECKING:
    from kict_nlp.causes.evaluation import Evaluation, Metric

_EXAMPLES = """\b
Examples:
  kict evaluate passages.jsonl
  kict evaluate passages.jsonl --model cause-model --json > evaluation.json
"""
_MOST = 10  # confusions and mistakes that are printed; --json has all
_WIDEST = 100  # columns of a passage that is printed


@click.command("evaluate", epilog=_EXAMPLES)
@click.argument("file", metavar="FILE.jsonl", type=FILE)
@click.option("--model", metavar="DIR", type=FOLDER, help="A model of your own, not the shipped.")
@codebook_option
@click.option("--json", "as_json", is_flag=True, help="All that was measured, as JSON.")
def command(file: Path, model: Path | None, codebook: Path | None, *, as_json: bool) -> None:
    """Score the cause model against labelled passages.

    FILE.jsonl: one object a line with id, text, labels (codes; none alone), and evidence (code to
    words) where known. Prints precision, recall and F1 of each code with 95 % intervals, how far
    the evidence overlaps, how far the probabilities hold, and what went wrong. Passages that the
    model learned from (model.json says which) give figures that are too good.
    """
    from kict_nlp.causes.codebook import load_codebook
    from kict_nlp.causes.evaluation import evaluate_codings
    from kict_nlp.causes.model import load_cause_model
    from kict_nlp.causes.passages import read_passages

    passages = read_passages(file, load_codebook(codebook))
    loaded = load_cause_model(model)
    codings = loaded.predict(passage.text for passage in passages)
    result = evaluate_codings(passages, codings, loaded.codes)
    if as_json:
        click.echo(json.dumps(asdict(result), ensure_ascii=False, indent=1))
    else:
        click.echo(_text(result))


def _text(result: Evaluation) -> str:
    parts = [
        _codes(result),
        _summary(result),
        _reliability(result),
        _confusions(result),
        _mistakes(result),
    ]
    return "\n\n".join(part for part in parts if part)


def _codes(result: Evaluation) -> str:
    rows: list[tuple[Cell, ...]] = [
        (m.cause, m.passages, m.given, _figure(m.precision), _figure(m.recall), _figure(m.f1))
        for m in result.codes
    ]
    return format_table(("cause", "passages", "given", "precision", "recall", "F1"), rows)


def _figure(metric: Metric) -> str:
    if metric.value is None:
        return "—"
    return f"{metric.value:.2f} ({metric.low:.2f}–{metric.high:.2f})"


def _summary(result: Evaluation) -> str:
    rows: list[tuple[Cell, ...]] = [
        ("macro F1 (codes of 5 passages up)", _figure(result.macro)),
        ("micro F1", _figure(result.micro)),
        ("passages with every code right", f"{result.exact:.2f}"),
        ("overlap of evidence (F1 of characters)", _number(result.evidence_overlap)),
        ("evidence that touches the labelled", _number(result.evidence_touched)),
        ("Brier score of the probabilities", f"{result.brier:.3f}"),
        ("passages marked uncertain", f"{result.uncertain:.2f}"),
        ("every code right, of the certain", _number(result.right_if_certain)),
        ("every code right, of the uncertain", _number(result.right_if_uncertain)),
    ]
    return format_table((f"{result.passages} passages", ""), rows)


def _number(value: float | None) -> str:
    return "—" if value is None else f"{value:.2f}"


def _reliability(result: Evaluation) -> str:
    rows: list[tuple[Cell, ...]] = [
        (f"{b.low:.1f}–{b.high:.1f}", b.count, f"{b.mean:.2f}", f"{b.true_share:.2f}")
        for b in result.reliability
    ]
    return format_table(("probability", "count", "mean", "came true"), rows)


def _confusions(result: Evaluation) -> str:
    rows: list[tuple[Cell, ...]] = list(result.confusions[:_MOST])
    return format_table(("stated, missed", "given instead", "passages"), rows) if rows else ""


def _mistakes(result: Evaluation) -> str:
    rows: list[tuple[Cell, ...]] = [
        (m.id, " ".join(m.labels), " ".join(m.given), m.text) for m in result.mistakes[:_MOST]
    ]
    if not rows:
        return ""
    more = len(result.mistakes) - len(rows)
    table = format_table(("id", "stated", "given", "text"), rows, widest=_WIDEST)
    return table if more <= 0 else f"{table}\n… and {more} more: --json"
