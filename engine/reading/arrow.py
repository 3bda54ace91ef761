"""What the modules that use pyarrow share.

pyarrow ships no types, so that the names for its classes are all `Any`.
"""

from __future__ import annotations

from typing import Any

import pyarrow.compute as pc

Array = Any  # pyarrow.Array or pyarrow.ChunkedArray
Buffer = Any  # pyarrow.Buffer
DataType = Any  # pyarrow.DataType
Table = Any  # pyarrow.Table


def all_true(mask: Array) -> bool:
    """Whether a mask is true wherever it is not null; so too if it is null everywhere."""
    return bool(pc.all(mask, min_count=0).as_py())


def any_true(mask: Array) -> bool:
    """Whether a mask is true anywhere."""
    return bool(pc.any(mask, min_count=0).as_py())
