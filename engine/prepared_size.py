"""How many numbers the columns of a table become, known before anything is prepared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from engine.algorithms import AlgorithmConfig
from engine.preprocessing import SPARSE_BELOW
from engine.records import Column, Preprocessing

# As many topics as a text is summed up in, and as many words as are counted at most.
TOPICS, MAX_WORDS = 30, 5_000
# What is stored of a text in a sparse matrix: its words, about as many as in two sentences.
WORDS_PER_TEXT = 40
# Parts of a date; turned round, each has a sine and a cosine, or a place on several curves.
DATE_FEATURES = {"parts": 6, "circular": 10, "spline": 37}
INDEX_BYTES = 4
ITEM_BYTES = {"float64": 8, "float32": 4}


@dataclass(frozen=True)
class PreparedSize:
    """What an algorithm gets for each row.

    Parameters
    ----------
    n_features : int
    cells : float
        Numbers that are stored: all of them, or in a sparse matrix those that
        are not zero.
    n_bytes : float
        Memory of those cells.
    """

    n_features: int
    cells: float
    n_bytes: float


def prepared_size(
    entry: AlgorithmConfig,
    columns: Sequence[Column],
    preprocessing: Preprocessing,
    *,
    n_rows: int,
    n_classes: int = 0,
) -> PreparedSize:
    """Estimate what the columns become for an algorithm.

    Parameters
    ----------
    columns : sequence of Column
        The features.
    n_rows : int
        Rows that are learned from; there cannot be more levels than that.
    n_classes : int
        Of a classification: target encoding gives a number for each of several classes.
    """
    if entry.baseline:
        return PreparedSize(0, 0.0, 0.0)
    parts = [_features(entry, column, preprocessing, n_rows, n_classes) for column in columns]
    n_features, stored = sum(part[0] for part in parts), sum(part[1] for part in parts)
    item = ITEM_BYTES[entry.precision]
    if entry.sparse and stored < SPARSE_BELOW * n_features:
        return PreparedSize(n_features, stored, stored * (item + INDEX_BYTES))
    return PreparedSize(n_features, n_features, float(n_features * item))


def _features(
    entry: AlgorithmConfig, column: Column, chosen: Preprocessing, n_rows: int, n_classes: int
) -> tuple[int, float]:
    """Features of a column, and how many of them are not zero in a row."""
    if column.type in {"numeric", "datetime"}:
        width = DATE_FEATURES[chosen.dates] if column.type == "datetime" else 1
        return width + (chosen.missing_indicator and column.missing > 0), float(width)
    if column.type == "text":
        return _text_features(entry, column, chosen, n_rows)
    return _level_features(entry, column, chosen, n_rows, n_classes)


def _level_features(
    entry: AlgorithmConfig, column: Column, chosen: Preprocessing, n_rows: int, n_classes: int
) -> tuple[int, float]:
    encoding = entry.encoding if chosen.categories == "auto" else chosen.categories
    if encoding == "target" and (column.type == "boolean" or entry.task_type == "clustering"):
        encoding = entry.encoding
    if encoding == "one_hot":
        levels = column.distinct + (column.missing > 0)
        return max(1, min(levels, chosen.max_levels, n_rows)), 1.0
    if encoding == "target" and n_classes > 2:
        return n_classes, float(n_classes)
    return 1, 1.0


def _text_features(
    entry: AlgorithmConfig, column: Column, chosen: Preprocessing, n_rows: int
) -> tuple[int, float]:
    if not entry.sparse or chosen.text in {"hashed", "string_encoder"}:
        return TOPICS, float(TOPICS)
    texts = min(max(1, column.distinct), n_rows)
    words = min(MAX_WORDS, texts * WORDS_PER_TEXT)
    return words, float(min(WORDS_PER_TEXT, words))
