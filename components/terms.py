"""The words of the trade, each with one sentence that explains it."""

from __future__ import annotations

from typing import Final

TERMS: Final[dict[str, str]] = {
    "dataset": "A table that was read from a CSV file: one row per case, one column per property.",
    "target": "The column whose values the model should learn to predict.",
    "feature": "A column the model may look at to make its prediction.",
    "column type": (
        "What kind of values a column holds; it decides how the values are turned into numbers."
    ),
    "role": "What a column is used for: to learn from, to be predicted, or not at all.",
    "spread": "How often which values occur: the higher a bar, the more rows have values there.",
    "dialect": (
        "How the file writes its table: the signs between cells, around texts and in numbers."
    ),
    "classification": "Predicting which of a few classes a row belongs to.",
    "regression": "Predicting a number.",
    "clustering": "Finding groups of similar rows without being told any answer.",
    "test share": (
        "The part of the rows that the model never sees while it learns, and is judged on."
    ),
    "stratified split": (
        "A split that keeps the shares of the classes the same among learning and held-out rows."
    ),
    "folds": (
        "The learning rows are cut into this many parts; each part is held out once, "
        "so a score comes with a measure of how much it varies."
    ),
    "repeats": ("The folds are cut anew this many times: more scores, and a surer mean of them."),
    "preprocessing": (
        "Algorithms reckon with numbers alone: gaps are filled, categories, texts and dates are "
        "turned into numbers, all learned from the learning rows."
    ),
    "seed": "The number that all chance starts from; the same seed gives the same result again.",
    "algorithm": "The way in which a model learns from the rows.",
    "hyperparameter": "A setting of an algorithm that is chosen before it learns.",
    "fit": "One time an algorithm learns from one part of the rows.",
    "baseline": (
        "A model that ignores all features; whoever does not beat it has learned nothing."
    ),
    "overfitting": "A model that knows its learning rows by heart and fails on new ones.",
    "leak": "A column that gives the answer away, so that scores look better than they will be.",
    "interval": "The range in which the true score lies in 95 of 100 such experiments.",
    "pickle": "A file with the trained model that Python can load with scikit-learn alone.",
}
