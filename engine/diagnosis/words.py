"""What the diagnosis of a supervised model means: pure functions of its records."""

from __future__ import annotations

from collections.abc import Sequence

from engine.amounts import number_words, share_words
from engine.diagnosis.calibration import Calibration
from engine.diagnosis.classes import ClassScores
from engine.diagnosis.conformal import PredictionInterval
from engine.diagnosis.residuals import Residuals
from engine.diagnosis.thresholds import Threshold, Thresholds
from engine.words import Words

# Rows of a class below which its scores are hardly more than an anecdote.
FEW_ROWS = 30
# A class is found badly when fewer than half of it are.
BAD_RECALL = 0.5
# Probabilities off by this much on average change decisions (Naeini and others, 2015, look at
# errors of this size between methods).
NOTABLE_ERROR = 0.05
# Residuals whose size follows the prediction more than this are not the same everywhere.
NOTABLE_TREND = 0.2
# A saving below this share of the cost is not worth a change.
WORTHWHILE = 0.02


def of_classes(classes: Sequence[ClassScores]) -> dict[str, Words]:
    """Which class is found worst."""
    known = [one for one in classes if one.recall is not None]
    if not known:
        return {}
    worst = min(known, key=lambda one: one.recall or 0.0)
    recall = worst.recall or 0.0
    few = [one.label for one in known if one.n_actual < FEW_ROWS]
    return {
        "classes": Words(
            meaning=f"Of the {worst.n_actual:,} held-out rows of “{worst.label}” the model finds "
            f"{worst.n_right:,} ({share_words(recall)}), the smallest share of all classes.",
            judgement=_classes_judgement(worst.label, recall, few),
            try_next=""
            if recall >= BAD_RECALL
            else "Balance the classes on the Prepare step, move the threshold, or bring more rows "
            "of that class.",
            tone="warn" if recall < BAD_RECALL else "plain",
        )
    }


def _classes_judgement(label: str, recall: float, few: Sequence[str]) -> str:
    if few:
        return (
            f"Some classes have fewer than {FEW_ROWS} held-out rows ({', '.join(few[:3])}): their "
            "numbers may be luck."
        )
    if recall < BAD_RECALL:
        return f"More than half of “{label}” are missed, whatever the overall score says."
    return "Every class is found more often than not."


def of_calibration(found: Calibration | None) -> dict[str, Words]:
    """Whether a probability can be taken at its word."""
    if found is None:
        return {}
    off = [one for one in found.bins if not one.ci95[0] <= one.predicted <= one.ci95[1]]
    concern = found.error > NOTABLE_ERROR and bool(off)
    return {
        "calibration": Words(
            meaning="Probabilities and what really happened lie "
            f"{share_words(found.error)} apart on average, over {found.n_rows:,} held-out rows.",
            judgement=_calibration_judgement(len(off), len(found.bins), concern=concern),
            try_next="Train a calibrated variant of this model before its probabilities are used "
            "as such; its ranking of rows stays about the same."
            if concern
            else "",
            tone="warn" if concern else "plain",
        )
    }


def _calibration_judgement(n_off: int, n_bins: int, *, concern: bool) -> str:
    if concern:
        return (
            f"In {n_off} of {n_bins} groups of rows the probability lies outside the 95 % interval "
            "of what happened: do not take it at its word."
        )
    return "That is as near as can be expected of so many rows: probabilities mean what they say."


def of_thresholds(found: Thresholds) -> Words:
    """Whether another threshold than one half is worth it."""
    usual, best = found.held_out_usual, found.held_out_best
    saved = 0.0 if usual.cost == 0 else (usual.cost - best.cost) / usual.cost
    return Words(
        meaning=f"At a threshold of {found.best.threshold:.2f} mistakes cost least on the rows it "
        f"was chosen on. {_told(found.held_out_best)}",
        judgement=_threshold_judgement(found, saved),
        try_next="Have a variant of this model made that is tuned to these costs."
        if saved > WORTHWHILE
        else "",
    )


def _threshold_judgement(found: Thresholds, saved: float) -> str:
    if found.basis == "hold-out":
        return (
            "There are no folds, so it was chosen on the very rows it is judged by: the saving "
            "looks better than it is."
        )
    if saved > WORTHWHILE:
        return (
            f"On held-out rows that is {share_words(saved)} cheaper than the usual threshold of "
            "0.50."
        )
    return "On held-out rows that is no cheaper than the usual threshold of 0.50."


def _told(one: Threshold) -> str:
    return (
        f"On held-out rows it gives false alarms in {share_words(one.false_positives)} and misses "
        f"{share_words(one.false_negatives)} of all rows."
    )


def of_residuals(found: Residuals | None) -> dict[str, Words]:
    """Whether errors are the same everywhere."""
    if found is None:
        return {}
    trend = found.spread_trend or 0.0
    skewed = _lean(found)
    return {
        "residuals": Words(
            meaning=f"Half of the residuals lie between {number_words(found.quantiles['25%'])} and "
            f"{number_words(found.quantiles['75%'])}, nine of ten between "
            f"{number_words(found.quantiles['5%'])} and {number_words(found.quantiles['95%'])}.",
            judgement=_residual_judgement(trend, skewed),
            try_next="Predict the logarithm of the target (Prepare step) if it is always above "
            "zero: errors that grow with the target are then brought to one size."
            if trend > NOTABLE_TREND
            else "",
            tone="warn" if trend > NOTABLE_TREND else "plain",
        )
    }


def _residual_judgement(trend: float, skewed: str | None) -> str:
    if trend > NOTABLE_TREND:
        return (
            "Errors grow with the prediction: one interval for all rows is too wide for small "
            "values and too narrow for large ones."
        )
    if trend < -NOTABLE_TREND:
        return "Errors are larger where predictions are small."
    return skewed or "Errors are about the same size for small and for large predictions."


def _lean(found: Residuals) -> str | None:
    """Whether the mean residual is far from zero against its own standard error."""
    n_rows = sum(found.counts)
    if n_rows < 2 or abs(found.mean) <= 2 * found.std / n_rows**0.5:
        return None
    if found.mean > 0:
        return "On average the predictions are too low."
    return "On average the predictions are too high."


def of_intervals(found: Sequence[PredictionInterval], target: str) -> dict[str, Words]:
    """Whether the intervals hold what they promise."""
    ninety = next((one for one in found if one.level == 0.9), None)
    if ninety is None:
        return {}
    return {
        "intervals": Words(
            meaning=f"{target} lies within {number_words(ninety.half_width)} of the prediction in "
            f"{share_words(ninety.coverage)} of the {ninety.n_measured:,} rows that had no part in "
            f"it; {share_words(ninety.level)} were promised.",
            judgement="The interval holds what it promises."
            if ninety.holds
            else "It covers fewer rows than it promises: the held-out rows are unlike those it "
            "was made from.",
            try_next=""
            if ninety.holds
            else "Look for a change over time or between groups, and split by it.",
            tone="warn" if not ninety.holds else "plain",
        )
    }
