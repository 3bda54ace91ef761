"""What a fit says in Python's words, in words for a person: its warnings and its errors."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
from sklearn.exceptions import ConvergenceWarning

from engine.algorithms import AlgorithmConfig
from engine.errors import EngineError, TrainingError
from engine.records import Problem

# Parts of sentences that scikit-learn, NumPy and SciPy warn with, and what to do about it.
_ADVICE: tuple[tuple[str, str], ...] = (
    (
        "variables are collinear",
        (
            "Some features are sums of others, so their weights are not unique. Predictions are "
            "not touched; leave columns out if you want to read the weights."
        ),
    ),
    (
        "matrix is ill-conditioned",
        (
            "Some features are nearly sums of others, so the result may depend on tiny "
            "differences. Raise the regularisation, or leave columns out."
        ),
    ),
    (
        "is not full rank",
        (
            "A class has too few rows for the number of features. Raise the regularisation, or "
            "leave columns out."
        ),
    ),
    (
        "number of distinct clusters",
        "There are fewer different rows than clusters asked for. Ask for fewer clusters.",
    ),
)
# What nobody needs to know, because the result is right all the same.
_HARMLESS = (
    # A forest that grows in steps gets the same rows each time, and the same weights.
    "not recommended for warm_start",
    # On fewer rows than quantiles each row is one.
    "is greater than the total number of samples",
    # Texts of few different words have fewer topics than asked for.
    "The matrix shape is",
    # A feature that tells the classes apart without fail has no spread within them.
    "divide by zero encountered",
)
# The same for errors: what was said, what it means, and the cure.
_CURES: tuple[tuple[str, str, str], ...] = (
    (
        "infinity or a value too large",
        "{name} cannot compute with numbers as large as some in these columns.",
        "Leave out the column with the huge numbers, or read them as missing on the Data step.",
    ),
    (
        "overflow",
        "{name} cannot compute with numbers as large as some in these columns.",
        "Leave out the column with the huge numbers, or read them as missing on the Data step.",
    ),
    (
        "contains NaN",
        "{name} met a number that does not exist after the preparation.",
        "A column may hold numbers too large to compute with. Leave it out, or scale it.",
    ),
    (
        "covariance",
        "{name} could not invert a matrix: a class or group has too few rows for so many features.",
        "Raise the regularisation, leave columns out, or use fewer groups.",
    ),
    (
        "only one class",
        "{name} needs at least two classes to learn from, but a part of the rows has only one.",
        "Use fewer folds, keep the shares of the classes, or bring more rows of the rare class.",
    ),
    (
        "number of classes has to be greater than one",
        "{name} needs at least two classes to learn from, but a part of the rows has only one.",
        "Use fewer folds, keep the shares of the classes, or bring more rows of the rare class.",
    ),
)


# Python's words where there is no memory for the stack of a thread.
NO_THREAD = "can't start new thread"


@contextmanager
def kept_warnings() -> Iterator[list[str]]:
    """Collect what a fit warns of, as sentences for a person, each once."""
    sentences: list[str] = []
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        yield sentences
    for warning in caught:
        sentence = _sentence(warning)
        if sentence is not None and sentence not in sentences:
            sentences.append(sentence)


def _sentence(warning: warnings.WarningMessage) -> str | None:
    if issubclass(warning.category, (DeprecationWarning, FutureWarning)):
        return None
    if warning.filename.endswith("_truncated_svd.py"):
        # It divides by a variance of zero when all texts are alike; the topics are right.
        return None
    text = str(warning.message)
    if any(part in text for part in _HARMLESS):
        return None
    for part, advice in _ADVICE:
        if part in text.lower():
            return advice
    if issubclass(warning.category, ConvergenceWarning):
        return (
            "The fit ended before it had settled. Raise the number of iterations, "
            "or scale the columns; until then the score may be lower than it could be."
        )
    return text


def problem(entry: AlgorithmConfig, error: Exception) -> Problem:
    """Why an algorithm gave no model, and what to do about it."""
    if isinstance(error, EngineError):
        return error.problem()
    if isinstance(error, MemoryError) or NO_THREAD in str(error):
        return out_of_memory(entry.name)
    if isinstance(error, np.linalg.LinAlgError):
        return TrainingError(
            f"{entry.name} could not solve its equations: some features are sums of others, or "
            "there are more features than rows.",
            hint="Raise the regularisation, or leave columns out.",
        ).problem()
    return (
        _known(entry, error)
        or TrainingError(
            f"{entry.name} could not be fitted: {_first_line(error)}",
            hint="Change its settings or leave columns out, then train again.",
        ).problem()
    )


def out_of_memory(name: str) -> Problem:
    """Tell that there was not enough memory for `name`."""
    return TrainingError(
        f"{name} ran out of memory.",
        hint="Use fewer rows or columns, or an algorithm that needs less memory.",
    ).problem()


def _known(entry: AlgorithmConfig, error: Exception) -> Problem | None:
    text = str(error).lower()
    for part, message, hint in _CURES:
        if part.lower() in text:
            return TrainingError(message.format(name=entry.name), hint=hint).problem()
    return None


def _first_line(error: Exception) -> str:
    return (str(error).strip() or type(error).__name__).splitlines()[0]
