"""Cause models as files: plain arrays and JSON, nothing that could run."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from kict_nlp.causes.encoding import Vocabulary
from kict_nlp.causes.judging import EVIDENCE, Judge
from kict_nlp.causes.model import CauseModel
from kict_nlp.causes.questions import Linear, Questions
from kict_nlp.causes.shares import ErrorCounts
from kict_nlp.errors import ModelError

if TYPE_CHECKING:
    from numpy.typing import NDArray

FORMAT = 1
WEIGHTS, CARD = "weights.npz", "model.json"

# Weights are kept with the precision of half floats: a tenth of a percent of each.
_KEPT = np.float16
_HINT = "Fit the model anew with kict train, or take the one that comes with the package."
_EPOCH = (1980, 1, 1, 0, 0, 0)  # of every file in the archive, so that equal models are equal bytes


def model_files(model: CauseModel) -> dict[str, bytes]:
    """Return the files of a model by name; the same model gives the same bytes."""
    weights = _archive(_arrays(model))
    card = {
        "format": FORMAT,
        "codes": list(model.codes),
        "thresholds": dict(zip(model.codes, model.thresholds.tolist(), strict=True)),
        "judge": {
            "start": model.judge.start,
            **dict(zip(EVIDENCE, model.judge.weights.tolist(), strict=True)),
        },
        "errors": [asdict(counts) for counts in model.errors],
        "weights_sha256": hashlib.sha256(weights).hexdigest(),
        **model.card,
    }
    text = json.dumps(card, ensure_ascii=False, indent=1) + "\n"
    return {WEIGHTS: weights, CARD: text.encode()}


def _arrays(model: CauseModel) -> dict[str, NDArray[Any]]:
    arrays: dict[str, NDArray[Any]] = {
        "names": _text_array(model.vocabulary.names),
        "grams": _text_array(model.vocabulary.grams),
        "rarity": model.vocabulary.rarity.astype(np.float32),
    }
    for name in ("where", "what", "whole"):
        linear: Linear = getattr(model.questions, name)
        arrays[f"{name}_weights"] = linear.weights.astype(_KEPT)
        arrays[f"{name}_start"] = linear.start
    return arrays


def _text_array(names: Mapping[str, int]) -> NDArray[np.uint8]:
    """Return names as the bytes of a JSON list: arrays of objects would be pickled."""
    return np.frombuffer(json.dumps(list(names), ensure_ascii=False).encode(), dtype=np.uint8)


def _archive(arrays: Mapping[str, NDArray[Any]]) -> bytes:
    """Return an .npz whose bytes follow from the arrays alone."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, array in arrays.items():
            content = io.BytesIO()
            np.lib.format.write_array(content, np.ascontiguousarray(array), allow_pickle=False)
            entry = zipfile.ZipInfo(f"{name}.npy", _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.getvalue())
    return buffer.getvalue()


def read_model(directory: str | Path) -> CauseModel:
    """Return the model of a folder; no code in it is run.

    Raises
    ------
    ModelError
        A file is missing or damaged, of another format, or the two do not belong together.
    """
    folder = Path(directory)
    card = _read_card(folder / CARD)
    weights = _read(folder / WEIGHTS)
    if hashlib.sha256(weights).hexdigest() != card.get("weights_sha256"):
        raise ModelError(
            f"{WEIGHTS} is not the file that {CARD} was written with.",
            where=str(folder),
            hint=_HINT,
        )
    try:
        return _model(card, _load_arrays(weights))
    except (KeyError, TypeError, ValueError, zipfile.BadZipFile) as error:
        raise ModelError(
            f"The cause model is damaged: {error}.", where=str(folder), hint=_HINT
        ) from error


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise ModelError(
            f"There is no cause model: {path.name} cannot be read.", where=str(path), hint=_HINT
        ) from error


def _read_card(path: Path) -> dict[str, Any]:
    content = _read(path)
    try:
        card = json.loads(content)
    except ValueError as error:
        raise ModelError(f"{path.name} is no JSON.", where=str(path), hint=_HINT) from error
    if isinstance(card, dict) and card.get("format") == FORMAT:
        return card
    version = card.get("format") if isinstance(card, dict) else None
    raise ModelError(
        f"The cause model has format {version!r}; this version of kict_nlp reads {FORMAT}.",
        where=str(path),
        hint=_HINT,
    )


def _load_arrays(weights: bytes) -> dict[str, NDArray[Any]]:
    with np.load(io.BytesIO(weights), allow_pickle=False) as archive:
        return {name: archive[name] for name in archive.files}


def _model(card: Mapping[str, Any], arrays: Mapping[str, NDArray[Any]]) -> CauseModel:
    codes = tuple(card["codes"])
    own = {"format", "codes", "thresholds", "judge", "errors", "weights_sha256"}
    return CauseModel(
        codes=codes,
        vocabulary=Vocabulary(
            _numbers(arrays["names"]), _numbers(arrays["grams"]), arrays["rarity"]
        ),
        questions=Questions(*(_linear(arrays, name) for name in ("where", "what", "whole"))),
        judge=Judge(
            np.array([card["judge"][name] for name in EVIDENCE]), float(card["judge"]["start"])
        ),
        thresholds=np.array([card["thresholds"][code] for code in codes]),
        errors=tuple(ErrorCounts(**counts) for counts in card["errors"]),
        card={key: value for key, value in card.items() if key not in own},
    )


def _numbers(names: NDArray[Any]) -> dict[str, int]:
    return {name: number for number, name in enumerate(json.loads(names.tobytes()))}


def _linear(arrays: Mapping[str, NDArray[Any]], name: str) -> Linear:
    return Linear(arrays[f"{name}_weights"].astype(np.float32), arrays[f"{name}_start"])
