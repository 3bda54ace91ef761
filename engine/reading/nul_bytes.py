"""NUL characters, which no text contains: padding after a crash, or damage in the middle."""

from __future__ import annotations

import codecs
import mmap
from pathlib import Path

from engine.errors import UnreadableFileError

CHUNK_BYTES = 1 << 20
WIDE = ("utf-16", "utf-32")


def first_nul(path: Path) -> int | None:
    """Place of the first NUL byte of a file, ``None`` if there is none."""
    with path.open("rb") as file:
        if path.stat().st_size == 0:
            return None
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
            place = content.find(b"\0")
    return place if place >= 0 else None


def is_padding(path: Path, place: int) -> bool:
    """Whether a file holds text before a NUL byte and nothing but such bytes after it."""
    if place == 0:
        return False
    with path.open("rb") as file:
        file.seek(place)
        return not any(chunk.strip(b"\0") for chunk in iter(lambda: file.read(CHUNK_BYTES), b""))


def refuse_nul_bytes(path: Path, codec: str) -> None:
    """Raise if the text of a file has a NUL character.

    Parameters
    ----------
    codec : str
        One that can read the file whole.

    Raises
    ------
    UnreadableFileError
        With the line.
    """
    if codec.startswith(WIDE):
        _refuse_wide(path, codec)
    elif (place := first_nul(path)) is not None:
        raise nul_fault(path, place)


def nul_fault(path: Path, place: int) -> UnreadableFileError:
    """The refusal of a file whose first NUL byte is there."""
    with path.open("rb") as file:
        before = file.read(place)
    line = 1 + max(before.count(b"\n"), before.count(b"\r"))
    return _fault(line, padding=is_padding(path, place))


def _refuse_wide(path: Path, codec: str) -> None:
    decoder = codecs.getincrementaldecoder(codec)()
    n_new, n_return = 0, 0
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            text = decoder.decode(chunk)
            before, nul, after = text.partition("\0")
            n_new, n_return = n_new + before.count("\n"), n_return + before.count("\r")
            if nul:
                rest = after + decoder.decode(file.read(CHUNK_BYTES))
                raise _fault(1 + max(n_new, n_return), padding=not rest.strip("\0"))


def _fault(line: int, *, padding: bool) -> UnreadableFileError:
    if padding:
        return UnreadableFileError(
            f"From line {line} on the file holds only NUL bytes, so its end is missing.",
            line=line,
            hint="This happens when a copy or a download breaks off, or a disk was full. Copy or "
            "download the file again.",
        )
    return UnreadableFileError(
        f"Line {line} has a NUL byte, which no text contains.",
        line=line,
        hint="The file was damaged, for example while copying. Save or download it again.",
    )
