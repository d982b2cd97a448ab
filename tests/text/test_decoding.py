from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kict_nlp.errors import EncodingError
from kict_nlp.text.decoding import decode_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp932"])
def test_what_offices_write(encoding: str) -> None:
    assert decode_text("①髙﨑市は～㈱、ﾃﾞｰﾀ".encode(encoding)) == ("①髙﨑市は～㈱、ﾃﾞｰﾀ", encoding)


@given(st.text())
def test_utf8_comes_back(text: str) -> None:
    if not text.startswith("\ufeff"):
        assert decode_text(text.encode()) == (text, "utf-8")


@pytest.mark.parametrize("content", [b"\xff\xff", b"\xef\xbb\xbf\xff", b"\xff\xfea"])
def test_what_is_no_text_is_an_error(content: bytes) -> None:
    with pytest.raises(EncodingError, match="neither in UTF-8 nor in cp932"):
        decode_text(content)
