from __future__ import annotations

from pathlib import Path

import pytest

from kict_nlp import resources
from kict_nlp.errors import ResourceError


def test_checkout_has_the_corpora() -> None:
    assert (resources.find_resource("corpora") / "README.md").is_file()


def test_wheel_keeps_its_own_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    package = tmp_path / "site-packages" / "kict_nlp"
    (package / "_corpora" / "mihon").mkdir(parents=True)
    # A folder of the same name that somebody else installed must not be taken.
    (package.parent / "corpora" / "mihon").mkdir(parents=True)
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.find_resource("corpora/mihon") == package / "_corpora" / "mihon"


def test_missing_file_names_both_places() -> None:
    with pytest.raises(ResourceError, match=r"_corpora/nowhere and .*corpora/nowhere"):
        resources.find_resource("corpora/nowhere")
