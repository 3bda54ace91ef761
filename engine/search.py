"""Finding good settings: randomised search and successive halving.

A search sees only the rows that its model may learn from: it cuts them into
folds of its own. Judged on the rows held out of that, the score of the model is
that of "search, then fit", which nothing leaks into.

scikit-learn's own searches fit a whole pipeline for each candidate, know of no
time budget and keep nothing when they are stopped; so candidates are drawn with
its `ParameterSampler` and tried here, on rows that are prepared once per fold.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from engine.algorithms import AlgorithmConfig
from engine.candidates import Settings, at_edge, candidates, searched
from engine.fitting import OnStep, Step, Stopped
from engine.metrics import Metric
from engine.records import Candidate, SearchPlan, SearchResult, Setting

# Successive halving: one in three goes on, to three times the rows.
FACTOR = 3

# Gives the mean score of settings that learned from at most so many rows, None if they failed.
Trial = Callable[[Mapping[str, Setting], int], float | None]


@dataclass
class Search:
    """One search on one part of the rows.

    Parameters
    ----------
    entry : AlgorithmConfig
    plan : SearchPlan
    metric : Metric
        Decides which candidate is better.
    trial : callable
        Fits and judges a candidate.
    n_rows : int
        Rows that a candidate learns from at most.
    seconds : float or None
        When it is over, the best so far counts.
    on_step : callable
        Told of each candidate, and asked whether to go on.
    """

    entry: AlgorithmConfig
    plan: SearchPlan
    metric: Metric
    trial: Trial
    n_rows: int
    seconds: float | None
    on_step: OnStep
    _tried: list[Candidate] = field(default_factory=list)
    _started: float = field(default_factory=time.monotonic)

    def run(self, start: Mapping[str, Setting], *, random_seed: int) -> SearchResult:
        """Search from these settings on.

        Raises
        ------
        Stopped
            If `on_step` says so: without the end of its search a model is none.
        """
        drawn = candidates(
            self.entry, start, self.plan.n_candidates, n_rows=self.n_rows, seed=random_seed
        )
        rungs = _rungs(self.plan, len(drawn), self.n_rows)
        total, left = sum(rung.count for rung in rungs), drawn
        for rung in rungs:
            left = self._best_first(self._try_all(left[: rung.count], rung.n_rows, total))
            if self._is_over:
                break
        return self._result(left[0] if left else dict(start))

    def _try_all(self, settings: Sequence[Settings], n_rows: int, total: int) -> list[Candidate]:
        tried: list[Candidate] = []
        for one in settings:
            # The first is tried in any case: there must be one to choose.
            if self._tried and self._is_over:
                break
            self._tell(total, n_rows)
            started = time.monotonic()
            score = self.trial(one, n_rows)
            seconds = time.monotonic() - started
            tried.append(
                Candidate(hyperparameters=one, n_rows=n_rows, score=score, seconds=seconds)
            )
            self._tried.append(tried[-1])
        return tried

    def _tell(self, total: int, n_rows: int) -> None:
        done = len(self._tried)
        detail = f"candidate {done + 1:,} of {total:,} on {n_rows:,} rows"
        if not self.on_step(Step(done / total, detail)):
            raise Stopped

    @property
    def _is_over(self) -> bool:
        return self.seconds is not None and time.monotonic() - self._started > self.seconds

    def _best_first(self, tried: Sequence[Candidate]) -> list[Settings]:
        ranked = sorted(tried, key=self._badness)
        return [one.hyperparameters for one in ranked]

    def _badness(self, one: Candidate) -> float:
        if one.score is None:
            return math.inf
        return -one.score if self.metric.greater_is_better else one.score

    def _result(self, best: Settings) -> SearchResult:
        names = [one.name for one in searched(self.entry)]
        scores = [one.score for one in self._tried if one.hyperparameters == best]
        return SearchResult(
            plan=self.plan,
            metric=self.metric.key,
            hyperparameters={name: best[name] for name in names},
            score=scores[-1] if scores else None,
            candidates=tuple(self._tried),
            at_edge=at_edge(self.entry, best),
            ended="time" if self._is_over else "all tried",
            seconds=time.monotonic() - self._started,
        )


@dataclass(frozen=True)
class Rung:
    """So many candidates, each on so many rows."""

    count: int
    n_rows: int


def _rungs(plan: SearchPlan, n_candidates: int, n_rows: int) -> list[Rung]:
    """The rungs of successive halving; a randomised search has one, on all rows."""
    if plan.method == "random" or n_candidates < FACTOR:
        return [Rung(n_candidates, n_rows)]
    n_rungs = 1 + int(math.log(n_candidates, FACTOR))
    return [
        Rung(
            max(1, math.ceil(n_candidates / FACTOR**place)),
            max(1, n_rows // FACTOR ** (n_rungs - 1 - place)),
        )
        for place in range(n_rungs)
    ]
