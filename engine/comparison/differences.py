"""How far two models are apart: over shared folds, or on the same held-out rows.

Folds share rows to learn from, so their differences are correlated. The interval
is that of Nadeau and Bengio (2003), "Inference for the Generalization Error";
the probabilities are those of Corani and Benavoli (2015), "A Bayesian approach
for comparing cross-validated algorithms on multiple data sets", as explained by
Benavoli, Corani, Demšar and Zaffalon (2017), "Time for a Change: a Tutorial for
Comparing Multiple Classifiers Through Bayesian Analysis", JMLR 18(77).

Without folds both models are scored on the same bootstrap resamples of the
held-out rows (Efron, 1979). The interval of the differences is that of their
percentiles, and the share of them within a region stands for its probability, as
in Rubin (1981), "The Bayesian Bootstrap". This is about the two fitted models:
other rows to learn from may make others of them, which only folds show.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from scipy import stats

from engine.comparison.records import Difference
from engine.comparison.scored import Scored, turned
from engine.metrics import Metric, fold_scores
from engine.metrics.bootstrap import paired_differences, percentiles
from engine.metrics.outcome import Floats

# Benavoli et al. (2017) take a hundredth of accuracy for a practical difference.
ROPE_OF_SHARES = 0.01
# Of what guessing gives, for errors in the unit of a target and for scores without unit.
ROPE_OF_OTHERS = 0.01


class Probabilities(NamedTuple):
    """Of being practically worse, equal and better; they sum to 1."""

    worse: float
    equal: float
    better: float


def rope(best: Scored) -> float:
    """Half the width of the region in which two models are practically equal.

    0.01 for a share. For an error or a score without unit it is a hundredth of what
    the baseline gives, as that has the unit and the size of the target; without a
    baseline, of the best score itself.
    """
    if best.metric.unit == "share":
        return ROPE_OF_SHARES
    reference = best.score if best.baseline is None else best.baseline
    return ROPE_OF_OTHERS * abs(reference or 0.0)


def difference(one: Scored, best: Scored) -> Difference | None:
    """How far a model is from the best, ``None`` if one of them has no score."""
    if one.score is None or best.score is None:
        return None
    region, paired = rope(best), shared(one, best)
    if paired:
        return _over_folds(one, paired, region)
    resampled = _resampled(one, best)
    if resampled is None:
        return Difference(mean=one.score - best.score, rope=region)
    return Difference(
        mean=one.score - best.score,
        ci95=percentiles(resampled),
        rope=region,
        **_shares(resampled, one.metric, region)._asdict(),
    )


def _over_folds(one: Scored, paired: Sequence[float], region: float) -> Difference:
    summed = fold_scores(paired, test_ratio=one.test_ratio)
    likely = probabilities(
        [turned(value, one.metric) for value in paired], test_ratio=one.test_ratio, rope=region
    )
    known = {} if likely is None else likely._asdict()
    return Difference(mean=float(np.mean(paired)), ci95=summed.ci95, rope=region, **known)


def _resampled(one: Scored, best: Scored) -> Floats | None:
    """Differences on resamples of the held-out rows, ``None`` where answers are not known."""
    statistic, mine, its = one.metric.resample, one.outcome, best.outcome
    if statistic is None or mine is None or its is None:
        return None
    if mine.y_true is None or not np.array_equal(mine.y_true, np.asarray(its.y_true)):
        return None
    found = paired_differences(mine, its, statistic)
    defined = found[np.isfinite(found)]
    return defined if 2 * len(defined) > len(found) else None


def _shares(differences: Floats, metric: Metric, region: float) -> Probabilities:
    """How many of some differences are beyond or within a region around 0."""
    better = float(np.mean(differences * turned(1.0, metric) > region))
    equal = float(np.mean(np.abs(differences) <= region))
    return Probabilities(max(0.0, 1 - better - equal), equal, better)


def shared(one: Scored, other: Scored) -> list[float]:
    """Differences of the scores over the folds that both have one for."""
    pairs = zip(one.folds, other.folds, strict=False)
    return [a - b for a, b in pairs if a is not None and b is not None]


def probabilities(
    differences: Sequence[float], *, test_ratio: float, rope: float
) -> Probabilities | None:
    """Probabilities that the true mean of some differences is beyond or within a region.

    The posterior of the mean is a Student t with ``J - 1`` degrees of freedom around
    the mean of the ``J`` differences, with scale ``sqrt((1 / J + test_ratio) * s ** 2)``:
    ``test_ratio`` is ``n_test / n_train``, which is ``rho / (1 - rho)`` for the
    correlation ``rho`` between folds.

    Parameters
    ----------
    differences : sequence of float
        One for each fold; greater is better.
    test_ratio : float
        Rows to judge on for each row to learn from.
    rope : float
        Half the width of the region around 0.

    Returns
    -------
    Probabilities or None
        ``None`` for fewer than two differences.
    """
    n_folds = len(differences)
    if n_folds < 2:
        return None
    mean = float(np.mean(differences))
    scale = float(np.std(differences, ddof=1)) * math.sqrt(1 / n_folds + test_ratio)
    if scale == 0:
        return Probabilities(float(mean < -rope), float(abs(mean) <= rope), float(mean > rope))
    posterior = stats.t(df=n_folds - 1, loc=mean, scale=scale)
    worse, better = float(posterior.cdf(-rope)), float(posterior.sf(rope))
    return Probabilities(worse, max(0.0, 1 - worse - better), better)


def tied(one: Scored, other: Scored) -> bool:
    """Whether the difference of two models may be luck; without an interval it always may.

    Clusters have none and are not judged on a sample of rows, so there it is the score.
    """
    if one.model.task_type == "clustering" or other.score is None:
        return one.score == other.score
    paired = shared(one, other)
    if paired:
        interval = fold_scores(paired, test_ratio=one.test_ratio).ci95
        return interval is None or _holds(interval, 0.0)
    resampled = _resampled(one, other)
    if resampled is None:
        return one.ci95 is None or _holds(one.ci95, other.score)
    between = percentiles(resampled)
    return one.score == other.score if between is None else _holds(between, 0.0)


def clearly_better(one: Scored, other: Scored) -> bool:
    """Whether a model is better than another by more than luck."""
    return one.good > other.good and not tied(one, other)


def _holds(interval: tuple[float, float], value: float) -> bool:
    return interval[0] <= value <= interval[1]
