"""PDFium's functions with plain addresses: making a typed pointer costs as much as a call."""

from __future__ import annotations

import ctypes
from typing import Any

INT, AT = ctypes.c_int, ctypes.c_void_p


def by_address(function: Any, result: Any, *arguments: Any) -> Any:
    """Return the same function, with ``AT`` for each pointer that it takes or gives."""
    return ctypes.CFUNCTYPE(result, *arguments)(ctypes.cast(function, AT).value or 0)
