"""How long each algorithm of a session will take, expected before its first unit begins."""

from __future__ import annotations

import math
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from engine.algorithms import AlgorithmConfig, algorithm
from engine.candidates import searched
from engine.evaluation import Judge
from engine.fit_costs import fit_seconds, preparation_seconds
from engine.fitting import OnStep, Stopped, fit
from engine.prepared_rows import Prepared
from engine.prepared_size import prepared_size
from engine.probing import probe
from engine.records import AlgorithmChoice
from engine.used_rows import Positions

Range = tuple[float, float]

# How far fits lie from what is expected of them: by the registry, and by two small fits.
FORMULA_SPREAD = (0.3, 3.0)
PROBED_SPREAD = (0.7, 1.4)
# What building, predicting and scoring take around a fit, however few rows there are.
AROUND_SECONDS = 0.02
# Of an ensemble this share of the trees or rounds is grown, and three times as many:
# what both take alike comes once in the whole fit, the rest with each tree.
PROBED_SHARE = 20
FEWEST_ITERATIONS = 40
# Successive halving tries most candidates on few rows.
HALVING_SHARE = 0.5


def in_order(choices: Sequence[AlgorithmChoice], judge: Judge) -> list[AlgorithmChoice]:
    """Quick algorithms first, so that there is soon something to see."""
    return sorted(choices, key=lambda choice: _formula(choice, judge))


def forecast(
    choices: Sequence[AlgorithmChoice], judge: Judge, *, on_step: OnStep
) -> dict[str, Range]:
    """Seconds that a unit of weight 1 will take, by algorithm, as a range.

    Where fits are long, two small ones on some of the rows tell it, together with the
    registry: small fits know the machine, but not how a large one grows.

    Raises
    ------
    Stopped
        If `on_step` says so.
    """
    sharing = Counter(judge.fitter.preparation_key(choice) for choice in choices)
    return {
        choice.key: _Forecast(
            choice, judge, on_step, sharing[judge.fitter.preparation_key(choice)]
        ).unit()
        for choice in choices
    }


def _formula(choice: AlgorithmChoice, judge: Judge) -> float:
    entry, n_rows = algorithm(choice.key), len(_rows(judge))
    size = prepared_size(
        entry,
        judge.fitter.columns,
        judge.spec.preprocessing,
        n_rows=n_rows,
        n_classes=0 if judge.classes is None else len(judge.classes),
    )
    return fit_seconds(entry, choice.hyperparameters, n_rows, size.cells)


def _rows(judge: Judge) -> Positions:
    """The rows of a fit of weight 1."""
    return judge.split.folds[0].train if judge.split.folds else judge.split.train


@dataclass(frozen=True)
class _Forecast:
    choice: AlgorithmChoice
    judge: Judge
    on_step: OnStep
    sharing: int
    """How many algorithms want the same preparation, which is fitted for the first of them."""

    def unit(self) -> Range:
        """Seconds of a fit with its preparation, its scores and its search."""
        formula = _formula(self.choice, self.judge)
        probed = self._probed(formula)
        seconds = AROUND_SECONDS + self._preparation
        seconds += formula if probed is None else math.sqrt(formula * probed)
        low, high = FORMULA_SPREAD if probed is None else PROBED_SPREAD
        return self._with_search(seconds * low), self._with_search(seconds * high)

    def _probed(self, formula: float) -> float | None:
        n_rows, n_fits = len(_rows(self.judge)), self.judge.spec.n_folds + 1
        if formula < 1.0 and self._search_factor == 0:
            return None
        prepared: list[Prepared] = []

        def timed(n: int) -> float:
            if not prepared:
                _, found = self._estimator()
                prepared.append(found)
            return self._timed(prepared[0], n)

        return probe(
            timed,
            n_rows,
            formula=formula,
            exponent=self._entry.cost.rows,
            # Of an ensemble a fifth is grown.
            n_fits=n_fits * (5 if self._iterations >= FEWEST_ITERATIONS else 1),
        )

    @property
    def _preparation(self) -> float:
        if self._entry.baseline:
            return 0.0
        judged = 1 + self._judged_share
        n_rows = int(len(_rows(self.judge)) * judged)
        return preparation_seconds(self.judge.fitter.columns, n_rows) / self.sharing

    @property
    def _entry(self) -> AlgorithmConfig:
        return algorithm(self.choice.key)

    def _estimator(self) -> tuple[object, Prepared]:
        return self.judge.fitter.estimator(
            self._entry, self.choice.hyperparameters, _rows(self.judge)
        )

    def _timed(self, prepared: Prepared, n_rows: int) -> float:
        """Seconds to fit on some of the prepared rows, and to predict as many as a fold would."""
        total = self._iterations
        if total < FEWEST_ITERATIONS:
            return self._fitted(prepared, n_rows, None)
        few = total // PROBED_SHARE
        less, more = (self._fitted(prepared, n_rows, count) for count in (few, 3 * few))
        return less + max(0.0, more - less) / (2 * few) * (total - few)

    def _fitted(self, prepared: Prepared, n_rows: int, iterations: int | None) -> float:
        estimator, _ = self._estimator()
        if iterations is not None:
            estimator.set_params(**{str(self._entry.iterations): iterations})  # type: ignore[attr-defined]  # any estimator
        rows = prepared.rows
        random = np.random.default_rng(self.judge.spec.random_seed)
        chosen = np.sort(random.permutation(len(rows))[:n_rows])
        target = self.judge.fitter.answers(rows)
        matrix = prepared.train[chosen]
        with self.judge.threads(self._entry):
            started = time.perf_counter()
            answers = None if target is None else target[chosen]
            ended = fit(
                estimator, self._entry, matrix, answers, on_step=self.on_step, as_rows=len(rows)
            )
            if ended is not None:
                raise Stopped
            if target is not None:
                estimator.predict(matrix[: max(1, int(n_rows * self._judged_share))])  # type: ignore[attr-defined]  # any estimator of a supervised task
            return time.perf_counter() - started

    @property
    def _iterations(self) -> int:
        """Trees or rounds of an ensemble, 1 of anything else."""
        if self._entry.iterations is None or self._entry.wrapper != "none":
            return 1
        settings = self._entry.defaults | self.choice.hyperparameters
        return int(settings[self._entry.iterations] or 1)

    @property
    def _judged_share(self) -> float:
        split = self.judge.split
        judged = split.folds[0].validation if split.folds else split.test
        return len(judged) / len(_rows(self.judge))

    def _with_search(self, seconds: float) -> float:
        plan = self.judge.spec.search
        if plan is None or self._search_factor == 0:
            return seconds
        most = np.inf if plan.seconds is None else plan.seconds / (self.judge.spec.n_folds + 1)
        return float(seconds + min(seconds * self._search_factor, most))

    @property
    def _search_factor(self) -> float:
        """Time of the search, in fits."""
        plan = self.judge.spec.search
        if plan is None or not plan.includes(self.choice.key) or not searched(self._entry):
            return 0.0
        candidates = plan.n_candidates * (HALVING_SHARE if plan.method == "halving" else 1.0)
        # Each candidate learns from all folds but one, as often as there are folds.
        return candidates * (plan.cv_folds - 1)
