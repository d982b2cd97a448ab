"""``kict classify``: the causes that texts state."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from kict_nlp.cli.causes_text import causes_text
from kict_nlp.cli.group import DONE, FINDINGS
from kict_nlp.cli.options import FOLDER, REPORT, codebook_option, folder_option, format_option
from kict_nlp.cli.outcome import print_failures
from kict_nlp.cli.progress import with_progress
from kict_nlp.output.folder import check_apart, check_folder
from kict_nlp.output.tables import Format, Step, classify_rows
from kict_nlp.output.write import parse_formats, write_tables

if TYPE_CHECKING:
    from kict_nlp.causes.model import CauseModel
    from kict_nlp.output.coded_texts import CodedTexts
    from kict_nlp.output.source_texts import SourceTexts

_EXAMPLES = """\b
Examples:
  kict extract r2.pdf r3.pdf -o tables && kict classify tables -o causes
  kict link tables causes -o linked
  kict classify answers.csv --text-column 回答 -o causes
  kict classify passages.jsonl -o causes --format csv,xlsx
"""


@click.command("classify", epilog=_EXAMPLES)
@click.argument("source", metavar="DIR|FILE.csv|FILE.jsonl", type=REPORT)
@click.option(
    "--text-column",
    metavar="NAME",
    help="Where the texts stand. If not given: explanation, or else text; in JSON lines text.",
)
@folder_option
@click.option(
    "--model", "model_folder", metavar="PATH", type=FOLDER, help="A model of your own (kict train)."
)
@codebook_option
@format_option
@click.pass_context
def command(
    context: click.Context,
    source: Path,
    text_column: str | None,
    output: Path,
    model_folder: Path | None,
    codebook: Path | None,
    formats: str,
) -> None:
    """Say which causes texts state, each with the exact words.

    DIR is a folder of tables (CSV) that kict extract wrote: every explanation of its measures is
    coded. FILE.csv has a row a text, in UTF-8 or cp932, with an id in the column id or measure_id
    (if there is none, rows are numbered from 1); FILE.jsonl an object with id and text a line.

    Writes causes, texts (in which the places of evidence are counted) and shares, and prints the
    shares: of the measures that were missed or partly met, or of all texts of a file, corrected
    for the model's errors. A missed measure whose explanation states no cause for sure gets the
    most probable one, marked uncertain; the shares do not count it. Faulty rows go to failures,
    the others are coded, and the exit status is 1. Have people read what is uncertain: kict
    review export.
    """
    from kict_nlp.causes.codebook import load_codebook
    from kict_nlp.causes.model import load_cause_model
    from kict_nlp.output.source_texts import read_source_texts

    chosen = parse_formats(formats)
    check_apart(output, [source])
    check_folder(output)
    book = load_codebook(codebook)
    texts = read_source_texts(source, text_column)
    print_failures(texts.faults)
    coded = code(texts, load_cause_model(model_folder))
    step: Step = "classify" if texts.key == "measure_id" else "classify_file"
    write_tables(classify_rows(coded, book), output, chosen, ["extract", step])
    click.echo(causes_text(coded, book))
    click.echo(_where_to_look(coded, output, chosen))
    context.exit(FINDINGS if texts.faults else DONE)


def code(texts: SourceTexts, model: CauseModel) -> CodedTexts:
    """Code texts, with a progress bar."""
    from kict_nlp.output.coded_texts import coded_texts

    codings = model.iter_predict(text.text for text in texts.texts)
    told = list(with_progress(codings, len(texts.texts), "Coding"))
    silent = [
        number
        for number, (text, coding) in enumerate(zip(texts.texts, told, strict=True))
        if texts.key == "measure_id" and text.in_shares and not coding.causes
    ]
    guesses = model.predict((texts.texts[number].text for number in silent), explaining=True)
    return coded_texts(texts, told, model.errors, dict(zip(silent, guesses, strict=True)))


def _where_to_look(coded: CodedTexts, output: Path, formats: Sequence[Format]) -> str:
    failed = len(coded.source.faults)
    lines = [
        "",
        f"Where to look: in {output} the tables causes (each with its words), texts and shares.",
    ]
    if failed:
        lines.append(f"{failed} rows could not be coded: see the table failures there.")
    if "csv" in formats:  # which the review reads
        lines.append(f"To have people read them: kict review export {output} -o coding.xlsx")
    return "\n".join(lines)
