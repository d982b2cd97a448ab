"""The reference of the commands is what the commands say."""

from __future__ import annotations

import runpy
from pathlib import Path


def test_reference_is_current(root: Path) -> None:
    script = runpy.run_path(str(root / "docs" / "write_commands.py"))
    written = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    assert written == script["commands_text"](), "run: python docs/write_commands.py"


def test_every_command_is_in_the_reference(root: Path) -> None:
    text = (root / "docs" / "commands.md").read_text(encoding="utf-8")
    for command in (
        "kict demo",
        "kict extract",
        "kict classify",
        "kict inspect",
        "kict layout new",
        "kict layout diff",
        "kict tokenize",
        "kict lexicon compile",
        "kict passages",
        "kict review export",
        "kict review import",
        "kict review agreement",
    ):
        assert f"## `{command}`" in text
