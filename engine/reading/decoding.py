"""The text of a file in a given encoding: as UTF-8, or the line on which it breaks its rules."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa

from engine.reading.arrow import Buffer

CHUNK_BYTES = 1 << 20


def utf8_text(path: Path, encoding: str) -> Buffer:
    """Give the whole text of a file as UTF-8 bytes without byte order mark.

    Returns
    -------
    pyarrow.Buffer
        Mapped from the disk, without a copy, if the file is UTF-8 already.
    """
    in_utf8 = encoding in {"utf-8", "utf-8-sig"}
    text = pa.memory_map(str(path)).read_buffer() if in_utf8 else _transcode(path, encoding)
    n_bytes = min(len(codecs.BOM_UTF8), text.size)
    has_mark = text.slice(0, n_bytes).to_pybytes() == codecs.BOM_UTF8
    return text.slice(n_bytes) if has_mark else text


def _transcode(path: Path, encoding: str) -> Buffer:
    decoder = codecs.getincrementaldecoder(encoding)()
    output = pa.BufferOutputStream()
    for chunk in _chunks(path):
        output.write(decoder.decode(chunk).encode())
    output.write(decoder.decode(b"", final=True).encode())
    return output.getvalue()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def first_invalid_line(path: Path, codec: str) -> int | None:
    """Line of the first byte that a codec cannot read, ``None`` if it reads all."""
    decoder = codecs.getincrementaldecoder(codec)()
    n_bytes = 0
    try:
        for chunk in _chunks(path):
            _decode(decoder, chunk, codec)
            n_bytes += len(chunk)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        ending = error.object[: error.start].decode(error.encoding, "ignore")
        return 1 + _line_ends_before(path, codec, n_bytes) + _line_ends(ending)
    except UnicodeError:  # UTF-16 without a byte order mark does not even begin
        return 1
    return None


def _decode(decoder: codecs.IncrementalDecoder, chunk: bytes, codec: str) -> None:
    # Looking whether all is ASCII is 20 times quicker than decoding, and mostly it is.
    if codec == "utf-8" and chunk.isascii() and not decoder.getstate()[0]:
        return
    decoder.decode(chunk)


def _line_ends_before(path: Path, codec: str, n_bytes: int) -> int:
    with path.open("rb") as file:
        return _line_ends(file.read(n_bytes).decode(codec, "ignore"))


def _line_ends(text: str) -> int:
    # Line ends are \n, \r\n or \r alone; a file has one kind, so the larger count is right.
    return max(text.count("\n"), text.count("\r"))
