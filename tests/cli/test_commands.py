"""What all commands have in common: quick help, plain errors, any console."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

import kict_nlp
from kict_nlp.cli import group, kict, main
from kict_nlp.cli.text_table import format_table, shorten, text_width
from kict_nlp.errors import KictError
from tests.cli.conftest import Kict, Run

COMMANDS = [
    ("demo",),
    ("extract",),
    ("classify",),
    ("inspect",),
    ("layout",),
    ("layout", "new"),
    ("layout", "diff"),
]


@pytest.mark.parametrize("command", [(), *COMMANDS])
def test_every_command_has_help(run: Run, command: tuple[str, ...]) -> None:
    result = run(*command, "-h")
    assert result.exit_code == 0
    assert result.stdout.startswith(f"Usage: {' '.join(('kict', *command))} ")


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"kict {kict_nlp.__version__}\n"


def test_help_loads_nothing_heavy(root: Path) -> None:
    code = "import sys; from kict_nlp.cli import main; main(['--help']); print(*sys.modules, file=sys.stderr)"
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    loaded = set(done.stderr.split())
    assert "kict_nlp.cli" in loaded
    assert not {"pandas", "duckdb", "openpyxl", "pdfplumber", "pypdfium2", "PIL", "numpy"} & loaded


def test_reading_one_file_in_csv_loads_no_pandas(
    root: Path, small_pdf: Path, tmp_path: Path
) -> None:
    code = (
        "import sys; from kict_nlp.cli import main; "
        f"status = main(['extract', {str(small_pdf)!r}, '-o', {str(tmp_path / 'out')!r}]); "
        "sys.exit(status or 'pandas' in sys.modules)"
    )
    environment = {**os.environ, "PYTHONPATH": str(root)}
    assert (
        subprocess.run([sys.executable, "-c", code], check=False, env=environment).returncode == 0
    )


def test_python_m_does_the_same(real_kict: Kict, small_pdf: Path) -> None:
    done = real_kict("inspect", small_pdf)
    assert done.returncode == 0
    assert "健康" not in done.stderr


def test_wrong_command(run: Run) -> None:
    result = run("extrakt")
    assert result.exit_code == 2
    assert "No such command" in result.stderr


@pytest.mark.parametrize("encoding", ["cp932", "cp1252"])
def test_a_console_that_lacks_characters_shows_others(
    real_kict: Kict, small_pdf: Path, encoding: str
) -> None:
    done = real_kict("inspect", small_pdf, PYTHONIOENCODING=encoding)
    assert done.returncode == 0
    assert ("施策名" in done.stdout) == (encoding == "cp932")
    assert ("50–84" in done.stdout) == (encoding == "cp1252")  # a dash that code page 932 lacks


@pytest.mark.skipif(shutil.which("bash") is None, reason="needs bash")
def test_closed_pipe_is_no_error(root: Path, small_pdf: Path) -> None:
    code = (
        f"{sys.executable} -m kict_nlp inspect '{small_pdf}' | head -c 1; exit ${{PIPESTATUS[0]}}"
    )
    done = subprocess.run(
        ["bash", "-c", code],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    assert (done.returncode, done.stderr) == (0, "")


# ---------------------------------------------------------------- errors


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """A command ``demo`` that raises what it is told to."""

    @click.command("demo")
    @click.argument("kind")
    def command(kind: str) -> None:
        if kind == "known":
            raise KictError("It is broken.", where="r.pdf, page 4", hint="Mend it.")
        if kind == "interrupt":
            raise KeyboardInterrupt
        raise ZeroDivisionError("division by zero")

    monkeypatch.setattr(kict, "get_command", lambda *_: command)


@pytest.mark.usefixtures("broken")
def test_a_known_error_is_shown_plainly(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "known"]) == 3
    assert (
        capsys.readouterr().err
        == "Error: It is broken.\n  where: r.pdf, page 4\n  hint: Mend it.\n"
    )


@pytest.mark.usefixtures("broken")
def test_an_unforeseen_error_shows_no_traceback(
    capsys: pytest.CaptureFixture[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(group.tempfile, "tempdir", str(tmp_path))
    assert main(["demo", "unknown"]) == 3
    shown = capsys.readouterr().err
    assert "Traceback" not in shown
    assert "ZeroDivisionError: division by zero" in shown
    (details,) = tmp_path.iterdir()
    assert str(details) in shown
    assert "Traceback" in details.read_text(encoding="utf-8")


@pytest.mark.usefixtures("broken")
def test_ctrl_c_is_said_in_one_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", "interrupt"]) == 130
    assert capsys.readouterr().err.strip() == "Stopped."


# ---------------------------------------------------------------- tables of text


def test_columns_align_with_kanji_of_double_width() -> None:
    text = format_table(("名", "n"), [("施策", 1), ("a", 20), (None, None)]).rstrip()
    assert text.splitlines() == ["名     n", "施策   1", "a     20"]


def test_long_texts_are_cut() -> None:
    assert shorten("令和３年度\n点検報告書", 10) == "令和３年…"
    assert text_width(shorten("あ" * 30, 11)) <= 11
    assert shorten("short", 10) == "short"
