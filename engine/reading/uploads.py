"""Taking in a stream of bytes: counted, hashed and written as they come."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from engine.errors import TooLargeError

CHUNK_BYTES = 1 << 20
LONGEST_NAME = 255
NAMELESS = "data.csv"
# Control characters and lone surrogates, and marks that turn the reading direction around.
_UNPRINTABLE = frozenset({"Cc", "Cs"})
_TURNING = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True)
class Received:
    """What came: its size and its SHA-256 in hexadecimal."""

    size_bytes: int
    sha256: str


def receive(stream: BinaryIO, path: Path, *, limit_bytes: int) -> Received:
    """Write a stream to a file, in pieces of `CHUNK_BYTES`.

    Raises
    ------
    TooLargeError
        At the first byte over `limit_bytes`.
    """
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        for chunk in _chunks(stream):
            size += len(chunk)
            if size > limit_bytes:
                raise _too_large(limit_bytes)
            digest.update(chunk)
            file.write(chunk)
    return Received(size, digest.hexdigest())


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK_BYTES):
        yield chunk


def _too_large(limit_bytes: int) -> TooLargeError:
    megabytes = f"{limit_bytes / 1024**2:,.4g}"
    return TooLargeError(
        f"The file is larger than {megabytes} MB, which is the most that is accepted.",
        field="file",
        hint="Leave out columns or rows that are not needed, then upload the smaller file.",
    )


def file_name(name: str) -> str:
    """Reduce a name that came with an upload to something to show; it never becomes a path.

    The last part of a path, without control characters, at most `LONGEST_NAME`
    characters of which the last ones (the ending) are kept.
    """
    last = re.split(r"[/\\]", name)[-1]
    shown = "".join(character for character in last if _is_printable(character)).strip()
    if not shown.strip(". "):
        return NAMELESS
    if len(shown) <= LONGEST_NAME:
        return shown
    ending = Path(shown).suffix[-16:]
    return shown[: LONGEST_NAME - len(ending)] + ending


def _is_printable(character: str) -> bool:
    return unicodedata.category(character) not in _UNPRINTABLE and character not in _TURNING
