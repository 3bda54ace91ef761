"""In which encoding a file is written, and its text as UTF-8.

UTF-8 and UTF-16 can be proved: the whole file either is valid or it is not. A
one-byte encoding can only be guessed, because nearly every byte is a letter in
each of them. There charset-normalizer decides, on the lines that have such
bytes. It was measured to put cp1250 before cp1252 when both read the same, and
mac_roman on single curly quotes, hence the preference for cp1252.
"""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from charset_normalizer import CharsetMatches, from_bytes

from engine.errors import NotACsvError, UnreadableFileError
from engine.reading.arrow import Buffer

CHUNK_BYTES = 1 << 20
SAMPLE_BYTES = 1 << 16
SINGLE_BYTE = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "koi8_r", "mac_roman")
WESTERN = "cp1252"
# Latin letters too, so that only the language tells them from cp1252.
LATIN_RIVALS = frozenset({"cp1250", "cp1254"})
# How much more of a mess, or less of a language, cp1252 may be than the best guess and
# still be taken; measured on short lists of names, quotes and prices in eight languages.
MESS_MARGIN = 0.1
RIVAL_MESS_MARGIN = 0.05
RIVAL_LANGUAGE_MARGIN = 0.02
# In UTF-16, at least one sign in so many is a line end, a separator or a digit.
FEWEST_ASCII = 100

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig", "UTF-8"),
    (codecs.BOM_UTF32_LE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16", "UTF-16"),
)
_SAVE_AS_UTF8 = "Open the file where it comes from and save it as CSV with the encoding UTF-8."


@dataclass(frozen=True)
class Encoding:
    """A codec's name in Python, and why it was chosen, as a sentence."""

    name: str
    reason: str


def detect_encoding(path: Path) -> Encoding:
    """Tell in which encoding a file is written, judged by all of its bytes.

    Raises
    ------
    NotACsvError
        If it is binary data.
    UnreadableFileError
        If it breaks the rules of its own encoding; with the line.
    """
    with path.open("rb") as file:
        head = file.read(SAMPLE_BYTES)
    return (
        _by_mark(path, head)
        or _by_nul_bytes(path, head)
        or _by_validity(path)
        or _by_likeness(path, head)
    )


def utf8_text(path: Path, encoding: str) -> Buffer:
    """Give the whole text of a file as UTF-8 bytes without byte order mark.

    Returns
    -------
    pyarrow.Buffer
        Mapped from the disk, without a copy, if the file is UTF-8 already.
    """
    if encoding in {"utf-8", "utf-8-sig"}:
        text = pa.memory_map(str(path)).read_buffer()
        return text.slice(len(codecs.BOM_UTF8)) if encoding == "utf-8-sig" else text
    return _transcode(path, encoding)


def _transcode(path: Path, encoding: str) -> Buffer:
    decoder = codecs.getincrementaldecoder(encoding)()
    output = pa.BufferOutputStream()
    for chunk in _chunks(path):
        output.write(decoder.decode(chunk).encode())
    return output.getvalue()


def _chunks(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        while chunk := file.read(CHUNK_BYTES):
            yield chunk


def _by_mark(path: Path, head: bytes) -> Encoding | None:
    """By the byte order mark at the beginning, which must then hold for the rest."""
    for mark, codec, name in _BOMS:
        if head.startswith(mark):
            if line := _first_invalid_line(path, codec):
                raise _broken(name, line)
            return Encoding(codec, f"The file begins with the byte order mark of {name}.")
    return None


def _by_nul_bytes(path: Path, head: bytes) -> Encoding | None:
    """UTF-16 without a mark: every second byte of Latin letters and separators is NUL."""
    line = _first_nul_line(path)
    if line is None:
        return None
    codec = _utf16_of(head)
    if codec is not None:
        if broken := _first_invalid_line(path, codec):
            raise _broken("UTF-16", broken)
        reason = (
            "Every second byte is empty, as in UTF-16 text, and the whole file is valid UTF-16."
        )
        return Encoding(codec, reason)
    if not _looks_like_text(head.decode("latin-1"), allow_c1=True):
        raise _binary()
    raise UnreadableFileError(
        f"Line {line} has a NUL byte, which no text contains.",
        line=line,
        hint="The file was damaged, for example while copying. Save or download it again.",
    )


def _by_validity(path: Path) -> Encoding | None:
    if _first_invalid_line(path, "utf-8") is not None:
        return None
    return Encoding("utf-8", "Every byte of the file is valid UTF-8.")


def _by_likeness(path: Path, head: bytes) -> Encoding:
    """One of the one-byte encodings: the one in which the text looks most like language."""
    sample = _telling_lines(path)
    if _is_broken_utf8(sample):
        raise _broken("UTF-8", _first_invalid_line(path, "utf-8") or 1)
    if not _looks_like_text(head.decode("latin-1"), allow_c1=True):
        raise _binary()
    for codec in (*_guesses(sample), WESTERN, "latin-1"):
        if _first_invalid_line(path, codec) is None and _looks_like_text(sample.decode(codec)):
            return Encoding(codec, _likeness_reason(codec))
    line = _first_invalid_line(path, "utf-8") or 1
    raise UnreadableFileError(
        f"Line {line} has characters that make no sense in UTF-8 or any other known encoding.",
        line=line,
        hint=_SAVE_AS_UTF8,
    )


def _likeness_reason(codec: str) -> str:
    return (
        f"The file is not UTF-8; read as {codec} its special characters look most like language. "
        "Check a few names with accents in the preview."
    )


def _guesses(sample: bytes) -> tuple[str, ...]:
    """Give the likeliest codec, if any; cp1252 where the others are hardly better."""
    matches = from_bytes(sample, cp_isolation=list(SINGLE_BYTE), enable_fallback=False)
    best = matches.best()
    if best is None:
        return ()
    return (WESTERN,) if _western_will_do(matches) else (best.encoding,)


def _western_will_do(matches: CharsetMatches) -> bool:
    best = matches[0]
    western = next((match for match in matches if WESTERN in match.could_be_from_charset), None)
    if western is None:
        return False
    more_mess, less_language = western.chaos - best.chaos, best.coherence - western.coherence
    if best.encoding not in LATIN_RIVALS:
        return bool(more_mess <= MESS_MARGIN)
    return bool(more_mess <= RIVAL_MESS_MARGIN and less_language <= RIVAL_LANGUAGE_MARGIN)


def _telling_lines(path: Path) -> bytes:
    """Collect the first lines that have bytes outside ASCII."""
    sample = bytearray()
    with path.open("rb") as file:
        for line in file:
            if not line.isascii():
                sample += line[:SAMPLE_BYTES]
            if len(sample) >= SAMPLE_BYTES:
                break
    return bytes(sample)


def _is_broken_utf8(sample: bytes) -> bool:
    """Whether UTF-8 explains more of the special bytes than it leaves over."""
    text = sample.decode("utf-8", "surrogateescape")
    invalid = sum("\udc80" <= character <= "\udcff" for character in text)
    valid = sum(character > "\x7f" for character in text) - invalid
    return valid > invalid


def _utf16_of(head: bytes) -> str | None:
    """UTF-16 by the ASCII signs in it, at least line ends and separators, if it makes sense."""
    little = _n_ascii(low=head[0::2], high=head[1::2])
    big = _n_ascii(low=head[1::2], high=head[0::2])
    if max(little, big) * FEWEST_ASCII < len(head) // 2:
        return None
    codec = "utf-16-le" if little > big else "utf-16-be"
    return codec if _looks_like_text(head.decode(codec, "ignore")) else None


def _n_ascii(*, low: bytes, high: bytes) -> int:
    pairs = zip(low, high, strict=False)
    return sum(
        high_byte == 0 and ord("\t") <= low_byte <= ord("~") for low_byte, high_byte in pairs
    )


def _looks_like_text(text: str, *, allow_c1: bool = False) -> bool:
    """Whether fewer than one character in a hundred is a control character."""
    controls = sum(
        (character < " " and character not in "\t\n\r\f\x1a")
        or ("\x7f" <= character < "\xa0" and not allow_c1)
        for character in text
    )
    return controls * 100 <= len(text)


def _first_invalid_line(path: Path, codec: str) -> int | None:
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
    return None


def _decode(decoder: codecs.IncrementalDecoder, chunk: bytes, codec: str) -> None:
    # Looking whether all is ASCII is 20 times quicker than decoding, and mostly it is.
    if codec == "utf-8" and chunk.isascii() and not decoder.getstate()[0]:
        return
    decoder.decode(chunk)


def _line_ends_before(path: Path, codec: str, n_bytes: int) -> int:
    with path.open("rb") as file:
        return _line_ends(file.read(n_bytes).decode(codec, "ignore"))


def _first_nul_line(path: Path) -> int | None:
    line = 1
    for chunk in _chunks(path):
        position = chunk.find(0)
        if position >= 0:
            return line + chunk.count(b"\n", 0, position)
        line += chunk.count(b"\n")
    return None


def _line_ends(text: str) -> int:
    # Line ends are \n, \r\n or \r alone; a file has one kind, so the larger count is right.
    return max(text.count("\n"), text.count("\r"))


def _broken(name: str, line: int) -> UnreadableFileError:
    return UnreadableFileError(
        f"The file is written in {name}, but line {line} breaks its rules.",
        line=line,
        hint=_SAVE_AS_UTF8,
    )


def _binary() -> NotACsvError:
    return NotACsvError(
        "A CSV file was expected, but this is binary data of an unknown kind.",
        field="file",
        hint="Choose the file that holds the table as text, or export it as CSV.",
    )
