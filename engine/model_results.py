"""Everything that is known of one model, as its Results step shows it.

The record comes at once. Going through the answers of a hundred thousand rows, and
drawing them, takes longer than somebody should wait for the score.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import pandas as pd

from engine.analyses import cost_analysis
from engine.analyses.analyst import KeptAnalysis
from engine.clusters.report import ClusterReport
from engine.diagnosis.report import Diagnosis, chosen_thresholds, diagnosis
from engine.diagnosis.thresholds import Thresholds
from engine.diagnosis.words import of_thresholds
from engine.errors import DoesNotApplyError
from engine.holdout import Holdout
from engine.models import ModelManager
from engine.records import Dataset, TrainedModel
from engine.stored_answers import count_clusters
from engine.words import Words

ChosenThresholds = tuple[Thresholds, Words]


@dataclass(frozen=True)
class LookedAt:
    """What is known about a model at once: its record, and what is noted of it.

    Parameters
    ----------
    model : TrainedModel
    n_clusters : int or None
        How many clusters there are, noise not counted; ``None`` unless clustering.
    holdout : Holdout, optional
        When the held-out rows were opened for it; ``None`` for clustering.
    datasets : sequence of Dataset
        Those that the model can be asked about.
    """

    model: TrainedModel
    n_clusters: int | None = None
    holdout: Holdout | None = None
    datasets: Sequence[Dataset] = ()


@dataclass(frozen=True)
class ModelResults:
    """What the stored answers of a model tell, and what more can be found out.

    Parameters
    ----------
    model : TrainedModel
    predictions : DataFrame
        What it was judged by, see `ModelManager.predictions`.
    diagnosis : ClassifierDiagnosis or RegressorDiagnosis, optional
        ``None`` for clustering.
    thresholds : tuple of Thresholds and Words, optional
        Of two classes with probabilities.
    analyses : sequence of KeptAnalysis
        What can be found out, with those answers there are.
    clusters : ClusterReport, optional
        What the clusters are.
    can_tune : bool
        Whether a variant can be made whose threshold is tuned to costs.
    """

    model: TrainedModel
    predictions: pd.DataFrame = field(default_factory=pd.DataFrame)
    diagnosis: Diagnosis | None = None
    thresholds: ChosenThresholds | None = None
    analyses: Sequence[KeptAnalysis] = ()
    clusters: ClusterReport | None = None
    can_tune: bool = False


def looked_at(known: ModelManager, model_id: str) -> LookedAt:
    """Look at a model, which opens its held-out rows."""
    model = known.get(model_id)
    is_clustering = model.task_type == "clustering"
    return LookedAt(
        model=model,
        n_clusters=count_clusters(known.predictions(model_id)) if is_clustering else None,
        holdout=known.open(model_id),
        datasets=known.datasets_for(model_id),
    )


def model_results(known: ModelManager, model_id: str) -> ModelResults:
    """Go through the stored answers of a model, which are read once."""
    model, predictions = known.get(model_id), known.predictions(model_id)
    is_supervised = model.task_type != "clustering"
    folds = known.fold_predictions(model_id) if is_supervised else None
    return ModelResults(
        model=model,
        predictions=predictions,
        diagnosis=diagnosis(model, predictions, folds) if is_supervised else None,
        thresholds=_thresholds(model, predictions, folds),
        analyses=known.analyses(model_id),
        clusters=_clusters(known, model_id),
        can_tune=cost_analysis(model) is not None,
    )


def _thresholds(
    model: TrainedModel, predictions: pd.DataFrame, folds: pd.DataFrame | None
) -> ChosenThresholds | None:
    """What thresholds cost; ``None`` where there is none to choose."""
    try:
        found = chosen_thresholds(
            model, predictions, folds, cost_false_positive=1.0, cost_false_negative=1.0
        )
    except DoesNotApplyError:
        return None
    return found, of_thresholds(found)


def _clusters(known: ModelManager, model_id: str) -> ClusterReport | None:
    """What the clusters are; ``None`` for a model without, or one that nobody described."""
    try:
        return known.clusters(model_id)
    except DoesNotApplyError:
        return None
