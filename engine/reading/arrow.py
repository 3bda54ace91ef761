"""What the modules that use pyarrow share.

pyarrow ships no types, so that the names for its classes are all `Any`.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from engine.records import ValueKind

Array = Any  # pyarrow.Array or pyarrow.ChunkedArray
Buffer = Any  # pyarrow.Buffer
DataType = Any  # pyarrow.DataType
Table = Any  # pyarrow.Table

# So many cells are looked at before all are.
HEAD_CELLS = 1000
# No number or date that anybody writes is longer, and patterns take long on a cell of 10 MB.
LONGEST_VALUE = 100


def all_true(mask: Array) -> bool:
    """Whether a mask is true wherever it is not null; so too if it is null everywhere."""
    return bool(pc.all(mask, min_count=0).as_py())


def any_true(mask: Array) -> bool:
    """Whether a mask is true anywhere."""
    return bool(pc.any(mask, min_count=0).as_py())


def first_cell(strings: Array) -> str | None:
    """The first filled cell, if there is one."""
    head = strings.slice(0, HEAD_CELLS).drop_null()
    if len(head) == 0:
        head = strings.drop_null()
    text: str | None = head[0].as_py() if len(head) else None
    return text


def longest(strings: Array) -> int:
    """Bytes of the longest cell."""
    return pc.max(pc.binary_length(strings)).as_py() or 0


def kind_of(type_: DataType) -> ValueKind:
    """What natural values of a type are."""
    if pa.types.is_boolean(type_):
        return "truth"
    if pa.types.is_timestamp(type_):
        return "date"
    return "text" if pa.types.is_string(type_) else "number"


def byte_places(
    strings: Array,
) -> tuple[NDArray[np.int32], NDArray[np.int32], NDArray[np.uint8]]:
    """Where each text of an array without nulls begins and ends, and the bytes of all."""
    _, offsets, characters = strings.buffers()
    places = np.frombuffer(offsets, dtype=np.int32)[strings.offset :][: len(strings) + 1]
    held = np.frombuffer(characters or b"", dtype=np.uint8)
    return places[:-1], places[1:], held
