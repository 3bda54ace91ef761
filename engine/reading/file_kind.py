"""What a file really is, whatever its name says: the things that are not a CSV.

People rename files, and programs save under the wrong ending. Each entry of
`FILE_KINDS` is one kind that is recognised by its first bytes and refused with
the cure. Nothing is unpacked, so a compressed bomb stays a small file.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from engine.errors import NotACsvError

HEAD_BYTES = 4096

SAVE_AS_CSV = (
    "Open it in the program it comes from and save it as CSV (UTF-8), then upload the CSV file."
)
UNPACK = "Unpack it first, then upload the CSV file that is inside."
CONVERT = "Convert it to CSV first, for example in Python with pandas and `to_csv`."
EXPORT = "Look for a download or an export as CSV where it comes from."


@dataclass(frozen=True)
class FileKind:
    """One kind of file that is not a CSV.

    Attributes
    ----------
    name : str
        What it is, with its article.
    hint : str
        How to get a CSV file from it.
    recognises : Callable
        Whether the first `HEAD_BYTES` bytes are of this kind.
    """

    name: str
    hint: str
    recognises: Callable[[bytes], bool]


def _magic(*signatures: bytes, offset: int = 0) -> Callable[[bytes], bool]:
    return lambda head: head[offset:].startswith(signatures)


def _text(pattern: bytes) -> Callable[[bytes], bool]:
    compiled = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:" + pattern + rb")", re.IGNORECASE)
    return lambda head: compiled.match(head) is not None


FILE_KINDS: tuple[FileKind, ...] = (
    FileKind("a ZIP archive", UNPACK, _magic(b"PK\x03\x04", b"PK\x05\x06")),
    FileKind("a gzip-compressed file", UNPACK, _magic(b"\x1f\x8b")),
    FileKind("a bzip2-compressed file", UNPACK, _magic(b"1AY&SY", offset=4)),
    FileKind("an xz-compressed file", UNPACK, _magic(b"\xfd7zXZ\x00")),
    FileKind("a Zstandard-compressed file", UNPACK, _magic(b"\x28\xb5\x2f\xfd")),
    FileKind("a 7-Zip archive", UNPACK, _magic(b"7z\xbc\xaf\x27\x1c")),
    FileKind("a RAR archive", UNPACK, _magic(b"Rar!\x1a\x07")),
    FileKind("a TAR archive", UNPACK, _magic(b"ustar", offset=257)),
    FileKind("an old Excel or Office file", SAVE_AS_CSV, _magic(b"\xd0\xcf\x11\xe0\xa1\xb1")),
    FileKind("a PDF document", EXPORT, _magic(b"%PDF-")),
    FileKind("an RTF document", SAVE_AS_CSV, _magic(b"{\\rtf")),
    FileKind("a PNG picture", EXPORT, _magic(b"\x89PNG\r\n\x1a\n")),
    FileKind("a JPEG picture", EXPORT, _magic(b"\xff\xd8\xff")),
    FileKind("a GIF picture", EXPORT, _magic(b"GIF87a", b"GIF89a")),
    FileKind("a Parquet file", CONVERT, _magic(b"PAR1\x15")),
    FileKind("an Arrow or Feather file", CONVERT, _magic(b"ARROW1\x00\x00", b"FEA1\x00")),
    FileKind("an HDF5 file", CONVERT, _magic(b"\x89HDF\r\n\x1a\n")),
    FileKind("a NumPy array file", CONVERT, _magic(b"\x93NUMPY")),
    FileKind(
        "a Python pickle", CONVERT, _magic(b"\x80\x02", b"\x80\x03", b"\x80\x04", b"\x80\x05")
    ),
    FileKind("an SQLite database", CONVERT, _magic(b"SQLite format 3\x00")),
    FileKind("an SPSS data file", SAVE_AS_CSV, _magic(b"$FL2@(#)", b"$FL3@(#)")),
    FileKind("an HTML page", EXPORT, _text(rb"<!doctype html|<html|<head|<body|<table|<script")),
    FileKind("an XML file", SAVE_AS_CSV, _text(rb"<\?xml")),
    FileKind(
        "a JSON file",
        CONVERT,
        # A header may be written as [name],[age]; what follows the bracket tells them apart.
        _text(rb'\{\s*(?:"[^"]*"\s*:|\})|\[\s*(?:[\[{"\d\]-]|true|false|null)'),
    ),
)


def refuse_other_kinds(path: Path) -> None:
    """Raise unless a file may be a CSV, judged by its first bytes.

    Raises
    ------
    NotACsvError
        If it is of one of `FILE_KINDS`; the message says of which.
    """
    with path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    kind = next((kind for kind in FILE_KINDS if kind.recognises(head)), None)
    if kind is not None:
        name, hint = (kind.name, kind.hint) if head[:2] != b"PK" else _inside_zip(path, kind)
        raise NotACsvError(f"A CSV file was expected, but this is {name}.", field="file", hint=hint)


def _inside_zip(path: Path, kind: FileKind) -> tuple[str, str]:
    """Name and hint for a ZIP file: office documents are ZIP files too."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return kind.name, kind.hint
    if any(name.startswith("xl/") for name in names):
        return "an Excel workbook", SAVE_AS_CSV
    if "mimetype" in names or "[Content_Types].xml" in names:
        return "an office document", SAVE_AS_CSV
    return kind.name, kind.hint
