"""All analyses, in screen order: the only place where one is named."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from engine.analyses import words
from engine.analyses.class_weight_words import of_class_weights
from engine.analyses.class_weights import ClassWeights, class_weights
from engine.analyses.class_weights import objection as class_weights_objection
from engine.analyses.config import AnalysisConfig, OnProgress, Run, ShouldStop
from engine.analyses.context import Context
from engine.analyses.dependence import Dependences, dependence
from engine.analyses.importance import Importance, importance
from engine.analyses.learning_curve import LearningCurve, learning_curve
from engine.analyses.noise_check import NoiseCheck, noise_check
from engine.analyses.subgroups import Subgroups, subgroups
from engine.analyses.weights import Weights, weights
from engine.analyses.weights import objection as weights_objection
from engine.clusters.analysis_readings import count_reading, map_reading, structure_reading
from engine.clusters.analysis_records import ClusterCount, ClusterMap, ClusterStructure
from engine.clusters.context import ClusterContext, context_of
from engine.clusters.count import cluster_count
from engine.clusters.count import objection as count_objection
from engine.clusters.maps import cluster_map
from engine.clusters.structure import cluster_structure
from engine.errors import NotFoundError
from engine.records import Record, TaskType, TrainedModel
from engine.variant_words import Variant
from engine.variant_words import words_of as words_of_variant
from engine.variants import make_variant
from engine.variants import objection as variant_objection


def _of_a_variant(model: TrainedModel) -> str | None:
    return None if model.variant is None else "It is asked about the model a variant is of."


def _of_clusters(run: Callable[[ClusterContext, OnProgress, ShouldStop], Record]) -> Run:
    """Ask a clustering, whose rows are prepared as it has them, without unpickling it."""

    def ask(context: Context, on_progress: OnProgress, should_stop: ShouldStop) -> Record:
        clusters = context_of(context.store, context.workspace, context.model)
        return run(clusters, on_progress, should_stop)

    return ask


ANALYSES: tuple[AnalysisConfig, ...] = (
    AnalysisConfig(
        key="importance",
        name="Which columns it needs",
        question="How much worse do predictions of new rows get when a column is shuffled?",
        task_types=("classification", "regression"),
        answer=Importance,
        run=importance,
        words=words.of_importance,
    ),
    AnalysisConfig(
        key="weights",
        name="What the model itself weighs",
        question="Which coefficients or importances has the fitted model?",
        task_types=("classification", "regression"),
        answer=Weights,
        run=weights,
        words=words.of_weights,
        objection=weights_objection,
    ),
    AnalysisConfig(
        key="dependence",
        name="How predictions move with a column",
        question="What does the model predict when only one column changes?",
        task_types=("classification", "regression"),
        answer=Dependences,
        run=dependence,
        words=words.of_dependence,
    ),
    AnalysisConfig(
        key="learning_curve",
        name="Whether more rows would help",
        question="How does the score on new rows grow with the rows that were learned from?",
        task_types=("classification", "regression"),
        answer=LearningCurve,
        run=learning_curve,
        words=words.of_learning_curve,
        objection=_of_a_variant,
    ),
    AnalysisConfig(
        key="subgroups",
        name="Whom it serves worst",
        question="Which groups of rows have larger errors than the others?",
        task_types=("classification", "regression"),
        answer=Subgroups,
        run=subgroups,
        words=words.of_subgroups,
    ),
    AnalysisConfig(
        key="noise_check",
        name="Is there anything to learn?",
        question="Does the same training do worse when the answers are shuffled?",
        task_types=("classification", "regression"),
        answer=NoiseCheck,
        run=noise_check,
        words=words.of_noise_check,
        objection=_of_a_variant,
    ),
    AnalysisConfig(
        key="class_weights",
        name="What class weights change",
        question="Which classes are found more often when all classes weigh the same, and what "
        "does it cost?",
        task_types=("classification",),
        answer=ClassWeights,
        run=class_weights,
        words=of_class_weights,
        objection=class_weights_objection,
    ),
    AnalysisConfig(
        key="cluster_structure",
        name="Is there structure at all?",
        question="Clusters data without groups in the same way, many times, and says whether these "
        "data are divided better than that.",
        task_types=("clustering",),
        answer=ClusterStructure,
        run=_of_clusters(cluster_structure),
        words=structure_reading,
    ),
    AnalysisConfig(
        key="cluster_count",
        name="How many clusters?",
        question="Tries 2 to 10 clusters, and holds how well they are apart against whether other "
        "samples of the rows give the same clusters.",
        task_types=("clustering",),
        answer=ClusterCount,
        run=_of_clusters(cluster_count),
        words=count_reading,
        objection=count_objection,
    ),
    AnalysisConfig(
        key="cluster_map",
        name="A map of neighbours",
        question="Lays at most 2,000 rows out by t-SNE, which keeps rows beside each other that "
        "are alike, also in many columns.",
        task_types=("clustering",),
        answer=ClusterMap,
        run=_of_clusters(cluster_map),
        words=map_reading,
    ),
    AnalysisConfig(
        key="calibrated",
        name="A calibrated variant",
        question="Is the model better when its probabilities are set right by rows it has not "
        "seen? Gives a model of its own, also probabilities to one that has none.",
        task_types=("classification",),
        answer=Variant,
        run=partial(make_variant, "calibrated"),
        words=words_of_variant,
        objection=partial(variant_objection, "calibrated"),
    ),
    AnalysisConfig(
        key="tuned_threshold",
        name="A variant with a tuned threshold",
        question="Is the model better at both classes with another threshold than one half, tuned "
        "on rows it has not seen: for balanced accuracy, or to what mistakes cost where that was "
        "said? Gives a model of its own.",
        task_types=("classification",),
        answer=Variant,
        run=partial(make_variant, "tuned_threshold"),
        words=words_of_variant,
        objection=partial(variant_objection, "tuned_threshold"),
        takes_costs=True,
    ),
)


def analyses(task_type: TaskType) -> tuple[AnalysisConfig, ...]:
    """The analyses for models of a task type."""
    return tuple(one for one in ANALYSES if task_type in one.task_types)


def cost_analysis(model: TrainedModel) -> AnalysisConfig | None:
    """The one that makes of a model what mistakes cost least with; ``None`` if none applies."""
    asked = (one for one in analyses(model.task_type) if one.takes_costs)
    return next((one for one in asked if one.refusal(model) is None), None)


def analysis(key: str) -> AnalysisConfig:
    """The analysis of this key; `NotFoundError` names those there are."""
    found = next((one for one in ANALYSES if one.key == key), None)
    if found is None:
        raise NotFoundError(
            f"There is no analysis {key!r}.",
            field="analysis",
            hint=f"Use one of: {', '.join(one.key for one in ANALYSES)}.",
        )
    return found
