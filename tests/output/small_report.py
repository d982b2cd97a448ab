"""A report of one page, drawn without any font file: two pillars with three measures."""

from __future__ import annotations

from pathlib import Path

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

HEADING = (
    "番号",
    "施策名",
    "所属",
    "成果指標",
    "目標",
    "実績",
    "評価",
    "未達成の理由及び今後の見込み等",
)
ROWS = (
    ("柱Ⅰ　くらしの情報化",),
    ("1", "健康情報の見える化", "健康課", "=利用者数", "1,000人", "1,200人", "◎", ""),
    ("2", "観光案内の多言語化", "観光課", "案内所の数", "10か所", "10か所", "◯", ""),
    ("柱Ⅱ　行政の情報化",),
    (
        "1",
        "電子申請の拡大",
        "情報課",
        "手続の数",
        "50件",
        "42件",
        "△",
        "新型コロナウイルス感染症の影響による。",
    ),
)
LEGEND = "◎目標を上回った　◯達成　△未達成"
_WIDTHS = (34, 130, 60, 90, 60, 60, 34, 260)
_HEIGHT = 24
_FONT = "HeiseiKakuGo-W5"


def write_small_report(
    path: Path,
    password: str | None = None,
    heading: tuple[str, ...] = HEADING,
    rows: tuple[tuple[str, ...], ...] = ROWS,
    legend: str = LEGEND,
) -> Path:
    """Draw the report; the folder is made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    pdfmetrics.registerFont(UnicodeCIDFont(_FONT))
    encrypt = StandardEncryption(password, canPrint=1) if password else None
    canvas = Canvas(str(path), pagesize=landscape(A4), invariant=1, encrypt=encrypt)
    canvas.setFont(_FONT, 14)
    canvas.drawString(60, 540, "みほん市情報化計画　令和４年度点検報告書")
    canvas.setFont(_FONT, 9)
    canvas.drawString(60, 515, legend)
    for number, row in enumerate((heading, *rows)):
        _draw_row(canvas, row, 500 - _HEIGHT * number)
    canvas.save()
    return path


def _draw_row(canvas: Canvas, row: tuple[str, ...], top: float) -> None:
    widths = _WIDTHS if len(row) > 1 else (sum(_WIDTHS),)
    x = 50.0
    for text, width in zip(row, widths, strict=True):
        canvas.rect(x, top - _HEIGHT, width, _HEIGHT)
        canvas.drawString(x + 4, top - 16, text)
        x += width
