"""Files of text as offices make them: UTF-8 with or without BOM, or Windows' Japanese code page."""

from __future__ import annotations

import re

from kict_nlp.errors import EncodingError

# What Python makes of the five bytes that cp932 does not use.
_NO_CP932 = re.compile("[\x80\uf8f0-\uf8f3]")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def decode_text(content: bytes) -> tuple[str, str]:
    """Return the text of a file and the encoding it is in.

    Parameters
    ----------
    content : bytes
        The whole file.

    Returns
    -------
    text, encoding : str
        The encoding is utf-8, utf-8-sig (with BOM), utf-16 (with BOM) or cp932. What is valid UTF-8
        is taken for it, as Japanese in cp932 hardly ever is.

    Raises
    ------
    EncodingError
        It is in none of them.

    Examples
    --------
    >>> decode_text("①県民".encode("cp932"))
    ('①県民', 'cp932')
    """
    for encoding in _candidates(content):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding != "cp932" or _NO_CP932.search(text) is None:
            return text, encoding
    raise EncodingError(
        "The text is neither in UTF-8 nor in cp932.",
        hint="Save it as UTF-8.",
    )


def _candidates(content: bytes) -> tuple[str, ...]:
    if content.startswith(b"\xef\xbb\xbf"):
        return ("utf-8-sig",)
    if content.startswith(_UTF16_MARKS):
        return ("utf-16",)
    return ("utf-8", "cp932")
