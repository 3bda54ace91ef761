"""In which encoding a file is written.

UTF-8 and UTF-16 can be proved: the whole file either is valid or it is not. A
one-byte encoding can only be guessed, because nearly every byte is a letter in
each of them. There charset-normalizer decides, on the lines that have such
bytes. It was measured to put cp1250 before cp1252 when both read the same, and
mac_roman on single curly quotes, hence the preference for cp1252.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import CharsetMatches, from_bytes

from engine.errors import NotACsvError, UnreadableFileError
from engine.reading.csv_choices import CHOSEN
from engine.reading.decoding import first_invalid_line
from engine.reading.nul_bytes import first_nul, is_padding, nul_fault, refuse_nul_bytes

SAMPLE_BYTES = 1 << 16
SINGLE_BYTE = ("cp1252", "cp1250", "cp1251", "cp1253", "cp1254", "cp1256", "koi8_r", "mac_roman")
EAST_ASIAN = ("cp932", "euc_jp", "gb18030", "big5", "euc_kr")
FEWEST_EAST_ASIAN = 4
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
_EAST_ASIAN_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]{2,}")
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


def check_encoding(path: Path, codec: str) -> Encoding:
    """Take an encoding that a person chose, if the file can be read in it.

    Raises
    ------
    UnreadableFileError
        If it cannot; with the line.
    """
    line = first_invalid_line(path, codec)
    if line is not None:
        raise UnreadableFileError(
            f"The file cannot be read as {codec}, because line {line} breaks its rules.",
            line=line,
            hint="Choose another encoding, or none so that it is found out from the file.",
        )
    refuse_nul_bytes(path, codec)
    return Encoding(codec, CHOSEN)


def _by_mark(path: Path, head: bytes) -> Encoding | None:
    """By the byte order mark at the beginning, which must then hold for the rest."""
    for mark, codec, name in _BOMS:
        if head.startswith(mark):
            _refuse_broken(path, codec, name)
            return Encoding(codec, f"The file begins with the byte order mark of {name}.")
    return None


def _refuse_broken(path: Path, codec: str, name: str) -> None:
    if line := first_invalid_line(path, codec):
        raise _broken(name, line)
    refuse_nul_bytes(path, codec)


def _by_nul_bytes(path: Path, head: bytes) -> Encoding | None:
    """UTF-16 without a mark: every second byte of Latin letters and separators is NUL."""
    place = first_nul(path)
    if place is None:
        return None
    if is_padding(path, place):
        raise nul_fault(path, place)
    codec = _utf16_of(head)
    if codec is not None:
        _refuse_broken(path, codec, "UTF-16")
        reason = (
            "Every second byte is empty, as in UTF-16 text, and the whole file is valid UTF-16."
        )
        return Encoding(codec, reason)
    if not _looks_like_text(head.decode("latin-1"), allow_c1=True):
        raise _binary()
    raise nul_fault(path, place)


def _by_validity(path: Path) -> Encoding | None:
    if first_invalid_line(path, "utf-8") is not None:
        return None
    return Encoding("utf-8", "Every byte of the file is valid UTF-8.")


def _by_likeness(path: Path, head: bytes) -> Encoding:
    """One of the older encodings: the one in which the text looks most like language."""
    sample = _telling_lines(path)
    if _is_broken_utf8(sample):
        raise _broken("UTF-8", first_invalid_line(path, "utf-8") or 1)
    if not _looks_like_text(head.decode("latin-1"), allow_c1=True):
        raise _binary()
    for codec in (*_guesses(sample), WESTERN, "latin-1"):
        if first_invalid_line(path, codec) is None and _looks_like_text(sample.decode(codec)):
            return Encoding(codec, _likeness_reason(codec))
    line = first_invalid_line(path, "utf-8") or 1
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
    east_asian = from_bytes(sample, cp_isolation=list(EAST_ASIAN), enable_fallback=False).best()
    if east_asian is not None and _is_east_asian(str(east_asian)):
        return (east_asian.encoding,)
    matches = from_bytes(sample, cp_isolation=list(SINGLE_BYTE), enable_fallback=False)
    best = matches.best()
    if best is None:
        return ()
    return (WESTERN,) if _western_will_do(matches) else (best.encoding,)


def _is_east_asian(text: str) -> bool:
    """Whether special characters stand side by side; of ``Müller`` it would be one in letters."""
    in_words = sum(map(len, _EAST_ASIAN_WORD.findall(text)))
    n_special = sum(character > "\x7f" for character in text)
    return in_words >= FEWEST_EAST_ASIAN and 2 * in_words > n_special


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
