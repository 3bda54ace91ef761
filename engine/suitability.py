"""Which algorithms can be trained on a table, which suit it, and why the others do not."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from engine.algorithms import AlgorithmConfig
from engine.amounts import memory_words, time_words
from engine.errors import InvalidValueError
from engine.records import Problem, Setting
from engine.run_costs import RunCosts
from engine.table_facts import TableFacts, facts

__all__ = ["TableFacts", "facts", "refusal", "unsuitable"]

# From this share on the pairs of rows are what takes the memory, not the features.
PAIRS_SHARE = 0.5
# One-hot columns are worth a word where they are most of the features.
LEVELS_SHARE = 0.5

Reason = Callable[[AlgorithmConfig, TableFacts], Problem | None]


def refusal(entry: AlgorithmConfig, known: TableFacts) -> Problem | None:
    """Why an algorithm cannot be trained on these data, ``None`` if it can."""
    return next(filter(None, (reason(entry, known) for reason in _REASONS)), None)


def unsuitable(
    entry: AlgorithmConfig, known: TableFacts, settings: Mapping[str, Setting] | None = None
) -> Problem | None:
    """Why an algorithm is not among those that suit these data, ``None`` if it is.

    Parameters
    ----------
    settings : mapping of str to Setting, optional
        Hyperparameters that are not the defaults.
    """
    refused = refusal(entry, known)
    if refused is not None:
        return refused
    seconds = RunCosts(entry, known, settings or {}).seconds
    return _too_slow(entry, known, seconds) or _over_budget(entry, known, seconds)


def _too_many_rows(entry: AlgorithmConfig, known: TableFacts) -> Problem | None:
    if entry.max_rows is None or known.largest_fit <= entry.max_rows:
        return None
    needed = memory_words(RunCosts(entry, known).memory)
    seconds = time_words(RunCosts(entry, known).seconds)
    return _refused(
        f"{entry.name} is offered for at most {entry.max_rows:,} rows, but it would get "
        f"{known.largest_fit:,}: its time or memory grows with the square of the rows. It would "
        f"need about {needed} of memory and {seconds}.",
        "Choose another algorithm, or upload fewer rows.",
    )


def _too_many_features(entry: AlgorithmConfig, known: TableFacts) -> Problem | None:
    n_features = RunCosts(entry, known).size.n_features
    if entry.max_features is None or n_features <= entry.max_features:
        return None
    return _refused(
        f"{entry.name} is offered for at most {entry.max_features:,} numbers in a row, but the "
        f"columns would become about {n_features:,}.",
        _fewer_features(known, n_features),
    )


def _target_out_of_range(entry: AlgorithmConfig, known: TableFacts) -> Problem | None:
    minimum, target = known.target_minimum, known.spec.target
    if minimum is None:
        return None
    if entry.target_range == "positive" and minimum <= 0:
        return _refused(
            f"{entry.name} predicts numbers above zero only, but the smallest {target} is "
            f"{minimum:g}.",
            "Choose another algorithm, or another target.",
        )
    if entry.target_range == "non_negative" and minimum < 0:
        return _refused(
            f"{entry.name} predicts no numbers below zero, but the smallest {target} is "
            f"{minimum:g}.",
            "Choose another algorithm, or another target.",
        )
    return None


def _too_much_memory(entry: AlgorithmConfig, known: TableFacts) -> Problem | None:
    needed, limit = RunCosts(entry, known).memory, known.memory_limit
    if limit is None or needed <= limit:
        return None
    words, allowed = memory_words(needed), memory_words(limit)
    if entry.cost.pair_bytes * known.largest_fit**2 > PAIRS_SHARE * needed:
        return _refused(
            f"{entry.name} would need about {words} of memory, but a run may use {allowed}: it "
            f"keeps a number for each pair of its {known.largest_fit:,} rows.",
            "Choose another algorithm, or upload fewer rows.",
        )
    n_features = RunCosts(entry, known).size.n_features
    return _refused(
        f"{entry.name} would need about {words} of memory, but a run may use {allowed}: "
        f"{known.largest_fit:,} rows would become {n_features:,} numbers each.",
        _fewer_features(known, n_features),
    )


_REASONS: tuple[Reason, ...] = (
    _too_many_rows,
    _too_many_features,
    _target_out_of_range,
    _too_much_memory,
)


def _fewer_features(known: TableFacts, n_features: int) -> str:
    chosen = known.spec.preprocessing
    levels = [column.distinct for column in known.columns if column.type == "categorical"]
    widest = sum(min(count, chosen.max_levels) for count in levels)
    if chosen.categories in {"auto", "one_hot"} and widest > LEVELS_SHARE * n_features:
        return (
            f"Group the rare levels of categories sooner (max_levels is {chosen.max_levels:,}), "
            "encode them as one number each, or leave out columns with many levels."
        )
    return "Use fewer columns, choose another algorithm, or upload fewer rows."


def _too_slow(entry: AlgorithmConfig, known: TableFacts, seconds: float) -> Problem | None:
    if entry.slow_rows is None or known.largest_fit <= entry.slow_rows:
        return None
    return _left_out(
        f"{entry.name} gets slow above {entry.slow_rows:,} rows, and would get "
        f"{known.largest_fit:,}. All its fits may take {time_words(seconds)}.",
        "Choose it by name to train it all the same, or upload fewer rows.",
    )


def _over_budget(entry: AlgorithmConfig, known: TableFacts, seconds: float) -> Problem | None:
    budget = known.spec.time_budget
    if budget is None or seconds <= budget:
        return None
    return _left_out(
        f"All fits of {entry.name} may take {time_words(seconds)}, but the run may take "
        f"{time_words(budget)} altogether.",
        "Give the run more time, or choose fewer folds.",
    )


def _refused(message: str, hint: str) -> Problem:
    return InvalidValueError(message, field="algorithms", hint=hint).problem()


def _left_out(message: str, hint: str) -> Problem:
    return Problem(code="too_slow", message=message, field="algorithms", hint=hint)
