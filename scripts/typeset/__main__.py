"""Print variants of a report: `PYTHONPATH=scripts python -m typeset CONTENT.json -o DIR --seeds 0-11`."""

import argparse
import json
import time
from pathlib import Path

from .choices import PRODUCERS, REFERENCE_STYLES, style_for
from .content import Content
from .prose import read_prose
from .style import Style
from .typesetter import typeset


def main() -> None:
    """Read the arguments and print every variant asked for."""
    options = _arguments()
    content = _content(options.content, options.prose)
    options.output.mkdir(parents=True, exist_ok=True)
    for name, style in _styles(options):
        start = time.perf_counter()
        target = options.output / f"{name}.pdf"
        typeset(content, style, target)
        print(f"{target}  {time.perf_counter() - start:.1f} s")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="typeset", description=__doc__)
    parser.add_argument(
        "content", type=Path, help="JSON with columns, measures, summary, titles, legend"
    )
    parser.add_argument("-o", "--output", type=Path, required=True, help="folder for the PDF files")
    parser.add_argument(
        "--prose", type=Path, help="text dump of a report, whose body is printed before the table"
    )
    parser.add_argument("--seeds", default="0-5", help="first and last seed, such as 0-59")
    parser.add_argument("--producer", choices=PRODUCERS, help="keep to one producer")
    parser.add_argument("--references", action="store_true", help="print the named styles instead")
    return parser.parse_args()


def _content(path: Path, prose: Path | None) -> Content:
    content: Content = json.loads(path.read_text(encoding="utf-8"))
    return {**content, "prose": read_prose(prose)} if prose else content


def _styles(options: argparse.Namespace) -> list[tuple[str, Style]]:
    if options.references:
        return list(REFERENCE_STYLES.items())
    first, _, last = options.seeds.partition("-")
    styles = [
        style_for(seed, producer=options.producer)
        for seed in range(int(first), int(last or first) + 1)
    ]
    return [(f"{style.seed:04d}_{style.producer}", style) for style in styles]


if __name__ == "__main__":
    main()
