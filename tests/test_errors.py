from __future__ import annotations

import pickle

import pytest

from kict_nlp import errors
from kict_nlp.errors import KictError

KINDS = [
    value
    for value in vars(errors).values()
    if isinstance(value, type) and issubclass(value, KictError)
]


def test_text_says_what_where_and_what_to_do() -> None:
    error = KictError(
        "一つの欄が二つに分かれています。",
        where="r3.pdf, page 4",
        hint="kict inspect r3.pdf --page 4",
    )
    assert str(error).splitlines() == [
        "一つの欄が二つに分かれています。",
        "  where: r3.pdf, page 4",
        "  hint: kict inspect r3.pdf --page 4",
    ]


def test_text_without_place_and_hint_is_one_line() -> None:
    assert str(KictError("No.")) == "No."


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_survives_the_way_to_another_process(kind: type[KictError]) -> None:
    error = kind("What.", where="Where.", hint="Hint.")
    again = pickle.loads(pickle.dumps(error))
    assert type(again) is kind
    assert (again.message, again.where, again.hint) == ("What.", "Where.", "Hint.")


@pytest.mark.parametrize("kind", KINDS)
def test_every_error_says_when_it_is_raised(kind: type[KictError]) -> None:
    assert kind.__doc__
