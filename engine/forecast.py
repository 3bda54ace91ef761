"""How long each algorithm of a session will take, expected before its first unit begins."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from engine.algorithms import algorithm
from engine.evaluation import Judge
from engine.records import AlgorithmChoice, Setting

Range = tuple[float, float]

FORMULA_SPREAD = (0.3, 3.0)


def in_order(choices: Sequence[AlgorithmChoice], judge: Judge) -> list[AlgorithmChoice]:
    """Quick algorithms first, so that there is soon something to see."""
    return sorted(choices, key=lambda choice: formula_seconds(choice, judge))


def formula_seconds(choice: AlgorithmChoice, judge: Judge) -> float:
    """Seconds of a fit on all training rows, by the registry's rough guide."""
    entry = algorithm(choice.key)
    cost, n_rows = entry.cost, len(judge.split.train)
    n_columns = max(1, len(judge.fitter.columns))
    seconds = cost.seconds * (n_rows / 10_000) ** cost.rows * (n_columns / 20) ** cost.columns
    return seconds * _share_of_iterations(choice.hyperparameters, entry.iterations, entry.defaults)


def _share_of_iterations(
    settings: Mapping[str, Setting], name: str | None, defaults: Mapping[str, Setting]
) -> float:
    chosen, usual = (settings.get(name), defaults[name]) if name else (None, None)
    if isinstance(chosen, int) and isinstance(usual, int) and usual > 0:
        return chosen / usual
    return 1.0
