"""What a test does where a program or font that prints its reports is not installed."""

from __future__ import annotations

import os
from typing import NoReturn

import pytest

NOT_INSTALLED_BY_THE_TESTS = "libreoffice"


def skip_or_fail(producer: str, reason: object) -> NoReturn:
    """Leave the test out; where a check counts, fail, since it must not pass by leaving tests out."""
    if os.environ.get("CI") and producer != NOT_INSTALLED_BY_THE_TESTS:
        pytest.fail(f"{producer} is needed here: {reason}")
    pytest.skip(f"{producer}: {reason}")
