"""How good predictions are: the registry of metrics and the scores of an outcome."""

from engine.metrics.calculator import MetricsCalculator, fold_scores, shuffled_baseline
from engine.metrics.config import Metric, Unit
from engine.metrics.guessing import best_guess
from engine.metrics.outcome import Outcome
from engine.metrics.registry import METRICS, metric, metrics
from engine.metrics.words import format_interval, format_score, why_missing, why_no_values

__all__ = [
    "METRICS",
    "Metric",
    "MetricsCalculator",
    "Outcome",
    "Unit",
    "best_guess",
    "fold_scores",
    "format_interval",
    "format_score",
    "metric",
    "metrics",
    "shuffled_baseline",
    "why_missing",
    "why_no_values",
]
