"""``kict train``: fit the cause model."""

from __future__ import annotations

from pathlib import Path

import click

from kict_nlp.cli.options import FILE, FOLDER, codebook_option
from kict_nlp.cli.text_table import format_table
from kict_nlp.errors import OutputRefusedError

_EXAMPLES = """\b
Examples:
  kict train -o model --official 4-1_RS_2024.zip
  kict train -o model --passages rs2024_dev.jsonl --passages rs2024_more.jsonl
  kict train -o model --codebook own.toml --passages own.jsonl
"""


@click.command("train", epilog=_EXAMPLES)
@click.option(
    "-o",
    "--output",
    default="cause-model",
    show_default=True,
    metavar="DIR",
    type=FOLDER,
    help="Folder for the model.",
)
@click.option(
    "--official",
    metavar="FILE",
    type=FILE,
    help="The published table of the national review of 2024 (zip or CSV), for its labelled "
    "passages: see kict passages.",
)
@click.option(
    "--passages",
    "files",
    multiple=True,
    metavar="FILE.jsonl",
    type=FILE,
    help="Real passages with labels, to learn from. May be given several times.",
)
@codebook_option
def command(
    output: Path, official: Path | None, files: tuple[Path, ...], codebook: Path | None
) -> None:
    """Fit the cause model, and say how well it does on passages held out.

    Learns from the invented passages and phrases of the package, and from real ones if you give
    them; without them it works, but less well on real reports. DIR gets weights.npz and model.json.
    """
    from kict_nlp.causes.codebook import load_codebook
    from kict_nlp.causes.model_files import model_files
    from kict_nlp.causes.official import assemble_passages
    from kict_nlp.causes.passage_index import INDEXES, read_index
    from kict_nlp.causes.passages import read_passages
    from kict_nlp.causes.training import train_model
    from kict_nlp.output.folder import whole_file
    from kict_nlp.resources import find_resource

    if output.exists() and not output.is_dir():  # told before minutes of work, not behind them
        raise OutputRefusedError(
            "The output folder is a file.", where=str(output), hint="Give another name with -o."
        )
    book = load_codebook(codebook)
    real = [(path.stem, read_passages(path, book)) for path in files]
    if official is not None:
        for name in INDEXES:
            index = read_index(find_resource(f"corpora/causes/{name}.csv"), book)
            real.append((name, assemble_passages(index, official)))
    if not real:
        click.echo(
            "No real passages were given: the model learns from invented ones alone, and will do "
            "less well on real reports (docs/causes.md). Give --official or --passages.",
            err=True,
        )
    trained = train_model(book, real)
    for file, content in model_files(trained.model).items():
        with whole_file(output / file) as new:
            new.write_bytes(content)
    rows = [
        (name, result.passages, _figure(result.macro.value), _figure(result.micro.value))
        for name, result in trained.evaluations.items()
    ]
    click.echo(format_table(("held out", "passages", "macro F1", "micro F1"), rows))
    click.echo(f"Model in {output}.", err=True)


def _figure(value: float | None) -> str:
    return "—" if value is None else f"{value:.3f}"
