"""The cause model that comes with the package, loaded once."""

from __future__ import annotations

import pytest

from kict_nlp.causes.model import CauseModel, load_cause_model


@pytest.fixture(scope="session")
def shipped_model() -> CauseModel:
    return load_cause_model()
