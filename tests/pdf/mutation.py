"""Small whole PDFs, and damaged copies of them: the same seed damages in the same way."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

from tests.output.small_report import write_small_report

_OBJECT_NUMBER = re.compile(rb"\b(\d{1,6}) (?=0 (?:R|obj)\b)")
_FIGURE = re.compile(rb"\d+")
_WORDS = (
    b"/Rotate -270",
    b"/MediaBox [0 0 1e9 1e9]",
    b"/MediaBox [0 0 0 0]",
    b"/Kids [3 0 R 3 0 R]",
    b"/Count 99999999",
    b"/Length 2147483647",
    b"/Filter /DCTDecode",
    b"/Type /Font /Subtype /Type3",
    b"q " * 4000,
    b"(" * 3000,
    b"[" * 3000,
    b"<<" * 3000,
    b"1 0 0 1 1e38 1e38 cm",
    b"0 0 0 0 0 0 cm",
    b"/Fm0 Do",
    b"\x00" * 64,
)


def base_files(folder: Path) -> list[bytes]:
    """A report of a page, stored in four ways, and one with a font inside the file."""
    plain = write_small_report(folder / "base.pdf")
    english = _english(folder / "english.pdf")
    return [
        plain.read_bytes(),
        _saved(plain, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all),
        _saved(plain, object_stream_mode=pikepdf.ObjectStreamMode.generate),
        _saved(_in_form(plain, folder / "form.pdf"), compress_streams=False),
        _saved(english, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.all),
    ]


def _saved(path: Path, **options: object) -> bytes:
    content = BytesIO()
    with pikepdf.open(path) as pdf:
        pdf.save(content, static_id=True, **options)  # type: ignore[arg-type]
    return content.getvalue()


def _in_form(path: Path, target: Path) -> Path:
    """The page's content inside a form that the page draws."""
    with pikepdf.open(path) as pdf:
        page = pdf.pages[0]
        form = pdf.make_stream(
            page.Contents.read_bytes(),
            Type=pikepdf.Name.XObject,
            Subtype=pikepdf.Name.Form,
            BBox=page.mediabox,
            Resources=page.Resources,
        )
        page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Fm0=form))
        page.Contents = pdf.make_stream(b"/Fm0 Do")
        pdf.save(target, static_id=True)
    return target


def _english(path: Path) -> Path:
    """A table in English: fonts that come with ReportLab and can be put into a file have no kanji."""
    rows = [("Measure", "Target", "Actual", "Rating", "Reason")]
    rows += [
        (f"Measure {n}", f"{n}0 sites", f"{n}1 sites", "A", "As planned.") for n in range(1, 4)
    ]
    pdfmetrics.registerFont(TTFont("Vera", "Vera.ttf"))
    canvas = Canvas(str(path), pagesize=(420, 300), invariant=1)
    canvas.setFont("Vera", 8)
    canvas.drawString(40, 270, "Plan review, fiscal year 2021")
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            canvas.rect(30 + 72 * column, 220 - 20 * number, 72, 20)
            canvas.drawString(33 + 72 * column, 226 - 20 * number, text)
    canvas.save()
    return path


def mutate(content: bytes, seed: int) -> bytes:
    """Damage a file in one to three ways."""
    rng = random.Random(seed)
    for _ in range(rng.choice((1, 1, 2, 3))):
        content = rng.choice(MUTATIONS)(content, rng)
    return content


def flip_bytes(content: bytes, rng: random.Random) -> bytes:
    """Change a few bytes, or one in a hundred."""
    damaged = bytearray(content)
    count = rng.choice((1, 3, 10, len(content) // 100 + 1))
    for _ in range(count if damaged else 0):
        damaged[rng.randrange(len(damaged))] = rng.randrange(256)
    return bytes(damaged)


def cut_out(content: bytes, rng: random.Random) -> bytes:
    """Leave out a stretch, at the end or anywhere."""
    start = rng.randrange(len(content) + 1)
    length = rng.choice((1, 5, 20, 400, 400, len(content)))
    return content[:start] + content[start + length :]


def splice(content: bytes, rng: random.Random) -> bytes:
    """Put a stretch of the file in another place, once or many times."""
    start, place = rng.randrange(len(content) + 1), rng.randrange(len(content) + 1)
    piece = content[start : start + rng.choice((5, 100, 2000))]
    return content[:place] + piece * rng.choice((1, 1, 30)) + content[place:]


def renumber(content: bytes, rng: random.Random) -> bytes:
    """Let references or objects bear other numbers, which makes loops and wrong kinds."""
    numbers = _OBJECT_NUMBER.findall(content)
    if not numbers:
        return content
    share = rng.choice((0.05, 0.3))
    return _OBJECT_NUMBER.sub(
        lambda m: rng.choice(numbers) + b" " if rng.random() < share else m[0], content
    )


def change_figures(content: bytes, rng: random.Random) -> bytes:
    """Make some figures huge, negative or nought."""
    others = (b"0", b"-1", b"1e30", b"99999999999", b"65536", b"0.0000001")
    return _FIGURE.sub(lambda m: rng.choice(others) if rng.random() < 0.01 else m[0], content)


def insert_word(content: bytes, rng: random.Random) -> bytes:
    """Put an operator or entry where it does not belong."""
    place = rng.randrange(len(content) + 1)
    return content[:place] + b"\n" + rng.choice(_WORDS) + b"\n" + content[place:]


MUTATIONS: tuple[Callable[[bytes, random.Random], bytes], ...] = (
    flip_bytes,
    cut_out,
    splice,
    renumber,
    change_figures,
    insert_word,
)
