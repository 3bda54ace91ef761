"""The numbers that models are compared by, and which models may be compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from scipy import stats

from engine.comparison.records import Basis, Interval
from engine.metrics import Metric, Outcome
from engine.records import TrainedModel
from engine.splits import usual_test_ratio

# What models must share to be ranked together: their rows, and their folds if they have any.
FoldsKey = tuple[tuple[str, ...], str | None]
# What a 95 % interval leaves out on each side.
TAIL = 0.025


@dataclass(frozen=True)
class Scored:
    """A model with the numbers it is compared by, beside how many others.

    `outcome` is what it said of the held-out rows, where those are compared and known.
    """

    model: TrainedModel
    metric: Metric
    score: float | None
    ci95: Interval | None
    folds: tuple[float | None, ...]
    baseline: float | None
    n_compared: int = 1
    outcome: Outcome | None = None

    @property
    def good(self) -> float:
        """The score turned so that greater is better."""
        return float("-inf") if self.score is None else turned(self.score, self.metric)

    @property
    def only_guesses(self) -> bool:
        """Whether it may be no better than the baseline; without an interval, by its score.

        Of many models that guess, one looks better by luck. So the interval may be
        widened to one at a level of ``1 - 0.05 / n_compared``, after Bonferroni.
        """
        return self._reaches_baseline(self._allowance)

    @property
    def is_one_of_many(self) -> bool:
        """Whether its own interval leaves the baseline out, but not the widened one."""
        return self.only_guesses and not self._reaches_baseline(1.0)

    def _reaches_baseline(self, allowance: float) -> bool:
        if self.score is None:
            return True
        if self.baseline is None:
            return False
        interval = self.ci95 or (self.score, self.score)
        worst = min(turned(bound, self.metric) for bound in interval)
        reach = allowance * (self.good - worst)
        return self.good - reach <= turned(self.baseline, self.metric)

    @property
    def _allowance(self) -> float:
        """By how much the interval is widened for the number of models that are compared."""
        n_folds = sum(fold is not None for fold in self.folds)
        law = stats.t(n_folds - 1) if n_folds > 1 else stats.norm()
        return float(law.ppf(1 - TAIL / self.n_compared) / law.ppf(1 - TAIL))

    @property
    def test_ratio(self) -> float:
        """Rows of a fold to judge on for each row to learn from."""
        spec = self.model.provenance.spec
        return usual_test_ratio(spec.cv_folds, in_time=spec.time_column is not None)


def turned(value: float, metric: Metric) -> float:
    """A value turned so that greater is better."""
    return value if metric.greater_is_better else -value


def allowed_for_luck(everything: Sequence[Scored]) -> list[Scored]:
    """Hold models against guessing by widened intervals, unless one of them stands even that.

    If one does, there is something to learn in the data, and each model is judged by
    its own interval: Fisher's protected test (1935), which is as strict as Bonferroni
    where there is nothing, and does not punish good models for standing among many.
    """
    among = [replace(one, n_compared=len(everything)) for one in everything]
    return among if all(one.only_guesses for one in among) else list(everything)


def scored(
    model: TrainedModel, metric: Metric, basis: Basis, outcome: Outcome | None = None
) -> Scored:
    """Look up what a model is compared by; a model of an older version may lack it."""
    scores = model.scores
    if basis == "cross-validation":
        cv, baseline = scores.cv.get(metric.key), scores.baseline_cv.get(metric.key)
        if cv is None:
            return Scored(model, metric, None, None, (), baseline)
        return Scored(model, metric, cv.mean, cv.ci95, cv.folds, baseline)
    interval = scores.test_ci95.get(metric.key)
    baseline = scores.baseline.get(metric.key)
    score = scores.test.get(metric.key)
    return Scored(model, metric, score, interval, (), baseline, outcome=outcome)


def basis_of(models: Sequence[TrainedModel]) -> Basis:
    """Which scores of models of one `folds_key` are compared: over the folds if they have any."""
    if models[0].task_type == "clustering":
        return "all rows"
    return "hold-out" if models[0].provenance.folds_sha256 is None else "cross-validation"


def n_rows(model: TrainedModel, basis: Basis) -> int:
    """How many rows such a score rests on."""
    return model.provenance.n_test if basis == "hold-out" else model.provenance.n_train


def folds_key(model: TrainedModel) -> FoldsKey:
    """Rows and folds of a model.

    Models with folds are never ranked by their held-out rows: those are opened for the
    one that was chosen.
    """
    return rows_key(model), model.provenance.folds_sha256


def rows_key(model: TrainedModel) -> tuple[str, ...]:
    """What two models must share to be ranked together.

    The same file read in another way, with a decimal comma for example, has other
    rows. For clustering the features and their preparation count too: a distance
    is only comparable to one in the same space.
    """
    provenance = model.provenance
    dialect = provenance.dialect.model_dump_json(exclude={"reasons", "choices"})
    file = (provenance.dataset_sha256, dialect)
    key = (model.task_type, *file, str(model.target), provenance.split_sha256)
    return (*key, *model.features) if model.task_type == "clustering" else key
