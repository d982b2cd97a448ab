"""``kict review``: passages out to people, their codes back in, and how far they agree."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kict_nlp.cli.options import FILE, FOLDER, codebook_option
from kict_nlp.cli.text_table import format_table

if TYPE_CHECKING:
    from kict_nlp.causes.agreement import Agreement, Estimate
    from kict_nlp.output.review_files import ReviewFormat

_FORMATS = ("xlsx", "label-studio", "doccano", "prodigy")

_EXPORT_EXAMPLES = """\b
Examples:
  kict review export out -o coding.xlsx
  kict review export out -o first.xlsx --blank
  kict review export out -o tasks.json --format label-studio
"""
_IMPORT_EXAMPLES = """\b
Examples:
  kict review import coding.xlsx -o out
  kict review import coding.xlsx > codes.csv
"""


@click.group("review")
def command() -> None:
    """Have people code causes, and measure their agreement."""


def _texts_option(function: Callable[..., Any]) -> Callable[..., Any]:
    return click.option(
        "--texts",
        type=FILE,
        metavar="FILE",
        help="CSV or JSON lines with id and text, if the folder does not have the texts.",
    )(function)


@command.command("export", epilog=_EXPORT_EXAMPLES)
@click.argument("folder", metavar="DIR", type=FOLDER)
@click.option("-o", "--output", required=True, metavar="FILE", type=FILE, help="The file.")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default=_FORMATS[0],
    show_default=True,
    help="A workbook for Excel, or a file for an annotation tool.",
)
@click.option("--blank", is_flag=True, help="Leave out the codes found so far (xlsx only).")
@_texts_option
@codebook_option
def export(
    folder: Path,
    output: Path,
    form: ReviewFormat,
    blank: bool,  # noqa: FBT001 - click calls by name
    texts: Path | None,
    codebook: Path | None,
) -> None:
    """Write passages for people to code.

    DIR is what kict classify or kict extract wrote. In the workbook texts are locked, codes are
    picked from a list, and the passages most worth reading come first: rules and model differ,
    probabilities near 0.5, rare codes. Give two people a --blank one each to measure their
    agreement.
    """
    from kict_nlp.causes.codebook import load_codebook
    from kict_nlp.output.causes_folder import read_coded_folder
    from kict_nlp.output.review_files import write_review_file

    if blank and form != "xlsx":
        raise click.UsageError("--blank goes with --format xlsx.")
    passages = read_coded_folder(folder, texts)
    write_review_file(output, passages, load_codebook(codebook), form, blank=blank)
    click.echo(f"{len(passages)} passages: {output}", err=True)


@command.command("import", epilog=_IMPORT_EXAMPLES)
@click.argument("file", metavar="FILE", type=FILE)
@click.option(
    "-o",
    "--output",
    metavar="DIR",
    type=FOLDER,
    help="The folder that was exported: people's codes replace those in its causes.csv.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="What FILE is, if it does not tell itself.",
)
@click.option(
    "--read-all",
    is_flag=True,
    help="Every passage of an annotation tool was read, also where nothing was changed.",
)
@click.option("--coder", metavar="NAME", help="Who read, where FILE does not say.")
@_texts_option
@codebook_option
def import_(
    file: Path,
    output: Path | None,
    form: ReviewFormat | None,
    read_all: bool,  # noqa: FBT001 - click calls by name
    coder: str | None,
    texts: Path | None,
    codebook: Path | None,
) -> None:
    """Take over what people coded.

    FILE is a workbook of kict review export, or what an annotation tool exported. A row counts as
    read where it has a coder's name or was changed. With -o DIR the rows of these passages in
    DIR/causes.csv get the source person; what they replace is kept in causes_overridden.csv,
    coders and comments go to review.csv. Without -o all codes are printed as CSV. If a cell is
    wrong, all wrong ones are named and nothing is written.
    """
    from kict_nlp.causes.codebook import load_codebook
    from kict_nlp.causes.review import read_by_person
    from kict_nlp.output.causes_folder import reviewed_text, write_reviewed
    from kict_nlp.output.review_files import read_review_file

    if read_all and file.suffix.casefold() == ".xlsx":
        raise click.UsageError("--read-all is for annotation tools; a sheet has a column coder.")
    passages = read_review_file(file, load_codebook(codebook), form)
    if read_all:
        passages = [read_by_person(passage) for passage in passages]
    if coder:
        passages = [replace(p, coder=p.coder or coder) if p.is_read else p for p in passages]
    read = sum(passage.is_read for passage in passages)
    if output is None:
        click.echo(reviewed_text(passages), nl=False)
        click.echo(f"{read} of {len(passages)} passages were read.", err=True)
        return
    changed = write_reviewed(output, passages, texts)
    click.echo(
        f"{read} of {len(passages)} passages were read; {len(changed)} are new in {output}.",
        err=True,
    )


@command.command("agreement")
@click.argument("first", metavar="A", type=FILE)
@click.argument("second", metavar="B", type=FILE)
@click.option("--json", "as_json", is_flag=True, help="Print the figures as JSON.")
@click.option("--seed", default=0, show_default=True, help="Of the draws for the intervals.")
@codebook_option
def agreement(
    first: Path,
    second: Path,
    as_json: bool,  # noqa: FBT001 - click calls by name
    seed: int,
    codebook: Path | None,
) -> None:
    """Measure how far two people agree.

    A and B are workbooks, or files of an annotation tool, that two people filled in from the same
    export. Compared are the passages that both have read: for each code the agreement, Cohen's
    kappa and Krippendorff's alpha; for the sets of codes, alpha with the distances MASI and
    Jaccard. In brackets are 95 % intervals.
    """
    from kict_nlp.causes.agreement import measure_agreement
    from kict_nlp.causes.codebook import NONE, load_codebook
    from kict_nlp.output.review_files import read_common

    book = load_codebook(codebook)
    pairs, alone = read_common(first, second, book)
    found = measure_agreement(
        [left.causes or {NONE} for left, _ in pairs],
        [right.causes or {NONE} for _, right in pairs],
        book.causes,
        seed=seed,
    )
    if as_json:
        record = {**asdict(found), "only_first_read": alone[0], "only_second_read": alone[1]}
        click.echo(json.dumps(record, ensure_ascii=False, indent=2))
    else:
        click.echo(_agreement_text(found, alone))


# ---------------------------------------------------------------- agreement in words


def _agreement_text(found: Agreement, alone: tuple[int, int]) -> str:
    same = f"{found.same_codes} ({found.same_codes / found.passages:.0%})"
    masi, jaccard = _estimate(found.alpha_masi), _estimate(found.alpha_jaccard)
    lines = [
        f"{found.passages} passages read by both; {same} have the same codes.",
        f"Krippendorff's alpha over sets: {masi} with MASI, {jaccard} with Jaccard.",
    ]
    if any(alone):
        lines.append(f"Left out: {alone[0]} read by the first only, {alone[1]} by the second only.")
    rows = [
        (
            code.cause,
            code.both,
            code.only_first,
            code.only_second,
            f"{code.agreement:.3f}",
            _estimate(code.kappa),
            _estimate(code.alpha),
        )
        for code in found.codes
    ]
    heading = ("code", "both", "only A", "only B", "agreement", "kappa", "alpha")
    return "\n".join([*lines, "", format_table(heading, rows)])


def _estimate(estimate: Estimate) -> str:
    if estimate.value is None:
        return "–"
    if estimate.low is None or estimate.high is None:
        return f"{estimate.value:.3f}"
    return f"{estimate.value:.3f} [{estimate.low:.3f}, {estimate.high:.3f}]"
