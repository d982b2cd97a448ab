"""``kict passages``: labelled passages put together from the published table."""

from __future__ import annotations

from pathlib import Path

import click

from kict_nlp.causes.passage_index import INDEXES
from kict_nlp.cli.group import DONE, FINDINGS
from kict_nlp.cli.options import FILE
from kict_nlp.errors import PassageError

_EXAMPLES = """\b
Examples:
  kict passages 4-1_RS_2024.zip -o rs2024.jsonl
  kict passages 4-1_RS_2024.zip --set rs2024_dev -o dev.jsonl && kict evaluate dev.jsonl
"""


@click.command("passages", epilog=_EXAMPLES)
@click.argument("official", metavar="OFFICIAL", type=FILE)
@click.option(
    "--set",
    "sets",
    multiple=True,
    type=click.Choice(INDEXES),
    default=INDEXES,
    show_default=True,
    help="Which labelled passages; can be given twice.",
)
@click.option(
    "-o", "--output", required=True, metavar="FILE.jsonl", type=FILE, help="The passages."
)
@click.pass_context
def command(context: click.Context, official: Path, sets: tuple[str, ...], output: Path) -> None:
    """Put labelled passages of the national review together.

    The package has where each passage stands and its labels, but not the texts. OFFICIAL is the
    table 4-1 (点検・評価) of the programme review of 2024, the zip archive or its CSV, from
    https://rssystem.go.jp/download-csv/2024. Every text is checked by its hash. FILE.jsonl has a
    passage a line and is what kict train and kict evaluate read. Exit status 1: some passages are
    not in the table; they are listed.
    """
    from kict_nlp.causes.codebook import load_codebook
    from kict_nlp.causes.official import find_passages, missing_text
    from kict_nlp.causes.passage_index import read_index
    from kict_nlp.causes.passages import passages_text
    from kict_nlp.output.folder import whole_file
    from kict_nlp.resources import find_resource

    codebook = load_codebook()
    places = [
        place
        for name in dict.fromkeys(sets)
        for place in read_index(find_resource(f"corpora/causes/{name}.csv"), codebook)
    ]
    assembly = find_passages(places, official)
    if not assembly.passages:
        raise PassageError(
            f"None of the {len(places)} passages is in this table.",
            where=str(official),
            hint="Is it the table of 2024?",
        )
    with whole_file(output) as new:
        new.write_text(passages_text(assembly.passages), encoding="utf-8", newline="\n")
    click.echo(f"{len(assembly.passages)} of {len(places)} passages: {output}", err=True)
    if assembly.missing:
        click.echo(f"Not found: {missing_text(assembly.missing)}.", err=True)
    context.exit(FINDINGS if assembly.missing else DONE)
