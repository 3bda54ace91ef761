"""What can be chosen about how columns become numbers, in words, and when it is asked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from engine.records import ColumnType, Dataset, Preprocessing
from engine.records.preprocessing import FILLS, LEVELS, PERCENTS

Section = Literal["Numbers", "Dates", "Categories", "Texts", "Target", "Selection"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One field of `Preprocessing` that a person may choose.

    Parameters
    ----------
    field : str
    section : Section
    title, help : str
    options : tuple of (value, words)
        Of a list to choose from; empty for a switch and for a number.
    limits : tuple of (smallest, largest), optional
        Of a number.
    types : tuple of ColumnType
        It is asked if a feature is of one of these types; empty if that does not matter.
    asked : callable
        Whether it is asked of a dataset, besides.
    """

    field: str
    section: Section
    title: str
    help: str
    options: tuple[tuple[str, str], ...] = ()
    limits: tuple[float, float] | None = None
    types: tuple[ColumnType, ...] = ()
    asked: Callable[[Dataset], bool] = lambda _: True

    def applies(self, dataset: Dataset) -> bool:
        """Whether it matters for this dataset as it is prepared now."""
        known = {column.type for column in dataset.columns if column.role == "feature"}
        return (not self.types or bool(known.intersection(self.types))) and self.asked(dataset)

    def number(self, given: str) -> float | int:
        """What was typed, as a number; raises `ValueError` if it cannot be one."""
        low, high = self.limits or (0, 0)
        value = float(str(given).strip().removesuffix("%"))
        if not low <= value <= high or (isinstance(low, int) and not value.is_integer()):
            raise ValueError(given)
        return int(value) if isinstance(low, int) else value

    def refusal(self, given: str) -> str:
        """What could have been typed instead of `given`."""
        low, high = self.limits or (0, 0)
        sentence = "A number was expected, but “{given}” was given."
        if isinstance(low, int):
            sentence = "A whole number from {low} to {high} was expected, but “{given}” was given."
        return sentence.format(low=f"{low:,}", high=f"{high:,}", given=given)


def _chosen(dataset: Dataset) -> Preprocessing:
    return dataset.preparation.preprocessing


def _is(task_type: str) -> Callable[[Dataset], bool]:
    return lambda dataset: dataset.preparation.task_type == task_type


_AUTO: Final = ("auto", "Automatic")

CHOICES: Final[tuple[Choice, ...]] = (
    Choice(
        "numeric_imputation",
        "Numbers",
        "A missing number or date",
        "Automatic is the median, or a place apart for algorithms that can tell a gap.",
        options=(
            _AUTO,
            ("median", "becomes the median"),
            ("mean", "becomes the mean"),
            ("most_frequent", "becomes the most frequent value"),
            ("constant", "becomes a fixed number"),
        ),
        types=("numeric", "datetime"),
    ),
    Choice(
        "numeric_fill",
        "Numbers",
        "The fixed number",
        "Stands for every missing number.",
        limits=FILLS,
        types=("numeric", "datetime"),
        asked=lambda dataset: _chosen(dataset).numeric_imputation == "constant",
    ),
    Choice(
        "scaling",
        "Numbers",
        "One scale for all numbers",
        "Automatic is standard for algorithms that compare sizes, and none for trees.",
        options=(
            _AUTO,
            ("standard", "Standard: mean 0, deviation 1"),
            ("robust", "Robust: median 0, unmoved by outliers"),
            ("quantile", "Quantile: only the order counts"),
            ("none", "None"),
        ),
        types=("numeric", "datetime"),
    ),
    Choice(
        "missing_indicator",
        "Numbers",
        "Tell where a value was missing",
        "Adds a column of zeros and ones for each with gaps: worth it if a gap means something.",
        types=("numeric", "datetime"),
    ),
    Choice(
        "dates",
        "Dates",
        "A date becomes",
        "Points on a circle or smooth bumps keep December beside January, and 23:00 beside 0:00.",
        options=(
            ("parts", "its parts: year, month, day …"),
            ("circular", "points on circles"),
            ("spline", "smooth bumps (splines)"),
        ),
        types=("datetime",),
    ),
    Choice(
        "categories",
        "Categories",
        "A category becomes",
        "The mean of the target suits columns with very many levels; no row counts for its own. "
        "Automatic is what the algorithm does best with.",
        options=(
            _AUTO,
            ("one_hot", "a column for each level (one-hot)"),
            ("ordinal", "a number for each level (ordinal)"),
            ("target", "the mean of the target"),
        ),
        types=("categorical", "boolean"),
    ),
    Choice(
        "max_levels",
        "Categories",
        "Columns for one category at most",
        "Counts for one-hot columns: the rarest levels share one. From 2 to 10,000.",
        limits=LEVELS,
        types=("categorical",),
        asked=lambda dataset: _chosen(dataset).categories in {"auto", "one_hot"},
    ),
    Choice(
        "categorical_imputation",
        "Categories",
        "A missing category",
        "As a level of its own, a model may learn what a gap means.",
        options=(
            ("level", "is a level of its own"),
            ("most_frequent", "becomes the most frequent level"),
        ),
        types=("categorical", "boolean"),
    ),
    Choice(
        "text",
        "Texts",
        "A text becomes",
        "Automatic is single words for algorithms that many columns do not burden, else topics.",
        options=(
            _AUTO,
            ("tfidf", "its words, rare ones count more (TF-IDF)"),
            ("hashed", "topics of its words"),
            ("string_encoder", "topics of pieces of words"),
        ),
        types=("text",),
    ),
    Choice(
        "class_weight",
        "Target",
        "Classes count",
        "By class, errors on a rare class weigh more, where an algorithm can weigh them.",
        options=(("none", "by their rows"), ("balanced", "the same, however rare (balanced)")),
        asked=_is("classification"),
    ),
    Choice(
        "target_transform",
        "Target",
        "The target is learned",
        "For a target with a long tail. The logarithm fits targets above -1, the others any.",
        options=(
            ("none", "as it is"),
            ("log", "as its logarithm"),
            ("power", "bent like a bell curve (Yeo-Johnson)"),
            ("quantile", "as its rank (quantile)"),
        ),
        asked=_is("regression"),
    ),
    Choice(
        "feature_selection",
        "Selection",
        "Of the resulting numbers keep",
        "Chosen in each fold anew, from its learning rows alone, so it cannot flatter a score.",
        options=(
            ("none", "all"),
            ("variance", "those that vary"),
            ("best", "those that tell most about the target"),
        ),
    ),
    Choice(
        "selected_percent",
        "Selection",
        "How many of them, in per cent",
        "Each is looked at by itself. From 1 to 100.",
        limits=PERCENTS,
        asked=lambda dataset: _chosen(dataset).feature_selection == "best",
    ),
)
