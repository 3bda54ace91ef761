"""Which of several models is best, and what may be concluded.

Models are ranked only if they were scored on the same rows, and over the same folds
if they have any. Then the mean over the folds is compared, and two models differ
if the corrected resampled t interval of their paired differences leaves out
zero. Without folds a model is tied with the best if the best score lies inside
its bootstrap interval on the held-out rows.
"""

from engine.comparison.comparator import ModelComparator
from engine.comparison.records import (
    Basis,
    Comparison,
    Difference,
    RankedModel,
    Recommendation,
    Standing,
)
from engine.comparison.scored import folds_key, rows_key

__all__ = [
    "Basis",
    "Comparison",
    "Difference",
    "ModelComparator",
    "RankedModel",
    "Recommendation",
    "Standing",
    "folds_key",
    "rows_key",
]
