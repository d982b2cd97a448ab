"""``kict tokenize``: the words of a text."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from kict_nlp.cli.group import FailedError
from kict_nlp.cli.options import FILE
from kict_nlp.nlp.formats import Form, to_conllu, to_json, to_lines
from kict_nlp.nlp.tokenizer import Tokenizer
from kict_nlp.nlp.tokens import SplitMode
from kict_nlp.text.decoding import decode_text

_EXAMPLES = """\b
Examples:
  kict tokenize report.txt --form normalized
  cat *.txt | kict tokenize --mode C --conllu > words.conllu
"""


@click.command("tokenize", epilog=_EXAMPLES)
@click.argument("file", required=False, metavar="[FILE]", type=FILE)
@click.option(
    "--mode",
    type=click.Choice(["A", "B", "C"]),
    default="A",
    show_default=True,
    help="Length of the units: A short, C long, B between.",
)
@click.option(
    "--form",
    type=click.Choice(["surface", "dictionary", "normalized"]),
    default="surface",
    show_default=True,
    help="What is written of a word: as it stands, its dictionary form, or one form for all its "
    "spellings.",
)
@click.option("--json", "as_json", is_flag=True, help="All that is known about each word, as JSON.")
@click.option("--conllu", "as_conllu", is_flag=True, help="The words as CoNLL-U.")
@click.option(
    "--lexicon",
    "lexicons",
    multiple=True,
    metavar="FILE.dic",
    type=FILE,
    help="Words of your own, compiled with: kict lexicon compile. May be given several times.",
)
def command(
    file: Path | None,
    mode: SplitMode,
    form: Form,
    lexicons: tuple[Path, ...],
    *,
    as_json: bool,
    as_conllu: bool,
) -> None:
    """Print the words of a text, one sentence a line.

    FILE is a text in UTF-8 (with or without BOM) or cp932; without it the standard input is read.
    Radicals in the place of kanji, half-width kana and full-width letters are repaired before the
    analysis; offsets are code points of the text as given. Mode and dictionary stand in JSON and
    CoNLL-U, which are in UTF-8 wherever they go, and on the standard error otherwise.
    """
    if as_json and as_conllu:
        raise click.UsageError("--json and --conllu exclude each other.")
    text = _read(file)
    if as_conllu:
        from kict_nlp.nlp.pipeline import load_nlp

        _echo_for_programs(to_conllu(load_nlp(mode, lexicons=lexicons)(text)))
        return
    tokens = Tokenizer(mode, lexicons=lexicons)(text)
    if as_json:
        _echo_for_programs(to_json(tokens) + "\n")
        return
    for line in to_lines(tokens, form):
        click.echo(line)
    click.echo(f"Mode {mode}, {tokens.dictionary}", err=True)


def _echo_for_programs(content: str) -> None:
    """Print what programs read: in UTF-8, as a pipe of Windows' code page would lose characters."""
    click.echo(content if sys.stdout.isatty() else content.encode(), nl=False)


def _read(file: Path | None) -> str:
    if file is None or str(file) == "-":
        return decode_text(sys.stdin.buffer.read())[0]
    try:
        content = file.read_bytes()
    except OSError as error:
        raise FailedError(f"The file cannot be read: {error.strerror}\n  where: {file}") from error
    return decode_text(content)[0]
