"""Files that are given out: their content or where it is, and names that are safe anywhere."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class GivenFile:
    """A file to give out: either a `path` to stream or its whole `content`.

    `holds_scores` says that held-out scores are in it.
    """

    filename: str
    media_type: str
    sha256: str | None = None
    path: Path | None = None
    content: bytes | None = None
    holds_scores: bool = False


def stem_of(file: str, *more: str) -> str:
    """A name without its ending and with what is added, of plain letters and digits."""
    stem = re.sub(r"\.[^.]*$", "", file)
    safe = re.sub(r"[^A-Za-z0-9]+", "_", "_".join((stem, *more))).strip("_").lower()
    return safe[:80]
