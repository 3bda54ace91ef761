"""Names for pyarrow's classes in signatures: pyarrow ships no types, so each is `Any`."""

from __future__ import annotations

from typing import Any

Array = Any  # pyarrow.Array or pyarrow.ChunkedArray
Buffer = Any  # pyarrow.Buffer
DataType = Any  # pyarrow.DataType
Table = Any  # pyarrow.Table
