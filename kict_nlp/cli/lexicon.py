"""``kict lexicon``: words that the dictionary does not have."""

from __future__ import annotations

from pathlib import Path

import click

from kict_nlp.cli.group import DONE, FINDINGS
from kict_nlp.cli.options import FILE
from kict_nlp.cli.text_table import format_table


@click.group("lexicon")
def command() -> None:
    """Compile a list of terms, so that each is counted as one word."""


@command.command("compile")
@click.argument("source", required=False, metavar="[FILE.csv]", type=FILE)
@click.option(
    "-o",
    "--output",
    "output",
    required=True,
    metavar="FILE.dic",
    type=FILE,
    help="The compiled lexicon, for kict tokenize --lexicon.",
)
@click.pass_context
def compile_(context: click.Context, source: Path | None, output: Path) -> None:
    """Compile a CSV of terms, and try whether each comes out as one word.

    FILE.csv has the columns term, reading, synonyms (; between them) and category; only term must
    be there. Synonyms are counted under their term. Without FILE.csv the lexicon of administrative
    Japanese that comes with kict is compiled. Exit status 1: some spellings do not come out whole;
    they are listed.
    """
    from kict_nlp.nlp.lexicon.compilation import compile_lexicon
    from kict_nlp.nlp.lexicon.entries import starter_lexicon

    compiled = compile_lexicon(source or starter_lexicon(), output)
    if compiled.problems:
        rows = [(problem.term, problem.spelling, problem.reason) for problem in compiled.problems]
        click.echo(format_table(("term", "spelling", "problem"), rows))
    whole = compiled.spellings - len(compiled.problems)
    click.echo(f"{whole} of {compiled.spellings} spellings are one word: {output}", err=True)
    context.exit(FINDINGS if compiled.problems else DONE)
