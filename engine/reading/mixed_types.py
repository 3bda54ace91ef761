"""Columns of numbers with a few cells that are none, like "see note".

Such a column stays text, because nobody may drop what a person wrote; but it
says which cells stand in the way, and a person may have them read as missing.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from engine.reading.column_statistics import ValueCounts, as_text
from engine.reading.file_marks import Marks
from engine.reading.number_cells import could_be_number, looks_like_number
from engine.reading.number_formats import parse_numbers
from engine.reading.value_parsers import Parsed, trimmed, without_missing_words

# With more odd cells than this, a column is no column of numbers.
MOST_ODD = 0.05
SAMPLE_VALUES = 20
SHOWN = 3


@dataclass(frozen=True)
class OddCells:
    """What stands in the way of reading a column as numbers.

    Attributes
    ----------
    texts : dict
        The texts that are no numbers and how often each occurs, the commonest first.
    reason : str
        How many there are, with the first of them.
    numbers : Parsed
        The different numbers among the cells.
    """

    texts: dict[str, int]
    reason: str
    numbers: Parsed


def find_odd_cells(counts: ValueCounts, marks: Marks) -> OddCells | None:
    """Give the few cells that are no numbers; ``None`` if there are many or the rest is none."""
    if _sample_refuses(counts):
        return None
    cells = _filled(counts, marks)
    if len(cells) == 0:
        return None
    is_number = looks_like_number(cells.values).to_numpy(zero_copy_only=False)
    n_odd = int(cells.counts[~is_number].sum())
    if not 0 < n_odd <= MOST_ODD * cells.total:
        return None
    numbers = parse_numbers(pc.filter(cells.values, pa.array(is_number)), marks)
    if numbers.values is None and not numbers.in_doubt:
        return None
    texts = _texts(cells, np.flatnonzero(~is_number))
    return OddCells(texts, odd_reason(texts, cells.total), numbers)


def odd_reason(texts: dict[str, int], n_cells: int) -> str:
    """Say how many of the filled cells are no numbers, and what they hold."""
    n_odd = sum(texts.values())
    shown = ", ".join(repr(as_text(text)) for text in list(texts)[:SHOWN])
    more = ", …" if len(texts) > SHOWN else ""
    return f"All but {n_odd:,} of {n_cells:,} cells are numbers; the others hold {shown}{more}."


def _filled(counts: ValueCounts, marks: Marks) -> ValueCounts:
    """The values without words for missing ones."""
    if marks.missing_words is None:
        values, _ = without_missing_words(counts.values)
    else:
        values = trimmed(counts.values)
    is_filled = pc.is_valid(values)
    return ValueCounts(values.drop_null(), counts.counts[is_filled.to_numpy(zero_copy_only=False)])


def _sample_refuses(counts: ValueCounts) -> bool:
    """Whether none of a few values is a number, neither the commonest nor those far apart."""
    step = max(1, len(counts) // SAMPLE_VALUES)
    far_apart = counts.values.take(pa.array(np.arange(0, len(counts), step))).to_pylist()
    commonest = [value for value, _ in counts.commonest()]
    return not any(could_be_number(str(value).strip()) for value in (*far_apart, *commonest))


def _texts(cells: ValueCounts, places: np.ndarray[tuple[int], np.dtype[np.intp]]) -> dict[str, int]:
    ordered = places[np.argsort(-cells.counts[places], kind="stable")]
    return {cells.values[place].as_py(): int(cells.counts[place]) for place in ordered}
