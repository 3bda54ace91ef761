"""Writes docs/metrics.md: every metric of the registry, and how models are compared.

python -m tools.metrics_page
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path
from typing import get_args

from engine.algorithms.simplicity import SIMPLEST_FIRST
from engine.comparison.advice import QUICK_SECONDS
from engine.comparison.differences import ROPE_OF_OTHERS, ROPE_OF_SHARES
from engine.metrics import Metric, metrics
from engine.records import TaskType
from tools.algorithms_page import TITLES, line, text

PATH = Path(__file__).parents[1] / "docs" / "metrics.md"

INTRODUCTION = """\
# Metrics, and how models are compared

<!-- Written by `make docs` from the registry in engine/metrics. Change it there. -->

A key is what REST calls a metric. The first metric of a task ranks models where none is chosen. \
Where a metric does not apply, the page and `/api/models/{id}/metrics` say why.

- **Intervals** of scores on held-out rows are bootstrap intervals (Efron, 1979), those of means \
over folds the corrected resampled t intervals of Nadeau and Bengio (2003), at 95 %.
- **Guessing**, which stands beside every score as its baseline, ignores the features. It is the \
better of the commonest class and classes drawn by their shares, or of the mean and the median; \
for clusters, the same sizes dealt out at random.
"""
HEADER = ("Metric", "Key", "Better", "From", "To", "What it means", "When it misleads")

COMPARISON = f"""\
## How models are compared

Only models that were scored on the same rows are ranked together, and only over the same folds if \
they have any: then the means over the folds are compared. Models without folds are compared by \
their scores on the held-out rows, and how many were judged by these is said.

The held-out rows of a model with folds are **opened** when somebody looks at that model: on the \
Results step, or over REST at `/api/models/{{id}}`, `/metrics`, `/diagnosis`, `/thresholds`, the \
answer of an analysis or the metadata. A variant is opened when it is made, as it is held against \
the model it is of. When that was, and for how many models of the same split, \
is noted once for each and said there: the best of several is a little too optimistic (Cawley and \
Talbot, 2010). No list and no comparison shows or ranks by held-out scores that were not opened.

- **No better than guessing**: the interval of the score reaches the baseline. Of many models that \
guess, one looks better by luck, so at least one of `n` models must stand the interval at \
1 - 0.05 / n (Bonferroni); if none does, all count as guessing.
- **Best**: the first of the others. **Tied with the best**: the interval of the paired \
differences over the folds holds 0, or without folds that of the differences on bootstrap \
resamples of the held-out rows, the same for both models.
- **Practically better, equal, worse**: the probabilities of the Bayesian correlated t-test \
(Corani and Benavoli, 2015; Benavoli et al., 2017), or without folds the shares of those \
resamples, which tell of these two fitted models and not of others that would be fitted to other \
rows. Up to {ROPE_OF_SHARES:g} of a share counts as \
equal; for errors and scores without unit it is {ROPE_OF_OTHERS:g} times what guessing gives, \
which has the unit and the size of the target.
- **The quick model**: the simplest one that is better than guessing and took at most \
{QUICK_SECONDS:g} seconds to fit. What is not clearly better than it gets a remark.
- **Recommended**: of the models tied with the best the simplest, and of equally simple ones the \
quickest to fit. The order of simplicity is this: {", ".join(SIMPLEST_FIRST)}.
"""


def page() -> str:
    """The whole page."""
    chapters = "\n".join(part for task in get_args(TaskType) for part in _chapter(task))
    return f"{INTRODUCTION}\n{chapters}\n{COMPARISON}"


def _chapter(task_type: TaskType) -> Iterator[str]:
    yield f"## {TITLES[task_type]}\n"
    yield line(HEADER)
    yield line(["---"] * len(HEADER))
    yield from (line(_row(entry)) for entry in metrics(task_type))
    yield ""


def _row(entry: Metric) -> tuple[str, ...]:
    better = "higher" if entry.greater_is_better else "lower"
    ends = tuple(_end(end) for end in entry.range)
    return (entry.name, f"`{entry.key}`", better, *ends, text(entry.help), text(entry.misleads))


def _end(value: float) -> str:
    return f"{value:g}" if math.isfinite(value) else "no limit"


if __name__ == "__main__":
    PATH.write_text(page(), encoding="utf-8")
