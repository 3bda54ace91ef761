"""The beginning of a file, on which its dialect is judged."""

from __future__ import annotations

import io
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.records import LineEnd

SAMPLE_LINES = 300
# How many characters are read, and the lines that are enough then: the longer
# the lines, the fewer of them have to do.
STAGES = ((1 << 18, 20), (1 << 20, 5), (1 << 22, 0))
_MARK = "\ufeff"


@dataclass(frozen=True)
class Sample:
    """The first lines of a file, with their ends.

    Attributes
    ----------
    is_whole : bool
        Whether these are all lines.
    """

    lines: tuple[str, ...]
    is_whole: bool

    @property
    def text(self) -> str:
        """The lines as one text."""
        return "".join(self.lines)

    def after(self, n_lines: int) -> Sample:
        """The same without the first lines."""
        return Sample(self.lines[n_lines:], self.is_whole)


def read_sample(path: Path, encoding: str, *, n_lines: int = SAMPLE_LINES) -> Sample:
    """Read whole lines from the beginning of a file; one that is cut off is left out."""
    text, is_whole = _beginning(path, encoding)
    lines = list(itertools.islice(lines_of(text), n_lines + 1))
    if len(lines) > n_lines:
        return Sample(tuple(lines[:n_lines]), is_whole=False)
    if not is_whole and len(lines) > 1:
        lines.pop()
    return Sample(tuple(lines), is_whole)


def lines_of(text: str) -> Iterator[str]:
    r"""Lines with their ends, which are ``\n``, ``\r\n`` or ``\r`` and nothing else."""
    return io.StringIO(text, newline="")


def _beginning(path: Path, encoding: str) -> tuple[str, bool]:
    text = ""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        for size, enough in STAGES:
            more = file.read(size - len(text))
            text += more
            if len(text) < size:
                return text.removeprefix(_MARK), True
            if _n_lines(text) >= enough:
                break
    return text.removeprefix(_MARK), False


def _n_lines(text: str) -> int:
    return max(text.count("\n"), text.count("\r"))


def line_end_of(sample: Sample) -> tuple[LineEnd, str]:
    """The commonest line end, with the reason."""
    text = sample.text
    n_both = text.count("\r\n")
    n_new, n_return = text.count("\n") - n_both, text.count("\r") - n_both
    if n_both > max(n_new, n_return):
        return "\r\n", "The lines end as Windows writes them (CR LF)."
    if n_return > n_new:
        return "\r", "The lines end as old Macs wrote them (CR alone)."
    if n_new == 0:
        return "\n", "The file has one line only, so that no line end was found."
    return "\n", "The lines end as Linux and macOS write them (LF)."
